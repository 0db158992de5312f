//! Answers that are not the store's own, or no longer what they were.

use longshore_practice::CarriedOut;
use serde_json::{Value, json};

use super::{shop, told};

#[tokio::test]
async fn the_web_server_answers_in_html_before_or_after_the_store_has_worked() {
    for status in [502, 503, 504, 429] {
        let faults =
            [format!("{status}@POST products#1"), format!("{status}=after@POST products#2")];
        let shop = shop(&[&faults[0], &faults[1]]).await;
        for (name, carried_out, fault) in
            [("lost", CarriedOut::No, &faults[0]), ("kept", CarriedOut::Once, &faults[1])]
        {
            let heard = shop.wire("POST", "products", &json!({"name": name}));
            assert_eq!(heard.status(), status);
            assert_eq!(heard.header("content-type"), Some("text/html"));
            assert_eq!(heard.header("retry-after"), None);
            assert!(heard.text().contains(&format!("<h1>{status} ")), "{}", heard.text());
            assert!(heard.is_whole());
            assert_eq!(told(&shop.last()), (Some(status), carried_out, vec![fault.as_str()]));
        }
        assert_eq!(shop.products().await, ["kept"]);
    }
}

#[tokio::test]
async fn a_limit_says_when_to_come_again_if_it_is_to() {
    let shop = shop(&["429=5s@read", "503=after,1500ms@write"]).await;
    let read = shop.get("products").await;
    assert_eq!((read.status, read.header("retry-after")), (429, "5"));
    let written = shop.post("products", &json!({"name": "a"})).await;
    assert_eq!((written.status, written.header("retry-after")), (503, "2"), "whole seconds");
    assert_eq!(shop.products().await, ["a"]);
}

#[tokio::test]
async fn php_dies_before_or_after_its_work() {
    let shop = shop(&["500@write#1", "500=after@write#2"]).await;
    for name in ["lost", "kept"] {
        let reply = shop.post("products", &json!({"name": name})).await;
        assert_eq!((reply.status, reply.code()), (500, "internal_server_error"));
    }
    assert_eq!(shop.products().await, ["kept"]);
}

#[tokio::test]
async fn wrong_json_has_the_right_length() {
    let shop =
        shop(&["wrong-json@write#1", "wrong-json=empty@write#2", "wrong-json=other@write#3"]).await;
    for (name, is_json) in [("a", false), ("b", false), ("c", true)] {
        let heard = shop.wire("POST", "products", &json!({"name": name}));
        assert_eq!((heard.status(), heard.is_whole()), (201, true));
        assert_eq!(heard.header("content-type"), Some("application/json; charset=UTF-8"));
        let read = serde_json::from_slice::<Value>(&heard.body);
        assert_eq!(read.is_ok(), is_json, "{name}");
        assert!(read.is_err() || read.unwrap().get("id").is_none());
        assert_eq!(heard.body.is_empty(), name == "b");
        assert_eq!(shop.last().carried_out, CarriedOut::Once);
    }
    assert_eq!(shop.products().await, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_warning_stands_before_the_json() {
    let shop = shop(&["php-warning"]).await;
    let heard = shop.wire("POST", "products", &json!({"name": "a"}));
    assert_eq!((heard.status(), heard.is_whole()), (201, true));
    let text = heard.text();
    assert!(text.starts_with("<br />\n<b>Warning</b>:  "), "{text}");
    let json = &text[text.find('{').unwrap()..];
    assert_eq!(serde_json::from_str::<Value>(json).unwrap()["name"], "a");
    assert_eq!(told(&shop.last()), (Some(201), CarriedOut::Once, vec!["php-warning"]));
}

#[tokio::test]
async fn faults_add_up_where_they_can() {
    let shop = shop(&["php-warning", "wrong-json", "cut", "latency=20ms", "twice"]).await;
    let heard = shop.wire("POST", "products", &json!({"name": "a"}));
    assert!(heard.text().starts_with("<br />") && !heard.is_whole());
    assert_eq!(
        told(&shop.last()),
        (
            Some(201),
            CarriedOut::Twice,
            vec!["latency=20ms", "twice", "wrong-json=half", "php-warning", "cut"]
        )
    );
}
