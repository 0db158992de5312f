//! What the user leaves out of a plan is not sent, is counted, and can be taken back in.

use longshore_engine::{
    change::{Change, Outcome, Phase},
    entity::Entity,
    value::{ChangeId, Reference},
};
use longshore_journal::{
    Journal, RunId,
    runs::RunStatus,
    selection::{ChangeFilter, SelectionOrder, Standing},
    state::State,
};

use crate::fixture::{Studio, at, change, create, fields, update};

fn pending(journal: &Journal, run: RunId) -> Vec<ChangeId> {
    let page = journal.pending(run, None, 100).unwrap();
    page.changes.iter().map(|planned| planned.change.id).collect()
}

#[test]
fn a_record_that_is_left_out_takes_its_variations_along_and_brings_its_product_back() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.planned_run();
    let ids: Vec<ChangeId> = journal.reserve_changes(4).unwrap().collect();
    let of_product = |id: ChangeId| Change {
        phase: Phase::Variations,
        entity: Entity::Variation,
        parent: Some(Reference::Planned(ids[0])),
        ..create(id, 2)
    };
    let link = Change {
        phase: Phase::Links,
        completes: Some(ids[0]),
        ..change(ids[3], longshore_engine::change::Action::Update)
    };
    let plan = [create(ids[0], 1), of_product(ids[1]), of_product(ids[2]), link];
    journal.append_plan(run, &plan.map(Into::into)).unwrap();

    assert_eq!(journal.choose_records(run, &ids[..1], false, at(1)).unwrap(), 4);
    assert_eq!(pending(journal, run), []);
    let counts = journal.run_counts(run).unwrap();
    assert_eq!((counts.planned.create, counts.planned.skipped), (0, 3));
    let entry = journal.change(ids[1]).unwrap();
    assert_eq!(entry.outcome, Some(Outcome::Skipped("not_chosen".into())));
    assert_eq!(journal.left_out(run).unwrap().records.len(), 4);

    assert_eq!(journal.choose_records(run, &ids[2..3], true, at(2)).unwrap(), 3);
    assert_eq!(pending(journal, run), [ids[0], ids[2], ids[3]]);
    assert_eq!(journal.run_counts(run).unwrap().planned.create, 2);
    assert_eq!(journal.check().unwrap(), Default::default());
}

#[test]
fn a_field_that_is_left_out_is_not_read_with_the_others() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.planned_run();
    let ids: Vec<ChangeId> = journal.reserve_changes(3).unwrap().collect();
    let both = Change {
        fields: fields(&[("name", "A better hat"), ("description", "Warm")]),
        ..update(ids[0], 1, 20)
    };
    let plan = [both.clone(), update(ids[1], 2, 21), create(ids[2], 3)];
    journal.append_plan(run, &plan.map(Into::into)).unwrap();
    let name = "name".into();
    assert_eq!(journal.changes_with_field(run, &name).unwrap().len(), 3);

    let touched = journal.choose_fields(run, &ids, std::slice::from_ref(&name), false, at(1));
    assert_eq!(touched.unwrap(), 2, "what is made keeps its name");
    assert_eq!(pending(journal, run), [ids[0], ids[2]]);
    let entry = journal.change(ids[0]).unwrap();
    assert_eq!(entry.planned.change.fields, fields(&[("description", "Warm")]));
    assert_eq!(entry.left_out, fields(&[("name", "A better hat")]));
    let nothing = journal.change(ids[1]).unwrap();
    assert_eq!(nothing.outcome, Some(Outcome::Skipped("no_field_chosen".into())));
    assert_eq!(journal.run_counts(run).unwrap().planned.update, 1);
    let left_out = journal.left_out(run).unwrap();
    assert_eq!((left_out.fields[&name].len(), left_out.records.len()), (2, 0));

    let again = journal.choose_fields(run, &ids, &[name], true, at(2)).unwrap();
    assert_eq!((again, pending(journal, run).len()), (2, 3));
    assert_eq!(journal.change(ids[0]).unwrap().planned.change, both);
    assert_eq!(journal.left_out(run).unwrap(), Default::default());
}

#[test]
fn what_is_made_goes_without_a_field_that_is_left_out_but_keeps_what_it_cannot_do_without() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.planned_run();
    let ids: Vec<ChangeId> = journal.reserve_changes(4).unwrap().collect();
    let all = fields(&[("name", "A hat"), ("regular_price", "9"), ("attributes", "Colour")]);
    let with_variation = Change { fields: all.clone(), ..create(ids[0], 1) };
    let variation = Change {
        phase: Phase::Variations,
        entity: Entity::Variation,
        parent: Some(Reference::Planned(ids[0])),
        fields: fields(&[("attributes", "Blue"), ("regular_price", "8")]),
        ..create(ids[1], 2)
    };
    let plain = Change { fields: all, ..create(ids[2], 3) };
    let category =
        Change { entity: Entity::Category, phase: Phase::Taxonomies, ..create(ids[3], 4) };
    let plan = [with_variation, variation, plain, category];
    journal.append_plan(run, &plan.clone().map(Into::into)).unwrap();
    let names = ["name", "regular_price", "attributes"].map(Into::into);
    assert_eq!(journal.choose_fields(run, &ids, &names, false, at(1)).unwrap(), 3);

    let sent = |id| journal.change(id).unwrap().planned.change.fields;
    assert_eq!(sent(ids[0]), fields(&[("name", "A hat"), ("attributes", "Colour")]));
    assert_eq!(sent(ids[1]), fields(&[("attributes", "Blue")]));
    assert_eq!(sent(ids[2]), fields(&[("name", "A hat")]));
    assert_eq!(sent(ids[3]), plan[3].fields);
    assert_eq!(pending(journal, run).len(), 4, "nothing stays out whole");
    let counts = journal.field_counts(run).unwrap();
    let of = |name: &str| {
        let one = counts.iter().find(|one| one.field == name).unwrap();
        (one.count, one.left_out, one.needed)
    };
    assert_eq!((of("regular_price"), of("attributes")), ((3, 3, 0), (3, 1, 2)));
    assert_eq!(of("name").1, 0);

    journal.choose_fields(run, &ids, &names, true, at(2)).unwrap();
    assert!(plan.iter().all(|change| sent(change.id) == change.fields));
    assert_eq!(journal.check().unwrap(), Default::default());
}

#[test]
fn a_run_that_has_begun_stays_as_it_was_agreed() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.planned_run();
    let ids = studio.plan_creates(run, 2);
    journal.choose_records(run, &ids[..1], false, at(1)).unwrap();
    journal.set_run_status(run, RunStatus::Running, at(2)).unwrap();
    let late = journal.choose_records(run, &ids, true, at(3));
    assert_eq!(late.unwrap_err().code(), "run_status_conflict");
    assert_eq!(journal.change(ids[0]).unwrap().state, State::Skipped);
}

#[test]
fn what_somebody_edited_waits_with_a_reason_of_its_own_and_is_listed_with_what_stays() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let run = studio.planned_run();
    let ids = studio.plan_creates(run, 4);
    journal.choose_records(run, &ids[..1], false, at(1)).unwrap();
    journal.leave_edited(run, &ids[1..2], at(1)).unwrap();
    let entry = journal.change(ids[1]).unwrap();
    assert_eq!(entry.outcome, Some(Outcome::Skipped("edited_since".into())));
    let left_out = journal.left_out(run).unwrap();
    assert_eq!((left_out.whole, left_out.edited), (2, 1));
    let listed = |standing| {
        let filter = ChangeFilter { standing, ..ChangeFilter::default() };
        journal.select_changes(run, &filter, SelectionOrder::Planned).unwrap()
    };
    assert_eq!(listed(Standing::Open), [ids[0], ids[2], ids[3]]);
    assert_eq!(listed(Standing::Closed), [ids[1]]);
    let made: u64 = journal.kind_counts(run).unwrap().iter().map(|(_, _, count)| count).sum();
    assert_eq!(made, 2, "a plan counts what it would do");

    journal.choose_records(run, &ids[1..2], true, at(2)).unwrap();
    assert_eq!(listed(Standing::Open), ids);
    assert_eq!(journal.left_out(run).unwrap().edited, 0);
}
