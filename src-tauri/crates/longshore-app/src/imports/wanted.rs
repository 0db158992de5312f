//! Which records of the store do rows speak of, as far as it makes sense to ask for them one by one?

use std::collections::BTreeSet;

use longshore_engine::{entity::Entity, platforms::woocommerce::rules, record::Fields, value::Key};

/// With more keys than this the whole list is quicker, and the keys need not be held in memory.
pub(super) const MOST_KEYS: usize = 20_000;

/// The keys by which rows name records, as far as it makes sense to ask for them one by one.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(super) skus: BTreeSet<String>,
    pub(super) slugs: BTreeSet<String>,
    pub(super) has_variations: bool,
    /// Only the whole list can tell.
    pub(super) needs_all: bool,
    /// Rows name fields that change without the time of the last change.
    pub(super) names_unnoticed: bool,
    /// All of it has to be read, whatever is known from before.
    pub(super) reads_anew: bool,
}

impl Wanted {
    /// The whole store, with every field.
    pub(crate) fn everything() -> Self {
        Self { has_variations: true, needs_all: true, reads_anew: true, ..Self::default() }
    }

    /// Nothing that is known from before counts.
    pub(crate) fn read_anew(&mut self) {
        self.reads_anew = true;
    }

    /// Notes which fields a row names.
    pub(crate) fn note_fields(&mut self, fields: &Fields) {
        self.names_unnoticed |=
            !self.names_unnoticed && fields.iter().any(|(name, _)| rules::changes_unnoticed(name));
    }

    /// How many keys there are.
    pub(super) fn keys(&self) -> usize {
        self.skus.len() + self.slugs.len()
    }

    /// The whole store after all.
    pub(crate) fn add_everything(&mut self) {
        self.has_variations = true;
        self.needs_all = true;
    }

    /// Notes a key that a row names.
    pub(crate) fn add(&mut self, entity: Entity, key: Key, value: &str) {
        self.has_variations |= entity == Entity::Variation;
        if self.needs_all {
            return;
        }
        let list = match key {
            Key::Sku => &mut self.skus,
            Key::Slug => &mut self.slugs,
            // No list can be asked for these.
            _ => {
                self.needs_all = true;
                return;
            }
        };
        // A list of SKUs is written with commas between them.
        self.needs_all = value.contains(',');
        if !list.contains(value) {
            list.insert(value.to_owned());
        }
        self.needs_all |= self.skus.len() + self.slugs.len() > MOST_KEYS;
    }

    /// Whether only the whole list can tell, so that no single keys are needed.
    pub(crate) fn needs_all(&self) -> bool {
        self.needs_all
    }

    /// Notes by how many keys of its own the source may be remembered so far.
    pub(crate) fn note_remembered(&mut self, keys: usize) {
        self.needs_all |= keys > MOST_KEYS;
    }

    /// Notes that there are variations among the rows.
    pub(crate) fn add_entity(&mut self, entity: Entity) {
        self.has_variations |= entity == Entity::Variation;
    }
}
