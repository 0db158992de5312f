//! Creating, changing and deleting orders.

use super::notes::{Author, Note};
use super::record::Order;
use super::refunds::Refund;
use super::{coupons, lines, render, status, stock};
use crate::customers::Customer;
use crate::customers::address::Use;
use crate::kinds::{Deletion, Params};
use crate::products::meta;
use crate::server::effects::Action;
use crate::site::currencies;
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{boolean, given, integer, items, text};

/// The order of a number, or that there is none.
pub(super) fn order(shop: &Shop, id: i64, status: u16) -> Outcome<Order> {
    shop.filed(id)?.ok_or_else(|| Failure::invalid_id(status, "shop_order"))
}

pub(super) fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_shop_order_exists",
            "Cannot create existing shop_order.",
        ));
    }
    let now = dates::now();
    let mut order = Order {
        status: "pending".to_owned(),
        currency: shop.site.currency.clone(),
        created: now,
        modified: now,
        key: format!("wc_order_{}", random_key()),
        created_via: "rest-api".to_owned(),
        ..Order::default()
    };
    describe(shop, &mut order, params)?;
    lines::apply(shop, &mut order, params)?;
    order.id = shop.next(Counter::Post);
    if let Err(failure) = coupons::apply(shop, &mut order, params) {
        // The order was made before its coupons were looked at, and stays.
        "checkout-draft".clone_into(&mut order.status);
        shop.file(&order)?;
        return Err(failure.with("new_draft_order_id", order.id));
    }
    progress(shop, &mut order, params)?;
    shop.file(&order)?;
    Ok(order.id)
}

pub(super) fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut order = order(shop, id, 400)?;
    let before = order.lines.clone();
    describe(shop, &mut order, params)?;
    lines::apply(shop, &mut order, params)?;
    coupons::apply(shop, &mut order, params)?;
    stock::adjust(shop, &mut order, &before)?;
    progress(shop, &mut order, params)?;
    order.modified = dates::now();
    shop.file(&order)
}

/// Trash keeps the order; what is deleted for good takes its notes and refunds with it.
pub(super) fn delete(
    shop: &mut Shop,
    deletion: &Deletion<'_>,
    out: &mut Vec<u8>,
) -> Outcome<Action> {
    let mut order = order(shop, deletion.id, 404)?;
    if !deletion.force && order.status == "trash" {
        return Err(Failure::already_in_trash("shop_order"));
    }
    render::render(shop, &order, deletion.view, out)?;
    if !deletion.force {
        "trash".clone_into(&mut order.status);
        order.modified = dates::now();
        shop.file(&order)?;
        return Ok(Action::Trash);
    }
    for note in shop.filed_below::<Note>(order.id)? {
        shop.unfile::<Note>(note.id)?;
    }
    for refund in shop.filed_below::<Refund>(order.id)? {
        shop.unfile::<Refund>(refund.id)?;
    }
    shop.unfile::<Order>(order.id)?;
    Ok(Action::Delete)
}

fn describe(shop: &mut Shop, order: &mut Order, params: &Params) -> Outcome<()> {
    if let Some(customer) = given(params, "customer_id").map(integer) {
        if customer != 0 && shop.filed::<Customer>(customer)?.is_none() {
            return Err(Failure::new(
                400,
                "woocommerce_rest_invalid_customer_id",
                "Customer ID is invalid.",
            ));
        }
        order.customer = customer;
    }
    if let Some(parent) = given(params, "parent_id") {
        order.parent = integer(parent);
    }
    if let Some(code) = given(params, "currency").map(text).transpose()? {
        let Some(currency) = currencies::find(&code) else {
            return Err(Failure::new(400, "order_invalid_currency", "Invalid currency code"));
        };
        currency.code.clone_into(&mut order.currency);
    }
    order.billing.apply(params, Use::Billing)?;
    order.shipping.apply(params, Use::Shipping)?;
    for (key, place) in [
        ("payment_method", &mut order.payment_method),
        ("payment_method_title", &mut order.payment_method_title),
        ("transaction_id", &mut order.transaction),
        ("created_via", &mut order.created_via),
        ("customer_note", &mut order.customer_note),
    ] {
        if let Some(said) = given(params, key) {
            *place = text(said)?;
        }
    }
    if let Some(entries) = given(params, "meta_data") {
        let entries: Vec<_> = items(entries).into_iter().cloned().collect();
        meta::merge(shop, &mut order.meta, &entries, &[])?;
    }
    Ok(())
}

/// Status and payment: last, when everything else about the order is known.
fn progress(shop: &mut Shop, order: &mut Order, params: &Params) -> Outcome<()> {
    let by_hand = given(params, "manual_update").is_some_and(boolean);
    if let Some(wanted) = given(params, "status").map(text).transpose()?
        && !wanted.is_empty()
    {
        let author = if by_hand { Author::Somebody } else { Author::Store };
        status::set(shop, order, &wanted, author)?;
    }
    if given(params, "set_paid").is_some_and(boolean) {
        status::pay(shop, order)?;
    }
    Ok(())
}

/// Thirteen letters and digits that nobody guesses.
fn random_key() -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = [0_u8; 13];
    // Without random numbers keys are alike, which harms nobody in a practice store.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}
