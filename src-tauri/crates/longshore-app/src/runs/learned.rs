//! What was learned of the store, while changes are sent: no more than judging an answer needs.

use std::sync::Arc;

use longshore_engine::{
    entity::Entity,
    known::{Found, Known},
    record::{Fields, StoreRecord},
    value::{Key, StoreId},
};
use longshore_journal::memory::Memory;

/// The journal's memory, as the engine asks for it. The records themselves are at hand where it is used.
pub(super) struct Learned(Memory);

impl Learned {
    pub(super) fn new(memory: Memory) -> Self {
        Self(memory)
    }
}

impl Known for Learned {
    fn find(&self, _: Entity, _: Option<StoreId>, _: Key, _: &str) -> Found {
        Found::None
    }

    fn record(&self, _: Entity, _: StoreId) -> Option<Arc<StoreRecord>> {
        None
    }

    fn children(&self, _: Entity, _: StoreId) -> Vec<StoreId> {
        Vec::new()
    }

    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>> {
        // Without it a comparison is only stricter.
        self.0.altered(entity, id).ok().flatten()
    }

    fn image(&self, src: &str) -> Option<StoreId> {
        self.0.image(src).ok().flatten()
    }

    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.0.is_image(src, id).unwrap_or(false)
    }
}
