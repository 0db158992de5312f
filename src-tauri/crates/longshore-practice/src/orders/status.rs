//! Statuses of orders, and what a change of status causes.

use super::notes::{self, Author};
use super::record::Order;
use super::{coupons, stock};
use crate::customers::Customer;
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::Outcome;

/// Statuses and what people read in their place.
const NAMES: &[(&str, &str)] = &[
    ("auto-draft", "auto-draft"),
    ("pending", "Pending payment"),
    ("processing", "Processing"),
    ("on-hold", "On hold"),
    ("completed", "Completed"),
    ("cancelled", "Cancelled"),
    ("refunded", "Refunded"),
    ("failed", "Failed"),
    ("checkout-draft", "Draft"),
];

/// The status for a word: an unknown one counts as pending.
pub(super) fn known(word: &str) -> &str {
    let word = word.strip_prefix("wc-").unwrap_or(word);
    if NAMES.iter().any(|(known, _)| *known == word) { word } else { "pending" }
}

fn name(status: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == status).map_or(status, |(_, name)| name)
}

/// Gives an order a status, with all that follows from it.
pub(super) fn set(shop: &mut Shop, order: &mut Order, wanted: &str, author: Author) -> Outcome<()> {
    let wanted = known(wanted).to_owned();
    if wanted == order.status {
        return Ok(());
    }
    let from = std::mem::replace(&mut order.status, wanted);
    let note = format!("Order status changed from {} to {}.", name(&from), name(&order.status));
    notes::add(shop, order.id, &note, author)?;
    follow(shop, order)
}

/// Marks an order as paid.
pub(super) fn pay(shop: &mut Shop, order: &mut Order) -> Outcome<()> {
    if !order.has_status(&["on-hold", "pending", "failed", "cancelled", "checkout-draft"]) {
        return Ok(());
    }
    let status = if needs_processing(shop, order)? { "processing" } else { "completed" };
    status.clone_into(&mut order.status);
    notes::add(shop, order.id, "Payment complete.", Author::Store)?;
    follow(shop, order)
}

fn follow(shop: &mut Shop, order: &mut Order) -> Outcome<()> {
    let now = dates::now();
    match order.status.as_str() {
        status @ ("processing" | "completed") => {
            order.paid.get_or_insert(now);
            if status == "completed" {
                order.completed.get_or_insert(now);
            }
            stock::reduce(shop, order)?;
            stock::count_sales(shop, order)?;
            if let Some(mut customer) = shop.filed::<Customer>(order.customer)?
                && !customer.is_paying
            {
                customer.is_paying = true;
                customer.modified = now;
                shop.file(&customer)?;
            }
        }
        "on-hold" => {
            stock::reduce(shop, order)?;
            stock::count_sales(shop, order)?;
        }
        "pending" => stock::restore(shop, order)?,
        "cancelled" => {
            stock::restore(shop, order)?;
            coupons::give_back(shop, order)?;
        }
        _ => {}
    }
    Ok(())
}

/// Whether somebody has to do something before the order is done: pack, above all.
pub(super) fn needs_processing(shop: &Shop, order: &Order) -> Outcome<bool> {
    for line in &order.lines {
        if let Some(product) = shop.record(line.sold())?
            && !(product.is_virtual && product.downloadable)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
