//! Stores that take their time.

use std::time::{Duration, Instant};

use longshore_practice::CarriedOut;
use serde_json::{Value, json};

use super::{shop, told};

#[tokio::test]
async fn a_slow_first_byte_comes_long_after_the_work() {
    let shop = shop(&["slow-first-byte=1s@write"]).await;
    let start = Instant::now();
    let heard = shop.wire("POST", "products", &json!({"name": "a"}));
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert!(heard.first >= Duration::from_secs(1), "{:?}", heard.first);
    assert_eq!((heard.status(), heard.is_whole()), (201, true));
    assert_eq!(told(&shop.last()), (Some(201), CarriedOut::Once, vec!["slow-first-byte=1s@write"]));
    // Whoever does not wait has changed the store all the same.
    let request = shop.request(reqwest::Method::POST, "products").json(&json!({"name": "b"}));
    let given_up = request.timeout(Duration::from_millis(500)).send().await;
    assert!(given_up.unwrap_err().is_timeout());
    let start = Instant::now();
    while shop.practice.requests().len() < 2 || shop.last().carried_out != CarriedOut::Once {
        assert!(start.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(shop.products().await, ["a", "b"]);
}

#[tokio::test]
async fn a_slow_body_comes_in_pieces() {
    let shop = shop(&["slow-body=500ms@read"]).await;
    shop.post("products", &json!({"name": "a"})).await;
    let heard = shop.wire("GET", "products", &Value::Null);
    assert!(heard.last - heard.first >= Duration::from_millis(300), "{heard:?}");
    assert!(heard.last >= Duration::from_millis(450), "{:?}", heard.last);
    assert_eq!((heard.status(), heard.is_whole()), (200, true));
    assert_eq!(heard.json()[0]["name"], "a");
}

#[tokio::test]
async fn latency_steps_up_and_down() {
    let shop = shop(&["latency=2x0ms,700ms,2x0ms@products"]).await;
    for is_slow in [false, false, true, false, false, false, false, true] {
        let start = Instant::now();
        assert_eq!(shop.get("products").await.status, 200);
        let took = start.elapsed();
        assert_eq!(took >= Duration::from_millis(700), is_slow, "{took:?}");
    }
    let start = Instant::now();
    shop.get("products/tags").await;
    assert!(start.elapsed() < Duration::from_millis(700), "another route");
}
