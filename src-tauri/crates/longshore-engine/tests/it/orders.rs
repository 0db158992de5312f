//! Which order is meant, and what its lines mean in this store.

use longshore_engine::{
    entity::Entity,
    mapped::Mapped,
    plan::PlanSettings,
    profile::{Mode, Profile},
    reading::ReadSettings,
    suggest::suggest_of,
    value::{AttributeName, Choice, Key, Reference, StoreId, Value},
};
use serde_json::json;

use crate::{
    model::{Model, Plan, fields, plan_with, product, settings, text},
    pipeline::run,
    realdata,
};

fn rows(entity: Entity, table: &str) -> Vec<Mapped> {
    let file = realdata::parse(table, b'|');
    let columns = suggest_of(entity, &file.header);
    run(&file, &Profile::suggested_of(entity, &columns, ReadSettings::default()), &[]).mapped
}

fn by(keys: &[Key]) -> PlanSettings {
    PlanSettings {
        keys: keys.to_vec(),
        removes_for_good: true,
        keeps_order_status: true,
        ..settings(Mode::CreateUpdate)
    }
}

fn usual() -> PlanSettings {
    by(longshore_engine::matching::default_keys(Entity::Order))
}

fn codes(plan: &Plan) -> Vec<&str> {
    plan.issues.iter().map(|issue| issue.code.as_str()).collect()
}

/// The records that are changed.
fn changed(plan: &Plan) -> Vec<StoreId> {
    let stored = plan.changes.iter().filter_map(|change| match change.record {
        Some(longshore_engine::value::Reference::Stored(id)) => Some(id),
        _ => None,
    });
    stored.collect()
}

/// An order of the shop's own, and one that was imported with the former's number.
fn two_orders() -> (Model, StoreId, StoreId) {
    let mut shop = Model::default();
    let made = |month| Value::Moment(jiff::civil::date(2026, month, 4).at(9, 30, 0, 0));
    let own = fields([
        ("number", text("1001")),
        ("billing_email", text("own@example.com")),
        ("date_created", made(5)),
    ]);
    let own = shop.put(Entity::Order, None, own);
    let imported = fields([
        ("number", text("1200")),
        ("billing_email", text("moved@example.com")),
        ("date_created", made(9)),
        ("meta:_original_number", text("1001")),
        ("meta:_original_date_created", text("2024-02-01T10:00:00")),
    ]);
    let imported = shop.put(Entity::Order, None, imported);
    (shop, own, imported)
}

#[test]
fn of_two_orders_with_a_number_buyer_or_day_decide_and_else_nobody() {
    let (shop, own, imported) = two_orders();
    let plan = |table: &str| plan_with(&shop, &rows(Entity::Order, table), usual());
    let bare = plan("number|status\n1001|on-hold");
    assert_eq!((codes(&bare), changed(&bare)), (vec!["order_number_ambiguous"], vec![]));
    let of = |buyer: &str| {
        changed(&plan(&format!("number|billing_email|customer_note\n1001|{buyer}|Hello")))
    };
    assert_eq!(of("OWN@example.com"), [own]);
    assert_eq!(of("moved@example.com"), [imported]);
    let on = |day: &str| {
        changed(&plan(&format!("number|date_created|customer_note\n1001|{day} 10:30|Hello")))
    };
    assert_eq!(on("2026-05-04"), [own]);
    assert_eq!(on("2024-02-01"), [imported]);
    // Somebody else's on another day is an order of its own.
    let third = plan("number|billing_email|date_created\n1001|new@example.com|2025-01-01");
    assert_eq!((third.changes.len(), changed(&third)), (1, vec![]));
    // The same buyer on another day bought something else.
    let later = plan("number|billing_email|date_created\n1001|own@example.com|2026-06-30");
    assert_eq!((later.changes.len(), changed(&later)), (1, vec![]));
}

#[test]
fn who_says_so_means_the_numbers_of_the_store() {
    let (shop, own, _) = two_orders();
    let table = "number|billing_email\n1001|corrected@example.com";
    let plan = plan_with(&shop, &rows(Entity::Order, table), by(&[Key::Number]));
    assert_eq!(changed(&plan), [own]);
    let table = format!("ID|billing_email\n{}|corrected@example.com", own.0);
    let plan = plan_with(&shop, &rows(Entity::Order, &table), by(&[Key::Id]));
    assert_eq!(changed(&plan), [own]);
}

#[test]
fn a_row_that_only_names_an_order_makes_none() {
    let (shop, _, imported) = two_orders();
    let plan = |table: &str| plan_with(&shop, &rows(Entity::Order, table), usual());
    let unknown = plan("number|status\n4711|on-hold");
    assert_eq!((codes(&unknown), unknown.changes.len()), (vec!["order_unknown"], 0));
    // A number that only one order has needs no more.
    let known = plan("number|customer_note\n1200|Hello");
    assert_eq!(changed(&known), [imported]);
    let whole = plan("number|line_items\n4711|name:Tea\\|quantity:1");
    assert_eq!(whole.changes.len(), 1, "{:?}", codes(&whole));
}

#[test]
fn notes_go_to_the_order_that_their_number_means() {
    let (shop, _, imported) = two_orders();
    let keys = longshore_engine::matching::default_keys(Entity::OrderNote);
    let plan = |table: &str| plan_with(&shop, &rows(Entity::OrderNote, table), by(keys));
    let twice = plan("order|note\n1001|Hello");
    assert_eq!((codes(&twice), twice.changes.len()), (vec!["order_number_ambiguous"], 0));
    let once = plan("order|note\n1200|Hello");
    let parents: Vec<_> = once.changes.iter().map(|change| change.parent.clone()).collect();
    assert_eq!(parents, [Some(longshore_engine::value::Reference::Stored(imported))]);
    assert_eq!(codes(&plan("order|note\n9|Hello")), ["within_nothing"]);
    // What tells the two apart stands behind the number, as exports write it.
    let (shop, own, imported) = two_orders();
    for (order, meant) in [
        ("1001 (own@example.com)", own),
        ("#1001 (2026-05-04 09:30:00)", own),
        ("1001 (moved@example.com, 2024-02-01 10:00:00)", imported),
        ("1001(OWN@example.com; 2026-05-04)", own),
    ] {
        let plan = plan_with(
            &shop,
            &rows(Entity::OrderNote, &format!("order|note\n{order}|Hi")),
            by(keys),
        );
        assert_eq!(codes(&plan), Vec::<&str>::new(), "{order}");
        assert_eq!(plan.changes[0].parent, Some(Reference::Stored(meant)), "{order}");
    }
    let nobody = plan("order|note\n1001 (else@example.com)|Hello");
    assert_eq!(codes(&nobody), ["within_nothing"]);
}

#[test]
fn lines_are_of_the_products_that_they_name() {
    let mut shop = Model::default();
    let sold = |kind: &str, sku: &str, name: &str| {
        fields([("type", text(kind)), ("sku", text(sku)), ("name", text(name))])
    };
    let tea = shop.put(Entity::Product, None, sold("simple", "TEA", "Tea &amp; Milk"));
    let shirt = shop.put(Entity::Product, None, sold("variable", "SHIRT", "Shirt"));
    let red = fields([("sku", text("SHIRT-R"))]);
    shop.put(Entity::Variation, Some(shirt), red);
    let lines = |lines: serde_json::Value| {
        let table = format!("billing_email|line_items\na@example.com|{lines}");
        let plan = plan_with(&shop, &rows(Entity::Order, &table), usual());
        let told: Vec<String> = codes(&plan).into_iter().map(str::to_owned).collect();
        (told, plan.changes[0].fields.get("line_items").cloned())
    };
    let of = |line: serde_json::Value| Some(Value::Json(json!([line])));
    let none = Vec::<String>::new();

    assert_eq!(lines(json!([{"sku": "SHIRT-R", "quantity": 1}])).0, none);
    assert_eq!(lines(json!([{"sku": "SHIRT", "quantity": 1}])).0, ["line_without_variation"]);
    assert_eq!(lines(json!([{"sku": "NONE", "quantity": 1}])).0, ["line_without_product"]);
    let right = json!({"name": "Tea & Milk - Large", "product_id": tea.0, "quantity": 1});
    assert_eq!(lines(json!([right])), (none.clone(), of(right.clone())));
    // In the shop that the file is of, the number was a teapot's.
    let other = json!({"name": "Teapot", "product_id": tea.0, "quantity": 1});
    let bare = json!({"name": "Teapot", "quantity": 1});
    assert_eq!(lines(json!([other])), (vec!["line_of_other_product".to_owned()], of(bare.clone())));
    let unknown = json!({"name": "Teapot", "product_id": 9999, "quantity": 1});
    assert_eq!(lines(json!([unknown])), (vec!["line_without_product".to_owned()], of(bare)));
}

#[test]
fn a_variation_without_a_sku_is_known_by_what_was_chosen() {
    let mut shop = Model::default();
    let colour = fields([("name", text("Colour")), ("slug", text("pa_colour"))]);
    let colour = shop.put(Entity::Attribute, None, colour);
    let shirt =
        fields([("type", text("variable")), ("sku", text("SHIRT")), ("name", text("T-shirt"))]);
    let shirt = shop.put(Entity::Product, None, shirt);
    let chosen = |colour_is: &str, size: &str, sku: &str| {
        let choice = |attribute, option: &str| Choice { attribute, option: option.to_owned() };
        let colour = AttributeName::Global(Reference::Stored(colour));
        let size = choice(AttributeName::Local("Size".to_owned()), size);
        let choices = vec![choice(colour, colour_is), size];
        fields([("attributes", Value::Choices(choices)), ("sku", text(sku))])
    };
    // Variations show the SKU of their product where they have none.
    let red = shop.put(Entity::Variation, Some(shirt), chosen("Light red", "S", "SHIRT"));
    let blue = shop.put(Entity::Variation, Some(shirt), chosen("Blue", "", "SHIRT"));
    shop.put(Entity::Variation, Some(shirt), chosen("Green", "S", "SHIRT-G"));
    let of = |line: serde_json::Value| {
        let table = format!("billing_email|line_items\na@example.com|[{line}]");
        let plan = plan_with(&shop, &rows(Entity::Order, &table), usual());
        let told: Vec<String> = codes(&plan).into_iter().map(str::to_owned).collect();
        let Some(Value::Json(lines)) = plan.changes[0].fields.get("line_items") else { panic!() };
        (told, lines[0].clone())
    };
    let meta = |all: &[(&str, &str)]| -> serde_json::Value {
        all.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
    };
    let numbers = |id: StoreId| json!({"product_id": shirt.0, "variation_id": id.0, "quantity": 2});
    let none = Vec::<String>::new();

    // By the keys and slugs of an export, or by what people call them; what is the buyer's own stays.
    let exported = meta(&[("pa_colour", "light-red"), ("size", "s")]);
    let line = json!({"sku": "SHIRT", "quantity": 2, "meta_data": exported});
    assert_eq!(of(line), (none.clone(), numbers(red)));
    let told = meta(&[("Colour", "Blue"), ("Size", "XL"), ("Engraving", "Anna")]);
    let mut engraved = numbers(blue);
    engraved["meta_data"] = meta(&[("Size", "XL"), ("Engraving", "Anna")]);
    let line = json!({"sku": "SHIRT", "quantity": 2, "meta_data": told});
    assert_eq!(of(line), (none.clone(), engraved));
    // By the name of the line, whatever the product was called then.
    let mut named = numbers(red);
    named["name"] = json!("Shirt - Light red, S");
    let line = json!({"sku": "SHIRT", "quantity": 2, "name": "Shirt - Light red, S"});
    assert_eq!(of(line), (none.clone(), named));
    // What is said fits none.
    let line = json!({"sku": "SHIRT", "quantity": 2, "meta_data": meta(&[("Colour", "Black")])});
    assert_eq!(of(line).0, ["line_without_variation"]);
    // With a SKU of its own that decides, and what it says by itself is not said twice.
    let line = json!({"sku": "SHIRT-G", "quantity": 1,
        "meta_data": meta(&[("Color", "Green"), ("Size", "S"), ("colour", "green")])});
    let green_line =
        json!({"sku": "SHIRT-G", "quantity": 1, "meta_data": meta(&[("Color", "Green")])});
    assert_eq!(of(line), (none, green_line));
}

#[test]
fn what_an_order_has_already_is_not_asked_about() {
    let mut shop = Model::default();
    let tea = shop.put(Entity::Product, None, fields([("name", text("Renamed since"))]));
    let line = json!([{"name": "Tea", "product_id": tea.0, "quantity": 1}]);
    let order = fields([
        ("number", text("7")),
        ("billing_email", text("a@example.com")),
        ("line_items", Value::Json(line)),
        ("coupon_lines", Value::Json(json!([{"code": "gone"}]))),
    ]);
    shop.put(Entity::Order, None, order);
    let said = json!([{"name": "Tea", "product_id": tea.0, "quantity": 1}]);
    let table =
        format!("number|billing_email|line_items|coupon_lines\n7|a@example.com|{said}|code:gone");
    let plan = plan_with(&shop, &rows(Entity::Order, &table), usual());
    assert_eq!((codes(&plan), plan.changes.len()), (vec![], 0));
}

#[test]
fn an_order_with_a_coupon_that_the_store_lacks_stays_out() {
    let mut shop = Model::default();
    shop.put(Entity::Coupon, None, fields([("code", text("spring"))]));
    let table = "billing_email|date_created|coupon_lines\na@example.com|2026-01-02|code:SPRING\n\
        b@example.com|2026-01-02|code:autumn";
    let plan = plan_with(&shop, &rows(Entity::Order, table), usual());
    let out: Vec<_> = plan.issues.iter().filter(|one| one.code == "order_coupon_unknown").collect();
    assert_eq!(out.iter().map(|one| one.row).collect::<Vec<_>>(), [Some(2)]);
    assert_eq!(plan.changes.len(), 1);
}

#[test]
fn classes_of_tax_are_named_by_slug_or_name_and_must_be_there() {
    let mut shop = Model::default();
    let class = fields([("name", text("Reduced rate")), ("slug", text("reduced-rate"))]);
    shop.put(Entity::TaxClass, None, class);
    let keys = longshore_engine::matching::default_keys(Entity::TaxRate);
    let table = "country|rate|class\nDE|7|Reduced rate\nDE|19|\nDE|19|Standard rate\nDE|5|books";
    let plan = plan_with(&shop, &rows(Entity::TaxRate, table), by(keys));
    let class_of =
        |fields: &longshore_engine::record::Fields| fields.text("class").map(str::to_owned);
    let classes: Vec<_> = plan.changes.iter().map(|change| class_of(&change.fields)).collect();
    assert_eq!(classes, [Some("reduced-rate".to_owned()), None, Some("standard".to_owned())]);
    assert_eq!(codes(&plan), ["tax_class_unknown"]);

    let classes = ["REDUCED RATE", "standard", "books", "reduced-rate"];
    let rows: Vec<Mapped> = (1..)
        .zip(classes)
        .map(|(row, class)| {
            let name = text(&format!("Name {row}"));
            product(row, [("name", name.clone()), ("sku", name), ("tax_class", text(class))])
        })
        .collect();
    let plan = plan_with(&shop, &rows, settings(Mode::CreateUpdate));
    let classes: Vec<_> = plan.changes.iter().map(|one| one.fields.text("tax_class")).collect();
    assert_eq!(classes, [Some("reduced-rate"), Some("standard"), None, Some("reduced-rate")]);
    assert_eq!(codes(&plan), ["tax_class_not_kept"]);
}
