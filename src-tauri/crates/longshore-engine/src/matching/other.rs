//! Which record of the store is a row about that is no product?
//!
//! Each kind has keys of its own: a customer has an e-mail address, a coupon its word, a category its path. What has no
//! name is told by all that makes it what it is.

use std::{borrow::Cow, sync::Arc};

use super::{
    Match, folded, folded_name, numbered_key,
    orders::{self, ORIGINAL_NUMBER},
};
use crate::{
    diff::{self, text},
    entity::Entity,
    known::{Found, Known, PATH_SEPARATOR},
    mapped::Mapped,
    record::{Fields, StoreRecord},
    value::{Key, Name, Reference, StoreId, Value},
};

/// The keys by which a row finds its record, in the order in which they are tried where nobody says another.
#[must_use]
pub fn default_keys(entity: Entity) -> &'static [Key] {
    match entity {
        Entity::Product | Entity::Variation => &super::DEFAULT_KEYS,
        Entity::Category | Entity::Brand => &[Key::Path],
        Entity::Tag | Entity::ShippingClass | Entity::Attribute | Entity::Term => {
            &[Key::Slug, Key::Name]
        }
        Entity::Customer => &[Key::Email, Key::Username],
        Entity::Coupon => &[Key::Code],
        Entity::Order => &[Key::Remembered, Key::Number],
        Entity::TaxClass => &[Key::Name, Key::Slug],
        Entity::OrderNote | Entity::Refund | Entity::Review | Entity::TaxRate => &[Key::Content],
    }
}

/// What a record of the store is found by under a key; `None` where it has nothing there. Whoever implements
/// [`Known`] keeps the records that are no products under it.
#[must_use]
pub fn key_text(entity: Entity, key: Key, fields: &Fields) -> Option<Cow<'_, str>> {
    let field = match (entity, key) {
        (_, Key::Slug) => "slug",
        (_, Key::Name) => "name",
        (Entity::Customer, Key::Email) => "email",
        (Entity::Customer, Key::Username) => "username",
        (Entity::Coupon, Key::Code) => "code",
        (Entity::Order, Key::Number) => "number",
        (Entity::Order, Key::FormerNumber) => ORIGINAL_NUMBER,
        (_, Key::Content) => return content(entity, fields).map(Cow::Owned),
        _ => return None,
    };
    fields.text(field).filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
}

/// All that tells records of a kind apart that have no name, as one text.
fn content(entity: Entity, fields: &Fields) -> Option<String> {
    let parts: &[&str] = match entity {
        Entity::TaxRate => &["country", "state", "postcodes", "cities", "class", "priority"],
        Entity::Review => &["product_id", "reviewer_email", "review"],
        Entity::OrderNote => &["note"],
        Entity::Refund => &["amount", "reason"],
        _ => return None,
    };
    let mut whole = String::new();
    for part in parts {
        let value = fields.get(part).unwrap_or(&Value::Empty);
        match value {
            Value::Text(text) => whole.push_str(&folded_name(&plain(text))),
            Value::Integer(number) => whole.push_str(&number.to_string()),
            Value::Decimal(number) => whole.push_str(&number.normalize().to_string()),
            Value::Reference(Reference::Stored(id)) => whole.push_str(&id.0.to_string()),
            // What is yet to be made is in no store.
            Value::Reference(_) => return None,
            Value::Json(serde_json::Value::Array(all)) => {
                let mut all: Vec<_> =
                    all.iter().filter_map(serde_json::Value::as_str).map(folded).collect();
                all.sort_unstable();
                whole.push_str(&all.join(","));
            }
            _ => whole.push_str(when_empty(entity, part)),
        }
        whole.push(PATH_SEPARATOR);
    }
    let is_nothing = whole.chars().all(|letter| letter == PATH_SEPARATOR);
    (!is_nothing).then_some(whole)
}

/// The store writes quotes and markup into texts that have none.
fn plain(html: &str) -> String {
    let mut inside = false;
    let bare: String = text::unescaped(html)
        .chars()
        .filter(|letter| {
            inside = *letter == '<' || (inside && *letter != '>');
            !inside && *letter != '>'
        })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn when_empty(entity: Entity, part: &str) -> &'static str {
    match (entity, part) {
        (Entity::TaxRate, "priority") => "1",
        (Entity::TaxRate, "class") => "standard",
        _ => "",
    }
}

/// The key by which the journal remembers what a row became: the file's own number, else what it is found by.
pub(super) fn own_key(mapped: &Mapped) -> Option<String> {
    if let Some(id) = mapped.source_id {
        return Some(numbered_key(StoreId(id)));
    }
    if let Some(twin) = mapped.twin {
        return Some(format!("unnumbered:{twin:x}"));
    }
    let entity = mapped.record.entity;
    let within = mapped.parent.as_ref().map(Name::last).unwrap_or_default();
    if let Some(path) = path(mapped) {
        return Some(format!("path:{}", path.join(PATH_SEPARATOR.encode_utf8(&mut [0; 4]))));
    }
    default_keys(entity).iter().find_map(|key| {
        let text = key_text(entity, *key, &mapped.record.fields)?;
        Some(format!("{}:{within}{PATH_SEPARATOR}{text}", key.as_str()))
    })
}

/// Where a category or a brand stands in its tree, root first.
#[must_use]
pub fn path(mapped: &Mapped) -> Option<Vec<String>> {
    if !matches!(mapped.record.entity, Entity::Category | Entity::Brand) {
        return None;
    }
    let fields = &mapped.record.fields;
    let name = fields.text("name").map(str::trim).filter(|name| !name.is_empty())?;
    let mut path = match fields.get("parent") {
        Some(Value::Reference(Reference::Named(parent))) => parent.path.clone(),
        _ => Vec::new(),
    };
    path.push(name.to_owned());
    Some(path)
}

/// Finds the record that a row is about. `fields` are the row's, its references resolved; `parent` is the record
/// within which it lies, where the store has that.
pub(crate) fn other(
    mapped: &Mapped,
    fields: &Fields,
    parent: Option<StoreId>,
    keys: &[Key],
    known: &dyn Known,
) -> Match {
    let entity = mapped.record.entity;
    if entity.parent().is_some() && parent.is_none() {
        return Match::None;
    }
    for key in keys {
        let found = match key {
            Key::Remembered => {
                own_key(mapped).map_or(Found::None, |own| known.find(entity, None, *key, &own))
            }
            Key::Id => mapped
                .source_id
                .filter(|id| known.record(entity, StoreId(*id)).is_some())
                .map_or(Found::None, |id| Found::One(StoreId(id))),
            Key::Path => path(mapped).map_or(Found::None, |path| {
                diff::find(&Name { entity, by: Key::Path, path }, None, known)
            }),
            Key::Name => by_name(entity, fields, parent, known),
            Key::Slug if entity == Entity::Attribute => by_attribute_slug(fields, known),
            Key::Number => orders::number(fields).map_or(Found::None, |number| {
                orders::by_number(number, fields, orders::numbers_decide(keys), known)
            }),
            key => key_text(entity, *key, fields)
                .map_or(Found::None, |text| known.find(entity, parent, *key, &text)),
        };
        let is_sure = entity == Entity::Order && orders::numbers_decide(keys);
        let is_by_number = matches!(key, Key::Remembered | Key::Id) && !is_sure;
        match found {
            Found::None => {}
            Found::One(id) => match known.record(entity, id) {
                Some(record) if is_by_number && contradicts(fields, &record, *key) => {}
                Some(record) if parent.is_some() && record.parent != parent => {}
                Some(record) => return Match::One(record),
                None if *key == Key::Remembered => {}
                None => return Match::Unread(id),
            },
            Found::Several(count) => return Match::Ambiguous(*key, count),
        }
    }
    Match::None
}

fn by_name(entity: Entity, fields: &Fields, parent: Option<StoreId>, known: &dyn Known) -> Found {
    let Some(name) = key_text(entity, Key::Name, fields) else { return Found::None };
    diff::find(&Name::new(entity, Key::Name, name.into_owned()), parent, known)
}

/// Stores show the slugs of attributes with `pa_` before them, and take them with and without it.
fn by_attribute_slug(fields: &Fields, known: &dyn Known) -> Found {
    let Some(slug) = key_text(Entity::Attribute, Key::Slug, fields) else { return Found::None };
    let bare = slug.strip_prefix("pa_").unwrap_or(&slug);
    match known.find(Entity::Attribute, None, Key::Slug, &format!("pa_{bare}")) {
        Found::None => known.find(Entity::Attribute, None, Key::Slug, bare),
        found => found,
    }
}

/// Whether a record that was found by a number is somebody else's. A number of the store itself needs more than that
/// nothing speaks against it.
fn contradicts(fields: &Fields, record: &StoreRecord, key: Key) -> bool {
    let telling = match record.entity {
        Entity::Order => return orders::contradicts(fields, record, key),
        Entity::Customer => "email",
        Entity::Review => "reviewer_email",
        Entity::Coupon => "code",
        Entity::TaxRate => "country",
        Entity::OrderNote => "note",
        Entity::Refund => "amount",
        _ => "name",
    };
    let text = |fields: &Fields| match fields.get(telling) {
        Some(Value::Text(text)) => folded_name(text).into_owned(),
        Some(Value::Decimal(number)) => number.normalize().to_string(),
        _ => String::new(),
    };
    let (row, store) = (text(fields), text(&record.fields));
    match key == Key::Remembered {
        true => !row.is_empty() && !store.is_empty() && row != store,
        false => row.is_empty() || row != store,
    }
}

/// A record of the store that has a key, for references of rows that are no products.
pub(crate) fn named(name: &Name, keys: &[Key], known: &dyn Known) -> Option<Arc<StoreRecord>> {
    let found = match name.by {
        Key::Id if !keys.contains(&Key::Id) => Found::None,
        Key::Id => return known.record(name.entity, StoreId(name.last().parse().ok()?)),
        Key::Number => orders::by_name(name, orders::numbers_decide(keys), known),
        _ => diff::find(name, None, known),
    };
    match found {
        Found::One(id) => known.record(name.entity, id),
        _ => None,
    }
}
