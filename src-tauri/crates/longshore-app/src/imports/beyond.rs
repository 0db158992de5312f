//! What does a change do that no undo takes back?
//!
//! A record that goes for good takes with it what others had of it, and one that is made again is a new one: an order
//! has another number, a category none of its products. An order that goes gives nothing back to the stock that it
//! took, and one that gets its old status again writes to its buyer. All of that is told beforehand.

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    platforms::woocommerce::rules,
};

/// Records that others lean on go for good.
const REMOVED_WITH_MORE: &str = "removed_with_more";
/// Records are made again without what others had of them.
const MADE_WITHOUT_MORE: &str = "made_without_more";
/// Orders get a status for which the store writes to buyers, or moves stock.
const ORDERS_ACT: &str = "orders_act";
/// Orders go that took from the stock.
const ORDERS_TOOK_STOCK: &str = "orders_took_stock";

const ALL: [&str; 4] = [REMOVED_WITH_MORE, MADE_WITHOUT_MORE, ORDERS_ACT, ORDERS_TOOK_STOCK];

/// Whether a code is one of these.
pub(super) fn is_one(code: &str) -> bool {
    ALL.contains(&code)
}

/// What a change of an import does beyond what an undo takes back.
pub(super) fn of_import(change: &Change) -> impl Iterator<Item = &'static str> {
    let more = (change.action == Action::Delete && is_leaned_on(change.entity))
        .then_some(REMOVED_WITH_MORE);
    more.into_iter().chain(takes_stock_along(change))
}

/// What a change of an undo does beyond that. Terms that products still have are left alone as it is.
pub(super) fn of_undo(change: &Change) -> impl Iterator<Item = &'static str> {
    let is_order = change.entity == Entity::Order;
    let more = match change.action {
        Action::Delete if is_order => Some(REMOVED_WITH_MORE),
        Action::Create if is_leaned_on(change.entity) => Some(MADE_WITHOUT_MORE),
        Action::Update if is_order && acts(change.fields.text("status")) => Some(ORDERS_ACT),
        _ => None,
    };
    more.into_iter().chain(takes_stock_along(change))
}

/// Whether records of other kinds have something of this one, or lie within it.
fn is_leaned_on(entity: Entity) -> bool {
    match entity {
        Entity::Order | Entity::Customer | Entity::TaxClass => true,
        entity => entity.is_taxonomy(),
    }
}

fn acts(status: Option<&str>) -> bool {
    status.is_some_and(|status| !rules::is_quiet_status(status))
}

fn takes_stock_along(change: &Change) -> Option<&'static str> {
    let took = matches!(change.before.text("status"), Some("processing" | "on-hold" | "completed"));
    (change.entity == Entity::Order && change.action.is_removal() && took)
        .then_some(ORDERS_TOOK_STOCK)
}
