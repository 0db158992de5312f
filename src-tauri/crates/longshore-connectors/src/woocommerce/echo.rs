//! What is written and shown again unchanged is read as it was: for every field of every kind of record.

use longshore_engine::{
    change::{Action, Change, Phase},
    entity::Entity,
    platforms::woocommerce::{rules, schema},
    record::{FieldName, Fields},
    schema::{Access, FieldDef, Kind},
    value::{
        AttributeName, ChangeId, Choice, Download, Image, ProductAttribute, Reference, StoreId,
        Value,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rust_decimal::Decimal;
use serde::de::DeserializeSeed;
use serde_json::{Value as Json, json};

use super::{
    decode::{Batch, Reading},
    encode,
    shipping_classes::ShippingClasses,
};

const CLASSES: [(u64, &str); 3] = [(1, "bulky"), (2, "über-groß"), (3, "letter")];

fn text() -> BoxedStrategy<String> {
    prop_oneof!["[ -~]{1,12}", "\\PC{1,8}", "[a-z]\n\t\"\\\\[äöü€🚀]{1,3}", Just("0".to_owned())]
        .boxed()
}

/// Text that WordPress keeps as it is, but for the `&`.
fn name() -> BoxedStrategy<String> {
    "[a-zA-Z0-9 &+äß🚀\"']{1,12}".prop_map(|name| name.replace(';', "")).boxed()
}

fn id() -> impl Strategy<Value = StoreId> {
    (1..1_000_000_u64).prop_map(StoreId)
}

fn attribute() -> BoxedStrategy<AttributeName> {
    prop_oneof![
        id().prop_map(|id| AttributeName::Global(Reference::Stored(id))),
        name().prop_map(AttributeName::Local),
    ]
    .boxed()
}

fn references() -> impl Strategy<Value = Value> {
    vec(id().prop_map(Reference::Stored), 0..4).prop_map(Value::References)
}

fn image() -> impl Strategy<Value = Image> {
    (id(), option::of(text()), option::of(text())).prop_map(|(id, name, alt)| Image {
        id: Some(id),
        src: source(id.0),
        name,
        alt,
    })
}

fn source(id: u64) -> String {
    format!("https://store.example/{id}.jpg")
}

fn decimal() -> impl Strategy<Value = Value> {
    (any::<i64>(), 0..8_u32).prop_map(|(digits, scale)| Value::Decimal(Decimal::new(digits, scale)))
}

fn moment() -> impl Strategy<Value = Value> {
    (1970..2100_i16, 1..13_i8, 1..29_i8, 0..24_i8, 0..60_i8, 0..60_i8)
        .prop_map(|(y, mo, d, h, mi, s)| Value::Moment(jiff::civil::date(y, mo, d).at(h, mi, s, 0)))
}

fn value(def: &'static FieldDef) -> BoxedStrategy<Value> {
    match def.kind {
        Kind::Plain if def.name == "name" => name().prop_map(Value::Text).boxed(),
        Kind::Plain | Kind::Html | Kind::Url => text().prop_map(Value::Text).boxed(),
        Kind::Choice(all) => select(all).prop_map(|one| Value::Text(one.to_owned())).boxed(),
        Kind::Money | Kind::Weight | Kind::Length => decimal().boxed(),
        Kind::Integer => (-1_000_000..1_000_000_i64).prop_map(Value::Integer).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::BooleanOrParent => prop_oneof![
            any::<bool>().prop_map(Value::Boolean),
            Just(Value::Text("parent".to_owned()))
        ]
        .boxed(),
        Kind::Moment => moment().boxed(),
        Kind::Reference(Entity::ShippingClass) => select(&CLASSES[..])
            .prop_map(|(id, _)| Value::Reference(Reference::Stored(StoreId(id))))
            .boxed(),
        Kind::Reference(_) => id().prop_map(|id| Value::Reference(Reference::Stored(id))).boxed(),
        Kind::References(_) => references().boxed(),
        Kind::Attributes => {
            vec((attribute(), vec(name(), 0..4), any::<bool>(), any::<bool>()), 0..3)
                .prop_map(|all| {
                    let one = |(attribute, options, visible, variation)| ProductAttribute {
                        attribute,
                        options,
                        visible,
                        variation,
                    };
                    Value::Attributes(all.into_iter().map(one).collect())
                })
                .boxed()
        }
        Kind::Choices => vec((attribute(), name()), 0..3)
            .prop_map(|all| {
                let one = |(attribute, option)| Choice { attribute, option };
                Value::Choices(all.into_iter().map(one).collect())
            })
            .boxed(),
        Kind::Images => vec(image(), 0..3).prop_map(Value::Images).boxed(),
        Kind::Image => image().prop_map(|image| Value::Images(vec![image])).boxed(),
        Kind::Texts => vec("[a-z]{1,5}", 1..4).prop_map(|all| Value::Json(json!(all))).boxed(),
        Kind::Lines(keys) => vec(("[a-z &]{1,9}", 1..999_u64), 1..4)
            .prop_map(move |all| {
                let line = |(text, id): (String, u64)| json!({ "id": id, keys[0]: text });
                Value::Json(all.into_iter().map(line).collect())
            })
            .boxed(),
        Kind::Downloads => vec((text(), text(), text()), 0..3)
            .prop_map(|all| {
                let one = |(id, name, file)| Download { id, name, file };
                Value::Downloads(all.into_iter().map(one).collect())
            })
            .boxed(),
    }
}

fn meta() -> impl Strategy<Value = (FieldName, Value)> {
    let json = prop_oneof![
        vec(any::<i32>(), 0..3).prop_map(|all| json!(all)),
        (text(), text()).prop_map(|(key, value)| json!({ key: [value, null, true] })),
    ];
    let value = prop_oneof![text().prop_map(Value::Text), json.prop_map(Value::Json)];
    ("[a-z_]{1,6}", value).prop_map(|(key, value)| (FieldName::from(format!("meta:{key}")), value))
}

/// Some fields of a kind of record, a bit of meta data with products.
fn fields(entity: Entity) -> BoxedStrategy<Fields> {
    let has_meta = rules::has_meta(entity);
    let writable = schema::of(entity).iter().filter(|def| def.access != Access::ReadOnly);
    let own: Vec<_> = writable
        .map(|def| {
            option::of(value(def)).prop_map(|value| value.map(|value| (def.name.into(), value)))
        })
        .collect();
    (own, vec(meta(), 0..if has_meta { 4 } else { 1 }))
        .prop_map(|(own, meta)| own.into_iter().flatten().chain(meta).collect())
        .boxed()
}

/// A store that keeps what it is told.
fn echo(sent: &[u8]) -> Vec<u8> {
    let mut batch: Json = serde_json::from_slice(sent).unwrap();
    for item in batch["create"].as_array_mut().unwrap() {
        item["id"] = json!(77);
        if let Some(slug) = item.get("shipping_class").cloned() {
            let class = CLASSES.iter().find(|(_, known)| slug == *known).unwrap();
            item["shipping_class_id"] = json!(class.0);
        }
        for key in ["image", "images"] {
            match item.get_mut(key) {
                Some(Json::Array(all)) => all.iter_mut().for_each(show),
                Some(one) => show(one),
                None => {}
            }
        }
    }
    batch.to_string().into_bytes()
}

fn show(image: &mut Json) {
    image["src"] = json!(source(image["id"].as_u64().unwrap()));
}

fn change(entity: Entity, fields: Fields) -> Change {
    Change {
        id: ChangeId(1),
        phase: Phase::Products,
        action: Action::Create,
        entity,
        record: None,
        parent: None,
        fields,
        before: Fields::new(),
        label: String::new(),
        row: None,
        completes: None,
        reason: "not_in_store".into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_is_read_again(
        (entity, fields) in select(&Entity::ALL[..]).prop_flat_map(|entity| (Just(entity), fields(entity)))
    ) {
        let classes = ShippingClasses::default();
        CLASSES.iter().for_each(|(id, slug)| classes.learn(StoreId(*id), slug));
        let sent = encode::batch(Action::Create, &[change(entity, fields.clone())], &classes).unwrap();
        let shown = echo(&sent);
        let batch = Batch { reading: Reading { entity, parent: None }, key: "create" };
        let items = batch.deserialize(&mut serde_json::Deserializer::from_slice(&shown)).unwrap();
        prop_assert_eq!(items.len(), 1);
        prop_assert_eq!(&items[0].record.fields, &fields);
    }
}
