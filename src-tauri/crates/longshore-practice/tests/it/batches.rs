//! Batches: what they let pass, and what they leave behind.

use serde_json::json;

use crate::client::Shop;

#[tokio::test]
async fn items_are_not_checked_where_single_calls_are() {
    let shop = Shop::empty().await;
    let odd = json!({"name": "odd", "type": "bundle", "status": "live", "manage_stock": "yes", "stock_quantity": 2.7, "regular_price": 9.5, "sku": 7});
    let reply = shop.post("products/batch", &json!({"create": [odd]})).await;
    let item = &reply.body["create"][0];
    assert_eq!((item["type"].as_str(), item["status"].as_str()), (Some("simple"), Some("draft")));
    assert_eq!(
        (item["manage_stock"].as_bool(), item["stock_quantity"].as_i64()),
        (Some(true), Some(2))
    );
    assert_eq!((item["regular_price"].as_str(), item["sku"].as_str()), (Some("9.5"), Some("7")));
    let single = shop.post("products", &odd).await;
    assert_eq!((single.status, single.code()), (400, "rest_invalid_param"));
    let named: Vec<&String> = single.body["data"]["params"].as_object().unwrap().keys().collect();
    assert_eq!(named, ["manage_stock", "regular_price", "sku", "status", "stock_quantity", "type"]);
}

#[tokio::test]
async fn a_really_wrong_item_ends_the_batch_and_leaves_what_came_before() {
    let shop = Shop::empty().await;
    let items = json!({"create": [{"name": "one", "sku": "F-1"}, {"name": ["list"], "sku": "F-2"}, {"name": "three", "sku": "F-3"}]});
    let reply = shop.post("products/batch", &items).await;
    assert_eq!((reply.status, reply.code()), (500, "internal_server_error"));
    let left = shop.get("products?sku=F-1,F-2,F-3&_fields=sku").await;
    assert_eq!(left.body, json!([{"sku": "F-1"}]));
}

#[tokio::test]
async fn each_item_is_answered_for_itself() {
    let shop = Shop::empty().await;
    let id = shop.post("products", &json!({"name": "P", "sku": "S"})).await.body["id"].clone();
    let body = json!({"create": [{"name": "Q", "sku": "s"}], "update": [{"id": id, "name": "R"}, {"name": "nobody"}, {"id": 999}], "delete": ["abc", 998, id]});
    let reply = shop.post("products/batch", &body).await.body;
    assert_eq!(reply["create"][0]["id"], 0);
    assert_eq!(reply["create"][0]["error"]["data"]["resource_id"], id);
    assert_eq!(reply["create"][0]["error"]["data"]["unique_sku"], "s-1");
    assert_eq!(reply["update"][0]["name"], "R");
    assert_eq!(
        (reply["update"][1]["id"].clone(), reply["update"][2]["id"].clone()),
        (json!(null), json!(999))
    );
    let deleted = reply["delete"].as_array().unwrap();
    assert_eq!(deleted.len(), 2, "what is no number is dropped");
    assert_eq!(deleted[0]["error"]["code"], "woocommerce_rest_product_invalid_id");
    assert_eq!(deleted[1]["name"], "R");
    assert_eq!(shop.get(&format!("products/{id}")).await.status, 404, "for good");
}
