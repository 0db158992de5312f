//! May a change still be sent, now that its record was read again?

use crate::{
    change::{Action, Change, Difference},
    diff::{Comparer, differences},
    known::Known,
    platforms::woocommerce::rules,
    record::StoreRecord,
    value::Value,
};

/// What the record's present state says.
#[derive(Clone, Debug, PartialEq)]
pub enum Settle {
    /// It is as the plan saw it: send.
    Send,
    /// It is as wanted, and not by us: nothing is sent, and an undo has nothing to take back.
    AlreadyDone,
    /// There is no such record any more.
    Gone,
    /// Somebody changed what the change touches: not as the plan saw it, and not as wanted.
    Conflict(Vec<Difference>),
}

/// Compares the record as it is now with how the plan saw it. For a create `current` is the record that has its
/// key, if there is one. `change` has its references resolved.
#[must_use]
pub fn settle(change: &Change, current: Option<&StoreRecord>, known: &dyn Known) -> Settle {
    match (change.action, current) {
        (Action::Create, None) => Settle::Send,
        (Action::Update, None) => Settle::Gone,
        (Action::Delete | Action::Trash, None) => Settle::AlreadyDone,
        (Action::Create, Some(current)) => {
            let comparer = Comparer::of(current, known).for_answer();
            let differences = differences(change.fields.iter(), current, &comparer);
            if differences.is_empty() { Settle::AlreadyDone } else { Settle::Conflict(differences) }
        }
        (Action::Update, Some(current)) => settle_update(change, current, known),
        (Action::Trash, Some(current)) if rules::is_in_trash(current) => Settle::AlreadyDone,
        (Action::Delete | Action::Trash, Some(current)) => {
            let comparer = Comparer::of(current, known);
            let mut differences = differences(change.before.iter(), current, &comparer);
            differences
                .retain(|one| !rules::is_derived(current.entity, &current.fields, &one.field));
            if differences.is_empty() { Settle::Send } else { Settle::Conflict(differences) }
        }
    }
}

fn settle_update(change: &Change, current: &StoreRecord, known: &dyn Known) -> Settle {
    let comparer = Comparer::of(current, known);
    let mut conflicts = Vec::new();
    let mut is_done = true;
    for (field, wanted) in change.fields.iter() {
        let found = current.fields.get(field).unwrap_or(&Value::Empty);
        if comparer.same(field, wanted, found) {
            continue;
        }
        is_done = false;
        let planned = change.before.get(field).unwrap_or(&Value::Empty);
        if !comparer.same(field, planned, found)
            && !rules::is_derived(current.entity, &current.fields, field)
        {
            let (expected, found) = (planned.clone(), found.clone());
            conflicts.push(Difference { field: field.clone(), expected, found });
        }
    }
    match (is_done, conflicts.is_empty()) {
        (true, _) => Settle::AlreadyDone,
        (false, true) => Settle::Send,
        (false, false) => Settle::Conflict(conflicts),
    }
}
