//! Why did a run stop before its end? Said also after a restart, until it goes on.

use std::collections::BTreeMap;

use longshore_journal::{Journal, JournalError, RunId};

use crate::error::ApiError;

const NAME: &str = "runs_stopped";
/// Of so many runs it is known; the oldest are forgotten.
const MOST: usize = 100;

type Stopped = BTreeMap<u64, ApiError>;

fn all(journal: &Journal) -> Result<Stopped, JournalError> {
    Ok(journal.setting(NAME)?.unwrap_or_default())
}

/// Why a run stopped, where it did.
pub(super) fn why(journal: &Journal, run: RunId) -> Result<Option<ApiError>, JournalError> {
    Ok(all(journal)?.remove(&run.0))
}

/// Notes why a run stopped.
pub(super) fn note(journal: &Journal, run: RunId, error: &ApiError) -> Result<(), JournalError> {
    let mut stopped = all(journal)?;
    stopped.insert(run.0, error.clone());
    while stopped.len() > MOST {
        stopped.pop_first();
    }
    journal.set_setting(NAME, &stopped)
}

/// A run goes on: whatever stopped it does so no longer.
pub(super) fn forget(journal: &Journal, run: RunId) -> Result<(), JournalError> {
    let mut stopped = all(journal)?;
    match stopped.remove(&run.0) {
        Some(_) => journal.set_setting(NAME, &stopped),
        None => Ok(()),
    }
}
