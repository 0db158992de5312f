//! What goes when a row says that its record goes?
//!
//! A product goes into the trash, one request each, and takes its variations along. A variation has no trash of its
//! own: deleted, it is gone (`variations-delete-no-force`), and that is done only where somebody asked for it.

use std::sync::Arc;

use crate::{
    change::{Action, Change, Phase},
    diff::speaks_of_edits,
    entity::Entity,
    record::{Fields, StoreRecord},
    value::{Reference, StoreId},
};

use super::{
    Desk, Planned, Planner, SinkError, Verdict, codes,
    record::{phase_of, stored_label},
    variation::Place,
};

impl Planner {
    pub(super) fn remove(
        &mut self,
        current: &Arc<StoreRecord>,
        place: Option<&Place>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let is_for_good = self.settings.removes_for_good;
        if current.entity == Entity::Variation {
            let parent = place.and_then(|place| place.parent.stored()).or(current.parent);
            if parent.is_some_and(|parent| self.named.goes(parent)) {
                return Ok(desk.skipped(&codes::GOES_WITH_PRODUCT, &[]));
            }
            if !is_for_good {
                return Ok(desk.skipped(&codes::VARIATION_HAS_NO_TRASH, &[]));
            }
        } else if is_for_good {
            self.remove_variations(current.id, &mut desk)?;
        }
        let action = if is_for_good { Action::Delete } else { Action::Trash };
        let change = gone(current, action, Some(desk.row), &mut desk);
        let id = change.id;
        desk.sink.push(change)?;
        if current.entity == Entity::Product {
            self.named.go(current.id);
        }
        Ok(Planned { verdict: Verdict::Remove(id), issues: desk.issues })
    }

    /// What lies within a product goes before it and by itself, so that it can be made again.
    fn remove_variations(&self, product: StoreId, desk: &mut Desk<'_>) -> Result<(), SinkError> {
        for variation in desk.known.children(Entity::Variation, product) {
            if let Some(variation) = desk.known.record(Entity::Variation, variation) {
                let change = gone(&variation, Action::Delete, None, desk);
                desk.sink.push(change)?;
            }
        }
        Ok(())
    }
}

fn gone(record: &StoreRecord, action: Action, row: Option<u64>, desk: &mut Desk<'_>) -> Change {
    let mut before = Fields::new();
    for (field, value) in record.fields.iter().filter(|(field, _)| speaks_of_edits(record, field)) {
        before.set(field.clone(), value.clone());
    }
    Change {
        id: desk.sink.next(),
        phase: if row.is_some() { phase_of(record.entity) } else { Phase::Variations },
        action,
        entity: record.entity,
        record: Some(Reference::Stored(record.id)),
        parent: record.parent.map(Reference::Stored),
        fields: Fields::new(),
        before,
        label: stored_label(record, desk.known).unwrap_or_default().to_owned(),
        row,
        completes: None,
        reason: "named_to_go".into(),
    }
}
