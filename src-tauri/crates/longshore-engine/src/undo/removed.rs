//! Undoing a create: the record goes for good. The trash would keep its SKU taken (`products-create-sku-of-trashed`).

use crate::{
    change::{Action, Change, Difference},
    diff::{Comparer, speaks_of_edits},
    entity::Entity,
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{ChangeId, Reference, Value},
};

use super::{Step, UndoStep};

impl Step<'_> {
    pub(super) fn removed(
        &self,
        current: Option<&StoreRecord>,
        next: &mut dyn FnMut() -> ChangeId,
    ) -> UndoStep {
        let Some(current) = current else { return UndoStep::Nothing("already_gone".into()) };
        let Some(kept) = self.done.kept else { return UndoStep::Impossible("no_image".into()) };
        if self.around.is_needed(current.entity, current.id) {
            return UndoStep::Nothing("still_used".into());
        }
        let conflicts = self.edits_since(current);
        if !conflicts.is_empty() && !self.settings.restores(self.done.change) {
            return UndoStep::Conflict(conflicts);
        }
        let mut before = Fields::new();
        for (field, value) in
            current.fields.iter().filter(|(field, _)| speaks_of_edits(current, field))
        {
            let is_edited = conflicts.iter().any(|conflict| conflict.field == *field);
            // What a variation was not made with it may show of its product, which changes before it goes.
            let may_be_inherited = current.entity == Entity::Variation
                && rules::INHERITED.contains(&field.as_str())
                && self.done.change.fields.get(field).is_none();
            if may_be_inherited && !is_edited {
                continue;
            }
            let value = if is_edited { value } else { self.expected_then(field, value) };
            before.set(field.clone(), value.clone());
        }
        let change = self.done.change;
        UndoStep::Changes(vec![Change {
            id: next(),
            phase: change.phase,
            action: Action::Delete,
            entity: current.entity,
            record: Some(Reference::Stored(current.id)),
            parent: current.parent.or(kept.parent).map(Reference::Stored),
            fields: Fields::new(),
            before,
            label: change.label.clone(),
            row: None,
            completes: None,
            reason: "undo_create".into(),
        }])
    }

    /// What is not as the run left it, sales among it: a record that was sold stays.
    pub(super) fn edits_since(&self, current: &StoreRecord) -> Vec<Difference> {
        let comparer = Comparer::of(current, self.known);
        let mut edits = Vec::new();
        let kept = self.done.kept.map(|kept| &kept.fields);
        let gone = kept
            .into_iter()
            .flat_map(Fields::iter)
            .filter(|(field, _)| current.fields.get(field).is_none());
        let names = current.fields.iter().chain(gone).map(|(field, _)| field);
        for field in names.filter(|field| speaks_of_edits(current, field)) {
            let found = current.fields.get(field).unwrap_or(&Value::Empty);
            let expected = self.renumbered(current.entity, field, self.expected(field));
            let is_edited = !comparer.same(field, &expected, found);
            // A variation that was sent nothing for a field shows what its product has: anything else was set
            // since. What its product shows now and did not then may be either, and counts as an edit.
            let is_set =
                self.is_inheriting(field, current) && !comparer.same(field, &Value::Empty, found);
            if is_edited || is_set {
                edits.push(Difference { field: field.clone(), expected, found: found.clone() });
            }
        }
        if let Some(sold @ Value::Integer(1..)) = current.fields.get("total_sales") {
            let expected = Value::Integer(0);
            edits.push(Difference { field: "total_sales".into(), expected, found: sold.clone() });
        }
        edits
    }
}
