//! The program as it is typed: what it prints where, and what it ends with.

use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::shop::Shop;

/// Longshore with a data folder of its own.
pub(crate) struct Longshore {
    folder: TempDir,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Standard output as the one JSON object that it has to be.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let found = serde_json::from_str::<Value>(&self.out);
        let Ok(value @ Value::Object(_)) = found else {
            panic!("no single JSON object:\n{}\n{}", self.out, self.err);
        };
        value
    }

    /// The error's code, after its shape has been looked at.
    #[track_caller]
    pub(crate) fn error_code(&self) -> String {
        let json = self.json();
        let error = &json["error"];
        assert_eq!(json.as_object().unwrap().len(), 1, "an error and nothing else: {json}");
        assert!(error["params"].is_object(), "{json}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{json}");
        error["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Longshore {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With a store called `shop`.
    pub(crate) fn with(shop: &Shop) -> Self {
        let longshore = Self::new();
        longshore.add("shop", shop);
        longshore
    }

    /// Adds a store with its read-write key.
    pub(crate) fn add(&self, name: &str, shop: &Shop) {
        let ended = self.add_with(name, shop, shop.practice.consumer_key(), shop.secret());
        assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    }

    /// Adds a store with a key.
    pub(crate) fn add_with(&self, name: &str, shop: &Shop, key: &str, secret: &str) -> Ended {
        let url = shop.practice.url();
        let words = ["store", "add", name, "--url", &url, "--key", key];
        let more = ["--secret-stdin", "--keep-secret-in", "file", "--json"];
        self.run_with_input(words.into_iter().chain(more), secret)
    }

    /// The data folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A place for files.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file with these bytes.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.file(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }

    pub(crate) fn command(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_longshore"));
        command
            .args(words)
            .env("LONGSHORE_HOME", self.home())
            .env_remove("LONGSHORE_LOG")
            // What our shops have not made at once they never make.
            .env("LONGSHORE_QUIET_MS", "50")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
        ended(self.command(words).spawn().unwrap())
    }

    /// The same with an environment variable.
    pub(crate) fn run_where(
        &self,
        variable: (&str, &str),
        words: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Ended {
        ended(self.command(words).env(variable.0, variable.1).spawn().unwrap())
    }

    pub(crate) fn run_with_input(
        &self,
        words: impl IntoIterator<Item = impl AsRef<OsStr>>,
        input: &str,
    ) -> Ended {
        let mut child = self.command(words).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ended(child)
    }

    /// A command that goes on beside the test.
    pub(crate) fn start(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Child {
        self.command(words).spawn().unwrap()
    }

    /// Runs a command with `--json` that has to end with a status.
    #[track_caller]
    pub(crate) fn json(
        &self,
        status: i32,
        words: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Value {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        let ended = self.run(words.chain(["--json".into()]));
        assert_eq!(ended.status, status, "{}\n{}", ended.out, ended.err);
        ended.json()
    }

    /// Imports a file into `shop`, without asking.
    #[track_caller]
    pub(crate) fn import(&self, status: i32, file: &Path, more: &[&str]) -> Value {
        let words = [OsStr::new("import"), file.as_os_str()];
        let fixed = ["--store", "shop", "--yes"];
        let rest = fixed.iter().chain(more).map(OsStr::new);
        self.json(status, words.into_iter().chain(rest))
    }

    /// Takes a run back.
    #[track_caller]
    pub(crate) fn undo(&self, status: i32, run: &Value) -> Value {
        self.json(status, ["undo", &run.to_string(), "--yes"])
    }

    /// How many runs the journal has.
    pub(crate) fn runs(&self) -> usize {
        self.json(0, ["runs", "list"])["runs"].as_array().unwrap().len()
    }
}

/// Waits until a command has ended.
pub(crate) fn ended(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
