//! What is a record made of?

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{
    entity::Entity,
    value::{StoreId, Value},
};

/// The name of a field, such as `regular_price` or `meta:_note`.
pub type FieldName = SmolStr;

/// The fields of a record, each at most once, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(Vec<(FieldName, Value)>);

impl Fields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field, if it is there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.position(name).ok().map(|at| &self.0[at].1)
    }

    /// The value of a field to be changed in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.position(name).ok().map(|at| &mut self.0[at].1)
    }

    /// The text of a field; `None` where it is absent or no text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_text)
    }

    /// Sets a field, replacing what was there. Cheapest when fields arrive in the order of their names.
    pub fn set(&mut self, name: impl Into<FieldName>, value: Value) {
        let name = name.into();
        if self.0.last().is_none_or(|(last, _)| *last < name) {
            self.0.push((name, value));
            return;
        }
        match self.position(&name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Adds a field whose name comes after all others.
    pub(crate) fn append(&mut self, name: FieldName, value: Value) {
        debug_assert!(self.0.last().is_none_or(|(last, _)| *last < name), "{name} is not the last");
        self.0.push((name, value));
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.position(name).ok().map(|at| self.0.remove(at).1)
    }

    /// All fields, by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&FieldName, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// All fields, values to be changed in place.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&FieldName, &mut Value)> {
        self.0.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all fields out and keeps the room, for the next record.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(have, _)| have.as_str().cmp(name))
    }
}

impl FromIterator<(FieldName, Value)> for Fields {
    fn from_iter<T: IntoIterator<Item = (FieldName, Value)>>(fields: T) -> Self {
        let mut all = Self::new();
        for (name, value) in fields {
            all.set(name, value);
        }
        all
    }
}

impl IntoIterator for Fields {
    type Item = (FieldName, Value);
    type IntoIter = std::vec::IntoIter<Self::Item>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A record as a file describes it: only the fields that the file speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its kind.
    pub entity: Entity,
    /// What is said of it.
    pub fields: Fields,
}

/// A record as a store keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreRecord {
    /// Its kind.
    pub entity: Entity,
    /// Its number.
    pub id: StoreId,
    /// The product of a variation, the attribute of a term. The parent of a category is a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<StoreId>,
    /// When it was last changed, in UTC; not every kind says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<DateTime>,
    /// Every field that our schema knows and the store showed, those without a value as [`Value::Empty`].
    pub fields: Fields,
}
