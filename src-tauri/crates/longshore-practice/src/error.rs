//! What can go wrong while a practice store is started.

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
