//! Requests that come twice, and answers that were true once.

use std::time::Duration;

use longshore_practice::CarriedOut;
use serde_json::{Value, json};

use super::{shop, told};

#[tokio::test]
async fn a_request_that_is_delivered_twice_is_carried_out_twice() {
    let shop = shop(&["twice@write"]).await;
    let reply = shop.post("products", &json!({"name": "a"})).await;
    assert_eq!(reply.status, 201);
    let request = shop.last();
    assert_eq!(told(&request), (Some(201), CarriedOut::Twice, vec!["twice@write"]));
    assert_eq!(request.effects.len(), 2);
    assert_eq!(reply.body["id"], request.effects[1].id, "the client sees the second answer");
    let with_key = shop.post("products", &json!({"name": "b", "sku": "B"})).await;
    assert_eq!((with_key.status, with_key.code()), (400, "product_invalid_sku"));
    assert_eq!(shop.last().effects.len(), 1, "the second found its SKU taken");
    let id = request.effects[0].id;
    assert_eq!(shop.delete(&format!("products/{id}?force=true")).await.status, 404);
    assert_eq!(shop.products().await, ["a", "b"]);
}

#[tokio::test]
async fn a_cache_answers_what_was_true_some_writes_ago() {
    let shop = shop(&["stale=2@products"]).await;
    let list = "products?_fields=name&orderby=id&order=asc";
    let names = |body: Value| body.as_array().map(Vec::len).unwrap();
    assert_eq!(names(shop.get(list).await.body), 0);
    for (name, seen) in [("a", 0), ("b", 0), ("c", 3), ("d", 3), ("e", 3), ("f", 6)] {
        shop.post("products", &json!({"name": name})).await;
        assert_eq!(names(shop.get(list).await.body), seen, "after {name}");
        let request = shop.last();
        let is_stale = !request.faults.is_empty();
        let carried_out = if is_stale { CarriedOut::No } else { CarriedOut::Once };
        assert_eq!((is_stale, request.carried_out), (!matches!(name, "c" | "f"), carried_out));
    }
    assert_eq!(names(shop.get("products?_fields=id").await.body), 6, "never asked before");
    let stranger = reqwest::get(format!("{}/wp-json/wc/v3/{list}", shop.practice.url())).await;
    assert_eq!(stranger.unwrap().status(), 401, "a cache opens no doors");
}

#[tokio::test]
async fn a_cache_forgets_after_its_time() {
    let shop = shop(&["stale=2s@products"]).await;
    let before = shop.get("products").await;
    assert_eq!(before.header("X-WP-Total"), "0");
    shop.post("products", &json!({"name": "a"})).await;
    let old = shop.get("products").await;
    assert_eq!((old.header("X-WP-Total"), &old.body), ("0", &json!([])));
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(shop.get("products").await.header("X-WP-Total"), "1");
}

#[tokio::test]
async fn one_record_can_be_stale_too_and_only_when_it_is_due() {
    let shop = shop(&["stale=60s@GET products/*#2"]).await;
    let id = shop.post("products", &json!({"name": "a"})).await.body["id"].clone();
    let path = format!("products/{id}");
    for (name, seen) in [("b", "b"), ("c", "b"), ("d", "d")] {
        shop.put(&path, &json!({"name": name})).await;
        assert_eq!(shop.get(&path).await.body["name"], seen);
    }
}
