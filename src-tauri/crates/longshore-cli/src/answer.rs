//! How is an answer given: as text to a person, or as one JSON object to a script?

use std::{
    error::Error,
    io::{self, Write},
    num::ParseIntError,
    process::ExitCode,
};

use clap::error::ContextKind;
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

/// Prints what is wrong with the command line itself, or the help that was asked for.
pub(crate) fn usage(found: &clap::Error, as_json: bool) -> Printed {
    if let Some(unfit) = unfit(found) {
        return error(&unfit, as_json);
    }
    match (as_json, found.use_stderr()) {
        (true, true) => error(&ApiError::new("usage").with("problem", problem(found)), true),
        (true, false) => {
            let json = json!({ "text": found.to_string() });
            Answer { json, text: String::new(), exit: Exit::Done }.print(true)
        }
        (false, is_wrong) => {
            // Whoever does not hear us cannot be told so.
            let _ = found.print();
            Printed(if is_wrong { Exit::Wrong } else { Exit::Done })
        }
    }
}

/// A value that does not fit where it was typed, in a sentence of our own.
fn unfit(found: &clap::Error) -> Option<ApiError> {
    let source = found.source()?;
    if let Some(error) = source.downcast_ref::<ApiError>() {
        return Some(error.clone());
    }
    source.downcast_ref::<ParseIntError>()?;
    let said = |kind| found.get(kind).map(ToString::to_string).unwrap_or_default();
    let unfit = ApiError::new("number_unfit");
    let unfit = unfit.with("argument", said(ContextKind::InvalidArg));
    Some(unfit.with("value", said(ContextKind::InvalidValue)))
}

/// What the parser says, as one line.
fn problem(found: &clap::Error) -> String {
    let text = found.to_string();
    // The names of the arguments stand in lines of their own; what follows is how the command is used.
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ").trim_start_matches("error: ").trim_end_matches('.').to_owned()
}
