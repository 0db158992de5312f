//! Requests and answers that get lost on the way.

use longshore_practice::{Action, CarriedOut};
use serde_json::{Value, json};

use super::{shop, told};
use crate::client::Shop;

#[tokio::test]
async fn dropped_before_it_was_read_nothing_happens() {
    let shop = shop(&["dropped-before@POST products#2"]).await;
    assert_eq!(shop.wire("POST", "products", &json!({"name": "a"})).status(), 201);
    let large = json!({"name": "b", "description": "x".repeat(1 << 20)});
    assert!(shop.wire("POST", "products", &large).is_nothing());
    let request = shop.last();
    assert_eq!(told(&request), (None, CarriedOut::No, vec!["dropped-before@POST products#2"]));
    assert_eq!(request.body, None, "the body was not read");
    assert_eq!(shop.wire("POST", "products", &json!({"name": "c"})).status(), 201);
    assert_eq!(shop.products().await, ["a", "c"]);
}

/// Something to write to each route, in this order; `$name` stands for the number that came of an
/// earlier one.
fn writes() -> Vec<(&'static str, &'static str, String, Value)> {
    let mut writes = vec![
        ("product", "POST", "products".to_owned(), json!({"name": "P", "type": "variable"})),
        ("attribute", "POST", "products/attributes".to_owned(), json!({"name": "Hue"})),
    ];
    for (name, path, item) in [
        ("", "products", json!({"name": "Q"})),
        ("", "products/$product/variations", json!({"regular_price": "5"})),
        ("", "products/categories", json!({"name": "C"})),
        ("", "products/tags", json!({"name": "T"})),
        ("", "products/brands", json!({"name": "B"})),
        ("", "products/shipping_classes", json!({"name": "S"})),
        ("", "products/attributes", json!({"name": "Size"})),
        ("", "products/attributes/$attribute/terms", json!({"name": "Red"})),
    ] {
        let mut other = item.clone();
        if let Some(name) = other.get_mut("name") {
            *name = json!(format!("{} again", name.as_str().unwrap()));
        }
        writes.push(("one", "POST", path.to_owned(), item));
        writes.push((
            name,
            "PUT",
            format!("{path}/$one"),
            json!({"menu_order": 3, "name": "Else"}),
        ));
        writes.push((name, "DELETE", format!("{path}/$one?force=true"), Value::Null));
        writes.push(("two", "POST", format!("{path}/batch"), json!({"create": [other]})));
        let batch = json!({"update": [{"id": "$two", "description": "new"}], "delete": ["$two"]});
        writes.push((name, "POST", format!("{path}/batch"), batch));
    }
    writes
}

#[tokio::test]
async fn dropped_after_it_was_carried_out_for_every_write_route() {
    let shop = shop(&["dropped-after@write"]).await;
    let mut numbers: Vec<(&str, i64)> = Vec::new();
    let mut done = Vec::new();
    for (name, method, path, body) in writes() {
        let filled = |text: &str| {
            let mut text = text.to_owned();
            for (name, number) in numbers.iter().rev() {
                text = text.replace(&format!("\"${name}\""), &number.to_string());
                text = text.replace(&format!("${name}"), &number.to_string());
            }
            text
        };
        let path = filled(&path);
        let body: Value = serde_json::from_str(&filled(&body.to_string())).unwrap();
        assert!(shop.wire(method, &path, &body).is_nothing(), "{method} {path}");
        let request = shop.last();
        let status = if method == "POST" && !path.ends_with("/batch") { 201 } else { 200 };
        assert_eq!(
            told(&request),
            (Some(status), CarriedOut::Once, vec!["dropped-after@write"]),
            "{method} {path}: {request:?}"
        );
        assert!(!request.effects.is_empty(), "{method} {path} did nothing");
        for effect in &request.effects {
            done.push((effect.kind, effect.action));
            let base = base_of(path.trim_end_matches("/batch"));
            let found = shop.get(&format!("{base}/{}", effect.id)).await.status;
            let is_there = request.effects.iter().all(|effect| effect.action != Action::Delete);
            assert_eq!(found, if is_there { 200 } else { 404 }, "{method} {path}");
        }
        if !name.is_empty() {
            numbers.push((name, request.effects[0].id));
        }
    }
    for kind in [
        "products",
        "variations",
        "categories",
        "tags",
        "brands",
        "shipping_classes",
        "attributes",
        "terms",
    ] {
        for action in [Action::Create, Action::Update, Action::Delete] {
            assert!(done.contains(&(kind, action)), "{kind} {action:?} was not tried");
        }
    }
}

/// The collection that an address is about.
fn base_of(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    match path.rsplit_once('/') {
        Some((base, last)) if last.parse::<i64>().is_ok() => base.to_owned(),
        _ => path.to_owned(),
    }
}

#[tokio::test]
async fn an_answer_is_cut_in_the_middle_or_where_it_is_asked() {
    let shop = shop(&["cut@products#1", "cut=7@products#2", "cut=0@products#3"]).await;
    let half = shop.wire("POST", "products", &json!({"name": "a"}));
    assert_eq!((half.status(), half.is_whole()), (201, false));
    assert_eq!(half.body.len(), half.length.unwrap() / 2);
    assert_eq!(told(&shop.last()), (Some(201), CarriedOut::Once, vec!["cut@products#1"]));
    let seven = shop.wire("GET", "products", &Value::Null);
    assert_eq!((seven.status(), seven.text().as_str()), (200, "[{\"id\":"));
    let none = shop.wire("GET", "products", &Value::Null);
    assert_eq!((none.status(), none.body.len(), none.is_whole()), (200, 0, false));
    assert_eq!(shop.products().await, ["a"]);
}

#[tokio::test]
async fn a_held_request_waits_until_the_faults_change() {
    for (moment, done) in [("before", 0), ("after", 1)] {
        let shop = shop(&[&format!("held={moment}@POST products")]).await;
        let request = shop.request(reqwest::Method::POST, "products").json(&json!({"name": "a"}));
        let sending = tokio::spawn(request.send());
        while shop.practice.faults()[0].played == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(!sending.is_finished());
        assert_eq!(shop.get("products").await.ids().len(), done);
        shop.set_faults(&[]);
        let answer = sending.await.unwrap();
        assert!(answer.is_err(), "{moment}: {answer:?}");
        assert_eq!(shop.products().await.len(), done, "{moment}");
    }
}

#[tokio::test]
async fn half_of_a_batch_is_done_and_php_is_dead() {
    let shop = shop(&["half-batch"]).await;
    let kept = shop.post("products", &json!({"name": "old"})).await;
    assert_eq!(kept.status, 201, "no batch");
    let id = kept.body["id"].clone();
    let items = json!({
        "create": [{"name": "a"}, {"name": "b"}],
        "update": [{"id": id, "name": "new"}],
        "delete": [id, 999],
    });
    let reply = shop.post("products/batch", &items).await;
    assert_eq!((reply.status, reply.code()), (500, "internal_server_error"));
    assert!(reply.body["message"].as_str().unwrap().contains("critical error"));
    let request = shop.last();
    assert_eq!(told(&request), (Some(500), CarriedOut::Half, vec!["half-batch"]));
    let actions: Vec<Action> = request.effects.iter().map(|effect| effect.action).collect();
    assert_eq!(actions, [Action::Create, Action::Create, Action::Update]);
    assert_eq!(shop.products().await, ["new", "a", "b"]);
    let counts = shop.practice.faults();
    assert!(counts.is_empty(), "other faults, other counts");
}

#[tokio::test]
async fn what_is_played_when_is_the_same_each_time() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let shop = shop(&["503@write#30%:7"]).await;
        let mut statuses = Vec::new();
        for number in 0..30 {
            shop.get("products").await;
            let body = json!({"name": number.to_string()});
            statuses.push(shop.post("products", &body).await.status);
        }
        let failed = statuses.iter().filter(|status| **status == 503).count();
        assert!((3..18).contains(&failed), "{failed} of 30");
        let count = &shop.practice.faults()[0];
        assert_eq!((count.matched, count.played), (30, failed as u64));
        assert_eq!(shop.products().await.len(), 30 - failed);
        seen.push(statuses);
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn the_log_tells_what_became_of_each_record() {
    let shop = Shop::empty().await;
    let id = shop.post("products", &json!({"name": "a"})).await.body["id"].as_i64().unwrap();
    shop.delete(&format!("products/{id}")).await;
    let trashed = shop.last();
    assert_eq!(trashed.effects.len(), 1);
    let effect = trashed.effects[0];
    assert_eq!((effect.action, effect.kind, effect.id), (Action::Trash, "products", id));
    shop.delete(&format!("products/{id}")).await;
    let refused = shop.last();
    assert_eq!((refused.status, refused.carried_out), (Some(410), CarriedOut::Once));
    assert!(refused.effects.is_empty());
    let batch = json!({"create": [{"name": "b", "sku": "B"}, {"name": "c", "sku": "B"}]});
    shop.post("products/batch", &batch).await;
    assert_eq!(shop.last().effects.len(), 1, "the second has a SKU that is taken");
}
