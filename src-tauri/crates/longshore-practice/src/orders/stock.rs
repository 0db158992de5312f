//! What orders do to stock and to the numbers of sold products.

use serde_json::Value;

use super::notes::{self, Author};
use super::record::{Line, Order};
use crate::products::record::{Meta, Record};
use crate::products::stock;
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::integer;

/// The key under which a line says how much stock it took.
const REDUCED: &str = "_reduced_stock";

/// Statuses in which an order holds the stock of its lines.
const HOLDING: &[&str] = &["processing", "completed", "on-hold"];

/// How much stock a line took.
fn taken(line: &Line) -> i64 {
    line.meta.iter().find(|meta| meta.key == REDUCED).map_or(0, |meta| integer(&meta.value))
}

fn remember(shop: &mut Shop, line: &mut Line, quantity: i64) {
    let value = Value::from(quantity.to_string());
    match line.meta.iter_mut().find(|meta| meta.key == REDUCED) {
        Some(meta) => meta.value = value,
        None => {
            let id = shop.next(Counter::Meta);
            line.meta.push(Meta { id, key: REDUCED.to_owned(), value });
        }
    }
}

/// The record that manages the stock of a line's product: its own, or its parent's.
fn manager(shop: &Shop, line: &Line) -> Outcome<Option<Record>> {
    let Some(product) = shop.record(line.sold())? else { return Ok(None) };
    if product.manage_stock {
        return Ok(Some(product));
    }
    match product.variation {
        true => Ok(shop.record(product.parent)?.filter(|parent| parent.manage_stock)),
        false => Ok(None),
    }
}

/// Moves stock, and tells from where to where. A quantity that was never said stays unsaid.
fn shift(shop: &mut Shop, line: &Line, by: i64) -> Outcome<Option<(i64, i64)>> {
    let Some(before) = manager(shop, line)? else { return Ok(None) };
    let from = before.stock_quantity.unwrap_or(0);
    let to = from.saturating_add(by);
    let mut after = before.clone();
    if before.stock_quantity.is_some() {
        after.stock_quantity = Some(to);
    }
    stock::settle(&mut after);
    if after.stock_status != before.stock_status {
        after.modified = dates::now();
    }
    shop.save_record(&before, &after)?;
    if after.variation {
        shop.sync_parent(after.parent)?;
    }
    Ok(Some((from, to)))
}

fn said((from, to): (i64, i64), line: &Line) -> String {
    format!("{} ({from}&rarr;{to})", line.name)
}

/// Takes the stock of all lines, once.
pub(super) fn reduce(shop: &mut Shop, order: &mut Order) -> Outcome<()> {
    if order.stock_is_reduced {
        return Ok(());
    }
    order.stock_is_reduced = true;
    let mut changes = Vec::new();
    for at in 0..order.lines.len() {
        let mut line = order.lines[at].clone();
        if taken(&line) != 0 {
            continue;
        }
        if let Some(change) = shift(shop, &line, -line.quantity)? {
            changes.push(said(change, &line));
            let quantity = line.quantity;
            remember(shop, &mut line, quantity);
            order.lines[at] = line;
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let note = format!("Stock levels reduced: {}", changes.join(", "));
    notes::add(shop, order.id, &note, Author::Store)
}

/// Gives the stock of all lines back, if it was taken.
pub(super) fn restore(shop: &mut Shop, order: &mut Order) -> Outcome<()> {
    if !std::mem::take(&mut order.stock_is_reduced) {
        return Ok(());
    }
    let mut changes = Vec::new();
    for line in &mut order.lines {
        let quantity = taken(line);
        if quantity != 0
            && let Some(change) = shift(shop, line, quantity)?
        {
            changes.push(said(change, line));
        }
        line.meta.retain(|meta| meta.key != REDUCED);
    }
    if changes.is_empty() {
        return Ok(());
    }
    let note = format!("Stock levels increased: {}", changes.join(", "));
    notes::add(shop, order.id, &note, Author::Store)
}

/// Gives back what a line took that goes away.
pub(super) fn give_back(shop: &mut Shop, line: &Line) -> Outcome<()> {
    match taken(line) {
        0 => Ok(()),
        quantity => shift(shop, line, quantity).map(|_| ()),
    }
}

/// Brings stock in line with quantities that were changed in an order that holds it.
pub(super) fn adjust(shop: &mut Shop, order: &mut Order, before: &[Line]) -> Outcome<()> {
    if !order.has_status(HOLDING) {
        return Ok(());
    }
    for at in 0..order.lines.len() {
        let mut line = order.lines[at].clone();
        let known = before.iter().find(|known| known.id == line.id);
        if known.is_some_and(|known| known.quantity == line.quantity) {
            continue;
        }
        let more = line.quantity - taken(&line);
        if more != 0
            && let Some(change) = shift(shop, &line, -more)?
        {
            let note = format!("Adjusted stock: {}", said(change, &line));
            notes::add(shop, order.id, &note, Author::Somebody)?;
            let quantity = line.quantity;
            remember(shop, &mut line, quantity);
            order.lines[at] = line;
        }
    }
    Ok(())
}

/// Counts the products of an order as sold, once.
pub(super) fn count_sales(shop: &mut Shop, order: &mut Order) -> Outcome<()> {
    if std::mem::replace(&mut order.is_counted, true) {
        return Ok(());
    }
    for line in &order.lines {
        let Some(before) = shop.record(line.product_id)? else { continue };
        let mut after = before.clone();
        after.total_sales = after.total_sales.saturating_add(line.quantity);
        shop.save_record(&before, &after)?;
    }
    Ok(())
}

/// Puts back what a refund gives back, where the order took it.
pub(super) fn put_back(shop: &mut Shop, order: &Order, refunded: &[Line]) -> Outcome<()> {
    if !order.stock_is_reduced {
        return Ok(());
    }
    for line in refunded.iter().filter(|line| line.quantity < 0) {
        if let Some((from, to)) = shift(shop, line, -line.quantity)? {
            let note = format!("Item #{} stock increased from {from} to {to}.", line.sold());
            notes::add(shop, order.id, &note, Author::Store)?;
        }
    }
    Ok(())
}
