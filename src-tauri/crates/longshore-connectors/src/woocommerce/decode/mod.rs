//! JSON of the store to records: which key is which field?
//!
//! Driven by the platform's schema, one pass, without a tree of JSON in between. A store that shows something
//! unexpected in a field does not make the whole page unreadable: the field holds what it shows, as text.

mod complaint;
mod item;
mod list;
mod loose;
mod meta;
mod value;

use longshore_engine::{change::Refusal, entity::Entity, record::StoreRecord, value::StoreId};

pub(crate) use list::{Batch, List};

/// The field that holds all values of meta keys that a record has several times: `{key: [value, ...]}`. The
/// field `meta:key` holds the last one; an update of it makes the store drop the others.
pub const REPEATED_META: &str = "meta_data.repeated";

/// What is about to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) entity: Entity,
    /// The product or attribute whose records these are, where the request named one.
    pub(crate) parent: Option<StoreId>,
}

/// One element of a list or of a batch answer.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its number; `None` where there is none or 0.
    pub(crate) id: Option<StoreId>,
    /// The record; only worth something if `id` is there and `refusal` is not.
    pub(crate) record: StoreRecord,
    /// Why there is no record.
    pub(crate) refusal: Option<Refusal>,
    /// A variation in a list of products: shown with the fields of a product, so not worth keeping.
    pub(crate) is_variation: bool,
    /// The number and the slug of its shipping class.
    pub(crate) shipping_class: Option<(StoreId, String)>,
}
