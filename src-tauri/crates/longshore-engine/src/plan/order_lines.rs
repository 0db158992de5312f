//! What do the lines of an order mean in this store?
//!
//! Stores take whatever a line says: one with a SKU or a number that no product has becomes a line without a product
//! (`orders-create-by-sku`, `orders-create-bad-product`), and a number of another shop's catalogue is that of whatever
//! product has it here. A coupon that the store lacks is the one thing that it refuses an order for
//! (`orders-create-coupon-unknown`).

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::{Desk, codes, line_variation};
use crate::{
    entity::Entity,
    known::Found,
    matching::{folded_name, same_key},
    record::{Fields, StoreRecord},
    value::{Key, StoreId, Value},
};

type Line = Map<String, Json>;

/// Says what is doubtful about the lines of a row, and takes numbers out of them that are other products' here.
/// Whether the row stays out for what the store lacks; then it is said why.
pub(super) fn stays_out(
    fields: &mut Fields,
    current: Option<&StoreRecord>,
    desk: &mut Desk<'_>,
) -> bool {
    let known = current.map(|current| &current.fields);
    if let Some(Value::Json(Json::Array(all))) = fields.get("line_items") {
        let lines = all.iter().filter_map(Json::as_object);
        let there = lines_of(known, "line_items");
        let settled: Vec<Json> =
            lines.map(|line| Json::Object(settled(line, &there, desk))).collect();
        if settled != *all {
            fields.set("line_items", Value::Json(Json::Array(settled)));
        }
    }
    let mut is_out = false;
    let there = lines_of(known, "coupon_lines");
    for line in lines_of(Some(fields), "coupon_lines") {
        let Some(code) = text(line, "code") else { continue };
        let is_on_it = there
            .iter()
            .any(|other| text(other, "code").is_some_and(|theirs| same_key(theirs, code)));
        if !is_on_it && desk.known.find(Entity::Coupon, None, Key::Code, code) == Found::None {
            desk.raise(&codes::ORDER_COUPON_UNKNOWN, &[code]);
            is_out = true;
        }
    }
    is_out
}

/// A line as this store understands it.
fn settled(line: &Line, there: &[&Line], desk: &mut Desk<'_>) -> Line {
    match text(line, "sku") {
        Some(sku) => {
            let find = |kind| desk.known.find(kind, None, Key::Sku, sku);
            let mut line = line.clone();
            match (find(Entity::Product), find(Entity::Variation)) {
                (Found::One(id), _) if is_variable(id, desk) => {
                    match line_variation::meant(&line, id, desk.known) {
                        Some(variation) => is_of_variation(&mut line, id, &variation, desk),
                        None => desk.raise(&codes::LINE_WITHOUT_VARIATION, &[sku]),
                    }
                }
                (Found::None, Found::One(id)) => {
                    if let Some(variation) = desk.known.record(Entity::Variation, id) {
                        line_variation::without_choices(&mut line, &variation, desk.known);
                    }
                }
                (Found::None, Found::None) => desk.raise(&codes::LINE_WITHOUT_PRODUCT, &[sku]),
                _ => {}
            }
            line
        }
        None => of_numbers(line, there, desk),
    }
}

/// A variation without a SKU of its own is named by numbers; a SKU in the line would be heeded instead of them.
fn is_of_variation(line: &mut Line, product: StoreId, variation: &StoreRecord, desk: &Desk<'_>) {
    line_variation::without_choices(line, variation, desk.known);
    line.remove("sku");
    line.insert("product_id".to_owned(), Json::from(product.0));
    line.insert("variation_id".to_owned(), Json::from(variation.id.0));
}

/// A line that names its product by numbers alone.
fn of_numbers(line: &Line, there: &[&Line], desk: &mut Desk<'_>) -> Line {
    let Some(product) = number(line, "product_id") else { return line.clone() };
    // The order has it so in this very store.
    let is_of_this_store = there.iter().any(|other| number(other, "product_id") == Some(product));
    if is_of_this_store {
        return line.clone();
    }
    let called = text(line, "name");
    match desk.known.record(Entity::Product, product) {
        Some(record) if called.is_none_or(|called| is_called(&record, called)) => line.clone(),
        Some(record) => {
            let other = record.fields.text("name").unwrap_or_default();
            let id = product.0.to_string();
            desk.raise(&codes::LINE_OF_OTHER_PRODUCT, &[called.unwrap_or_default(), &id, other]);
            without_numbers(line)
        }
        None => {
            let id = product.0.to_string();
            desk.raise(&codes::LINE_WITHOUT_PRODUCT, &[called.unwrap_or(&id)]);
            match called {
                Some(_) => without_numbers(line),
                None => line.clone(),
            }
        }
    }
}

/// Whether a product has the name of a line; one of a variation goes on with what was chosen.
fn is_called(record: &Arc<StoreRecord>, called: &str) -> bool {
    let name = folded_name(record.fields.text("name").unwrap_or_default()).into_owned();
    let called = folded_name(called);
    called.strip_prefix(name.as_str()).is_some_and(|rest| {
        rest.is_empty() || rest.trim_start().starts_with(['-', '–', '—', ',', '('])
    })
}

fn is_variable(id: StoreId, desk: &Desk<'_>) -> bool {
    let record = desk.known.record(Entity::Product, id);
    record.is_some_and(|record| record.fields.text("type") == Some("variable"))
}

fn without_numbers(line: &Line) -> Line {
    let mut line = line.clone();
    line.remove("product_id");
    line.remove("variation_id");
    line
}

fn lines_of<'f>(fields: Option<&'f Fields>, field: &str) -> Vec<&'f Line> {
    match fields.and_then(|fields| fields.get(field)) {
        Some(Value::Json(Json::Array(all))) => all.iter().filter_map(Json::as_object).collect(),
        _ => Vec::new(),
    }
}

fn text<'l>(line: &'l Line, key: &str) -> Option<&'l str> {
    line.get(key)?.as_str().filter(|text| !text.trim().is_empty())
}

fn number(line: &Line, key: &str) -> Option<StoreId> {
    line.get(key)?.as_u64().filter(|number| *number > 0).map(StoreId)
}
