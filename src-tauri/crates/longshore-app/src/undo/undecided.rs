//! What does an undo leave as somebody made it, until the user decides?

use std::collections::BTreeMap;

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Change, Difference},
    record::{FieldName, StoreRecord},
    undo,
    value::ChangeId,
};
use longshore_journal::{Journal, JournalError, RunId};

/// What is left out of the plan of an undo at first.
#[derive(Default)]
pub(super) struct Undecided {
    records: Vec<ChangeId>,
    fields: BTreeMap<Vec<FieldName>, Vec<ChangeId>>,
}

impl Undecided {
    /// Notes what waits for a decision of a record that somebody edited.
    pub(super) fn note(
        &mut self,
        changes: &[Change],
        edits: &[Difference],
        current: Option<&StoreRecord>,
    ) {
        for change in changes {
            let open = undo::undecided(change, edits, current);
            let differs = change
                .fields
                .iter()
                .filter(|(field, value)| change.before.get(field) != Some(*value));
            match change.action == Action::Update && open.len() < differs.count() {
                true => self.fields.entry(open).or_default().push(change.id),
                false => self.records.push(change.id),
            }
        }
    }

    /// Leaves it out of the plan.
    pub(super) fn leave(&self, journal: &Journal, undo: RunId) -> Result<(), JournalError> {
        let at = Timestamp::now();
        for (fields, changes) in &self.fields {
            journal.choose_fields(undo, changes, fields, false, at)?;
        }
        if !self.records.is_empty() {
            journal.leave_edited(undo, &self.records, at)?;
        }
        Ok(())
    }
}
