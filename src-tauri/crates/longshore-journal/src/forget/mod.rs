//! How is a person taken out of the journal?
//!
//! Wherever the e-mail address stands, the whole record goes that it stands in: of every change to that record what was
//! sent, what was there before and what the store kept, its label, the row as it was read. The changes stay, as
//! [`FORGOTTEN`]: counts do not change, and an undo of them is impossible. What was still to be sent is skipped.
//! Afterwards the file is written anew, so that nothing is left in pages that are free, and the copies from before
//! migrations are removed.

mod changes;
mod elsewhere;
mod person;

use std::collections::BTreeSet;

use serde::Serialize;
use ts_rs::TS;

use crate::{backups, error::JournalError, journal::Journal, runs::RunId};
use person::Person;

/// Why a change can no longer be undone, and why one was skipped.
pub const FORGOTTEN: &str = "forgotten";

/// What was forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Forgotten {
    /// Changes that can no longer be undone.
    pub changes: u64,
    /// Those among them that were still to be sent, and are skipped.
    pub skipped: u64,
    /// Rows that had stayed out.
    pub rejected: u64,
    /// Whatever else had the address in it: drafts, profiles, settings, keys that were remembered.
    pub others: u64,
    /// The runs that had something of it. Their spools, if there are any, are the host's to remove.
    pub runs: BTreeSet<RunId>,
    /// Copies of the journal that were removed.
    pub backups: u64,
    /// Entries that cannot be read, so that nobody knows: their number, and in which tables.
    pub unreadable: Vec<(&'static str, u64)>,
    /// Names that the user gave and only the user can change: `connection` or `profile`, and the name's number.
    pub named: Vec<(&'static str, u64)>,
}

impl Journal {
    /// Takes a person out of the journal, all of it or nothing. What is not in the journal (spools, mirrors, files) is
    /// not touched.
    ///
    /// # Errors
    /// [`JournalError::NoAddress`] for what is no e-mail address. [`JournalError::RunOwned`] while a run is planned or
    /// carried out: what that process has in memory would come back.
    pub fn forget(&self, email: &str) -> Result<Forgotten, JournalError> {
        let person = Person::new(email).ok_or(JournalError::NoAddress)?;
        if let Some(run) = self.run_at_work()? {
            return Err(JournalError::RunOwned { run });
        }
        let mut forgotten = self.write(|journal| {
            let mut forgotten = Forgotten::default();
            changes::forget(journal, &person, &mut forgotten)?;
            elsewhere::forget(journal, &person, &mut forgotten)?;
            Ok(forgotten)
        })?;
        self.give_room_back()?;
        for copy in self.backups()? {
            backups::remove(&copy.path)?;
            forgotten.backups += 1;
        }
        Ok(forgotten)
    }
}

impl Forgotten {
    fn cannot_read(&mut self, table: &'static str) {
        match self.unreadable.iter_mut().find(|(known, _)| *known == table) {
            Some((_, count)) => *count += 1,
            None => self.unreadable.push((table, 1)),
        }
    }
}
