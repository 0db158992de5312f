//! Rows become changes: each once, in an order that can be sent, and nothing twice.

use longshore_engine::{
    change::{Action, Phase},
    entity::Entity,
    mapped::Mapped,
    plan::{PlanSettings, Verdict},
    profile::Mode,
    record::Fields,
    value::{AttributeName, Key, Name, ProductAttribute, Reference, StoreId, Value},
};

use crate::model::*;

fn colour() -> AttributeName {
    shared("Colour")
}

/// A parent after its variations, terms in two letter cases, links forward and backward, a picture.
fn catalogue() -> Vec<Mapped> {
    vec![
        variation(
            1,
            "tee",
            [
                ("attributes", Value::Choices(vec![choice(colour(), "Red")])),
                ("regular_price", price("10.00")),
                ("sku", text("TEE-R")),
            ],
        ),
        variation(
            2,
            "TEE",
            [
                ("attributes", Value::Choices(vec![choice(colour(), "blue")])),
                ("regular_price", price("10.50")),
            ],
        ),
        product(
            3,
            [
                ("attributes", Value::Attributes(vec![offers(colour(), &["Red", "Blue"])])),
                ("categories", categories(&[&["Clothing", "Shirts & More"]])),
                ("default_attributes", Value::Choices(vec![choice(colour(), "Red")])),
                ("images", Value::Images(vec![picture("https://supplier.example/tee.jpg")])),
                ("name", text("Tee & Co")),
                ("sku", text("TEE")),
                ("type", text("variable")),
                ("upsell_ids", products(&["cap"])),
            ],
        ),
        product(
            4,
            [
                ("categories", categories(&[&["clothing", "SHIRTS &amp; MORE"], &["Hats"]])),
                ("cross_sell_ids", products(&["TEE"])),
                ("description", text("from C:\\temp")),
                ("meta:size", Value::Integer(12)),
                ("name", text("Cap")),
                ("regular_price", price("5")),
                ("sku", text("CAP")),
                ("stock_quantity", Value::Integer(4)),
                ("tags", tags(&["new", "New", "summer"])),
                ("type", text("simple")),
            ],
        ),
    ]
}

#[test]
fn terms_are_made_once_and_before_what_needs_them() {
    let plan = plan(&Model::default(), &catalogue());
    let terms: Vec<_> = plan
        .summary()
        .into_iter()
        .filter(|(entity, ..)| entity.is_taxonomy())
        .map(|(_, _, label)| label)
        .collect();
    assert_eq!(
        terms,
        ["Colour", "Red", "Blue", "Clothing", "Shirts & More", "Hats", "new", "summer"]
    );
    for (at, change) in plan.changes.iter().enumerate() {
        let mut planned = Vec::new();
        planned_in(change, &mut planned);
        for id in planned {
            let earlier = plan.changes[..at].iter().find(|other| other.id == id);
            let earlier = earlier.unwrap_or_else(|| panic!("{} needs {id:?} first", change.label));
            assert!(
                earlier.phase <= change.phase,
                "{} is sent before {}",
                change.label,
                earlier.label
            );
        }
    }
}

fn planned_in(
    change: &longshore_engine::change::Change,
    into: &mut Vec<longshore_engine::value::ChangeId>,
) {
    let mut see = |reference: &Reference| match reference {
        Reference::Planned(id) => into.push(*id),
        Reference::Stored(_) => {}
        Reference::Named(name) => panic!("{name:?} is still a name"),
    };
    change.record.iter().chain(&change.parent).for_each(&mut see);
    for (_, value) in change.fields.iter() {
        match value {
            Value::Reference(one) => see(one),
            Value::References(all) => all.iter().for_each(&mut see),
            Value::Attributes(all) => all.iter().for_each(|one| {
                if let AttributeName::Global(one) = &one.attribute {
                    see(one);
                }
            }),
            Value::Choices(all) => all.iter().for_each(|one| {
                if let AttributeName::Global(one) = &one.attribute {
                    see(one);
                }
            }),
            _ => {}
        }
    }
}

#[test]
fn links_wait_for_products_of_the_same_run() {
    let plan = plan(&Model::default(), &catalogue());
    let links: Vec<_> = plan.changes.iter().filter(|change| change.phase == Phase::Links).collect();
    assert_eq!(
        links.iter().map(|change| change.label.as_str()).collect::<Vec<_>>(),
        ["TEE", "CAP"]
    );
    for link in links {
        let main = plan.changes.iter().find(|change| Some(change.id) == link.completes).unwrap();
        assert_eq!((main.label.as_str(), main.phase), (link.label.as_str(), Phase::Products));
    }
}

#[test]
fn a_file_imported_twice_changes_nothing_the_second_time() {
    let (mut model, rows) = (Model::default(), catalogue());
    let first = plan(&model, &rows);
    assert_eq!(first.codes(), [""; 0]);
    for sent in send(&mut model, &first, &rows) {
        assert!(sent.kept.is_some(), "{}: {:?}", sent.change.label, sent.outcome);
    }
    let second = plan(&model, &rows);
    assert_eq!(second.summary(), []);
    assert!(second.verdicts.values().all(|verdict| matches!(verdict, Verdict::Unchanged(_))));
    assert_eq!(second.codes(), [""; 0]);
}

#[test]
fn what_the_store_altered_is_not_sent_again_until_row_or_store_change() {
    let mut model = Model::default();
    let rows = [product(1, [("sku", text("A")), ("description", text("C:\\temp"))])];
    let first = plan(&model, &rows);
    send(&mut model, &first, &rows);
    assert_eq!(plan(&model, &rows).changes, []);
    let other = [product(1, [("sku", text("A")), ("description", text("D:\\temp"))])];
    assert_eq!(plan(&model, &other).changes.len(), 1);
    model.records.values_mut().for_each(|record| record.fields.set("description", text("edited")));
    assert_eq!(plan(&model, &rows).changes.len(), 1);
}

#[test]
fn only_changed_fields_are_sent_with_what_was_there() {
    let mut model = Model::default();
    let stored =
        fields([("sku", text("A")), ("name", text("One")), ("regular_price", price("19.9"))]);
    model.put(Entity::Product, None, stored);
    let rows = [product(
        1,
        [("name", text("Two")), ("regular_price", price("19.90")), ("sku", text(" a "))],
    )];
    let plan = plan(&model, &rows);
    let change = &plan.changes[0];
    assert_eq!((change.action, change.reason.as_str()), (Action::Update, "fields_differ"));
    assert_eq!(change.fields, fields([("name", text("Two"))]));
    assert_eq!(change.before, fields([("name", text("One"))]));
}

#[test]
fn stock_goes_with_its_management() {
    let mut model = Model::default();
    model.put(Entity::Product, None, fields([("sku", text("A"))]));
    let rows = [
        product(1, [("sku", text("A")), ("stock_quantity", Value::Integer(3))]),
        product(2, [("sku", text("B")), ("stock_quantity", Value::Integer(3))]),
    ];
    for change in plan(&model, &rows).changes {
        assert_eq!(
            change.fields.get("manage_stock"),
            Some(&Value::Boolean(true)),
            "{}",
            change.label
        );
    }
}

#[test]
fn modes_leave_out_what_they_are_not_for() {
    let mut model = Model::default();
    model.put(Entity::Product, None, fields([("sku", text("OLD")), ("name", text("x"))]));
    let rows = [
        product(1, [("sku", text("OLD")), ("name", text("y")), ("tags", tags(&["for old"]))]),
        product(2, [("sku", text("NEW")), ("tags", tags(&["for new"]))]),
    ];
    let create = plan_with(&model, &rows, settings(Mode::Create));
    assert_eq!(create.skipped(1), "already_in_store");
    assert_eq!(
        create.summary(),
        [(Entity::Tag, Action::Create, "for new"), (Entity::Product, Action::Create, "NEW")]
    );
    let update = plan_with(&model, &rows, settings(Mode::Update));
    assert_eq!(update.skipped(2), "not_in_store");
    assert_eq!(
        update.summary(),
        [(Entity::Tag, Action::Create, "for old"), (Entity::Product, Action::Update, "OLD")]
    );
}

#[test]
fn the_same_record_is_planned_once() {
    let mut model = Model::default();
    model.put(Entity::Product, None, fields([("sku", text("old")), ("name", text("x"))]));
    let rows = [
        product(1, [("sku", text("OLD")), ("name", text("y"))]),
        product(2, [("sku", text("old ")), ("name", text("z"))]),
        product(3, [("sku", text("NEW"))]),
        product(4, [("sku", text("new"))]),
    ];
    let plan = plan(&model, &rows);
    assert_eq!(plan.changes.len(), 2);
    assert_eq!(plan.skipped(2), "same_record_twice");
    assert_eq!(plan.skipped(4), "same_record_twice");
}

#[test]
fn an_ambiguous_key_is_never_guessed_at() {
    let mut model = Model::default();
    for sku in ["A", "B"] {
        model.put(Entity::Product, None, fields([("sku", text(sku)), ("slug", text("same"))]));
    }
    let plan = plan(&model, &[product(1, [("slug", text("same")), ("name", text("x"))])]);
    assert_eq!(plan.skipped(1), "key_ambiguous");
    assert_eq!(plan.changes, []);
    assert_eq!(
        plan.issues[0].params,
        [("key".into(), "slug".to_owned()), ("count".into(), "2".to_owned())]
    );
}

#[test]
fn the_file_s_number_counts_only_where_it_is_asked_for_and_something_agrees() {
    let mut model = Model::default();
    let id = model.put(Entity::Product, None, fields([("name", text("Fish &amp; Chips"))]));
    let mut row = product(1, [("name", text("Fish & Chips")), ("weight", price("1"))]);
    row.source_id = Some(id.0);
    assert_eq!(plan(&model, &[row.clone()]).changes[0].action, Action::Create);
    let by_id = PlanSettings { keys: vec![Key::Id], ..settings(Mode::CreateUpdate) };
    let change = &plan_with(&model, &[row.clone()], by_id.clone()).changes[0];
    assert_eq!(change.record, Some(Reference::Stored(id)));
    row.record.fields.set("name", text("Something else"));
    assert_eq!(plan_with(&model, &[row], by_id).changes[0].action, Action::Create);
}

#[test]
fn a_row_without_any_key_is_known_again_by_what_it_became() {
    let mut model = Model::default();
    let mut nameless = product(1, [("name", text("Nothing else"))]);
    nameless.source_id = Some(77);
    let rows = [nameless, product(2, [("name", text("Only a name"))])];
    let first = plan(&model, &rows);
    assert!(first.changes.iter().all(|change| {
        change.fields.text("meta:_longshore") == Some(format!("test-{}", change.id.0).as_str())
    }));
    send(&mut model, &first, &rows);
    assert_eq!(plan(&model, &rows).changes, []);
}

#[test]
fn records_with_a_natural_key_carry_no_mark() {
    let plan = plan(&Model::default(), &[product(1, [("sku", text("A"))])]);
    assert_eq!(plan.changes[0].fields, fields([("sku", text("A"))]));
}

#[test]
fn a_variation_that_shows_its_parent_s_sku_has_none() {
    let mut model = Model::default();
    let parent =
        model.put(Entity::Product, None, fields([("sku", text("P")), ("type", text("variable"))]));
    let red = vec![choice(AttributeName::Local("Size".into()), "S")];
    let child = model.put(
        Entity::Variation,
        Some(parent),
        fields([("attributes", Value::Choices(red.clone()))]),
    );
    assert_eq!(model.shown(Entity::Variation, child).unwrap().fields.text("sku"), Some("P"));
    let rows = [variation(
        1,
        "p",
        [("attributes", Value::Choices(red)), ("regular_price", price("3")), ("sku", text("P"))],
    )];
    let plan = plan(&model, &rows);
    assert_eq!(plan.changes[0].record, Some(Reference::Stored(child)));
    assert_eq!(plan.changes[0].fields, fields([("regular_price", price("3"))]));
}

#[test]
fn variations_find_parents_of_the_store_by_the_file_s_own_numbers() {
    let mut model = Model::default();
    let mut parent = product(1, [("name", text("Mug")), ("type", text("variable"))]);
    parent.source_id = Some(500);
    let mut child = variation(2, "", [("regular_price", price("3"))]);
    child.parent = Some(Name::new(Entity::Product, Key::Id, "500"));
    child
        .record
        .fields
        .set("attributes", Value::Choices(vec![choice(AttributeName::Local("Size".into()), "L")]));
    let rows = [child.clone(), parent];
    let first = plan(&model, &rows);
    assert_eq!(first.codes(), [""; 0]);
    send(&mut model, &first, &rows);
    assert_eq!(plan(&model, &rows).changes, []);
    child.record.fields.set("regular_price", price("4"));
    let alone = plan(&model, &[child]);
    assert_eq!(alone.changes.len(), 1);
    assert_eq!(alone.changes[0].action, Action::Update);
}

#[test]
fn orphans_and_variations_of_others_stay_out() {
    let mut model = Model::default();
    let one = model.put(
        Entity::Product,
        None,
        fields([("sku", text("ONE")), ("type", text("variable"))]),
    );
    model.put(Entity::Product, None, fields([("sku", text("TWO")), ("type", text("variable"))]));
    model.put(Entity::Variation, Some(one), fields([("sku", text("ONE-A"))]));
    let rows = [
        variation(1, "nowhere", [("sku", text("X"))]),
        variation(2, "TWO", [("sku", text("ONE-A"))]),
        variation(3, "TWO", [("sku", text("ONE"))]),
        product(4, [("sku", text("one-a")), ("type", text("simple"))]),
    ];
    let plan = plan(&model, &rows);
    assert_eq!(plan.skipped(1), "parent_missing");
    assert_eq!(plan.skipped(2), "variation_of_other_product");
    assert_eq!(plan.skipped(3), "sku_is_of_product");
    assert_eq!(plan.skipped(4), "sku_is_of_variation");
    assert_eq!(plan.changes, []);
}

#[test]
fn a_price_list_that_does_not_say_what_is_a_variation_still_finds_it() {
    let mut model = Model::default();
    let one = model.put(
        Entity::Product,
        None,
        fields([("sku", text("ONE")), ("type", text("variable"))]),
    );
    let price = |price: i64| Value::Decimal(price.into());
    model.put(
        Entity::Variation,
        Some(one),
        fields([("sku", text("ONE-A")), ("regular_price", price(5))]),
    );
    let row =
        product(1, [("sku", text("one-a")), ("name", text("A")), ("regular_price", price(6))]);
    let plan = plan(&model, &[row]);
    assert_eq!(plan.codes(), ["left_out_of_variation"]);
    let [change] = plan.changes.as_slice() else { panic!("{:?}", plan.changes) };
    assert_eq!((change.entity, change.action), (Entity::Variation, Action::Update));
    assert_eq!(change.parent, Some(Reference::Stored(one)));
    assert_eq!(change.fields, fields([("regular_price", price(6))]));
}

#[test]
fn a_price_list_makes_no_products_without_a_name() {
    let row = product(1, [("sku", text("GHOST")), ("regular_price", price("1"))]);
    let settings = PlanSettings { checks_new_records: true, ..settings(Mode::CreateUpdate) };
    let plan = plan_with(&Model::default(), &[row], settings);
    assert_eq!(plan.skipped(1), "name_missing");
    assert_eq!(plan.changes, []);
}

#[test]
fn what_a_list_does_not_say_of_attributes_stays_as_the_store_has_it() {
    let offers = |label: &str, option: &str, variation| ProductAttribute {
        attribute: AttributeName::Local(label.to_owned()),
        options: vec![option.to_owned()],
        visible: true,
        variation,
    };
    let mut model = Model::default();
    let stored = Value::Attributes(vec![offers("Size", "S", true), offers("Care", "Cold", false)]);
    model.put(Entity::Product, None, fields([("sku", text("A")), ("attributes", stored)]));
    let named = Value::Attributes(vec![offers("Size", "M", false)]);
    let row = product(1, [("sku", text("A")), ("attributes", named)]);

    let sent = |complete| {
        let settings =
            PlanSettings { attributes_are_complete: complete, ..settings(Mode::CreateUpdate) };
        plan_with(&model, std::slice::from_ref(&row), settings).changes[0].fields.clone()
    };
    let whole = Value::Attributes(vec![offers("Size", "M", true)]);
    assert_eq!(sent(true), fields([("attributes", whole)]));
    let merged = Value::Attributes(vec![offers("Size", "M", true), offers("Care", "Cold", false)]);
    assert_eq!(sent(false), fields([("attributes", merged)]));
}

#[test]
fn links_to_products_that_are_nowhere_are_said_and_the_rest_goes_in() {
    let rows = [
        product(1, [("sku", text("A")), ("upsell_ids", products(&["ghost", "B"]))]),
        product(2, [("sku", text("B"))]),
    ];
    let plan = plan(&Model::default(), &rows);
    assert_eq!(plan.codes(), ["linked_product_missing"]);
    assert_eq!(plan.issues[0].params[1].1, "ghost");
    let links = plan.changes.last().unwrap();
    assert_eq!(
        links.fields.get("upsell_ids"),
        Some(&Value::References(vec![Reference::Planned(plan.changes[1].id)]))
    );
}

#[test]
fn a_row_that_would_lose_data_says_so() {
    let mut model = Model::default();
    model.put(
        Entity::Product,
        None,
        fields([
            (
                "attributes",
                Value::Attributes(vec![
                    offers(AttributeName::Local("Size".into()), &["S"]),
                    offers(AttributeName::Local("Cut".into()), &["slim"]),
                ]),
            ),
            ("manage_stock", Value::Boolean(true)),
            ("regular_price", price("20")),
            ("sale_price", price("15")),
            ("sku", text("A")),
            ("stock_quantity", Value::Integer(7)),
            ("type", text("simple")),
        ]),
    );
    let rows = [product(
        1,
        [
            (
                "attributes",
                Value::Attributes(vec![offers(AttributeName::Local("Size".into()), &["S"])]),
            ),
            ("regular_price", price("15")),
            ("sku", text("A")),
            ("type", text("external")),
        ],
    )];
    let plan = plan(&model, &rows);
    assert_eq!(plan.codes(), ["type_changes", "stock_lost", "sale_price_lost", "attribute_lost"]);
    assert_eq!(plan.changes[0].reason, "type_changes");
}

#[test]
fn a_variable_product_that_loses_its_type_orphans_its_variations() {
    let mut model = Model::default();
    model.put(Entity::Product, None, fields([("sku", text("A")), ("type", text("variable"))]));
    let plan = plan(&model, &[product(1, [("sku", text("A")), ("type", text("simple"))])]);
    assert_eq!(plan.changes[0].reason, "variations_orphaned");
}

#[test]
fn attributes_get_slugs_that_the_store_takes() {
    let rows = [product(
        1,
        [
            (
                "attributes",
                Value::Attributes(vec![
                    offers(shared("Type"), &["a"]),
                    offers(
                        shared("This attribute name is much longer than twenty eight chars"),
                        &["a"],
                    ),
                    offers(shared("This attribute name is much longer than others"), &["a"]),
                    offers(shared("Colour"), &["a"]),
                ]),
            ),
            ("sku", text("A")),
        ],
    )];
    let plan = plan(&Model::default(), &rows);
    let slugs: Vec<_> = plan
        .changes
        .iter()
        .filter(|change| change.entity == Entity::Attribute)
        .map(|change| change.fields.text("slug"))
        .collect();
    assert_eq!(
        slugs,
        [
            Some("product-type"),
            Some("this-attribute-name-is-much-"),
            Some("this-attribute-name-is-muc-2"),
            None
        ]
    );
}

#[test]
fn a_cleared_field_is_sent_as_what_the_store_takes_for_nothing() {
    let mut model = Model::default();
    model.put(
        Entity::Product,
        None,
        fields([
            ("backorders", text("yes")),
            ("download_limit", Value::Integer(5)),
            ("sale_price", price("3")),
            ("sku", text("A")),
            ("status", text("draft")),
        ]),
    );
    let rows = [product(
        1,
        [
            ("backorders", Value::Empty),
            ("download_limit", Value::Empty),
            ("sale_price", Value::Empty),
            ("sku", text("A")),
            ("status", Value::Empty),
            ("weight", Value::Empty),
        ],
    )];
    let sent: Fields = plan(&model, &rows).changes[0].fields.clone();
    assert_eq!(
        sent,
        fields([
            ("backorders", text("no")),
            ("download_limit", Value::Integer(-1)),
            ("sale_price", Value::Empty)
        ])
    );
}

#[test]
fn what_must_be_known_of_the_store_is_named() {
    let mut planner = longshore_engine::plan::Planner::new(settings(Mode::CreateUpdate));
    let mut keys = Vec::new();
    for row in catalogue() {
        planner.collect(&row, &mut |entity, key, text| keys.push((entity, key, text.to_owned())));
    }
    assert!(keys.contains(&(Entity::Product, Key::Sku, "cap".into())));
    assert!(keys.contains(&(Entity::Variation, Key::Sku, "TEE-R".into())));
    let taxonomies: Vec<_> = planner.needs().taxonomies.iter().copied().collect();
    assert_eq!(taxonomies, [Entity::Category, Entity::Tag, Entity::Attribute, Entity::Term]);
    assert_eq!(planner.needs().attributes.iter().collect::<Vec<_>>(), ["colour"]);
}

#[test]
fn a_path_of_a_hostile_file_ends_somewhere() {
    let path: Vec<String> = (0..10_000).map(|level| level.to_string()).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let rows = [product(1, [("categories", categories(&[&path])), ("sku", text("A"))])];
    let plan = plan(&Model::default(), &rows);
    assert_eq!(plan.codes(), ["path_too_deep"]);
    assert_eq!(plan.changes.len(), 1);
}

#[test]
fn terms_that_the_store_has_escaped_are_found() {
    let mut model = Model::default();
    let id = model.put(Entity::Category, None, fields([("name", text("Home & Garden"))]));
    assert_eq!(
        model.records[&(Entity::Category, id)].fields.text("name"),
        Some("Home &amp; Garden")
    );
    let rows =
        [product(1, [("categories", categories(&[&["home & garden"]])), ("sku", text("A"))])];
    let plan = plan(&model, &rows);
    assert_eq!(
        plan.changes[0].fields.get("categories"),
        Some(&Value::References(vec![Reference::Stored(id)]))
    );
    assert_eq!(plan.changes.len(), 1);
    assert_ne!(id, StoreId(0));
}

#[test]
fn categories_are_found_by_the_slugs_that_a_file_has_for_them() {
    let mut model = Model::default();
    let food = model.put(Entity::Category, None, fields([("name", text("Lebensmittel"))]));
    let vegetables = fields([
        ("name", text("Gemüse")),
        ("slug", text("gemuese")),
        ("parent", Value::Reference(Reference::Stored(food))),
    ]);
    let vegetables = model.put(Entity::Category, None, vegetables);
    let shoes = fields([
        ("name", text("Shoes")),
        ("slug", text("shoes")),
        ("parent", Value::Reference(Reference::Stored(food))),
    ]);
    model.put(Entity::Category, None, shoes);
    let one = |row, path: &[&str]| {
        product(row, [("categories", categories(&[path])), ("sku", text(&format!("S{row}")))])
    };
    let rows = [
        one(1, &["gemuese"]),
        one(2, &["lebensmittel", "gemuese"]),
        // A slug below another node is another one, and so is a name at another place.
        one(3, &["obst", "gemuese"]),
        one(4, &["shoes"]),
    ];
    let plan_of = |rows: &[Mapped]| plan(&model, rows);
    let plan = plan_of(&rows);
    let found = Value::References(vec![Reference::Stored(vegetables)]);
    let of = |number: u64| {
        let change = plan.changes.iter().find(|change| change.row == Some(number));
        change.and_then(|change| change.fields.get("categories")).cloned()
    };
    assert_eq!((of(1), of(2)), (Some(found.clone()), Some(found.clone())));
    for number in [3, 4] {
        assert_ne!(of(number), Some(found.clone()), "{number}");
    }
    let made: Vec<_> = plan
        .changes
        .iter()
        .filter(|change| change.entity == Entity::Category)
        .filter_map(|change| change.fields.text("name"))
        .collect();
    assert_eq!(made, ["obst", "gemuese", "shoes"]);
    // What is no slug is a name.
    let plan = plan_of(&[one(1, &["Gemuese"])]);
    assert_eq!(plan.changes[0].fields.text("name"), Some("Gemuese"));
}

#[test]
fn german_slugs_are_found_in_shops_that_make_others_of_the_same_names() {
    let mut model = Model::default();
    let sweets = fields([("name", text("Snacks & Süßwaren")), ("slug", text("snacks-suswaren"))]);
    let sweets = model.put(Entity::Category, None, sweets);
    model.put(Entity::Category, None, fields([("name", text("Aal")), ("slug", text("aal"))]));
    let category = |path: &str| {
        let row = product(1, [("categories", categories(&[&[path]])), ("sku", text("A"))]);
        plan(&model, &[row]).changes[0].fields.clone()
    };
    let found = Value::References(vec![Reference::Stored(sweets)]);
    assert_eq!(category("snacks-suesswaren").get("categories"), Some(&found));
    assert_eq!(category("aeal").text("name"), Some("aeal"), "another word");
}

#[test]
fn a_cell_with_very_many_names_ends_soon() {
    let many: Vec<String> = (0..50_000).map(|number| format!("t{}", number % 20_000)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let rows = [product(
        1,
        [
            (
                "attributes",
                Value::Attributes(vec![offers(AttributeName::Local("Size".into()), &many)]),
            ),
            ("sku", text("A")),
            ("upsell_ids", products(&many)),
        ],
    )];
    let plan = plan(&Model::default(), &rows);
    assert_eq!(plan.changes.len(), 1);
    assert_eq!(plan.codes().len(), 20_000);

    let attribute = |options: &[&str]| {
        let global = AttributeName::Global(Reference::Stored(StoreId(1)));
        fields([("attributes", Value::Attributes(vec![offers(global, options)]))])
    };
    let current = longshore_engine::record::StoreRecord {
        entity: Entity::Product,
        id: StoreId(2),
        parent: None,
        modified: None,
        fields: attribute(&many),
    };
    let other: Vec<&str> = many.iter().rev().copied().collect();
    let known = Model::default();
    assert_eq!(
        longshore_engine::diff::changed_fields(&attribute(&other), &current, None, &known),
        []
    );
}

#[test]
fn a_variation_is_found_by_the_slug_of_an_option_but_never_by_another_term_s() {
    let mut model = Model::default();
    let grade = model.put(Entity::Attribute, None, fields([("name", text("Grade"))]));
    model.put(Entity::Term, Some(grade), fields([("name", text("C"))]));
    let parent =
        model.put(Entity::Product, None, fields([("sku", text("P")), ("type", text("variable"))]));
    let of = |option: &str| {
        let choices = vec![choice(AttributeName::Global(Reference::Stored(grade)), option)];
        fields([("attributes", Value::Choices(choices))])
    };
    model.put(Entity::Variation, Some(parent), of("C"));
    let slugged = model.put(Entity::Variation, Some(parent), of("very-good"));
    let row = |number, option: &str| {
        variation(
            number,
            "P",
            [
                ("attributes", Value::Choices(vec![choice(shared("Grade"), option)])),
                ("regular_price", price("1")),
            ],
        )
    };
    let plan = plan(&model, &[row(1, "C++"), row(2, "Very Good")]);
    let of_row = |row| plan.changes.iter().find(|change| change.row == Some(row)).unwrap();
    assert_eq!(of_row(1).record, None, "C++ is another grade than C");
    assert_eq!(of_row(2).record, Some(Reference::Stored(slugged)));
}

#[test]
fn rows_with_numbers_of_their_own_are_different_variations_whatever_they_offer() {
    let parent = product(1, [("sku", text("P")), ("type", text("variable"))]);
    let twin = |row, number| {
        let chosen = vec![choice(AttributeName::Local("Size".into()), "S")];
        let mut twin = variation(row, "P", [("attributes", Value::Choices(chosen))]);
        twin.source_id = number;
        twin
    };
    let numbered = plan(&Model::default(), &[parent.clone(), twin(2, Some(8)), twin(3, Some(9))]);
    assert_eq!(numbered.changes.len(), 3);
    let bare = plan(&Model::default(), &[parent, twin(2, None), twin(3, None)]);
    assert_eq!(bare.skipped(3), "same_record_twice");
}

#[test]
fn a_number_that_is_another_records_is_said_where_numbers_count() {
    let mut model = Model::default();
    let id = model.put(
        Entity::Product,
        None,
        fields([("name", text("Teapot")), ("sku", text("TEA")), ("type", text("simple"))]),
    );
    let mut row = product(1, [("name", text("Kettle")), ("sku", text("KET"))]);
    row.source_id = Some(id.0);
    let quiet = plan(&model, std::slice::from_ref(&row));
    assert!(quiet.issues.iter().all(|issue| issue.code != "id_is_anothers"), "nobody asked");
    let settings = PlanSettings { keys: vec![Key::Id], ..settings(Mode::CreateUpdate) };
    let told = plan_with(&model, std::slice::from_ref(&row), settings.clone());
    let issue = told.issues.iter().find(|issue| issue.code == "id_is_anothers").unwrap();
    assert_eq!(issue.params[0].1, id.0.to_string());
    assert_eq!(issue.params[1].1, "TEA");
    assert_eq!(told.changes.len(), 1, "it is made");
    row.record.fields.set("name", text("Teapot"));
    let found = plan_with(&model, &[row], settings);
    assert!(found.issues.iter().all(|issue| issue.code != "id_is_anothers"), "the name agrees");
}

#[test]
fn what_becomes_virtual_loses_its_size_with_a_word() {
    let mut model = Model::default();
    let size = |weight| {
        fields([
            ("name", text("Course")),
            ("sku", text("A")),
            ("type", text("simple")),
            ("weight", weight),
        ])
    };
    model.put(Entity::Product, None, size(price("2")));
    let row = product(1, [("sku", text("A")), ("virtual", Value::Boolean(true))]);
    let told = plan(&model, std::slice::from_ref(&row));
    let issue = told.issues.iter().find(|issue| issue.code == "size_lost").unwrap();
    assert_eq!(issue.params[0].1, "weight");
    let mut light = Model::default();
    light.put(Entity::Product, None, size(Value::Empty));
    assert!(plan(&light, &[row]).issues.iter().all(|issue| issue.code != "size_lost"));
}

#[test]
fn a_variation_is_not_called_by_the_number_of_its_product() {
    let red = || ("attributes", Value::Choices(vec![choice(colour(), "Red")]));
    let mut by_number = variation(2, "", [red()]);
    by_number.parent = Some(Name::new(Entity::Product, Key::Id, "8236551"));
    let mut product = product(1, [("name", text("Tee")), ("type", text("variable"))]);
    product.source_id = Some(8_236_551);
    let plan = plan(&Model::default(), &[product, by_number]);
    let labels: Vec<&str> = plan
        .changes
        .iter()
        .filter(|change| change.entity == Entity::Variation)
        .map(|change| change.label.as_str())
        .collect();
    assert_eq!(labels, ["Red"]);
}

#[test]
fn of_what_the_store_is_the_source_of_truth_known_records_keep_theirs() {
    let mut model = Model::default();
    let known = fields([("sku", text("A")), ("name", text("Ours")), ("regular_price", price("5"))]);
    model.put(Entity::Product, None, known);
    let row = |number, sku| {
        product(
            number,
            [("sku", text(sku)), ("name", text("Theirs")), ("regular_price", price("6"))],
        )
    };
    let keeping = PlanSettings { shop_keeps: vec!["name".into()], ..settings(Mode::CreateUpdate) };
    let plan = plan_with(&model, &[row(1, "A"), row(2, "B")], keeping);
    let sent = |at: usize| plan.changes[at].fields.text("name");
    assert_eq!((sent(0), sent(1)), (None, Some("Theirs")));
    assert_eq!(plan.changes[0].fields, fields([("regular_price", price("6"))]));
}

#[test]
fn what_has_a_remembered_number_is_another_record_once_the_store_was_set_back() {
    let row = |name: &str| product(1, [("sku", text("KF-1")), ("name", text(name))]);
    let changed = |set_back: bool, sku: &str, name: &str| {
        let mut store = Model { is_set_back: set_back, ..Model::default() };
        let there = fields([("sku", text(sku)), ("name", text(name))]);
        let id = store.put(Entity::Product, None, there);
        store.remembered.insert((Entity::Product, "sku:kf-1".to_owned()), vec![id]);
        let plan = plan(&store, &[row("Filter")]);
        plan.summary().into_iter().map(|(_, action, _)| action).collect::<Vec<_>>()
    };
    assert_eq!(changed(true, "W-14", "Wide"), [Action::Create]);
    assert_eq!(changed(true, "W-14", "Filter"), [Action::Create], "names are no proof");
    assert_eq!(changed(true, "", "Wide"), [Action::Create]);
    assert_eq!(changed(true, "", "Filter"), [Action::Update], "somebody took its SKU away");
    assert_eq!(changed(false, "W-14", "Wide"), [Action::Update], "somebody renamed it");
}
