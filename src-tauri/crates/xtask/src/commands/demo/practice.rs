//! The practice store, started through the command line and ended with the demo.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};

use base64::Engine;
use serde_json::Value;

use super::terminal::Terminal;
use crate::error::Error;
use crate::say;

/// A running store, its address and its key.
pub(super) struct PracticeStore {
    process: Child,
    // Kept open: a store that still has something to say must not be ended by a closed pipe.
    _says: BufReader<ChildStdout>,
    pub(super) url: String,
    pub(super) key: String,
    pub(super) secret: String,
}

impl PracticeStore {
    /// Starts one in memory, on a free port, and waits for the line that says that it listens.
    pub(super) fn open(terminal: &Terminal<'_>) -> Result<Self, Error> {
        let words = ["practice", "serve", "--memory", "--port", "0"];
        let program = format!("longshore {}", words.join(" "));
        say::typed(&format!("{program} &"));
        let mut process = terminal
            .command(&words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| Error::NotStarted { program: program.clone(), source })?;
        let mut said = String::new();
        let says = process.stdout.take().map(BufReader::new).and_then(|mut says| {
            says.read_line(&mut said).ok()?;
            Some(says)
        });
        let door = Door::parse(&said);
        if let (Some(says), Some(Door { url, key, secret })) = (says, door) {
            say::line(&format!("It listens at {url}"));
            return Ok(Self { process, _says: says, url, key, secret });
        }
        end(&mut process);
        let expected = "one JSON line with url, consumer_key and consumer_secret";
        Err(Error::Answer { program, expected, got: format!("{said:?}") })
    }

    /// One page of a list, and how many pages there are.
    pub(super) fn page(&self, path: &str) -> Result<(Vec<Value>, u64), Error> {
        let failed = |reason: String| Error::Store { path: path.to_owned(), reason };
        let credentials = base64::engine::general_purpose::STANDARD
            .encode(format!("{}:{}", self.key, self.secret));
        let mut response =
            ureq::get(format!("{}/wp-json/wc/v3/{path}", self.url.trim_end_matches('/')))
                .header("Authorization", format!("Basic {credentials}"))
                .call()
                .map_err(|error| failed(error.to_string()))?;
        let pages = response
            .headers()
            .get("x-wp-totalpages")
            .and_then(|pages| pages.to_str().ok()?.parse().ok());
        let records = response.body_mut().read_json().map_err(|error| failed(error.to_string()))?;
        Ok((records, pages.unwrap_or(1)))
    }
}

impl Drop for PracticeStore {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // It may have ended by itself; then there is nothing left to end.
    let _ = process.kill();
    let _ = process.wait();
}

/// What the store's first line says.
struct Door {
    url: String,
    key: String,
    secret: String,
}

impl Door {
    fn parse(line: &str) -> Option<Self> {
        let said: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        Some(Self {
            url: text("url")?,
            key: text("consumer_key")?,
            secret: text("consumer_secret")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_opens_the_door_or_nothing_does() {
        let line =
            r#"{"url":"http://127.0.0.1:4000","consumer_key":"ck_1","consumer_secret":"cs_2"}"#;
        let door = Door::parse(line).expect("all three are there");
        assert_eq!((door.url.as_str(), door.key.as_str()), ("http://127.0.0.1:4000", "ck_1"));
        assert!(Door::parse("listening on 4000").is_none());
        assert!(Door::parse("").is_none());
    }
}
