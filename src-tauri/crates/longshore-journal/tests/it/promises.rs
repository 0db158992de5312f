//! Intents before effects: what is promised is there, whatever happens next.

use longshore_engine::{
    change::{Difference, Outcome, Refusal},
    entity::Entity,
    outcome::FoundBy,
    value::{ChangeId, StoreId, Value},
};
use longshore_journal::{
    Journal,
    intents::{Finished, Intent, Sent},
    lost_answers::LostAnswers,
    runs::RunStatus,
    state::State,
};

use crate::fixture::{Studio, at, change, connection, create, fields, product, update};

fn sent(change: ChangeId) -> Sent {
    Sent { change, fields: None, before: None, along: Vec::new() }
}

fn refused() -> Outcome {
    let refusal = Refusal {
        code: "product_invalid_sku".into(),
        status: 400,
        message: "SKU taken".to_owned(),
        existing: Some(StoreId(3)),
    };
    Outcome::Failed(refusal)
}

#[test]
fn an_intent_holds_the_image_and_what_leaves_and_stays_open_until_it_is_finished() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids: Vec<ChangeId> = journal.reserve_changes(2).unwrap().collect();
    journal.append_plan(run, &[create(ids[0], 1).into(), update(ids[1], 2, 20).into()]).unwrap();
    let image =
        product(20, &[("description", &"<p>long</p>".repeat(90)), ("name", "A hat"), ("sku", "x")]);
    let promised = vec![
        Sent {
            change: ids[0],
            fields: Some(fields(&[("name", "resolved")])),
            before: None,
            along: Vec::new(),
        },
        Sent { change: ids[1], fields: None, before: Some(image.clone()), along: Vec::new() },
    ];
    let intent = journal.begin(run, at(5), promised.clone()).unwrap();
    assert_eq!(intent.sent, promised);
    let other = Journal::open(&studio.folder.path().join("data/journal.db")).unwrap();
    assert_eq!(
        other.open_intents(run).unwrap(),
        std::slice::from_ref(&intent),
        "also for another program"
    );
    assert_eq!(journal.counts(run).unwrap().unknown, 2);

    let mut kept = image.clone();
    kept.fields = fields(&[
        ("description", &"<p>long</p>".repeat(90)),
        ("name", "A better hat"),
        ("slug", "new"),
    ]);
    let results = [
        Finished { store_id: Some(StoreId(21)), ..Finished::new(ids[0], Outcome::Applied) },
        Finished {
            kept: Some(kept.clone()),
            touched: vec!["name".into(), "sku".into(), "slug".into()],
            ..Finished::new(ids[1], Outcome::Applied)
        },
    ];
    journal.finish(&intent, at(7), &results).unwrap();
    assert_eq!(journal.open_intents(run).unwrap(), []);

    let effect = journal.effect(ids[1]).unwrap().unwrap();
    assert_eq!(effect.before, Some(image));
    assert_eq!(effect.kept, Some(kept));
    assert_eq!(effect.touched, results[1].touched);
    assert_eq!(effect.sent, fields(&[("name", "A better hat")]), "what was planned");
    assert_eq!((effect.sent_at, effect.finished_at), (at(5), Some(at(7))));
    assert_eq!((effect.entry.state, effect.entry.store_id), (State::Applied, Some(StoreId(20))));
    assert_eq!(journal.effect(ids[0]).unwrap().unwrap().sent, fields(&[("name", "resolved")]));
    assert_eq!(journal.store_ids(&ids).unwrap(), [Some(StoreId(21)), Some(StoreId(20))]);
}

#[test]
fn every_outcome_comes_back_as_it_was() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 6);
    let difference = Difference {
        field: "regular_price".into(),
        expected: Value::Decimal("109.9".parse().unwrap()),
        found: Value::Decimal("1099".parse().unwrap()),
    };
    let outcomes = [
        Outcome::Applied,
        Outcome::Altered(vec![difference.clone()]),
        refused(),
        Outcome::Unknown,
        Outcome::Skipped("parent_failed".into()),
        Outcome::Conflict(vec![difference]),
    ];
    let intent = journal.begin(run, at(5), ids[..4].iter().copied().map(sent).collect()).unwrap();
    let results: Vec<Finished> = ids
        .iter()
        .zip(&outcomes)
        .take(4)
        .map(|(id, outcome)| Finished::new(*id, outcome.clone()))
        .collect();
    journal.finish(&intent, at(6), &results).unwrap();
    journal
        .settle_unsent(run, at(7), &[(ids[4], outcomes[4].clone()), (ids[5], outcomes[5].clone())])
        .unwrap();

    let found: Vec<Outcome> =
        journal.changes(&ids).unwrap().into_iter().map(|entry| entry.outcome.unwrap()).collect();
    assert_eq!(found, outcomes);
    assert_eq!(
        journal.open_intents(run).unwrap()[0].sent,
        [sent(ids[3])],
        "what nobody knows stays open"
    );
}

#[test]
fn what_nobody_knows_is_settled_later() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 3);
    let intent = journal.begin(run, at(5), ids.iter().copied().map(sent).collect()).unwrap();
    let unknown: Vec<Finished> =
        ids.iter().map(|id| Finished::new(*id, Outcome::Unknown)).collect();
    journal.finish(&intent, at(6), &unknown).unwrap();

    let open = journal.open_intents(run).unwrap().remove(0);
    journal.finish(&open, at(8), &[Finished::new(ids[1], Outcome::Applied)]).unwrap();
    journal.send_again(&open, at(9), &[ids[0], ids[2]]).unwrap();
    assert_eq!(journal.open_intents(run).unwrap(), []);
    let counts = journal.run_counts(run).unwrap();
    assert_eq!((counts.counts.create, counts.counts.unknown, counts.pending), (1, 0, 2));

    let again = journal.begin(run, at(10), vec![sent(ids[0])]).unwrap();
    journal.finish(&again, at(11), &[Finished::new(ids[0], Outcome::Applied)]).unwrap();
    let attempts = journal.attempts(ids[0]).unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].state, attempts[0].intent), (State::Unknown, Some(intent.id)));
    assert_eq!(journal.effect(ids[0]).unwrap().unwrap().intent, again.id);
}

#[test]
fn what_failed_can_be_sent_again_and_what_is_done_cannot() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 2);
    let intent = journal.begin(run, at(5), ids.iter().copied().map(sent).collect()).unwrap();
    let results = [Finished::new(ids[0], refused()), Finished::new(ids[1], Outcome::Applied)];
    journal.finish(&intent, at(6), &results).unwrap();

    let error = journal.begin(run, at(7), vec![sent(ids[0]), sent(ids[1])]).unwrap_err();
    assert_eq!(error.code(), "change_state_conflict");
    assert_eq!(journal.counts(run).unwrap().failed, 1, "nothing of it was written");
    assert_eq!(
        journal.finish(&intent, at(7), &results[1..]).unwrap_err().code(),
        "change_state_conflict"
    );

    let again = journal.begin(run, at(8), vec![sent(ids[0])]).unwrap();
    journal.finish(&again, at(9), &[Finished::new(ids[0], Outcome::Applied)]).unwrap();
    assert_eq!(journal.counts(run).unwrap().create, 2);
    assert_eq!(journal.attempts(ids[0]).unwrap()[0].outcome, Some(refused()));
}

#[test]
fn nothing_is_promised_for_a_run_that_does_not_run() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids = studio.plan_creates(run, 1);
    assert_eq!(
        studio.journal.begin(run, at(5), vec![sent(ids[0])]).unwrap_err().code(),
        "run_status_conflict"
    );
}

#[test]
fn only_what_was_not_sent_is_settled_unsent() {
    let studio = Studio::new();
    let run = studio.running_run();
    let ids = studio.plan_creates(run, 1);
    for outcome in [Outcome::Applied, Outcome::Unknown] {
        assert!(studio.journal.settle_unsent(run, at(5), &[(ids[0], outcome)]).is_err());
    }
}

#[test]
fn a_record_that_was_made_again_is_still_the_same() {
    let studio = Studio::new();
    let (journal, run, shop) = (&studio.journal, studio.running_run(), studio.connection);
    let ids = studio.plan_creates(run, 3);
    let key = |key: &str| Some(("supplier".to_owned(), key.to_owned()));
    let mut old = StoreId(10);
    for (id, new) in ids.iter().zip([25, 31, 40]) {
        let intent = journal.begin(run, at(5), vec![sent(*id)]).unwrap();
        let result = Finished {
            store_id: Some(StoreId(new)),
            replaces: Some(old),
            source_key: key("A1").filter(|_| new == 25),
            ..Finished::new(*id, Outcome::Applied)
        };
        journal.finish(&intent, at(6), &[result]).unwrap();
        old = StoreId(new);
    }
    let numbers = [10, 25, 31, 40, 41].map(StoreId);
    assert_eq!(
        journal.current_ids(shop, Entity::Product, &numbers).unwrap(),
        [40, 40, 40, 40, 41].map(StoreId)
    );
    assert_eq!(journal.current_id(shop, Entity::Variation, StoreId(10)).unwrap(), StoreId(10));
    let memory = journal.memory(shop).unwrap();
    assert_eq!(memory.remembered("supplier", Entity::Product, " a1 ").unwrap(), Some(StoreId(40)));
    assert_eq!(memory.remembered("other", Entity::Product, "a1").unwrap(), None);
}

#[test]
fn what_the_store_altered_is_remembered_until_it_keeps_what_is_sent() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let memory = journal.memory(studio.connection).unwrap();
    let altered = |field: &str, sent: &str, kept: &str| Difference {
        field: field.into(),
        expected: Value::Text(sent.to_owned()),
        found: Value::Text(kept.to_owned()),
    };
    let go = |values: &[(&str, &str)], outcome: Outcome| {
        let id = journal.reserve_changes(1).unwrap().next().unwrap();
        let mut planned = update(id, 1, 20);
        planned.fields = fields(values);
        journal.append_plan(run, &[planned.into()]).unwrap();
        let intent = journal.begin(run, at(5), vec![sent(id)]).unwrap();
        journal.finish(&intent, at(6), &[Finished::new(id, outcome)]).unwrap();
        memory.altered(Entity::Product, StoreId(20)).unwrap().map(|both| (*both).clone())
    };
    let both =
        vec![altered("name", "a<b", "a"), altered("price", "1", "1.0"), altered("slug", "x", "y")];
    let known = go(&[("name", "a<b"), ("price", "1")], Outcome::Altered(both));
    let meant = fields(&[("name", "a<b"), ("price", "1")]);
    assert_eq!(
        known,
        Some((meant, fields(&[("name", "a"), ("price", "1.0")]))),
        "the slug was not sent"
    );
    assert_eq!(memory.altered_records().unwrap(), [(Entity::Product, StoreId(20))]);

    let known = go(&[("name", "plain")], Outcome::Applied);
    assert_eq!(known, Some((fields(&[("price", "1")]), fields(&[("price", "1.0")]))));
    assert_eq!(go(&[("price", "2")], Outcome::Applied), None);
}

#[test]
fn a_picture_keeps_its_number() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 2);
    let intent = journal.begin(run, at(5), vec![sent(ids[0])]).unwrap();
    let src = "https://supplier.example/hat.jpg".to_owned();
    let result = Finished {
        images: vec![(src.clone(), StoreId(7))],
        ..Finished::new(ids[0], Outcome::Applied)
    };
    let result = Finished { store_id: Some(StoreId(1)), ..result };
    journal.finish(&intent, at(6), &[result]).unwrap();
    let memory = journal.memory(studio.connection).unwrap();
    assert_eq!(memory.image(&src).unwrap(), Some(StoreId(7)));
    assert_eq!(memory.image("https://supplier.example/").unwrap(), None);

    // Sent again, the address becomes another picture; both were made from it.
    let again = journal.begin(run, at(7), vec![sent(ids[1])]).unwrap();
    let result = Finished {
        images: vec![(src.clone(), StoreId(9))],
        ..Finished::new(ids[1], Outcome::Applied)
    };
    let result = Finished { store_id: Some(StoreId(2)), ..result };
    journal.finish(&again, at(8), &[result]).unwrap();
    assert_eq!(memory.image(&src).unwrap(), Some(StoreId(9)));
    let is_image = |id| memory.is_image(&src, StoreId(id)).unwrap();
    assert_eq!((is_image(7), is_image(8), is_image(9)), (true, false, true));
}

#[test]
fn an_undo_is_found_from_what_it_undid() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let made = studio.plan_creates(run, 1)[0];
    let undo = studio.undo_run(run);
    let id = journal.reserve_changes(1).unwrap().next().unwrap();
    let delete = change(id, longshore_engine::change::Action::Delete);
    let planned = longshore_journal::plan::Planned { undoes: Some(made), ..delete.into() };
    journal.append_plan(undo, &[planned]).unwrap();
    assert!(journal.undone_by(made).unwrap().is_empty(), "it is only planned");
    let intent = journal.begin(undo, at(5), vec![sent(id)]).unwrap();
    journal.finish(&intent, at(6), &[Finished::new(id, Outcome::Applied)]).unwrap();
    assert_eq!(journal.undone_by(made).unwrap()[0].planned.change.id, id);
    assert_eq!(journal.counts(undo).unwrap().delete, 1, "it takes back what a row asked for");
    journal.set_run_status(undo, RunStatus::Completed, at(7)).unwrap();
}

#[test]
fn what_later_runs_changed_of_a_record_is_found_for_each_store_apart() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (_, first) = studio.done_run(&[7, 8], 5);
    let (_, second) = studio.done_run(&[8], 6);
    let (_, third) = studio.done_run(&[7, 8], 7);
    let other = journal.add_connection(&connection("other")).unwrap();
    let planned = studio.running_run();
    let id = journal.reserve_changes(1).unwrap().next().unwrap();
    journal.append_plan(planned, &[update(id, 1, 8).into()]).unwrap();
    let of = |store, record, most| {
        let product = (Entity::Product, StoreId(record));
        journal.changes_between(store, product, (first[1], ChangeId(u64::MAX >> 1)), most).unwrap()
    };
    assert_eq!(of(studio.connection, 8, 9), [third[1], second[0]], "what is only planned is none");
    assert_eq!(of(studio.connection, 8, 1), [third[1]]);
    assert_eq!(of(studio.connection, 7, 9), [third[0]]);
    assert!(of(other, 8, 9).is_empty());
}

#[test]
fn a_reader_sees_a_run_while_it_writes() {
    let studio = Studio::new();
    let (journal, run) = (studio.journal.clone(), studio.running_run());
    let ids = studio.plan_creates(run, 400);
    let path = studio.folder.path().join("data/journal.db");
    let reader = std::thread::spawn(move || {
        let other = Journal::open(&path).unwrap();
        let mut seen = Vec::new();
        while seen.last() != Some(&400) {
            let counts = other.run_counts(run).unwrap();
            assert_eq!(
                counts.counts.records + counts.pending_records,
                400,
                "every look is at one moment"
            );
            seen.push(counts.counts.create);
        }
        seen
    });
    for some in ids.chunks(4) {
        let intent = journal.begin(run, at(5), some.iter().copied().map(sent).collect()).unwrap();
        let results: Vec<Finished> =
            some.iter().map(|id| Finished::new(*id, Outcome::Applied)).collect();
        journal.finish(&intent, at(6), &results).unwrap();
    }
    assert!(reader.join().unwrap().is_sorted());
}

#[test]
fn an_intent_knows_only_its_own() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 2);
    let intent: Intent = journal.begin(run, at(5), vec![sent(ids[0])]).unwrap();
    let stranger = [Finished::new(ids[1], Outcome::Applied)];
    assert_eq!(journal.finish(&intent, at(6), &stranger).unwrap_err().code(), "change_not_found");
}

#[test]
fn it_is_known_how_records_were_found_whose_answer_was_lost() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 4);
    let all = ids.iter().copied().map(sent).collect();
    let intent = journal.begin_beyond(run, at(5), all, Some(StoreId(900))).unwrap();
    assert_eq!(journal.open_intents(run).unwrap()[0].newest, Some(StoreId(900)));
    assert_eq!(journal.lost_answers(run).unwrap(), LostAnswers::default());
    let found = |change: ChangeId, found| Finished {
        store_id: Some(StoreId(900 + change.0)),
        found,
        ..Finished::new(change, Outcome::Applied)
    };
    let results = [
        found(ids[0], Some(FoundBy::Mark)),
        found(ids[1], Some(FoundBy::ContentAndTime)),
        found(ids[2], None),
    ];
    journal.finish(&intent, at(6), &results).unwrap();
    journal.send_again(&intent, at(7), &[ids[3]]).unwrap();
    let lost =
        LostAnswers { mark: 1, content_and_time: 1, sent_again: 1, ..LostAnswers::default() };
    assert_eq!(journal.lost_answers(run).unwrap(), lost);
    assert_eq!(journal.change(ids[0]).unwrap().found, Some(FoundBy::Mark));
    assert_eq!(journal.change(ids[2]).unwrap().found, None);
    // Another run has nothing of it.
    assert_eq!(journal.lost_answers(studio.planned_run()).unwrap(), LostAnswers::default());
}
