//! Plans that are being made, and plans that were left half done.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use longshore_journal::{Journal, runs::RunStatus};

use crate::fixture::{Studio, at, connection, import};

const JOURNAL: &str = "LONGSHORE_TEST_PLANNING";

#[test]
fn a_plan_that_is_being_made_cannot_run_before_it_is_finished() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let planning = journal.begin_planning(&import(studio.connection)).unwrap();
    let run = planning.run();
    assert!(journal.run(run).unwrap().is_being_planned);
    assert!(journal.is_being_planned(run).unwrap());
    assert!(journal.stale_plans().unwrap().is_empty(), "somebody makes it");
    let error = journal.set_run_status(run, RunStatus::Running, at(1)).unwrap_err();
    assert_eq!(error.code(), "run_plan_unfinished");

    journal.finish_planning(planning).unwrap();
    assert!(!journal.run(run).unwrap().is_being_planned);
    assert!(journal.stale_plans().unwrap().is_empty(), "a finished plan waits for the user");
    journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
}

/// Not a test of its own: the process that plans and is killed.
#[test]
fn child() {
    let Ok(path) = std::env::var(JOURNAL) else { return };
    let journal = Journal::open(Path::new(&path)).unwrap();
    let shop = journal.connection_named("shop").unwrap();
    let planning = journal.begin_planning(&import(shop.id)).unwrap();
    let studio_ids: Vec<_> = journal.reserve_changes(2).unwrap().collect();
    let changes =
        [1, 2].map(|row| crate::fixture::create(studio_ids[row as usize - 1], row).into());
    journal.append_plan(planning.run(), &changes).unwrap();
    println!("\nready");
    std::thread::sleep(std::time::Duration::from_secs(600));
}

#[test]
fn the_plan_of_a_killed_process_is_found_and_discarded() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let waiting = studio.planned_run();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "planning::child", "--nocapture"])
        .env(JOURNAL, studio.folder.path().join("data/journal.db"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "the child came to the point");
    assert!(journal.stale_plans().unwrap().is_empty(), "while it lives, it is its own");
    child.kill().unwrap();
    child.wait().unwrap();

    let stale = journal.stale_plans().unwrap();
    assert_eq!(stale.len(), 1);
    assert!(journal.run(stale[0]).unwrap().is_being_planned);
    assert_eq!(journal.discard_stale_plans().unwrap(), stale);
    assert_eq!(journal.run(stale[0]).unwrap_err().code(), "run_not_found");
    assert_eq!(
        journal.run(waiting).unwrap().status,
        RunStatus::Planned,
        "the user may still agree"
    );
    assert!(journal.check().unwrap().is_sound());
}

#[test]
fn plans_of_several_processes_go_side_by_side() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let other = journal.add_connection(&connection("other")).unwrap();
    let one = journal.begin_planning(&import(studio.connection)).unwrap();
    let two = journal.begin_planning(&import(other)).unwrap();
    let gone = two.run();
    drop(two);
    assert_eq!(journal.stale_plans().unwrap(), [gone], "dropped, and not finished");
    journal.finish_planning(one).unwrap();
    assert_eq!(journal.discard_stale_plans().unwrap(), [gone]);
}
