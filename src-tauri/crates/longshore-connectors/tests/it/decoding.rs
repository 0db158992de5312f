//! Every record that a real store showed is read as it was shown.

use std::collections::BTreeMap;

use futures_util::{StreamExt, TryStreamExt};
use longshore_connectors::{Page, Query, Store};
use longshore_engine::{
    entity::Entity,
    platforms::woocommerce::schema,
    record::{Fields, StoreRecord},
    schema::Kind,
    value::{AttributeName, Choice, Reference, StoreId, Value},
};
use serde_json::{Value as Json, json};

use crate::{
    recordings,
    server::{Said, Server},
};

/// Reads records through a list of their kind.
async fn read(entity: Entity, parent: Option<StoreId>, shown: Vec<Json>) -> Vec<StoreRecord> {
    let server = Server::start(move |seen| Said::page(seen, &shown)).await;
    let query = Query::all(entity).within(parent.into_iter().collect());
    let pages: Vec<Page> = server.store().pages(query).try_collect().await.unwrap();
    pages.into_iter().flat_map(|page| page.records).collect()
}

async fn read_one(entity: Entity, shown: Json) -> Fields {
    let mut records = read(entity, Some(StoreId(1)), vec![shown]).await;
    assert_eq!(records.len(), 1);
    records.remove(0).fields
}

#[tokio::test]
async fn every_recorded_record_is_read_as_it_was_shown() {
    let mut count = BTreeMap::new();
    for recording in recordings::all() {
        let Some((entity, parent)) = recording.reading() else { continue };
        for shown in recording.records() {
            let is_variation = entity == Entity::Product && shown["type"] == "variation";
            if is_variation || shown["id"] == 0 {
                continue;
            }
            let found = read(entity, parent, vec![shown.clone()]).await;
            assert_eq!(found.len(), 1, "{}", recording.name);
            agrees(&recording.name, &found[0], &shown);
            *count.entry(entity.as_str()).or_insert(0) += 1;
        }
    }
    // Which kinds were there at all, and that none was skipped by mistake.
    assert!(count["product"] > 60 && count["variation"] > 6 && count["category"] > 8, "{count:?}");
    assert!(
        ["tag", "term", "brand", "shipping_class"].iter().all(|entity| count[entity] > 0),
        "{count:?}"
    );
}

/// Compares field by field, by another way than the one that was taken.
fn agrees(name: &str, record: &StoreRecord, shown: &Json) {
    assert_eq!(Some(record.id.0), shown["id"].as_u64(), "{name}");
    for def in schema::of(record.entity) {
        let there = def.path.split('.').try_fold(shown, |json, part| json.get(part));
        let value = record.fields.get(def.name);
        let Some(there) = there else {
            assert_eq!(value, None, "{name}: {}", def.name);
            continue;
        };
        let value = value.unwrap_or_else(|| panic!("{name}: {} is missing", def.name));
        let text = there.as_str();
        let is_same = match (def.kind, value) {
            (Kind::Reference(Entity::ShippingClass), value) => {
                match shown["shipping_class_id"].as_u64() {
                    Some(0) | None => *value == Value::Empty,
                    Some(id) => *value == Value::Reference(Reference::Stored(StoreId(id))),
                }
            }
            (_, Value::Empty) => there.is_null() || text == Some("") || *there == json!(0),
            (_, Value::Text(have)) if def.name == "name" => {
                text.map(|text| text.replace("&amp;", "&")) == Some(have.clone())
            }
            (_, Value::Text(have)) => text == Some(have),
            (_, Value::Boolean(have)) => there.as_bool() == Some(*have),
            (_, Value::Integer(have)) => there.as_i64() == Some(*have),
            (_, Value::Decimal(have)) => text.map(str::to_owned) == Some(have.to_string()),
            (_, Value::Moment(have)) => text.map(str::to_owned) == Some(have.to_string()),
            (_, Value::Reference(Reference::Stored(id))) => there.as_u64() == Some(id.0),
            (_, Value::References(all)) => {
                let shown = there.as_array().unwrap().iter();
                let shown = shown.map(|one| one.as_u64().or_else(|| one["id"].as_u64()).unwrap());
                all.iter().map(matches_stored).eq(shown)
            }
            (_, Value::Attributes(all)) => {
                let shown = there.as_array().unwrap();
                all.len() == shown.len()
                    && all.iter().zip(shown).all(|(have, shown)| {
                        have.visible == shown["visible"]
                            && have.variation == shown["variation"]
                            && have.options.iter().eq(shown["options"].as_array().unwrap())
                            && is_attribute(&have.attribute, shown)
                    })
            }
            (_, Value::Choices(all)) => {
                let shown = there.as_array().unwrap();
                all.len() == shown.len()
                    && all.iter().zip(shown).all(|(have, shown)| {
                        have.option == shown["option"] && is_attribute(&have.attribute, shown)
                    })
            }
            (Kind::Image, Value::Images(all)) => all.len() == 1 && all[0].src == there["src"],
            (_, Value::Images(all)) => {
                let shown = there.as_array().unwrap();
                all.iter()
                    .map(|image| image.id.unwrap().0)
                    .eq(shown.iter().map(|one| one["id"].as_u64().unwrap()))
            }
            (_, Value::Downloads(all)) => {
                let shown = there.as_array().unwrap();
                all.iter()
                    .map(|one| one.file.as_str())
                    .eq(shown.iter().map(|one| one["file"].as_str().unwrap()))
            }
            _ => false,
        };
        assert!(is_same, "{name}: {} is {value:?}, shown was {there}", def.name);
    }
}

fn matches_stored(reference: &Reference) -> u64 {
    match reference {
        Reference::Stored(id) => id.0,
        other => panic!("{other:?}"),
    }
}

fn is_attribute(name: &AttributeName, shown: &Json) -> bool {
    match name {
        AttributeName::Global(Reference::Stored(id)) => {
            shown["id"].as_u64() == Some(id.0) && id.0 != 0
        }
        AttributeName::Local(name) => shown["id"] == 0 && shown["name"] == *name,
        AttributeName::Global(_) => false,
    }
}

#[tokio::test]
async fn meta_data_is_text_where_it_is_simple_and_json_where_it_is_not() {
    let shown = recordings::named("products-get-meta").body;
    let fields = read_one(Entity::Product, shown).await;
    let text = |key: &str| fields.text(key).map(str::to_owned);
    assert_eq!(text("meta:_a").as_deref(), Some("hidden?"));
    assert_eq!(text("meta:num").as_deref(), Some("12"));
    assert_eq!(text("meta:bool").as_deref(), Some("1"));
    assert_eq!(fields.get("meta:obj"), Some(&Value::Json(json!({"a": [1, 2, {"b": null}]}))));
}

#[tokio::test]
async fn a_meta_key_that_comes_twice_loses_none_of_its_values() {
    let entry = |key: &str, value: Json| json!({"id": 1, "key": key, "value": value});
    let meta = json!([
        entry("x", json!("one")),
        entry("y", json!(2)),
        entry("x", json!({"two": 2})),
        entry("x", json!("three"))
    ]);
    let fields = read_one(Entity::Product, json!({"id": 1, "meta_data": meta})).await;
    assert_eq!(fields.text("meta:x"), Some("three"));
    assert_eq!(fields.text("meta:y"), Some("2"));
    let all = json!({"x": ["one", {"two": 2}, "three"]});
    assert_eq!(
        fields.get(longshore_connectors::woocommerce::REPEATED_META),
        Some(&Value::Json(all))
    );
}

#[tokio::test]
async fn what_php_makes_of_lists_and_numbers_is_understood() {
    let shown = json!({
        "id": "7", "upsell_ids": {"1": 12, "3": "14"}, "categories": {"2": {"id": 5}}, "regular_price": 19.9,
        "stock_quantity": "3", "low_stock_amount": 2.5, "sku": 4711, "featured": "yes", "date_on_sale_from": false,
        "weight": "about 3", "dimensions": [], "attributes": [{"id": "3", "name": "A", "options": "Red", "visible": 1}],
        "meta_data": {"4": {"key": "k", "value": "v"}}, "tags": null, "images": [{"id": 0, "src": "placeholder.png"}],
    });
    let fields = read_one(Entity::Product, shown).await;
    let stored = |id| Reference::Stored(StoreId(id));
    assert_eq!(fields.get("upsell_ids"), Some(&Value::References(vec![stored(12), stored(14)])));
    assert_eq!(fields.get("categories"), Some(&Value::References(vec![stored(5)])));
    assert_eq!(fields.get("regular_price"), Some(&Value::Decimal("19.9".parse().unwrap())));
    assert_eq!(fields.get("stock_quantity"), Some(&Value::Integer(3)));
    assert_eq!(fields.get("low_stock_amount"), Some(&Value::Decimal("2.5".parse().unwrap())));
    assert_eq!(fields.text("sku"), Some("4711"));
    assert_eq!(fields.get("featured"), Some(&Value::Boolean(true)));
    assert_eq!(fields.get("date_on_sale_from"), Some(&Value::Empty));
    assert_eq!(fields.text("weight"), Some("about 3"), "what is no number is kept as it is");
    assert_eq!(fields.get("tags"), Some(&Value::Empty));
    assert_eq!(fields.text("meta:k"), Some("v"));
    assert_eq!(
        fields.get("images"),
        Some(&Value::Images(Vec::new())),
        "a placeholder is no picture"
    );
    let Some(Value::Attributes(attributes)) = fields.get("attributes") else { panic!() };
    assert_eq!(
        (attributes[0].options.as_slice(), attributes[0].visible),
        (&["Red".to_owned()][..], true)
    );
}

#[tokio::test]
async fn a_variation_knows_its_product_and_its_choices() {
    let shown = recordings::named("variations-all-endpoint").body;
    let records = read(Entity::Variation, None, shown.as_array().unwrap().clone()).await;
    assert_eq!(records[0].parent, Some(StoreId(15)));
    let color = AttributeName::Global(Reference::Stored(StoreId(1)));
    let size = AttributeName::Local("Size".to_owned());
    let choices = vec![
        Choice { attribute: color, option: "Blue".to_owned() },
        Choice { attribute: size, option: "M".to_owned() },
    ];
    assert_eq!(records[0].fields.get("attributes"), Some(&Value::Choices(choices)));
    assert_eq!(records[0].modified, Some("2026-11-21T20:11:16".parse().unwrap()));
}

#[tokio::test]
async fn a_page_that_is_no_list_is_an_error_not_an_empty_store() {
    for nonsense in [json!({"code": "x"}), json!("text"), json!(null), json!(3)] {
        let server = Server::start(move |_| Said::json(&nonsense)).await;
        let store = server.store();
        let first = store.pages(Query::all(Entity::Product)).next().await.unwrap();
        assert!(first.is_err());
    }
}
