//! What can go wrong while a command runs; each text is one sentence for the person who typed it.

use std::path::PathBuf;
use std::process::ExitStatus;

/// Why a command did not reach its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The first word names no command.
    #[error("there is no command `{0}`: `cargo xtask` without a word lists what there is")]
    UnknownCommand(String),
    /// The command takes nothing after its name.
    #[error("`cargo xtask {command}` takes no arguments, and got `{argument}`")]
    UnknownArgument { command: &'static str, argument: String },
    /// Something is not there and cannot be installed from here.
    #[error("{0}")]
    Missing(String),
    /// A program is not there or may not be run.
    #[error("`{program}` could not be started: {source}")]
    NotStarted { program: String, source: std::io::Error },
    /// A program ran and said no.
    #[error("`{program}` ended with {status}")]
    Ended { program: String, status: ExitStatus },
    /// Some checks failed; the summary has named them.
    #[error("{failed} of {all} checks failed: {names}")]
    ChecksFailed { failed: usize, all: usize, names: String },
    /// A file or folder could not be read or written.
    #[error("{path}: {source}", path = .path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A program's output is not what its contract says.
    #[error("`{program}` answered something else than {expected}: {got}")]
    Answer { program: String, expected: &'static str, got: String },
    /// The practice store did not answer a read.
    #[error("the practice store did not answer GET {path}: {reason}")]
    Store { path: String, reason: String },
    /// The demo's proof did not hold.
    #[error("{0}")]
    NotProved(String),
}
