//! What can go wrong while a practice store is started, and in a fault as it is written.

use std::io;
use std::path::PathBuf;

/// Why a practice store could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PracticeError {
    /// The address is taken, or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for; 0 means any.
        port: u16,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A file of the data folder cannot be read or written.
    #[error("cannot use {}", path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The store's database cannot be opened or is newer than this program.
    #[error("cannot open the store's database")]
    Database(#[from] rusqlite::Error),
    /// Another practice store works in the data folder.
    #[error("another practice store works in {}", path.display())]
    FolderInUse {
        /// The data folder.
        path: PathBuf,
    },
    /// The database was written by a newer program.
    #[error("the store's database has version {found}, this program knows {known}")]
    NewerDatabase {
        /// The version that the file has.
        found: i64,
        /// The newest version that this program can read.
        known: i64,
    },
    /// The store's own certificate cannot be made or read.
    #[error("cannot make the store's certificate: {0}")]
    Certificate(String),
    /// The demo catalogue was refused by the store: an error in the data file.
    #[error("the demo catalogue was refused: {0}")]
    Demo(String),
    /// The operating system gives no random numbers for keys.
    #[error("no random numbers for keys")]
    Random,
    /// The thread that serves ended before it listened.
    #[error("the store's thread ended early")]
    Thread,
}

/// A fault that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} in the fault {fault:?}: {part:?}, at character {at}")]
pub struct FaultError {
    /// The fault as it was written, its beginning if it is long.
    pub fault: String,
    /// At which of its characters the trouble begins, counted from 1.
    pub at: usize,
    /// The part that is wrong.
    pub part: String,
    /// What is wrong with it.
    pub problem: FaultProblem,
}

/// What is wrong with a part of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultProblem {
    /// There is no such kind.
    #[error("no kind of fault")]
    Kind,
    /// The kind does not take this value.
    #[error("a value that does not fit")]
    Value {
        /// The kind's word.
        word: &'static str,
        /// How it is written.
        form: &'static str,
    },
    /// This names no requests.
    #[error("no requests")]
    Requests,
    /// This does not say when.
    #[error("no count of requests")]
    When,
}

impl FaultError {
    /// The code by which a host finds its sentence.
    pub fn code(&self) -> &'static str {
        match self.problem {
            FaultProblem::Kind => "fault_kind_unknown",
            FaultProblem::Value { .. } => "fault_value_unfit",
            FaultProblem::Requests => "fault_route_unfit",
            FaultProblem::When => "fault_when_unfit",
        }
    }
}
