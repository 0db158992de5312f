//! Whatever a client sends, the store answers, and goes on.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::Shop;

/// Values that no field expects.
fn odd_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("-"),
        json!("1.2.3,4"),
        json!("<a <b> & \\ \u{0} \u{202e} %zz"),
        json!("é".repeat(500)),
        json!("9999-99-99T99:99:99"),
        json!([]),
        json!({}),
        json!([[], {}, null, "x", 1]),
        json!([{"id": {}}, {"id": -5, "name": [], "src": 3, "options": {"a": 1}, "option": []}]),
        json!({"id": "x", "src": "http://", "length": [], "name": 4}),
    ]
}

fn fields(entity: &str) -> Vec<String> {
    let path = Path::new("data/arguments.json");
    let tables: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let rules = tables[entity]["write"].as_array().unwrap();
    rules.iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn no_value_of_any_field_stops_the_store() {
    let shop = Shop::with_demo().await;
    let parent = shop.get("products?type=variable&per_page=1").await.ids()[0];
    let attribute = shop.get("products/attributes").await.ids()[0];
    for (entity, route) in [
        ("products", "products".to_owned()),
        ("variations", format!("products/{parent}/variations")),
        ("categories", "products/categories".to_owned()),
        ("brands", "products/brands".to_owned()),
        ("tags", "products/tags".to_owned()),
        ("attributes", "products/attributes".to_owned()),
        ("terms", format!("products/attributes/{attribute}/terms")),
    ] {
        for field in fields(entity) {
            for value in odd_values() {
                let body = json!({ "name": "N", &field: value });
                let single = shop.post(&route, &body).await;
                assert!(single.body.is_object(), "{entity} {body}");
                let batch =
                    shop.post(&format!("{route}/batch"), &json!({ "create": [body] })).await;
                let fine = batch.status == 200
                    || (batch.status == 500 && batch.code() == "internal_server_error");
                assert!(fine, "{entity} {body}: {}", batch.body);
                if let Some(id) = batch.body["create"][0]["id"].as_i64().filter(|id| *id > 0) {
                    let read = shop.get(&format!("{route}/{id}?context=edit")).await;
                    assert_eq!(read.status, 200, "{entity} {id}");
                }
            }
        }
    }
    let listed = shop.get("products?per_page=100").await;
    assert_eq!((listed.status, listed.ids().len()), (200, 100));
}

#[tokio::test]
async fn no_parameter_of_a_list_stops_the_store() {
    let shop = Shop::with_demo().await;
    let path = Path::new("data/arguments.json");
    let tables: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for (entity, route) in [("products", "products"), ("categories", "products/categories")] {
        for rule in tables[entity]["list"].as_array().unwrap() {
            let name = rule["name"].as_str().unwrap();
            for value in
                ["", "x", "-1", "1,2,x", "99999999999999999999", "%27%22%5C%25_", "a%00b", "true"]
            {
                for query in [
                    format!("{name}={value}"),
                    format!("{name}[]={value}"),
                    format!("{name}[k][]={value}"),
                ] {
                    let reply = shop.get(&format!("{route}?{query}")).await;
                    assert!(matches!(reply.status, 200 | 400), "{query}: {}", reply.body);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_request_whose_client_goes_away_in_the_middle_is_none() {
    let shop = Shop::empty().await;
    let body = r#"{"name":"half"}"#;
    crate::wire::break_off(&shop.practice, "POST", "products", body, body.len() + 1);
    shop.get("products").await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let paths: Vec<String> =
        shop.practice.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(paths, ["GET"]);
}
