//! Nothing is sent that is no longer as planned, no answer is believed unread, no lost answer leaves a doubt.

use longshore_engine::{
    change::{Action, Change, Outcome, Phase},
    entity::Entity,
    outcome::{Recovered, Settle, judge, learned_images, recover, settle},
    record::{Fields, StoreRecord},
    value::{ChangeId, Image, Reference, StoreId, Value},
};

use crate::model::*;

fn change(action: Action, before: Fields, after: Fields) -> Change {
    Change {
        id: ChangeId(7),
        phase: Phase::Products,
        action,
        entity: Entity::Product,
        record: (action != Action::Create).then_some(Reference::Stored(StoreId(1))),
        parent: None,
        fields: after,
        before,
        label: String::new(),
        row: Some(1),
        completes: None,
        reason: "test".into(),
    }
}

fn record(all: Fields) -> StoreRecord {
    let fields = bare(Entity::Product);
    let mut record = StoreRecord {
        entity: Entity::Product,
        id: StoreId(1),
        parent: None,
        modified: None,
        fields,
    };
    for (field, value) in all {
        record.fields.set(field, value);
    }
    record
}

fn update() -> Change {
    change(
        Action::Update,
        fields([("name", text("Old")), ("regular_price", price("10"))]),
        fields([("name", text("New")), ("regular_price", price("12"))]),
    )
}

#[test]
fn what_is_as_planned_is_sent_and_what_somebody_changed_is_not() {
    let model = Model::default();
    let as_planned = record(fields([("name", text("Old")), ("regular_price", price("10.00"))]));
    assert_eq!(settle(&update(), Some(&as_planned), &model), Settle::Send);
    let elsewhere = record(fields([
        ("name", text("Old")),
        ("regular_price", price("10")),
        ("weight", price("3")),
    ]));
    assert_eq!(settle(&update(), Some(&elsewhere), &model), Settle::Send);
    let half = record(fields([("name", text("New")), ("regular_price", price("10"))]));
    assert_eq!(settle(&update(), Some(&half), &model), Settle::Send);
    let wanted = record(fields([("name", text("New")), ("regular_price", price("12"))]));
    assert_eq!(settle(&update(), Some(&wanted), &model), Settle::AlreadyDone);
    assert_eq!(settle(&update(), None, &model), Settle::Gone);
    let edited = record(fields([("name", text("Old")), ("regular_price", price("11"))]));
    let Settle::Conflict(conflicts) = settle(&update(), Some(&edited), &model) else { panic!() };
    assert_eq!(conflicts.len(), 1);
    assert_eq!((&conflicts[0].expected, &conflicts[0].found), (&price("10"), &price("11")));
}

#[test]
fn a_create_whose_key_somebody_took_is_a_conflict() {
    let model = Model::default();
    let create =
        change(Action::Create, Fields::new(), fields([("name", text("New")), ("sku", text("A"))]));
    assert_eq!(settle(&create, None, &model), Settle::Send);
    let same = record(fields([("name", text("New")), ("sku", text("a"))]));
    assert_eq!(settle(&create, Some(&same), &model), Settle::AlreadyDone);
    let other = record(fields([("name", text("Theirs")), ("sku", text("A"))]));
    assert!(matches!(settle(&create, Some(&other), &model), Settle::Conflict(_)));
}

#[test]
fn a_delete_of_a_record_that_somebody_edited_is_a_conflict() {
    let model = Model::default();
    let delete = change(Action::Delete, fields([("name", text("Mine"))]), Fields::new());
    assert_eq!(
        settle(&delete, Some(&record(fields([("name", text("Mine"))]))), &model),
        Settle::Send
    );
    assert_eq!(settle(&delete, None, &model), Settle::AlreadyDone);
    let edited = record(fields([("name", text("Theirs"))]));
    assert!(matches!(settle(&delete, Some(&edited), &model), Settle::Conflict(_)));
}

#[test]
fn an_answer_is_compared_with_what_was_meant() {
    let model = Model::default();
    let before = record(fields([
        ("manage_stock", Value::Boolean(true)),
        ("stock_quantity", Value::Integer(0)),
        ("stock_status", text("outofstock")),
    ]));
    let sent = change(
        Action::Update,
        Fields::new(),
        fields([
            ("name", text("Fish & Chips")),
            ("sale_price", price("9")),
            ("stock_quantity", Value::Integer(3)),
        ]),
    );
    let answer = record(fields([
        ("manage_stock", Value::Boolean(true)),
        ("name", text("Fish &amp; Chips")),
        ("stock_quantity", Value::Integer(3)),
        ("stock_status", text("instock")),
    ]));
    let judged = judge(&sent, Some(&before), &answer, &model);
    let Outcome::Altered(differences) = judged.outcome else { panic!("{judged:?}") };
    assert_eq!(
        differences.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
        ["sale_price"]
    );
    assert_eq!(judged.touched, ["name", "sale_price", "stock_quantity", "stock_status"]);
}

#[test]
fn a_picture_sent_by_its_address_is_kept_under_another_and_its_number_is_learned() {
    let model = Model::default();
    let sent = change(
        Action::Create,
        Fields::new(),
        fields([("images", Value::Images(vec![picture("https://supplier.example/a.jpg")]))]),
    );
    let kept = Image {
        id: Some(StoreId(9)),
        src: "https://shop.example/a-1.jpg".into(),
        ..Image::default()
    };
    let answer = record(fields([("images", Value::Images(vec![kept]))]));
    assert_eq!(judge(&sent, None, &answer, &model).outcome, Outcome::Applied);
    assert_eq!(
        learned_images(&sent, &answer),
        [("https://supplier.example/a.jpg".to_owned(), StoreId(9))]
    );
    let lost = record(fields([("images", Value::Images(vec![]))]));
    assert!(matches!(judge(&sent, None, &lost, &model).outcome, Outcome::Altered(_)));
}

#[test]
fn an_update_without_an_answer_is_found_out() {
    let model = Model::default();
    let before = record(fields([("name", text("Old")), ("regular_price", price("10"))]));
    let of = |current: Fields| recover(&update(), Some(&before), Some(&record(current)), &model);
    assert_eq!(
        of(fields([("name", text("Old")), ("regular_price", price("10"))])),
        Recovered::NotDone
    );
    assert_eq!(
        of(fields([("name", text("New")), ("regular_price", price("12"))])),
        Recovered::Done
    );
    // It arrived, and somebody edited the price since.
    assert_eq!(
        of(fields([("name", text("New")), ("regular_price", price("13"))])),
        Recovered::Done
    );
    // It did not arrive, and somebody edited the price since.
    assert!(matches!(
        of(fields([("name", text("Old")), ("regular_price", price("13"))])),
        Recovered::Unclear(_)
    ));
    assert_eq!(recover(&update(), Some(&before), None, &model), Recovered::NotDone);
}

#[test]
fn an_update_that_the_store_altered_is_still_known_as_ours() {
    let model = Model::default();
    let sent = change(Action::Update, Fields::new(), fields([("description", text("C:\\temp"))]));
    let before = record(fields([("description", text("old"))]));
    let current = record(fields([("description", text("C:temp"))]));
    assert_eq!(recover(&sent, Some(&before), Some(&current), &model), Recovered::Done);
}

#[test]
fn a_create_without_an_answer_is_never_doubled() {
    let model = Model::default();
    let marked = fields([("meta:_longshore", text("j-7")), ("name", text("Mug"))]);
    let create = change(Action::Create, Fields::new(), marked.clone());
    assert_eq!(recover(&create, None, None, &model), Recovered::NotDone);
    assert_eq!(recover(&create, None, Some(&record(marked)), &model), Recovered::Done);
    let other = record(fields([("meta:_longshore", text("j-8")), ("name", text("Mug"))]));
    assert_eq!(recover(&create, None, Some(&other), &model), Recovered::NotDone);

    let keyed = fields([
        ("description", text("a\\b")),
        ("name", text("Mug")),
        ("regular_price", price("3")),
        ("sku", text("M")),
    ]);
    let create = change(Action::Create, Fields::new(), keyed.clone());
    let mut altered = keyed;
    altered.set("description", text("ab"));
    assert_eq!(recover(&create, None, Some(&record(altered)), &model), Recovered::Done);
    let stranger = record(fields([
        ("name", text("Their mug")),
        ("regular_price", price("4")),
        ("sku", text("m")),
    ]));
    assert!(matches!(recover(&create, None, Some(&stranger), &model), Recovered::Unclear(_)));
}

#[test]
fn without_marks_a_create_is_known_again_by_its_content() {
    let model = Model::default();
    let content =
        fields([("name", text("Mug")), ("regular_price", price("3")), ("weight", price("1"))]);
    let create = change(Action::Create, Fields::new(), content.clone());
    assert_eq!(recover(&create, None, Some(&record(content)), &model), Recovered::Done);
    let namesake = record(fields([("name", text("Mug")), ("regular_price", price("9"))]));
    assert_eq!(recover(&create, None, Some(&namesake), &model), Recovered::NotDone);
}

#[test]
fn a_delete_without_an_answer_is_found_out() {
    let model = Model::default();
    let delete = change(Action::Delete, Fields::new(), Fields::new());
    assert_eq!(recover(&delete, None, None, &model), Recovered::Done);
    assert_eq!(recover(&delete, None, Some(&record(Fields::new())), &model), Recovered::NotDone);
}
