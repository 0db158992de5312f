//! Builds a program of ours, and says where it lies.

use std::path::PathBuf;

use serde_json::Value;

use crate::error::Error;
use crate::{program, workspace};

/// Calls cargo with these words, and finds the program of that name among what it built.
pub(crate) fn program(name: &'static str, words: &[&str]) -> Result<PathBuf, Error> {
    let mut cargo = workspace::cargo();
    let messages =
        program::read(cargo.args(words).args(["--message-format", "json-render-diagnostics"]))?;
    executable(name, &messages).ok_or_else(|| Error::Answer {
        program: format!("cargo {}", words.join(" ")),
        expected: "the place of the program",
        got: format!("{} lines without {name}", messages.lines().count()),
    })
}

/// Says where the tests of the workspace have `longshore`. Asking for it alone would compile its dependencies once
/// more, with the features that it alone needs.
pub(crate) fn command_line_of_tests() -> Result<PathBuf, Error> {
    program("longshore", &["test", "--no-run", "--locked", "--workspace"])
}

/// The path in cargo's message about a program; that of its unit tests has the same name.
fn executable(name: &str, messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .filter(|message| message["profile"]["test"] != true)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_found_among_cargos_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"serde"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"longshore"},"profile":{"test":true},"executable":"/t/debug/deps/longshore-1"}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"longshore"},"profile":{"test":false},"executable":"/t/debug/longshore"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executable("longshore", messages), Some(PathBuf::from("/t/debug/longshore")));
        assert_eq!(executable("longshore", "not json"), None);
    }
}
