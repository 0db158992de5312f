//! Orders as answers show them.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::record::{Line, Order};
use super::refunds::Refund;
use super::{status, write};
use crate::customers::address::{OF_ORDERS, Use};
use crate::kinds::{EVERYTHING, links, money};
use crate::products::record::{Meta, Record};
use crate::server::view::{Place, View};
use crate::site::{VERSION, currencies};
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;

pub(super) fn show(
    shop: &Shop,
    id: i64,
    _: i64,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    render(shop, &write::order(shop, id, 404)?, view, out)
}

pub(super) fn render(
    shop: &Shop,
    order: &Order,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let amount = |amount: Decimal| money::show(amount, view.places);
    let zero = amount(Decimal::ZERO);
    // Orders know no paths: `line_items.id` asks for nothing that they have.
    let fields = view.fields.without_paths();
    let mut object = Object::new(out, &fields);
    object.put("id", &order.id);
    object.put("parent_id", &order.parent);
    object.put("status", &order.status);
    object.put("currency", &order.currency);
    object.put("version", VERSION);
    object.put("prices_include_tax", &false);
    object.put("date_created", &dates::show(order.created));
    object.put("date_modified", &dates::show(order.modified));
    object.put("discount_total", &amount(order.discount()));
    object.put("discount_tax", &zero);
    object.put("shipping_total", &amount(order.shipping_total()));
    object.put("shipping_tax", &zero);
    object.put("cart_tax", &zero);
    object.put("total", &amount(order.total()));
    object.put("total_tax", &zero);
    object.put("customer_id", &order.customer);
    object.put("order_key", &order.key);
    object.put("billing", &order.billing.show(OF_ORDERS, Use::Billing));
    object.put("shipping", &order.shipping.show(OF_ORDERS, Use::Shipping));
    object.put("payment_method", &order.payment_method);
    object.put("payment_method_title", &order.payment_method_title);
    object.put("transaction_id", &order.transaction);
    object.put("customer_ip_address", "");
    object.put("customer_user_agent", "");
    object.put("created_via", &order.created_via);
    object.put("customer_note", &order.customer_note);
    object.put("date_completed", &order.completed.map(dates::show));
    object.put("date_paid", &order.paid.map(dates::show));
    object.put("cart_hash", "");
    object.put("number", &order.id.to_string());
    object.put("meta_data", &order.meta);
    if object.wants("line_items") {
        object.put_wanted("line_items", &lines(shop, &order.lines, view)?);
    }
    object.put("tax_lines", &json!([]));
    object.put("shipping_lines", &deliveries(order, view));
    object.put("fee_lines", &fees(order, view));
    object.put("coupon_lines", &coupons(order, view));
    if object.wants("refunds") {
        let refunds: Vec<Value> = shop
            .filed_below::<Refund>(order.id)?
            .iter()
            .rev()
            .map(|refund| {
                json!({
                    "id": refund.id,
                    "reason": refund.reason,
                    "total": format!("-{}", refund.amount(view.places)),
                })
            })
            .collect();
        object.put_wanted("refunds", &refunds);
    }
    let base = view.base;
    object.put(
        "payment_url",
        &format!("{base}/checkout/order-pay/{}/?pay_for_order=true&key={}", order.id, order.key),
    );
    object.put("is_editable", &order.has_status(&["pending", "on-hold", "auto-draft"]));
    let is_open = order.has_status(&["pending", "failed", "checkout-draft"]);
    object.put("needs_payment", &(is_open && !order.total().is_zero()));
    if object.wants("needs_processing") {
        object.put_wanted("needs_processing", &status::needs_processing(shop, order)?);
    }
    object.put("date_created_gmt", &dates::show(order.created));
    object.put("date_modified_gmt", &dates::show(order.modified));
    object.put("date_completed_gmt", &order.completed.map(dates::show));
    object.put("date_paid_gmt", &order.paid.map(dates::show));
    object.put("currency_symbol", &currencies::sign(&order.currency));
    object.put_links(view.place != Place::InList, || order_links(order, view));
    object.end();
    Ok(())
}

fn order_links(order: &Order, view: &View<'_>) -> Value {
    let root = format!("{}/wp-json/wc/v3", view.base);
    let mut links = links(view, "orders", order.id, EVERYTHING);
    links["email_templates"] = json!([{
        "embeddable": true,
        "href": format!("{root}/orders/{}/actions/email_templates", order.id),
    }]);
    if order.customer != 0 {
        links["customer"] = json!([{ "href": format!("{root}/customers/{}", order.customer) }]);
    }
    if order.parent != 0 {
        links["up"] = json!([{ "href": format!("{root}/orders/{}", order.parent) }]);
    }
    links
}

/// Lines of an order or a refund.
pub(super) fn lines(shop: &Shop, lines: &[Line], view: &View<'_>) -> Outcome<Vec<Value>> {
    lines.iter().map(|line| product_line(shop, line, view)).collect()
}

fn product_line(shop: &Shop, line: &Line, view: &View<'_>) -> Outcome<Value> {
    let product = shop.record(line.sold())?;
    let parent = match &product {
        Some(product) if product.variation => shop.record(product.parent)?,
        _ => None,
    };
    let price = match line.quantity {
        0 => Decimal::ZERO,
        quantity => line.total / Decimal::from(quantity),
    };
    let sku = product.as_ref().map(|product| match &parent {
        Some(parent) if product.sku.is_empty() => parent.sku.clone(),
        _ => product.sku.clone(),
    });
    let attributes = parent.as_ref().or(product.as_ref());
    let meta = line
        .meta
        .iter()
        .map(|meta| shown_meta(shop, meta, attributes))
        .collect::<Outcome<Vec<_>>>()?;
    let amount = |amount| money::show(amount, view.places);
    let zero = amount(Decimal::ZERO);
    Ok(json!({
        "id": line.id,
        "name": line.name,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "quantity": line.quantity,
        "tax_class": line.tax_class,
        "subtotal": amount(line.subtotal),
        "subtotal_tax": zero,
        "total": amount(line.total),
        "total_tax": zero,
        "taxes": [],
        "meta_data": meta,
        "sku": sku,
        "global_unique_id": product.as_ref().map(|product| &product.gtin),
        "price": money::number(price),
        "image": picture(shop, product.as_ref(), parent.as_ref(), view)?,
        "parent_name": parent.as_ref().map(|parent| &parent.name),
    }))
}

/// Numbers of pictures come as texts from the database; no product has the number 0, and a product
/// without a picture an empty one.
fn picture(
    shop: &Shop,
    product: Option<&Record>,
    parent: Option<&Record>,
    view: &View<'_>,
) -> Outcome<Value> {
    let first = |record: Option<&Record>| record.and_then(|record| record.images.first().copied());
    let Some(id) = first(product).or_else(|| first(parent)) else {
        let simple = product.is_some() && parent.is_none();
        let id = if simple { Value::from("") } else { Value::from(0) };
        return Ok(json!({ "id": id, "src": "" }));
    };
    let src = shop.media(id)?.map(|media| media.address(view.base)).unwrap_or_default();
    Ok(json!({ "id": id.to_string(), "src": src }))
}

/// An entry with what people read in its place: attributes and terms by their names.
fn shown_meta(shop: &Shop, meta: &Meta, product: Option<&Record>) -> Outcome<Value> {
    let mut key = meta.key.clone();
    let mut value = meta.value.clone();
    let attribute = product
        .and_then(|product| product.attributes.iter().find(|attribute| attribute.key == meta.key));
    if let Some(attribute) = attribute {
        use crate::products::attributes::{label, option_name};
        key = label(shop, attribute)?.unwrap_or(key);
        if let Some(text) = meta.value.as_str() {
            value = Value::from(option_name(shop, attribute, text)?);
        }
    }
    Ok(json!({
        "id": meta.id,
        "key": meta.key,
        "value": meta.value,
        "display_key": key,
        "display_value": value,
    }))
}

fn deliveries(order: &Order, view: &View<'_>) -> Vec<Value> {
    let amount = |amount| money::show(amount, view.places);
    let shown = order.deliveries.iter().map(|delivery| {
        json!({
            "id": delivery.id,
            "method_title": delivery.title,
            "method_id": delivery.method,
            "instance_id": delivery.instance,
            "total": amount(delivery.total),
            "total_tax": amount(Decimal::ZERO),
            "taxes": [],
            "tax_status": "taxable",
            "meta_data": delivery.meta,
        })
    });
    shown.collect()
}

fn fees(order: &Order, view: &View<'_>) -> Vec<Value> {
    let amount = |amount| money::show(amount, view.places);
    let shown = order.fees.iter().map(|fee| {
        json!({
            "id": fee.id,
            "name": fee.name,
            "tax_class": fee.tax_class,
            "tax_status": fee.tax_status,
            "amount": "",
            "total": amount(fee.total),
            "total_tax": amount(Decimal::ZERO),
            "taxes": [],
            "meta_data": fee.meta,
        })
    });
    shown.collect()
}

fn coupons(order: &Order, view: &View<'_>) -> Vec<Value> {
    let amount = |amount| money::show(amount, view.places);
    let shown = order.coupons.iter().map(|coupon| {
        json!({
            "id": coupon.id,
            "code": coupon.code,
            "discount": amount(coupon.discount),
            "discount_tax": amount(Decimal::ZERO),
            "meta_data": [],
            "discount_type": coupon.discount_type,
            "nominal_amount": money::number(coupon.nominal),
            "free_shipping": coupon.free_shipping,
        })
    });
    shown.collect()
}
