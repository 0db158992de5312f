//! `meta_data`: entries with numbers of their own, values as the database gives them back.

use serde_json::Value;

use super::record::{Meta, Record};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{field, integer, number_text, text};

/// Adds, changes and removes entries: by number, else the first of the same key; null removes.
pub(crate) fn apply(shop: &mut Shop, record: &mut Record, entries: &[Value]) -> Outcome<()> {
    for entry in entries {
        let id = field(entry, "id").map_or(0, integer);
        let key = field(entry, "key").map_or(Ok(String::new()), text)?;
        let found = record.meta.iter().position(|known| match id {
            0 => known.key == key,
            id => known.id == id,
        });
        match (found, entry.get("value").filter(|value| !value.is_null())) {
            (Some(at), Some(value)) => {
                let known = &mut record.meta[at];
                if !key.is_empty() {
                    known.key = key;
                }
                known.value = kept(value);
            }
            (Some(at), None) => {
                record.meta.remove(at);
            }
            (None, Some(value)) if !key.is_empty() => {
                let id = shop.next(Counter::Meta);
                record.meta.push(Meta { id, key, value: kept(value) });
            }
            (None, _) => {}
        }
    }
    Ok(())
}

/// A value as it comes back: plain ones as text, lists and objects as they were.
fn kept(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => Value::from(if *flag { "1" } else { "" }),
        Value::Number(number) => Value::from(number_text(number)),
        other => other.clone(),
    }
}
