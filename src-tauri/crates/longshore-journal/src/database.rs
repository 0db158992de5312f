//! How is a database file opened, written by one and read by many?

use std::{
    fs::{self, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::{
    error::JournalError,
    standstill::{self, Point},
};

/// How long to wait for another process that writes, unless told otherwise.
pub(crate) const BUSY: Duration = Duration::from_secs(15);
/// How many idle readers are kept for the next question.
const IDLE_READERS: usize = 4;

/// How sure a commit has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// On the disk when the commit returns: promises.
    Full,
    /// Whole after a crash, perhaps without the last commits: caches.
    Normal,
}

/// How a file is opened.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub(crate) durability: Durability,
    /// How much of the file the writer may keep in memory.
    pub(crate) cache_kib: u32,
    /// How much each reader may.
    pub(crate) reader_cache_kib: u32,
    /// How long to wait for another process that writes.
    pub(crate) busy: Duration,
    /// The SQLite VFS that keeps the file, where that is not the operating system's.
    pub(crate) vfs: Option<String>,
}

impl Opening {
    pub(crate) fn new(durability: Durability, cache_kib: u32) -> Self {
        Self { durability, cache_kib, reader_cache_kib: cache_kib, busy: BUSY, vfs: None }
    }

    pub(crate) fn connect(
        &self,
        path: &Path,
        flags: OpenFlags,
    ) -> Result<Connection, JournalError> {
        let connection = match &self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
            None => Connection::open_with_flags(path, flags)?,
        };
        connection.busy_timeout(self.busy)?;
        connection.pragma_update(None, "cache_size", -i64::from(self.cache_kib))?;
        Ok(connection)
    }
}

/// One file: a writer behind a mutex, and readers of their own that no writer holds up.
#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    opening: Opening,
    // Dropped before the writer: the last one to close clears the write-ahead log away, and a reader cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl Database {
    /// Opens the file, which is made with its folder where there is none; readable by the user alone.
    pub(crate) fn open(path: &Path, opening: Opening) -> Result<Self, JournalError> {
        if opening.vfs.is_none() {
            make_private(path)?;
        }
        let writer = opening.connect(path, OpenFlags::default())?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        let is_full = opening.durability == Durability::Full;
        writer.pragma_update(None, "synchronous", if is_full { "FULL" } else { "NORMAL" })?;
        // On macOS a plain fsync leaves the data in the drive's own cache.
        writer.pragma_update(None, "fullfsync", is_full)?;
        writer.pragma_update(None, "foreign_keys", true)?;
        writer.pragma_update(None, "wal_autocheckpoint", 4_000)?;
        writer.pragma_update(None, "journal_size_limit", 64 << 20)?;
        writer.pragma_update(None, "temp_store", "MEMORY")?;
        writer.set_prepared_statement_cache_capacity(128);
        Ok(Self {
            path: path.to_owned(),
            opening,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The one writer, for what is no transaction.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writer alone; the readers are closed.
    pub(crate) fn into_writer(self) -> Connection {
        self.writer.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does all of it or nothing.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        if self.opening.durability == Durability::Full {
            standstill::at(Point::InCommit);
        }
        transaction.commit()?;
        Ok(done)
    }

    /// Reads one state of the database, however many questions it takes.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => self.reader()?,
        };
        let transaction = reader.transaction()?;
        let done = work(&transaction);
        transaction.finish()?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        done
    }

    /// A connection that can only read.
    pub(crate) fn reader(&self) -> Result<Connection, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = self.opening.connect(&self.path, flags)?;
        reader.pragma_update(None, "cache_size", -i64::from(self.opening.reader_cache_kib))?;
        reader.set_prepared_statement_cache_capacity(64);
        Ok(reader)
    }
}

/// Makes a folder that only the user may enter; one that is there stays as it is.
pub(crate) fn private_folder(path: &Path) -> Result<(), JournalError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| JournalError::unwritable(path, source))
}

/// Makes a file that only the user may read; one that is there is kept.
pub(crate) fn private_file(path: &Path) -> Result<(), JournalError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(JournalError::unwritable(path, source)),
    }
}

/// The file and its folder; SQLite gives its side files the same permissions.
///
/// A file that is there must not be opened here: on Unix, closing it again would release the locks that SQLite
/// holds on it elsewhere in this process.
fn make_private(path: &Path) -> Result<(), JournalError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    private_file(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = fs::metadata(path)
            .map_err(|source| JournalError::Folder { path: path.to_owned(), source })?
            .permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(0o600);
            // A file of another owner stays as it is: whether it can be used, opening it shows.
            let _ = fs::set_permissions(path, permissions);
        }
    }
    Ok(())
}

/// Removes a file with its side files.
pub(crate) fn remove_database(path: &Path) -> Result<(), JournalError> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(JournalError::Folder { path: name.into(), source });
            }
            _ => {}
        }
    }
    Ok(())
}
