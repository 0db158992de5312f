//! How does a planned change become one that can be sent?

use crate::{
    change::Change,
    value::{AttributeName, ChangeId, Reference, StoreId, Value},
};

/// Puts the numbers that the store gave to records of this run in the place of the changes that made them.
/// Returns the changes that `made` does not know: they failed or were not sent, and this one cannot be sent as
/// it is. A reference in a list that cannot be told is taken out of the list.
pub fn resolve_planned(
    change: &mut Change,
    made: &dyn Fn(ChangeId) -> Option<StoreId>,
) -> Vec<ChangeId> {
    let mut missing = Vec::new();
    let mut resolve = |reference: &mut Reference| {
        if let Reference::Planned(planned) = *reference {
            match made(planned) {
                Some(id) => *reference = Reference::Stored(id),
                None => {
                    missing.push(planned);
                    return false;
                }
            }
        }
        true
    };
    for reference in [&mut change.record, &mut change.parent].into_iter().flatten() {
        resolve(reference);
    }
    for (_, value) in change.fields.iter_mut() {
        match value {
            Value::Reference(reference) => {
                resolve(reference);
            }
            Value::References(all) => all.retain_mut(&mut resolve),
            Value::Attributes(all) => {
                all.retain_mut(|one| resolve_attribute(&mut one.attribute, &mut resolve));
            }
            Value::Choices(all) => {
                all.retain_mut(|one| resolve_attribute(&mut one.attribute, &mut resolve));
            }
            _ => {}
        }
    }
    missing
}

fn resolve_attribute(
    attribute: &mut AttributeName,
    resolve: &mut impl FnMut(&mut Reference) -> bool,
) -> bool {
    match attribute {
        AttributeName::Global(reference) => resolve(reference),
        AttributeName::Local(_) => true,
    }
}
