//! Which text stands for terms, products, pictures and attributes?

use std::borrow::Cow;

use super::cells::Source;
use crate::{
    entity::Entity,
    escape,
    value::{AttributeName, Choice, Image, Name, ProductAttribute, Reference, StoreId, Value},
};

/// One attribute as a row has it.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) values: String,
    pub(super) visible: &'static str,
    pub(super) global: &'static str,
    pub(super) default: String,
}

/// Trees are no deeper; a loop in a damaged store ends here.
const DEEPEST: usize = 32;

/// Terms by the names from their root, `A > B, C`.
pub(super) fn paths(source: &Source<'_>, field: &str) -> String {
    let entity = match field {
        "categories" => Entity::Category,
        "tags" => Entity::Tag,
        _ => Entity::Brand,
    };
    let Some(Value::References(all)) = source.get(field) else { return String::new() };
    let paths: Vec<String> =
        all.iter().filter_map(|reference| path(source, entity, reference)).collect();
    escape::join(paths.iter().map(String::as_str))
}

fn path(source: &Source<'_>, entity: Entity, reference: &Reference) -> Option<String> {
    let mut names = Vec::new();
    let mut next = match reference {
        Reference::Stored(id) => Some(*id),
        Reference::Named(Name { path, .. }) => return Some(path.join(" > ")),
        Reference::Planned(_) => None,
    };
    while let Some(id) = next.filter(|_| names.len() < DEEPEST) {
        let Some(term) = source.known.record(entity, id) else { break };
        names.push(term.fields.text("name").unwrap_or_default().to_owned());
        next = match term.fields.get("parent") {
            Some(Value::Reference(Reference::Stored(parent))) if parent.0 != 0 => Some(*parent),
            _ => None,
        };
    }
    names.reverse();
    (!names.is_empty()).then(|| names.join(" > "))
}

/// A shipping class by its name.
pub(super) fn shipping_class(value: Option<&Value>, source: &Source<'_>) -> String {
    match value {
        Some(Value::Reference(reference)) => {
            path(source, Entity::ShippingClass, reference).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Products by SKU, or by `id:` and their numbers.
pub(super) fn products(source: &Source<'_>, field: &str) -> String {
    let Some(Value::References(all)) = source.get(field) else { return String::new() };
    let names: Vec<String> = all
        .iter()
        .filter_map(|reference| match reference {
            Reference::Stored(id) => Some(source.product(*id)),
            Reference::Named(name) => Some(name.last().to_owned()),
            Reference::Planned(_) => None,
        })
        .collect();
    escape::join(names.iter().map(String::as_str))
}

/// Pictures by their addresses. A comma in an address is left: readers know that an address goes on after it.
pub(super) fn images(value: Option<&Value>) -> String {
    let Some(Value::Images(all)) = value else { return String::new() };
    let addresses: Vec<&str> = all.iter().map(|image: &Image| image.src.as_str()).collect();
    addresses.join(", ")
}

/// The attributes of a product, or the choices of a variation: of everything that its product lets vary, so that
/// an empty value means any.
pub(super) fn attribute_lines(source: &Source<'_>) -> Vec<Line> {
    match source.get("attributes") {
        Some(Value::Attributes(all)) => {
            let defaults = choices(source.get("default_attributes"));
            all.iter().map(|attribute| offered(source, attribute, defaults)).collect()
        }
        _ if source.is_variation() => chosen(source),
        _ => Vec::new(),
    }
}

fn offered(source: &Source<'_>, attribute: &ProductAttribute, defaults: &[Choice]) -> Line {
    let options = &attribute.options;
    let default =
        defaults.iter().find(|default| same(&default.attribute, &attribute.attribute, source));
    // The store shows the default of a shared attribute as a slug; the export names it.
    let named =
        |slug: &str| options.iter().find(|option| is_slug_of(slug, option)).map(String::as_str);
    let default = default.map_or("", |default| named(&default.option).unwrap_or(&default.option));
    Line {
        name: label(source, &attribute.attribute),
        values: escape::join(options.iter().map(String::as_str)),
        visible: if attribute.visible { "1" } else { "0" },
        global: is_global(&attribute.attribute),
        default: default.to_owned(),
    }
}

fn chosen(source: &Source<'_>) -> Vec<Line> {
    let own = choices(source.get("attributes"));
    let line = |attribute: &AttributeName, option: &str| Line {
        name: label(source, attribute),
        values: escape::join([option].into_iter().filter(|option| !option.is_empty())),
        visible: "",
        global: is_global(attribute),
        default: String::new(),
    };
    let mut lines: Vec<Line> =
        own.iter().map(|choice| line(&choice.attribute, &choice.option)).collect();
    let parent = source.parent.as_ref().and_then(|parent| parent.fields.get("attributes"));
    if let Some(Value::Attributes(all)) = parent {
        let varying = all.iter().filter(|attribute| attribute.variation);
        let open = varying.filter(|attribute| {
            !own.iter().any(|choice| same(&choice.attribute, &attribute.attribute, source))
        });
        lines.extend(open.map(|attribute| line(&attribute.attribute, "")));
    }
    lines
}

fn choices(value: Option<&Value>) -> &[Choice] {
    match value {
        Some(Value::Choices(choices)) => choices,
        _ => &[],
    }
}

fn is_global(attribute: &AttributeName) -> &'static str {
    if matches!(attribute, AttributeName::Global(_)) { "1" } else { "0" }
}

fn label(source: &Source<'_>, attribute: &AttributeName) -> String {
    match attribute {
        AttributeName::Local(label) => label.clone(),
        AttributeName::Global(Reference::Stored(StoreId(id))) => {
            let record = source.known.record(Entity::Attribute, StoreId(*id));
            record
                .and_then(|record| record.fields.text("name").map(str::to_owned))
                .unwrap_or_default()
        }
        AttributeName::Global(Reference::Named(name)) => name.last().to_owned(),
        AttributeName::Global(Reference::Planned(_)) => String::new(),
    }
}

/// Whether two names mean the same attribute: defaults of a product name its own attributes by their slugs.
fn same(one: &AttributeName, other: &AttributeName, source: &Source<'_>) -> bool {
    match (one, other) {
        (AttributeName::Local(one), AttributeName::Local(other)) => {
            one == other || slug(one) == slug(other)
        }
        (AttributeName::Global(_), AttributeName::Global(_)) => {
            one == other || label(source, one) == label(source, other)
        }
        _ => false,
    }
}

fn is_slug_of(slug_or_label: &str, option: &str) -> bool {
    slug_or_label == option || slug(slug_or_label) == slug(option)
}

/// Roughly what WordPress makes of a name; enough to tell the options of one attribute apart.
fn slug(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut slug = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    Cow::Owned(slug)
}
