//! What did we do, and what did we promise?

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction};

use crate::{
    database::{BUSY, Database, Durability, Opening, private_folder, remove_database},
    error::JournalError,
    lock::exclusive,
    releases::{self, Copies},
};

/// How much of the file each connection may keep in memory.
const CACHE_KIB: u32 = 6_000;
/// There are several readers, and each looks at little at a time.
const READER_CACHE_KIB: u32 = 2_000;

/// No database is smaller: one page of the smallest size.
const SMALLEST: u64 = 512;

/// The journal: what is promised is on the disk when a call returns. Cheap to clone; all clones share one writer.
#[derive(Clone, Debug)]
pub struct Journal {
    database: Arc<Database>,
}

/// How a journal is opened, where the usual way will not do.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// How long to wait for another program that has it locked.
    pub busy: Duration,
    /// The name of the SQLite VFS that keeps the file; `None` for the operating system's own. Locks lie beside the
    /// path all the same. What such a VFS keeps, only it can copy: there is no backup before a migration.
    pub vfs: Option<String>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { busy: BUSY, vfs: None }
    }
}

impl Journal {
    /// Opens the journal file, which is made with its folder where there is none, and brings it up to date.
    ///
    /// # Errors
    /// [`JournalError::Newer`] for a journal of a newer program; it is left as it is. [`JournalError::Damaged`]
    /// for a file that is no journal, and for an empty one: a journal never is.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::open_with(path, &OpenOptions::default())
    }

    /// The same in another way.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(path: &Path, options: &OpenOptions) -> Result<Self, JournalError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder)?;
        }
        // Two programs that start at the same moment must not both change the tables.
        let _opening = exclusive(&beside(path, ".opening"), options.busy)?;
        if options.vfs.is_none() && !is_there(path)? {
            make(path)?;
        }
        let database = opened(path, options)?;
        Ok(Self { database: Arc::new(database) })
    }

    /// The folder that the journal lies in; locks and mirrors lie beside it.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.database.path().parent().map(Path::to_owned).unwrap_or_default()
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
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

fn opened(path: &Path, options: &OpenOptions) -> Result<Database, JournalError> {
    let opening = Opening {
        busy: options.busy,
        vfs: options.vfs.clone(),
        reader_cache_kib: READER_CACHE_KIB,
        ..Opening::new(Durability::Full, CACHE_KIB)
    };
    let database = Database::open(path, opening)?;
    if options.vfs.is_none() {
        refuse_half_a_page(path, &database)?;
    }
    let copies = if options.vfs.is_none() { Copies::Kept } else { Copies::None };
    releases::migrate(&mut database.writer(), path, releases::STEPS, copies)?;
    Ok(database)
}

/// SQLite takes half a page at the end for a whole one. Only a power cut while the log is written into the file leaves
/// one, and then the log is still there to mend it.
fn refuse_half_a_page(path: &Path, database: &Database) -> Result<(), JournalError> {
    let page: i64 = database.writer().pragma_query_value(None, "page_size", |row| row.get(0))?;
    let length = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    let is_whole = length(path).is_multiple_of(page.max(1).cast_unsigned());
    match is_whole || length(&beside(path, "-wal")) > 0 {
        true => Ok(()),
        false => Err(JournalError::damaged("the last page is cut short")),
    }
}

/// Whether there is a journal. It is made whole or not at all, so an empty file was one that the disk lost, and a
/// write-ahead log without its journal holds promises that must not be written over.
fn is_there(path: &Path) -> Result<bool, JournalError> {
    let length = |path: &Path| match fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(JournalError::Folder { path: path.to_owned(), source }),
    };
    match (length(path)?, length(&beside(path, "-wal"))?) {
        // SQLite takes a file of one byte for an empty one, too.
        (Some(length), _) if length < SMALLEST => Err(JournalError::damaged("the file is empty")),
        (None, Some(log)) if log > 0 => Err(JournalError::damaged("only its log is there")),
        (found, _) => Ok(found.is_some()),
    }
}

/// Makes a journal under another name and gives it its own when it is whole.
pub(crate) fn make(path: &Path) -> Result<(), JournalError> {
    let new = beside(path, ".new");
    remove_database(&new)?;
    let failed = |source| JournalError::unwritable(path, source);
    let done = make_whole(&new).and_then(|()| fs::rename(&new, path).map_err(failed));
    if done.is_err() {
        // Where even that fails, the next start removes it.
        let _ = remove_database(&new);
        return done;
    }
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    Ok(())
}

/// Makes a journal of which everything lies in its own file, and nothing in its log: SQLite keeps the log where the
/// pages cannot all be written into the file when it is closed, and says nothing.
fn make_whole(new: &Path) -> Result<(), JournalError> {
    let made = opened(new, &OpenOptions::default())?.into_writer();
    // What says where the tables are comes to stand in front, where a file that is cut short still has it.
    made.execute_batch("VACUUM")?;
    let is_busy: bool = made.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy {
        return Err(JournalError::busy());
    }
    Ok(made.close().map_err(|(_, error)| error)?)
}

/// The file of that name with something behind it.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// A moment as the journal keeps it.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment that the journal keeps as this number; out of range only in a damaged journal.
pub(crate) fn moment(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
