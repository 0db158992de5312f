//! What does a known product offer, once a row has named attributes of it?
//!
//! WooCommerce takes the attributes of a product as a whole list. No file says which of them variations differ in
//! (the core's CSV has no column for it), and a list of a supplier names only those that it knows: what the row
//! does not speak of stays as the store has it.

use std::borrow::Cow;

use crate::{
    diff,
    known::Known,
    record::StoreRecord,
    value::{ProductAttribute, Value},
};

use super::Wanted;

/// Completes the attributes that a row wants by what the store has.
pub(super) fn as_in_store(
    wanted: &mut [Wanted<'_>],
    current: &StoreRecord,
    are_complete: bool,
    known: &dyn Known,
) {
    let Some(Value::Attributes(stored)) = current.fields.get("attributes") else { return };
    let Some((_, value)) = wanted.iter_mut().find(|(field, _)| *field == "attributes") else {
        return;
    };
    let Value::Attributes(named) = value.as_ref() else { return };
    let is_like = |one: &ProductAttribute, stored: &ProductAttribute| {
        diff::same_attribute(&one.attribute, &stored.attribute, known)
    };
    let says_more = |stored: &ProductAttribute| match named.iter().find(|one| is_like(one, stored))
    {
        Some(one) => stored.variation && !one.variation,
        None => !are_complete,
    };
    if !stored.iter().any(says_more) {
        return;
    }
    let mut all = named.clone();
    for stored in stored {
        match all.iter_mut().find(|one| is_like(one, stored)) {
            Some(one) => one.variation |= stored.variation,
            None if !are_complete => all.push(stored.clone()),
            None => {}
        }
    }
    *value = Cow::Owned(Value::Attributes(all));
}
