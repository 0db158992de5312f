//! A process that dies leaves nothing half-known.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use longshore_engine::{change::Outcome, value::ChangeId};
use longshore_journal::{
    Journal,
    intents::{Finished, Sent},
    runs::{RunId, RunStatus},
};

use crate::fixture::{Studio, at, fields, product};

/// Where the child finds the journal; only set for the child.
const JOURNAL: &str = "LONGSHORE_TEST_JOURNAL";
const RUN: &str = "LONGSHORE_TEST_RUN";

/// Not a test of its own: the process that is killed. It takes the run, promises four changes, finishes the first
/// two, promises two more, says so, and waits.
#[test]
fn child() {
    let (Ok(path), Ok(run)) = (std::env::var(JOURNAL), std::env::var(RUN)) else { return };
    let journal = Journal::open(Path::new(&path)).unwrap();
    let run = RunId(run.parse().unwrap());
    let _lock = journal.lock_run(run).unwrap();
    journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
    let pending = journal.pending(run, None, 6).unwrap().changes;
    let sent = |at: std::ops::Range<usize>| -> Vec<Sent> {
        let sent = |planned: &longshore_journal::plan::Planned| Sent {
            change: planned.change.id,
            fields: Some(fields(&[("name", "as sent")])),
            before: Some(product(planned.change.id.0, &[("name", "as it was")])),
            along: Vec::new(),
        };
        pending[at].iter().map(sent).collect()
    };
    let first = journal.begin(run, at(2), sent(0..4)).unwrap();
    let done: Vec<Finished> =
        first.sent[..2].iter().map(|sent| Finished::new(sent.change, Outcome::Applied)).collect();
    journal.finish(&first, at(3), &done).unwrap();
    journal.begin(run, at(4), sent(4..6)).unwrap();
    println!("\nready");
    std::thread::sleep(std::time::Duration::from_secs(600));
}

fn start(path: &Path, run: RunId) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture"])
        .env(JOURNAL, path)
        .env(RUN, run.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "the child came to the point");
    child
}

#[test]
fn a_killed_run_is_interrupted_and_says_what_is_unknown() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.planned_run());
    let ids = studio.plan_creates(run, 10);
    let mut child = start(&studio.folder.path().join("data/journal.db"), run);

    // While it lives, it is read from here and cannot be taken over.
    assert!(journal.is_run_owned(run).unwrap());
    assert!(journal.interrupted_runs().unwrap().is_empty());
    assert_eq!(journal.lock_run(run).unwrap_err().code(), "run_owned");
    let other = studio.planned_run();
    assert_eq!(journal.lock_run(other).unwrap_err().code(), "connection_busy");
    let before = journal.open_intents(run).unwrap();

    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(journal.interrupted_runs().unwrap(), [run]);
    let open = journal.open_intents(run).unwrap();
    assert_eq!(open, before);
    let unknown: Vec<ChangeId> =
        open.iter().flat_map(|intent| &intent.sent).map(|sent| sent.change).collect();
    assert_eq!(unknown, ids[2..6]);
    for sent in open.iter().flat_map(|intent| &intent.sent) {
        assert_eq!(sent.fields, Some(fields(&[("name", "as sent")])));
        assert_eq!(sent.before, Some(product(sent.change.0, &[("name", "as it was")])));
    }
    let counts = journal.run_counts(run).unwrap();
    assert_eq!((counts.counts.create, counts.counts.unknown, counts.pending), (2, 4, 4));

    // Somebody takes it over, settles it and brings it to its end.
    let lock = journal.lock_run(run).unwrap();
    journal.set_run_status(run, RunStatus::Interrupted, at(9_000)).unwrap();
    assert!(journal.run(run).unwrap().seconds < 10.0, "what counts is the last sign of life");
    journal.set_run_status(run, RunStatus::Running, at(9_001)).unwrap();
    for intent in &open {
        journal.send_again(intent, at(9_002), &[intent.sent[0].change]).unwrap();
        journal
            .finish(intent, at(9_002), &[Finished::new(intent.sent[1].change, Outcome::Applied)])
            .unwrap();
    }
    let rest = journal.pending(run, None, 99).unwrap().changes;
    let rest: Vec<ChangeId> = rest.iter().map(|planned| planned.change.id).collect();
    assert_eq!(rest, [ids[2], ids[4], ids[6], ids[7], ids[8], ids[9]]);
    drop(lock);
    assert!(!journal.is_run_owned(run).unwrap());
    assert!(!journal.is_connection_owned(studio.connection).unwrap());
    assert_eq!(journal.interrupted_runs().unwrap(), [run], "running, and nobody carries it out");
}
