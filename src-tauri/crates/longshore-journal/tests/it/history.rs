//! Runs and where they stand.

use longshore_engine::row::Header;
use longshore_journal::{
    rows::Rows,
    runs::{RunKind, RunStatus, SourceFindings},
};

use crate::fixture::{Studio, at, import};

#[test]
fn a_run_goes_its_way_and_its_time_is_counted_without_pauses() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.planned_run());
    journal.set_run_status(run, RunStatus::Running, at(10)).unwrap();
    journal.set_run_status(run, RunStatus::Paused, at(15)).unwrap();
    journal.set_run_status(run, RunStatus::Running, at(100)).unwrap();
    journal.set_run_status(run, RunStatus::Completed, at(102)).unwrap();
    let run = journal.run(run).unwrap();
    assert_eq!(run.status, RunStatus::Completed);
    assert!((run.seconds - 7.0).abs() < 1e-9, "{}", run.seconds);
    assert_eq!((run.started_at, run.finished_at), (Some(at(10)), Some(at(102))));
}

#[test]
fn only_the_transitions_that_make_sense_are_allowed() {
    let allowed: Vec<(&str, &str)> = RunStatus::ALL
        .into_iter()
        .flat_map(|from| RunStatus::ALL.into_iter().map(move |to| (from, to)))
        .filter(|(from, to)| from.can_become(*to))
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    assert_eq!(
        allowed,
        [
            ("planned", "running"),
            ("planned", "cancelled"),
            ("running", "paused"),
            ("running", "interrupted"),
            ("running", "completed"),
            ("running", "cancelled"),
            ("paused", "running"),
            ("paused", "interrupted"),
            ("paused", "cancelled"),
            ("interrupted", "running"),
            ("interrupted", "cancelled"),
            ("cancelled", "running"),
        ]
    );
    let studio = Studio::new();
    let run = studio.planned_run();
    let error = studio.journal.set_run_status(run, RunStatus::Completed, at(1)).unwrap_err();
    assert_eq!(error.code(), "run_status_conflict");
    assert_eq!(studio.journal.run(run).unwrap().status, RunStatus::Planned);
}

#[test]
fn a_run_keeps_how_it_was_made() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.planned_run());
    let new = import(studio.connection);
    let header = Header { columns: vec!["Name".to_owned(), String::new()], line: Some(3) };
    journal.set_run_header(run, &header).unwrap();
    let found = |rows: u64, unchanged: &[u32], skipped: &[u32]| SourceFindings {
        rows,
        unchanged: unchanged.iter().copied().collect(),
        skipped: skipped.iter().copied().collect(),
    };
    journal.add_findings(run, &found(1_000, &[1, 2, 900], &[7])).unwrap();
    journal.add_findings(run, &found(500, &[1_400], &[7, 1_200])).unwrap();

    let detail = journal.run_detail(run).unwrap();
    assert_eq!(detail.reading, new.reading);
    assert_eq!(detail.profile, new.profile);
    assert_eq!(detail.header, Some(header));
    assert_eq!(detail.unchanged, [1, 2, 900, 1_400].into_iter().collect::<Rows>());
    assert_eq!(detail.skipped_rows, [7, 1_200].into_iter().collect::<Rows>());
    let listed = journal.run(run).unwrap();
    assert_eq!((&listed.kind, listed.rows), (&new.kind, 1_500));
    assert_eq!(listed.profile_name.as_deref(), Some("Supplier"));
    let counts = journal.counts(run).unwrap();
    assert_eq!((counts.rows, counts.unchanged, counts.skipped, counts.records), (1_500, 4, 2, 6));
}

#[test]
fn runs_of_a_removed_connection_stay_readable() {
    let studio = Studio::new();
    let run = studio.running_run();
    studio.journal.remove_connection(studio.connection, at(5)).unwrap();
    assert_eq!(studio.journal.run(run).unwrap().connection, studio.connection);
}

#[test]
fn an_undo_names_the_run_that_it_takes_back() {
    let studio = Studio::new();
    let run = studio.running_run();
    let undo = studio.undo_run(run);
    assert_eq!(studio.journal.run(undo).unwrap().kind, RunKind::Undo { of: run });
}

#[test]
fn a_mere_plan_can_be_thrown_away_and_history_cannot() {
    let studio = Studio::new();
    let plan = studio.planned_run();
    let ids = studio.plan_creates(plan, 10);
    studio.journal.discard_plan(plan).unwrap();
    assert_eq!(studio.journal.run(plan).unwrap_err().code(), "run_not_found");
    assert_eq!(studio.journal.change(ids[0]).unwrap_err().code(), "change_not_found");

    let run = studio.running_run();
    assert_eq!(studio.journal.discard_plan(run).unwrap_err().code(), "run_status_conflict");
    studio.journal.set_run_status(run, RunStatus::Cancelled, at(3)).unwrap();
    assert_eq!(studio.journal.discard_plan(run).unwrap_err().code(), "run_status_conflict");
}
