//! Which answer of a batch belongs to which change?
//!
//! A store answers in the order of the request, a failed create with number 0, a failed update with its number or
//! none, a failed delete of a variation with an object for a number, and leaves out what it cannot read at all.
//! So the position tells, and the number must agree with it; where the answer is shorter, the numbers alone
//! tell; where even they do not, nobody knows what was done.
//! Source: points 5 and 9 of what a real store does; recordings `variations-batch-mixed`,
//! `products-batch-delete-twice-same-id`.

use std::collections::VecDeque;

use longshore_engine::{
    change::{Action, Change},
    value::{Reference, StoreId},
};

use super::decode::Item;
use crate::{
    error::{Fault, StoreError},
    store::Answer,
};

/// The answers in the order of the changes.
pub(super) fn by_change(changes: &[Change], items: Vec<Item>) -> Result<Vec<Answer>, StoreError> {
    let (asked, answered) = (changes.len(), items.len());
    let unmatched = || StoreError::maybe_sent(Fault::AnswersUnmatched { asked, answered });
    if answered == asked {
        let answers = changes.iter().zip(items).map(|(change, item)| answer(change, item));
        return answers.collect::<Option<_>>().ok_or_else(unmatched);
    }
    let is_by_id = changes.iter().all(|change| change.action != Action::Create);
    if answered > asked || !is_by_id {
        return Err(unmatched());
    }
    let mut rest: VecDeque<_> = items.into();
    let mut answers = Vec::with_capacity(asked);
    for change in changes {
        let at = rest
            .iter()
            .position(|item| item.id.is_some() && item.id == id(change))
            .ok_or_else(unmatched)?;
        let item = rest.remove(at).ok_or_else(unmatched)?;
        answers.push(answer(change, item).ok_or_else(unmatched)?);
    }
    Ok(answers)
}

fn id(change: &Change) -> Option<StoreId> {
    match change.record {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// The answer that an item is, if it can be one to this change.
fn answer(change: &Change, item: Item) -> Option<Answer> {
    let is_right = match change.action {
        Action::Create => true,
        Action::Update | Action::Delete | Action::Trash => {
            item.id.is_none() || item.id == id(change)
        }
    };
    match (item.refusal, item.id) {
        (Some(refusal), _) if is_right => Some(Answer::Refused(refusal)),
        (None, Some(_)) if is_right => Some(Answer::Kept(item.record)),
        _ => None,
    }
}
