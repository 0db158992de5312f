//! Where do the categories of a file stand, whose rows name nothing but the one right above them?
//!
//! Lists of categories have one column with the name and one with the parent's name. The parent may stand anywhere in
//! the tree: at its root, in a row of its own, or deep in what the store has. A name that only one place has means that
//! place; where several have it, nobody guesses.

use std::collections::{HashMap, HashSet};

use super::{folded_name, path};
use crate::{
    entity::Entity,
    known::{Found, Known},
    mapped::Mapped,
    value::{Key, Name, Reference, StoreId, Value},
};

/// Why nobody can say where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Several places are called as the parent is.
    Several,
    /// Going from parent to parent, one comes back to the row.
    Circle,
}

/// The tree that the rows of a file describe.
#[derive(Debug, Default)]
pub struct Trees {
    /// The ways to the parents of all rows of a name, as they are written.
    parents: HashMap<String, HashSet<Vec<String>>>,
    /// What a parent means of which only the name is written.
    meant: HashMap<String, Result<Vec<String>, Misplaced>>,
}

impl Trees {
    /// Takes note of a row's place.
    pub fn note(&mut self, mapped: &Mapped) {
        let Some(mut way) = path(mapped) else { return };
        let own = way.pop().unwrap_or_default();
        self.parents.entry(folded(&own)).or_default().insert(way);
    }

    /// Finds out what all parents mean, once all rows are noted. Answers how deep the tree is.
    pub fn settle(&mut self, entity: Entity, known: &dyn Known) -> usize {
        let written = self.parents.values().flatten();
        let bare: HashSet<&String> =
            written.filter(|way| way.len() == 1).filter_map(|way| way.first()).collect();
        let meant = bare
            .into_iter()
            .map(|name| (folded(name), self.meaning(name, entity, known, &mut HashSet::new())));
        self.meant = meant.collect();
        let ways = self.parents.values().flatten().map(|way| match way.as_slice() {
            [parent] => self
                .meant
                .get(&folded(parent))
                .and_then(|way| way.as_ref().ok())
                .map_or(1, Vec::len),
            way => way.len(),
        });
        ways.max().map_or(0, |deepest| deepest + 1)
    }

    /// Gives a row the whole way to its parent.
    ///
    /// # Errors
    /// Where nobody can say it; the row stays as it is.
    pub fn place(&self, mapped: &mut Mapped) -> Result<(), Misplaced> {
        if path(mapped).is_none() {
            return Ok(());
        }
        let Some(Value::Reference(Reference::Named(parent))) = mapped.record.fields.get("parent")
        else {
            return Ok(());
        };
        let [bare] = parent.path.as_slice() else { return Ok(()) };
        let Some(meant) = self.meant.get(&folded(bare)) else { return Ok(()) };
        let way = meant.clone()?;
        if way.len() > 1 {
            let name = Name { path: way, ..parent.clone() };
            mapped.record.fields.set("parent", Value::Reference(Reference::Named(name)));
        }
        Ok(())
    }

    /// The way to what is called so: as the file says, else as the store has it, else it is a root.
    ///
    /// `below` are the names on the way here.
    fn meaning(
        &self,
        name: &str,
        entity: Entity,
        known: &dyn Known,
        below: &mut HashSet<String>,
    ) -> Result<Vec<String>, Misplaced> {
        let root = || vec![name.to_owned()];
        let Some(parents) = self.parents.get(&folded(name)) else {
            return match known.find(entity, None, Key::Name, name) {
                _ if is_root(name, entity, known) => Ok(root()),
                Found::One(id) => Ok(in_store(id, entity, known).unwrap_or_else(root)),
                Found::Several(_) => Err(Misplaced::Several),
                Found::None => Ok(root()),
            };
        };
        if parents.iter().any(Vec::is_empty) {
            return Ok(root());
        }
        // What the store has at its root decides a file that does not.
        let undecided = |misplaced| {
            if is_root(name, entity, known) { Ok(root()) } else { Err(misplaced) }
        };
        if below.len() == DEEPEST || !below.insert(folded(name)) {
            return undecided(Misplaced::Circle);
        }
        let mut parents = parents.iter();
        let (Some(parent), None) = (parents.next(), parents.next()) else {
            return undecided(Misplaced::Several);
        };
        let mut way = match parent.as_slice() {
            [bare] => match self.meaning(bare, entity, known, below) {
                Ok(way) => way,
                Err(misplaced) => return undecided(misplaced),
            },
            way => way.to_vec(),
        };
        way.push(name.to_owned());
        Ok(way)
    }
}

fn folded(name: &str) -> String {
    folded_name(name).into_owned()
}

fn is_root(name: &str, entity: Entity, known: &dyn Known) -> bool {
    known.find(entity, None, Key::Path, name) != Found::None
}

/// The way to a record of the store. `None` where it cannot be told.
fn in_store(id: StoreId, entity: Entity, known: &dyn Known) -> Option<Vec<String>> {
    let (mut way, mut next) = (Vec::new(), Some(id));
    while let Some(id) = next {
        let record = known.record(entity, id)?;
        way.push(record.fields.text("name")?.to_owned());
        next = match record.fields.get("parent") {
            Some(Value::Reference(Reference::Stored(parent))) if way.len() < DEEPEST => {
                Some(*parent)
            }
            _ => None,
        };
    }
    way.reverse();
    Some(way)
}

/// No tree of a shop is deeper.
const DEEPEST: usize = 64;
