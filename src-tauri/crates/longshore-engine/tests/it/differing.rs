//! What is compared by meaning is the same however it is written, and nothing else is.

use longshore_engine::{
    diff::changed_fields,
    entity::Entity,
    record::{Fields, StoreRecord},
    value::{AttributeName, Download, Image, Reference, StoreId, Value},
};
use proptest::prelude::*;

use crate::model::*;

fn stored(entity: Entity, all: Fields) -> StoreRecord {
    let mut record =
        StoreRecord { entity, id: StoreId(1), parent: None, modified: None, fields: bare(entity) };
    for (field, value) in all {
        record.fields.set(field, value);
    }
    record
}

fn differs(model: &Model, field: &str, wanted: Value, found: Value) -> bool {
    let current = stored(Entity::Product, fields([(field, found)]));
    !changed_fields(&fields([(field, wanted)]), &current, None, model).is_empty()
}

#[test]
fn fields_are_the_same_however_they_are_written() {
    let mut model = Model::default();
    let colour = model.put(Entity::Attribute, None, fields([("name", text("Colour"))]));
    let class = model.put(Entity::ShippingClass, None, fields([("name", text("Very Bulky"))]));
    model.images.insert("https://supplier.example/a.jpg".into(), vec![StoreId(70)]);
    let global = |options: &[&str]| {
        Value::Attributes(vec![offers(AttributeName::Global(Reference::Stored(colour)), options)])
    };
    let kept = Image {
        id: Some(StoreId(70)),
        src: "https://shop.example/a-1.jpg".into(),
        name: Some("a.jpg".into()),
        alt: Some(String::new()),
    };
    let same = [
        ("regular_price", price("19.90"), price("19.9")),
        ("regular_price", text("19.90"), price("19.9")),
        ("name", text("Fish & Chips"), text("Fish &amp; Chips")),
        ("description", text("a\r\nb"), text("a\nb\n")),
        ("sku", text("tee-1"), text("TEE-1")),
        ("global_unique_id", text("400-6381333931"), text("4006381333931")),
        ("slug", text("naïve tee"), text("naive-tee")),
        ("weight", Value::Empty, text("")),
        ("backorders", Value::Empty, text("no")),
        ("upsell_ids", Value::References(vec![]), Value::Empty),
        (
            "categories",
            Value::References(vec![Reference::Stored(StoreId(8)), Reference::Stored(StoreId(9))]),
            Value::References(vec![Reference::Stored(StoreId(9)), Reference::Stored(StoreId(8))]),
        ),
        (
            "shipping_class",
            Value::Reference(named(
                Entity::ShippingClass,
                longshore_engine::value::Key::Slug,
                &["very-bulky"],
            )),
            Value::Reference(Reference::Stored(class)),
        ),
        ("attributes", global(&["Red", "Blue"]), global(&["Blue", "Red"])),
        (
            "attributes",
            Value::Attributes(vec![offers(shared("colour"), &["red"])]),
            global(&["Red"]),
        ),
        (
            "attributes",
            Value::Attributes(vec![offers(AttributeName::Local("Size".into()), &["S", "L | XL"])]),
            Value::Attributes(vec![offers(AttributeName::Local("Size".into()), &["S", "L", "XL"])]),
        ),
        (
            "default_attributes",
            Value::Choices(vec![choice(shared("Colour"), "Dark Red")]),
            Value::Choices(vec![choice(
                AttributeName::Global(Reference::Stored(colour)),
                "dark-red",
            )]),
        ),
        (
            "images",
            Value::Images(vec![picture("https://supplier.example/a.jpg")]),
            Value::Images(vec![kept.clone()]),
        ),
        (
            "images",
            Value::Images(vec![picture("http://shop.example/a-1.jpg")]),
            Value::Images(vec![kept.clone()]),
        ),
        (
            "images",
            Value::Images(vec![Image { id: Some(StoreId(70)), ..Image::default() }]),
            Value::Images(vec![kept]),
        ),
        (
            "downloads",
            Value::Downloads(vec![Download {
                id: String::new(),
                name: "a".into(),
                file: "f".into(),
            }]),
            Value::Downloads(vec![Download { id: "x".into(), name: "a".into(), file: "f".into() }]),
        ),
        (
            "date_on_sale_from",
            Value::Moment("2026-12-31T00:00:00".parse().unwrap()),
            text("2026-12-31T00:00:00"),
        ),
        ("meta:number", Value::Integer(12), text("12")),
        ("meta:flag", Value::Boolean(true), text("1")),
        ("meta:none", Value::Empty, text("")),
        ("meta:tree", text("{\"a\": [1, null]}"), Value::Json(serde_json::json!({"a": [1, null]}))),
        ("meta:_longshore", text("mine"), text("theirs")),
        ("permalink", text("somewhere"), text("elsewhere")),
    ];
    for (field, wanted, found) in same {
        assert!(
            !differs(&model, field, wanted.clone(), found.clone()),
            "{field}: {wanted:?} is {found:?}"
        );
    }
}

#[test]
fn fields_that_mean_something_else_differ() {
    let model = Model::default();
    let local = |options: &[&str]| {
        Value::Attributes(vec![offers(AttributeName::Local("Size".into()), options)])
    };
    let image = |id| Image { id: Some(StoreId(id)), ..Image::default() };
    let different = [
        ("regular_price", price("19.90"), price("19.91")),
        ("regular_price", Value::Empty, price("1")),
        ("name", text("Fish"), text("fish")),
        ("description", text("<b>"), text("&lt;b&gt;")),
        ("stock_quantity", Value::Integer(0), Value::Empty),
        ("attributes", local(&["S", "M"]), local(&["M", "S"])),
        ("attributes", local(&["S", "M"]), local(&["S"])),
        (
            "images",
            Value::Images(vec![image(1), image(2)]),
            Value::Images(vec![image(2), image(1)]),
        ),
        ("images", Value::Images(vec![]), Value::Images(vec![image(2)])),
        ("meta:text", text("1.0"), text("1")),
        (
            "default_attributes",
            Value::Choices(vec![choice(AttributeName::Local("Size".into()), "S")]),
            Value::Empty,
        ),
        ("categories", Value::References(vec![Reference::Stored(StoreId(8))]), Value::Empty),
        ("virtual", Value::Boolean(true), Value::Boolean(false)),
    ];
    for (field, wanted, found) in different {
        assert!(
            differs(&model, field, wanted.clone(), found.clone()),
            "{field}: {wanted:?} is not {found:?}"
        );
    }
}

#[test]
fn pictures_and_files_go_by_the_numbers_that_the_store_has_for_them() {
    let mut model = Model::default();
    model.images.insert("https://supplier.example/b.jpg".into(), vec![StoreId(71)]);
    let shown = Image {
        id: Some(StoreId(70)),
        src: "https://shop.example/a.jpg".into(),
        ..Image::default()
    };
    let file =
        |id: &str, name: &str| Download { id: id.into(), name: name.into(), file: "f".into() };
    let current = stored(
        Entity::Product,
        fields([
            ("images", Value::Images(vec![shown.clone()])),
            ("downloads", Value::Downloads(vec![file("kept", "old")])),
        ]),
    );
    let wanted = fields([
        (
            "images",
            Value::Images(vec![
                picture("https://supplier.example/b.jpg"),
                picture("https://shop.example/a.jpg"),
                picture("https://supplier.example/new.jpg"),
            ]),
        ),
        ("downloads", Value::Downloads(vec![file("", "new")])),
    ]);
    let changes = changed_fields(&wanted, &current, None, &model);
    assert_eq!(changes[0].after, Value::Downloads(vec![file("kept", "new")]));
    let Value::Images(images) = &changes[1].after else { panic!("{changes:?}") };
    let ids: Vec<_> = images.iter().map(|image| (image.id, image.src.as_str())).collect();
    assert_eq!(
        ids,
        [
            // With its address: the picture may be gone from the store since.
            (Some(StoreId(71)), "https://supplier.example/b.jpg"),
            (Some(StoreId(70)), ""),
            (None, "https://supplier.example/new.jpg")
        ]
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (any::<i64>(), 0u32..20)
            .prop_map(|(digits, scale)| Value::Decimal(rust_decimal::Decimal::new(digits, scale))),
        "\\PC{0,20}".prop_map(Value::Text),
        "[&;#a-z0-9]{0,12}".prop_map(Value::Text),
        proptest::collection::vec(0u64..9, 0..4).prop_map(|ids| Value::References(
            ids.into_iter().map(|id| Reference::Stored(StoreId(id))).collect()
        )),
        proptest::collection::vec(
            ("\\PC{0,6}", proptest::collection::vec("\\PC{0,6}", 0..3)),
            0..3
        )
        .prop_map(|all| {
            Value::Attributes(
                all.into_iter()
                    .map(|(label, options)| {
                        let options: Vec<_> = options.iter().map(String::as_str).collect();
                        offers(AttributeName::Local(label), &options)
                    })
                    .collect(),
            )
        }),
        proptest::collection::vec(("\\PC{0,6}", "\\PC{0,6}"), 0..3).prop_map(|all| {
            Value::Choices(
                all.into_iter()
                    .map(|(label, option)| choice(AttributeName::Local(label), &option))
                    .collect(),
            )
        }),
        proptest::collection::vec("\\PC{0,12}", 0..3)
            .prop_map(|all| Value::Images(all.iter().map(|src| picture(src)).collect())),
    ]
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let names: Vec<_> = longshore_engine::platforms::woocommerce::schema::of(Entity::Product)
        .iter()
        .map(|field| field.name)
        .chain(["meta:a", "meta:b"])
        .collect();
    proptest::collection::vec((proptest::sample::select(names), any_value()), 0..12)
        .prop_map(|all| all.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

proptest! {
    #[test]
    fn a_record_does_not_differ_from_itself(fields in any_fields()) {
        let current = stored(Entity::Product, fields.clone());
        prop_assert_eq!(changed_fields(&fields, &current, None, &Model::default()), vec![]);
    }

    #[test]
    fn a_record_with_the_changes_made_does_not_differ_any_more(wanted in any_fields(), found in any_fields()) {
        let mut current = stored(Entity::Product, found);
        for change in changed_fields(&wanted, &current, None, &Model::default()) {
            current.fields.set(change.field, change.after);
        }
        prop_assert_eq!(changed_fields(&wanted, &current, None, &Model::default()), vec![]);
    }
}
