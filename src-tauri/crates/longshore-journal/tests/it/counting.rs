//! Counts are kept as it goes, and are what counting anew would give.

use longshore_engine::{
    change::{Action, Outcome, Phase, Refusal},
    entity::Entity,
    value::ChangeId,
};
use longshore_journal::{
    Journal,
    counts::Counts,
    intents::{Finished, Intent, Sent},
    runs::{RunId, SourceFindings},
    state::State,
};
use proptest::prelude::*;

use crate::fixture::{Studio, at, change};

/// What one change of a random plan is.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Asked(Action),
    Term,
    Stub,
    /// Completes one of those before it.
    Completes(usize),
}

/// What happens to the plan, to changes by their place in it.
#[derive(Clone, Debug)]
enum Step {
    Begin(Vec<usize>),
    Finish(usize, Vec<u8>),
    SendAgain(usize),
    Unsent(usize, u8),
}

fn outcome(number: u8) -> Outcome {
    let refusal =
        Refusal { code: "no".into(), status: 400, message: String::new(), existing: None };
    match number % 6 {
        0 => Outcome::Applied,
        1 => Outcome::Altered(Vec::new()),
        2 => Outcome::Failed(refusal),
        3 => Outcome::Skipped("parent_failed".into()),
        4 => Outcome::Conflict(Vec::new()),
        _ => Outcome::Unknown,
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => prop_oneof![Just(Action::Create), Just(Action::Update), Just(Action::Delete)].prop_map(Kind::Asked),
        1 => Just(Kind::Term),
        1 => Just(Kind::Stub),
        3 => (0..20usize).prop_map(Kind::Completes),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let places = || prop::collection::vec(0..20usize, 1..6);
    prop_oneof![
        3 => places().prop_map(Step::Begin),
        3 => (0..4usize, prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(intent, how)| Step::Finish(intent, how)),
        1 => (0..4usize).prop_map(Step::SendAgain),
        1 => (0..20usize, any::<u8>()).prop_map(|(place, how)| Step::Unsent(place, how)),
    ]
}

/// Counts by reading every change, in the words of the definition.
fn recount(journal: &Journal, run: RunId, ids: &[ChangeId]) -> (Counts, Counts) {
    let entries = journal.changes(ids).unwrap();
    let (mut records, mut terms) = (Counts::default(), Counts::default());
    for entry in &entries {
        let this = &entry.planned.change;
        if this.completes.is_some() {
            continue;
        }
        let completing: Vec<State> = entries
            .iter()
            .filter(|other| other.planned.change.completes == Some(this.id))
            .map(|other| other.state)
            .collect();
        let some = |state: State| completing.contains(&state);
        let is_term = this.row.is_none() && this.entity == Entity::Tag;
        let counts = if is_term { &mut terms } else { &mut records };
        let done = match entry.state {
            State::Planned => continue,
            State::Sent | State::Unknown => &mut counts.unknown,
            State::Failed => &mut counts.failed,
            State::Skipped => &mut counts.skipped,
            State::Conflict => &mut counts.conflict,
            State::Applied | State::Altered if some(State::Failed) => &mut counts.failed,
            State::Applied | State::Altered if some(State::Sent) || some(State::Unknown) => {
                &mut counts.unknown
            }
            State::Applied | State::Altered if some(State::Conflict) => &mut counts.conflict,
            State::Applied | State::Altered => {
                if entry.state == State::Altered || some(State::Altered) {
                    counts.altered += 1;
                }
                match this.action {
                    Action::Create => &mut counts.create,
                    Action::Update => &mut counts.update,
                    Action::Delete | Action::Trash => &mut counts.delete,
                }
            }
        };
        *done += 1;
        counts.records += 1;
    }
    let detail = journal.run_detail(run).unwrap();
    records.rows = journal.run(run).unwrap().rows;
    records.unchanged = detail.unchanged.len();
    records.skipped += detail.skipped_rows.len();
    records.records += detail.unchanged.len() + detail.skipped_rows.len();
    (records, terms)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn counts_are_what_counting_anew_gives(
        kinds in prop::collection::vec(kind(), 1..20),
        steps in prop::collection::vec(step(), 0..24),
        unchanged in 0..50u32,
    ) {
        let studio = Studio::new();
        let (journal, run) = (&studio.journal, studio.running_run());
        let ids: Vec<ChangeId> = journal.reserve_changes(kinds.len() as u64).unwrap().collect();
        let mut plan = Vec::new();
        for ((id, row), kind) in ids.iter().zip(1..).zip(&kinds) {
            let mut planned = change(*id, Action::Create);
            match kind {
                Kind::Asked(action) => (planned.action, planned.row) = (*action, Some(row)),
                Kind::Term => (planned.entity, planned.phase) = (Entity::Tag, Phase::Taxonomies),
                Kind::Stub => {}
                Kind::Completes(place) => {
                    planned.phase = Phase::Links;
                    planned.completes = Some(ids[place % ids.len()]);
                    planned.row = Some(row);
                }
            }
            plan.push(planned.into());
        }
        journal.append_plan(run, &plan).unwrap();
        let found = SourceFindings { rows: 99, unchanged: (0..unchanged).collect(), skipped: (100..103).collect() };
        journal.add_findings(run, &found).unwrap();

        let mut intents: Vec<Intent> = Vec::new();
        for step in steps {
            // Steps that are not allowed are refused and must change nothing.
            match step {
                Step::Begin(places) => {
                    let sent = places
                        .into_iter()
                        .map(|place| Sent { change: ids[place % ids.len()], fields: None, before: None, along: Vec::new() })
                        .collect();
                    intents.extend(journal.begin(run, at(5), sent));
                }
                Step::Finish(which, how) => {
                    if let Some(intent) = intents.get(which) {
                        let results: Vec<Finished> = intent
                            .sent
                            .iter()
                            .zip(how)
                            .map(|(sent, how)| Finished::new(sent.change, outcome(how)))
                            .collect();
                        let _ = journal.finish(intent, at(6), &results);
                    }
                }
                Step::SendAgain(which) => {
                    if let Some(intent) = intents.get(which) {
                        let ids: Vec<ChangeId> = intent.sent.iter().map(|sent| sent.change).collect();
                        let _ = journal.send_again(intent, at(6), &ids);
                    }
                }
                Step::Unsent(place, how) => {
                    let _ = journal.settle_unsent(run, at(6), &[(ids[place % ids.len()], outcome(how))]);
                }
            }
            let all = journal.run_counts(run).unwrap();
            let (records, terms) = recount(journal, run, &ids);
            prop_assert_eq!(all.counts, records);
            prop_assert_eq!(all.terms, terms);
            let states: Vec<State> = journal.changes(&ids).unwrap().iter().map(|entry| entry.state).collect();
            let of = |wanted: State| states.iter().filter(|state| **state == wanted).count() as u64;
            prop_assert_eq!((all.pending, all.under_way), (of(State::Planned), of(State::Sent)));
            let open: usize = journal.open_intents(run).unwrap().iter().map(|intent| intent.sent.len()).sum();
            prop_assert_eq!(open as u64, of(State::Sent) + of(State::Unknown));
        }
    }
}

#[test]
fn a_plan_counts_what_it_wants_before_anything_is_sent() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids = studio.plan_creates(run, 5);
    studio.journal.settle_unsent(run, at(1), &[(ids[0], outcome(4))]).unwrap();
    let all = studio.journal.run_counts(run).unwrap();
    assert_eq!((all.planned.create, all.planned.conflict, all.planned.records), (4, 1, 5));
    assert_eq!((all.counts.create, all.counts.conflict, all.counts.records), (0, 1, 1));
    assert_eq!((all.pending, all.pending_records), (4, 4));
}
