//! What does the store of a draft have where a spreadsheet lost it?

use std::{cell::OnceCell, path::PathBuf, sync::Arc};

use longshore_engine::{damage, issue::Issue, mapped::Mapped, row::Row, value::Key};
use longshore_journal::{
    Journal, JournalError,
    mirror::{Mirror, MirrorKnown},
};

use super::state::State;
use crate::Home;

/// What was last read of the store of a draft; opened when something is asked.
pub(super) struct StoreKnown {
    mirror: Option<PathBuf>,
    known: OnceCell<Option<MirrorKnown>>,
}

impl StoreKnown {
    /// What is known of the store of a draft: nothing, where it has none, or nobody read it yet.
    pub(super) fn of(home: &Home, journal: &Journal, state: &State) -> Result<Self, JournalError> {
        let mirror = match state.store.as_ref().map(|store| journal.connection_named(store)) {
            None | Some(Err(JournalError::NotFound { .. })) => None,
            Some(connection) => Some(home.mirror(connection?.id.0)),
        };
        let mirror = mirror.filter(|path| path.exists());
        Ok(Self { mirror, known: OnceCell::new() })
    }

    /// Proposes what the store has where a number of a row was rounded.
    pub(super) fn mend(&self, issues: &mut [Issue], mapped: &Mapped, row: &Row) {
        if self.mirror.is_none() || !issues.iter().any(damage::is_lost) {
            return;
        }
        // Without an answer there is no proposal, and the row stays as doubtful as it is.
        let opened = self.known.get_or_init(|| self.open().inspect_err(warn).ok().flatten());
        if let Some(known) = opened {
            damage::ask_store(issues, mapped, row, known);
        }
    }

    fn open(&self) -> Result<Option<MirrorKnown>, JournalError> {
        let Some(path) = &self.mirror else { return Ok(None) };
        let mirror = Mirror::open(path)?;
        let index = mirror.index(&[Key::Sku])?;
        Ok(Some(mirror.known(Arc::new(index), None)?))
    }
}

fn warn(error: &JournalError) {
    tracing::warn!(%error, "what was read of a store cannot be asked");
}
