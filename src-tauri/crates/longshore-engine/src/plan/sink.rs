//! Where do planned changes go?

use std::error::Error;

use crate::{change::Change, value::ChangeId};

/// Takes planned changes: a journal, a list, a counter.
pub trait ChangeSink {
    /// The number of the next change; each only once, growing.
    fn next(&mut self) -> ChangeId;

    /// Takes a change. References to [`crate::value::Reference::Planned`] changes come after those.
    ///
    /// # Errors
    /// Where it cannot be kept; planning ends with that.
    fn push(&mut self, change: Change) -> Result<(), SinkError>;
}

/// A planned change could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("change_not_kept")]
pub struct SinkError(#[source] pub Box<dyn Error + Send + Sync>);
