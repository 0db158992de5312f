//! `reports/products/totals`: how many published products there are of each type.

use serde_json::{Value, json};

use crate::store::Shop;
use crate::wordpress::failure::Outcome;

const TYPES: &[(&str, &str)] = &[
    ("external", "External/Affiliate product"),
    ("grouped", "Grouped product"),
    ("simple", "Simple product"),
    ("variable", "Variable product"),
];

pub(crate) fn products(shop: &Shop) -> Outcome<Value> {
    let mut count = shop.db.prepare_cached(
        "SELECT COUNT(*) FROM products WHERE variation = 0 AND type = ?1 AND status = 'publish'",
    )?;
    let mut totals = Vec::new();
    for (slug, name) in TYPES {
        let total: i64 = count.query_row([slug], |row| row.get(0))?;
        totals.push(json!({ "slug": slug, "name": name, "total": total }));
    }
    Ok(totals.into())
}
