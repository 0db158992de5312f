//! Which rows have nothing but a name that others have, too?
//!
//! A list without article numbers names its rows by their names. Where a name stands twice, a row is told from its
//! twins by all that stands in it: the same file comes back the same, and a row that changed is left to a person
//! rather than paired by its position.

use std::collections::HashSet;

use longshore_engine::{mapped::Mapped, matching, row::Row};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The names of rows, and those that several have.
#[derive(Default)]
pub(super) struct Twins {
    names: HashSet<u64>,
    shared: HashSet<u64>,
}

impl Twins {
    /// Looks at a row for the first time.
    pub(super) fn note(&mut self, mapped: &Mapped) {
        if let Some(name) = name(mapped)
            && !self.names.insert(name)
        {
            self.shared.insert(name);
        }
    }

    /// Says of a row what tells it from its twins, where it has some.
    pub(super) fn tell_apart(&self, mapped: &mut Mapped, row: &Row) {
        mapped.twin = name(mapped).filter(|name| self.shared.contains(name)).map(|_| content(row));
    }
}

fn name(mapped: &Mapped) -> Option<u64> {
    matching::is_known_by_name_alone(mapped)
        .then(|| mapped.record.fields.text("name"))
        .flatten()
        .map(|name| xxh3_64(matching::folded_name(name).as_bytes()))
}

/// All that stands in a row, with the borders of its cells.
fn content(row: &Row) -> u64 {
    let mut hash = Xxh3::new();
    for cell in row.iter().map(str::trim) {
        hash.update(&(cell.len() as u64).to_le_bytes());
        hash.update(cell.as_bytes());
    }
    hash.digest()
}
