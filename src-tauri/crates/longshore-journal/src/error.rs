//! What can go wrong when remembering?

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

use crate::{
    connections::ConnectionId,
    runs::{RunId, RunStatus},
};

/// Why the journal or a mirror could not do what it was asked. A code and parameters; whoever shows it speaks.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The folder or a file in it cannot be made or opened.
    #[error("{path} cannot be used: {source}")]
    Folder {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The database was written by a newer version of the program.
    #[error("{path} has version {found}, this program knows {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u64,
        /// The newest version known here.
        known: u64,
    },
    /// Somebody else kept the database locked for too long.
    #[error("the database is locked by another program")]
    Busy(#[source] rusqlite::Error),
    /// No space is left for it.
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
    /// It may be read but not written.
    #[error("the database cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// The file is no database, or a damaged one.
    #[error("the database is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// The disk failed.
    #[error("the disk failed")]
    Disk(#[source] rusqlite::Error),
    /// Anything else that SQLite says.
    #[error("the database refused")]
    Database(#[source] rusqlite::Error),
    /// What lies in the database cannot be read.
    #[error("entry {id} of {table} cannot be read: {detail}")]
    Unreadable {
        /// In which table.
        table: &'static str,
        /// Which entry.
        id: u64,
        /// Why, for the log.
        detail: String,
    },
    /// There is no such thing.
    #[error("no {what} {which}")]
    NotFound {
        /// What was looked for: `run`, `connection`, `profile`, `change`, `draft`.
        what: &'static str,
        /// Which one.
        which: String,
    },
    /// A live connection has that name already.
    #[error("there is a connection called {name}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// An address with a password in it, or a secret where a key belongs.
    #[error("{field} holds a secret")]
    SecretGiven {
        /// Where it stood.
        field: &'static str,
    },
    /// A run cannot go from its status to that one.
    #[error("run {run} is {from}, it cannot become {to}")]
    Transition {
        /// Which run.
        run: RunId,
        /// What it is.
        from: RunStatus,
        /// What it should become.
        to: RunStatus,
    },
    /// A change is not in a state in which this may be done to it: not planned, sent already, or done.
    #[error("change {change} is {state}")]
    ChangeState {
        /// Which change.
        change: u64,
        /// What it is.
        state: &'static str,
    },
    /// The records of this run were taken out because they were too old: it can be looked at, not gone on with.
    #[error("run {run} was reduced")]
    Reduced {
        /// Which run.
        run: RunId,
    },
    /// The plan of this run is not finished: it is being made, or whoever made it is gone.
    #[error("the plan of run {run} is not finished")]
    PlanUnfinished {
        /// Which run.
        run: RunId,
    },
    /// There is something already where a new file is to go.
    #[error("{path} is there already")]
    FileExists {
        /// Which file.
        path: PathBuf,
    },
    /// What was given is no e-mail address.
    #[error("no e-mail address")]
    NoAddress,
    /// What was to be written out could not be.
    #[error("it could not be written out")]
    Output(#[source] std::io::Error),
    /// Another process carries this run out.
    #[error("run {run} is being carried out elsewhere")]
    RunOwned {
        /// Which run.
        run: RunId,
    },
    /// Another run is under way on this connection.
    #[error("connection {connection} is busy with another run")]
    ConnectionOwned {
        /// Which connection.
        connection: ConnectionId,
    },
}

impl JournalError {
    /// The code by which hosts translate it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "journal_folder_unusable",
            Self::Newer { .. } => "journal_newer",
            Self::Busy(_) => "journal_busy",
            Self::DiskFull(_) => "journal_disk_full",
            Self::ReadOnly(_) => "journal_read_only",
            Self::Damaged(_) => "journal_damaged",
            Self::Disk(_) => "journal_disk_failed",
            Self::Database(_) => "journal_failed",
            Self::Unreadable { .. } => "journal_entry_unreadable",
            Self::NotFound { what, .. } => match *what {
                "run" => "run_not_found",
                "connection" => "connection_not_found",
                "profile" => "profile_not_found",
                "draft" => "draft_not_found",
                "watched" => "watched_not_found",
                _ => "change_not_found",
            },
            Self::NameTaken { .. } => "connection_name_taken",
            Self::SecretGiven { .. } => "secret_given",
            Self::Transition { .. } => "run_status_conflict",
            Self::ChangeState { .. } => "change_state_conflict",
            Self::Reduced { .. } => "run_reduced",
            Self::PlanUnfinished { .. } => "run_plan_unfinished",
            Self::FileExists { .. } => "file_exists",
            Self::NoAddress => "email_invalid",
            Self::Output(_) => "journal_output_failed",
            Self::RunOwned { .. } => "run_owned",
            Self::ConnectionOwned { .. } => "connection_busy",
        }
    }

    /// What the sentence about it needs.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Folder { path, source } => {
                vec![("path", path.display().to_string()), ("detail", source.to_string())]
            }
            Self::Newer { path, found, known } => vec![
                ("path", path.display().to_string()),
                ("found", found.to_string()),
                ("known", known.to_string()),
            ],
            Self::Busy(_)
            | Self::DiskFull(_)
            | Self::ReadOnly(_)
            | Self::Damaged(_)
            | Self::Disk(_)
            | Self::Database(_)
            | Self::NoAddress => Vec::new(),
            Self::Unreadable { table, id, .. } => {
                vec![("table", (*table).to_owned()), ("id", id.to_string())]
            }
            Self::NotFound { which, .. } => vec![("which", which.clone())],
            Self::NameTaken { name } => vec![("name", name.clone())],
            Self::SecretGiven { field } => vec![("field", (*field).to_owned())],
            Self::Transition { run, from, to } => vec![
                ("run", run.to_string()),
                ("from", from.as_str().to_owned()),
                ("to", to.as_str().to_owned()),
            ],
            Self::ChangeState { change, state } => {
                vec![("change", change.to_string()), ("state", (*state).to_owned())]
            }
            Self::RunOwned { run } | Self::Reduced { run } | Self::PlanUnfinished { run } => {
                vec![("run", run.to_string())]
            }
            Self::FileExists { path } => vec![("path", path.display().to_string())],
            Self::Output(error) => vec![("detail", error.to_string())],
            Self::ConnectionOwned { connection } => vec![("connection", connection.to_string())],
        }
    }

    pub(crate) fn busy() -> Self {
        Self::Busy(sqlite(rusqlite::ffi::SQLITE_BUSY, "somebody else opens it"))
    }

    /// A file beside the journal, or the journal itself, cannot be made or opened for writing.
    pub(crate) fn unwritable(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(sqlite(rusqlite::ffi::SQLITE_READONLY, &source.to_string()))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(sqlite(rusqlite::ffi::SQLITE_FULL, &source.to_string()))
            }
            _ => Self::Folder { path: path.to_owned(), source },
        }
    }

    pub(crate) fn damaged(detail: &str) -> Self {
        Self::Damaged(sqlite(rusqlite::ffi::SQLITE_CORRUPT, detail))
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers name what they have, numbers and texts"
    )]
    pub(crate) fn not_found(what: &'static str, which: impl ToString) -> Self {
        Self::NotFound { what, which: which.to_string() }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers name what they have, numbers and texts"
    )]
    pub(crate) fn unreadable(table: &'static str, id: u64, detail: impl ToString) -> Self {
        Self::Unreadable { table, id, detail: detail.to_string() }
    }
}

fn sqlite(code: std::ffi::c_int, detail: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), Some(detail.to_owned()))
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed,
            ) => Self::Busy(error),
            Some(ErrorCode::DiskFull) => Self::DiskFull(error),
            // There is no room for the memory that is shared beside the log.
            _ if is_shared_memory_refused(&error) => Self::DiskFull(error),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Disk(error),
            _ if is_of_another_kind(&error) => Self::Damaged(error),
            _ => Self::Database(error),
        }
    }
}

fn is_shared_memory_refused(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// We write numbers where numbers belong and texts where texts belong: anything else was not written by us.
fn is_of_another_kind(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

impl From<rusqlite::types::FromSqlError> for JournalError {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        rusqlite::Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_told_by_what_can_be_done_about_it() {
        let told =
            |kind: io::ErrorKind| JournalError::unwritable(Path::new("a"), kind.into()).code();
        assert_eq!(told(io::ErrorKind::PermissionDenied), "journal_read_only");
        assert_eq!(told(io::ErrorKind::ReadOnlyFilesystem), "journal_read_only");
        assert_eq!(told(io::ErrorKind::StorageFull), "journal_disk_full");
        assert_eq!(told(io::ErrorKind::NotADirectory), "journal_folder_unusable");
    }
}
