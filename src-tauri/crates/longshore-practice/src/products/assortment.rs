//! Where a product belongs: its categories, tags and brands.

use serde_json::{Map, Value};

use super::record::Record;
use crate::site::DEFAULT_CATEGORY;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::text as texts;
use crate::wordpress::value::{field, given, integer, items, text};

/// Takes categories, tags and brands. Unknown numbers are ignored; a product without a category
/// gets the default one.
pub(crate) fn apply(
    shop: &mut Shop,
    record: &mut Record,
    params: &Map<String, Value>,
) -> Outcome<()> {
    if let Some(wanted) = given(params, "categories") {
        record.categories = known(shop, wanted, "product_cat")?;
    }
    if record.categories.is_empty() {
        record.categories.push(DEFAULT_CATEGORY);
    }
    if let Some(wanted) = given(params, "tags") {
        let mut tags = Vec::new();
        for item in items(wanted) {
            let id = field(item, "id").map_or(0, integer);
            let tag = match field(item, "name") {
                Some(name) if id == 0 => {
                    let name = texts::clean(&text(name)?);
                    if name.is_empty() { None } else { shop.term_for_name("product_tag", &name)? }
                }
                _ => {
                    shop.term(id)?.filter(|term| term.taxonomy == "product_tag").map(|term| term.id)
                }
            };
            if let Some(tag) = tag.filter(|tag| !tags.contains(tag)) {
                tags.push(tag);
            }
        }
        record.tags = tags;
    }
    if let Some(wanted) = given(params, "brands") {
        record.brands = known(shop, wanted, "product_brand")?;
    }
    Ok(())
}

fn known(shop: &Shop, wanted: &Value, taxonomy: &str) -> Outcome<Vec<i64>> {
    let mut terms = Vec::new();
    for item in items(wanted) {
        let id = field(item, "id").map_or(0, integer);
        let term = shop.term(id)?.filter(|term| term.taxonomy == taxonomy);
        if let Some(term) = term.filter(|term| !terms.contains(&term.id)) {
            terms.push(term.id);
        }
    }
    Ok(terms)
}
