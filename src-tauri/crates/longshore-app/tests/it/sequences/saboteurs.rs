//! Bugs that are planted between Longshore and the shop, so that it shows whether sequences find them.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use longshore_app::{
    Studio,
    runs::{self, ChangesList},
    undo::{OnConflict, UndoPlan},
};
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saboteur {
    /// The last field that an undo puts back is not sent.
    LosesAField,
    /// What somebody edited since is put back, asked or not.
    IgnoresConflicts,
    /// One record of the run is left out.
    LeavesARecordOut,
}

impl Saboteur {
    /// Changes what is asked for.
    pub(crate) async fn change(self, studio: &Studio, request: &mut UndoPlan) {
        match self {
            Self::LosesAField => {}
            Self::IgnoresConflicts => request.conflicts = OnConflict::Restore,
            Self::LeavesARecordOut => {
                let list = ChangesList { run: request.run, limit: 1_000 };
                let changes = runs::changes(studio, list).await.unwrap();
                let all: Vec<u64> = changes.iter().map(|one| one.change).collect();
                let picks_some = !(request.skus.is_empty() && request.ids.is_empty());
                if let (false, Some((_, but_one))) = (picks_some, all.split_last()) {
                    request.changes = but_one.to_vec();
                }
            }
        }
    }
}

/// Stands before the shop and meddles with what undos send.
pub(crate) struct Meddler {
    pub(crate) url: String,
    saboteur: Saboteur,
    is_undo: AtomicBool,
}

impl Meddler {
    pub(crate) fn before(store: &str, saboteur: Saboteur) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let meddler = Arc::new(Self { url, saboteur, is_undo: AtomicBool::new(false) });
        let (all, store) = (Arc::clone(&meddler), store.trim_start_matches("http://").to_owned());
        // It ends with the test's process: nobody asks it any more.
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (Ok(store), meddler) = (TcpStream::connect(&store), Arc::clone(&all)) else {
                    return;
                };
                std::thread::spawn(move || meddler.pass_on(&client, &store));
            }
        });
        meddler
    }

    pub(crate) fn begin(&self) {
        self.is_undo.store(true, Ordering::SeqCst);
    }

    pub(crate) fn end(&self) {
        self.is_undo.store(false, Ordering::SeqCst);
    }

    fn pass_on(&self, mut client: &TcpStream, mut store: &TcpStream) {
        client.set_nodelay(true).unwrap();
        store.set_nodelay(true).unwrap();
        let (mut from_client, mut from_store) = (BufReader::new(client), BufReader::new(store));
        while let Some((head, body)) = message(&mut from_client) {
            let meddles =
                self.saboteur == Saboteur::LosesAField && self.is_undo.load(Ordering::SeqCst);
            let body = if meddles { without_a_field(&body).unwrap_or(body) } else { body };
            if store.write_all(&with_length(&head, &body)).is_err() {
                return;
            }
            let Some((head, body)) = message(&mut from_store) else { return };
            if client.write_all(&[head.as_bytes(), &body].concat()).is_err() {
                return;
            }
        }
    }
}

/// The body of a batch without the last field of its first update.
fn without_a_field(body: &[u8]) -> Option<Vec<u8>> {
    let mut body: Value = serde_json::from_slice(body).ok()?;
    let first = body.get_mut("update")?.get_mut(0)?.as_object_mut()?;
    let last = first.keys().rfind(|field| *field != "id")?.clone();
    first.remove(&last);
    serde_json::to_vec(&body).ok()
}

fn with_length(head: &str, body: &[u8]) -> Vec<u8> {
    let is_length = |line: &&str| line.to_ascii_lowercase().starts_with("content-length:");
    let mut lines: Vec<String> =
        head.trim_end().split("\r\n").filter(|line| !is_length(line)).map(str::to_owned).collect();
    if !body.is_empty() {
        lines.push(format!("content-length: {}", body.len()));
    }
    [lines.join("\r\n").as_bytes(), b"\r\n\r\n", body].concat()
}

/// The next message with its head as it came.
fn message(from: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if from.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some((head, body))
}
