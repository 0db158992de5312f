//! What requests did to the store's records, for whoever compares.

use serde::Serialize;

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Effect {
    /// What was done.
    pub action: Action,
    /// The kind of record: `products`, `variations`, `categories`, `tags`, `brands`,
    /// `shipping_classes`, `attributes`, `terms` (of an attribute), `orders`, `notes` and `refunds`
    /// (of an order), `customers`, `coupons`, `reviews`, `taxes`, `webhooks` or `media`.
    pub kind: &'static str,
    /// Its number.
    pub id: i64,
}

/// What was done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// It is new.
    Create,
    /// It was written, whether anything about it changed or not.
    Update,
    /// It lies in the trash.
    Trash,
    /// It is gone for good.
    Delete,
}

/// How much of a request was carried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CarriedOut {
    /// Nothing, or nothing yet: it was held, dropped, answered by a fault or from a cache, or its
    /// key did not permit it.
    #[default]
    No,
    /// The first half of a batch.
    Half,
    /// All of it; what the store thought of it is in the status.
    Once,
    /// All of it, twice.
    Twice,
}
