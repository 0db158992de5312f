//! Every product has a page, and nothing in a product does anything there.

use serde_json::json;

use crate::client::{Reply, Shop, http, read};

async fn look(address: &str) -> (Reply, String) {
    let reply = read(http().build().unwrap().get(address)).await;
    let text = reply.body.as_str().unwrap_or_default().to_owned();
    (reply, text)
}

#[tokio::test]
async fn a_product_is_shown_at_its_permalink_with_what_a_customer_wants_to_know() {
    let shop = Shop::empty().await;
    let category = shop.post("products/categories", &json!({ "name": "Tea & more" })).await;
    let product = json!({
        "name": "Tea pot", "sku": "POT-1", "regular_price": "19.90", "sale_price": "14.90",
        "manage_stock": true, "stock_quantity": 7, "description": "<p>Holds <b>one</b> litre.</p>",
        "categories": [{ "id": category.body["id"] }],
    });
    let made = shop.post("products", &product).await.body;
    let (reply, text) = look(made["permalink"].as_str().unwrap()).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/html; charset=UTF-8"));
    let wanted = ["<h1>Tea pot</h1>", "<del>19.90</del> <ins>14.90", "POT-1", "7, in stock"];
    for words in wanted.into_iter().chain(["Holds one litre.", "Tea &amp; more"]) {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let draft = json!({ "name": "Not yet", "status": "draft" });
    let draft = shop.post("products", &draft).await.body;
    let (reply, text) = look(draft["permalink"].as_str().unwrap()).await;
    assert!(reply.status == 200 && text.contains("Customers do not see this"), "{text}");
    let (styles, _) = look(&format!("{}/storefront.css", shop.practice.url())).await;
    assert_eq!(styles.header("content-type"), "text/css; charset=UTF-8");
    for nowhere in ["product/nothing/", "product/", "?post_type=product&p=999999", "elsewhere"] {
        let (reply, _) = look(&format!("{}/{nowhere}", shop.practice.url())).await;
        assert_eq!(reply.status, 404, "{nowhere}");
    }
}

#[tokio::test]
async fn a_variable_product_shows_its_variations_as_a_table() {
    let shop = Shop::empty().await;
    let attributes = json!([{ "name": "Size", "options": ["S", "L"], "variation": true }]);
    let hat = json!({ "name": "Hat", "type": "variable", "attributes": attributes });
    let hat = shop.post("products", &hat).await.body;
    for (size, price) in [("S", "5.00"), ("L", "6.00")] {
        let choice = json!([{ "name": "Size", "option": size }]);
        let one =
            json!({ "regular_price": price, "sku": format!("HAT-{size}"), "attributes": choice });
        shop.post(&format!("products/{}/variations", hat["id"]), &one).await;
    }
    let (_, text) = look(hat["permalink"].as_str().unwrap()).await;
    assert!(text.contains("<td>Size: S</td><td>HAT-S</td><td>5.00 "), "{text}");
    assert!(text.contains("<td>Size: L</td><td>HAT-L</td><td>6.00 "), "{text}");
}

#[tokio::test]
async fn whatever_stands_in_a_product_is_only_text_on_its_page() {
    let shop = Shop::empty().await;
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    let product =
        json!({ "name": evil, "sku": evil, "description": evil, "short_description": evil });
    let made = shop.post("products", &product).await.body;
    let number = made["id"].as_i64().unwrap();
    let (reply, text) =
        look(&format!("{}/?post_type=product&p={number}", shop.practice.url())).await;
    assert_eq!(reply.status, 200, "{text}");
    assert!(!text.contains("<script") && !text.contains("<img"), "{text}");
    let policy = reply.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
}
