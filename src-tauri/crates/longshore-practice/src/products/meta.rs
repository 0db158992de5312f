//! `meta_data`: entries with numbers of their own, values as the database gives them back.

use serde_json::Value;

use super::record::{Meta, Record};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{field, integer, number_text, text};

/// Keys under which the store keeps fields of its own: as meta data they are not shown.
const OWN_KEYS: &[&str] = &[
    "_backorders",
    "_cogs_total_value",
    "_crosssell_ids",
    "_default_attributes",
    "_download_expiry",
    "_download_limit",
    "_downloadable",
    "_downloadable_files",
    "_edit_last",
    "_edit_lock",
    "_featured",
    "_file_paths",
    "_global_unique_id",
    "_height",
    "_length",
    "_low_stock_amount",
    "_manage_stock",
    "_price",
    "_product_attributes",
    "_product_image_gallery",
    "_product_version",
    "_purchase_note",
    "_regular_price",
    "_sale_price",
    "_sale_price_dates_from",
    "_sale_price_dates_to",
    "_sku",
    "_sold_individually",
    "_stock",
    "_stock_status",
    "_tax_class",
    "_tax_status",
    "_thumbnail_id",
    "_upsell_ids",
    "_variation_description",
    "_virtual",
    "_wc_average_rating",
    "_wc_rating_count",
    "_wc_review_count",
    "_weight",
    "_width",
    "_wp_old_slug",
    "total_sales",
];

/// Adds, changes and removes entries: by number, else the first of the same key; null removes.
pub(crate) fn apply(shop: &mut Shop, record: &mut Record, entries: &[Value]) -> Outcome<()> {
    merge(shop, &mut record.meta, entries, OWN_KEYS)
}

/// The same for the entries of any record, whose own keys are left out.
pub(crate) fn merge(
    shop: &mut Shop,
    meta: &mut Vec<Meta>,
    entries: &[Value],
    own_keys: &[&str],
) -> Outcome<()> {
    for entry in entries {
        let id = field(entry, "id").map_or(0, integer);
        let key = field(entry, "key").map_or(Ok(String::new()), text)?;
        if own_keys.contains(&key.as_str()) {
            continue;
        }
        let found = meta.iter().position(|known| match id {
            0 => known.key == key,
            id => known.id == id,
        });
        match (found, entry.get("value").filter(|value| !value.is_null())) {
            (Some(at), Some(value)) => {
                let known = &mut meta[at];
                if !key.is_empty() {
                    known.key = key;
                }
                known.value = kept(value);
            }
            (Some(at), None) => {
                meta.remove(at);
            }
            (None, Some(value)) if !key.is_empty() => {
                let id = shop.next(Counter::Meta);
                meta.push(Meta { id, key, value: kept(value) });
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
