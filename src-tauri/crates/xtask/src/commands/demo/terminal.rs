//! Types commands into the real `longshore`, in a folder and with a memory of the demo's own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use serde_json::Value;

use crate::error::Error;
use crate::{built, program, say};

/// Builds `longshore` and says where it lies. Unoptimised: a first-time visitor waits for this.
pub(super) fn build_command_line() -> Result<PathBuf, Error> {
    built::program("longshore", &["build", "--locked", "--package", "longshore-cli"])
}

/// A folder in which `longshore` is typed.
pub(super) struct Terminal<'a> {
    binary: &'a Path,
    folder: &'a Path,
}

impl<'a> Terminal<'a> {
    /// `folder` holds the files that commands name, and Longshore's own data.
    pub(super) fn new(binary: &'a Path, folder: &'a Path) -> Self {
        Self { binary, folder }
    }

    /// `longshore` with these words, ready to start.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.binary);
        command
            .args(words)
            .current_dir(self.folder)
            .env("LONGSHORE_HOME", self.folder.join("longshore-home"));
        command
    }

    /// Types the words and lets the program speak for itself; any exit status but `good` ends the demo. How far the
    /// program is, it tells only where that is what we want to see.
    pub(super) fn types(&self, words: &[&str], good: &[i32], far: HowFar) -> Result<(), Error> {
        say::typed(&spelled(words));
        let mut child = self
            .command(words)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| not_started(words, source))?;
        let mut held_back = Vec::new();
        // A line that cannot be read is no reason to stop a program that works.
        for line in
            child.stderr.take().map(BufReader::new).into_iter().flat_map(BufRead::lines).flatten()
        {
            match far {
                HowFar::Told => say::aside(&format!("  {line}")),
                HowFar::HeldBack => held_back.push(line),
            }
        }
        let status = child.wait().map_err(|source| not_started(words, source))?;
        let ended = expect(words, status, good);
        if ended.is_err() {
            held_back.iter().for_each(|line| say::problem(line));
        }
        ended
    }

    /// As [`Terminal::types`], with something that is not to be seen on standard input.
    pub(super) fn types_with(
        &self,
        words: &[&str],
        secret: &str,
        good: &[i32],
    ) -> Result<(), Error> {
        say::typed(&spelled(words));
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|source| not_started(words, source))?;
        if let Some(mut input) = child.stdin.take() {
            // A program that has already left says why by its exit status.
            let _ = writeln!(input, "{secret}");
        }
        let status = child.wait().map_err(|source| not_started(words, source))?;
        expect(words, status, good)
    }

    /// The number of the newest run, asked as a script does.
    pub(super) fn newest_run(&self) -> Result<String, Error> {
        let words = ["runs", "list", "--limit", "1", "--json"];
        let answer = program::read(&mut self.command(&words))?;
        newest_run(&answer).ok_or_else(|| Error::Answer {
            program: spelled(&words),
            expected: "one JSON object with a list of runs",
            got: answer.chars().take(400).collect(),
        })
    }
}

/// Whether it is to be seen how far a program is.
#[derive(Clone, Copy)]
pub(super) enum HowFar {
    /// Each line, as it comes.
    Told,
    /// Nothing, unless the program fails.
    HeldBack,
}

fn newest_run(answer: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    answer["runs"][0]["run"].as_u64().map(|run| run.to_string())
}

fn spelled(words: &[&str]) -> String {
    format!("longshore {}", words.join(" "))
}

fn not_started(words: &[&str], source: std::io::Error) -> Error {
    Error::NotStarted { program: spelled(words), source }
}

fn expect(words: &[&str], status: ExitStatus, good: &[i32]) -> Result<(), Error> {
    if status.code().is_some_and(|code| good.contains(&code)) {
        return Ok(());
    }
    Err(Error::Ended { program: spelled(words), status })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_run_is_the_first_of_the_list() {
        assert_eq!(newest_run(r#"{"runs":[{"run":7},{"run":3}]}"#), Some("7".to_owned()));
        assert_eq!(newest_run(r#"{"runs":[]}"#), None);
        assert_eq!(newest_run(r#"{"error":{"code":"journal_busy"}}"#), None);
        assert_eq!(newest_run("done"), None);
    }
}
