//! What becomes of the lines of an order that are sent: `orders-put-line-without-id-adds`, `orders-put-line-quantity`.

use longshore_engine::value::Value;
use serde_json::{Value as Json, json};

/// The lines that there are afterwards.
pub(super) fn written(sent: &Json, had: Option<&Value>, last: &mut u64) -> Value {
    let mut all = match had {
        Some(Value::Json(Json::Array(all))) => all.clone(),
        _ => Vec::new(),
    };
    let sent = sent.as_array().unwrap();
    if sent.iter().any(|line| line.get("code").is_some()) {
        all.retain(|have| sent.iter().any(|line| line["code"] == have["code"]));
    }
    for line in sent {
        let line = line.as_object().unwrap();
        match line.get("id") {
            Some(id) if line.values().any(Json::is_null) => all.retain(|have| have["id"] != *id),
            Some(id) => {
                let have = all.iter_mut().find(|have| have["id"] == *id).unwrap();
                have.as_object_mut().unwrap().extend(line.clone());
            }
            None if line.contains_key("code")
                && all.iter().any(|have| have["code"] == line["code"]) => {}
            None => {
                *last += 1;
                let mut line = line.clone();
                line.insert("id".to_owned(), json!(*last));
                all.push(Json::Object(line));
            }
        }
    }
    if all.is_empty() { Value::Empty } else { Value::Json(Json::Array(all)) }
}
