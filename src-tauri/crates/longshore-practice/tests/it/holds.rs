//! The log of requests, and pausing inside of them; from this process and from others.

use std::time::Duration;

use longshore_practice::{Matcher, Moment};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Shop, read};

const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn requests_are_logged_with_what_they_carried() {
    let shop = Shop::empty().await;
    shop.post("products/batch", &json!({"create": [{"name": "a"}, {"name": "b"}], "delete": [5]}))
        .await;
    shop.get("products?sku=A&_fields=id").await;
    let log = shop.practice.requests();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (log[0].method.as_str(), log[0].path.as_str(), log[0].status),
        ("POST", "/wp-json/wc/v3/products/batch", Some(200))
    );
    let items = log[0].items.unwrap();
    assert_eq!((items.create, items.update, items.delete), (2, 0, 1));
    assert_eq!(log[0].json()["create"][1]["name"], "b");
    assert!(log[0].writes() && !log[1].writes());
    assert_eq!(log[1].query, "sku=A&_fields=id");
    shop.practice.clear_requests();
    assert!(shop.practice.requests().is_empty());
}

#[tokio::test]
async fn a_hold_before_shows_nothing_done_and_a_hold_after_everything() {
    let shop = Shop::empty().await;
    for (moment, done) in [(Moment::Before, 0), (Moment::After, 1)] {
        let hold = shop.practice.hold(Matcher::new("POST", "/products", moment));
        let sku = format!("H-{done}");
        let body = json!({"name": "held", "sku": sku});
        let request = shop.request(Method::POST, "products").json(&body);
        let sending = tokio::spawn(read(request));
        assert!(hold.reached(SOON).await);
        assert_eq!(shop.get(&format!("products?sku={sku}")).await.ids().len(), done);
        hold.release();
        assert_eq!(sending.await.unwrap().status, 201);
    }
}

#[tokio::test]
async fn what_is_discarded_before_is_never_carried_out() {
    let shop = Shop::empty().await;
    let hold = shop.practice.hold(Matcher::new("POST", "/products", Moment::Before));
    let request = shop.request(Method::POST, "products").json(&json!({"name": "x"}));
    let sending = tokio::spawn(request.send());
    assert!(hold.reached(SOON).await);
    hold.discard();
    let broken = match sending.await.unwrap() {
        Err(_) => true,
        Ok(response) => response.bytes().await.is_err(),
    };
    assert!(broken, "the connection ends without an answer");
    assert_eq!(shop.get("products").await.ids().len(), 0);
}

#[tokio::test]
async fn a_held_request_is_carried_out_though_its_client_is_gone() {
    let shop = Shop::empty().await;
    let hold = shop.practice.hold(Matcher::new("POST", "/products", Moment::Before));
    let request = shop.request(Method::POST, "products").json(&json!({"name": "x"}));
    let sending = tokio::spawn(request.send());
    assert!(hold.reached(SOON).await);
    sending.abort();
    let _ = sending.await;
    hold.release();
    for _ in 0..200 {
        if shop.get("products").await.ids().len() == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the store forgot what it had begun");
}

#[tokio::test]
async fn other_processes_use_the_control_routes() {
    let shop = Shop::empty().await;
    let control = |method: Method, path: &str| {
        reqwest::Client::new()
            .request(method, format!("{}/practice/{path}", shop.practice.url()))
            .basic_auth(shop.practice.consumer_key(), Some(shop.practice.consumer_secret()))
    };
    let matcher = json!({"method": "POST", "path": "/batch", "moment": "after", "skip": 1});
    let hold = read(control(Method::POST, "holds").json(&matcher)).await.body["id"].clone();
    shop.post("products/batch", &json!({"create": [{"name": "first passes"}]})).await;
    let request = shop
        .request(Method::POST, "products/batch")
        .json(&json!({"create": [{"name": "second waits"}]}));
    let sending = tokio::spawn(read(request));
    assert_eq!(
        read(control(Method::GET, &format!("holds/{hold}?wait=10"))).await.body["held"],
        true
    );
    assert_eq!(shop.get("products").await.ids().len(), 2);
    read(control(Method::DELETE, &format!("holds/{hold}"))).await;
    assert_eq!(sending.await.unwrap().status, 200);
    let log = read(control(Method::GET, "requests")).await.body;
    assert_eq!(
        log.as_array().unwrap().iter().filter(|request| request["method"] == "POST").count(),
        2
    );
    read(control(Method::DELETE, "requests")).await;
    assert_eq!(read(control(Method::GET, "requests")).await.body, json!([]));
    let stranger = reqwest::Client::new().get(format!("{}/practice/requests", shop.practice.url()));
    let refused = read(stranger).await;
    assert_eq!((refused.status, &refused.body["code"]), (401, &Value::from("unauthorized")));
}
