//! Did the store keep what was meant?

use crate::{
    change::{Change, Outcome},
    diff::{Comparer, differences, is_writable},
    known::Known,
    platforms::woocommerce::rules,
    record::{FieldName, StoreRecord},
    value::Value,
};

/// What an answer of the store comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// [`Outcome::Applied`] or [`Outcome::Altered`].
    pub outcome: Outcome,
    /// The fields that were sent and those that changed with them, in the order of their names: what an undo
    /// puts back. Empty where the record went.
    pub touched: Vec<FieldName>,
}

/// Compares what was meant with what the store says that it keeps: a 200 proves nothing
/// (`products-create-price-comma`, `products-put-price-text-wipes`). `change` is as it was sent, references
/// resolved; `before` is the record just before, `None` for a create.
#[must_use]
pub fn judge(
    change: &Change,
    before: Option<&StoreRecord>,
    answer: &StoreRecord,
    known: &dyn Known,
) -> Judged {
    if change.action.is_removal() {
        return Judged { outcome: Outcome::Applied, touched: Vec::new() };
    }
    let comparer = Comparer::of(answer, known);
    let differences = differences(change.fields.iter(), answer, &comparer.for_answer());
    let outcome =
        if differences.is_empty() { Outcome::Applied } else { Outcome::Altered(differences) };
    let mut touched: Vec<FieldName> = change
        .fields
        .iter()
        .map(|(field, _)| field.clone())
        .filter(|field| field != rules::MARK)
        .collect();
    if let Some(before) = before {
        touched.extend(
            fields_of(before, answer)
                .filter(|field| {
                    let value = |record: &'_ StoreRecord| {
                        record.fields.get(field).cloned().unwrap_or(Value::Empty)
                    };
                    change.fields.get(field).is_none()
                        && is_writable(answer.entity, field)
                        && before.fields.get(field) != answer.fields.get(field)
                        && !comparer.same(field, &value(before), &value(answer))
                })
                .cloned(),
        );
        touched.sort_unstable();
    }
    Judged { outcome, touched }
}

/// The names of the fields that either record has, each once.
fn fields_of<'a>(
    one: &'a StoreRecord,
    other: &'a StoreRecord,
) -> impl Iterator<Item = &'a FieldName> {
    let more = other.fields.iter().filter(|(field, _)| one.fields.get(field).is_none());
    one.fields.iter().chain(more).map(|(field, _)| field)
}
