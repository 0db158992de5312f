//! Faults from other processes.

use reqwest::Method;
use serde_json::{Value, json};

use super::shop;
use crate::client::{Reply, Shop, read};

async fn control(shop: &Shop, method: Method, body: &Value) -> Reply {
    let request = reqwest::Client::new()
        .request(method, format!("{}/practice/faults", shop.practice.url()))
        .basic_auth(shop.practice.consumer_key(), Some(shop.practice.consumer_secret()));
    read(if body.is_null() { request } else { request.json(body) }).await
}

#[tokio::test]
async fn faults_are_changed_through_the_control_door_while_the_store_runs() {
    let shop = shop(&[]).await;
    let set = control(&shop, Method::PUT, &json!(["503 @ post products # 2", "cut"])).await;
    assert_eq!((set.status, &set.body[0]["fault"]), (200, &json!("503@POST products#2")));
    shop.set_faults(&["503@POST products#2", "502@read"]);
    shop.post("products", &json!({"name": "a"})).await;
    assert_eq!(shop.post("products", &json!({"name": "b"})).await.status, 503);
    assert_eq!(shop.get("products").await.status, 502, "the API only");
    let counts = control(&shop, Method::GET, &Value::Null).await;
    assert_eq!(
        counts.body,
        json!([
            {"fault": "503@POST products#2", "matched": 2, "played": 1},
            {"fault": "502@read", "matched": 1, "played": 1},
        ])
    );
    let wrong = control(&shop, Method::PUT, &json!(["cut#1", "cut#0"])).await;
    assert_eq!((wrong.status, wrong.code()), (400, "fault_when_unfit"));
    assert_eq!(control(&shop, Method::PUT, &json!({"cut": 1})).await.code(), "bad_faults");
    assert_eq!(shop.get("products").await.status, 502, "a wrong list changes nothing");
    assert_eq!(control(&shop, Method::DELETE, &Value::Null).await.body, json!([]));
    assert_eq!(shop.get("products").await.status, 200);
}

#[tokio::test]
async fn the_log_says_the_same_to_other_processes() {
    let shop = shop(&["504=after@write"]).await;
    shop.post("products", &json!({"name": "a"})).await;
    let request = reqwest::Client::new()
        .get(format!("{}/practice/requests", shop.practice.url()))
        .basic_auth(shop.practice.consumer_key(), Some(shop.practice.consumer_secret()));
    let told = &read(request).await.body[0];
    assert_eq!(told["status"], 504);
    assert_eq!(told["carried_out"], "once");
    assert_eq!(told["faults"], json!(["504=after@write"]));
    assert_eq!(told["effects"][0]["action"], "create");
    assert_eq!(told["effects"][0]["kind"], "products");
}
