//! What was learned of the store, while changes are sent: no more than judging an answer needs.

use std::{collections::HashMap, sync::Arc};

use longshore_engine::{
    entity::Entity,
    known::{Found, Known},
    record::{Fields, StoreRecord},
    value::{Key, StoreId},
};
use longshore_journal::memory::Memory;

/// The journal's memory, as the engine asks for it. The records themselves are at hand where it is used.
pub(super) struct Learned {
    memory: Memory,
    records: HashMap<(Entity, StoreId), Arc<StoreRecord>>,
}

impl Learned {
    pub(super) fn new(memory: Memory) -> Self {
        Self { memory, records: HashMap::new() }
    }

    /// With records of the store that comparing may ask for.
    pub(super) fn with(mut self, records: Vec<StoreRecord>) -> Self {
        let keyed = |record: StoreRecord| ((record.entity, record.id), Arc::new(record));
        self.records.extend(records.into_iter().map(keyed));
        self
    }
}

impl Known for Learned {
    fn find(&self, _: Entity, _: Option<StoreId>, _: Key, _: &str) -> Found {
        Found::None
    }

    fn record(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        self.records.get(&(entity, id)).cloned()
    }

    fn children(&self, _: Entity, _: StoreId) -> Vec<StoreId> {
        Vec::new()
    }

    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>> {
        // Without it a comparison is only stricter.
        self.memory.altered(entity, id).ok().flatten()
    }

    fn image(&self, src: &str) -> Option<StoreId> {
        self.memory.image(src).ok().flatten()
    }

    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.memory.is_image(src, id).unwrap_or(false)
    }
}
