//! May a change be sent, was it carried out, and did the store keep what was meant?
//!
//! [`settle`] just before sending, [`judge`] with the answer, [`recover`] where no answer came.

mod images;
mod judge;
mod recover;
mod settle;

pub use images::learned_images;
pub use judge::{Judged, judge};
pub use recover::{FoundBy, Recovered, is_without_natural_key, recover};
pub use settle::{Settle, settle};
