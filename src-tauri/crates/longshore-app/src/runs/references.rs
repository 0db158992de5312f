//! Which changes of the same run does a change wait for?

use std::collections::BTreeSet;

use longshore_engine::{
    change::Change,
    value::{AttributeName, ChangeId, Reference, Value},
};

/// The changes whose records these changes refer to.
pub(super) fn planned<'a>(changes: impl Iterator<Item = &'a Change>) -> BTreeSet<ChangeId> {
    let mut found = BTreeSet::new();
    let mut note = |reference: &Reference| {
        if let Reference::Planned(id) = reference {
            found.insert(*id);
        }
    };
    for change in changes {
        change.record.iter().chain(&change.parent).for_each(&mut note);
        in_fields(change, &mut note);
    }
    found
}

/// Whether the fields of a change refer to changes, so that they are sent otherwise than planned.
pub(super) fn are_in_fields(change: &Change) -> bool {
    let mut are = false;
    in_fields(change, &mut |reference| are |= matches!(reference, Reference::Planned(_)));
    are
}

fn in_fields(change: &Change, mut note: &mut dyn FnMut(&Reference)) {
    for (_, value) in change.fields.iter() {
        match value {
            Value::Reference(reference) => note(reference),
            Value::References(all) => all.iter().for_each(&mut note),
            Value::Attributes(all) => {
                all.iter().filter_map(|one| global(&one.attribute)).for_each(&mut note);
            }
            Value::Choices(all) => {
                all.iter().filter_map(|one| global(&one.attribute)).for_each(&mut note);
            }
            _ => {}
        }
    }
}

fn global(attribute: &AttributeName) -> Option<&Reference> {
    match attribute {
        AttributeName::Global(reference) => Some(reference),
        AttributeName::Local(_) => None,
    }
}
