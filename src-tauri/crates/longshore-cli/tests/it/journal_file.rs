//! The journal, read by somebody else while a run is under way.

use std::path::PathBuf;

use longshore_journal::Journal;
use rusqlite::{Connection, OpenFlags};

use crate::terminal::Longshore;

/// What was about to be sent, and what the store had before.
#[derive(Debug)]
pub(crate) struct OpenIntent {
    /// What people call the records.
    pub(crate) labels: Vec<String>,
    /// The before-images, as JSON; those of records that were not there are not among them.
    pub(crate) before: Vec<String>,
}

/// The one intent without an outcome, from a connection of the test's own.
#[track_caller]
pub(crate) fn open_intent(longshore: &Longshore) -> OpenIntent {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let journal = Connection::open_with_flags(file(longshore), flags).unwrap();
    let open: Vec<i64> = journal
        .prepare("SELECT id FROM intent WHERE open > 0")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let [intent] = open[..] else { panic!("open intents: {open:?}") };
    let mut effects = journal
        .prepare(
            "SELECT change.label, effect.before FROM effect JOIN change ON change.id = effect.change \
             WHERE effect.intent = ?1 ORDER BY change.id",
        )
        .unwrap();
    let found: Vec<(String, Option<Vec<u8>>)> = effects
        .query_map([intent], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let (labels, before): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    OpenIntent { labels, before: before.into_iter().flatten().map(|image| text(&image)).collect() }
}

/// How far the newest run has come, as far as the journal knows.
pub(crate) fn stands(longshore: &Longshore) -> &'static str {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let journal = Connection::open_with_flags(file(longshore), flags).unwrap();
    let is = |question: &str| journal.query_row(question, [], |row| row.get::<_, bool>(0)).unwrap();
    if is("SELECT EXISTS (SELECT 1 FROM intent WHERE open > 0)") {
        "a request has no outcome"
    } else if is("SELECT EXISTS (SELECT 1 FROM run WHERE status = 1)") {
        "between two requests"
    } else {
        "before or after a run"
    }
}

/// The journal finds nothing wrong with itself.
#[track_caller]
pub(crate) fn must_be_sound(longshore: &Longshore) {
    let checked = Journal::open(&file(longshore)).unwrap().check().unwrap();
    assert!(checked.is_sound(), "{checked:?}");
}

fn file(longshore: &Longshore) -> PathBuf {
    longshore.home().join("journal.sqlite")
}

/// Gives every store another key.
pub(crate) fn change_key(longshore: &Longshore, key: &str) {
    let journal = Connection::open(file(longshore)).unwrap();
    journal.execute("UPDATE connection SET consumer_key = ?1", [key]).unwrap();
}

/// Short images lie there as they are, longer ones packed.
fn text(image: &[u8]) -> String {
    match image.split_first() {
        Some((1, json)) => String::from_utf8(json.to_vec()).unwrap(),
        Some((2, packed)) => {
            let json = zstd::stream::decode_all(&packed[4..]).unwrap();
            String::from_utf8(json).unwrap()
        }
        other => panic!("no image: {other:?}"),
    }
}
