//! Plans: numbers, order, pages.

use longshore_engine::{
    change::{Action, Change, Phase},
    entity::Entity,
    value::{ChangeId, Reference, StoreId},
};
use longshore_journal::{
    Journal,
    intents::Sent,
    runs::{NewRun, RunId, RunStatus},
};

use crate::fixture::{Studio, at, change, create, import};

fn all_pending(journal: &Journal, run: RunId, page: usize) -> Vec<ChangeId> {
    let mut found = Vec::new();
    let mut place = None;
    loop {
        let next = journal.pending(run, place, page).unwrap();
        found.extend(next.changes.iter().map(|planned| planned.change.id));
        match next.next {
            Some(next) => place = Some(next),
            None => return found,
        }
    }
}

#[test]
fn numbers_are_given_once_and_grow() {
    let studio = Studio::new();
    let first: Vec<ChangeId> = studio.journal.reserve_changes(3).unwrap().collect();
    let second: Vec<ChangeId> = studio.journal.reserve_changes(2).unwrap().collect();
    assert_eq!(first.len() + second.len(), 5);
    assert!(first.iter().chain(&second).is_sorted_by(|a, b| a < b));

    let run = studio.planned_run();
    studio.journal.append_plan(run, &[create(first[0], 1).into()]).unwrap();
    let twice =
        studio.journal.append_plan(run, &[create(second[0], 2).into(), create(first[0], 3).into()]);
    assert_eq!(twice.unwrap_err().code(), "change_state_conflict");
    assert_eq!(all_pending(&studio.journal, run, 10), [first[0]], "all or none");
}

#[test]
fn a_change_comes_back_as_it_was_planned() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let id = studio.journal.reserve_changes(1).unwrap().next().unwrap();
    let mut planned = create(id, 4);
    planned.parent = Some(Reference::Planned(ChangeId(77)));
    planned.fields.set("description", longshore_engine::value::Value::Text("long ".repeat(400)));
    studio.journal.append_plan(run, &[planned.clone().into()]).unwrap();
    assert_eq!(studio.journal.change(id).unwrap().planned.change, planned);
    assert_eq!(studio.journal.pending(run, None, 9).unwrap().changes[0].change, planned);
}

/// Two categories, a product, variations of two products mixed, a link; planned in a muddle.
fn muddle(studio: &Studio, run: RunId) -> Vec<ChangeId> {
    let ids: Vec<ChangeId> = studio.journal.reserve_changes(8).unwrap().collect();
    let variation = |id: ChangeId, parent: Reference| Change {
        phase: Phase::Variations,
        entity: Entity::Variation,
        parent: Some(parent),
        ..change(id, Action::Create)
    };
    let at_phase = |id: ChangeId, phase: Phase| Change { phase, ..change(id, Action::Create) };
    let stored = Reference::Stored(StoreId(5));
    let plan = [
        variation(ids[0], stored.clone()),
        at_phase(ids[1], Phase::Links),
        variation(ids[2], Reference::Planned(ids[6])),
        variation(ids[3], stored),
        at_phase(ids[4], Phase::Taxonomies),
        variation(ids[5], Reference::Planned(ids[6])),
        at_phase(ids[6], Phase::Products),
        at_phase(ids[7], Phase::Taxonomies),
    ];
    studio.journal.append_plan(run, &plan.map(Into::into)).unwrap();
    ids
}

#[test]
fn changes_are_sent_by_phase_and_variations_by_parent() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids = muddle(&studio, run);
    let order = [4, 7, 6, 0, 3, 2, 5, 1].map(|at| ids[at]);
    for page in [1, 2, 3, 8, 100] {
        assert_eq!(all_pending(&studio.journal, run, page), order, "in pages of {page}");
    }
    assert_eq!(studio.journal.pending_children(run, ids[6]).unwrap(), [ids[2], ids[5]]);
}

#[test]
fn a_reversed_run_sends_the_last_phase_first() {
    let studio = Studio::new();
    let new = NewRun { is_reversed: true, ..import(studio.connection) };
    let run = studio.journal.new_run(&new).unwrap();
    let ids = muddle(&studio, run);
    let order = [1, 0, 3, 2, 5, 6, 4, 7].map(|at| ids[at]);
    for page in [1, 3, 100] {
        assert_eq!(all_pending(&studio.journal, run, page), order, "in pages of {page}");
    }
}

#[test]
fn what_is_under_way_is_not_pending() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids = muddle(&studio, run);
    studio.journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
    let sent = [4, 0]
        .map(|at| Sent { change: ids[at], fields: None, before: None, along: Vec::new() })
        .to_vec();
    studio.journal.begin(run, at(2), sent).unwrap();
    assert_eq!(all_pending(&studio.journal, run, 2), [7, 6, 3, 2, 5, 1].map(|at| ids[at]));
}
