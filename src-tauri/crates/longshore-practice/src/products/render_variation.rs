//! Variations as answers below their parent's route show them.

use serde_json::{Value, json};

use super::attributes;
use super::parts::{
    own_or, permalink, put_dates, put_delivery, put_sale_dates, put_shipping_class, put_sizes,
    put_stock, put_text, tax_class,
};
use super::prices;
use super::record::Record;
use super::terms::attribute_list;
use crate::server::view::{Place, View};
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;

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
