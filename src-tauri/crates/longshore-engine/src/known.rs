//! What may planning ask about the store?

use std::sync::Arc;

use crate::{
    entity::Entity,
    record::{Fields, StoreRecord},
    value::{Key, StoreId},
};

/// What a look-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No such record.
    None,
    /// Exactly one.
    One(StoreId),
    /// Several: nobody can say which is meant.
    Several(usize),
}

/// The store's records as last read, and what earlier runs learned. Filled by the host, asked by the engine.
pub trait Known {
    /// The record whose key has this value. `within` is the product of a variation or the attribute of a term;
    /// the parts of a path are joined by [`PATH_SEPARATOR`]. Letter case and outer spaces do not matter.
    fn find(&self, entity: Entity, within: Option<StoreId>, key: Key, value: &str) -> Found;

    /// A record by its number.
    fn record(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>>;

    /// The variations of a product or the terms of an attribute, by number.
    fn children(&self, entity: Entity, parent: StoreId) -> Vec<StoreId>;

    /// Of fields that the store altered: what was sent last and what it kept, as `(sent, kept)`.
    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>>;

    /// Whether this record, to which [`Key::Remembered`] led, is the very one that was remembered, by the moment in
    /// which it was made: a store that was set back gives its numbers to others. `None` where nobody can say.
    fn is_as_remembered(&self, key: &str, record: &StoreRecord) -> Option<bool> {
        let _ = (key, record);
        None
    }

    /// The number of the picture that an address became in this store.
    fn image(&self, src: &str) -> Option<StoreId>;

    /// Whether the picture of that number was made from this address. A store makes a new picture each time it is
    /// sent an address, so one address may have become several.
    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.image(src) == Some(id)
    }
}

/// Stands between the parts of a path through a tree, root first.
pub const PATH_SEPARATOR: char = '\u{1f}';
