//! What goes out of the shop: because a row says so, or because no row names it. It comes back as it was.

use longshore_engine::{
    change::{Action, Change, Outcome, Phase},
    entity::Entity,
    known::Known,
    mapped::Mapped,
    plan::{Absence, OnMissing, PlanSettings, Planner, Verdict},
    profile::Mode,
    record::StoreRecord,
    undo::{OnConflict, UndoSettings, UndoStep},
    value::{StoreId, Value},
};

use crate::model::*;

/// A variable product with two variations, and a simple one.
fn shop() -> Model {
    let mut model = Model::default();
    let shirt = model.put(
        Entity::Product,
        None,
        fields([
            ("name", text("Shirt")),
            ("sku", text("SHIRT")),
            ("slug", text("shirt")),
            ("status", text("publish")),
            ("type", text("variable")),
        ]),
    );
    for (size, status) in [("S", "publish"), ("M", "private")] {
        model.put(
            Entity::Variation,
            Some(shirt),
            fields([
                ("attributes", Value::Choices(vec![choice(shared("Size"), size)])),
                ("regular_price", price("9")),
                ("sku", text(&format!("SHIRT-{size}"))),
                ("status", text(status)),
                ("stock_status", text("instock")),
            ]),
        );
    }
    model.put(
        Entity::Product,
        None,
        fields([
            ("manage_stock", Value::Boolean(true)),
            ("name", text("Hat")),
            ("sku", text("HAT")),
            ("status", text("publish")),
            ("stock_quantity", Value::Integer(4)),
            ("type", text("simple")),
        ]),
    );
    model
}

fn to_go(for_good: bool) -> PlanSettings {
    PlanSettings { removes_for_good: for_good, ..settings(Mode::Delete) }
}

/// Carries a plan out as runs that remove things do: what lies within others first.
fn carry_out(model: &mut Model, plan: &Plan) -> Vec<Sent> {
    let mut changes = plan.changes.clone();
    changes.sort_by_key(|change| (std::cmp::Reverse(change.phase), change.id));
    send_all(model, changes)
}

fn undo_of(model: &mut Model, run: &[Sent]) -> Undone {
    undo(model, run, &UndoSettings::default())
}

#[test]
fn a_product_goes_into_the_trash_with_its_variations_and_comes_back_with_them() {
    let mut model = shop();
    let before = model.all();
    let rows = [product(1, [("sku", text("shirt"))]), product(2, [("sku", text("NONE"))])];
    let plan = plan_with(&model, &rows, to_go(false));
    assert_eq!(plan.summary(), [(Entity::Product, Action::Trash, "SHIRT")]);
    assert!(matches!(plan.verdicts[&1], Verdict::Remove(_)));
    assert_eq!(plan.skipped(2), "not_in_store");

    let run = carry_out(&mut model, &plan);
    let in_trash = |model: &Model| {
        let is_in_trash = |record: &&StoreRecord| record.fields.text("status") == Some("trash");
        model.records.values().filter(is_in_trash).count()
    };
    assert_eq!(in_trash(&model), 3);

    let undone = undo_of(&mut model, &run);
    assert_eq!(model.all(), before);

    let again = undo_of(&mut model, &undone.sent);
    assert_eq!(in_trash(&model), 3, "{:?}", again.steps);
    undo_of(&mut model, &again.sent);
    assert_eq!(model.all(), before);
}

#[test]
fn a_trash_that_somebody_emptied_gives_nothing_back_but_the_product_is_made_again() {
    let mut model = shop();
    let plan = plan_with(&model, &[product(1, [("sku", text("HAT"))])], to_go(false));
    let run = carry_out(&mut model, &plan);
    let hat = run[0].before.as_ref().unwrap().id;
    model.records.remove(&(Entity::Product, hat));
    let undone = undo_of(&mut model, &run);
    assert_eq!(undone.sent[0].change.action, Action::Create);
    let made = undone.sent[0].kept.as_ref().unwrap();
    assert_eq!((made.fields.text("sku"), made.id == hat), (Some("HAT"), false));
}

#[test]
fn what_came_out_of_the_trash_by_itself_is_left() {
    let mut model = shop();
    let plan = plan_with(&model, &[product(1, [("sku", text("HAT"))])], to_go(false));
    let run = carry_out(&mut model, &plan);
    let hat = run[0].before.as_ref().unwrap().id;
    model.edit((Entity::Product, hat), "status", text("draft"));
    let undone = undo_of(&mut model, &run);
    assert!(matches!(&undone.steps[0].1, UndoStep::Nothing(code) if code == "already_there"));
}

#[test]
fn for_good_means_variations_first_and_all_of_it_can_be_made_again() {
    let mut model = shop();
    let rows =
        [product(1, [("sku", text("SHIRT"))]), variation(2, "SHIRT", [("sku", text("SHIRT-M"))])];
    let plan = plan_with(&model, &rows, to_go(true));
    assert_eq!(plan.skipped(2), "goes_with_product");
    let run = carry_out(&mut model, &plan);
    let gone: Vec<_> = run.iter().map(|sent| (sent.change.entity, sent.change.action)).collect();
    let (variation, product) = (Entity::Variation, Entity::Product);
    assert_eq!(
        gone,
        [(variation, Action::Delete), (variation, Action::Delete), (product, Action::Delete)]
    );
    assert_eq!(model.records.len(), 1);
    let undone = undo_of(&mut model, &run);
    assert!(undone.sent.iter().all(|sent| sent.outcome == Outcome::Applied), "{:?}", undone.steps);
    let skus: Vec<_> = model.records.values().filter_map(|one| one.fields.text("sku")).collect();
    assert_eq!(skus.len(), 4);
}

#[test]
fn a_variation_alone_goes_only_where_somebody_asked_for_good() {
    let model = shop();
    let rows = [variation(1, "SHIRT", [("sku", text("SHIRT-M"))])];
    assert_eq!(plan_with(&model, &rows, to_go(false)).skipped(1), "variation_has_no_trash");
    let plan = plan_with(&model, &rows, to_go(true));
    assert_eq!(plan.summary(), [(Entity::Variation, Action::Delete, "SHIRT-M")]);
    assert_eq!(plan.changes[0].phase, Phase::Variations);
}

#[test]
fn what_somebody_edited_since_the_plan_stays() {
    let mut model = shop();
    let plan = plan_with(&model, &[product(1, [("sku", text("HAT"))])], to_go(false));
    let hat = model.records.values().find(|one| one.fields.text("sku") == Some("HAT")).unwrap().id;
    model.edit((Entity::Product, hat), "regular_price", price("30"));
    let run = carry_out(&mut model, &plan);
    assert!(matches!(&run[0].outcome, Outcome::Conflict(found) if found.len() == 1));
}

/// What is planned for records that `rows` do not name; `out` are rows that stay out for an error.
fn missing(
    model: &Model,
    rows: &[Mapped],
    out: &[Mapped],
    what: OnMissing,
) -> (Vec<Absence>, Vec<Change>) {
    let mut planner = Planner::new(settings(Mode::Update));
    let mut list = List::default();
    for entity in [Entity::Product, Entity::Variation] {
        for row in out.iter().filter(|row| row.record.entity == entity) {
            planner.name(row, model);
        }
        for row in rows.iter().filter(|row| row.record.entity == entity) {
            let planned = match entity {
                Entity::Product => planner.product(row, model, &mut list),
                _ => planner.variation(row, model, &mut list),
            };
            planned.unwrap();
        }
    }
    list.changes.clear();
    let mut absent = Vec::new();
    for record in model.records.values() {
        absent.extend(planner.missing(record, what, model, &mut list).unwrap());
    }
    (absent, list.changes)
}

fn labels(absent: &[Absence]) -> Vec<&str> {
    absent.iter().map(|absence| absence.label.as_str()).collect()
}

#[test]
fn what_no_row_names_is_listed_or_taken_off_sale() {
    let model = shop();
    let rows = [product(1, [("sku", text("SHIRT"))])];
    let (absent, changes) = missing(&model, &rows, &[], OnMissing::Report);
    assert_eq!((labels(&absent), changes.len()), (vec!["HAT"], 0));
    let (_, changes) = missing(&model, &rows, &[], OnMissing::Draft);
    assert_eq!(changes[0].fields, fields([("status", text("draft"))]));
    assert_eq!(changes[0].before, fields([("status", text("publish"))]));
    let (_, changes) = missing(&model, &rows, &[], OnMissing::OutOfStock);
    assert_eq!(changes[0].fields, fields([("stock_quantity", Value::Integer(0))]));
}

#[test]
fn a_variation_is_missing_only_where_the_file_names_another_of_its_product() {
    let model = shop();
    let rows =
        [product(1, [("sku", text("HAT"))]), variation(2, "SHIRT", [("sku", text("SHIRT-M"))])];
    let (absent, changes) = missing(&model, &rows, &[], OnMissing::Draft);
    assert_eq!(labels(&absent), ["SHIRT-S"]);
    assert_eq!(changes[0].fields, fields([("status", text("private"))]));
    let (_, changes) = missing(&model, &rows, &[], OnMissing::OutOfStock);
    assert_eq!(changes[0].fields, fields([("stock_status", text("outofstock"))]));
}

#[test]
fn a_row_that_stays_out_for_an_error_names_its_record_all_the_same() {
    let model = shop();
    let out = [product(1, [("sku", text("HAT"))]), product(2, [("sku", text("shirt"))])];
    assert_eq!(missing(&model, &[], &out, OnMissing::Draft).0, []);
    let unclear = [variation(3, "SHIRT", [])];
    let rows =
        [product(1, [("sku", text("HAT"))]), variation(2, "SHIRT", [("sku", text("SHIRT-M"))])];
    assert_eq!(missing(&model, &rows, &unclear, OnMissing::Draft).0, []);
}

#[test]
fn a_product_that_somebody_trashed_since_is_a_conflict_and_comes_out_again_only_if_wanted() {
    let mut model = shop();
    let rows = [product(1, [("sku", text("HAT")), ("stock_quantity", Value::Integer(9))])];
    let plan = plan(&model, &rows);
    let run = send(&mut model, &plan, &rows);
    let hat = run[0].kept.as_ref().unwrap().id;
    model.edit((Entity::Product, hat), "status", text("trash"));
    let left = undo_of(&mut model, &run);
    assert!(matches!(&left.steps[0].1, UndoStep::Conflict(found) if found[0].field == "status"));
    let wanted = UndoSettings { conflicts: OnConflict::Restore, ..UndoSettings::default() };
    undo(&mut model, &run, &wanted);
    let hat: StoreRecord = (*model.record(Entity::Product, StoreId(hat.0)).unwrap()).clone();
    assert_eq!(hat.fields.text("status"), Some("publish"));
    assert_eq!(hat.fields.get("stock_quantity"), Some(&Value::Integer(4)));
}
