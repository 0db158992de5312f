//! Lists of orders.

use super::record::Order;
use crate::kinds::Params;
use crate::server::page::Page;
use crate::store::Shop;
use crate::store::filed::Selection;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{given, integer, items, text};

pub(super) fn page(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "date", false)?;
    let statuses = words(params, "status")?;
    if statuses.is_empty() || statuses.iter().any(|status| status == "any") {
        selection.require("status NOT IN ('trash', 'auto-draft')");
    } else {
        selection.one_of("status", &statuses);
    }
    if let Some(customer) = given(params, "customer").map(integer) {
        selection.add("owner = ?", customer);
    }
    if let Some(product) = given(params, "product").map(integer) {
        selection.add(
            "EXISTS (SELECT 1 FROM json_each(document, '$.lines') AS line
              WHERE json_extract(line.value, '$.product_id') = ?)",
            product,
        );
    }
    let ways = words(params, "created_via")?;
    if !ways.is_empty() {
        selection.one_of("json_extract(document, '$.created_via')", &ways);
    }
    let (orders, total) = shop.filed_page::<Order>(selection, page)?;
    // A page behind the last one counts no orders at all.
    let total = if orders.is_empty() { 0 } else { total };
    Ok((orders, total))
}

fn words(params: &Params, key: &str) -> Outcome<Vec<String>> {
    given(params, key).map(items).unwrap_or_default().into_iter().map(text).collect()
}
