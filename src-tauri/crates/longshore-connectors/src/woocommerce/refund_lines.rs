//! For which lines of an order does money go back?
//!
//! People name them by SKU and count upwards. The store wants the numbers of the order's lines, and shows what went back
//! below nought (the API's documentation of order refunds; `orders-create`).

use longshore_engine::{
    change::Change,
    record::Fields,
    value::{StoreId, Value},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::Inner;
use crate::error::{Fault, StoreError};

const LINES: &str = "line_items";

type Line = Map<String, Json>;

#[derive(Deserialize)]
struct Order {
    #[serde(default)]
    line_items: Vec<Line>,
}

/// A refund with the numbers of the order's lines, which the store is asked for.
///
/// # Errors
/// Where the order cannot be read, or has no such line. Nothing was sent then.
pub(super) async fn numbered(
    inner: &Inner,
    change: &Change,
    order: StoreId,
) -> Result<Change, StoreError> {
    let Some(Value::Json(Json::Array(wanted))) = change.fields.get(LINES) else {
        return Ok(change.clone());
    };
    let asked = vec![("_fields", LINES.to_owned()), ("context", "edit".to_owned())];
    let reply = inner.transport.get(&format!("orders/{}", order.0), &asked).await;
    let order = reply.and_then(|reply| reply.read::<Order>());
    let mut left = order.map_err(|error| StoreError::nothing_sent(error.fault))?.line_items;
    let mut sent = Vec::with_capacity(wanted.len());
    for line in wanted.iter().filter_map(Json::as_object) {
        let at = left.iter().position(|other| is_meant(line, other));
        let Some(at) = at else {
            let line = called(line);
            return Err(StoreError::nothing_sent(Fault::RefundLineUnknown { line }));
        };
        let mut one = json!({ "id": left.swap_remove(at)["id"] });
        for (ours, theirs) in [("quantity", "quantity"), ("total", "refund_total")] {
            if let Some(value) = line.get(ours) {
                one[theirs] = value.clone();
            }
        }
        sent.push(one);
    }
    let mut change = change.clone();
    change.fields.set(LINES, Value::Json(Json::Array(sent)));
    Ok(change)
}

/// Whether a line of an order is the one that is named.
fn is_meant(wanted: &Line, line: &Line) -> bool {
    let text = |line: &Line, key: &str| match line.get(key) {
        Some(Json::String(text)) => Some(text.trim().to_lowercase()),
        Some(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let told = |key: &&str| text(wanted, key).is_some_and(|text| !text.is_empty() && text != "0");
    let names = ["sku", "variation_id", "product_id", "name"];
    names.iter().find(|key| told(key)).is_some_and(|key| text(wanted, key) == text(line, key))
}

fn called(line: &Line) -> String {
    let text = |key| line.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
    text("sku").or_else(|| text("name")).unwrap_or_default().to_owned()
}

/// Takes the signs from what went back.
pub(super) fn as_people_count(fields: &mut Fields) {
    let Some(Value::Json(Json::Array(lines))) = fields.get(LINES) else { return };
    let mut lines = lines.clone();
    for line in lines.iter_mut().filter_map(Json::as_object_mut) {
        if let Some(quantity) = line.get("quantity").and_then(Json::as_i64) {
            line.insert("quantity".to_owned(), json!(quantity.unsigned_abs()));
        }
        if let Some(total) = line.get("total").and_then(Json::as_str) {
            let amount = total.trim_start_matches('-').to_owned();
            line.insert("total".to_owned(), Json::String(amount));
        }
    }
    fields.set(LINES, Value::Json(Json::Array(lines)));
}
