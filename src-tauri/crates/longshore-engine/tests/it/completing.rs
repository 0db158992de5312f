//! A product that the shop has already gets what its variations choose, and nothing that nobody asked for.

use longshore_engine::{
    change::Outcome,
    entity::Entity,
    mapped::Mapped,
    plan::Verdict,
    profile::Mode,
    record::Fields,
    undo::UndoSettings,
    value::{AttributeName, ProductAttribute, StoreId, Value},
};

use crate::model::*;

fn local(label: &str) -> AttributeName {
    AttributeName::Local(label.to_owned())
}

/// A product's row and those of its variations, as a check completes them.
fn rows(lacking: Vec<ProductAttribute>, chosen: &[(&str, AttributeName)]) -> Vec<Mapped> {
    let mut parent = product(1, [("sku", text("HO")), ("name", text("Hose"))]);
    parent.of_variations = Some(lacking);
    let mut all = vec![parent];
    for (row, (option, attribute)) in (2..).zip(chosen) {
        let choices = Value::Choices(vec![choice(attribute.clone(), option)]);
        let sku = text(&format!("HO-{option}"));
        let own = [("sku", sku), ("attributes", choices), ("regular_price", price("40"))];
        all.push(variation(row, "HO", own));
    }
    all
}

fn hose(more: impl IntoIterator<Item = (&'static str, Value)>) -> (Model, StoreId) {
    let mut model = Model::default();
    let mut own = fields([("sku", text("HO")), ("name", text("Hose")), ("type", text("simple"))]);
    more.into_iter().for_each(|(field, value)| own.set(field, value));
    let id = model.put(Entity::Product, None, own);
    (model, id)
}

fn attributes(model: &Model, id: StoreId) -> Vec<ProductAttribute> {
    match model.records[&(Entity::Product, id)].fields.get("attributes") {
        Some(Value::Attributes(all)) => all.clone(),
        other => panic!("{other:?}"),
    }
}

/// Goes in, in again without a change, and out again without a trace; what the store had in between.
fn lives(model: &mut Model, rows: &[Mapped]) -> Model {
    let before = model.all_own();
    let run = send(model, &plan(model, rows), rows);
    for sent in &run {
        assert_eq!(sent.outcome, Outcome::Applied, "{}", sent.change.label);
    }
    let between = model.clone();
    let again = plan(model, rows);
    assert_eq!(again.summary(), []);
    assert!(rows.iter().all(|row| matches!(again.verdicts[&row.row], Verdict::Unchanged(_))));
    undo(model, &run, &UndoSettings::default());
    assert_eq!(model.all_own(), before);
    between
}

#[test]
fn a_simple_product_becomes_variable_and_its_price_is_seen_to_go() {
    let (mut model, id) = hose([("regular_price", price("39.90"))]);
    let length = local("Länge");
    let rows =
        rows(vec![offers(length.clone(), &["S", "M"])], &[("S", length.clone()), ("M", length)]);
    let plan = plan(&model, &rows);
    let change = plan.changes.iter().find(|change| change.entity == Entity::Product).unwrap();
    let wanted = fields([
        ("type", text("variable")),
        ("regular_price", Value::Empty),
        ("attributes", Value::Attributes(vec![offers(local("Länge"), &["S", "M"])])),
    ]);
    let sorted = |fields: &Fields| {
        let mut all: Vec<_> =
            fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    };
    assert_eq!(sorted(&change.fields), sorted(&wanted));
    assert_eq!(change.before.get("regular_price"), Some(&price("39.90")));
    assert_eq!(plan.codes(), ["type_changes"]);
    let between = lives(&mut model, &rows);
    assert_eq!(between.records[&(Entity::Product, id)].fields.text("type"), Some("variable"));
    assert_eq!(between.records.len(), 3);
}

#[test]
fn a_variable_product_gets_the_values_that_are_missing_and_keeps_the_others() {
    let stored = [offers(local("Länge"), &["XS", "s"]), offers(local("Stoff"), &["Leinen"])];
    let (mut model, id) =
        hose([("type", text("variable")), ("attributes", Value::Attributes(stored.to_vec()))]);
    let length = local("Länge");
    let rows =
        rows(vec![offers(length.clone(), &["S", "M"])], &[("S", length.clone()), ("M", length)]);
    let between = lives(&mut model, &rows);
    let whole = [offers(local("Länge"), &["XS", "s", "M"]), offers(local("Stoff"), &["Leinen"])];
    assert_eq!(attributes(&between, id), whole);
}

#[test]
fn what_the_shop_shares_under_that_label_is_not_made_a_second_time() {
    let mut model = Model::default();
    let made = plan(
        &model,
        &[product(
            1,
            [
                ("sku", text("HO")),
                ("name", text("Hose")),
                ("type", text("variable")),
                ("attributes", Value::Attributes(vec![offers(shared("Länge"), &["S"])])),
            ],
        )],
    );
    send(&mut model, &made, &[]);
    let id = *model.records.keys().find(|(entity, _)| *entity == Entity::Product).unwrap();
    let rows = rows(
        vec![offers(local("Länge"), &["S", "M"])],
        &[("S", local("Länge")), ("M", local("Länge"))],
    );
    let between = lives(&mut model, &rows);
    let all = attributes(&between, id.1);
    assert_eq!(all.len(), 1);
    assert!(matches!(all[0].attribute, AttributeName::Global(_)), "{all:?}");
    assert_eq!(all[0].options.len(), 2);
    let chosen =
        |record: &longshore_engine::record::StoreRecord| match record.fields.get("attributes") {
            Some(Value::Choices(all)) => all[0].attribute.clone(),
            other => panic!("{other:?}"),
        };
    let variations = between.records.values().filter(|one| one.entity == Entity::Variation);
    assert!(variations.clone().all(|one| chosen(one) == all[0].attribute));
    assert_eq!(variations.count(), 2);
}

#[test]
fn nothing_becomes_variable_where_no_variation_is_made_or_a_row_says_otherwise() {
    let length = local("Länge");
    let rows = rows(vec![offers(length.clone(), &["S"])], &[("S", length)]);
    let (model, _) = hose([("regular_price", price("39.90"))]);
    let updating = plan_with(&model, &rows, settings(Mode::Update));
    assert_eq!(updating.summary(), []);

    let (model, _) = hose([("type", text("grouped"))]);
    let plan = plan(&model, &rows[..1]);
    assert_eq!((plan.summary(), plan.codes()), (vec![], vec!["stored_parent_not_variable"]));
}

#[test]
fn a_product_whose_row_is_not_there_offers_what_its_variations_choose() {
    let cloth = offers(local("Stoff"), &["Leinen"]);
    for stored in [vec![], vec![cloth.clone()], vec![cloth, offers(local("länge"), &["XS"])]] {
        let (mut model, id) =
            hose([("type", text("variable")), ("attributes", Value::Attributes(stored.clone()))]);
        let length = local("Länge");
        let rows = rows(vec![], &[("S", length.clone()), ("M", length)]).split_off(1);
        let between = lives(&mut model, &rows);
        let all = attributes(&between, id);
        let whole: Vec<String> = all.iter().flat_map(|one| one.options.clone()).collect();
        let before: Vec<String> = stored.iter().flat_map(|one| one.options.clone()).collect();
        assert_eq!(whole, [before, vec!["S".to_owned(), "M".to_owned()]].concat());
        let chosen = between.records.values().filter(|one| one.entity == Entity::Variation);
        for one in chosen {
            assert!(
                matches!(one.fields.get("attributes"), Some(Value::Choices(all)) if all.len() == 1)
            );
        }
    }
}

#[test]
fn where_products_may_not_change_it_is_said_that_a_choice_is_lost() {
    let length = local("Länge");
    let rows = rows(vec![], &[("S", length)]).split_off(1);
    let (model, _) = hose([("type", text("variable"))]);
    let creating = plan_with(&model, &rows, settings(Mode::Create));
    assert_eq!(creating.codes(), ["attribute_not_on_parent"]);
    let kept = longshore_engine::plan::PlanSettings {
        shop_keeps: vec!["attributes".into()],
        ..settings(Mode::CreateUpdate)
    };
    assert_eq!(plan_with(&model, &rows, kept).codes(), ["attribute_not_on_parent"]);
    let offered = vec![offers(local("Länge"), &["XS"])];
    let (model, _) = hose([("type", text("variable")), ("attributes", Value::Attributes(offered))]);
    let creating = plan_with(&model, &rows, settings(Mode::Create));
    assert_eq!(creating.codes(), Vec::<&str>::new(), "a value that no product offers is kept");
    assert_eq!(creating.changes.len(), 1);
}
