//! Which term of a taxonomy does a name mean, and which has to be made first?

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{
    change::{Action, Change, Phase},
    diff::{self, text},
    entity::Entity,
    known::Found,
    matching::KeyHash,
    platforms::woocommerce::rules,
    record::Fields,
    value::{Key, Name, Value},
};

use super::{
    Desk, Planner, SinkError, Target, codes,
    numbers::{NumberMap, NumberSet},
};

/// How deep a path through a tree may go. Nobody's shop is that deep; a hostile file may be.
const MOST_LEVELS: usize = 64;

/// What names of terms mean, by a number that stands for the name.
#[derive(Default)]
pub(super) struct Terms {
    known: NumberMap<Option<Target>>,
    /// The same by how names are written, which is told more quickly than what they mean: files repeat them.
    written: NumberMap<Option<Target>>,
    written_attributes: NumberMap<Option<Within>>,
    written_options: NumberSet,
    /// Slugs of planned attributes, and the number that the next of the same beginning gets.
    attribute_slugs: HashMap<String, u32>,
}

impl Terms {
    /// Notes that a row makes the node of a tree that stands at this path.
    pub(super) fn note(&mut self, path: u64, target: Target) {
        self.known.insert(path, Some(target));
    }
}

/// The attribute of a term.
#[derive(Clone, Copy)]
pub(super) struct Within {
    pub(super) hash: u64,
    pub(super) target: Target,
}

impl Planner {
    /// The term that a name means; one that the store lacks is planned, its ancestors first, each only once
    /// whatever its letter case. `None` where several have the name.
    pub(super) fn term(
        &mut self,
        name: &Name,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Target>, SinkError> {
        let kind = (name.entity as u64) << 8 | name.by as u64;
        let written = written(kind, &name.path);
        if let Some(target) = self.terms.written.get(&written) {
            return Ok(*target);
        }
        let target = self.term_by_meaning(name, desk)?;
        self.terms.written.insert(written, target);
        Ok(target)
    }

    fn term_by_meaning(
        &mut self,
        name: &Name,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Target>, SinkError> {
        match name.entity {
            Entity::Category | Entity::Brand if matches!(name.by, Key::Path | Key::Name) => {
                self.node(name.entity, name.by, &name.path, desk)
            }
            entity => {
                let hash = KeyHash::new(entity, name.by).name(name.last()).finish();
                if let Some(target) = self.terms.known.get(&hash) {
                    return Ok(*target);
                }
                let mut found = diff::find(name, None, desk.known);
                // A shipping class is named by what people see or by its slug.
                if found == Found::None && name.by == Key::Name {
                    let slug = Name { by: Key::Slug, ..name.clone() };
                    found = match entity {
                        Entity::ShippingClass => diff::find(&slug, None, desk.known),
                        _ => Found::None,
                    };
                }
                let target = match found {
                    Found::None => {
                        Some(self.make(entity, None, name.last(), Fields::new(), desk)?)
                    }
                    found => settled(found, entity, name.last(), desk),
                };
                self.terms.known.insert(hash, target);
                Ok(target)
            }
        }
    }

    /// A node of a tree by the names from its root.
    fn node(
        &mut self,
        entity: Entity,
        by: Key,
        path: &[String],
        desk: &mut Desk<'_>,
    ) -> Result<Option<Target>, SinkError> {
        let Some((name, ancestors)) = path.split_last() else { return Ok(None) };
        if path.len() > MOST_LEVELS {
            desk.raise(&codes::PATH_TOO_DEEP, &[entity.as_str(), name]);
            return Ok(None);
        }
        let hash =
            path.iter().fold(KeyHash::new(entity, by), |hash, part| hash.name(part)).finish();
        if let Some(target) = self.terms.known.get(&hash) {
            return Ok(*target);
        }
        let found = diff::find_named(&Name { entity, by, path: path.to_vec() }, desk.known);
        let target = match found {
            Found::None if by == Key::Name => self.node(entity, Key::Path, path, desk)?,
            Found::None => {
                let parent = if ancestors.is_empty() {
                    None
                } else {
                    Some(self.node(entity, by, ancestors, desk)?)
                };
                match parent {
                    // Where the parent is ambiguous, nobody knows where the child belongs.
                    Some(None) => None,
                    parent => {
                        let mut fields = Fields::new();
                        if let Some(parent) = parent.flatten() {
                            fields.set("parent", Value::Reference(parent.reference()));
                        }
                        Some(self.make(entity, None, name, fields, desk)?)
                    }
                }
            }
            found => settled(found, entity, name, desk),
        };
        self.terms.known.insert(hash, target);
        Ok(target)
    }

    /// A shared attribute by its label or its slug.
    pub(super) fn attribute(
        &mut self,
        name: &Name,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Within>, SinkError> {
        let written = written(0, &name.path);
        if let Some(within) = self.terms.written_attributes.get(&written) {
            return Ok(*within);
        }
        let within = self.attribute_by_meaning(name, desk)?;
        self.terms.written_attributes.insert(written, within);
        Ok(within)
    }

    fn attribute_by_meaning(
        &mut self,
        name: &Name,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Within>, SinkError> {
        let hash = KeyHash::new(Entity::Attribute, Key::Name).name(name.last()).finish();
        let target = match self.terms.known.get(&hash) {
            Some(target) => *target,
            None => {
                let found = diff::find(name, None, desk.known);
                let target = match found {
                    Found::None => match attribute_by_slug(name.last(), desk) {
                        Found::None => Some(self.make_attribute(name.last(), desk)?),
                        found => settled(found, Entity::Attribute, name.last(), desk),
                    },
                    found => settled(found, Entity::Attribute, name.last(), desk),
                };
                self.terms.known.insert(hash, target);
                target
            }
        };
        Ok(target.map(|target| Within { hash, target }))
    }

    /// Sees to it that an attribute has a term: options of shared attributes are terms.
    pub(super) fn option(
        &mut self,
        option: &str,
        within: Within,
        desk: &mut Desk<'_>,
    ) -> Result<(), SinkError> {
        if !self.terms.written_options.insert(written(within.hash, [option])) {
            return Ok(());
        }
        let hash = KeyHash::new(Entity::Term, Key::Name).number(within.hash).name(option).finish();
        if self.terms.known.contains_key(&hash) || option.trim().is_empty() {
            return Ok(());
        }
        let found = match within.target {
            Target::Planned(_) => Found::None,
            Target::Stored(id) => {
                let by =
                    |key| diff::find(&Name::new(Entity::Term, key, option), Some(id), desk.known);
                match by(Key::Name) {
                    Found::None => by(Key::Slug),
                    found => found,
                }
            }
        };
        let target = match found {
            Found::None => {
                Some(self.make(Entity::Term, Some(within.target), option, Fields::new(), desk)?)
            }
            Found::One(id) => Some(Target::Stored(id)),
            Found::Several(_) => None,
        };
        self.terms.known.insert(hash, target);
        Ok(())
    }

    /// Plans an attribute with a slug that the store will take: not too long, not one of WordPress' own words.
    fn make_attribute(&mut self, label: &str, desk: &mut Desk<'_>) -> Result<Target, SinkError> {
        let mut fields = Fields::new();
        let plain = text::slug(label);
        let mut slug = plain.clone();
        if rules::RESERVED_SLUGS.contains(&slug.as_str()) {
            slug.insert_str(0, "product-");
        }
        let most = rules::ATTRIBUTE_SLUG_BYTES;
        cut(&mut slug, most);
        let base = slug.clone();
        while self.is_attribute_slug_taken(&slug, desk) {
            let number = self.terms.attribute_slugs.entry(base.clone()).or_insert(1);
            *number += 1;
            let end = format!("-{number}");
            slug.clone_from(&base);
            cut(&mut slug, most - end.len());
            slug.push_str(&end);
        }
        if slug != plain {
            fields.set("slug", Value::Text(slug.clone()));
        }
        self.terms.attribute_slugs.entry(slug).or_insert(1);
        self.make(Entity::Attribute, None, label, fields, desk)
    }

    fn is_attribute_slug_taken(&self, slug: &str, desk: &Desk<'_>) -> bool {
        self.terms.attribute_slugs.contains_key(slug)
            || attribute_by_slug(slug, desk) != Found::None
    }

    fn make(
        &mut self,
        entity: Entity,
        parent: Option<Target>,
        name: &str,
        mut fields: Fields,
        desk: &mut Desk<'_>,
    ) -> Result<Target, SinkError> {
        let name = text::unescaped(name.trim()).into_owned();
        fields.set("name", Value::Text(name.clone()));
        let id = desk.sink.next();
        desk.sink.push(Change {
            id,
            phase: Phase::Taxonomies,
            action: Action::Create,
            entity,
            record: None,
            parent: parent.map(Target::reference),
            fields,
            before: Fields::new(),
            label: name,
            row: None,
            completes: None,
            reason: "term_missing".into(),
        })?;
        Ok(Target::Planned(id))
    }
}

/// A number that stands for a name as it is written, within something.
fn written(within: u64, parts: impl IntoIterator<Item = impl AsRef<str>>) -> u64 {
    parts
        .into_iter()
        .fold(within, |before, part| xxh3_64_with_seed(part.as_ref().as_bytes(), before))
}

fn settled(found: Found, entity: Entity, name: &str, desk: &mut Desk<'_>) -> Option<Target> {
    match found {
        Found::One(id) => Some(Target::Stored(id)),
        Found::None => None,
        Found::Several(count) => {
            desk.raise(&codes::TERM_AMBIGUOUS, &[entity.as_str(), name, &count.to_string()]);
            None
        }
    }
}

/// Stores show the slugs of attributes with `pa_` before them.
fn attribute_by_slug(label: &str, desk: &Desk<'_>) -> Found {
    let slug = text::slug(label);
    let by = |slug: &str| desk.known.find(Entity::Attribute, None, Key::Slug, slug);
    if slug.is_empty() {
        return Found::None;
    }
    match by(&format!("pa_{slug}")) {
        Found::None => by(&slug),
        found => found,
    }
}

fn cut(text: &mut String, most: usize) {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}
