//! Lists: pages, filters, order.

use serde_json::{Value, json};

use crate::client::Shop;

async fn fill(shop: &Shop, count: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    let numbers: Vec<usize> = (0..count).collect();
    for chunk in numbers.chunks(100) {
        let items: Vec<Value> = chunk
            .iter()
            .map(|number| json!({"name": format!("Item {number}"), "sku": format!("I-{number}"), "regular_price": number.to_string()}))
            .collect();
        let reply = shop.post("products/batch", &json!({ "create": items })).await;
        assert_eq!(reply.status, 200);
        ids.extend(
            reply.body["create"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_i64().unwrap()),
        );
    }
    ids
}

#[tokio::test]
async fn pages_of_a_hundred_show_each_of_250_products_once() {
    let shop = Shop::empty().await;
    let mut ids = fill(&shop, 250).await;
    let mut seen = Vec::new();
    for page in 1..=3 {
        let reply = shop.get(&format!("products?per_page=100&page={page}&_fields=id")).await;
        assert_eq!(reply.header("X-WP-Total"), "250");
        assert_eq!(reply.header("X-WP-TotalPages"), "3");
        assert_eq!(reply.header("Link").contains("rel=\"next\""), page < 3);
        assert_eq!(reply.header("Link").contains("rel=\"prev\""), page > 1);
        seen.extend(reply.ids());
    }
    ids.reverse();
    assert_eq!(seen, ids, "newest first");
    let beyond = shop.get("products?per_page=100&page=4").await;
    assert_eq!((beyond.ids().len(), beyond.header("X-WP-Total")), (0, "250"));
}

#[tokio::test]
async fn the_next_page_is_right_after_any_page_and_after_any_write() {
    let shop = Shop::empty().await;
    let ids = fill(&shop, 60).await;
    for order in ["orderby=date&order=desc", "orderby=id&order=asc", "orderby=modified&order=asc"] {
        let mut expected = ids.clone();
        if order.ends_with("desc") {
            expected.reverse();
        }
        for page in [1, 2, 4, 3, 1, 6, 5] {
            let reply =
                shop.get(&format!("products?{order}&per_page=10&page={page}&_fields=id")).await;
            assert_eq!(reply.ids(), expected[(page - 1) * 10..page * 10], "{order} {page}");
        }
    }
    let first = shop.get("products?order=asc&per_page=10&_fields=id").await.ids();
    shop.delete(&format!("products/{}?force=true", first[0])).await;
    let second = shop.get("products?order=asc&per_page=10&page=2&_fields=id").await.ids();
    assert_eq!(second, ids[11..21], "one that was before it is gone");
}

#[tokio::test]
async fn a_hundred_skus_are_looked_up_at_once() {
    let shop = Shop::empty().await;
    fill(&shop, 120).await;
    let skus: Vec<String> = (0..100).map(|number| format!("i-{number}")).collect();
    let reply =
        shop.get(&format!("products?per_page=100&_fields=id,sku&sku={}", skus.join(","))).await;
    assert_eq!(reply.ids().len(), 100);
    let partial = shop.get("products?sku=I-1,I-&_fields=sku").await;
    assert_eq!(partial.body, json!([{"sku": "I-1"}]));
}

#[tokio::test]
async fn filters_narrow_and_counts_follow() {
    let shop = Shop::with_demo().await;
    let total = |reply: &crate::client::Reply| reply.header("X-WP-Total").parse::<usize>().unwrap();
    let all = shop.get("products?per_page=100&context=edit").await;
    assert_eq!(total(&all), 24);
    assert_eq!(total(&shop.get("products?status=draft").await), 1);
    assert_eq!(total(&shop.get("products?status=publish").await), 23);
    assert_eq!(total(&shop.get("products?type=variable").await), 3);
    assert_eq!(total(&shop.get("products?on_sale=true").await), 3, "two simple ones and a sheet");
    assert_eq!(total(&shop.get("products?search=linen%20sheet").await), 1);
    assert_eq!(total(&shop.get("products?featured=1").await), 1);
    let beans = shop.get("products/categories?slug=beans").await.ids()[0];
    assert_eq!(total(&shop.get(&format!("products?category={beans}")).await), 3);
    let coffee = shop.get("products/categories?slug=coffee-ware").await.ids()[0];
    assert!(
        total(&shop.get(&format!("products?category={coffee}")).await) > 9,
        "with what is below"
    );
    assert_eq!(total(&shop.get("products?min_price=100").await), 2);
    assert_eq!(total(&shop.get("products?modified_after=2999-01-01T00:00:00").await), 0);
    let cheapest =
        shop.get("products?orderby=price&order=asc&min_price=1&per_page=1&_fields=price").await;
    assert_eq!(cheapest.body[0]["price"], "5.00");
    let titles = shop.get("products?orderby=title&order=asc&per_page=2&_fields=name").await;
    assert_eq!(titles.body[0]["name"], "Baker's apron");
    let gone = shop.get("products?modified_after=nonsense").await;
    assert_eq!((gone.status, gone.code()), (400, "rest_invalid_param"));
}

#[tokio::test]
async fn texts_are_shown_as_pages_or_as_kept() {
    let shop = Shop::with_demo().await;
    let path = "products?sku=LIN-SHEET&_fields=description";
    let shown = shop.get(path).await;
    assert_eq!(
        shown.body[0]["description"],
        "<p>A flat sheet of washed linen.</p>\n<p>Gets softer every year.</p>\n"
    );
    let kept = shop.get(&format!("{path}&context=edit")).await;
    assert_eq!(
        kept.body[0]["description"],
        "A flat sheet of washed linen.\n\nGets softer every year."
    );
}
