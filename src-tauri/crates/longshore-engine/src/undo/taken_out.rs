//! The trash: a record comes back as it was, under its own number, or goes in once more.

use crate::{
    change::{Action, Change, Phase},
    diff::speaks_of_edits,
    entity::Entity,
    platforms::woocommerce::rules::{self, IN_TRASH},
    record::{Fields, StoreRecord},
    value::{ChangeId, Reference, Value},
};

use super::{Step, UndoStep};

impl Step<'_> {
    /// Undoes that a record went into the trash. Its status comes back and brings its slug along
    /// (`products-put-untrash`); what went with it stays in the trash until its own status comes back, too.
    pub(super) fn taken_out(
        &self,
        current: Option<&StoreRecord>,
        next: &mut dyn FnMut() -> ChangeId,
    ) -> UndoStep {
        let Some(before) = self.done.before else { return UndoStep::Impossible("no_image".into()) };
        // Somebody emptied the trash.
        let Some(current) = current else { return self.made_again(None, next) };
        if !rules::is_in_trash(current) {
            return UndoStep::Nothing("already_there".into());
        }
        let id = next();
        let mut changes = vec![self.with_status_of(before, id)];
        for record in self.done.along {
            let mut back = self.with_status_of(record, next());
            back.phase = Phase::Variations;
            back.parent = Some(Reference::Stored(current.id));
            back.completes = Some(id);
            changes.push(back);
        }
        UndoStep::Changes(changes)
    }

    fn with_status_of(&self, before: &StoreRecord, id: ChangeId) -> Change {
        let status = before.fields.get("status").cloned();
        let mut fields = Fields::new();
        fields.set("status", status.unwrap_or_else(|| Value::Text("publish".to_owned())));
        let mut was = Fields::new();
        was.set("status", Value::Text(IN_TRASH.to_owned()));
        let change = self.done.change;
        Change {
            id,
            phase: change.phase,
            action: Action::Update,
            entity: before.entity,
            record: Some(Reference::Stored(before.id)),
            parent: None,
            fields,
            before: was,
            label: change.label.clone(),
            row: None,
            completes: None,
            reason: "undo_trash".into(),
        }
    }

    /// Undoes that a record came out of the trash.
    pub(super) fn put_in_again(
        &self,
        current: &StoreRecord,
        next: &mut dyn FnMut() -> ChangeId,
    ) -> UndoStep {
        if current.entity == Entity::Variation {
            return UndoStep::Nothing("goes_with_product".into());
        }
        if rules::is_in_trash(current) {
            return UndoStep::Nothing("already_as_before".into());
        }
        let conflicts = self.edits_since(current);
        if !conflicts.is_empty() && !self.settings.restores(self.done.change) {
            return UndoStep::Conflict(conflicts);
        }
        let mut before = Fields::new();
        for (field, value) in
            current.fields.iter().filter(|(field, _)| speaks_of_edits(current, field))
        {
            before.set(field.clone(), value.clone());
        }
        let change = self.done.change;
        UndoStep::Changes(vec![Change {
            id: next(),
            phase: change.phase,
            action: Action::Trash,
            entity: current.entity,
            record: Some(Reference::Stored(current.id)),
            parent: None,
            fields: Fields::new(),
            before,
            label: change.label.clone(),
            row: None,
            completes: None,
            reason: "undo_update".into(),
        }])
    }
}
