//! Products as answers show them.

use serde_json::{Value, json};

use super::parts::{
    own_or, permalink, put_dates, put_delivery, put_sale_dates, put_shipping_class, put_sizes,
    put_stock, put_text, tax_class,
};
use super::record::{Record, TaxStatus};
use super::terms::{attribute_list, default_attributes, named, related};
use super::{attributes, prices};
use crate::kinds::reviews;
use crate::server::view::{Place, View};
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;
use crate::wordpress::{query, slug};

/// A product; a variation too, where one is asked for as if it were a product.
pub(crate) fn product(
    shop: &Shop,
    record: &Record,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let parent = if record.variation { shop.record(record.parent)? } else { None };
    let needs_children = view.fields.wants("variations")
        || view.fields.wants("price")
        || view.fields.wants("price_html")
        || view.fields.wants("on_sale")
        || view.fields.wants("purchasable");
    let children = match record.kind.as_str() {
        "variable" if needs_children => shop.children(record.id)?,
        "grouped" if needs_children => members(shop, record)?,
        _ => Vec::new(),
    };
    let on_sale = is_on_sale(record, &children, view.now);
    let price = price(record, &children, view.now);
    let mut object = Object::new(out, view.fields);
    object.put("id", &record.id);
    if object.wants("name") {
        object.put_wanted("name", &title(shop, record, parent.as_ref())?);
    }
    object.put("slug", &record.slug);
    if object.wants("permalink") {
        object.put_wanted("permalink", &permalink(record, parent.as_ref(), view.base));
    }
    put_dates(&mut object, record);
    object.put("type", &record.kind);
    object.put("status", &record.status);
    object.put("featured", &record.featured);
    object.put("catalog_visibility", &record.visibility);
    put_text(&mut object, "description", &record.description, view);
    put_text(&mut object, "short_description", &record.short_description, view);
    object.put("sku", own_or(record, parent.as_ref(), |record| &record.sku));
    object.put("price", price);
    object.put("regular_price", &record.regular_price);
    object.put("sale_price", &record.sale_price);
    put_sale_dates(&mut object, record);
    object.put("on_sale", &on_sale);
    let sold_here = !record.is("external") && !record.is("grouped");
    object.put("purchasable", &(sold_here && !price.is_empty()));
    object.put("total_sales", &record.total_sales);
    put_delivery(&mut object, record);
    object.put("external_url", &record.external_url);
    object.put("button_text", &record.button_text);
    object.put("tax_status", &record.tax_status);
    object.put("tax_class", tax_class(record, parent.as_ref(), view));
    put_stock(&mut object, record, parent.as_ref());
    object.put("low_stock_amount", &record.low_stock_amount);
    object.put("sold_individually", &record.sold_individually);
    put_sizes(&mut object, record, parent.as_ref());
    object.put("shipping_required", &!record.is_virtual);
    object.put("shipping_taxable", &(!record.is_virtual && record.tax_status != TaxStatus::None));
    put_shipping_class(&mut object, shop, record, parent.as_ref())?;
    object.put("reviews_allowed", &record.reviews_allowed);
    if object.wants("average_rating") || object.wants("rating_count") {
        let (average, count) = reviews::rating(shop, record.id)?;
        let none = count == 0 && view.edit;
        object.put("average_rating", if none { "0" } else { &average });
        object.put("rating_count", &count);
    }
    object.put("upsell_ids", &record.upsells);
    object.put("cross_sell_ids", &record.cross_sells);
    object.put("parent_id", &record.parent);
    put_text(&mut object, "purchase_note", &record.purchase_note, view);
    for (key, terms) in
        [("categories", &record.categories), ("brands", &record.brands), ("tags", &record.tags)]
    {
        if object.wants(key) {
            object.put_wanted(key, &named(shop, terms)?);
        }
    }
    if object.wants("images") {
        let mut images = Vec::new();
        for id in &record.images {
            images.extend(shop.media(*id)?.map(|media| media.picture(view.base, true)));
        }
        object.put_wanted("images", &images);
    }
    if object.wants("attributes") {
        object.put_wanted("attributes", &attribute_list(shop, record, parent.as_ref())?);
    }
    if object.wants("default_attributes") {
        object.put_wanted("default_attributes", &default_attributes(shop, record)?);
    }
    if object.wants("variations") {
        let ids: Vec<i64> =
            children.iter().filter(|child| child.variation).map(|child| child.id).collect();
        object.put_wanted("variations", &ids);
    }
    object.put("grouped_products", &record.grouped);
    object.put("menu_order", &record.menu_order);
    if object.wants("price_html") {
        let html = if record.is("variable") || record.is("grouped") {
            prices::range_html(&children, &shop.site, view.now)
        } else {
            prices::html(record, &shop.site, view.now)
        };
        object.put_wanted("price_html", &html);
    }
    if object.wants("related_ids") {
        object.put_wanted("related_ids", &related(shop, record)?);
    }
    object.put("meta_data", &record.meta);
    object.put("stock_status", &record.stock_status);
    object.put("has_options", &record.is("variable"));
    object.put("post_password", &record.post_password);
    object.put("global_unique_id", &record.gtin);
    if view.edit {
        if object.wants("permalink_template") {
            object.put_wanted("permalink_template", &format!("{}/product/%pagename%/", view.base));
        }
        if object.wants("generated_slug") {
            let generated =
                if record.slug.is_empty() { slug::slug(&record.name) } else { record.slug.clone() };
            object.put_wanted("generated_slug", &query::decode(&generated, false));
        }
    }
    object.put_links(view.place != Place::InList, || product_links(record, view));
    object.end();
    Ok(())
}

fn product_links(record: &Record, view: &View<'_>) -> Value {
    let route = format!("{}/wp-json/wc/v3/products", view.base);
    let mut links = json!({
        "self": [{ "href": format!("{route}/{}", record.id), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
        "collection": [{ "href": route }],
    });
    if record.parent != 0 {
        links["up"] = json!([{ "href": format!("{route}/{}", record.parent) }]);
    }
    links
}

fn is_on_sale(record: &Record, children: &[Record], now: i64) -> bool {
    if record.is("variable") {
        children.iter().any(|child| prices::on_sale(child, now))
    } else {
        prices::on_sale(record, now)
    }
}

/// The products of a group that are still there.
fn members(shop: &Shop, record: &Record) -> Outcome<Vec<Record>> {
    record.grouped.iter().filter_map(|id| shop.record(*id).transpose()).collect()
}

/// The price that counts; of a product with variations, and of a group, the lowest of theirs.
fn price<'a>(record: &'a Record, children: &'a [Record], now: i64) -> &'a str {
    if !record.is("variable") && !record.is("grouped") {
        return prices::active(record, now);
    }
    children
        .iter()
        .map(|child| prices::active(child, now))
        .filter_map(|price| Some((price.parse::<rust_decimal::Decimal>().ok()?, price)))
        .min_by_key(|(number, _)| *number)
        .map_or("", |(_, price)| price)
}

/// A variation is called by its parent and what sets it apart.
pub(crate) fn title(shop: &Shop, record: &Record, parent: Option<&Record>) -> Outcome<String> {
    let Some(parent) = parent else { return Ok(record.name.clone()) };
    let varying: Vec<_> =
        parent.attributes.iter().filter(|attribute| attribute.variation).collect();
    let too_long = varying.len() >= 3
        || (varying.len() > 1 && varying.iter().any(|attribute| attribute.key.contains('-')));
    let summary = if too_long { String::new() } else { attributes::summary(shop, parent, record)? };
    if summary.is_empty() {
        return Ok(parent.name.clone());
    }
    Ok(format!("{} - {summary}", parent.name))
}
