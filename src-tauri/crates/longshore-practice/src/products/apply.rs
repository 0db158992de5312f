//! What a request changes of a product or a variation, field by field, in the store's own order:
//! the first field that is refused ends it.

use serde_json::{Map, Value, json};

use super::files::{downloads, pictures};
use super::record::{Record, TaxStatus, Visibility};
use super::{assortment, attributes, meta, prices, stock};
use crate::store::Shop;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{boolean, field, given, ids, integer, text, truthy};
use crate::wordpress::{dates, kses, slug, text as texts};

const STATUSES: &[&str] =
    &["publish", "future", "draft", "pending", "private", "trash", "auto-draft", "inherit"];

/// Takes the fields of a product's request.
pub(crate) fn product(
    shop: &mut Shop,
    record: &mut Record,
    params: &Map<String, Value>,
) -> Outcome<()> {
    if let Some(kind) = given(params, "type") {
        record.kind = match text(kind)?.as_str() {
            kind @ ("grouped" | "external" | "variable") => kind.to_owned(),
            _ => "simple".to_owned(),
        };
    }
    if let Some(name) = given(params, "name") {
        record.name = html(name)?;
    }
    if let Some(description) = given(params, "description") {
        record.description = html(description)?;
    }
    if let Some(description) = given(params, "short_description") {
        record.short_description = html(description)?;
    }
    status(record, params)?;
    if let Some(wanted) = given(params, "slug") {
        record.slug = slug::slug(&text(wanted)?);
    }
    if let Some(order) = given(params, "menu_order") {
        record.menu_order = integer(order);
    }
    if let Some(allowed) = given(params, "reviews_allowed") {
        record.reviews_allowed = boolean(allowed);
    }
    if let Some(password) = given(params, "post_password") {
        record.post_password = text(password)?;
    }
    if let Some(flag) = given(params, "virtual") {
        record.is_virtual = boolean(flag);
    }
    taxes(record, params)?;
    if let Some(visibility) = given(params, "catalog_visibility") {
        record.visibility = match text(visibility)?.as_str() {
            "visible" => Visibility::Visible,
            "catalog" => Visibility::Catalog,
            "search" => Visibility::Search,
            "hidden" => Visibility::Hidden,
            _ => {
                return Err(Failure::new(
                    400,
                    "product_invalid_catalog_visibility",
                    "Invalid catalog visibility option.",
                ));
            }
        };
    }
    if let Some(note) = given(params, "purchase_note") {
        record.purchase_note = kses::post(&texts::unslash(&text(note)?)).into_owned();
    }
    if let Some(flag) = given(params, "featured") {
        record.featured = boolean(flag);
    }
    shipping(shop, record, params)?;
    identifiers(shop, record, params)?;
    if let Some(wanted) = given(params, "attributes") {
        attributes::apply(shop, record, wanted)?;
    }
    if record.is("variable") || record.is("grouped") {
        record.regular_price.clear();
        record.sale_price.clear();
        record.sale_from = None;
        record.sale_to = None;
    } else {
        price_fields(shop, record, params)?;
    }
    if let Some(parent) = given(params, "parent_id") {
        record.parent = integer(parent);
    }
    if let Some(flag) = given(params, "sold_individually") {
        record.sold_individually = boolean(flag);
    }
    stock::apply(record, params)?;
    links(record, params);
    assortment::apply(shop, record, params)?;
    downloads(record, params)?;
    if record.is("external") {
        if let Some(url) = given(params, "external_url") {
            record.external_url = text(url)?.trim().to_owned();
        }
        if let Some(button) = given(params, "button_text") {
            record.button_text = texts::clean(&text(button)?);
        }
    }
    if record.is("variable") {
        if let Some(wanted) = given(params, "default_attributes") {
            record.choices = attributes::defaults(shop, record, wanted)?;
        }
    } else if !record.variation {
        record.choices.clear();
    }
    if record.is("grouped")
        && let Some(grouped) = given(params, "grouped_products")
    {
        record.grouped = ids(grouped);
    }
    if let Some(images) = params.get("images").filter(|images| !images.is_null()) {
        record.images = pictures(shop, images, "product")?;
    }
    created(record, params);
    meta_data(shop, record, params)
}

/// Takes the fields of a variation's request.
pub(crate) fn variation(
    shop: &mut Shop,
    record: &mut Record,
    parent: &Record,
    params: &Map<String, Value>,
) -> Outcome<()> {
    status(record, params)?;
    identifiers(shop, record, params)?;
    if let Some(image) = given(params, "image") {
        record.images = match image {
            image if truthy(image) => pictures(shop, &json!([image]), "variation")?,
            _ => Vec::new(),
        };
    }
    if let Some(flag) = given(params, "virtual") {
        record.is_virtual = boolean(flag);
    }
    downloads(record, params)?;
    shipping(shop, record, params)?;
    stock::apply(record, params)?;
    price_fields(shop, record, params)?;
    taxes(record, params)?;
    if let Some(description) = given(params, "description") {
        record.description = kses::post(&texts::unslash(&text(description)?)).into_owned();
    }
    if let Some(wanted) = given(params, "attributes") {
        record.choices = attributes::choices(shop, parent, wanted)?;
    }
    if let Some(order) = given(params, "menu_order") {
        record.menu_order = integer(order);
    }
    created(record, params);
    meta_data(shop, record, params)
}

fn html(value: &Value) -> Outcome<String> {
    Ok(kses::post(&texts::unslash(&text(value)?)).into_owned())
}

fn status(record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    if let Some(status) = given(params, "status") {
        let status = text(status)?;
        record.status =
            if STATUSES.contains(&status.as_str()) { status } else { "draft".to_owned() };
    }
    Ok(())
}

fn taxes(record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    if let Some(status) = given(params, "tax_status") {
        record.tax_status = match text(status)?.as_str() {
            "" | "taxable" => TaxStatus::Taxable,
            "shipping" => TaxStatus::Shipping,
            "none" => TaxStatus::None,
            _ => {
                return Err(Failure::new(
                    400,
                    "product_invalid_tax_status",
                    "Invalid product tax status.",
                ));
            }
        };
    }
    if let Some(class) = given(params, "tax_class") {
        let class = slug::slug(&text(class)?);
        record.tax_class = match class.as_str() {
            "reduced-rate" | "zero-rate" => class,
            "parent" if record.variation => class,
            _ => String::new(),
        };
    }
    Ok(())
}

fn shipping(shop: &Shop, record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    if given(params, "virtual").is_some_and(|flag| *flag == Value::Bool(true)) {
        record.weight.clear();
        record.length.clear();
        record.width.clear();
        record.height.clear();
    } else {
        let separator = shop.site.decimal_separator;
        if let Some(weight) = given(params, "weight") {
            record.weight = prices::decimal(weight, separator)?;
        }
        if let Some(dimensions) = given(params, "dimensions") {
            for (key, slot) in [
                ("length", &mut record.length),
                ("width", &mut record.width),
                ("height", &mut record.height),
            ] {
                if let Some(size) = field(dimensions, key) {
                    *slot = prices::decimal(size, separator)?;
                }
            }
        }
    }
    if let Some(class) = given(params, "shipping_class") {
        let class = texts::clean(&text(class)?);
        record.shipping_class =
            shop.term_by_slug("product_shipping_class", &class)?.map_or(0, |term| term.id);
    }
    Ok(())
}

/// SKU and GTIN, which no two products may share.
fn identifiers(shop: &Shop, record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    if let Some(sku) = given(params, "sku") {
        let sku = texts::clean(&text(sku)?);
        if !sku.is_empty()
            && let Some(other) = shop.with_sku(&sku, record.id)?
        {
            return Err(Failure::new(400, "product_invalid_sku", "Invalid or duplicated SKU.")
                .with("resource_id", other)
                .with("unique_sku", unique_sku(shop, &sku, record.id)?));
        }
        record.sku = sku;
    }
    if let Some(gtin) = given(params, "global_unique_id") {
        let mut gtin = text(gtin)?;
        gtin.retain(|letter| letter.is_ascii_digit() || letter == '-');
        if !gtin.is_empty()
            && let Some(other) = shop.with_gtin(&gtin, record.id)?
        {
            return Err(Failure::new(
                400,
                "product_invalid_global_unique_id",
                "Invalid or duplicated GTIN, UPC, EAN or ISBN.",
            )
            .with("resource_id", other));
        }
        record.gtin = gtin;
    }
    Ok(())
}

/// The first of `SKU-1`, `SKU-2` … that is free.
pub(crate) fn unique_sku(shop: &Shop, sku: &str, except: i64) -> Outcome<String> {
    let mut number = 1;
    loop {
        let candidate = format!("{sku}-{number}");
        if shop.with_sku(&candidate, except)?.is_none() {
            return Ok(candidate);
        }
        number += 1;
    }
}

fn price_fields(shop: &Shop, record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    let separator = shop.site.decimal_separator;
    if let Some(price) = given(params, "regular_price") {
        record.regular_price = prices::decimal(price, separator)?;
    }
    if let Some(price) = given(params, "sale_price") {
        record.sale_price = prices::decimal(price, separator)?;
    }
    for key in
        ["date_on_sale_from", "date_on_sale_from_gmt", "date_on_sale_to", "date_on_sale_to_gmt"]
    {
        let Some(date) = given(params, key) else { continue };
        // What cannot be read as a date clears the field.
        let date = match date {
            Value::Number(_) => Some(integer(date)).filter(|seconds| *seconds != 0),
            date => dates::loose(&text(date)?),
        };
        if key.starts_with("date_on_sale_from") {
            record.sale_from = date;
        } else {
            record.sale_to = date;
        }
    }
    Ok(())
}

fn links(record: &mut Record, params: &Map<String, Value>) {
    if let Some(upsells) = given(params, "upsell_ids") {
        record.upsells = ids(upsells);
    }
    if let Some(cross_sells) = given(params, "cross_sell_ids") {
        record.cross_sells = ids(cross_sells);
    }
}

fn created(record: &mut Record, params: &Map<String, Value>) {
    for key in ["date_created", "date_created_gmt"] {
        let date = given(params, key).and_then(Value::as_str).and_then(dates::strict);
        if let Some(date) = date {
            record.created = date;
        }
    }
}

fn meta_data(shop: &mut Shop, record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    match params.get("meta_data") {
        Some(Value::Array(entries)) => meta::apply(shop, record, entries),
        _ => Ok(()),
    }
}
