//! Undoing a delete: the record is made again as it was, under a new number.

use crate::{
    change::{Action, Change, Phase},
    diff::is_taken_when_made as is_taken,
    entity::Entity,
    outcome,
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{ChangeId, Reference, Value},
};

use super::{Step, UndoStep};

impl Step<'_> {
    pub(super) fn made_again(
        &self,
        current: Option<&StoreRecord>,
        next: &mut dyn FnMut() -> ChangeId,
    ) -> UndoStep {
        if current.is_some() {
            return UndoStep::Nothing("already_there".into());
        }
        let Some(before) = self.done.before else { return UndoStep::Impossible("no_image".into()) };
        let parent = self.parent_now(before);
        if before.parent.is_some() && self.is_gone(before, parent.as_ref()) {
            return UndoStep::Impossible("parent_gone".into());
        }
        let (mut fields, mut links) = (Fields::new(), Fields::new());
        for (field, value) in before.fields.iter() {
            if field == rules::MARK
                || !is_taken(before.entity, field)
                || (rules::is_derived(before.entity, &before.fields, field)
                    && !rules::is_taken_when_made(before.entity, &before.fields, field))
            {
                continue;
            }
            let mut value = self.restored(before, field, value);
            if crate::diff::has_lines(before.entity, field) {
                value = crate::diff::without_numbers(field, &value);
            }
            if value.is_empty() {
                continue;
            }
            if rules::LINKS.contains(&field.as_str()) && has_planned(&value) {
                links.set(field.clone(), value);
            } else {
                fields.set(field.clone(), value);
            }
        }
        let id = next();
        let change = self.done.change;
        let mut again = Change {
            id,
            phase: change.phase,
            action: Action::Create,
            entity: before.entity,
            record: None,
            parent,
            fields,
            before: Fields::new(),
            label: change.label.clone(),
            row: None,
            completes: None,
            reason: "undo_delete".into(),
        };
        if let Some(mark) =
            self.settings.mark.as_ref().filter(|_| outcome::is_without_natural_key(&again))
        {
            again.fields.set(rules::MARK, Value::Text(format!("{mark}{}", id.0)));
        }
        let mut changes = vec![again];
        if !links.is_empty() {
            changes.push(Change {
                id: next(),
                phase: Phase::Links,
                action: Action::Update,
                entity: before.entity,
                record: Some(Reference::Planned(id)),
                parent: None,
                fields: links,
                before: Fields::new(),
                label: change.label.clone(),
                row: None,
                completes: Some(id),
                reason: "undo_delete".into(),
            });
        }
        UndoStep::Changes(changes)
    }

    /// Where the record belongs now.
    pub(super) fn parent_now(&self, before: &StoreRecord) -> Option<Reference> {
        let parent = before.parent?;
        Some(self.around.now(parent_kind(before.entity), parent))
    }

    fn is_gone(&self, before: &StoreRecord, parent: Option<&Reference>) -> bool {
        match parent {
            Some(Reference::Stored(id)) => {
                self.known.record(parent_kind(before.entity), *id).is_none()
            }
            Some(Reference::Planned(_)) => false,
            Some(Reference::Named(_)) | None => true,
        }
    }
}

fn parent_kind(entity: Entity) -> Entity {
    entity.parent().unwrap_or(Entity::Product)
}

fn has_planned(value: &Value) -> bool {
    matches!(value, Value::References(all) if all.iter().any(|one| matches!(one, Reference::Planned(_))))
}
