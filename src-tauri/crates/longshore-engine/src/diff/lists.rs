//! When do two lists of references, attributes, choices, pictures or files mean the same?

use std::sync::Arc;

use crate::{
    diff::text::{same_plain, slug},
    entity::Entity,
    known::{Found, Known, PATH_SEPARATOR},
    matching::{folded_name, same_key},
    record::StoreRecord,
    value::{
        AttributeName, Choice, Download, Image, Key, Name, ProductAttribute, Reference, StoreId,
        Value,
    },
};

/// The record of the store that a reference means; `None` where it is yet to be made, unknown or ambiguous.
pub(crate) fn stored(reference: &Reference, known: &dyn Known) -> Option<StoreId> {
    match reference {
        Reference::Stored(id) => Some(*id),
        Reference::Planned(_) => None,
        Reference::Named(name) => match find_named(name, known) {
            Found::One(id) => Some(id),
            Found::None | Found::Several(_) => None,
        },
    }
}

/// Looks a name up, escaped or not: stores keep names escaped (`categories-create-ampersand-name`).
pub(crate) fn find(name: &Name, within: Option<StoreId>, known: &dyn Known) -> Found {
    let joined;
    let text = match name.path.as_slice() {
        [single] => single.as_str(),
        parts => {
            joined = parts.join(PATH_SEPARATOR.encode_utf8(&mut [0; 4]));
            &joined
        }
    };
    let found = known.find(name.entity, within, name.by, text);
    if found != Found::None || !text.contains('&') {
        return found;
    }
    let plain = crate::diff::text::unescaped(text);
    match known.find(name.entity, within, name.by, &plain) {
        Found::None => known.find(name.entity, within, name.by, &plain.replace('&', "&amp;")),
        found => found,
    }
}

/// The same for what a record belongs to: categories and brands may be named by their slugs, too.
pub(crate) fn find_named(name: &Name, known: &dyn Known) -> Found {
    match find(name, None, known) {
        Found::None => by_slug(name, known).map_or(Found::None, Found::One),
        found => found,
    }
}

/// A category or brand by the slug that stands where its name should. One that is called so itself, but stands
/// elsewhere, is another one.
fn by_slug(name: &Name, known: &dyn Known) -> Option<StoreId> {
    let is_node = matches!(name.entity, Entity::Category | Entity::Brand)
        && matches!(name.by, Key::Path | Key::Name);
    let (last, ancestors) = name.path.split_last().filter(|_| is_node)?;
    if last.trim().is_empty() || slug(last) != last.trim() {
        return None;
    }
    let (id, record) = with_slug(name.entity, last, known)?;
    let is_named_so =
        record.fields.text("name").is_some_and(|own| folded_name(own) == folded_name(last));
    let lies_there = ancestors.is_empty() || {
        let above = Name { path: ancestors.to_vec(), ..name.clone() };
        match (find_named(&above, known), record.fields.get("parent")) {
            (Found::One(above), Some(Value::Reference(Reference::Stored(parent)))) => {
                above == *parent
            }
            _ => false,
        }
    };
    (lies_there && !is_named_so).then_some(id)
}

/// The record with this slug, or with the one that a shop which is not German makes of the same German name: `gemuse`
/// and not `gemuese`, `suswaren` and not `suesswaren`.
fn with_slug(
    entity: Entity,
    wanted: &str,
    known: &dyn Known,
) -> Option<(StoreId, Arc<StoreRecord>)> {
    let at = |slug: &str| match known.find(entity, None, Key::Slug, slug) {
        Found::One(id) => known.record(entity, id).map(|record| (id, record)),
        _ => None,
    };
    let found = at(wanted);
    if found.is_some() {
        return found;
    }
    let plain = wanted.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let others = [plain.replace("ss", "s"), plain];
    let is_german = |record: &StoreRecord| {
        record.fields.text("name").is_some_and(|name| german_slug(name) == wanted)
    };
    let is_other = |slug: &&String| slug.as_str() != wanted;
    others.iter().filter(is_other).find_map(|slug| at(slug)).filter(|(_, one)| is_german(one))
}

/// The slug that a German shop makes of a name.
fn german_slug(name: &str) -> String {
    let mut german = String::with_capacity(name.len() + 4);
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => german.push_str("ae"),
            'ö' => german.push_str("oe"),
            'ü' => german.push_str("ue"),
            'ß' => german.push_str("ss"),
            other => german.push(other),
        }
    }
    slug(&german)
}

pub(crate) fn same_references(wanted: &Value, found: &Value, known: &dyn Known) -> bool {
    let (wanted, found) = match (references(wanted), references(found)) {
        (Some(wanted), Some(found)) => (wanted, found),
        _ => return false,
    };
    let resolve = |all: &[Reference]| {
        let mut all: Vec<Reference> = all
            .iter()
            .map(|reference| {
                stored(reference, known).map_or_else(|| reference.clone(), Reference::Stored)
            })
            .collect();
        all.sort_unstable_by(order);
        all.dedup();
        all
    };
    let (wanted, found) = (resolve(wanted), resolve(found));
    wanted.len() == found.len()
        && wanted.iter().zip(&found).all(|(one, other)| same_reference(one, other))
}

fn references(value: &Value) -> Option<&[Reference]> {
    match value {
        Value::References(all) => Some(all),
        Value::Reference(one) => Some(std::slice::from_ref(one)),
        _ => None,
    }
}

fn order(one: &Reference, other: &Reference) -> std::cmp::Ordering {
    let rank = |reference: &Reference| match reference {
        Reference::Stored(id) => (0, id.0),
        Reference::Planned(change) => (1, change.0),
        Reference::Named(_) => (2, 0),
    };
    rank(one).cmp(&rank(other)).then_with(|| match (one, other) {
        (Reference::Named(one), Reference::Named(other)) => one.path.cmp(&other.path),
        _ => std::cmp::Ordering::Equal,
    })
}

fn same_reference(one: &Reference, other: &Reference) -> bool {
    match (one, other) {
        (Reference::Named(one), Reference::Named(other)) => {
            one.entity == other.entity
                && one.path.len() == other.path.len()
                && one.path.iter().zip(&other.path).all(|(one, other)| same_name(one, other))
        }
        _ => one == other,
    }
}

fn same_name(one: &str, other: &str) -> bool {
    same_key(one, other)
        || same_key(&crate::diff::text::unescaped(one), &crate::diff::text::unescaped(other))
}

/// Whether two names mean the same attribute. A shared one and one of a product alone are never the same.
pub(crate) fn same_attribute(
    one: &AttributeName,
    other: &AttributeName,
    known: &dyn Known,
) -> bool {
    match (one, other) {
        (AttributeName::Local(one), AttributeName::Local(other)) => same_name(one, other),
        (AttributeName::Global(one), AttributeName::Global(other)) => {
            same_reference(one, other)
                || matches!((stored(one, known), stored(other, known)), (Some(one), Some(other)) if one == other)
        }
        _ => false,
    }
}

pub(crate) fn same_attributes(
    wanted: &[ProductAttribute],
    found: &[ProductAttribute],
    known: &dyn Known,
) -> bool {
    // An attribute that offers nothing is not kept.
    let wanted = wanted.iter().filter(|attribute| options(attribute).next().is_some());
    let found = found.iter().filter(|attribute| options(attribute).next().is_some());
    let mut found = found.peekable();
    for attribute in wanted {
        let Some(like) = found.next() else { return false };
        if !same_attribute(&attribute.attribute, &like.attribute, known)
            || attribute.visible != like.visible
            || attribute.variation != like.variation
            || !same_options(attribute, like, known)
        {
            return false;
        }
    }
    found.peek().is_none()
}

/// The options as the store keeps them: a bar splits one of a product's own attribute (`products-create-variable`).
fn options(attribute: &ProductAttribute) -> impl Iterator<Item = &str> {
    let is_local = matches!(attribute.attribute, AttributeName::Local(_));
    let bar: &[char] = if is_local { &['|'] } else { &[] };
    attribute
        .options
        .iter()
        .flat_map(move |option| option.split(bar))
        .map(str::trim)
        .filter(|option| !option.is_empty())
}

fn same_options(one: &ProductAttribute, other: &ProductAttribute, known: &dyn Known) -> bool {
    match &one.attribute {
        AttributeName::Local(_) => {
            let mut others = options(other);
            options(one).all(|option| others.next().is_some_and(|like| same_plain(option, like)))
                && others.next().is_none()
        }
        // The store shows the options of shared attributes in an order of its own.
        AttributeName::Global(_) => {
            let names = |all| sorted(options(all).map(|option| folded_name(option).into_owned()));
            if names(one) == names(other) {
                return true;
            }
            let attribute = attribute_id(&one.attribute, known);
            let terms = |all| sorted(options(all).map(|option| term(option, attribute, known)));
            terms(one) == terms(other)
        }
    }
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What an option means: a term of the store, or the slug that the store would make of it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    Stored(StoreId),
    Slug(String),
}

fn term(option: &str, attribute: Option<StoreId>, known: &dyn Known) -> Term {
    let found = [Key::Name, Key::Slug].into_iter().filter(|_| attribute.is_some()).find_map(
        |key| match find(&Name::new(Entity::Term, key, option), attribute, known) {
            Found::One(id) => Some(id),
            Found::None | Found::Several(_) => None,
        },
    );
    match found {
        Some(id) => Term::Stored(id),
        None => {
            let slug = slug(option);
            Term::Slug(if slug.is_empty() { folded_name(option).into_owned() } else { slug })
        }
    }
}

fn attribute_id(attribute: &AttributeName, known: &dyn Known) -> Option<StoreId> {
    match attribute {
        AttributeName::Global(reference) => stored(reference, known),
        AttributeName::Local(_) => None,
    }
}

/// Whether two options are the same: by label, as a slug (`products-create-variable` shows defaults so,
/// `variations-create-unknown-option` an option that the parent does not offer), or as the same term.
pub(crate) fn same_option(
    one: &str,
    other: &str,
    attribute: Option<StoreId>,
    known: &dyn Known,
) -> bool {
    same_name(one, other) || term(one, attribute, known) == term(other, attribute, known)
}

pub(crate) fn same_choices(wanted: &[Choice], found: &[Choice], known: &dyn Known) -> bool {
    // The store does not show an attribute that takes any option.
    let chosen =
        |all: &[Choice]| all.iter().filter(|choice| !choice.option.trim().is_empty()).count();
    chosen(wanted) == chosen(found)
        && wanted.iter().filter(|choice| !choice.option.trim().is_empty()).all(|choice| {
            found.iter().any(|like| {
                same_attribute(&choice.attribute, &like.attribute, known)
                    && match &choice.attribute {
                        AttributeName::Local(_) => same_name(&choice.option, &like.option),
                        AttributeName::Global(_) => {
                            let attribute = attribute_id(&choice.attribute, known);
                            same_option(&choice.option, &like.option, attribute, known)
                        }
                    }
            })
        })
}

pub(crate) fn same_images(
    wanted: &[Image],
    found: &[Image],
    known: &dyn Known,
    is_answer: bool,
) -> bool {
    wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(wanted, found)| {
            let caption = |wanted: &Option<String>, found: &Option<String>| match (wanted, found) {
                (Some(wanted), Some(found)) => same_plain(wanted, found),
                (Some(wanted), None) => wanted.is_empty(),
                (None, _) => true,
            };
            (same_image(wanted, found, known) || is_answer && wanted.id.is_none())
                && caption(&wanted.name, &found.name)
                && caption(&wanted.alt, &found.alt)
        })
}

/// Whether two say the same picture: by number, by the address that the store shows, or by what is remembered of
/// an address (`products-create-image-good`: the store copies the picture and shows an address of its own).
pub(crate) fn same_image(wanted: &Image, found: &Image, known: &dyn Known) -> bool {
    if let (Some(wanted), Some(found)) = (wanted.id, found.id) {
        return wanted == found;
    }
    if !wanted.src.is_empty() && !found.src.is_empty() {
        let (wanted, found) = (wanted.src.trim(), found.src.trim());
        let rests = wanted.split_once("://").zip(found.split_once("://"));
        if wanted == found || rests.is_some_and(|((_, wanted), (_, found))| wanted == found) {
            return true;
        }
    }
    match (wanted.id, found.id) {
        (None, Some(id)) => known.is_image(wanted.src.trim(), id),
        (Some(id), None) => known.is_image(found.src.trim(), id),
        _ => false,
    }
}

/// The numbers of files are made up by the store (`products-create-downloadable`).
pub(crate) fn same_downloads(wanted: &[Download], found: &[Download]) -> bool {
    wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(one, other)| {
            one.file.trim() == other.file.trim() && same_plain(&one.name, &other.name)
        })
}
