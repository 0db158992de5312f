//! Variations and their parents.

use serde_json::{Value, json};

use crate::client::Shop;

async fn parent(shop: &Shop) -> Value {
    let body = json!({
        "name": "Mug", "type": "variable", "sku": "MUG", "weight": "0.4",
        "attributes": [{"name": "Glaze", "variation": true, "options": ["Salt", "Iron"]}],
    });
    shop.post("products", &body).await.body["id"].clone()
}

#[tokio::test]
async fn a_parent_follows_its_variations() {
    let shop = Shop::empty().await;
    let parent = parent(&shop).await;
    let path = format!("products/{parent}");
    assert_eq!(shop.get(&path).await.body["stock_status"], "outofstock");
    let choice = json!([{"name": "Glaze", "option": "Salt"}]);
    let made = shop
        .post(&format!("{path}/variations"), &json!({"regular_price": "20", "attributes": choice}))
        .await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["sku"], "MUG", "it shows its parent's");
    assert_eq!(made.body["weight"], "0.4");
    let other = json!({"sku": "MUG-I", "regular_price": "18", "sale_price": "15", "attributes": [{"name": "Glaze", "option": "Iron"}]});
    let other = shop.post(&format!("{path}/variations"), &other).await;
    let now = shop.get(&path).await.body;
    assert_eq!((now["price"].as_str(), now["on_sale"].as_bool()), (Some("15"), Some(true)));
    assert_eq!(now["stock_status"], "instock");
    assert_eq!(now["variations"].as_array().unwrap().len(), 2);
    assert!(now["price_html"].as_str().unwrap().contains("&ndash;"));
    let gone = shop.delete(&format!("{path}/variations/{}", other.body["id"])).await;
    assert_eq!(gone.body["status"], "publish");
    assert_eq!(shop.get(&path).await.body["price"], "20");
    assert_eq!(shop.get("products?sku=MUG-I").await.ids().len(), 0, "for good, without force");
}

#[tokio::test]
async fn variations_go_to_the_trash_with_their_parent_and_for_good_with_force() {
    let shop = Shop::empty().await;
    let parent = parent(&shop).await;
    let path = format!("products/{parent}");
    let made =
        shop.post(&format!("{path}/variations"), &json!({"sku": "V"})).await.body["id"].clone();
    shop.delete(&path).await;
    assert_eq!(shop.get(&format!("{path}/variations/{made}")).await.body["status"], "trash");
    assert_eq!(shop.get(&format!("{path}/variations")).await.ids().len(), 0);
    shop.delete(&format!("{path}?force=true")).await;
    assert_eq!(shop.get(&format!("products/{made}")).await.status, 404);
}

#[tokio::test]
async fn a_variation_cannot_be_changed_as_a_product() {
    let shop = Shop::empty().await;
    let parent = parent(&shop).await;
    let made = shop.post(&format!("products/{parent}/variations"), &json!({"sku": "V"})).await.body
        ["id"]
        .clone();
    let changed = shop.put(&format!("products/{made}"), &json!({"regular_price": "1"})).await;
    assert_eq!((changed.status, changed.code()), (404, "woocommerce_rest_invalid_product_id"));
    assert_eq!(shop.get("products?sku=V").await.body[0]["type"], "variation");
}

#[tokio::test]
async fn a_product_that_is_variable_no_more_loses_its_variations() {
    let shop = Shop::empty().await;
    let parent = parent(&shop).await;
    let path = format!("products/{parent}");
    shop.post(&format!("{path}/variations"), &json!({"sku": "V"})).await;
    shop.put(&path, &json!({"type": "simple"})).await;
    assert_eq!(shop.get("products?sku=V").await.ids().len(), 0);
    let again = shop.put(&path, &json!({"type": "variable"})).await;
    assert_eq!(again.body["variations"], json!([]));
}

#[tokio::test]
async fn a_variation_of_nobody_is_kept_though_the_answer_is_an_error() {
    let shop = Shop::empty().await;
    let reply = shop.post("products/99999/variations", &json!({"sku": "LOST"})).await;
    assert_eq!((reply.status, reply.code()), (500, "internal_server_error"));
    let again = shop.post("products", &json!({"name": "P", "sku": "LOST"})).await;
    assert_eq!(again.code(), "product_invalid_sku");
}
