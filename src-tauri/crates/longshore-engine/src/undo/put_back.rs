//! Undoing an update: the fields that it touched get the values that they had.

use crate::{
    change::{Action, Change, Difference},
    diff::{Comparer, is_writable},
    platforms::woocommerce::rules,
    record::{FieldName, Fields, StoreRecord},
    value::{ChangeId, Reference, Value},
};

use super::{Step, UndoStep};

/// What is found out field by field.
#[derive(Default)]
struct Findings {
    fields: Fields,
    before: Fields,
    conflicts: Vec<Difference>,
    /// Fields that the store works out at present and that show what they had: what they had, and show.
    worked_out: Vec<(FieldName, Value, Value)>,
}

impl Step<'_> {
    pub(super) fn put_back(
        &self,
        current: Option<&StoreRecord>,
        next: &mut dyn FnMut() -> ChangeId,
    ) -> UndoStep {
        let (Some(before), Some(_)) = (self.done.before, self.done.kept) else {
            return UndoStep::Impossible("no_image".into());
        };
        if rules::is_in_trash(before)
            && self.done.touched.iter().all(|field| field == "status" || field == "slug")
            && let Some(current) = current
        {
            return match self.settings.filter.has_field("status") {
                true => self.put_in_again(current, next),
                false => UndoStep::Nothing("only_fields_selected".into()),
            };
        }
        let record = match current {
            Some(current) => Reference::Stored(current.id),
            None => match self.around.now(before.entity, before.id) {
                made_again @ Reference::Planned(_) => made_again,
                _ => return UndoStep::Impossible("record_gone".into()),
            },
        };
        let is_picked = |field: &FieldName| self.settings.filter.has_field(field);
        if self.settings.filter.fields.is_some() && !self.done.touched.iter().any(is_picked) {
            return UndoStep::Nothing("not_selected".into());
        }
        let mut found = Findings::default();
        for field in self.done.touched {
            if is_writable(before.entity, field)
                && self.settings.filter.has_field(field)
                && field != rules::MARK
            {
                self.field(field, before, current, &mut found);
            }
        }
        if found.fields.get("type").is_some() {
            // Once nothing works them out any more, they would stay as they were then: a product that had variations
            // is out of stock.
            for (field, was, shown) in std::mem::take(&mut found.worked_out) {
                found.before.set(field.clone(), shown);
                found.fields.set(field, was);
            }
        }
        if let Some(current) = current {
            self.keep_sale_price(current, &mut found);
            self.keep_what_would_go_with(before, current, &mut found);
            if rules::is_in_trash(before) {
                // It goes into the trash again, which gives it a slug of its own.
                found.fields.remove("slug");
                found.before.remove("slug");
                found.conflicts.retain(|conflict| conflict.field != "slug");
            } else {
                self.keep_in_trash(current, &mut found);
            }
        }
        if !found.conflicts.is_empty() && !self.settings.restores(self.done.change) {
            return UndoStep::Conflict(found.conflicts);
        }
        if found.fields.is_empty() {
            return UndoStep::Nothing("already_as_before".into());
        }
        if let Some(current) = current {
            with_companions(&mut found, current);
        }
        let parent = current.and_then(|current| current.parent).map(Reference::Stored);
        let change = self.done.change;
        UndoStep::Changes(vec![Change {
            id: next(),
            phase: change.phase,
            action: Action::Update,
            entity: before.entity,
            record: Some(record),
            parent: parent.or_else(|| self.parent_now(before)),
            fields: found.fields,
            before: found.before,
            label: change.label.clone(),
            row: None,
            completes: None,
            reason: "undo_update".into(),
        }])
    }

    /// One field: put back where the store shows what it kept, left where it is as before anyway, else a conflict.
    fn field(
        &self,
        field: &str,
        before: &StoreRecord,
        current: Option<&StoreRecord>,
        found: &mut Findings,
    ) {
        let was = before.fields.get(field).unwrap_or(&Value::Empty);
        let Some(current) = current else {
            // The record is made again as it was when it was removed: as the run left it, later changes undone.
            found.before.set(field, self.expected_then(field, self.expected(field)).clone());
            found.fields.set(field, self.restored(before, field, was));
            return;
        };
        if rules::is_derived(before.entity, &before.fields, field)
            || self.is_only_inherited(field, current)
        {
            return;
        }
        let comparer = Comparer::of(current, self.known);
        let shown = current.fields.get(field).unwrap_or(&Value::Empty);
        let mut restored = self.restored(before, field, was);
        if crate::diff::has_lines(before.entity, field) {
            restored = crate::diff::to_be_sent(before.entity, field, restored, shown, self.known);
        }
        if rules::is_derived(current.entity, &current.fields, field) {
            if comparer.same(field, &restored, shown) {
                found.worked_out.push((field.into(), restored, shown.clone()));
            } else {
                found.before.set(field, shown.clone());
                found.fields.set(field, restored);
            }
            return;
        }
        let expected = self.renumbered(before.entity, field, self.expected(field));
        if !comparer.same(field, &expected, shown) {
            if comparer.same(field, &restored, shown) {
                return;
            }
            found.conflicts.push(Difference {
                field: field.into(),
                expected,
                found: shown.clone(),
            });
        }
        let then = self.expected_then(field, shown);
        if !comparer.same(field, &restored, then) {
            found.before.set(field, then.clone());
            found.fields.set(field, restored);
        }
    }

    /// What somebody set since in a field that the run did not touch, and that goes when another is put back.
    fn keep_what_would_go_with(
        &self,
        before: &StoreRecord,
        current: &StoreRecord,
        found: &mut Findings,
    ) {
        let wiped: Vec<&str> = found
            .fields
            .iter()
            .flat_map(|(field, value)| rules::wiped_by(field, value))
            .copied()
            .collect();
        for field in wiped {
            let was = before.fields.get(field).unwrap_or(&Value::Empty);
            let shown = current.fields.get(field).unwrap_or(&Value::Empty);
            if found.fields.get(field).is_none()
                && !Comparer::of(current, self.known).same(field, was, shown)
                && !found.conflicts.iter().any(|conflict| conflict.field == field)
            {
                let (expected, shown) = (was.clone(), shown.clone());
                found.conflicts.push(Difference { field: field.into(), expected, found: shown });
            }
        }
    }

    /// Somebody put the record into the trash since: it comes out again only if that is wanted.
    fn keep_in_trash(&self, current: &StoreRecord, found: &mut Findings) {
        let is_seen = found.conflicts.iter().any(|conflict| conflict.field == "status");
        if !rules::is_in_trash(current) || found.fields.is_empty() && found.conflicts.is_empty() {
            return;
        }
        let status = self.expected("status").clone();
        // The run itself put it there.
        if status == Value::Text(rules::IN_TRASH.to_owned()) {
            return;
        }
        // The slug comes back with the status.
        found.fields.remove("slug");
        found.before.remove("slug");
        found.conflicts.retain(|conflict| conflict.field != "slug");
        if found.fields.get("status").is_none() {
            found.fields.set("status", status.clone());
        }
        let in_trash = Value::Text(rules::IN_TRASH.to_owned());
        found.before.set("status", in_trash.clone());
        if !is_seen {
            let field = "status".into();
            found.conflicts.push(Difference { field, expected: status, found: in_trash });
        }
    }

    /// The store drops a sale price that is not below the price (`products-create-sale-higher-than-regular`), and
    /// below no price there is none: one that stands there would be lost with the old price.
    fn keep_sale_price(&self, current: &StoreRecord, found: &mut Findings) {
        let (Some(price), None, Some(sale @ Value::Decimal(reduced))) = (
            found.fields.get("regular_price"),
            found.fields.get("sale_price"),
            current.fields.get("sale_price"),
        ) else {
            return;
        };
        let is_lost =
            price.is_empty() || matches!(price, Value::Decimal(price) if reduced >= price);
        if is_lost && !found.conflicts.iter().any(|conflict| conflict.field == "sale_price") {
            let expected = self.done.before.and_then(|before| before.fields.get("sale_price"));
            let expected = expected.cloned().unwrap_or(Value::Empty);
            found.conflicts.push(Difference {
                field: "sale_price".into(),
                expected,
                found: sale.clone(),
            });
        }
    }
}

/// Adds what the store needs beside a field that is put back, as it is now.
fn with_companions(found: &mut Findings, current: &StoreRecord) {
    for (field, companions) in rules::GO_TOGETHER {
        if found.fields.get(field).is_none_or(Value::is_empty) {
            continue;
        }
        for companion in *companions {
            let shown = current.fields.get(companion).filter(|value| !value.is_empty());
            if let (Some(shown), None) = (shown, found.fields.get(companion)) {
                found.before.set(*companion, shown.clone());
                found.fields.set(*companion, shown.clone());
            }
        }
    }
}
