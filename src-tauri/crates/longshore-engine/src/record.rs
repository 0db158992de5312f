//! What is a record made of?

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    entity::Entity,
    value::{StoreId, Value},
};

/// The name of a field, such as `regular_price` or `meta:_note`.
pub type FieldName = SmolStr;

/// The fields of a record, each at most once, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Fields(Vec<(FieldName, Value)>);

impl Fields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields of a list. Costs nothing more than a look where the list is in the order of names already.
    #[must_use]
    pub fn from_pairs(pairs: Vec<(FieldName, Value)>) -> Self {
        let is_in_order = pairs.is_sorted_by(|(one, _), (next, _)| one < next);
        if is_in_order { Self(pairs) } else { pairs.into_iter().collect() }
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

    /// Begins to write all fields anew, in the order of their names, over those that are there.
    pub(crate) fn rewrite(&mut self) -> Rewriting<'_> {
        Rewriting { fields: &mut self.0, written: 0, next: 0, is_there: false }
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

/// Writes fields over old ones, whose room is used again: rows of one file mostly have the same fields.
pub(crate) struct Rewriting<'f> {
    fields: &'f mut Vec<(FieldName, Value)>,
    /// So many fields are written; those from here to `next` are done with.
    written: usize,
    next: usize,
    /// The field that was asked for is the next one.
    is_there: bool,
}

impl Rewriting<'_> {
    /// An old value whose room can be used for this field: what it had before, if it had something.
    pub(crate) fn old(&mut self, name: &FieldName) -> Value {
        self.is_there = false;
        while let Some((have, value)) = self.fields.get_mut(self.next) {
            // Mostly it is the same field as in the row before.
            if have.as_str() == name.as_str() {
                self.is_there = true;
                return std::mem::replace(value, Value::Empty);
            }
            if have.as_str() > name.as_str() {
                break;
            }
            self.next += 1;
        }
        Value::Empty
    }

    /// Writes the field that [`Rewriting::old`] was asked for last. Its name comes after those written before.
    pub(crate) fn put(&mut self, name: &FieldName, value: Value) {
        if self.is_there {
            if self.written < self.next {
                self.fields.swap(self.written, self.next);
            }
            self.fields[self.written].1 = value;
            self.next += 1;
        } else if self.written < self.next {
            self.fields[self.written] = (name.clone(), value);
        } else {
            self.fields.insert(self.written, (name.clone(), value));
            self.next += 1;
        }
        self.written += 1;
    }

    /// Drops what is left of the old fields.
    pub(crate) fn finish(self) {
        self.fields.truncate(self.written);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_over_old_fields_is_what_is_there(
            old in proptest::collection::btree_set("[a-f]{1,2}", 0..12),
            new in proptest::collection::btree_map("[a-f]{1,2}", 0i64..5, 0..12),
        ) {
            let mut fields: Fields = old.iter().map(|name| (name.into(), Value::Integer(-1))).collect();
            let mut rewriting = fields.rewrite();
            for (name, number) in &new {
                let name = FieldName::from(name.as_str());
                let had = rewriting.old(&name);
                prop_assert_eq!(had == Value::Integer(-1), old.contains(name.as_str()));
                // Some fields turn out to have nothing.
                if *number > 0 {
                    rewriting.put(&name, Value::Integer(*number));
                }
            }
            rewriting.finish();
            let meant: Fields = new
                .iter()
                .filter(|(_, number)| **number > 0)
                .map(|(name, number)| (name.into(), Value::Integer(*number)))
                .collect();
            prop_assert_eq!(fields, meant);
        }
    }
}
