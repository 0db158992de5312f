//! Records and values as they lie in the journal and in the mirror, damaged.

use longshore_engine::{
    entity::Entity,
    record::StoreRecord,
    value::{
        AttributeName, Choice, Download, Image, Key, Name, ProductAttribute, Reference, StoreId,
        Value,
    },
};
use longshore_journal::anything::{read_anything, written};

use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "blobs", read, seeds, real: Vec::new, shape: Shape::Json, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "\u{1}",
    "\u{2}",
    "\u{0}",
    "\u{3}",
    "\u{4}",
    "\u{5}",
    "\u{6}",
    "\u{7}",
    "\u{8}",
    "\u{9}",
    "\u{a}",
    "\u{b}",
    "\u{c}",
    "\u{d}",
    "\u{7f}",
    "name",
    "sku",
    "{\"",
    "\":",
    "[",
    "null",
    "\"name\"",
    "{\"failed\":{",
];

fn read(input: &[u8]) -> bool {
    read_anything(input) > 0
}

fn seeds() -> Vec<Vec<u8>> {
    let named = |by, path: &str| {
        let path = path.split('/').map(str::to_owned).collect();
        Reference::Named(Name { entity: Entity::Category, by, path })
    };
    let values = [
        ("name", Value::Text("Shirt, long sleeved".to_owned())),
        ("virtual", Value::Boolean(true)),
        ("menu_order", Value::Integer(-3)),
        ("regular_price", Value::Decimal(rust_decimal::Decimal::new(1990, 2))),
        ("sale_price", Value::Empty),
        ("shipping_class", Value::Reference(named(Key::Slug, "bulky"))),
        (
            "categories",
            Value::References(vec![Reference::Stored(StoreId(9)), named(Key::Path, "a/b")]),
        ),
        (
            "attributes",
            Value::Attributes(vec![ProductAttribute {
                attribute: AttributeName::Local("Colour".to_owned()),
                options: vec!["Red".to_owned(), "Blue".to_owned()],
                visible: true,
                variation: false,
            }]),
        ),
        (
            "default_attributes",
            Value::Choices(vec![Choice {
                attribute: AttributeName::Global(Reference::Stored(StoreId(3))),
                option: "Red".to_owned(),
            }]),
        ),
        (
            "images",
            Value::Images(vec![Image {
                id: Some(StoreId(5)),
                src: "https://store.example/5.jpg".to_owned(),
                name: None,
                alt: Some("x".to_owned()),
            }]),
        ),
        (
            "downloads",
            Value::Downloads(vec![Download {
                id: "a".to_owned(),
                name: "Book".to_owned(),
                file: "https://store.example/b.pdf".to_owned(),
            }]),
        ),
        ("meta:_x", Value::Json(serde_json::json!({"a": [1, null, {"b": "c"}]}))),
        ("description", Value::Text("the same again, ".repeat(60))),
    ];
    let record = StoreRecord {
        entity: Entity::Product,
        id: StoreId(7),
        parent: Some(StoreId(2)),
        modified: longshore_engine::moment::parse("2026-01-02 03:04:05", None).ok(),
        fields: values.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
    };
    let each = values.iter().map(|(name, value)| StoreRecord {
        fields: std::iter::once(((*name).into(), value.clone())).collect(),
        ..record.clone()
    });
    each.chain([record.clone()]).flat_map(|record| written(&record)).collect()
}
