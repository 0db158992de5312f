//! What does a known product offer, once a row has named attributes of it?
//!
//! WooCommerce takes the attributes of a product as a whole list. No file says which of them variations differ in
//! (the core's CSV has no column for it), and a list of a supplier names only those that it knows: what the row
//! does not speak of stays as the store has it.

use std::borrow::Cow;

use crate::{
    diff,
    entity::Entity,
    known::Known,
    mapped::Mapped,
    matching::folded_name,
    platforms::woocommerce::rules,
    profile::Mode,
    record::StoreRecord,
    value::{AttributeName, Key, Name, ProductAttribute, Reference, Value},
};

use super::{Desk, Wanted, codes};

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

/// The row of a known product with what its variations in the file choose and neither the row nor the store offers.
/// One that the store has as a simple product becomes variable, unless the row says what it is.
pub(super) fn for_variations<'a>(
    mapped: &'a Mapped,
    current: &StoreRecord,
    mode: Mode,
    desk: &mut Desk<'_>,
) -> Cow<'a, Mapped> {
    let Some(lacking) = &mapped.of_variations else { return Cow::Borrowed(mapped) };
    let fields = &mapped.record.fields;
    let says_what_it_is = fields.get("type").is_some();
    let becomes_variable = match current.fields.text("type").unwrap_or("simple") {
        "variable" => false,
        _ if says_what_it_is => return Cow::Borrowed(mapped),
        // Where nothing is made, there are no variations for whose sake it would lose its price.
        "simple" if mode == Mode::Update => return Cow::Borrowed(mapped),
        "simple" => true,
        _ => {
            let name = current.fields.text("name").unwrap_or_default();
            desk.raise(&codes::STORED_PARENT_NOT_VARIABLE, &[name]);
            return Cow::Borrowed(mapped);
        }
    };
    if lacking.is_empty() && !becomes_variable {
        return Cow::Borrowed(mapped);
    }
    let mut own = mapped.clone();
    if becomes_variable {
        own.record.fields.set("type", Value::Text("variable".into()));
        // The store empties them without a word.
        for field in rules::OF_NO_VARIABLE {
            own.record.fields.set(*field, Value::Empty);
        }
    }
    if !lacking.is_empty() {
        let stored = match current.fields.get("attributes") {
            Some(Value::Attributes(stored)) => stored.as_slice(),
            _ => &[],
        };
        let named = match fields.get("attributes") {
            Some(Value::Attributes(named)) => named.clone(),
            _ => stored.to_vec(),
        };
        let all = widened(named, lacking, stored, desk.known);
        own.record.fields.set("attributes", Value::Attributes(all));
    }
    Cow::Owned(own)
}

/// Attributes with what variations choose beside them, like those that the store has.
pub(super) fn widened(
    mut all: Vec<ProductAttribute>,
    lacking: &[ProductAttribute],
    stored: &[ProductAttribute],
    known: &dyn Known,
) -> Vec<ProductAttribute> {
    for one in lacking {
        let Some(like) = of_its_label(&one.attribute, stored, known) else {
            all.push(one.clone());
            continue;
        };
        let is_like =
            |one: &ProductAttribute| diff::same_attribute(&one.attribute, &like.attribute, known);
        let more = with_options(like, &one.options, known);
        match all.iter_mut().find(|one| is_like(one)) {
            Some(one) => *one = more,
            None => all.push(more),
        }
    }
    all
}

/// What the store offers, and more. A shared attribute goes by its name where it gets values, so that these are made.
fn with_options(
    stored: &ProductAttribute,
    options: &[String],
    known: &dyn Known,
) -> ProductAttribute {
    let mut all = stored.clone();
    all.variation = true;
    for option in options {
        if !all.options.iter().any(|have| folded_name(have) == folded_name(option)) {
            all.options.push(option.clone());
        }
    }
    if all.options.len() > stored.options.len()
        && let AttributeName::Global(attribute) = &mut all.attribute
        && let Some(label) = label_of(&stored.attribute, known)
    {
        *attribute = Reference::Named(Name::new(Entity::Attribute, Key::Name, label));
    }
    all
}

/// The attribute among these that means the same, else the one of the same label, shared or the product's own.
pub(super) fn of_its_label<'a>(
    attribute: &AttributeName,
    among: &'a [ProductAttribute],
    known: &dyn Known,
) -> Option<&'a ProductAttribute> {
    let same = among.iter().find(|one| diff::same_attribute(&one.attribute, attribute, known));
    same.or_else(|| {
        let label = label_of(attribute, known)?;
        let label = folded_name(&label);
        among.iter().find(|one| {
            label_of(&one.attribute, known).is_some_and(|theirs| folded_name(&theirs) == label)
        })
    })
}

/// What people call an attribute.
fn label_of(attribute: &AttributeName, known: &dyn Known) -> Option<String> {
    match attribute {
        AttributeName::Local(label) => Some(label.clone()),
        AttributeName::Global(Reference::Named(name)) => Some(name.last().to_owned()),
        AttributeName::Global(Reference::Stored(id)) => known
            .record(Entity::Attribute, *id)
            .and_then(|record| record.fields.text("name").map(str::to_owned)),
        AttributeName::Global(Reference::Planned(_)) => None,
    }
}
