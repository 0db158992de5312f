//! Other programs, folders that cannot be written, clocks that jump.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use longshore_engine::{
    change::Outcome,
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    Journal, OpenOptions,
    check::Checked,
    intents::{Finished, Sent},
    runs::{RunId, RunStatus},
    state::State,
};
use rusqlite::Connection as Sqlite;

use crate::{
    fixture::{Studio, at, connection, create, import},
    stage::Stage,
};

const JOURNAL: &str = "LONGSHORE_TEST_SECOND";
const ROUNDS: usize = 25;

fn impatient() -> OpenOptions {
    OpenOptions { busy: Duration::from_millis(80), ..OpenOptions::default() }
}

#[test]
fn a_journal_that_another_program_writes_to_is_busy_and_then_free() {
    let studio = Studio::new();
    let path = studio.folder.path().join("data/journal.db");
    let journal = Journal::open_with(&path, &impatient()).unwrap();
    let run = studio.running_run();
    let ids = studio.plan_creates(run, 1);
    let sent = || vec![Sent { change: ids[0], fields: None, before: None, along: Vec::new() }];

    let other = Sqlite::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(journal.begin(run, at(2), sent()).unwrap_err().code(), "journal_busy");
    assert_eq!(journal.counts(run).unwrap().unknown, 0, "it can still be read");
    other.execute_batch("ROLLBACK").unwrap();
    journal.begin(run, at(3), sent()).unwrap();
    assert_eq!(journal.counts(run).unwrap().unknown, 1);
}

#[test]
fn a_journal_that_another_program_has_for_itself_is_busy() {
    let studio = Studio::new();
    let path = studio.folder.path().join("data/journal.db");
    drop(studio.journal);
    let other = Sqlite::open(&path).unwrap();
    other.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    other.execute_batch("BEGIN EXCLUSIVE; COMMIT").unwrap();
    assert_eq!(Journal::open_with(&path, &impatient()).unwrap_err().code(), "journal_busy");
    drop(other);
    Journal::open_with(&path, &impatient()).unwrap();
}

#[test]
fn a_program_that_hangs_while_it_opens_does_not_hang_the_others() {
    let studio = Studio::new();
    let path = studio.folder.path().join("data/journal.db");
    let opening = std::fs::File::open(path.with_file_name("journal.db.opening")).unwrap();
    opening.lock().unwrap();
    assert_eq!(Journal::open_with(&path, &impatient()).unwrap_err().code(), "journal_busy");
    opening.unlock().unwrap();
    Journal::open_with(&path, &impatient()).unwrap();
}

#[test]
fn a_disk_that_cannot_be_written_says_so_and_keeps_what_is_there() {
    let stage = Stage::new();
    let journal = stage.open().unwrap();
    journal.add_connection(&connection("shop")).unwrap();
    stage.disk.set_read_only();
    let error = journal.add_connection(&connection("other")).unwrap_err();
    assert_eq!(error.code(), "journal_read_only");
    assert_eq!(journal.connections().unwrap().len(), 1, "it can still be read");
    drop(journal);
    let again = stage.open().unwrap();
    assert_eq!(again.connections().unwrap().len(), 1);
    let error = again.add_connection(&connection("other")).unwrap_err();
    assert_eq!(error.code(), "journal_read_only");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_its_path() {
    // Nobody can make a folder there, root included.
    let path = Path::new("/proc/longshore/journal.db");
    let error = Journal::open(path).unwrap_err();
    assert_eq!(error.code(), "journal_folder_unusable");
    assert!(
        error
            .params()
            .iter()
            .any(|(name, value)| *name == "path" && value.contains("/proc/longshore"))
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_data_folder_is_an_error_or_does_no_harm() {
    use std::os::unix::fs::PermissionsExt;
    let studio = Studio::new();
    let data = studio.folder.path().join("data");
    let path = data.join("journal.db");
    drop(studio.journal);
    let before = std::fs::read(&path).unwrap();
    let set =
        |mode| std::fs::set_permissions(&data, std::fs::Permissions::from_mode(mode)).unwrap();
    let _ = std::fs::remove_file(data.join("journal.db.opening"));
    set(0o500);
    // Root may write all the same: then the journal opens as ever.
    let may_write = std::fs::write(data.join("probe"), "").is_ok();
    let opened = Journal::open(&path);
    match (may_write, &opened) {
        (true, Ok(_)) => {}
        (false, Err(error)) => assert_eq!(error.code(), "journal_read_only"),
        other => panic!("{other:?}"),
    }
    drop(opened);
    set(0o700);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    Journal::open(&path).unwrap();
}

/// Plans, promises and finishes changes one by one, as a run does it.
fn work(journal: &Journal, name: &str) -> (RunId, Vec<ChangeId>) {
    let shop = journal.connection_named(name).unwrap();
    let planning = journal.begin_planning(&import(shop.id)).unwrap();
    let run = planning.run();
    let ids: Vec<ChangeId> = journal.reserve_changes(ROUNDS as u64).unwrap().collect();
    for (id, row) in ids.iter().zip(1..) {
        journal.append_plan(run, &[create(*id, row).into()]).unwrap();
    }
    journal.finish_planning(planning).unwrap();
    let lock = journal.lock_run(run).unwrap();
    journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
    for id in &ids {
        let sent = Sent { change: *id, fields: None, before: None, along: Vec::new() };
        let intent = journal.begin(run, at(2), vec![sent]).unwrap();
        let done =
            Finished { store_id: Some(StoreId(id.0)), ..Finished::new(*id, Outcome::Applied) };
        journal.finish(&intent, at(3), &[done]).unwrap();
    }
    journal.set_run_status(run, RunStatus::Completed, at(4)).unwrap();
    drop(lock);
    (run, ids)
}

/// Not a test of its own: the second process.
#[test]
fn child() {
    let Ok(path) = std::env::var(JOURNAL) else { return };
    work(&Journal::open(Path::new(&path)).unwrap(), "other");
}

#[test]
fn two_processes_on_one_journal_lose_nothing() {
    let studio = Studio::new();
    let journal = &studio.journal;
    journal.add_connection(&connection("other")).unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "troubles::child", "--nocapture"])
        .env(JOURNAL, studio.folder.path().join("data/journal.db"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let (run, _) = work(journal, "shop");
    assert!(child.wait_with_output().unwrap().status.success());

    let runs = journal.runs(None, 9).unwrap();
    assert_eq!(runs.len(), 2);
    for listed in &runs {
        assert_eq!(listed.status, RunStatus::Completed);
        assert_eq!(journal.counts(listed.id).unwrap().create, ROUNDS as u64);
        assert!(journal.open_intents(listed.id).unwrap().is_empty());
    }
    let other = runs.iter().find(|listed| listed.id != run).unwrap();
    let ids = |run| journal.done_changes(run).unwrap();
    assert!(ids(run).iter().all(|id| !ids(other.id).contains(id)), "no number was given twice");
    assert_eq!(journal.check().unwrap(), Checked::default());
}

/// The clock jumps in the middle of a run by so many seconds.
fn with_a_jump_of(seconds: i64) {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (first, _) = studio.done_run(&[1, 2], 50);
    let run = studio.planned_run();
    let ids = studio.plan_creates(run, 4);
    journal.set_run_status(run, RunStatus::Running, at(100)).unwrap();
    let sent = |id: ChangeId| Sent { change: id, fields: None, before: None, along: Vec::new() };
    let one = journal.begin(run, at(101), vec![sent(ids[0]), sent(ids[1])]).unwrap();
    // Here it jumps.
    let now = |after: i64| at(101 + seconds + after);
    journal.finish(&one, now(1), &[Finished::new(ids[0], Outcome::Applied)]).unwrap();
    let two = journal.begin(run, now(2), vec![sent(ids[2])]).unwrap();

    let open: Vec<_> = journal.open_intents(run).unwrap().iter().map(|intent| intent.id).collect();
    assert_eq!(open, [one.id, two.id], "in the order in which they were promised");
    journal.set_run_status(run, RunStatus::Interrupted, now(3)).unwrap();
    journal.set_run_status(run, RunStatus::Running, now(4)).unwrap();
    journal.send_again(&one, now(5), &[ids[1]]).unwrap();
    journal.finish(&two, now(6), &[Finished::new(ids[2], Outcome::Applied)]).unwrap();
    let left: Vec<_> =
        journal.pending(run, None, 9).unwrap().changes.iter().map(|each| each.change.id).collect();
    assert_eq!(left, [ids[1], ids[3]]);
    let again = journal.begin(run, now(7), vec![sent(ids[1]), sent(ids[3])]).unwrap();
    let done = [ids[1], ids[3]].map(|id| Finished::new(id, Outcome::Applied));
    journal.finish(&again, now(8), &done).unwrap();
    journal.set_run_status(run, RunStatus::Completed, now(9)).unwrap();
    let undo = studio.undo_run(run);

    let order: Vec<RunId> = journal.runs(None, 9).unwrap().iter().map(|run| run.id).collect();
    assert_eq!(order, [undo, run, first], "the latest first, whatever the clock said");
    assert_eq!(journal.done_changes(run).unwrap(), ids.iter().rev().copied().collect::<Vec<_>>());
    assert!(journal.changes(&ids).unwrap().iter().all(|entry| entry.state == State::Applied));
    assert!(journal.run(run).unwrap().seconds >= 0.0);
    assert_eq!(journal.check().unwrap(), Checked::default());

    let drafts = [now(20), at(110), now(1)]
        .map(|saved_at| journal.new_draft(&serde_json::json!({"step": 1}), saved_at).unwrap());
    journal.save_draft(drafts[0], &serde_json::json!({"step": 2}), at(3)).unwrap();
    let order: Vec<_> = journal.drafts().unwrap().iter().map(|draft| draft.id).collect();
    assert_eq!(order, [drafts[0], drafts[2], drafts[1]], "the one saved last first");
}

#[test]
fn a_clock_that_jumps_in_mid_run_changes_no_order() {
    with_a_jump_of(3_600);
    with_a_jump_of(-3_600);
}
