//! What would change in a record of the store? Compared by meaning, never by how it is written.

mod lines;
mod lists;
mod same;
pub mod text;

use std::{borrow::Cow, cmp::Ordering};

use crate::{
    change::Difference,
    entity::Entity,
    known::Known,
    platforms::woocommerce::{rules, schema as woocommerce},
    record::{FieldName, Fields, StoreRecord},
    schema::{self, Access, META_PREFIX},
    value::{Download, Image, Value},
};

pub(crate) use lines::without_numbers;
pub(crate) use lists::{find, find_named, same_attribute, same_image, stored};
pub use same::Comparer;

/// A field whose value is not the wanted one.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Which field.
    pub field: FieldName,
    /// What the store shows.
    pub before: Value,
    /// What is to be sent.
    pub after: Value,
}

/// Which fields of a record of the store must be sent so that it is as wanted. `altered` is what was sent last
/// and what the store kept of it: where the row still wants the one and the store still shows the other, nothing
/// is sent again.
#[must_use]
pub fn changed_fields(
    wanted: &Fields,
    current: &StoreRecord,
    altered: Option<&(Fields, Fields)>,
    known: &dyn Known,
) -> Vec<FieldChange> {
    let comparer = Comparer::of(current, known);
    let mut changes = compare(
        wanted
            .iter()
            .filter(|(field, _)| !is_contradicted(wanted, field))
            .map(|(field, value)| (field, Cow::Borrowed(value))),
        current,
        &comparer,
    );
    without_resending(&mut changes, altered, &comparer);
    with_companions(&mut changes, wanted, current);
    changes
}

/// Whether a platform takes a field, in a record that exists.
#[must_use]
pub fn is_writable(entity: Entity, field: &str) -> bool {
    field.starts_with(META_PREFIX)
        || schema::field(woocommerce::of(entity), field)
            .is_some_and(|field| field.access == Access::ReadWrite)
}

/// Whether a platform takes a field of a record that is made.
#[must_use]
pub fn is_taken_when_made(entity: Entity, field: &str) -> bool {
    field.starts_with(META_PREFIX)
        || schema::field(woocommerce::of(entity), field)
            .is_some_and(|field| field.access != Access::ReadOnly)
}

/// Whether a field of a record speaks of an edit: what the store works out itself does not.
pub(crate) fn speaks_of_edits(record: &StoreRecord, field: &str) -> bool {
    is_writable(record.entity, field)
        && field != rules::MARK
        && !rules::is_derived(record.entity, &record.fields, field)
}

/// The fields that differ. `wanted` comes in the order of names.
pub(crate) fn compare<'a>(
    wanted: impl Iterator<Item = (&'a FieldName, Cow<'a, Value>)>,
    current: &StoreRecord,
    comparer: &Comparer<'_>,
) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut shown = current.fields.iter();
    let mut next = shown.next();
    for (field, value) in wanted {
        let mut found = &Value::Empty;
        while let Some((name, value)) = next {
            let order = name.as_str().cmp(field);
            if order == Ordering::Greater {
                break;
            }
            next = shown.next();
            if order == Ordering::Equal {
                found = value;
                break;
            }
        }
        if comparer.same(field, &value, found)
            || !is_writable(current.entity, field)
            || value.is_empty() && rules::NEVER_EMPTY.contains(&field.as_str())
        {
            continue;
        }
        let after = to_be_sent(current.entity, field, value.into_owned(), found, comparer.known);
        changes.push(FieldChange { field: field.clone(), before: found.clone(), after });
    }
    changes
}

/// Whether a record says itself that a field counts for nothing: the store drops a stock quantity that it is told
/// not to manage (`products-create-stock-without-manage`).
pub(crate) fn is_contradicted(wanted: &Fields, field: &str) -> bool {
    field == "stock_quantity" && wanted.get("manage_stock") == Some(&Value::Boolean(false))
}

/// Takes out what the store would alter again as it did before.
pub(crate) fn without_resending(
    changes: &mut Vec<FieldChange>,
    altered: Option<&(Fields, Fields)>,
    comparer: &Comparer<'_>,
) {
    let Some((sent, kept)) = altered else { return };
    changes.retain(|change| {
        let Some(sent) = sent.get(&change.field) else { return true };
        let kept = kept.get(&change.field).unwrap_or(&Value::Empty);
        !comparer.same(&change.field, &change.after, sent)
            || !comparer.same(&change.field, kept, &change.before)
    });
}

/// Adds what the store needs beside a changed field: it drops a stock quantity without managed stock
/// (`products-create-stock-without-manage`).
pub(crate) fn with_companions(
    changes: &mut Vec<FieldChange>,
    wanted: &Fields,
    current: &StoreRecord,
) {
    let manage = "manage_stock";
    let quantity_is_set =
        changes.iter().any(|change| change.field == "stock_quantity" && !change.after.is_empty());
    if !quantity_is_set || wanted.get(manage).is_some() {
        return;
    }
    let before = current.fields.get(manage).unwrap_or(&Value::Empty);
    if *before != Value::Boolean(true) {
        changes.push(FieldChange {
            field: manage.into(),
            before: before.clone(),
            after: Value::Boolean(true),
        });
        changes.sort_unstable_by(|one, other| one.field.cmp(&other.field));
    }
}

/// The value in the form in which it is sent: defaults for cleared words and numbers, pictures and files by the
/// numbers that the store has for them.
pub(crate) fn to_be_sent(
    entity: Entity,
    field: &str,
    value: Value,
    found: &Value,
    known: &dyn Known,
) -> Value {
    match value {
        Value::Images(images) => {
            let shown = match found {
                Value::Images(shown) => shown.as_slice(),
                _ => &[],
            };
            Value::Images(images.into_iter().map(|image| by_number(image, shown, known)).collect())
        }
        Value::Downloads(downloads) => {
            let shown = match found {
                Value::Downloads(shown) => shown.as_slice(),
                _ => &[],
            };
            Value::Downloads(
                downloads.into_iter().map(|download| with_number(download, shown)).collect(),
            )
        }
        value if has_lines(entity, field) => lines::to_be_sent(field, &value, found),
        value if value.is_empty() => rules::default_value(entity, field).unwrap_or(Value::Empty),
        value => value,
    }
}

/// Whether a field holds lines of an order.
pub(crate) fn has_lines(entity: Entity, field: &str) -> bool {
    schema::field(woocommerce::of(entity), field)
        .is_some_and(|field| matches!(field.kind, schema::Kind::Lines(_)))
}

/// A picture sent again by its address makes a second file, by its number it does not
/// (`products-put-images-resend-same-src`, `products-put-images-resend-id`).
fn by_number(mut image: Image, shown: &[Image], known: &dyn Known) -> Image {
    if image.id.is_none() {
        let like = shown.iter().find(|like| lists::same_image(&image, like, known));
        image.id = like.and_then(|like| like.id);
        if image.id.is_none() {
            // With its address: the picture may be gone from the store since, and then it is fetched again.
            image.id = known.image(image.src.trim());
            return image;
        }
    }
    if image.id.is_some() {
        image.src.clear();
    }
    image
}

/// Buyers' permissions hang on the number of a file.
fn with_number(mut download: Download, shown: &[Download]) -> Download {
    if download.id.is_empty()
        && let Some(like) = shown.iter().find(|like| like.file.trim() == download.file.trim())
    {
        download.id.clone_from(&like.id);
    }
    download
}

/// The differences between what was expected of some fields and what a record shows.
pub(crate) fn differences<'a>(
    expected: impl Iterator<Item = (&'a FieldName, &'a Value)>,
    found: &StoreRecord,
    comparer: &Comparer<'_>,
) -> Vec<Difference> {
    expected
        .filter_map(|(field, expected)| {
            let found = found.fields.get(field).unwrap_or(&Value::Empty);
            (!comparer.same(field, expected, found)).then(|| Difference {
                field: field.clone(),
                expected: expected.clone(),
                found: found.clone(),
            })
        })
        .collect()
}
