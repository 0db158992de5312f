//! Fields that products and variations have alike, as answers show them.

use std::fmt::Write;

use super::attributes;
use super::record::{Backorders, Record};
use crate::server::view::View;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;
use crate::wordpress::{autop, dates, query};

pub(crate) fn permalink(record: &Record, parent: Option<&Record>, base: &str) -> String {
    let page = parent.unwrap_or(record);
    let plain = matches!(
        page.status.as_str(),
        "draft" | "pending" | "auto-draft" | "future" | "trash" | "inherit"
    );
    let mut link = if plain || page.slug.is_empty() {
        format!("{base}/?post_type=product&p={}", page.id)
    } else {
        format!("{base}/product/{}/", page.slug)
    };
    if let Some(parent) = parent {
        for (attribute, value) in attributes::valid_choices(parent, record) {
            let separator = if link.contains('?') { '&' } else { '?' };
            let _ = write!(
                link,
                "{separator}attribute_{}={}",
                query::encode(&attribute.key),
                query::encode(value)
            );
        }
    }
    link
}

pub(super) fn own_or<'a>(
    record: &'a Record,
    parent: Option<&'a Record>,
    part: impl Fn(&Record) -> &String,
) -> &'a str {
    let own = part(record);
    match parent {
        Some(parent) if own.is_empty() => part(parent),
        _ => own,
    }
}

pub(super) fn put_dates(object: &mut Object<'_>, record: &Record) {
    for (keys, date) in [
        (["date_created", "date_created_gmt"], record.created),
        (["date_modified", "date_modified_gmt"], record.modified),
    ] {
        let shown = dates::show(date);
        for key in keys {
            object.put(key, &shown);
        }
    }
}

pub(super) fn put_sale_dates(object: &mut Object<'_>, record: &Record) {
    for (keys, date) in [
        (["date_on_sale_from", "date_on_sale_from_gmt"], record.sale_from),
        (["date_on_sale_to", "date_on_sale_to_gmt"], record.sale_to),
    ] {
        let shown = date.map(dates::show);
        for key in keys {
            object.put(key, &shown);
        }
    }
}

/// Texts are kept as they came, and shown as a page shows them.
pub(super) fn put_text(object: &mut Object<'_>, key: &'static str, text: &str, view: &View<'_>) {
    if view.edit || text.is_empty() {
        object.put(key, text);
    } else if object.wants(key) {
        object.put_wanted(key, &autop::paragraphs(text));
    }
}

pub(super) fn put_delivery(object: &mut Object<'_>, record: &Record) {
    object.put("virtual", &record.is_virtual);
    object.put("downloadable", &record.downloadable);
    object.put("downloads", &record.downloads);
    object.put("download_limit", &record.download_limit);
    object.put("download_expiry", &record.download_expiry);
}

pub(super) fn put_stock(object: &mut Object<'_>, record: &Record, parent: Option<&Record>) {
    let managed_here = record.manage_stock && !record.is("external") && !record.is("grouped");
    let managed_above = parent.is_some_and(|parent| parent.manage_stock) && !managed_here;
    let keeper = if managed_above { parent.unwrap_or(record) } else { record };
    if managed_above {
        object.put("manage_stock", "parent");
        object.put("stock_quantity", &keeper.stock_quantity.unwrap_or(0));
    } else {
        object.put("manage_stock", &managed_here);
        object.put("stock_quantity", &keeper.stock_quantity);
    }
    let may_backorder = keeper.backorders != Backorders::No;
    let managed = managed_here || managed_above;
    let backordered = record.stock_status == "onbackorder"
        || (managed && may_backorder && keeper.stock_quantity.unwrap_or(0) < 1);
    object.put("backorders", &keeper.backorders);
    object.put("backorders_allowed", &may_backorder);
    object.put("backordered", &backordered);
}

pub(super) fn put_sizes(object: &mut Object<'_>, record: &Record, parent: Option<&Record>) {
    object.put("weight", own_or(record, parent, |record| &record.weight));
    if object.wants("dimensions") {
        object.put(
            "dimensions",
            &Dimensions {
                length: own_or(record, parent, |record| &record.length),
                width: own_or(record, parent, |record| &record.width),
                height: own_or(record, parent, |record| &record.height),
            },
        );
    }
}

#[derive(serde::Serialize)]
struct Dimensions<'a> {
    length: &'a str,
    width: &'a str,
    height: &'a str,
}

pub(super) fn put_shipping_class(
    object: &mut Object<'_>,
    shop: &Shop,
    record: &Record,
    parent: Option<&Record>,
) -> Outcome<()> {
    let class = match (record.shipping_class, parent) {
        (0, Some(parent)) => parent.shipping_class,
        (own, _) => own,
    };
    let term = if class == 0 { None } else { shop.term(class)? };
    object.put("shipping_class", term.as_ref().map_or("", |term| term.slug.as_str()));
    object.put("shipping_class_id", &class);
    Ok(())
}

pub(super) fn tax_class<'a>(
    record: &'a Record,
    parent: Option<&'a Record>,
    view: &View<'_>,
) -> &'a str {
    match parent {
        Some(parent) if record.tax_class == "parent" && !view.edit => &parent.tax_class,
        _ if record.tax_class == "parent" && !view.edit => "",
        _ => &record.tax_class,
    }
}
