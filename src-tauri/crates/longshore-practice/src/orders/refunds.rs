//! Refunds of orders: amounts that were given back, with or without the lines that they are for.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::notes::Author;
use super::record::{Line, Order};
use super::{render, status, stock};
use crate::kinds::{Deletion, Kind, Params, links, money, unchangeable};
use crate::products::meta;
use crate::products::record::Meta;
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::value::{boolean, field, given, integer, items, text};

/// What can be done with the refunds of an order.
pub(crate) static KIND: Kind =
    Kind { word: "refunds", is_paged: true, create, show, update: unchangeable, delete, list };

/// The refunds of all orders, to read.
pub(crate) static ALL: Kind = Kind {
    word: "all_refunds",
    is_paged: true,
    create: |_, _, _| Err(Failure::no_route()),
    show: |shop, id, _, view, out| {
        let found: Option<Refund> = shop.filed(id)?;
        let refund = found.ok_or_else(|| Failure::invalid_id(404, "shop_order_refund"))?;
        render(shop, &refund, true, view, out)
    },
    update: unchangeable,
    delete: |_, _, _| Err(Failure::no_route()),
    list: |shop, params, _, page| {
        shop.filed_page::<Refund>(Selection::of(params, "date", false)?, page)
    },
};

/// A refund.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Refund {
    pub(super) id: i64,
    order: i64,
    /// None where nobody said an amount.
    pub(super) amount: Option<Decimal>,
    pub(super) reason: String,
    created: i64,
    lines: Vec<Line>,
    meta: Vec<Meta>,
}

impl Filed for Refund {
    const KIND: &'static str = "refunds";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            parent: self.order,
            status: "completed".to_owned(),
            name: self.reason.clone(),
            text: self.reason.clone(),
            created: self.created,
            modified: self.created,
            ..Card::default()
        }
    }
}

fn of_order(shop: &Shop, order: i64) -> Outcome<Order> {
    shop.filed(order)?
        .ok_or_else(|| Failure::new(404, "woocommerce_rest_invalid_order_id", "Invalid order ID."))
}

fn refund(shop: &Shop, id: i64, order: i64) -> Outcome<Refund> {
    of_order(shop, order)?;
    shop.filed::<Refund>(id)?.filter(|refund| refund.order == order).ok_or_else(|| {
        Failure::new(404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.")
    })
}

fn refused(message: &'static str) -> Failure {
    Failure::new(500, "woocommerce_rest_cannot_create_order_refund", message).bare()
}

fn create(shop: &mut Shop, params: &Params, order: i64) -> Outcome<i64> {
    let mut order = of_order(shop, order)?;
    let lines = refunded_lines(shop, &order, params)?;
    let said = given(params, "amount").map(text).transpose()?.filter(|amount| !amount.is_empty());
    let amount = match said {
        Some(amount) => Some(money::amount(shop, &Value::from(amount))?),
        None if lines.is_empty() => None,
        None => Some(-lines.iter().map(|line| line.total).sum::<Decimal>()),
    };
    let before: Decimal =
        shop.filed_below::<Refund>(order.id)?.iter().filter_map(|refund| refund.amount).sum();
    let left = order.total() - before;
    let wanted = amount.unwrap_or_default();
    if wanted > left || wanted.is_sign_negative() && !wanted.is_zero() {
        return Err(refused("Invalid refund amount."));
    }
    if given(params, "api_refund").is_none_or(boolean) {
        return Err(refused(if order.payment_method.is_empty() {
            "The payment gateway for this order does not exist."
        } else {
            "The payment gateway for this order does not support automatic refunds."
        }));
    }
    let is_full = wanted == left && !wanted.is_zero();
    let mut refund = Refund {
        id: shop.next(Counter::Post),
        order: order.id,
        amount,
        reason: given(params, "reason").map_or(Ok(String::new()), text)?,
        created: dates::now(),
        lines,
        meta: Vec::new(),
    };
    let kind = Meta {
        id: shop.next(Counter::Meta),
        key: "_refund_type".to_owned(),
        value: Value::from(if is_full { "full" } else { "partial" }),
    };
    refund.meta.push(kind);
    if let Some(entries) = given(params, "meta_data") {
        let entries: Vec<Value> = items(entries).into_iter().cloned().collect();
        meta::merge(shop, &mut refund.meta, &entries, &[])?;
    }
    if given(params, "api_restock").is_none_or(boolean) {
        stock::put_back(shop, &order, &refund.lines)?;
    }
    shop.file(&refund)?;
    if is_full {
        status::set(shop, &mut order, "refunded", Author::Store)?;
    }
    order.modified = dates::now();
    shop.file(&order)?;
    Ok(refund.id)
}

/// The lines that a refund is for, with what they give back below zero.
fn refunded_lines(shop: &mut Shop, order: &Order, params: &Params) -> Outcome<Vec<Line>> {
    let mut lines = Vec::new();
    for item in given(params, "line_items").map(items).unwrap_or_default() {
        let id = field(item, "id").map_or(0, integer);
        let Some(sold) = order.lines.iter().find(|line| line.id == id) else { continue };
        let mut line = sold.clone();
        line.quantity = -field(item, "quantity").map_or(0, integer);
        line.total = match field(item, "refund_total") {
            Some(total) => -money::amount(shop, total)?,
            None => Decimal::ZERO,
        };
        line.subtotal = line.total;
        line.id = shop.next(Counter::Item);
        let meta = shop.next(Counter::Meta);
        line.meta = vec![Meta {
            id: meta,
            key: "_refunded_item_id".to_owned(),
            value: Value::from(id.to_string()),
        }];
        lines.push(line);
    }
    Ok(lines)
}

fn show(shop: &Shop, id: i64, order: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(shop, &refund(shop, id, order)?, false, view, out)
}

/// The list of all refunds names their orders, which the lists of single orders leave out.
fn render(
    shop: &Shop,
    refund: &Refund,
    names_order: bool,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let nothing: [(); 0] = [];
    let mut object = Object::new(out, view.fields);
    object.put("id", &refund.id);
    if names_order {
        object.put("parent_id", &refund.order);
    }
    let created = dates::show(refund.created);
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    object.put("amount", &refund.amount(view.places));
    object.put("reason", &refund.reason);
    object.put("refunded_by", &1);
    object.put("refunded_payment", &false);
    object.put("meta_data", &refund.meta);
    if object.wants("line_items") {
        object.put_wanted("line_items", &render::lines(shop, &refund.lines, view)?);
    }
    object.put("shipping_lines", &nothing);
    object.put("tax_lines", &nothing);
    object.put("fee_lines", &nothing);
    object.put_links(view.place != Place::InList, || {
        let collection = format!("orders/{}/refunds", refund.order);
        let mut links = links(view, &collection, refund.id, &["GET", "DELETE"]);
        links["up"] =
            json!([{ "href": format!("{}/wp-json/wc/v3/orders/{}", view.base, refund.order) }]);
        links
    });
    object.end();
    Ok(())
}

impl Refund {
    /// The amount as it is shown; nothing where nobody said one.
    pub(super) fn amount(&self, places: u32) -> String {
        self.amount.map(|amount| money::show(amount, places)).unwrap_or_default()
    }
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    let refund = refund(shop, deletion.id, deletion.parent)?;
    if !deletion.force {
        return Err(Failure::not_trashable("Refunds"));
    }
    render(shop, &refund, false, deletion.view, out)?;
    shop.unfile::<Refund>(deletion.id)?;
    Ok(Action::Delete)
}

fn list(shop: &Shop, params: &Params, order: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    of_order(shop, order)?;
    let mut selection = Selection::of(params, "date", false)?;
    selection.add("parent = ?", order);
    shop.filed_page::<Refund>(selection, page)
}
