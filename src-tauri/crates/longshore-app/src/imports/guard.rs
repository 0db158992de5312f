//! Would a plan change more of the shop than anybody can have meant?
//!
//! Counted in products: one that changes, goes, or has a variation that does. What is made new is no harm to what is
//! there, so it does not count.

use std::collections::HashSet;

use longshore_connectors::{Order, Query, Store};
use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    value::{Reference, StoreId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{error::ApiError, progress::Watch, stores::Pages};

/// The largest share of a shop's products that may change, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct MostChange(pub u8);

/// Where nobody sits in front of it.
pub const UNATTENDED: MostChange = MostChange(50);

/// The products of the shop that a plan changes.
#[derive(Debug, Default)]
pub(super) struct Touched(HashSet<StoreId>);

impl Touched {
    pub(super) fn note(&mut self, change: &Change) {
        let of = match (change.action, change.entity) {
            (Action::Create, _) => None,
            (_, Entity::Product) => change.record.as_ref(),
            (_, Entity::Variation) => change.parent.as_ref(),
            _ if change.row.is_some() => change.record.as_ref(),
            _ => None,
        };
        if let Some(Reference::Stored(id)) = of {
            self.0.insert(*id);
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.0.len() as u64
    }
}

/// How many records of a kind a store has.
pub(super) async fn count(kind: Entity, store: &dyn Store, watch: &Watch) -> Result<u64, ApiError> {
    let mut pages = Pages::new(store, Query::all(kind).first(1, Order::default()), watch);
    let Some(first) = pages.next().await? else { return Ok(0) };
    Ok(first.total.unwrap_or(first.records.len() as u64))
}

impl MostChange {
    /// An error where more of the shop would change.
    pub(super) async fn allow(
        self,
        changed: u64,
        kind: Entity,
        store: &dyn Store,
        watch: &Watch,
    ) -> Result<(), ApiError> {
        if changed == 0 {
            return Ok(());
        }
        let products = count(kind, store, watch).await?.max(1);
        if changed.saturating_mul(100) <= products.saturating_mul(u64::from(self.0)) {
            return Ok(());
        }
        Err(ApiError::new("too_much_change")
            .with("changed", changed)
            .with("products", products)
            .with("percent", changed.saturating_mul(100).div_ceil(products))
            .with("most", self.0))
    }
}
