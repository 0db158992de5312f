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
    found
}

fn global(attribute: &AttributeName) -> Option<&Reference> {
    match attribute {
        AttributeName::Global(reference) => Some(reference),
        AttributeName::Local(_) => None,
    }
}
