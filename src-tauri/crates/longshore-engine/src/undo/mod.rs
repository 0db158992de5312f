//! What puts back what a run did, and never over somebody's later edit unasked?
//!
//! [`plan_one`] looks at one change of the run with what is known of it and at the record as it is now. The changes
//! of a run are undone last first: links, variations, products, terms where the run went from terms to links, and
//! the other way round where it was an undo itself. An undo is a run like any other, so it is undone by the same
//! function.

pub mod codes;
mod filter;
mod followed;
mod made_again;
mod put_back;
mod removed;
mod restored;
mod taken_out;
mod undecided;

use std::sync::Arc;

use smol_str::SmolStr;

use crate::{
    change::{Action, Change, Difference, Outcome},
    entity::Entity,
    known::Known,
    record::{FieldName, StoreRecord},
    value::{ChangeId, Reference, StoreId, Value},
};

pub use filter::{OnConflict, RecordSet, UndoFilter, UndoSettings};
pub use followed::follow;
pub use undecided::undecided;

/// A change of the run that is undone, with what the journal knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    /// As it was sent, references resolved.
    pub change: &'a Change,
    /// What became of it.
    pub outcome: &'a Outcome,
    /// The record just before; `None` for a create.
    pub before: Option<&'a StoreRecord>,
    /// What went into the trash with it, as it was just before.
    pub along: &'a [StoreRecord],
    /// The record as the store answered it.
    pub kept: Option<&'a StoreRecord>,
    /// What was touched, as it was judged.
    pub touched: &'a [FieldName],
    /// What the same run did to the same record after this, in that order.
    pub later: &'a [Later<'a>],
}

/// A later change of the same run to the same record.
#[derive(Clone, Copy, Debug)]
pub struct Later<'a> {
    /// What it touched.
    pub touched: &'a [FieldName],
    /// The record as the store answered it.
    pub kept: &'a StoreRecord,
    /// Whether it is undone before this; what it did goes along with the record otherwise.
    pub is_undone_first: bool,
}

/// What undoing must know beyond the record itself. Answered by the host.
pub trait Around {
    /// What a record is now that had this number when the run was made: the same, the number that it got when it
    /// was made again, or the change of this very undo that makes it again.
    fn now(&self, entity: Entity, id: StoreId) -> Reference;

    /// Whether something that this undo leaves in place needs the record: products in a category, variations of a
    /// product that go on.
    fn is_needed(&self, entity: Entity, id: StoreId) -> bool;

    /// A record as it was before the run that is undone, where that run changed it.
    fn original(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>>;
}

/// What undoing one change comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum UndoStep {
    /// These are sent, in this order; those after the first complete it.
    Changes(Vec<Change>),
    /// Nothing is to be done; a code says why.
    Nothing(SmolStr),
    /// Somebody changed the record since: what the store had kept, and what is there.
    Conflict(Vec<Difference>),
    /// It cannot be put back; a code says why.
    Impossible(SmolStr),
}

/// What one step works with.
struct Step<'a> {
    done: &'a Done<'a>,
    settings: &'a UndoSettings,
    around: &'a dyn Around,
    known: &'a dyn Known,
}

/// Plans the undo of one change. `current` is its record as the store has it now; `next` gives numbers to changes.
#[must_use]
pub fn plan_one(
    done: &Done<'_>,
    current: Option<&StoreRecord>,
    settings: &UndoSettings,
    around: &dyn Around,
    known: &dyn Known,
    next: &mut dyn FnMut() -> ChangeId,
) -> UndoStep {
    if !matches!(done.outcome, Outcome::Applied | Outcome::Altered(_)) {
        return UndoStep::Nothing("not_applied".into());
    }
    if !settings.filter.has_record(done, current) {
        return UndoStep::Nothing("not_selected".into());
    }
    if settings.filter.fields.is_some() && done.change.action != Action::Update {
        return UndoStep::Nothing("only_fields_selected".into());
    }
    let step = Step { done, settings, around, known };
    match done.change.action {
        Action::Create => step.removed(current, next),
        Action::Update => step.put_back(current, next),
        Action::Delete => step.made_again(current, next),
        Action::Trash => step.taken_out(current, next),
    }
}

impl<'a> Step<'a> {
    /// What the store should show in a field if nobody but the run touched it.
    fn expected(&self, field: &str) -> &'a Value {
        let later = self
            .done
            .later
            .iter()
            .rev()
            .find(|later| later.touched.iter().any(|touched| touched == field));
        let record = later.map(|later| later.kept).or(self.done.kept);
        record.and_then(|record| record.fields.get(field)).unwrap_or(&Value::Empty)
    }

    /// What it will show when the later changes of the run are undone.
    fn expected_then(&self, field: &str, current: &'a Value) -> &'a Value {
        let is_later = self
            .done
            .later
            .iter()
            .filter(|later| later.is_undone_first)
            .any(|later| later.touched.iter().any(|touched| touched == field));
        match self.done.kept.filter(|_| is_later) {
            Some(kept) => kept.fields.get(field).unwrap_or(&Value::Empty),
            None => current,
        }
    }
}
