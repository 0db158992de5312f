//! How is an answer given: as text to a person, or as one JSON object to a script?

use std::{
    io::{self, Write},
    process::ExitCode,
};

use longshore_app::{ApiError, error::Class};
use serde::Serialize;
use serde_json::json;

use crate::words;

/// What a command ended with; the number is the program's exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done = 0,
    /// Some records failed or conflicted, or a check found errors.
    Partly = 1,
    /// What was asked for cannot be worked with; nothing was written.
    Wrong = 2,
    /// The store cannot be reached or does not let us in.
    Store = 3,
    /// Cancelled or interrupted.
    Interrupted = 4,
}

/// What a command has to say.
#[derive(Debug)]
pub(crate) struct Answer {
    json: serde_json::Value,
    text: String,
    exit: Exit,
}

impl Answer {
    /// An answer that means: everything was done.
    pub(crate) fn new(json: &impl Serialize, text: impl Into<String>) -> Result<Self, ApiError> {
        let json = serde_json::to_value(json).map_err(ApiError::internal)?;
        Ok(Self { json, text: text.into(), exit: Exit::Done })
    }

    /// The same answer with another exit status.
    pub(crate) fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// The same answer, with everything said already.
    pub(crate) fn silent(mut self) -> Self {
        self.json = serde_json::Value::Null;
        self.text = String::new();
        self
    }

    /// Prints it to standard output.
    pub(crate) fn print(&self, as_json: bool) -> Printed {
        let text = match as_json && !self.json.is_null() {
            true => self.json.to_string(),
            false => self.text.trim_end().to_owned(),
        };
        if text.is_empty() {
            return Printed(self.exit);
        }
        match writeln!(io::stdout().lock(), "{text}") {
            // Whoever read our output has heard enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Printed::from_io(&error),
            _ => Printed(self.exit),
        }
    }
}

/// Something was printed; what is left is to exit.
#[must_use]
pub(crate) struct Printed(Exit);

impl Printed {
    /// The operating system did not let us work.
    pub(crate) fn from_io(error: &io::Error) -> Self {
        let _ = writeln!(io::stderr().lock(), "longshore: {error}");
        Self(Exit::Wrong)
    }

    /// The exit status.
    pub(crate) fn exit(self) -> ExitCode {
        ExitCode::from(self.0 as u8)
    }
}

/// Prints why a command did not do what was asked.
pub(crate) fn error(error: &ApiError, as_json: bool) -> Printed {
    let exit = match error.class {
        Class::Request => Exit::Wrong,
        Class::Store => Exit::Store,
        Class::Interrupted => Exit::Interrupted,
    };
    let message = words::error(error);
    if as_json {
        let body =
            json!({ "error": { "code": error.code, "params": error.params, "message": message } });
        return Answer { json: body, text: String::new(), exit }.print(true);
    }
    let _ = writeln!(io::stderr().lock(), "longshore: {message}");
    Printed(exit)
}

/// Prints, as JSON, that the command line itself is wrong.
pub(crate) fn usage(found: &clap::Error) -> Printed {
    let text = found.to_string();
    // The names of the arguments stand in lines of their own; what follows is how the command is used.
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    let problem = lines.join(" ");
    let problem = problem.trim_start_matches("error: ").trim_end_matches('.');
    error(&ApiError::new("usage").with("problem", problem), true)
}
