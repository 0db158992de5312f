//! Orders, customers, coupons, reviews, taxes: each created, read, changed, listed and deleted.

use serde_json::{Value, json};

use crate::client::Shop;

#[tokio::test]
async fn every_kind_is_created_changed_listed_and_deleted() {
    let shop = Shop::empty().await;
    let body = json!({"name": "P", "sku": "P-1", "regular_price": "10"});
    let product = shop.post("products", &body).await.body["id"].clone();
    for (path, body, field, value) in [
        ("customers", json!({"email": "jo@example.com"}), "last_name", json!("Meyer")),
        ("coupons", json!({"code": "Ten", "amount": "10"}), "amount", json!("12.00")),
        ("taxes", json!({"country": "DE", "rate": "19"}), "rate", json!("7.0000")),
        ("orders", json!({"line_items": [{"product_id": product}]}), "customer_note", json!("x")),
        (
            "products/reviews",
            json!({"product_id": product, "review": "good", "reviewer": "A", "reviewer_email": "a@example.com"}),
            "rating",
            json!(4),
        ),
        (
            "webhooks",
            json!({"topic": "order.created", "delivery_url": "https://example.com/"}),
            "status",
            json!("paused"),
        ),
    ] {
        let made = shop.post(path, &body).await;
        assert_eq!(made.status, 201, "{path}: {}", made.body);
        let id = made.body["id"].as_i64().unwrap();
        assert!(made.header("Location").ends_with(&format!("{path}/{id}")), "{path}");
        let one = format!("{path}/{id}");
        let mut change = json!({});
        change[field] = value.clone();
        assert_eq!(shop.put(&one, &change).await.body[field], value, "{path}");
        assert_eq!(shop.get(&one).await.body[field], value, "{path}");
        let list = shop.get(path).await;
        assert_eq!((list.ids(), list.header("X-WP-Total")), (vec![id], "1"), "{path}");
        let batch = json!({"update": [change, {"id": id}], "delete": [id]});
        let batch = shop.post(&format!("{path}/batch"), &batch).await.body;
        assert!(batch["update"][0]["error"].is_object(), "{path}: {batch}");
        assert_eq!(batch["update"][1]["id"], id, "{path}: {batch}");
        assert_eq!(shop.get(&one).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_order_takes_stock_and_gives_it_back() {
    let shop = Shop::empty().await;
    let body = json!({"name": "P", "sku": "P-1", "regular_price": "10", "manage_stock": true, "stock_quantity": 5});
    let product = shop.post("products", &body).await.body["id"].as_i64().unwrap();
    let stock = async || {
        shop.get(&format!("products/{product}")).await.body["stock_quantity"].as_i64().unwrap()
    };
    let lines = json!({"status": "processing", "line_items": [{"sku": "p-1", "quantity": 2}]});
    let order = shop.post("orders", &lines).await.body;
    assert_eq!((order["total"].as_str(), stock().await), (Some("20.00"), 3));
    let path = format!("orders/{}", order["id"]);
    let line = json!({"line_items": [{"id": order["line_items"][0]["id"], "quantity": 4}]});
    let changed = shop.put(&path, &line).await.body;
    assert_eq!((changed["total"].as_str(), stock().await), (Some("20.00"), 1));
    shop.put(&path, &json!({"status": "cancelled"})).await;
    assert_eq!(stock().await, 5);
    let first = shop.delete(&path).await;
    assert_eq!((first.status, first.body["status"].as_str()), (200, Some("cancelled")));
    let second = shop.delete(&path).await;
    assert_eq!((second.status, second.code()), (410, "woocommerce_rest_already_trashed"));
    assert_eq!(shop.get("orders").await.body, json!([]));
    assert_eq!(shop.get("orders?status=trash").await.ids().len(), 1);
}

#[tokio::test]
async fn a_coupon_makes_an_order_cheaper_until_it_is_used_up() {
    let shop = Shop::empty().await;
    shop.post("products", &json!({"name": "P", "sku": "P-1", "regular_price": "9.99"})).await;
    let coupon =
        json!({"code": "once", "discount_type": "percent", "amount": "10", "usage_limit": 1});
    shop.post("coupons", &coupon).await;
    let wanted = json!({"line_items": [{"sku": "P-1"}], "coupon_lines": [{"code": "ONCE"}]});
    let order = shop.post("orders", &wanted).await.body;
    assert_eq!(
        (order["total"].as_str(), order["discount_total"].as_str()),
        (Some("8.99"), Some("1.00"))
    );
    let refused = shop.post("orders", &wanted).await;
    assert_eq!((refused.status, refused.code()), (400, "woocommerce_rest_invalid_coupon"));
    let draft = refused.body["data"]["new_draft_order_id"].as_i64().unwrap();
    let draft = shop.get(&format!("orders/{draft}")).await.body;
    assert_eq!(draft["status"], "checkout-draft");
}

#[tokio::test]
async fn a_coupon_is_taken_off_what_lines_cost_without_it() {
    let shop = Shop::empty().await;
    shop.post("products", &json!({"name": "P", "sku": "P-1", "regular_price": "76.00"})).await;
    shop.post("coupons", &json!({"code": "ten", "discount_type": "percent", "amount": "10"})).await;
    let line = json!({"sku": "P-1", "quantity": 1, "subtotal": "76.00", "total": "68.40"});
    let wanted = json!({"line_items": [line], "coupon_lines": [{"code": "ten"}]});
    let order = shop.post("orders", &wanted).await.body;
    let told = [&order["line_items"][0]["total"], &order["discount_total"], &order["total"]];
    assert_eq!(told.map(|text| text.as_str().unwrap()), ["68.40", "7.60", "68.40"]);
}

#[tokio::test]
async fn a_refund_of_everything_is_told_by_the_order() {
    let shop = Shop::empty().await;
    let paid = json!({"set_paid": true, "fee_lines": [{"name": "Fee", "total": "12"}]});
    let order = shop.post("orders", &paid).await.body["id"].as_i64().unwrap();
    let refunds = format!("orders/{order}/refunds");
    let by_gateway = shop.post(&refunds, &json!({"amount": "2"})).await;
    assert_eq!((by_gateway.status, by_gateway.body["data"].clone()), (500, Value::from(500)));
    for amount in ["2", "10"] {
        let body = json!({"amount": amount, "api_refund": false});
        assert_eq!(shop.post(&refunds, &body).await.status, 201);
    }
    let order = shop.get(&format!("orders/{order}")).await.body;
    assert_eq!(
        (order["status"].as_str(), order["refunds"].as_array().unwrap().len()),
        (Some("refunded"), 2)
    );
    assert_eq!(shop.get("refunds").await.ids().len(), 2);
}

#[tokio::test]
async fn the_demo_shop_has_sold_something() {
    let shop = Shop::with_demo().await;
    assert_eq!(shop.get("orders").await.ids().len(), 3);
    assert_eq!(shop.get("customers").await.ids().len(), 3);
    assert_eq!(shop.get("coupons").await.ids().len(), 3);
    assert_eq!(shop.get("products/reviews").await.ids().len(), 2);
    assert_eq!(shop.get("taxes").await.ids().len(), 3);
}
