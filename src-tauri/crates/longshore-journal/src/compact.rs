//! How does the journal give room back?

use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use crate::{
    error::JournalError,
    journal::{Journal, beside},
    retention::Reduced,
    runs::RunId,
};

/// What compacting did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Compacted {
    /// What was too old.
    pub reduced: Reduced,
    /// How many bytes the journal had on the disk.
    pub bytes_before: u64,
    /// How many it has now.
    pub bytes_after: u64,
}

impl Journal {
    /// How many bytes the journal has on the disk, its write-ahead log included.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn bytes(&self) -> Result<u64, JournalError> {
        let pages: i64 = self.read(|journal| {
            let [count, size] = ["page_count", "page_size"]
                .map(|what| journal.pragma_query_value(None, what, |row| row.get::<_, i64>(0)));
            Ok(count? * size?)
        })?;
        let log = std::fs::metadata(beside(self.database().path(), "-wal"));
        Ok(pages.max(0).cast_unsigned() + log.map_or(0, |log| log.len()))
    }

    /// Reduces what is too old ([`Self::reduce`]), and gives the room back. For a while the disk needs room for a
    /// second journal.
    ///
    /// # Errors
    /// [`JournalError::RunOwned`] while a run is planned or carried out: it would have to wait for too long.
    pub fn compact(&self, now: Timestamp) -> Result<Compacted, JournalError> {
        if let Some(run) = self.run_at_work()? {
            return Err(JournalError::RunOwned { run });
        }
        let bytes_before = self.bytes()?;
        let reduced = self.reduce(now)?;
        self.give_room_back()?;
        Ok(Compacted { reduced, bytes_before, bytes_after: self.bytes()? })
    }

    /// A run that some process plans or carries out right now.
    pub(crate) fn run_at_work(&self) -> Result<Option<RunId>, JournalError> {
        for (run, _) in self.runs_begun()? {
            if self.is_run_owned(run)? {
                return Ok(Some(run));
            }
        }
        for run in self.unfinished_plans()? {
            if self.is_being_planned(run)? {
                return Ok(Some(run));
            }
        }
        Ok(None)
    }

    /// Writes the whole file anew, without the pages that are free and without what was once in them.
    pub(crate) fn give_room_back(&self) -> Result<(), JournalError> {
        let writer = self.database().writer();
        writer.flush_prepared_statement_cache();
        // The second journal is made on the disk: memory may not have room for it.
        writer.pragma_update(None, "temp_store", "FILE")?;
        let done = writer.execute_batch("VACUUM");
        writer.pragma_update(None, "temp_store", "MEMORY")?;
        done?;
        // Where somebody still reads, the log is emptied by whoever comes next.
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}
