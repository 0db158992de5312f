//! Types commands into the real `longshore`, in a folder and with a memory of the demo's own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use serde_json::Value;

use crate::error::Error;
use crate::{program, say, workspace};

/// Builds `longshore` and says where it lies. Unoptimised: a first-time visitor waits for this.
pub(super) fn build_command_line() -> Result<PathBuf, Error> {
    let build = [
        "build",
        "--locked",
        "--package",
        "longshore-cli",
        "--message-format",
        "json-render-diagnostics",
    ];
    let messages = program::read(workspace::cargo().args(build))?;
    executable(&messages).ok_or_else(|| Error::Answer {
        program: "cargo build".into(),
        expected: "the place of an executable named longshore",
        got: format!("{} lines without one", messages.lines().count()),
    })
}

/// The path in cargo's message about the binary `longshore`.
fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "longshore")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
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

    /// Types the words and lets the program speak for itself; any exit status but `good` ends the demo.
    pub(super) fn types(&self, words: &[&str], good: &[i32]) -> Result<(), Error> {
        say::typed(&spelled(words));
        let status = self.command(words).status().map_err(|source| not_started(words, source))?;
        expect(words, status, good)
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

    /// Types an import for scripts (`--json`: progress is shown, the answer is read) and returns its run.
    pub(super) fn starts_run(&self, words: &[&str]) -> Result<String, Error> {
        let words = [words, &["--json"]].concat();
        say::typed(&spelled(&words));
        let output = self
            .command(&words)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|source| not_started(&words, source))?;
        // Some rows of the sample are bad on purpose: that is exit status 1.
        expect(&words, output.status, &[0, 1])?;
        let answer = RunAnswer::parse(&String::from_utf8_lossy(&output.stdout), &words)?;
        say::line(&answer.in_words());
        Ok(answer.run)
    }
}

/// What `import --json` answers, as far as the demo tells it.
struct RunAnswer {
    run: String,
    counts: Value,
    seconds: f64,
}

impl RunAnswer {
    fn parse(printed: &str, words: &[&str]) -> Result<Self, Error> {
        let wrong = || Error::Answer {
            program: spelled(words),
            expected: "one JSON object with run, counts and seconds",
            got: printed.chars().take(400).collect(),
        };
        let mut answer: Value = serde_json::from_str(printed).map_err(|_| wrong())?;
        let run = match &answer["run"] {
            Value::String(run) => run.clone(),
            Value::Number(run) => run.to_string(),
            _ => return Err(wrong()),
        };
        let seconds = answer["seconds"].as_f64().ok_or_else(wrong)?;
        let counts = answer["counts"].take();
        if !counts.is_object() {
            return Err(wrong());
        }
        Ok(Self { run, counts, seconds })
    }

    /// The counts that are not nought, in the contract's order.
    fn in_words(&self) -> String {
        const TOLD: [(&str, &str); 10] = [
            ("create", "created"),
            ("update", "updated"),
            ("delete", "deleted"),
            ("unchanged", "unchanged"),
            ("skipped", "skipped"),
            ("failed", "failed"),
            ("conflict", "in conflict"),
            ("unknown", "of unknown outcome"),
            ("altered", "altered by the shop"),
            ("rows", "rows read"),
        ];
        let told: Vec<String> = TOLD
            .iter()
            .filter_map(|(name, word)| {
                let count = self.counts[name].as_u64().filter(|count| *count > 0)?;
                Some(format!("{count} {word}"))
            })
            .collect();
        format!("Run {}: {} in {:.1} s", self.run, told.join(", "), self.seconds)
    }
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
    fn the_executable_is_found_among_cargos_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"serde"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"longshore"},"executable":"/t/debug/longshore"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executable(messages), Some(PathBuf::from("/t/debug/longshore")));
        assert_eq!(executable("not json"), None);
    }

    #[test]
    fn a_run_is_told_by_the_counts_that_are_not_nought() {
        let printed = r#"{"run":"r7","status":"completed","counts":{"rows":9,"create":6,"update":0,"skipped":2},
            "seconds":0.25}"#;
        let answer = RunAnswer::parse(printed, &["import"]).expect("the contract is kept");
        assert_eq!(answer.in_words(), "Run r7: 6 created, 2 skipped, 9 rows read in 0.2 s");
    }

    #[test]
    fn an_answer_without_a_run_is_refused() {
        assert!(RunAnswer::parse(r#"{"error":{"code":"no_store"}}"#, &["import"]).is_err());
        assert!(RunAnswer::parse("done", &["import"]).is_err());
    }
}
