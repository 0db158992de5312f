//! What became of creates without an answer is found by what they would be known by.

use longshore_connectors::look_up::{MARK, sightings};
use longshore_engine::{
    change::Change,
    entity::Entity,
    value::{Reference, StoreId, Value},
};
use serde_json::{Value as Json, json};

use crate::{
    changes::{create, text, within},
    server::{Said, Server},
};

async fn seen(changes: &[Change], shown: Vec<Json>) -> (Vec<Vec<u64>>, Server) {
    let server = Server::start(move |seen| match seen.asked("sku") {
        // The store finds SKUs itself.
        Some(asked) => {
            let is_asked = |one: &&Json| {
                one["sku"]
                    .as_str()
                    .is_some_and(|sku| asked.split(',').any(|part| part.eq_ignore_ascii_case(sku)))
            };
            Said::page(seen, &shown.iter().filter(is_asked).cloned().collect::<Vec<_>>())
        }
        None => Said::page(seen, &shown),
    })
    .await;
    let found = sightings(&server.store(), changes, jiff::civil::DateTime::MIN).await.unwrap();
    (found.iter().map(|all| all.iter().map(|record| record.id.0).collect()).collect(), server)
}

fn product(sku: &str, mark: &str) -> Change {
    create(Entity::Product, &[("sku", text(sku)), (MARK, text(mark))])
}

#[tokio::test]
async fn products_are_found_by_sku_else_by_their_mark() {
    let marked = |mark: &str| json!([{"id": 1, "key": "_longshore", "value": mark}]);
    let shown = vec![
        json!({"id": 9, "sku": "", "meta_data": marked("22")}),
        json!({"id": 8, "sku": "a-1", "meta_data": []}),
        json!({"id": 7, "sku": "", "meta_data": marked("23")}),
    ];
    let changes =
        [product("A-1", "21"), product("", "22"), product("", "99"), product("B-2", "23")];
    let (found, server) = seen(&changes, shown).await;
    assert_eq!(found, [vec![8], vec![9], vec![], vec![7]]);
    let requests = server.seen();
    assert_eq!(requests[0].asked("sku"), Some("a-1,b-2"));
    assert_eq!(requests[1].asked("order"), Some("desc"), "marks are looked for among the newest");
}

#[tokio::test]
async fn a_product_without_sku_is_found_by_its_gtin() {
    let shown = vec![
        json!({"id": 9, "sku": "", "global_unique_id": "4006381333931"}),
        json!({"id": 8, "sku": "", "global_unique_id": "4006381333948"}),
    ];
    let numbered = |gtin: &str| create(Entity::Product, &[("global_unique_id", text(gtin))]);
    let (found, _) = seen(&[numbered("4006381-333948"), numbered("4006381333955")], shown).await;
    assert_eq!(found, [vec![8], vec![]]);
}

#[tokio::test]
async fn nothing_is_looked_for_twice_when_the_sku_found_it() {
    let shown = vec![json!({"id": 8, "sku": "A-1"})];
    let (found, server) = seen(&[product("A-1", "21")], shown).await;
    assert_eq!(found, [vec![8]]);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn terms_are_found_by_name_at_their_place_and_twins_are_all_shown() {
    let shown = vec![
        json!({"id": 1, "name": "Shoes", "parent": 0}),
        json!({"id": 2, "name": "shoes", "parent": 1}),
        json!({"id": 3, "name": "SHOES", "parent": 1}),
        json!({"id": 4, "name": "Boots &amp; more", "parent": 0}),
    ];
    let parent = Value::Reference(Reference::Stored(StoreId(1)));
    let changes = [
        create(Entity::Category, &[("name", text("Shoes")), ("parent", parent)]),
        create(Entity::Category, &[("name", text("Boots & More"))]),
        create(Entity::Category, &[("name", text("Hats"))]),
    ];
    let (found, _) = seen(&changes, shown).await;
    assert_eq!(found, [vec![2, 3], vec![4], vec![]]);
}

#[tokio::test]
async fn a_variation_is_looked_for_in_its_product() {
    let shown = vec![json!({"id": 61, "sku": "V-1", "parent_id": 15})];
    let (found, server) =
        seen(&[within(create(Entity::Variation, &[("sku", text("V-1"))]), 15)], shown).await;
    assert_eq!(found, [vec![61]]);
    assert_eq!(server.seen()[0].path, "/wp-json/wc/v3/products/15/variations");
}
