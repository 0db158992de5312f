//! Single products: trash, uniqueness, what the store changes silently.

use serde_json::json;

use crate::client::Shop;

#[tokio::test]
async fn the_trash_keeps_the_sku_and_gives_the_slug_back() {
    let shop = Shop::empty().await;
    let made = shop.post("products", &json!({"name": "Tea towel", "sku": "T-1"})).await;
    assert_eq!(made.status, 201);
    let path = format!("products/{}", made.body["id"]);
    let deleted = shop.delete(&path).await;
    assert_eq!(deleted.body["status"], "publish", "as it was before");
    let trashed = shop.get(&path).await;
    assert_eq!(
        (trashed.body["status"].as_str(), trashed.body["slug"].as_str()),
        (Some("trash"), Some("tea-towel__trashed"))
    );
    assert_eq!(shop.get("products?sku=T-1").await.ids().len(), 0);
    assert_eq!(shop.get("products?sku=T-1&status=trash").await.ids().len(), 1);
    assert_eq!(shop.delete(&path).await.status, 410);
    let again = shop.post("products", &json!({"name": "Another", "sku": "t-1"})).await;
    assert_eq!((again.status, again.code()), (400, "woocommerce_rest_product_not_created"));
    let restored = shop.put(&path, &json!({"status": "publish"})).await;
    assert_eq!(restored.body["slug"], "tea-towel");
    let gone = shop.delete(&format!("{path}?force=true")).await;
    assert_eq!(gone.status, 200);
    assert_eq!(shop.get(&path).await.code(), "woocommerce_rest_product_invalid_id");
    assert_eq!(shop.post("products", &json!({"name": "Another", "sku": "t-1"})).await.status, 201);
}

#[tokio::test]
async fn eight_creates_of_one_sku_at_once_make_one_product() {
    let shop = Shop::empty().await;
    let body = json!({"name": "Race", "sku": "RACE"});
    let send = || shop.post("products", &body);
    let replies = tokio::join!(send(), send(), send(), send(), send(), send(), send(), send());
    let replies =
        [replies.0, replies.1, replies.2, replies.3, replies.4, replies.5, replies.6, replies.7];
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    assert!(
        replies
            .iter()
            .filter(|reply| reply.status != 201)
            .all(|reply| reply.code() == "product_invalid_sku")
    );
    assert_eq!(shop.get("products?sku=RACE").await.ids().len(), 1);
}

#[tokio::test]
async fn a_term_is_counted_by_its_published_products() {
    let shop = Shop::empty().await;
    let term = shop.post("products/categories", &json!({"name": "Cups"})).await.body["id"].clone();
    let count =
        async || shop.get(&format!("products/categories/{term}")).await.body["count"].clone();
    let body =
        |status: &str| json!({"name": "Mug", "status": status, "categories": [{"id": term}]});
    let mug = shop.post("products", &body("publish")).await.body["id"].clone();
    shop.post("products", &body("draft")).await;
    assert_eq!(count().await, 1);
    shop.put(&format!("products/{mug}"), &json!({"status": "draft"})).await;
    assert_eq!(count().await, 0);
    shop.put(&format!("products/{mug}"), &json!({"status": "publish"})).await;
    assert_eq!(count().await, 1);
    shop.delete(&format!("products/{mug}?force=true")).await;
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn a_deleted_category_leaves_its_products_to_the_default_one() {
    let shop = Shop::empty().await;
    let parent = shop.post("products/categories", &json!({"name": "A"})).await.body["id"].clone();
    let child =
        shop.post("products/categories", &json!({"name": "B", "parent": parent})).await.body["id"]
            .clone();
    let product = shop
        .post("products", &json!({"name": "P", "categories": [{"id": parent}]}))
        .await
        .body["id"]
        .clone();
    let without_force = shop.delete(&format!("products/categories/{parent}")).await;
    assert_eq!(
        (without_force.status, without_force.code()),
        (501, "woocommerce_rest_trash_not_supported")
    );
    assert_eq!(shop.delete(&format!("products/categories/{parent}?force=true")).await.status, 200);
    assert_eq!(
        shop.get(&format!("products/{product}")).await.body["categories"][0]["slug"],
        "uncategorized"
    );
    assert_eq!(shop.get(&format!("products/categories/{child}")).await.body["parent"], 0);
}

#[tokio::test]
async fn a_store_with_decimal_comma_reads_and_shows_its_own_notation() {
    let settings = longshore_practice::Settings {
        empty: true,
        currency: "EUR".to_owned(),
        decimal_separator: ',',
        weight_unit: "g".to_owned(),
        ..longshore_practice::Settings::default()
    };
    let shop = Shop::with(settings).await;
    let made = shop
        .post("products", &json!({"name": "P", "regular_price": "1.234,50", "weight": "0,5"}))
        .await;
    assert_eq!(made.body["regular_price"], "1234.50");
    assert_eq!(made.body["weight"], "0.5");
    assert!(made.body["price_html"].as_str().unwrap().contains("&euro;</span>1.234,50"));
    let units = shop.get("settings/products/woocommerce_weight_unit").await;
    assert_eq!(units.body["value"], "g");
    let general = shop.get("settings/general").await;
    let value = |id: &str| {
        let all = general.body.as_array().unwrap();
        all.iter().find(|setting| setting["id"] == id).unwrap()["value"].clone()
    };
    assert_eq!(value("woocommerce_currency"), "EUR");
    assert_eq!(value("woocommerce_price_decimal_sep"), ",");
    assert_eq!(shop.get("data/currencies/current").await.body["symbol"], "&euro;");
    assert_eq!(shop.get("system_status").await.body["settings"]["currency"], "EUR");
}

#[tokio::test]
async fn an_attribute_that_is_deleted_is_hidden_in_its_products() {
    let shop = Shop::empty().await;
    let attribute =
        shop.post("products/attributes", &json!({"name": "Color"})).await.body["id"].clone();
    let body = json!({"name": "P", "attributes": [{"id": attribute, "options": ["Red"]}, {"name": "Own", "options": ["1"]}]});
    let product = shop.post("products", &body).await.body;
    assert_eq!(product["attributes"].as_array().unwrap().len(), 2);
    let terms = format!("products/attributes/{attribute}/terms");
    assert_eq!(shop.get(&terms).await.body[0]["name"], "Red");
    let gone = shop.delete(&format!("products/attributes/{attribute}?force=true")).await;
    assert_eq!(gone.status, 200);
    assert_eq!(shop.get(&terms).await.code(), "woocommerce_rest_taxonomy_invalid");
    let now = shop.get(&format!("products/{}", product["id"])).await.body;
    assert_eq!(now["attributes"].as_array().unwrap().len(), 1);
}
