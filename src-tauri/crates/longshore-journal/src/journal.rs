//! What did we do, and what did we promise?

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction};

use crate::{
    database::{Database, Durability, private_folder},
    error::JournalError,
    lock::exclusive,
    releases,
};

/// The journal: what is promised is on the disk when a call returns. Cheap to clone; all clones share one writer.
#[derive(Clone, Debug)]
pub struct Journal {
    database: Arc<Database>,
}

impl Journal {
    /// Opens the journal file, which is made with its folder where there is none, and brings it up to date.
    ///
    /// # Errors
    /// [`JournalError::Newer`] for a journal of a newer program; it is left as it is. [`JournalError::Damaged`]
    /// for a file that is no journal.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder)?;
        }
        // Two programs that start at the same moment must not both change the tables.
        let mut opening = path.file_name().unwrap_or_default().to_owned();
        opening.push(".opening");
        let _opening = exclusive(&path.with_file_name(opening))?;
        let database = Database::open(path, Durability::Full, 16_000)?;
        releases::migrate(&mut database.writer(), path, releases::STEPS)?;
        Ok(Self { database: Arc::new(database) })
    }

    /// The folder that the journal lies in; locks and mirrors lie beside it.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.database.path().parent().map(Path::to_owned).unwrap_or_default()
    }

    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.database.write(work)
    }

    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.database.read(work)
    }

    pub(crate) fn reader(&self) -> Result<Connection, JournalError> {
        self.database.reader()
    }
}

/// A moment as the journal keeps it.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment that the journal keeps as this number; out of range only in a damaged journal.
pub(crate) fn moment(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
