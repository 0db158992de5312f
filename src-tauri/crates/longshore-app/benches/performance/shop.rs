//! A practice store in a process of its own.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Stdio},
};

use longshore_practice::Settings;

use crate::{importing::in_runtime, work};

/// Serves an empty store until its input ends.
pub(crate) fn serve(_: &[String]) {
    in_runtime(async {
        let settings = Settings { empty: true, ..Settings::default() };
        let practice = longshore_practice::serve(settings).await.unwrap();
        println!("{} {} {}", practice.url(), practice.consumer_key(), practice.consumer_secret());
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()))
            .await
            .unwrap()
            .unwrap();
        practice.shutdown().await;
    });
}

/// A store that runs until this is dropped.
pub(crate) struct Shop {
    child: Child,
    /// What it says at its end has to go somewhere.
    _says: BufReader<ChildStdout>,
    pub(crate) url: String,
    pub(crate) key: String,
    pub(crate) secret: String,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let mut child = work::command("shop", &[])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut says = BufReader::new(child.stdout.take().unwrap());
        says.read_line(&mut line).unwrap();
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word = || words.next().unwrap();
        Self { child, _says: says, url: word(), key: word(), secret: word() }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
