//! Orders: lines, fees, shipping and coupons; what their statuses cause; their notes and refunds.

mod coupons;
mod lines;
mod list;
pub(crate) mod notes;
pub(crate) mod record;
pub(crate) mod refunds;
mod render;
mod status;
mod stock;
mod write;

use crate::kinds::Kind;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use record::Order;

/// What can be done with orders.
pub(crate) static KIND: Kind = Kind {
    word: "orders",
    is_paged: true,
    create: write::create,
    show: render::show,
    update: write::update,
    delete: write::delete,
    list: list::page,
};

/// Whether somebody paid for an order with a product in it.
pub(crate) fn has_bought(shop: &Shop, email: &str, product: i64) -> Outcome<bool> {
    let mut find = shop.db.prepare_cached(
        "SELECT document FROM filed WHERE kind = 'orders' AND key = ?1 AND status IN ('processing', 'completed')",
    )?;
    let mut rows = find.query([email.to_lowercase()])?;
    while let Some(row) = rows.next()? {
        let document: Vec<u8> = row.get(0)?;
        let order: Order = serde_json::from_slice(&document)?;
        if order.lines.iter().any(|line| line.product_id == product) {
            return Ok(true);
        }
    }
    Ok(false)
}
