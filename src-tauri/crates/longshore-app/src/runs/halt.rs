//! Why does a run stop before its end?

use longshore_connectors::StoreError;

use crate::error::ApiError;

/// Why nothing more is sent.
#[derive(Debug)]
pub(super) enum Halt {
    /// Somebody wanted it.
    Cancelled,
    /// It cannot go on: the store is gone, or the journal.
    Failed(ApiError),
}

impl From<ApiError> for Halt {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}
