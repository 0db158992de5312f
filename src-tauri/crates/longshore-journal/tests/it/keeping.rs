//! What is kept, and for how long.

use longshore_engine::{entity::Entity, value::StoreId};
use longshore_journal::{
    Journal,
    issues::IssueOwner,
    retention::Retention,
    runs::{RunId, RunStatus},
};

use crate::fixture::{Studio, at, create, import};

const DAY: i64 = 86_400;

#[test]
fn what_ended_too_long_ago_goes_and_what_it_did_in_numbers_stays() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (old, ids) = studio.done_run(&[20, 21], 10);
    let (young, _) = studio.done_run(&[20], 5 * DAY);
    let counts = journal.run_counts(old).unwrap();

    assert_eq!(journal.reduce(at(90 * DAY)).unwrap().runs, [], "not a day earlier");
    let reduced = journal.reduce(at(90 * DAY + 11)).unwrap();
    assert_eq!((reduced.runs, reduced.changes, reduced.plans), (vec![old], 2, vec![]));

    let run = journal.run(old).unwrap();
    assert_eq!((run.status, run.reduced_at), (RunStatus::Completed, Some(at(90 * DAY + 11))));
    assert_eq!(journal.run_counts(old).unwrap(), counts);
    assert!(journal.changes(&ids).unwrap().is_empty());
    assert!(journal.issues(IssueOwner::Run(old)).unwrap().is_empty());
    assert!(journal.run_detail(old).unwrap().profile.is_none());
    assert_eq!(journal.done_changes(young).unwrap().len(), 1);
    assert!(journal.check().unwrap().is_sound());

    // What was learned is still known, and an undo is refused before anything is planned.
    let memory = journal.memory(studio.connection).unwrap();
    let known = memory.remembered("supplier", Entity::Product, "sku:21").unwrap();
    assert_eq!(known, Some(StoreId(21)));
    let undo = longshore_journal::runs::NewRun {
        kind: longshore_journal::runs::RunKind::Undo { of: old },
        ..import(studio.connection)
    };
    assert_eq!(journal.new_run(&undo).unwrap_err().code(), "run_reduced");
    assert_eq!(journal.reduce(at(91 * DAY)).unwrap(), Default::default(), "once is enough");
}

#[test]
fn each_connection_keeps_its_runs_as_long_as_it_wants() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (run, _) = studio.done_run(&[20], 10);
    assert_eq!(
        journal.connection(studio.connection).unwrap().details.retention(),
        Retention::Days(90)
    );
    journal.set_retention(studio.connection, Retention::Forever).unwrap();
    assert!(journal.reduce(at(9_000 * DAY)).unwrap().runs.is_empty());
    journal.set_retention(studio.connection, Retention::Days(7)).unwrap();
    assert_eq!(journal.reduce(at(8 * DAY)).unwrap().runs, [run]);
}

#[test]
fn what_an_open_undo_needs_is_never_taken_out() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (run, ids) = studio.done_run(&[20], 10);
    let undo = studio.undo_run(run);
    let back = |changes: &[longshore_engine::value::ChangeId], of: RunId| {
        let id = journal.reserve_changes(1).unwrap().next().unwrap();
        let mut planned = longshore_journal::plan::Planned::from(crate::fixture::update(id, 1, 20));
        planned.undoes = Some(changes[0]);
        journal.append_plan(of, &[planned]).unwrap();
        vec![id]
    };
    let undone = back(&ids, undo);
    // The undo is under way, interrupted, or cancelled with something that nobody knows.
    for status in [RunStatus::Interrupted, RunStatus::Running, RunStatus::Paused] {
        journal.set_run_status(undo, status, at(20)).unwrap();
        assert!(journal.reduce(at(999 * DAY)).unwrap().runs.is_empty(), "{status}");
    }
    journal.set_run_status(undo, RunStatus::Running, at(21)).unwrap();
    studio.carry_out(undo, 30);
    // Now an undo of the undo is open: it needs all of them.
    let again = studio.undo_run(undo);
    back(&undone, again);
    assert!(journal.reduce(at(999 * DAY)).unwrap().runs.is_empty());
    studio.carry_out(again, 40);
    assert_eq!(journal.reduce(at(999 * DAY)).unwrap().runs, [run, undo, again]);
    assert!(journal.check().unwrap().is_sound());
}

#[test]
fn an_undo_is_not_forgotten_before_what_it_undid() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (run, _) = studio.done_run(&[20], 50 * DAY);
    let undo = studio.undo_run(run);
    studio.carry_out(undo, 10);
    assert!(
        journal.reduce(at(120 * DAY)).unwrap().runs.is_empty(),
        "the clock went back meanwhile"
    );
    assert_eq!(journal.reduce(at(141 * DAY)).unwrap().runs, [run, undo]);
}

#[test]
fn what_is_not_over_or_not_known_is_kept_however_old_it_is() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let interrupted = studio.running_run();
    studio.plan_creates(interrupted, 2);
    journal.set_run_status(interrupted, RunStatus::Interrupted, at(5)).unwrap();
    let unknown = studio.running_run();
    let ids = studio.plan_creates(unknown, 2);
    let sent = longshore_journal::intents::Sent {
        change: ids[0],
        fields: None,
        before: None,
        along: Vec::new(),
    };
    journal.begin(unknown, at(6), vec![sent]).unwrap();
    journal.set_run_status(unknown, RunStatus::Cancelled, at(7)).unwrap();

    assert_eq!(journal.reduce(at(999 * DAY)).unwrap(), Default::default());
    assert_eq!(journal.pending(interrupted, None, 9).unwrap().changes.len(), 2);
    assert_eq!(journal.open_intents(unknown).unwrap().len(), 1);
}

#[test]
fn plans_that_nobody_agreed_to_go_whole() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let plan = studio.planned_run();
    studio.plan_creates(plan, 2);
    let being_made = journal.begin_planning(&import(studio.connection)).unwrap();
    assert_eq!(journal.reduce(at(91 * DAY)).unwrap().plans, [plan]);
    assert_eq!(journal.run(plan).unwrap_err().code(), "run_not_found");
    assert!(journal.run(being_made.run()).is_ok(), "somebody makes it");
}

#[test]
fn compacting_gives_the_room_back_and_waits_for_nobody() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.running_run();
    let ids: Vec<_> = journal.reserve_changes(900).unwrap().collect();
    let text = |id: u64| {
        // Nothing that could be packed.
        (0..90)
            .map(|at| format!("{:x}", (id + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15 ^ (at << 7))))
            .collect::<String>()
    };
    let plan: Vec<longshore_journal::plan::Planned> = ids
        .iter()
        .map(|id| {
            let mut change = create(*id, id.0);
            change.fields = crate::fixture::fields(&[("name", &text(id.0))]);
            change.into()
        })
        .collect();
    journal.append_plan(run, &plan).unwrap();
    let lock = journal.lock_run(run).unwrap();
    assert_eq!(journal.compact(at(99 * DAY)).unwrap_err().code(), "run_owned");
    drop(lock);
    studio.carry_out(run, 10);

    let kept = journal.compact(at(10)).unwrap();
    assert!(kept.bytes_after > 600_000 && kept.reduced.runs.is_empty(), "{kept:?}");
    let path = studio.folder.path().join("data/journal.db");
    assert_eq!(std::fs::metadata(&path).unwrap().len(), kept.bytes_after);
    // Somebody looks at the history meanwhile.
    let other = Journal::open(&path).unwrap();
    other.runs(None, 9).unwrap();
    let compacted = journal.compact(at(99 * DAY)).unwrap();
    assert_eq!((compacted.reduced.runs, compacted.reduced.changes), (vec![run], 900));
    assert!(compacted.bytes_after * 5 < kept.bytes_after * 2, "{}", compacted.bytes_after);
    assert_eq!(journal.bytes().unwrap(), compacted.bytes_after);
    assert_eq!(other.run_counts(run).unwrap().counts.create, 900);
    assert!(journal.check().unwrap().is_sound());
}
