//! Which text stands in each of the fixed columns?

use std::{fmt::Write as _, sync::Arc};

use super::lists;
use crate::{
    entity::Entity,
    escape,
    known::Known,
    matching, moment, number,
    reading::DecimalSeparator,
    record::StoreRecord,
    value::{StoreId, Value},
};

/// A record with what can be asked about the store.
pub(super) struct Source<'r> {
    pub(super) record: &'r StoreRecord,
    pub(super) known: &'r dyn Known,
    /// The product of a variation.
    pub(super) parent: Option<Arc<StoreRecord>>,
}

impl<'r> Source<'r> {
    pub(super) fn new(record: &'r StoreRecord, known: &'r dyn Known) -> Self {
        let parent = match record.entity {
            Entity::Variation => {
                record.parent.and_then(|parent| known.record(Entity::Product, parent))
            }
            _ => None,
        };
        Self { record, known, parent }
    }

    pub(super) fn is_variation(&self) -> bool {
        self.record.entity == Entity::Variation
    }

    pub(super) fn get(&self, field: &str) -> Option<&'r Value> {
        self.record.fields.get(field)
    }

    /// A field of the record's own: a variation shows its product's value where it has none.
    fn own(&self, field: &str) -> Option<&'r Value> {
        let value = self.get(field)?;
        let theirs = self.parent.as_ref().and_then(|parent| parent.fields.get(field));
        (theirs != Some(value)).then_some(value)
    }

    fn text(&self, field: &str) -> &'r str {
        self.record.fields.text(field).unwrap_or_default()
    }

    fn is(&self, field: &str) -> bool {
        self.get(field) == Some(&Value::Boolean(true))
    }

    /// How a file names a product: by its SKU, else by its number.
    pub(super) fn product(&self, id: StoreId) -> String {
        let record = self.known.record(Entity::Product, id);
        let sku = record.as_ref().and_then(|record| record.fields.text("sku")).map(str::trim);
        match sku.filter(|sku| !sku.is_empty()) {
            Some(sku) => sku.to_owned(),
            None => format!("id:{}", id.0),
        }
    }
}

pub(super) fn write(
    column: &str,
    source: &Source<'_>,
    decimal: DecimalSeparator,
    cell: &mut String,
) {
    match column {
        "ID" => drop(write!(cell, "{}", source.record.id.0)),
        "Type" => kind(source, cell),
        "SKU" => text(matching::own_sku(source.record, source.known).unwrap_or_default(), cell),
        "GTIN, UPC, EAN, or ISBN" => text(source.text("global_unique_id"), cell),
        "Name" => name(source, cell),
        "Published" => cell.push_str(published(source.text("status"))),
        "Is featured?" => flag(source.is("featured"), cell),
        "Visibility in catalog" => {
            let visibility = source.text("catalog_visibility");
            cell.push_str(if source.is_variation() { "visible" } else { visibility });
        }
        "Short description" => text(&escape::on_one_line(source.text("short_description")), cell),
        "Description" => text(&escape::on_one_line(source.text("description")), cell),
        "Date sale price starts" => date(source.get("date_on_sale_from"), cell),
        "Date sale price ends" => date(source.get("date_on_sale_to"), cell),
        "Tax status" => cell.push_str(source.text("tax_status")),
        "Tax class" => text(source.text("tax_class"), cell),
        "In stock?" => cell.push_str(match source.text("stock_status") {
            "instock" => "1",
            "onbackorder" => "backorder",
            _ => "0",
        }),
        "Stock" => stock(source, cell),
        "Low stock amount" => whole(source.get("low_stock_amount"), cell),
        "Backorders allowed?" => cell.push_str(match source.text("backorders") {
            "yes" => "1",
            "notify" => "notify",
            _ => "0",
        }),
        "Sold individually?" => flag(source.is("sold_individually"), cell),
        "Weight" => amount(source.own("weight"), DecimalSeparator::Point, cell),
        "Length" => amount(source.own("length"), DecimalSeparator::Point, cell),
        "Width" => amount(source.own("width"), DecimalSeparator::Point, cell),
        "Height" => amount(source.own("height"), DecimalSeparator::Point, cell),
        "Allow customer reviews?" => flag(source.is("reviews_allowed"), cell),
        "Purchase note" => text(source.text("purchase_note"), cell),
        "Sale price" => amount(source.get("sale_price"), decimal, cell),
        "Regular price" => amount(source.get("regular_price"), decimal, cell),
        "Categories" => text(&lists::paths(source, "categories"), cell),
        "Tags" => text(&lists::paths(source, "tags"), cell),
        "Brands" => text(&lists::paths(source, "brands"), cell),
        "Shipping class" => {
            text(&lists::shipping_class(source.own("shipping_class"), source), cell);
        }
        "Images" => {
            let images =
                if source.is_variation() { source.own("image") } else { source.get("images") };
            text(&lists::images(images), cell);
        }
        // Less than nothing means without a limit, which the export leaves empty.
        "Download limit" => limit(source.get("download_limit"), cell),
        "Download expiry days" => limit(source.get("download_expiry"), cell),
        "Parent" => {
            if let Some(parent) = source.record.parent.filter(|_| source.is_variation()) {
                text(&source.product(parent), cell);
            }
        }
        "Grouped products" => text(&lists::products(source, "grouped_products"), cell),
        "Upsells" => text(&lists::products(source, "upsell_ids"), cell),
        "Cross-sells" => text(&lists::products(source, "cross_sell_ids"), cell),
        "External URL" => text(source.text("external_url"), cell),
        "Button text" => text(source.text("button_text"), cell),
        "Position" => whole(source.get("menu_order"), cell),
        _ => {}
    }
}

/// Meta data: text as it is, anything else as JSON.
pub(super) fn write_meta(value: Option<&Value>, cell: &mut String) {
    match value {
        Some(Value::Text(value)) => text(value, cell),
        Some(Value::Json(serde_json::Value::String(value))) => text(value, cell),
        Some(Value::Json(value)) => drop(write!(cell, "{value}")),
        Some(Value::Integer(number)) => drop(write!(cell, "{number}")),
        Some(Value::Decimal(number)) => drop(write!(cell, "{number}")),
        Some(Value::Boolean(truth)) => flag(*truth, cell),
        _ => {}
    }
}

fn text(value: &str, cell: &mut String) {
    cell.push_str(&escape::with_formula_mark(value));
}

fn flag(truth: bool, cell: &mut String) {
    cell.push(if truth { '1' } else { '0' });
}

fn kind(source: &Source<'_>, cell: &mut String) {
    cell.push_str(if source.is_variation() { "variation" } else { source.text("type") });
    for flag in ["downloadable", "virtual"] {
        if source.is(flag) {
            cell.push_str(", ");
            cell.push_str(flag);
        }
    }
}

/// A variation has no name of its own: the export writes its product's.
fn name(source: &Source<'_>, cell: &mut String) {
    match &source.parent {
        Some(parent) => text(parent.fields.text("name").unwrap_or_default(), cell),
        None => text(source.text("name"), cell),
    }
}

/// What the export writes for a status; nothing for none.
pub(crate) fn published(status: &str) -> &'static str {
    match status {
        "" => "",
        "publish" => "1",
        "private" => "0",
        "pending" => "2",
        // No number stands for it; our own reading knows the word.
        "future" => "future",
        _ => "-1",
    }
}

fn stock(source: &Source<'_>, cell: &mut String) {
    match source.get("manage_stock") {
        Some(Value::Boolean(true)) => whole(source.get("stock_quantity"), cell),
        Some(Value::Text(parent)) => text(parent, cell),
        _ => {}
    }
}

fn date(value: Option<&Value>, cell: &mut String) {
    if let Some(Value::Moment(moment)) = value {
        cell.push_str(&moment::write(moment));
    }
}

fn whole(value: Option<&Value>, cell: &mut String) {
    match value {
        Some(Value::Integer(number)) => drop(write!(cell, "{number}")),
        Some(Value::Decimal(number)) => drop(write!(cell, "{number}")),
        _ => {}
    }
}

fn limit(value: Option<&Value>, cell: &mut String) {
    if !matches!(value, Some(Value::Integer(..=-1))) {
        whole(value, cell);
    }
}

fn amount(value: Option<&Value>, decimal: DecimalSeparator, cell: &mut String) {
    if let Some(Value::Decimal(number)) = value {
        cell.push_str(&number::write(number, decimal));
    }
}
