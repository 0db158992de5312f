//! What runs did to the shop of the model, with everything that it takes to take it back.

use std::collections::{BTreeMap, BTreeSet};

use super::shop::{Fields, Name, Shop};

/// A record as it was at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) id: Option<u64>,
    pub(crate) parent: Option<Name>,
    pub(crate) slug: String,
    pub(crate) fields: Fields,
}

#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Created,
    /// The fields that were sent, and those that changed with them.
    Updated(BTreeSet<&'static str>),
    Removed,
    /// With what went into the trash along with it.
    Trashed(Vec<(Name, Image)>),
}

/// What a run did to a record.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) name: Name,
    pub(crate) deed: Deed,
    /// Just before; of what was made, nothing.
    pub(crate) before: Option<Image>,
    /// Just after; of what went, nothing.
    pub(crate) kept: Option<Image>,
}

/// A run with what it did, in the order in which it did it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) changes: Vec<Change>,
    /// Whether what refers to others goes before what it refers to.
    pub(crate) is_reversed: bool,
}

/// Carries changes out in the shop and notes them.
pub(crate) struct Doing<'s> {
    pub(crate) shop: &'s mut Shop,
    pub(crate) run: Run,
}

impl Shop {
    pub(crate) fn image(&self, name: Name) -> Image {
        let record = &self.records[name];
        Image {
            id: record.id,
            parent: record.parent,
            slug: record.slug.clone(),
            fields: record.fields.clone(),
        }
    }
}

impl Doing<'_> {
    pub(crate) fn made(&mut self, name: Name) {
        let kept = Some(self.shop.image(name));
        self.run.changes.push(Change { name, deed: Deed::Created, before: None, kept });
    }

    pub(crate) fn update(&mut self, name: Name, sent: &Fields) {
        let before = self.shop.image(name);
        self.shop.write(name, sent);
        let kept = self.shop.image(name);
        let changed = kept.fields.iter().filter(|(field, value)| before.get(field) != *value);
        let touched = changed.map(|(field, _)| *field).chain(sent.keys().copied()).collect();
        let deed = Deed::Updated(touched);
        self.run.changes.push(Change { name, deed, before: Some(before), kept: Some(kept) });
    }

    pub(crate) fn trash(&mut self, name: Name) {
        let within = self.shop.within(super::shop::Kind::Variation, name);
        let listed = within.into_iter().filter(|one| !self.shop.records[*one].is_in_trash());
        let along = listed.map(|one| (one, self.shop.image(one))).collect();
        let before = Some(self.shop.image(name));
        self.shop.trash(name);
        self.run.changes.push(Change { name, deed: Deed::Trashed(along), before, kept: None });
    }

    pub(crate) fn remove(&mut self, name: Name) {
        let before = Some(self.shop.image(name));
        self.shop.remove(name);
        self.run.changes.push(Change { name, deed: Deed::Removed, before, kept: None });
    }
}

impl Image {
    pub(crate) fn get(&self, field: &str) -> &super::shop::Value {
        self.fields.get(field).unwrap_or(&super::shop::Value::Nothing)
    }
}

/// What names of rows without a SKU became.
pub(crate) type Remembered = BTreeMap<String, Name>;
