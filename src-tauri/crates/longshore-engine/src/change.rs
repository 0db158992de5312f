//! What is to be done to a record of the store, and what became of it?

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    entity::Entity,
    record::{FieldName, Fields},
    value::{ChangeId, Reference, StoreId, Value},
};

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    Create,
    /// Some of its fields get other values.
    Update,
    /// It goes: for good.
    Delete,
    /// It goes into the store's trash, and everything within it too; from there it can come back.
    Trash,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Create, Self::Update, Self::Delete, Self::Trash];

    /// Whether customers and lists no longer see the record afterwards.
    #[must_use]
    pub fn is_removal(self) -> bool {
        matches!(self, Self::Delete | Self::Trash)
    }
}

/// When in a run a change is sent; phases follow each other in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Categories, tags, brands, attributes, terms, shipping classes; one after the other.
    Taxonomies,
    /// Products.
    Products,
    /// Variations, grouped by parent.
    Variations,
    /// References between records that had to exist first.
    Links,
    /// Pictures that the store has yet to fetch: one that it cannot fetch keeps nothing else out.
    Pictures,
}

/// One record's action with what is sent and what was seen before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its number in the journal.
    pub id: ChangeId,
    /// When it is sent.
    pub phase: Phase,
    /// What is done.
    pub action: Action,
    /// To which kind of record.
    pub entity: Entity,
    /// To which record; `None` for a create.
    pub record: Option<Reference>,
    /// The product of a variation, the attribute of a term.
    pub parent: Option<Reference>,
    /// What is sent: all fields of a create, the changed ones of an update, nothing where the record goes.
    pub fields: Fields,
    /// The values of the same fields as the plan saw them in the store; empty for a create.
    pub before: Fields,
    /// What a person calls the record: its SKU, else its name.
    pub label: String,
    /// The row that asks for it, counted like [`crate::row::Row::number`]; `None` for what rows only refer to.
    pub row: Option<u64>,
    /// The change of the same record that counts, where this one only completes it (links).
    pub completes: Option<ChangeId>,
    /// Why this and nothing else, as a code: `not_in_store`, `fields_differ`, `term_missing`, `undo_create` and so on.
    pub reason: SmolStr,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The store keeps what was meant.
    Applied,
    /// The store accepted it and keeps something else.
    Altered(Vec<Difference>),
    /// The store refused.
    Failed(Refusal),
    /// It was not sent; a code says why.
    Skipped(SmolStr),
    /// Somebody changed the record since it was looked at; it was not sent.
    Conflict(Vec<Difference>),
    /// It was sent and nobody knows.
    Unknown,
}

/// A field that is not as it was meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Difference {
    /// Which field.
    pub field: FieldName,
    /// What was meant or expected.
    pub expected: Value,
    /// What is there.
    pub found: Value,
}

/// Why a store refused a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refusal {
    /// The store's own code, such as `product_invalid_sku`.
    pub code: SmolStr,
    /// The HTTP status that goes with it.
    pub status: u16,
    /// The store's own words, for the log: text from outside.
    pub message: String,
    /// The record that is in the way, where the store names it.
    pub existing: Option<StoreId>,
}
