//! What a run did is taken back, all of it or a part, and never over somebody's edit unasked.

use std::collections::BTreeMap;

use longshore_engine::{
    change::Outcome,
    entity::Entity,
    mapped::Mapped,
    platforms::woocommerce::rules,
    undo::{OnConflict, RecordSet, UndoFilter, UndoSettings, UndoStep},
    value::{AttributeName, Reference, StoreId, Value},
};
use proptest::prelude::*;

use crate::model::*;

type Records = BTreeMap<(Entity, StoreId), longshore_engine::record::StoreRecord>;

fn import(model: &mut Model, rows: &[Mapped]) -> Vec<Sent> {
    let plan = plan(model, rows);
    let sent = send(model, &plan, rows);
    for sent in &sent {
        assert!(sent.kept.is_some(), "{}: {:?}", sent.change.label, sent.outcome);
    }
    sent
}

fn shop() -> Model {
    let mut model = Model::default();
    model.put(
        Entity::Product,
        None,
        fields([
            ("name", text("One")),
            ("regular_price", price("10")),
            ("sku", text("ONE")),
            ("type", text("simple")),
        ]),
    );
    model.put(
        Entity::Product,
        None,
        fields([
            ("manage_stock", Value::Boolean(true)),
            ("meta:note", text("old")),
            ("name", text("Two")),
            ("regular_price", price("20")),
            ("sku", text("TWO")),
            ("stock_quantity", Value::Integer(7)),
            ("type", text("simple")),
        ]),
    );
    model
}

fn rows() -> Vec<Mapped> {
    vec![
        product(
            1,
            [
                ("categories", categories(&[&["New", "Deep"]])),
                ("meta:added", text("x")),
                ("regular_price", price("11")),
                ("sku", text("ONE")),
                ("upsell_ids", products(&["THREE"])),
            ],
        ),
        product(
            2,
            [
                ("images", Value::Images(vec![picture("https://supplier.example/2.jpg")])),
                ("meta:note", text("new")),
                ("sku", text("TWO")),
                ("stock_quantity", Value::Integer(0)),
            ],
        ),
        product(
            3,
            [
                ("attributes", Value::Attributes(vec![offers(shared("Colour"), &["Red", "Blue"])])),
                ("categories", categories(&[&["New"]])),
                ("cross_sell_ids", products(&["ONE", "FOUR"])),
                ("name", text("Three")),
                ("sku", text("THREE")),
                ("type", text("variable")),
            ],
        ),
        variation(
            4,
            "THREE",
            [
                ("attributes", Value::Choices(vec![choice(shared("Colour"), "Red")])),
                ("regular_price", price("5")),
            ],
        ),
        product(5, [("name", text("Four")), ("sku", text("FOUR")), ("type", text("simple"))]),
    ]
}

fn id_of(model: &Model, sku: &str) -> StoreId {
    let is_it =
        |record: &&longshore_engine::record::StoreRecord| record.fields.text("sku") == Some(sku);
    model.records.values().find(is_it).unwrap().id
}

fn edit(model: &mut Model, sku: &str, field: &str, value: Value) {
    let id = id_of(model, sku);
    model.records.get_mut(&(Entity::Product, id)).unwrap().fields.set(field, value);
}

fn all() -> UndoSettings {
    UndoSettings::default()
}

#[test]
fn a_run_is_taken_back_completely() {
    let mut model = shop();
    let before = model.all();
    let run = import(&mut model, &rows());
    let undone = undo(&mut model, &run, &all());
    assert_eq!(model.all(), before, "{:?}", undone.steps);
    assert!(undone.sent.iter().all(|sent| sent.outcome == Outcome::Applied));
}

#[test]
fn a_number_picks_no_category_that_happens_to_have_it() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    let category = run.iter().find(|sent| sent.change.entity == Entity::Category).unwrap();
    let mut records = RecordSet::default();
    records.add_id(category.kept.as_ref().unwrap().id);
    let filter = UndoFilter { records: Some(records), ..UndoFilter::default() };
    let undone = undo(&mut model, &run, &UndoSettings { filter, ..UndoSettings::default() });
    assert!(undone.sent.is_empty(), "{:?}", undone.steps);
}

#[test]
fn an_undo_is_taken_back_too() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    let after = portrait(&model);
    let undone = undo(&mut model, &run, &all());
    let again = undo(&mut model, &undone.sent, &all());
    assert_eq!(portrait(&model), after, "{:?}", again.steps);
    assert_eq!(plan(&model, &rows()).summary(), []);
    let before = portrait(&shop());
    undo(&mut model, &again.sent, &all());
    assert_eq!(portrait(&model), before);
}

#[test]
fn undoing_twice_does_nothing_the_second_time() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    undo(&mut model, &run, &all());
    let second = undo(&mut model, &run, &all());
    assert_eq!(second.sent.len(), 0, "{:?}", second.steps);
}

#[test]
fn somebody_s_edit_is_shown_and_left_alone_unless_asked() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    edit(&mut model, "ONE", "regular_price", price("12"));
    edit(&mut model, "TWO", "name", text("Two, edited"));
    edit(&mut model, "FOUR", "name", text("Four, edited"));
    let mut asked = model.clone();
    let undone = undo(&mut model, &run, &all());
    let UndoStep::Conflict(conflicts) = undone.step("ONE", &run) else {
        panic!("{:?}", undone.steps)
    };
    assert_eq!((&conflicts[0].expected, &conflicts[0].found), (&price("11"), &price("12")));
    assert!(matches!(undone.step("FOUR", &run), UndoStep::Conflict(_)));
    let fields = |model: &Model, sku: &str| {
        model.records[&(Entity::Product, id_of(model, sku))].fields.clone()
    };
    assert_eq!(fields(&model, "ONE").get("regular_price"), Some(&price("12")));
    assert_eq!(fields(&model, "TWO").text("name"), Some("Two, edited"));
    assert_eq!(fields(&model, "TWO").get("stock_quantity"), Some(&Value::Integer(7)));
    assert_eq!(fields(&model, "FOUR").text("name"), Some("Four, edited"));

    undo(&mut asked, &run, &UndoSettings { conflicts: OnConflict::Restore, ..all() });
    assert_eq!(fields(&asked, "ONE").get("regular_price"), Some(&price("10")));
    assert_eq!(fields(&asked, "TWO").text("name"), Some("Two, edited"));
    assert!(asked.records.values().all(|record| record.fields.text("sku") != Some("FOUR")));
}

#[test]
fn what_was_sold_stays() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    edit(&mut model, "FOUR", "total_sales", Value::Integer(1));
    let undone = undo(&mut model, &run, &all());
    let UndoStep::Conflict(conflicts) = undone.step("FOUR", &run) else {
        panic!("{:?}", undone.steps)
    };
    assert_eq!(conflicts[0].field, "total_sales");
}

#[test]
fn terms_that_others_use_by_now_stay_with_their_ancestors() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    let deep = model
        .records
        .values()
        .find(|record| {
            record.entity == Entity::Category && record.fields.text("name") == Some("Deep")
        })
        .unwrap()
        .id;
    let theirs = Value::References(vec![Reference::Stored(deep)]);
    model.put(Entity::Product, None, fields([("categories", theirs), ("sku", text("THEIRS"))]));
    let undone = undo(&mut model, &run, &all());
    assert_eq!(*undone.step("Deep", &run), UndoStep::Nothing("still_used".into()));
    assert_eq!(*undone.step("New", &run), UndoStep::Nothing("still_used".into()));
    assert!(model.records.contains_key(&(Entity::Category, deep)));
}

#[test]
fn a_product_with_somebody_s_variation_stays() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    let parent = id_of(&model, "THREE");
    model.put(Entity::Variation, Some(parent), fields([("regular_price", price("6"))]));
    let undone = undo(&mut model, &run, &all());
    assert_eq!(*undone.step("THREE", &run), UndoStep::Nothing("still_used".into()));
    assert!(model.records.contains_key(&(Entity::Product, parent)));
}

#[test]
fn only_the_chosen_fields_or_records_are_taken_back() {
    let mut model = shop();
    let run = import(&mut model, &rows());
    let mut by_fields = model.clone();
    let filter = UndoFilter { fields: Some(["regular_price".into()].into()), records: None };
    let undone = undo(&mut by_fields, &run, &UndoSettings { filter, ..all() });
    assert_eq!(undone.sent.len(), 1);
    assert_eq!(undone.sent[0].change.fields, fields([("regular_price", price("10"))]));

    let mut records = RecordSet::default();
    records.add_sku("two");
    let filter = UndoFilter { fields: None, records: Some(records) };
    let undone = undo(&mut model, &run, &UndoSettings { filter, ..all() });
    assert_eq!(undone.sent.len(), 1);
    assert_eq!(undone.sent[0].change.label, "TWO");
}

#[test]
fn a_sale_price_that_somebody_set_is_not_lost_with_the_price() {
    let mut model = shop();
    let rows = [product(1, [("regular_price", price("30")), ("sku", text("ONE"))])];
    let run = import(&mut model, &rows);
    edit(&mut model, "ONE", "sale_price", price("25"));
    let undone = undo(&mut model, &run, &all());
    let UndoStep::Conflict(conflicts) = undone.step("ONE", &run) else {
        panic!("{:?}", undone.steps)
    };
    assert_eq!(conflicts[0].field, "sale_price");
}

#[test]
fn a_variation_without_sku_gets_none_back() {
    let mut model = Model::default();
    let parent =
        model.put(Entity::Product, None, fields([("sku", text("P")), ("type", text("variable"))]));
    let size = AttributeName::Local("Size".into());
    let chosen = Value::Choices(vec![choice(size, "S")]);
    model.put(Entity::Variation, Some(parent), fields([("attributes", chosen.clone())]));
    let before = model.all();
    let rows = [
        product(1, [("sku", text("P")), ("weight", price("4"))]),
        variation(2, "P", [("attributes", chosen), ("sku", text("P-S"))]),
    ];
    let run = import(&mut model, &rows);
    undo(&mut model, &run, &all());
    assert_eq!(model.all(), before);
    let raw = model.records.values().find(|record| record.entity == Entity::Variation).unwrap();
    assert!(raw.fields.get("sku").is_none_or(Value::is_empty), "{raw:?}");
}

/// The store by names instead of numbers, so that records that were made again are recognised.
fn portrait(model: &Model) -> BTreeMap<String, BTreeMap<String, String>> {
    let name = |record: &longshore_engine::record::StoreRecord| {
        let parent =
            record.parent.map(|id| format!("{:?}", id_name(model, id))).unwrap_or_default();
        let named = record.fields.text("sku").or_else(|| record.fields.text("name"));
        format!("{:?} {parent} {}", record.entity, named.unwrap_or_default())
    };
    let value = |value: &Value| match value {
        Value::References(all) => {
            let mut names: Vec<_> = all
                .iter()
                .map(|one| match one {
                    Reference::Stored(id) => id_name(model, *id),
                    other => format!("{other:?}"),
                })
                .collect();
            names.sort();
            format!("{names:?}")
        }
        Value::Reference(Reference::Stored(id)) => id_name(model, *id),
        Value::Attributes(all) => {
            let label = |attribute: &AttributeName| match attribute {
                AttributeName::Global(Reference::Stored(id)) => id_name(model, *id),
                other => format!("{other:?}"),
            };
            let all: Vec<_> = all.iter().map(|one| (label(&one.attribute), &one.options)).collect();
            format!("{all:?}")
        }
        Value::Choices(all) => {
            format!("{:?}", all.iter().map(|one| &one.option).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    };
    model
        .all()
        .values()
        .map(|record| {
            let fields = record
                .fields
                .iter()
                .filter(|(field, value)| !value.is_empty() && *field != "meta:_longshore")
                .map(|(field, content)| (field.to_string(), value(content)))
                .collect();
            (name(record), fields)
        })
        .collect()
}

fn id_name(model: &Model, id: StoreId) -> String {
    let found = model.records.values().find(|record| record.id == id);
    let text = |field| found.and_then(|record| record.fields.text(field));
    text("sku").or_else(|| text("name")).unwrap_or("?").to_owned()
}

// Random imports, edits by others, undos.

fn any_field() -> impl Strategy<Value = (&'static str, Value)> {
    let word = prop_oneof![Just("a"), Just("b & c"), Just("d\\e"), Just("")];
    let number = prop_oneof![Just("1"), Just("5"), Just("5.50"), Just("9")];
    let names = || proptest::sample::subsequence(vec!["x", "y", "Z"], 0..=3);
    prop_oneof![
        word.clone().prop_map(|word| ("name", text(word))),
        word.clone().prop_map(|word| ("description", text(word))),
        word.prop_map(|word| ("meta:a", text(word))),
        number.clone().prop_map(|number| ("regular_price", price(number))),
        number.clone().prop_map(|number| ("sale_price", price(number))),
        number.prop_map(|number| ("weight", price(number))),
        (0i64..3).prop_map(|stock| ("stock_quantity", Value::Integer(stock))),
        any::<bool>().prop_map(|managed| ("manage_stock", Value::Boolean(managed))),
        Just(("sale_price", Value::Empty)),
        names().prop_map(|names| ("tags", tags(&names))),
        names().prop_map(|names| {
            let paths: Vec<Vec<&str>> = names.iter().map(|name| vec!["root", *name]).collect();
            ("categories", categories(&paths.iter().map(Vec::as_slice).collect::<Vec<_>>()))
        }),
        proptest::sample::subsequence(vec!["A", "B", "C", "D"], 0..=3)
            .prop_map(|skus| ("upsell_ids", products(&skus))),
        names().prop_map(|options| {
            (
                "attributes",
                Value::Attributes(vec![offers(AttributeName::Local("Size".into()), &options)]),
            )
        }),
        names().prop_map(|options| (
            "attributes",
            Value::Attributes(vec![offers(shared("Colour"), &options)])
        )),
        names().prop_map(|names| {
            let all = names
                .iter()
                .map(|name| picture(&format!("https://s.example/{name}.jpg")))
                .collect();
            ("images", Value::Images(all))
        }),
    ]
}

fn any_rows() -> impl Strategy<Value = Vec<Mapped>> {
    let product_row =
        ("[ABCD]", proptest::collection::vec(any_field(), 0..5)).prop_map(|(sku, all)| {
            let mut row = product(0, [("sku", text(&sku)), ("type", text("variable"))]);
            all.into_iter().for_each(|(field, value)| row.record.fields.set(field, value));
            row
        });
    let variation_row = ("[ABCD]", "[xy]", 0i64..9).prop_map(|(parent, size, cents)| {
        variation(
            0,
            &parent,
            [
                (
                    "attributes",
                    Value::Choices(vec![choice(AttributeName::Local("Size".into()), &size)]),
                ),
                ("regular_price", price(&cents.to_string())),
            ],
        )
    });
    proptest::collection::vec(prop_oneof![3 => product_row, 1 => variation_row], 1..7).prop_map(
        |mut rows| {
            rows.iter_mut().zip(1..).for_each(|(row, number)| row.row = number);
            rows
        },
    )
}

#[derive(Clone, Debug)]
enum Edit {
    Field(usize, &'static str, Value),
    Remove(usize),
    Sell(usize),
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let plain = any_field().prop_filter("others use no names", |(_, value)| {
        !matches!(value, Value::References(all) if !all.is_empty())
            && !matches!(value, Value::Images(_) | Value::Attributes(_))
    });
    prop_oneof![
        6 => (any::<usize>(), plain).prop_map(|(at, (field, value))| Edit::Field(at, field, value)),
        1 => any::<usize>().prop_map(Edit::Remove),
        1 => any::<usize>().prop_map(Edit::Sell),
    ]
}

/// Somebody edits the store through its own door.
fn carry_out(model: &mut Model, edit: &Edit) {
    let sold: Vec<_> = model
        .records
        .keys()
        .filter(|(entity, _)| matches!(entity, Entity::Product | Entity::Variation))
        .copied()
        .collect();
    if sold.is_empty() {
        return;
    }
    let (Edit::Field(at, ..) | Edit::Remove(at) | Edit::Sell(at)) = edit;
    let key = sold[at % sold.len()];
    match edit {
        Edit::Field(_, field, value) => {
            // A variation that is given what its product has is to be seen as one that was given nothing.
            let parent = model.records[&key].parent.filter(|_| key.0 == Entity::Variation);
            let parent = parent.and_then(|parent| model.records.get(&(Entity::Product, parent)));
            let is_parents = parent.is_some_and(|parent| {
                rules::INHERITED.contains(field) && parent.fields.get(field) == Some(value)
            });
            let value = if is_parents { Value::Empty } else { value.clone() };
            if longshore_engine::diff::is_writable(key.0, field) {
                model.edit(key, field, value);
            }
        }
        Edit::Remove(_) => {
            model.records.retain(|other, record| {
                *other != key && (key.0 != Entity::Product || record.parent != Some(key.1))
            });
        }
        Edit::Sell(_) => model.edit(key, "total_sales", Value::Integer(1)),
    }
}

/// Imports rows; what the store refuses or conflicts is left as a run would leave it.
fn run(model: &mut Model, rows: &[Mapped]) -> Vec<Sent> {
    let plan = plan(model, rows);
    send(model, &plan, rows)
}

/// No field that somebody set since is other than they left it, and what nobody touched is as before the run.
fn nothing_is_lost(
    before: &Records,
    imported: &Records,
    edited: &Records,
    after: &Records,
) -> Result<(), TestCaseError> {
    for (key, theirs) in edited {
        let ours = imported.get(key);
        let is_edited = ours != Some(theirs);
        let Some(now) = after.get(key) else {
            prop_assert!(
                !is_edited && !before.contains_key(key),
                "{:?} is gone: {:?}",
                key,
                theirs
            );
            continue;
        };
        let has_variations = after.values().any(|child| child.parent == Some(key.1));
        // Nobody can tell whether a variation shows what it has or what its edited product has.
        let is_of_edited = theirs.parent.is_some_and(|parent| {
            let product = (Entity::Product, parent);
            edited.get(&product) != imported.get(&product)
        });
        let may_stay =
            key.0.is_taxonomy() || (has_variations || is_of_edited) && !before.contains_key(key);
        if !is_edited && !may_stay {
            prop_assert_eq!(Some(now), before.get(key), "not restored");
        }
        let fields =
            [now, theirs].map(|record| record.fields.iter().map(|(field, _)| field.clone()));
        for field in fields.into_iter().flatten() {
            let of = |record: Option<&longshore_engine::record::StoreRecord>| {
                record
                    .and_then(|record| record.fields.get(&field))
                    .filter(|value| !value.is_empty())
                    .cloned()
            };
            let value = of(Some(now));
            if of(ours) != of(Some(theirs)) {
                prop_assert_eq!(
                    &value,
                    &of(Some(theirs)),
                    "{:?} {}: somebody's edit is lost",
                    key,
                    &field
                );
            }
            prop_assert!(
                value == of(Some(theirs)) || value == of(before.get(key)),
                "{:?} {} is neither as before nor as it was: {:?}",
                key,
                &field,
                value
            );
        }
    }
    for key in after.keys() {
        prop_assert!(edited.contains_key(key), "{:?} came from nowhere", key);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn importing_twice_changes_nothing_the_second_time(first in any_rows(), rows in any_rows()) {
        let mut model = Model::default();
        run(&mut model, &first);
        let sent = run(&mut model, &rows);
        prop_assume!(sent.iter().all(|sent| sent.kept.is_some()));
        let second = plan(&model, &rows);
        prop_assert_eq!(second.summary(), []);
    }

    #[test]
    fn an_undo_restores_the_store(first in any_rows(), second in any_rows()) {
        let mut model = Model::default();
        run(&mut model, &first);
        let before = model.all();
        let sent = run(&mut model, &second);
        let undone = undo(&mut model, &sent, &all());
        prop_assert_eq!(model.all(), before, "{:?}", undone.steps);
    }

    #[test]
    fn an_undo_of_an_undo_restores_the_run(first in any_rows(), second in any_rows()) {
        let mut model = Model::default();
        run(&mut model, &first);
        let sent = run(&mut model, &second);
        let after = portrait(&model);
        let undone = undo(&mut model, &sent, &all());
        let before = portrait(&model);
        let again = undo(&mut model, &undone.sent, &all());
        prop_assert_eq!(portrait(&model), after, "{:?}", again.steps);
        undo(&mut model, &again.sent, &all());
        prop_assert_eq!(portrait(&model), before);
    }

    #[test]
    fn no_edit_by_others_is_lost(
        first in any_rows(),
        second in any_rows(),
        edits in proptest::collection::vec(any_edit(), 0..4),
    ) {
        let mut model = Model::default();
        run(&mut model, &first);
        // What a variation only shows of its product is no edit of the variation.
        let before = model.all_own();
        let sent = run(&mut model, &second);
        let imported = model.all_own();
        edits.iter().for_each(|edit| carry_out(&mut model, edit));
        let edited = model.all_own();
        undo(&mut model, &sent, &all());
        nothing_is_lost(&before, &imported, &edited, &model.all_own())?;
    }
}
