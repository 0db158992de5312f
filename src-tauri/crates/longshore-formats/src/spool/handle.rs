//! A handle on a spool, complete or growing.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use longshore_engine::{
    platforms::joining::Joined,
    row::{Header, Row},
};

use super::{STRIDE, SpoolReader, tail::Tail, write::Spooling};
use crate::{
    error::ReadError, recognised::Recognised, repair::Repairs, report::Report, source::Source,
};

/// The rows of one source on disk. Handles can be cloned and used from several threads; with the last of them the
/// file goes, unless it is to be kept.
#[derive(Clone)]
pub struct Spool {
    pub(super) shared: Arc<Shared>,
}

/// What all handles see.
pub(super) struct Shared {
    path: PathBuf,
    recognised: Recognised,
    kept: AtomicBool,
    pub(super) state: RwLock<State>,
}

/// What is there so far.
#[derive(Default)]
pub(super) struct State {
    pub(super) rows: u64,
    pub(super) header: Header,
    pub(super) places: Vec<u64>,
    pub(super) complete: Option<Arc<Complete>>,
}

/// What is known once all rows are there.
pub(super) struct Complete {
    pub(super) repairs: Repairs,
    pub(super) report: Report,
    pub(super) joined: Option<Joined>,
}

impl Spool {
    /// Reads a source to its end into a folder.
    ///
    /// # Errors
    /// Where the source cannot be read or the folder cannot be written to.
    pub fn build(source: &mut Source, folder: &Path) -> Result<Self, ReadError> {
        Spooling::begin(source, folder)?.run(source, |_| std::ops::ControlFlow::Continue(()))
    }

    /// Opens a spool that was kept.
    ///
    /// # Errors
    /// Where it is not there, or was never completed: it must be built again.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let mut file = File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::FileNotFound,
            _ => ReadError::Io { source: error },
        })?;
        let tail = Tail::read(&mut file)?;
        let spool = Self::new(path.to_owned(), tail.recognised, tail.header);
        spool.keep();
        spool.change(|state| {
            state.rows = tail.rows;
            state.places = tail.places;
            state.complete = Some(Arc::new(Complete {
                repairs: tail.repairs,
                report: tail.report,
                joined: tail.joined,
            }));
        });
        Ok(spool)
    }

    pub(super) fn new(path: PathBuf, recognised: Recognised, header: Header) -> Self {
        let state = RwLock::new(State { header, ..State::default() });
        Self { shared: Arc::new(Shared { path, recognised, kept: AtomicBool::new(false), state }) }
    }

    /// A second file with the same rows in a folder of the same kind: each can go without the other. Only a complete
    /// spool has one.
    ///
    /// # Errors
    /// Where it is not complete, or the folder cannot be written to.
    pub fn twin(&self, folder: &Path) -> Result<Self, ReadError> {
        if !self.is_complete() {
            return Err(ReadError::BrokenSpool { detail: "not complete" });
        }
        let linked =
            tempfile::Builder::new().prefix("spool-").suffix(".rows").make_in(folder, |path| {
                match std::fs::hard_link(self.path(), path) {
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
                    // Not every disk knows links.
                    Err(_) => std::fs::copy(self.path(), path).map(|_| ()),
                    Ok(()) => Ok(()),
                }
            })?;
        let ((), path) = linked.into_parts();
        let path = tempfile::TempPath::keep(path)
            .map_err(|error| ReadError::Io { source: error.error })?;
        Self::open(&path)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// The file stays when the last handle goes.
    pub fn keep(&self) {
        self.shared.kept.store(true, Ordering::Relaxed);
    }

    /// The file goes with the last handle.
    pub fn discard(&self) {
        self.shared.kept.store(false, Ordering::Relaxed);
    }

    /// What was found out about the source.
    #[must_use]
    pub fn recognised(&self) -> &Recognised {
        &self.shared.recognised
    }

    /// The columns; while rows are still being read, as far as known.
    #[must_use]
    pub fn header(&self) -> Header {
        self.look(|state| state.header.clone())
    }

    /// How many rows can be read by now.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.look(|state| state.rows)
    }

    /// Whether all rows are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.look(|state| state.complete.is_some())
    }

    /// What the columns hold; `None` while rows are still being read.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        self.look(|state| state.complete.as_ref().map(|complete| complete.report.clone()))
    }

    /// What was found out while the rows of a platform's file were joined; `None` where nothing was joined, and
    /// while rows are still being read.
    #[must_use]
    pub fn joined(&self) -> Option<Joined> {
        self.look(|state| state.complete.as_ref().and_then(|complete| complete.joined.clone()))
    }

    /// What had to be mended; `None` while rows are still being read.
    #[must_use]
    pub fn repairs(&self) -> Option<Repairs> {
        self.look(|state| state.complete.as_ref().map(|complete| complete.repairs.clone()))
    }

    /// Reads the rows from a number on, as far as they are there now. The first row is number 1.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read_from(&self, number: u64) -> Result<SpoolReader, ReadError> {
        SpoolReader::new(self, number)
    }

    /// Some rows from a number on.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn page(&self, number: u64, count: usize) -> Result<Vec<Row>, ReadError> {
        let mut reader = self.read_from(number)?;
        let mut rows = Vec::new();
        let mut row = Row::new();
        while rows.len() < count && reader.read(&mut row)? {
            rows.push(row.clone());
        }
        Ok(rows)
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.shared.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.shared.state.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Where the row begins that is the nearest remembered one before a number, and which it is.
    pub(super) fn place_before(&self, number: u64) -> Option<(u64, u64)> {
        let index = number.saturating_sub(1) / STRIDE;
        self.look(|state| {
            let index = usize::try_from(index).ok()?;
            (number <= state.rows)
                .then(|| state.places.get(index).map(|&place| (index as u64 * STRIDE + 1, place)))?
        })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if !self.kept.load(Ordering::Relaxed) {
            // Nobody is left who could be told.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
