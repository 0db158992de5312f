//! What an undo must know beyond a single record.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use longshore_engine::{
    entity::Entity,
    record::StoreRecord,
    undo::{Around, RecordSet},
    value::{ChangeId, Reference, StoreId},
};
use longshore_journal::{ConnectionId, Journal};

use crate::imports::Accidents;

use super::{in_use::InUse, named::Named, undecided::Undecided};

/// A record by its kind and number.
pub(super) type Id = (Entity, StoreId);

/// What is known while an undo is planned.
pub(super) struct Surroundings {
    pub(super) journal: Journal,
    pub(super) connection: ConnectionId,
    /// Records that this undo makes again, by the number that they had.
    pub(super) made_again: HashMap<Id, ChangeId>,
    /// Records that this undo removes.
    pub(super) removed: HashSet<Id>,
    /// The variations that products have now.
    pub(super) variations: HashMap<StoreId, Vec<StoreId>>,
    /// The changes of the undone run that first touched each record.
    pub(super) first_changes: HashMap<Id, ChangeId>,
    /// Changes that brought pictures to records which go as a whole: they need no undo of their own.
    pub(super) goes_along: HashSet<ChangeId>,
    pub(super) in_use: InUse,
    /// What was picked by SKU or number and has not been met yet.
    pub(super) unmet: RecordSet,
    /// What the records name by its number.
    pub(super) named: Named,
    /// What the user is asked about.
    pub(super) undecided: Undecided,
    /// What looks like an accident.
    pub(super) accidents: Accidents,
}

impl Around for Surroundings {
    fn now(&self, entity: Entity, id: StoreId) -> Reference {
        match self.made_again.get(&(entity, id)) {
            Some(change) => Reference::Planned(*change),
            // Where the journal cannot be read the old number is as good: the store says that it is gone.
            None => Reference::Stored(
                self.journal.current_id(self.connection, entity, id).unwrap_or(id),
            ),
        }
    }

    fn is_needed(&self, entity: Entity, id: StoreId) -> bool {
        match entity {
            Entity::Variation => false,
            Entity::Product => self.variations.get(&id).is_some_and(|all| {
                all.iter().any(|one| !self.removed.contains(&(Entity::Variation, *one)))
            }),
            _ => self.in_use.has(entity, id, &self.removed),
        }
    }

    fn original(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        let change = self.first_changes.get(&(entity, id))?;
        self.journal.effect(*change).ok().flatten()?.before.map(Arc::new)
    }
}
