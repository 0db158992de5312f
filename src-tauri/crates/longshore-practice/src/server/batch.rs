//! Batches: many changes in one request, each answered for itself. Nothing is checked beforehand,
//! and nothing is taken back.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::lists::separate;
use super::records::{Kept, create_one, delete_one, update_one};
use super::view::{Place, View};
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json;
use crate::wordpress::value::{integer, truthy};

/// The most that one request may change.
const LIMIT: usize = 100;

pub(crate) fn answer(shop: &mut Shop, call: &mut Call, kept: &Kept) -> Outcome<Answer> {
    let params = call.unchecked()?;
    let mut total = 0;
    for key in ["create", "update", "delete"] {
        total += match params.get(key).filter(|items| truthy(items)) {
            None => 0,
            Some(Value::Array(items)) => items.len(),
            Some(Value::Object(items)) => items.len(),
            Some(_) => {
                return Err(Failure::fatal("count(): Argument #1 must be of type Countable|array"));
            }
        };
    }
    if total > LIMIT {
        return Err(Failure::too_many_items());
    }
    let fields = call.fields();
    let view = View {
        base: &call.base,
        fields: &fields,
        edit: true,
        now: dates::now(),
        places: 2,
        place: Place::InBatch,
    };
    let mut left = if call.dies_half_way { total.div_ceil(2) } else { usize::MAX };
    let mut out = Vec::with_capacity(total * 2_600 + 64);
    for (key, change) in
        [("create", Change::Create), ("update", Change::Update), ("delete", Change::Delete)]
    {
        let Some(items) = params.get(key).filter(|items| truthy(items)) else { continue };
        out.extend_from_slice(if out.is_empty() { b"{\"" } else { b",\"" });
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":[");
        let items: Box<dyn Iterator<Item = &Value>> = match items {
            Value::Array(items) => Box::new(items.iter()),
            Value::Object(items) => Box::new(items.values()),
            _ => Box::new(std::iter::empty()),
        };
        for item in items {
            left = left.checked_sub(1).ok_or_else(Failure::out_of_memory)?;
            one(shop, kept, change, item, &view, &mut out)?;
        }
        out.push(b']');
    }
    if call.dies_half_way {
        return Err(Failure::out_of_memory());
    }
    if out.is_empty() {
        out.extend_from_slice(b"[]");
    } else {
        out.push(b'}');
    }
    if !fields.all() {
        // The whole answer is filtered once more, and lists in it end up empty.
        let whole: Value = serde_json::from_slice(&out)?;
        out.clear();
        json::write(&mut out, &fields.filter(whole));
    }
    Ok(Answer::json(200, out))
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Create,
    Update,
    Delete,
}

/// Carries out one item and writes its answer. Only what ends the whole request is an error.
fn one(
    shop: &mut Shop,
    kept: &Kept,
    change: Change,
    item: &Value,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let start = out.len();
    let (outcome, id) = match change {
        Change::Create => {
            let params = body(item)?;
            separate(out);
            (create_one(shop, kept, &params, view, out).map(|_| ()), Value::from(0))
        }
        Change::Update => {
            let params = body(item)?;
            separate(out);
            let id = params.get("id").cloned().unwrap_or_default();
            (update_one(shop, kept, integer(&id), &params, view, out), id)
        }
        Change::Delete => {
            let (number, id) = match kept {
                Kept::Variations(parent) => {
                    (integer(item), json!({ "id": item, "product_id": parent, "force": true }))
                }
                _ => (integer(item), Value::from(integer(item))),
            };
            if number == 0 && !matches!(kept, Kept::Variations(_)) {
                return Ok(());
            }
            separate(out);
            (delete_one(shop, kept, number, true, view, out), id)
        }
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(failure) if failure.fatal => Err(failure),
        Err(failure) => {
            out.truncate(start);
            separate(out);
            json::write(out, &json!({ "id": id, "error": failure.item() }));
            Ok(())
        }
    }
}

/// The fields of an item. Lists and nothing count as empty; anything else ends the request.
fn body(item: &Value) -> Outcome<std::borrow::Cow<'_, Map<String, Value>>> {
    use std::borrow::Cow;
    match item {
        Value::Object(fields) => Ok(Cow::Borrowed(fields)),
        Value::Array(_) | Value::Null => Ok(Cow::Owned(Map::new())),
        Value::String(_) => Err(Failure::fatal("Cannot access offset of type string on string")),
        _ => Err(Failure::fatal("Cannot use a scalar value as an array")),
    }
}
