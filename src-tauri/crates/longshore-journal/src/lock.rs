//! Who carries a run out right now?
//!
//! A lock of the operating system on a file says it: a crash releases it. A run is *interrupted* when it is
//! running and nobody holds its lock.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    connections::ConnectionId,
    database::private_folder,
    error::JournalError,
    journal::Journal,
    runs::{RunId, RunStatus},
};

/// Somebody who only looks holds a lock for an instant: so often is it tried again.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(10);

/// The right to carry a run out on its connection, as long as it is held.
#[derive(Debug)]
pub struct RunLock {
    run: RunId,
    path: PathBuf,
    _run_file: File,
    _connection_file: File,
}

impl RunLock {
    /// Which run may be carried out.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.run
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // While the connection's lock is held nobody else may take this run's: removing the file is safe.
        let _ = fs::remove_file(&self.path);
    }
}

impl Journal {
    /// Takes a run for this process.
    ///
    /// # Errors
    /// [`JournalError::ConnectionOwned`] while another run is under way on its connection,
    /// [`JournalError::RunOwned`] while another process carries this very run out.
    pub fn lock_run(&self, run: RunId) -> Result<RunLock, JournalError> {
        let connection = self.run(run)?.connection;
        let folder = self.locks();
        private_folder(&folder)?;
        let path = self.run_lock(run);
        let Some(connection_file) = try_exclusive(&self.connection_lock(connection))? else {
            return Err(match is_locked(&path)? {
                true => JournalError::RunOwned { run },
                false => JournalError::ConnectionOwned { connection },
            });
        };
        let Some(run_file) = try_exclusive(&path)? else {
            return Err(JournalError::RunOwned { run });
        };
        Ok(RunLock { run, path, _run_file: run_file, _connection_file: connection_file })
    }

    /// Whether some process carries the run out.
    ///
    /// # Errors
    /// Fails where the lock cannot be looked at.
    pub fn is_run_owned(&self, run: RunId) -> Result<bool, JournalError> {
        is_locked(&self.run_lock(run))
    }

    /// Whether some process carries a run out on the connection.
    ///
    /// # Errors
    /// Fails where the lock cannot be looked at.
    pub fn is_connection_owned(&self, connection: ConnectionId) -> Result<bool, JournalError> {
        is_locked(&self.connection_lock(connection))
    }

    /// Runs that a crash ended: interrupted ones, and running or paused ones that nobody carries out.
    ///
    /// # Errors
    /// Fails where the journal or a lock cannot be read.
    pub fn interrupted_runs(&self) -> Result<Vec<RunId>, JournalError> {
        let mut found = Vec::new();
        for (run, status) in self.runs_begun()? {
            let is_interrupted = match status {
                RunStatus::Interrupted => true,
                // It may have ended between the two looks.
                _ => !self.is_run_owned(run)? && self.run(run)?.status == status,
            };
            if is_interrupted {
                found.push(run);
            }
        }
        Ok(found)
    }

    pub(crate) fn locks(&self) -> PathBuf {
        self.folder().join("locks")
    }

    fn run_lock(&self, run: RunId) -> PathBuf {
        self.locks().join(format!("run-{run}.lock"))
    }

    fn connection_lock(&self, connection: ConnectionId) -> PathBuf {
        self.locks().join(format!("connection-{connection}.lock"))
    }
}

/// Waits until nobody else has the file, but not for longer than that.
pub(crate) fn exclusive(path: &Path, wait: Duration) -> Result<File, JournalError> {
    let file = open(path)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < wait => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(JournalError::busy()),
            Err(TryLockError::Error(source)) => {
                return Err(JournalError::Folder { path: path.to_owned(), source });
            }
        }
    }
}

fn open(path: &Path) -> Result<File, JournalError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| JournalError::unwritable(path, source))
}

pub(crate) fn try_exclusive(path: &Path) -> Result<Option<File>, JournalError> {
    let file = open(path)?;
    for attempt in 1.. {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if attempt < TRIES => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => break,
            Err(TryLockError::Error(source)) => {
                return Err(JournalError::Folder { path: path.to_owned(), source });
            }
        }
    }
    Ok(None)
}

/// Looks without making the file.
pub(crate) fn is_locked(path: &Path) -> Result<bool, JournalError> {
    let failed = |source| JournalError::Folder { path: path.to_owned(), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(failed(source)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
