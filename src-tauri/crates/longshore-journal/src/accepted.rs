//! Which contents did a watched folder bring into a store already?
//!
//! Noted when a run has ended, never before: a file that a crash interrupts is taken up again. The note outlives the
//! run, so that the same content is known even when time took the run's records out of the journal.

use jiff::Timestamp;
use rusqlite::OptionalExtension;
use serde::Serialize;

use crate::{
    connections::ConnectionId,
    error::JournalError,
    journal::{Journal, millis, moment},
    runs::RunId,
};

/// A content that was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// What the file was called.
    pub name: String,
    /// By which run.
    pub run: RunId,
    /// When.
    pub at: Timestamp,
}

impl Journal {
    /// Notes that a content is in the store. `content` is its fingerprint, long enough that no two files share one.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn accept(
        &self,
        connection: ConnectionId,
        content: &str,
        accepted: &Accepted,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            journal
                .prepare_cached(
                    "INSERT OR REPLACE INTO accepted (connection, content, name, run, at)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute((
                    connection,
                    content,
                    &accepted.name,
                    accepted.run,
                    millis(accepted.at),
                ))?;
            Ok(())
        })
    }

    /// How a content came into the store, if it did.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn accepted(
        &self,
        connection: ConnectionId,
        content: &str,
    ) -> Result<Option<Accepted>, JournalError> {
        self.read(|journal| {
            let found = journal
                .prepare_cached(
                    "SELECT name, run, at FROM accepted WHERE connection = ?1 AND content = ?2",
                )?
                .query_row((connection, content), |row| {
                    Ok(Accepted { name: row.get(0)?, run: row.get(1)?, at: moment(row.get(2)?) })
                })
                .optional()?;
            Ok(found)
        })
    }
}
