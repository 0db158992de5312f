//! Which record of the store is a row about? Tried key by key in the profile's order; an ambiguous key is never
//! guessed at, least of all by position.

mod fold;
pub(crate) mod orders;
mod other;
mod trees;

use std::{fmt::Write as _, sync::Arc};

pub(crate) use fold::KeyHash;
pub use fold::{folded, folded_name, same_key};
pub use orders::{ORIGINAL_NUMBER, unnumbered as unnumbered_order};
pub(crate) use orders::{read_name as read_order, write_name as write_order};
pub use other::{default_keys, key_text, path};
pub(crate) use other::{named, other};
pub use trees::{Misplaced, Trees};

use crate::{
    diff::text,
    entity::Entity,
    known::{Found, Known, PATH_SEPARATOR},
    mapped::Mapped,
    plan::PlanSettings,
    record::StoreRecord,
    value::{AttributeName, Choice, Key, Name, Reference, StoreId, Value},
};

/// The order in which keys are tried where a profile names none. `id` and `name` are for those who ask for them.
pub const DEFAULT_KEYS: [Key; 5] = [Key::Remembered, Key::Sku, Key::Gtin, Key::Slug, Key::Choices];

/// What was found for a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// Nothing that the store has.
    None,
    /// This record.
    One(Arc<StoreRecord>),
    /// A record that is there and was not read.
    Unread(StoreId),
    /// Several records have the key.
    Ambiguous(Key, usize),
    /// A variation with the row's SKU belongs to another product.
    OtherParent(StoreId),
}

/// The key that a source itself gives to a row, by which the journal remembers what became of it: the file's own
/// number, else SKU or GTIN, else the name; for a variation without those its parent and choices. The host keeps
/// it per connection and source, [`folded`], and answers [`Key::Remembered`] with it.
#[must_use]
pub fn own_key(mapped: &Mapped) -> Option<String> {
    if !mapped.record.entity.is_sold() {
        return other::own_key(mapped);
    }
    let mut key = String::new();
    write_own_key(mapped, &mut key).then_some(key)
}

/// Stands in [`own_key`] between a name that several rows have and what tells them apart.
pub const TWIN: char = '\u{1e}';

/// Whether a row has nothing but its name to be known again by.
#[must_use]
pub fn is_known_by_name_alone(mapped: &Mapped) -> bool {
    let is_empty =
        |field| mapped.record.fields.text(field).is_none_or(|text| text.trim().is_empty());
    mapped.record.entity == Entity::Product
        && mapped.source_id.is_none()
        && is_empty("sku")
        && is_empty("global_unique_id")
        && !is_empty("name")
}

/// [`own_key`] of a row that has this number in its file.
#[must_use]
pub fn numbered_key(id: StoreId) -> String {
    format!("id:{}", id.0)
}

fn write_own_key(mapped: &Mapped, key: &mut String) -> bool {
    key.clear();
    let fields = &mapped.record.fields;
    let filled = |field| fields.text(field).map(str::trim).filter(|text| !text.is_empty());
    let written = if let Some(id) = mapped.source_id {
        write!(key, "id:{id}")
    } else if let Some(sku) = filled("sku") {
        write!(key, "sku:{sku}")
    } else if let Some(gtin) = filled("global_unique_id") {
        write!(key, "gtin:{gtin}")
    } else if mapped.record.entity == Entity::Variation {
        let (Some(parent), Some(Value::Choices(choices))) =
            (&mapped.parent, fields.get("attributes"))
        else {
            return false;
        };
        let mut parts: Vec<String> = choices.iter().map(own_choice).collect();
        parts.sort_unstable();
        let separator = PATH_SEPARATOR;
        write!(key, "of:{}:{}", parent.by.as_str(), parent.last())
            .and_then(|()| parts.iter().try_for_each(|part| write!(key, "{separator}{part}")))
    } else if let Some(name) = filled("name") {
        match mapped.twin {
            Some(twin) => write!(key, "name:{name}{TWIN}{twin:x}"),
            None => write!(key, "name:{name}"),
        }
    } else {
        return false;
    };
    written.is_ok()
}

fn own_choice(choice: &Choice) -> String {
    let attribute = match &choice.attribute {
        AttributeName::Global(Reference::Named(name)) => name.last(),
        AttributeName::Local(label) => label,
        AttributeName::Global(_) => "",
    };
    format!("{}={}", attribute.trim(), choice.option.trim())
}

/// The choices of a variation as one key: its parts in order, options that take anything left out. `None` where
/// an attribute is not in the store, so that nothing there can have the choices. Whoever implements [`Known`]
/// keeps variations under this key for [`Key::Choices`].
#[must_use]
pub fn choices_key(choices: &[Choice]) -> Option<String> {
    joined_choices(choices, |_, option| Some(folded_name(option).into_owned()))
}

fn joined_choices(
    choices: &[Choice],
    written: impl Fn(Option<StoreId>, &str) -> Option<String>,
) -> Option<String> {
    let mut parts = Vec::with_capacity(choices.len());
    for choice in choices.iter().filter(|choice| !choice.option.trim().is_empty()) {
        parts.push(match &choice.attribute {
            AttributeName::Global(Reference::Stored(id)) => {
                format!("{}={}", id.0, written(Some(*id), &choice.option)?)
            }
            AttributeName::Global(_) => return None,
            AttributeName::Local(label) => {
                format!("{}={}", folded_name(label), written(None, &choice.option)?)
            }
        });
    }
    parts.sort_unstable();
    Some(parts.join(PATH_SEPARATOR.encode_utf8(&mut [0; 4])))
}

/// Finds the product that a row is about. `scratch` is room that is used again for the next row.
pub(crate) fn product(
    mapped: &Mapped,
    settings: &PlanSettings,
    known: &dyn Known,
    scratch: &mut String,
) -> Match {
    let is_foreign = |mapped: &Mapped, record: &StoreRecord| {
        settings.numbers_may_be_foreign && contradicts(mapped, record)
    };
    for key in &settings.keys {
        let found = match key {
            Key::Id => by_id(mapped, known),
            Key::Name => by_field(mapped, "name", *key, None, known, scratch),
            Key::Slug => by_field(mapped, "slug", *key, None, known, scratch),
            _ => by_common_key(mapped, *key, known, scratch),
        };
        match found {
            Found::None => {}
            Found::One(id) => match known.record(mapped.record.entity, id) {
                Some(record)
                    if *key == Key::Remembered
                        && (is_foreign(mapped, &record)
                            || is_another(mapped, &record, known, scratch)) => {}
                Some(record) => return Match::One(record),
                // What a key became may be gone since.
                None if *key == Key::Remembered => {}
                None => return Match::Unread(id),
            },
            Found::Several(count) => return Match::Ambiguous(*key, count),
        }
    }
    Match::None
}

/// Finds the variation that a row is about. `parent` is its product if the store has that; `choices` are the
/// row's with attributes as the store knows them.
pub(crate) fn variation(
    mapped: &Mapped,
    parent: Option<StoreId>,
    choices: Option<&[Choice]>,
    keys: &[Key],
    known: &dyn Known,
    scratch: &mut String,
) -> Match {
    for key in keys {
        let found = match key {
            Key::Id => by_id(mapped, known),
            Key::Choices => by_choices(parent, choices, known),
            Key::Name | Key::Slug => Found::None,
            _ => by_common_key(mapped, *key, known, scratch),
        };
        match found {
            Found::None => {}
            Found::One(id) => match known.record(Entity::Variation, id) {
                None if *key == Key::Remembered => {}
                None => return Match::Unread(id),
                // The number is that of another store's file: its variation lies elsewhere.
                Some(record)
                    if *key == Key::Remembered
                        && (record.parent != parent
                            || is_another(mapped, &record, known, scratch)) => {}
                Some(record) if *key == Key::Sku && own_sku(&record, known).is_none() => {}
                Some(record) if record.parent != parent => return Match::OtherParent(id),
                Some(record) => return Match::One(record),
            },
            Found::Several(count) => return Match::Ambiguous(*key, count),
        }
    }
    Match::None
}

/// The SKU of a record. A variation that shows its parent's has none (`variations-create-on-simple-product`).
#[must_use]
pub fn own_sku<'a>(record: &'a StoreRecord, known: &dyn Known) -> Option<&'a str> {
    let sku = record.fields.text("sku").filter(|sku| !sku.trim().is_empty())?;
    if record.entity == Entity::Variation
        && let Some(parent) = record.parent.and_then(|parent| known.record(Entity::Product, parent))
        && parent.fields.text("sku").is_some_and(|theirs| same_key(theirs, sku))
    {
        return None;
    }
    Some(sku)
}

fn by_common_key(mapped: &Mapped, key: Key, known: &dyn Known, scratch: &mut String) -> Found {
    let entity = mapped.record.entity;
    match key {
        Key::Remembered if write_own_key(mapped, scratch) => known.find(entity, None, key, scratch),
        Key::Sku => by_field(mapped, "sku", key, None, known, scratch),
        Key::Gtin => match mapped.record.fields.text("global_unique_id") {
            Some(gtin) => {
                scratch.clear();
                scratch.extend(gtin.chars().filter(char::is_ascii_digit));
                if scratch.is_empty() {
                    Found::None
                } else {
                    known.find(entity, None, key, scratch)
                }
            }
            None => Found::None,
        },
        _ => Found::None,
    }
}

fn by_field(
    mapped: &Mapped,
    field: &str,
    key: Key,
    within: Option<StoreId>,
    known: &dyn Known,
    scratch: &mut String,
) -> Found {
    let Some(text) =
        mapped.record.fields.text(field).map(str::trim).filter(|text| !text.is_empty())
    else {
        return Found::None;
    };
    let found = known.find(mapped.record.entity, within, key, text);
    if found != Found::None || key != Key::Name || !text.contains('&') {
        return found;
    }
    scratch.clear();
    scratch.push_str(&text::unescaped(text));
    match known.find(mapped.record.entity, within, key, scratch) {
        Found::None => {
            known.find(mapped.record.entity, within, key, &scratch.replace('&', "&amp;"))
        }
        found => found,
    }
}

/// Whether a record that is remembered by the file's number has neither the row's name nor its SKU. A row that has
/// neither contradicts nothing.
fn contradicts(mapped: &Mapped, record: &StoreRecord) -> bool {
    let row =
        |field| mapped.record.fields.text(field).filter(|text: &&str| !text.trim().is_empty());
    let store = |field| record.fields.text(field).unwrap_or_default();
    let (name, sku) = (row("name"), row("sku"));
    let agrees = name.is_some_and(|name| text::same_plain(name, store("name")))
        || sku.is_some_and(|sku| same_key(sku, store("sku")));
    mapped.source_id.is_some() && (name.is_some() || sku.is_some()) && !agrees
}

/// Whether a record has the number that is remembered and is another one: a store that was set back to an earlier day
/// gives its numbers once more. It is the one if it was made when the remembered one was, or if the row says the same
/// of it: by SKU, where one side has none by GTIN, name or choices.
fn is_another(
    mapped: &Mapped,
    record: &StoreRecord,
    known: &dyn Known,
    scratch: &mut String,
) -> bool {
    if !write_own_key(mapped, scratch) || known.is_as_remembered(scratch, record) == Some(true) {
        return false;
    }
    let row = |field| {
        mapped.record.fields.text(field).map(str::trim).filter(|text: &&str| !text.is_empty())
    };
    if let (Some(row), Some(store)) = (row("sku"), own_sku(record, known)) {
        return !same_key(row, store);
    }
    let store = |field| record.fields.text(field).unwrap_or_default();
    let same = row("global_unique_id")
        .is_some_and(|gtin| same_key(gtin, store("global_unique_id")))
        || match record.entity {
            Entity::Variation => has_choices(mapped, record, known),
            _ => row("name").is_some_and(|name| text::same_plain(name, store("name"))),
        };
    !same
}

fn has_choices(mapped: &Mapped, record: &StoreRecord, known: &dyn Known) -> bool {
    let texts = (mapped.record.fields.get("attributes"), record.fields.get("attributes"));
    matches!(texts, (Some(row @ Value::Choices(_)), Some(store))
        if !row.is_empty() && crate::diff::Comparer::of(record, known).same("attributes", row, store))
}

/// The file's number counts only if name or SKU of the hit agree: most files with numbers come from elsewhere.
fn by_id(mapped: &Mapped, known: &dyn Known) -> Found {
    let entity = mapped.record.entity;
    let Some(record) = mapped.source_id.and_then(|id| known.record(entity, StoreId(id))) else {
        return Found::None;
    };
    let agrees = |field: &str, same: fn(&str, &str) -> bool| {
        let texts = (mapped.record.fields.text(field), record.fields.text(field));
        matches!(texts, (Some(row), Some(store)) if !row.trim().is_empty() && same(row, store))
    };
    let is_it = agrees("sku", same_key)
        || agrees("name", text::same_plain)
        || entity == Entity::Variation && has_choices(mapped, &record, known);
    if is_it { Found::One(record.id) } else { Found::None }
}

/// By label; then, for options that are no terms of the store, by the slug that it keeps of them
/// (`variations-create-unknown-option`) unless that is another term's.
fn by_choices(parent: Option<StoreId>, choices: Option<&[Choice]>, known: &dyn Known) -> Found {
    let (Some(parent), Some(choices)) = (parent, choices) else { return Found::None };
    let Some(key) = choices_key(choices) else { return Found::None };
    let found = known.find(Entity::Variation, Some(parent), Key::Choices, &key);
    if found != Found::None {
        return found;
    }
    let is_term = |attribute: StoreId, option: &str| {
        [Key::Name, Key::Slug].into_iter().any(|key| {
            let name = Name::new(Entity::Term, key, option);
            crate::diff::find(&name, Some(attribute), known) != Found::None
        })
    };
    let slugged = joined_choices(choices, |attribute, option| {
        let Some(attribute) = attribute else { return Some(folded_name(option).into_owned()) };
        if is_term(attribute, option) {
            return Some(folded_name(option).into_owned());
        }
        Some(text::slug(option)).filter(|slug| !slug.is_empty() && !is_term(attribute, slug))
    });
    match slugged {
        Some(slugged) if slugged != key => {
            known.find(Entity::Variation, Some(parent), Key::Choices, &slugged)
        }
        _ => Found::None,
    }
}
