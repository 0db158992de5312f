//! Which terms and pictures does something in the store use?
//!
//! A term that a run made goes with its undo only if nothing else needs it. The store's own count of products will
//! not do: it leaves out drafts.

use std::collections::{HashMap, HashSet};

use longshore_engine::{
    entity::Entity,
    matching::folded_name,
    record::StoreRecord,
    value::{AttributeName, Reference, StoreId, Value},
};

use super::around::Id;

/// Terms, and the records that use each.
#[derive(Default)]
pub(super) struct InUse {
    users: HashMap<Id, Vec<Id>>,
    /// The terms of an attribute, by label or slug: products name them so.
    terms: HashMap<(StoreId, String), StoreId>,
    /// Pictures, and the records that show each.
    pictures: HashMap<StoreId, Vec<Id>>,
}

impl InUse {
    /// Notes a term that may have to go, so that its users are looked for.
    pub(super) fn note(&mut self, term: &StoreRecord) {
        self.users.entry((term.entity, term.id)).or_default();
        if let (Entity::Term, Some(attribute)) = (term.entity, term.parent) {
            for field in ["name", "slug"] {
                if let Some(text) = term.fields.text(field) {
                    self.terms.insert((attribute, folded_name(text).into_owned()), term.id);
                }
            }
        }
    }

    /// Notes a picture that may have to go.
    pub(super) fn note_picture(&mut self, picture: StoreId) {
        self.pictures.entry(picture).or_default();
    }

    /// Whether there is any such term or picture.
    pub(super) fn is_empty(&self) -> bool {
        self.users.is_empty() && self.pictures.is_empty()
    }

    /// Whether variations can be users: only of what they name themselves.
    pub(super) fn concerns_variations(&self) -> bool {
        let named = [Entity::ShippingClass, Entity::Attribute, Entity::Term];
        !self.pictures.is_empty() || self.users.keys().any(|(entity, _)| named.contains(entity))
    }

    /// The attributes among them: they would take all of their terms along.
    pub(super) fn attributes(&self) -> Vec<StoreId> {
        let attributes = self.users.keys().filter(|(entity, _)| *entity == Entity::Attribute);
        attributes.map(|(_, id)| *id).collect()
    }

    /// Notes what a record uses.
    pub(super) fn look_at(&mut self, record: &StoreRecord) {
        let user = (record.entity, record.id);
        if let (Entity::Term, Some(attribute)) = (record.entity, record.parent) {
            self.uses(user, (Entity::Attribute, attribute));
        }
        for (field, value) in record.fields.iter() {
            match value {
                Value::Reference(Reference::Stored(id)) => {
                    if let Some(entity) = kind(record.entity, field) {
                        self.uses(user, (entity, *id));
                    }
                }
                Value::References(all) => {
                    let Some(entity) = kind(record.entity, field) else { continue };
                    for reference in all {
                        if let Reference::Stored(id) = reference {
                            self.uses(user, (entity, *id));
                        }
                    }
                }
                Value::Images(all) => {
                    for id in all.iter().filter_map(|image| image.id) {
                        if let Some(users) = self.pictures.get_mut(&id) {
                            users.push(user);
                        }
                    }
                }
                Value::Attributes(all) => {
                    for one in all {
                        self.uses_options(user, &one.attribute, &one.options);
                    }
                }
                Value::Choices(all) => {
                    for one in all {
                        self.uses_options(user, &one.attribute, std::slice::from_ref(&one.option));
                    }
                }
                _ => {}
            }
        }
    }

    fn uses_options(&mut self, user: Id, attribute: &AttributeName, options: &[String]) {
        let AttributeName::Global(Reference::Stored(id)) = attribute else { return };
        self.uses(user, (Entity::Attribute, *id));
        for option in options {
            let label = folded_name(option).into_owned();
            if let Some(term) = self.terms.get(&(*id, label)).copied() {
                self.uses(user, (Entity::Term, term));
            }
        }
    }

    fn uses(&mut self, user: Id, used: Id) {
        if let Some(users) = self.users.get_mut(&used) {
            users.push(user);
        }
    }

    /// Whether a term has a user that stays.
    pub(super) fn has(&self, entity: Entity, id: StoreId, removed: &HashSet<Id>) -> bool {
        self.users
            .get(&(entity, id))
            .is_some_and(|users| users.iter().any(|user| !removed.contains(user)))
    }

    /// Whether a picture is shown by a record that stays.
    pub(super) fn shows(&self, picture: StoreId, removed: &HashSet<Id>) -> bool {
        self.pictures
            .get(&picture)
            .is_some_and(|users| users.iter().any(|user| !removed.contains(user)))
    }

    /// A record will be like this by this undo: what it uses then is all that counts.
    pub(super) fn put_back(&mut self, then: &StoreRecord) {
        let user = (then.entity, then.id);
        for users in self.users.values_mut().chain(self.pictures.values_mut()) {
            users.retain(|one| *one != user);
        }
        self.look_at(then);
    }
}

/// Which kind of record a field refers to.
fn kind(entity: Entity, field: &str) -> Option<Entity> {
    match (entity, field) {
        (Entity::Category, "parent") => Some(Entity::Category),
        (Entity::Brand, "parent") => Some(Entity::Brand),
        (_, "categories") => Some(Entity::Category),
        (_, "tags") => Some(Entity::Tag),
        (_, "brands") => Some(Entity::Brand),
        (_, "shipping_class") => Some(Entity::ShippingClass),
        _ => None,
    }
}
