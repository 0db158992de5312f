//! A disk with a place for a journal on it.

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use longshore_journal::{Journal, JournalError, OpenOptions};

use crate::disk::Disk;

pub(crate) struct Stage {
    pub(crate) disk: Arc<Disk>,
    _folder: tempfile::TempDir,
    pub(crate) path: PathBuf,
    options: OpenOptions,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let disk = Disk::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let options = OpenOptions { vfs: Some(disk.name().to_owned()), ..OpenOptions::default() };
        Self { disk, _folder: folder, path, options }
    }

    /// What SQLite itself sees.
    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        let flags = rusqlite::OpenFlags::default();
        rusqlite::Connection::open_with_flags_and_vfs(&self.path, flags, self.disk.name()).unwrap()
    }

    pub(crate) fn open(&self) -> Result<Journal, JournalError> {
        Journal::open_with(&self.path, &self.options)
    }

    /// Everything that is in the journal, as text.
    pub(crate) fn state(&self) -> String {
        let sqlite = self.sqlite();
        let tables: Vec<String> = sqlite
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut text = String::new();
        for table in tables.iter().filter(|name| *name != "sqlite_stat1") {
            let mut statement = sqlite.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let width = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                write!(text, "{table}").unwrap();
                for column in 0..width {
                    write!(text, " {:?}", row.get_ref(column).unwrap()).unwrap();
                }
                text.push('\n');
            }
        }
        text
    }
}
