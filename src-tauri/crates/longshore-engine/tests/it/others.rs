//! One promise for every kind of record that is no product: it is made, read, changed, removed, put back, and goes
//! through a file and back.

use longshore_engine::{
    change::{Action, Outcome},
    entity::Entity,
    mapped::Mapped,
    plan::{PlanSettings, Verdict},
    platforms::woocommerce::{export::OtherExporter, rules, schema},
    profile::{Mode, Profile},
    reading::ReadSettings,
    record::{Fields, StoreRecord},
    row::Row,
    schema::{Access, FieldDef, Kind},
    suggest::suggest_of,
    undo::UndoSettings,
    value::{Image, Reference, StoreId, Value},
};
use proptest::{option, prelude::*, sample::select};
use rust_decimal::Decimal;
use serde_json::json;

use crate::{
    model::{Model, Sent, fields, plan_with, send, settings, text, undo},
    pipeline::run,
    realdata::{self, File},
};

const OTHERS: [Entity; 14] = [
    Entity::Category,
    Entity::Tag,
    Entity::Brand,
    Entity::ShippingClass,
    Entity::Attribute,
    Entity::Term,
    Entity::TaxClass,
    Entity::TaxRate,
    Entity::Customer,
    Entity::Coupon,
    Entity::Review,
    Entity::Order,
    Entity::OrderNote,
    Entity::Refund,
];

/// What records refer to.
const PRODUCT: StoreId = StoreId(1);
const CATEGORY: StoreId = StoreId(2);
const CUSTOMER: StoreId = StoreId(3);
const ORDER: StoreId = StoreId(4);
const ATTRIBUTE: StoreId = StoreId(5);
const BRAND: StoreId = StoreId(6);
const COUPON: StoreId = StoreId(7);
const CODE: &str = "spring-10";

fn shop() -> Model {
    let mut shop = Model::default();
    let put =
        |shop: &mut Model, entity, wanted, all| assert_eq!(shop.put(entity, None, all), wanted);
    put(&mut shop, Entity::Product, PRODUCT, fields([("sku", text("TEA")), ("name", text("Tea"))]));
    put(&mut shop, Entity::Category, CATEGORY, fields([("name", text("Above"))]));
    put(&mut shop, Entity::Customer, CUSTOMER, fields([("email", text("jo@example.com"))]));
    put(&mut shop, Entity::Order, ORDER, fields([("billing_email", text("jo@example.com"))]));
    put(&mut shop, Entity::Attribute, ATTRIBUTE, fields([("name", text("Colour"))]));
    put(&mut shop, Entity::Brand, BRAND, fields([("name", text("House"))]));
    put(&mut shop, Entity::Coupon, COUPON, fields([("code", text(CODE))]));
    shop
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9 &'=+@,;|éß-]{0,8}[A-Za-z0-9]"
}

fn value(entity: Entity, def: &'static FieldDef) -> BoxedStrategy<Value> {
    let referred = |of: Entity| match of {
        Entity::Product => PRODUCT,
        Entity::Customer => CUSTOMER,
        Entity::Brand => BRAND,
        _ => CATEGORY,
    };
    match def.kind {
        Kind::Plain if def.name.ends_with("email") => {
            "[a-z]{1,6}".prop_map(|name| Value::Text(format!("{name}@example.com"))).boxed()
        }
        // A store refuses rates of classes that it lacks.
        Kind::Plain if (entity, def.name) == (Entity::TaxRate, "class") => {
            Just(text("standard")).boxed()
        }
        Kind::Plain if def.name == "status" => Just(text("pending")).boxed(),
        Kind::Plain if def.name == "slug" => "[a-z]{3,8}".prop_map(Value::Text).boxed(),
        Kind::Plain | Kind::Html | Kind::Url => word().prop_map(Value::Text).boxed(),
        Kind::Choice(all) => select(all).prop_map(text).boxed(),
        // More than 100 percent no store takes off.
        Kind::Money if entity == Entity::Coupon && def.name == "amount" => {
            (1..10_000_i64).prop_map(|cents| Value::Decimal(Decimal::new(cents, 2))).boxed()
        }
        Kind::Money | Kind::Weight | Kind::Length => {
            (1..1_000_000_i64).prop_map(|cents| Value::Decimal(Decimal::new(cents, 2))).boxed()
        }
        Kind::Integer => (1..500_i64).prop_map(Value::Integer).boxed(),
        Kind::Boolean | Kind::BooleanOrParent => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::Moment => (1..29_i8)
            .prop_map(|day| Value::Moment(jiff::civil::date(2027, 3, day).at(13, 5, 0, 0)))
            .boxed(),
        Kind::Reference(of) => Just(Value::Reference(Reference::Stored(referred(of)))).boxed(),
        Kind::References(of) => {
            Just(Value::References(vec![Reference::Stored(referred(of))])).boxed()
        }
        Kind::Image | Kind::Images => (1..99_u64)
            .prop_map(|at| {
                let src = format!("https://a.example/{at}.jpg");
                Value::Images(vec![Image { src, ..Image::default() }])
            })
            .boxed(),
        Kind::Texts => proptest::collection::btree_set("[a-z]{2,5}[0-9*.]{0,2}", 1..4)
            .prop_map(|all| Value::Json(json!(all)))
            .boxed(),
        Kind::Lines(keys) => {
            let line = (word(), 1..9_i64, 1..9_000_i64).prop_map(move |(name, quantity, cents)| {
                let total = Decimal::new(cents, 2).to_string();
                if keys.contains(&"quantity") {
                    json!({"sku": "TEA", "name": "Tea", "quantity": quantity, "total": total})
                } else if keys.contains(&"code") {
                    json!({"code": CODE})
                } else if keys.contains(&"method_id") {
                    json!({"method_id": "flat_rate", "method_title": name, "total": total})
                } else {
                    json!({"name": name, "total": total})
                }
            });
            proptest::collection::vec(line, 1..3)
                .prop_map(|mut all| {
                    all.dedup_by_key(|line| {
                        line["code"].as_str().map(str::to_owned).unwrap_or_else(|| line.to_string())
                    });
                    Value::Json(json!(all))
                })
                .boxed()
        }
        Kind::Attributes | Kind::Choices | Kind::Downloads => panic!("{entity:?} has {def:?}"),
    }
}

fn said(entity: Entity) -> BoxedStrategy<Fields> {
    let needed = rules::needed(entity);
    let all: Vec<_> = schema::of(entity)
        .iter()
        .filter(|def| def.access != Access::ReadOnly)
        .map(|def| {
            let value = value(entity, def);
            // Of a row that only names an order none is made.
            let is_told = (entity, def.name) == (Entity::Order, "line_items");
            let maybe = if is_told || needed.contains(&def.name) {
                value.prop_map(Some).boxed()
            } else {
                option::of(value).boxed()
            };
            maybe.prop_map(|value| value.map(|value| (def.name.into(), value)))
        })
        .collect();
    all.prop_map(|all| all.into_iter().flatten().collect()).boxed()
}

fn parent(entity: Entity) -> Option<StoreId> {
    match entity.parent()? {
        Entity::Attribute => Some(ATTRIBUTE),
        _ => Some(ORDER),
    }
}

/// A record of the store as a file of its export.
fn export(entity: Entity, records: &[StoreRecord], shop: &Model) -> File {
    let mut exporter = OtherExporter::new(entity);
    records.iter().for_each(|record| exporter.observe(record));
    let mut file = File { rows: Vec::new(), ..realdata::parse("", b',') };
    file.header.columns = exporter.header();
    for record in records {
        let mut row = Row::new();
        exporter.row(record, shop, &mut row);
        assert_eq!(row.len(), file.header.columns.len());
        row.number = file.rows.len() as u64 + 1;
        file.rows.push(row);
    }
    file
}

fn read(entity: Entity, file: &File) -> Vec<Mapped> {
    let profile =
        Profile::suggested_of(entity, &suggest_of(entity, &file.header), ReadSettings::default());
    let outcome = run(file, &profile, &[]);
    let errors: Vec<_> = outcome
        .issues
        .iter()
        .filter(|issue| issue.severity == longshore_engine::issue::Severity::Error)
        .collect();
    assert_eq!(errors, Vec::<&longshore_engine::issue::Issue>::new(), "{file:?}");
    outcome.mapped
}

fn in_mode(entity: Entity, mode: Mode) -> PlanSettings {
    let keys = longshore_engine::matching::default_keys(entity).to_vec();
    PlanSettings { keys, removes_for_good: true, ..settings(mode) }
}

fn carried_out(shop: &mut Model, rows: &[Mapped], settings: PlanSettings) -> Vec<Sent> {
    let plan = plan_with(shop, rows, settings);
    let sent = send(shop, &plan, rows);
    for one in &sent {
        assert_eq!(one.outcome, Outcome::Applied, "{one:?}");
    }
    sent
}

/// What a record has that somebody can set.
fn settable(record: &StoreRecord) -> Fields {
    let is_own = |field: &str| {
        field != rules::MARK && longshore_engine::diff::is_taken_when_made(record.entity, field)
    };
    let own = record.fields.iter().filter(|(field, value)| is_own(field) && !value.is_empty());
    own.map(|(field, value)| (field.clone(), without_ids(value))).collect()
}

/// Lines and pictures get new numbers when they are made again.
fn without_ids(value: &Value) -> Value {
    match value {
        Value::Json(json) => {
            let mut json = json.clone();
            for line in json.as_array_mut().into_iter().flatten() {
                if let Some(line) = line.as_object_mut() {
                    line.remove("id");
                }
            }
            Value::Json(json)
        }
        value => value.clone(),
    }
}

fn one(shop: &Model, entity: Entity) -> StoreRecord {
    let mut all: Vec<StoreRecord> = shop
        .all()
        .into_values()
        .filter(|record| record.entity == entity && record.id > COUPON)
        .collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn whole_life(entity: Entity, first: &Fields, second: &Fields) {
    // A shop that has the record writes it into a file; one that lacks it makes it of that.
    let mut from = shop();
    from.put(entity, parent(entity), first.clone());
    let file = export(entity, &[one(&from, entity)], &from);
    let rows = read(entity, &file);
    let mut shop = shop();
    let before = shop.all();
    let made = carried_out(&mut shop, &rows, in_mode(entity, Mode::CreateUpdate));
    assert_eq!(made.len(), 1);
    let record = one(&shop, entity);
    let wanted = settable(&one(&from, entity));
    for (field, value) in wanted.iter().filter(|(field, _)| *field != "image") {
        assert_eq!(record.fields.get(field).map(without_ids).as_ref(), Some(value), "{field}");
    }
    // Again nothing is to be done: not by the file, not by the shop's own.
    assert_eq!(plan_with(&shop, &rows, in_mode(entity, Mode::CreateUpdate)).changes, []);
    let own = export(entity, std::slice::from_ref(&record), &shop);
    let plan = plan_with(&shop, &read(entity, &own), in_mode(entity, Mode::CreateUpdate));
    let again: Vec<_> = plan.changes.iter().map(|change| (change.action, &change.fields)).collect();
    assert_eq!(again, [], "{own:?}");
    changed_and_back(entity, second, &mut shop, &record);
    removed_and_back(entity, &rows, &mut shop);
    undo(&mut shop, &made, &UndoSettings::default());
    assert_eq!(shop.all(), before, "undone");
}

/// What can be changed is, and is put back.
fn changed_and_back(entity: Entity, second: &Fields, shop: &mut Model, record: &StoreRecord) {
    let mut other = shop.clone();
    let keys = [
        "email",
        "code",
        "name",
        "slug",
        "parent",
        "country",
        "state",
        "postcodes",
        "cities",
        "class",
        "priority",
        "product_id",
        "review",
        "reviewer_email",
    ];
    for (field, value) in second.iter() {
        let is_key =
            keys.contains(&field.as_str()) || entity == Entity::Order && field == "billing_email";
        if longshore_engine::diff::is_writable(entity, field) && !is_key {
            other.edit((entity, record.id), field, Value::Empty);
            other.edit((entity, record.id), field, without_ids(value));
        }
    }
    let rows = read(entity, &export(entity, &[one(&other, entity)], &other));
    let sent = carried_out(shop, &rows, in_mode(entity, Mode::CreateUpdate));
    assert!(sent.iter().all(|sent| sent.change.action == Action::Update), "{sent:?}");
    if !sent.is_empty() {
        let plan = plan_with(shop, &rows, in_mode(entity, Mode::CreateUpdate));
        assert_eq!(plan.changes, [], "changed already");
        undo(shop, &sent, &UndoSettings::default());
        let back = settable(&one(shop, entity));
        let was = settable(record);
        for (field, value) in was.iter().filter(|(field, _)| *field != "image") {
            assert_eq!(back.get(field), Some(value), "{field} back");
        }
    }
}

/// What goes comes back as it was, under another number.
fn removed_and_back(entity: Entity, rows: &[Mapped], shop: &mut Model) {
    let record = one(shop, entity);
    let gone = carried_out(shop, rows, in_mode(entity, Mode::Delete));
    assert_eq!(gone.iter().map(|sent| sent.change.action).collect::<Vec<_>>(), [Action::Delete]);
    assert!(!shop.records.contains_key(&(entity, record.id)));
    undo(shop, &gone, &UndoSettings::default());
    let back = one(shop, entity);
    let wanted = settable(&record);
    assert_eq!(settable(&back), wanted, "made again");
    // The undo of the first run follows it.
    shop.renumbered.insert((entity, record.id), back.id);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_kind_is_made_read_changed_removed_and_put_back(
        (entity, first, second) in select(&OTHERS[..])
            .prop_flat_map(|entity| (Just(entity), said(entity), said(entity)))
    ) {
        whole_life(entity, &first, &second);
    }
}

#[test]
fn every_kind_that_is_no_product_is_tried() {
    let others: Vec<Entity> = Entity::ALL.into_iter().filter(|entity| !entity.is_sold()).collect();
    assert!(others.iter().all(|entity| OTHERS.contains(entity)) && others.len() == OTHERS.len());
}

fn rows_of(entity: Entity, table: &str) -> Vec<Mapped> {
    read(entity, &realdata::parse(table, b'|'))
}

#[test]
fn an_order_is_pending_unless_somebody_asks_for_more() {
    let rows = rows_of(
        Entity::Order,
        "number|status|billing_email|date_created\n1001|completed|a@example.com|2026-01-02",
    );
    let mut shop = shop();
    let plan = plan_with(&shop, &rows, in_mode(Entity::Order, Mode::CreateUpdate));
    let codes: Vec<_> = plan.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["kept_in_meta", "status_not_taken"]);
    let made = &plan.changes[0].fields;
    assert_eq!(made.text("status"), Some("pending"));
    assert_eq!(made.text("meta:_original_status"), Some("completed"));
    assert_eq!(made.text("meta:_original_number"), Some("1001"));
    send(&mut shop, &plan, &rows);
    // It is known again by the number that it had.
    shop.remembered.clear();
    let again = plan_with(&shop, &rows, in_mode(Entity::Order, Mode::CreateUpdate));
    assert_eq!((again.changes, again.issues[0].code.as_str()), (vec![], "status_not_taken"));
    let asked =
        PlanSettings { keeps_order_status: true, ..in_mode(Entity::Order, Mode::CreateUpdate) };
    let plan = plan_with(&shop, &rows, asked);
    let codes: Vec<_> = plan.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["status_acts"]);
    assert_eq!(plan.changes[0].fields, fields([("status", text("completed"))]));
    // A word that WooCommerce does not have would become another without a word.
    let rows = rows_of(Entity::Order, "number|status|billing_email\n1001|compleated|a@example.com");
    let asked =
        PlanSettings { keeps_order_status: true, ..in_mode(Entity::Order, Mode::CreateUpdate) };
    let plan = plan_with(&shop, &rows, asked);
    let codes: Vec<_> = plan.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["status_acts", "status_of_plugin"]);
}

#[test]
fn categories_come_in_any_order_and_are_made_from_the_root() {
    let table = "name|parent|description\nSocks|Clothing > Warm|x\nWarm|Clothing|y\nClothing||z\nCaps|Clothing|";
    let rows = rows_of(Entity::Category, table);
    let mut shop = shop();
    let sent = carried_out(&mut shop, &rows, in_mode(Entity::Category, Mode::CreateUpdate));
    let labels: Vec<_> = sent.iter().map(|sent| sent.change.label.as_str()).collect();
    assert_eq!(labels, ["Clothing", "Warm", "Caps", "Socks"]);
    assert_eq!(plan_with(&shop, &rows, in_mode(Entity::Category, Mode::CreateUpdate)).changes, []);
}

#[test]
fn what_a_row_needs_and_names_is_told() {
    let plan = |entity, table: &str| {
        let rows = rows_of(entity, table);
        let plan = plan_with(&shop(), &rows, in_mode(entity, Mode::CreateUpdate));
        plan.issues.into_iter().map(|issue| issue.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(plan(Entity::Customer, "first_name\nJo"), ["field_needed"]);
    assert_eq!(plan(Entity::OrderNote, "order|note\n99|Hello"), ["within_nothing"]);
    assert_eq!(plan(Entity::OrderNote, "order|note\n4|Hello"), Vec::<String>::new());
    assert_eq!(plan(Entity::Coupon, "code|product_ids\nx|NOPE"), ["coupon_for_more"]);
    assert_eq!(
        plan(Entity::Order, "billing_email|line_items\nx@example.com|\"sku:NOPE|quantity:1\""),
        ["line_without_product"]
    );
    let twice = "email|first_name\na@example.com|A\nA@example.com|B";
    assert_eq!(plan(Entity::Customer, twice), ["same_record_twice"]);
    let mut shop = shop();
    let rows = rows_of(Entity::Customer, "email|username\nnew@example.com|new");
    carried_out(&mut shop, &rows, in_mode(Entity::Customer, Mode::CreateUpdate));
    let rows = rows_of(Entity::Customer, "email|username\nnew@example.com|newer");
    let plan = plan_with(&shop, &rows, in_mode(Entity::Customer, Mode::CreateUpdate));
    assert_eq!(plan.issues[0].code, "only_when_made");
    assert!(matches!(plan.verdicts[&1], Verdict::Unchanged(_)));
}

/// What both passes over a table say of each row, and what is planned for the rows that go in.
fn judged(shop: &Model, table: &str) -> (Vec<(u64, String)>, Vec<String>) {
    let file = realdata::parse(table, b'|');
    let columns = suggest_of(Entity::Coupon, &file.header);
    let profile = Profile::suggested_of(Entity::Coupon, &columns, ReadSettings::default());
    let outcome = run(&file, &profile, &[]);
    let mut told: Vec<_> = (outcome.issues.iter())
        .filter_map(|issue| Some((issue.row?, issue.code.to_string())))
        .collect();
    let out = |row: u64| {
        outcome.issues.iter().any(|issue| {
            issue.row == Some(row) && issue.severity == longshore_engine::issue::Severity::Error
        })
    };
    let rows: Vec<Mapped> = outcome.mapped.into_iter().filter(|one| !out(one.row)).collect();
    let plan = plan_with(shop, &rows, in_mode(Entity::Coupon, Mode::CreateUpdate));
    told.extend(plan.issues.iter().filter_map(|one| Some((one.row?, one.code.to_string()))));
    (told, plan.changes.into_iter().map(|change| change.label).collect())
}

#[test]
fn coupons_that_the_store_refuses_or_that_would_hold_for_more_stay_out() {
    let mut shop = shop();
    let half = fields([("code", text("half")), ("discount_type", text("percent"))]);
    shop.put(Entity::Coupon, None, half);
    let table = "code|amount|discount_type|product_ids|email_restrictions\n\
        Ten|10|percent||a@example.com\n\
        TEN|20|percent||\n\
        p150|150|percent||\n\
        cash|150|fixed_cart||\n\
        half|101|||\n\
        some|5||NOPE|\n\
        mine|5|||\"*@example.org, Ann\"";
    let (told, made) = judged(&shop, table);
    let told: Vec<_> = told.iter().map(|(row, code)| (*row, code.as_str())).collect();
    let wanted = [
        (2, "coupon_twice"),
        (3, "coupon_over_whole"),
        (7, "coupon_email_not_read"),
        (5, "coupon_over_whole"),
        (6, "coupon_for_more"),
    ];
    assert_eq!(told, wanted);
    assert_eq!(made, ["Ten", "cash", "mine"]);
}

#[test]
fn a_known_coupon_keeps_what_it_is_for_where_a_row_names_what_the_store_lacks() {
    let mut shop = shop();
    shop.put(Entity::Coupon, None, fields([("code", text("some"))]));
    let (told, made) = judged(&shop, "code|amount|product_ids\nsome|5|NOPE");
    assert_eq!(told, [(1, "reference_unknown".to_owned())]);
    assert_eq!(made, ["some"]);
}
