//! Products and variations as answers show them.

use std::fmt::Write;

use serde_json::{Value, json};

use super::record::{Backorders, Record, TaxStatus};
use super::{attributes, prices};
use crate::server::view::{Place, View};
use crate::store::Shop;
use crate::terms::Term;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;
use crate::wordpress::{autop, dates, query, slug};

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
    let children = if record.is("variable") && needs_children {
        shop.children(record.id)?
    } else {
        Vec::new()
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
    object.put("average_rating", if view.edit { "0" } else { "0.00" });
    object.put("rating_count", &0);
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
        let ids: Vec<i64> = children.iter().map(|child| child.id).collect();
        object.put_wanted("variations", &ids);
    }
    object.put("grouped_products", &record.grouped);
    object.put("menu_order", &record.menu_order);
    if object.wants("price_html") {
        let html = if record.is("variable") {
            prices::range_html(&children, &shop.site, view.now)
        } else if record.is("grouped") {
            let members: Vec<Record> = record
                .grouped
                .iter()
                .filter_map(|id| shop.record(*id).transpose())
                .collect::<Outcome<_>>()?;
            prices::range_html(&members, &shop.site, view.now)
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

/// A variation below its parent's route.
pub(crate) fn variation(
    shop: &Shop,
    record: &Record,
    parent: Option<&Record>,
    view: &View<'_>,
    below_parent: bool,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let price = prices::active(record, view.now);
    let mut object = Object::new(out, view.fields);
    object.put("id", &record.id);
    object.put("type", "variation");
    put_dates(&mut object, record);
    put_text(&mut object, "description", &record.description, view);
    if object.wants("permalink") {
        object.put_wanted("permalink", &permalink(record, parent, view.base));
    }
    object.put("sku", own_or(record, parent, |record| &record.sku));
    object.put("global_unique_id", &record.gtin);
    object.put("price", price);
    object.put("regular_price", &record.regular_price);
    object.put("sale_price", &record.sale_price);
    put_sale_dates(&mut object, record);
    object.put("on_sale", &prices::on_sale(record, view.now));
    object.put("status", &record.status);
    object.put("purchasable", &!price.is_empty());
    put_delivery(&mut object, record);
    object.put("tax_status", &record.tax_status);
    object.put("tax_class", tax_class(record, parent, view));
    put_stock(&mut object, record, parent);
    object.put("stock_status", &record.stock_status);
    object.put("low_stock_amount", &record.low_stock_amount);
    put_sizes(&mut object, record, parent);
    put_shipping_class(&mut object, shop, record, parent)?;
    if object.wants("image") {
        let image = match record.images.first() {
            Some(id) => shop.media(*id)?.map(|media| media.picture(view.base, false)),
            None => None,
        };
        object.put_wanted("image", &image);
    }
    if object.wants("attributes") {
        object.put_wanted("attributes", &attribute_list(shop, record, parent)?);
    }
    object.put("menu_order", &record.menu_order);
    object.put("meta_data", &record.meta);
    if object.wants("name") {
        let name =
            parent.map_or(Ok(String::new()), |parent| attributes::summary(shop, parent, record))?;
        object.put_wanted("name", &name);
    }
    object.put("parent_id", &record.parent);
    object.put_links(view.place != Place::InList, || variation_links(record, view, below_parent));
    object.end();
    Ok(())
}

fn variation_links(record: &Record, view: &View<'_>, below_parent: bool) -> Value {
    let root = format!("{}/wp-json/wc/v3", view.base);
    if below_parent {
        let route = format!("{root}/products/{}/variations", record.parent);
        json!({
            "self": [{ "href": format!("{route}/{}", record.id), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
            "collection": [{ "href": route }],
            "up": [{ "href": format!("{root}/products/{}", record.parent) }],
        })
    } else {
        json!({
            "self": [{ "href": format!("{root}/variations/{}", record.id) }],
            "collection": [{ "href": format!("{root}/variations") }],
            "up": [{ "href": format!("{root}/products/0") }],
        })
    }
}

fn is_on_sale(record: &Record, children: &[Record], now: i64) -> bool {
    if record.is("variable") {
        children.iter().any(|child| prices::on_sale(child, now))
    } else {
        prices::on_sale(record, now)
    }
}

/// The price that counts; of a product with variations the lowest of theirs.
fn price<'a>(record: &'a Record, children: &'a [Record], now: i64) -> &'a str {
    if !record.is("variable") {
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
fn title(shop: &Shop, record: &Record, parent: Option<&Record>) -> Outcome<String> {
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

fn permalink(record: &Record, parent: Option<&Record>, base: &str) -> String {
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

fn own_or<'a>(
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

fn put_dates(object: &mut Object<'_>, record: &Record) {
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

fn put_sale_dates(object: &mut Object<'_>, record: &Record) {
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
fn put_text(object: &mut Object<'_>, key: &'static str, text: &str, view: &View<'_>) {
    if view.edit || text.is_empty() {
        object.put(key, text);
    } else if object.wants(key) {
        object.put_wanted(key, &autop::paragraphs(text));
    }
}

fn put_delivery(object: &mut Object<'_>, record: &Record) {
    object.put("virtual", &record.is_virtual);
    object.put("downloadable", &record.downloadable);
    object.put("downloads", &record.downloads);
    object.put("download_limit", &record.download_limit);
    object.put("download_expiry", &record.download_expiry);
}

fn put_stock(object: &mut Object<'_>, record: &Record, parent: Option<&Record>) {
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

fn put_sizes(object: &mut Object<'_>, record: &Record, parent: Option<&Record>) {
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

fn put_shipping_class(
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

fn tax_class<'a>(record: &'a Record, parent: Option<&'a Record>, view: &View<'_>) -> &'a str {
    match parent {
        Some(parent) if record.tax_class == "parent" && !view.edit => &parent.tax_class,
        _ if record.tax_class == "parent" && !view.edit => "",
        _ => &record.tax_class,
    }
}

/// Number, name and slug of terms, by name.
fn named(shop: &Shop, ids: &[i64]) -> Outcome<Vec<NamedTerm>> {
    let mut terms: Vec<Term> = Vec::with_capacity(ids.len());
    for id in ids {
        terms.extend(shop.term(*id)?);
    }
    terms.sort_by_cached_key(|term| slug::fold(&term.name));
    Ok(terms
        .into_iter()
        .map(|term| NamedTerm { id: term.id, name: term.name, slug: term.slug })
        .collect())
}

#[derive(serde::Serialize)]
struct NamedTerm {
    id: i64,
    name: String,
    slug: String,
}

fn attribute_list(shop: &Shop, record: &Record, parent: Option<&Record>) -> Outcome<Vec<Value>> {
    let mut list = Vec::new();
    if let Some(parent) = parent {
        for (attribute, value) in attributes::valid_choices(parent, record) {
            list.push(json!({
                "id": attribute.id,
                "name": attributes::label(shop, attribute)?,
                "slug": attribute.key,
                "option": attributes::option_name(shop, attribute, value)?,
            }));
        }
        return Ok(list);
    }
    for attribute in &record.attributes {
        let options = if attribute.id == 0 {
            attribute.options.clone()
        } else {
            named(shop, &attribute.terms)?.into_iter().map(|term| term.name).collect()
        };
        list.push(json!({
            "id": attribute.id,
            "name": attributes::label(shop, attribute)?,
            "slug": attribute.name,
            "position": attribute.position,
            "visible": attribute.visible,
            "variation": attribute.variation,
            "options": options,
        }));
    }
    Ok(list)
}

fn default_attributes(shop: &Shop, record: &Record) -> Outcome<Vec<Value>> {
    let mut list = Vec::new();
    if record.variation {
        return Ok(list);
    }
    for (key, value) in &record.choices {
        let attribute = record.attributes.iter().find(|attribute| attribute.key == *key);
        let (id, name) = match attribute {
            Some(attribute) => (attribute.id, attributes::label(shop, attribute)?),
            None => (0, key.clone()),
        };
        list.push(json!({ "id": id, "name": name, "option": value }));
    }
    Ok(list)
}

/// Up to five other products of the same categories and tags.
fn related(shop: &Shop, record: &Record) -> Outcome<Vec<i64>> {
    let mut found = Vec::new();
    let mut find = shop.db.prepare_cached(
        "SELECT product FROM product_terms WHERE term = ?1 AND product <> ?2 LIMIT 12",
    )?;
    let mut published = shop.db.prepare_cached(
        "SELECT 1 FROM products WHERE id = ?1 AND status = 'publish' AND variation = 0",
    )?;
    for term in record.categories.iter().chain(&record.tags) {
        let mut rows = find.query([*term, record.id])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !found.contains(&id) && published.exists([id])? {
                found.push(id);
                if found.len() == 5 {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}
