//! Lines of orders: what a request adds, changes and takes away.

use rust_decimal::Decimal;
use serde_json::Value;

use super::record::{Delivery, Fee, Line, Order};
use super::stock;
use crate::kinds::money;
use crate::products::record::{Meta, Record};
use crate::products::{attributes, meta, prices, render};
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{field, given, integer, items, text};

use crate::kinds::Params;

/// Takes all lines that a request names; what it does not name stays.
pub(super) fn apply(shop: &mut Shop, order: &mut Order, params: &Params) -> Outcome<()> {
    for item in listed(params, "line_items") {
        product_line(shop, order, item)?;
    }
    for item in listed(params, "shipping_lines") {
        delivery(shop, order, item)?;
    }
    for item in listed(params, "fee_lines") {
        fee(shop, order, item)?;
    }
    Ok(())
}

fn listed<'a>(params: &'a Params, key: &str) -> Vec<&'a Value> {
    given(params, key).map(items).unwrap_or_default()
}

/// Whether a request takes a line away: without what it is, or with a quantity of nothing.
fn is_removal(item: &Value, naming: &[&str]) -> bool {
    let empty = naming.iter().any(|key| item.get(key).is_some_and(Value::is_null));
    let none = field(item, "quantity").is_some_and(|quantity| integer(quantity) == 0);
    empty || none
}

fn unknown(what: &str) -> Failure {
    Failure::new(
        400,
        "woocommerce_rest_invalid_item_id",
        format!("Order item ID provided is not associated with order{what}."),
    )
}

fn product_line(shop: &mut Shop, order: &mut Order, item: &Value) -> Outcome<()> {
    let id = field(item, "id").map_or(0, integer);
    if is_removal(item, &["product_id"]) {
        if id == 0 {
            return Err(Failure::fatal(
                "WC_REST_Orders_Controller::remove_item(): Argument #3 ($item_id) must be of type int, null given",
            ));
        }
        let at = order.lines.iter().position(|line| line.id == id).ok_or_else(|| unknown(""))?;
        let line = order.lines.remove(at);
        stock::give_back(shop, &line)?;
        return Ok(());
    }
    if id != 0 {
        let at = order.lines.iter().position(|line| line.id == id).ok_or_else(|| unknown(""))?;
        let mut line = order.lines[at].clone();
        if named_product(item) {
            let product = product_of(shop, item)?;
            if product.as_ref().map_or(0, |product| product.id) != line.sold() {
                sell(shop, &mut line, product.as_ref())?;
            }
        }
        describe(shop, &mut line, item)?;
        order.lines[at] = line;
        return Ok(());
    }
    if !named_product(item) {
        return Err(Failure::new(
            400,
            "woocommerce_rest_required_product_reference",
            "Product ID or SKU is required.",
        ));
    }
    let product = product_of(shop, item)?;
    let mut line = Line { quantity: 1, ..Line::default() };
    line.quantity = field(item, "quantity").map_or(1, integer);
    sell(shop, &mut line, product.as_ref())?;
    describe(shop, &mut line, item)?;
    line.id = shop.next(Counter::Item);
    order.lines.push(line);
    Ok(())
}

fn named_product(item: &Value) -> bool {
    let number = |key| field(item, key).is_some_and(|value| integer(value) != 0);
    let sku = field(item, "sku").and_then(Value::as_str).is_some_and(|sku| !sku.is_empty());
    sku || number("product_id") || number("variation_id")
}

/// The product of a line: by its SKU if it has one, whatever its number says.
fn product_of(shop: &Shop, item: &Value) -> Outcome<Option<Record>> {
    let id = match field(item, "sku").map(text).transpose()?.filter(|sku| !sku.is_empty()) {
        Some(sku) => shop.with_sku(&sku, 0)?.unwrap_or(0),
        None => match field(item, "variation_id").map_or(0, integer) {
            0 => field(item, "product_id").map_or(0, integer),
            variation => variation,
        },
    };
    shop.record(id)
}

/// Puts a product into a line, at its price of today.
fn sell(shop: &mut Shop, line: &mut Line, product: Option<&Record>) -> Outcome<()> {
    let Some(product) = product else {
        (line.product_id, line.variation_id) = (0, 0);
        return Ok(());
    };
    let parent = if product.variation { shop.record(product.parent)? } else { None };
    line.name = render::title(shop, product, parent.as_ref())?;
    line.tax_class.clone_from(&product.tax_class);
    (line.product_id, line.variation_id) =
        if product.variation { (product.parent, product.id) } else { (product.id, 0) };
    let price = money::read(prices::active(product, dates::now()));
    line.subtotal = price * Decimal::from(line.quantity);
    line.total = line.subtotal;
    if let Some(parent) = parent {
        let chosen: Vec<(String, String)> = attributes::valid_choices(&parent, product)
            .map(|(attribute, value)| (attribute.key.clone(), value.to_owned()))
            .collect();
        for (key, value) in chosen {
            let id = shop.next(Counter::Meta);
            line.meta.push(Meta { id, key, value: Value::from(value) });
        }
    }
    Ok(())
}

/// What a request says of a line itself. A new quantity leaves the amounts as they are.
fn describe(shop: &mut Shop, line: &mut Line, item: &Value) -> Outcome<()> {
    if let Some(name) = field(item, "name") {
        line.name = text(name)?;
    }
    if let Some(quantity) = field(item, "quantity") {
        line.quantity = integer(quantity);
    }
    if let Some(class) = field(item, "tax_class") {
        line.tax_class = text(class)?;
    }
    if let Some(subtotal) = field(item, "subtotal") {
        line.subtotal = money::amount(shop, subtotal)?;
    }
    if let Some(total) = field(item, "total") {
        line.total = money::amount(shop, total)?;
        if line.subtotal < line.total {
            line.subtotal = line.total;
        }
    }
    entries(shop, &mut line.meta, item)
}

fn entries(shop: &mut Shop, meta: &mut Vec<Meta>, item: &Value) -> Outcome<()> {
    let Some(entries) = field(item, "meta_data") else { return Ok(()) };
    let entries: Vec<Value> = items(entries).into_iter().cloned().collect();
    meta::merge(shop, meta, &entries, &[])
}

fn delivery(shop: &mut Shop, order: &mut Order, item: &Value) -> Outcome<()> {
    let id = field(item, "id").map_or(0, integer);
    if id != 0 && is_removal(item, &["method_id"]) {
        order.deliveries.retain(|delivery| delivery.id != id);
        return Ok(());
    }
    let mut delivery = match id {
        0 => Delivery::default(),
        id => order
            .deliveries
            .iter()
            .find(|delivery| delivery.id == id)
            .cloned()
            .ok_or_else(|| unknown(""))?,
    };
    for (key, place) in [
        ("method_title", &mut delivery.title),
        ("method_id", &mut delivery.method),
        ("instance_id", &mut delivery.instance),
    ] {
        if let Some(said) = field(item, key) {
            *place = text(said)?;
        }
    }
    if id == 0 && delivery.method.is_empty() {
        return Err(Failure::new(
            400,
            "woocommerce_rest_invalid_shipping_item",
            "Shipping method ID is required.",
        ));
    }
    if let Some(total) = field(item, "total") {
        delivery.total = money::amount(shop, total)?;
    }
    entries(shop, &mut delivery.meta, item)?;
    match order.deliveries.iter_mut().find(|known| known.id == id && id != 0) {
        Some(known) => *known = delivery,
        None => {
            delivery.id = shop.next(Counter::Item);
            order.deliveries.push(delivery);
        }
    }
    Ok(())
}

fn fee(shop: &mut Shop, order: &mut Order, item: &Value) -> Outcome<()> {
    let id = field(item, "id").map_or(0, integer);
    if id != 0 && is_removal(item, &["name"]) {
        order.fees.retain(|fee| fee.id != id);
        return Ok(());
    }
    let mut fee = match id {
        0 => Fee { tax_status: "taxable".to_owned(), ..Fee::default() },
        id => order.fees.iter().find(|fee| fee.id == id).cloned().ok_or_else(|| unknown(""))?,
    };
    for (key, place) in [
        ("name", &mut fee.name),
        ("tax_class", &mut fee.tax_class),
        ("tax_status", &mut fee.tax_status),
    ] {
        if let Some(said) = field(item, key) {
            *place = text(said)?;
        }
    }
    if id == 0 && fee.name.is_empty() {
        return Err(Failure::new(
            400,
            "woocommerce_rest_invalid_fee_item",
            "Fee name is required.",
        ));
    }
    if let Some(total) = field(item, "total") {
        fee.total = money::amount(shop, total)?;
    }
    entries(shop, &mut fee.meta, item)?;
    match order.fees.iter_mut().find(|known| known.id == id && id != 0) {
        Some(known) => *known = fee,
        None => {
            fee.id = shop.next(Counter::Item);
            order.fees.push(fee);
        }
    }
    Ok(())
}
