//! Which rows have nothing but a name that others have, too, or no name at all?
//!
//! A list without article numbers names its rows by their names. Where a name stands twice, a row is told from its
//! twins by all that stands in it: the same file comes back the same, and a row that changed is left to a person
//! rather than paired by its position. Rows that say exactly the same want the same of each of their records, so
//! it does not matter which of them has which: the first has the first, the second the second.
//!
//! Orders without a number are told in the same way, by who bought what and when.

use std::collections::{HashMap, HashSet};

use longshore_engine::{mapped::Mapped, matching, row::Row};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The names of rows, and those that several have.
#[derive(Default)]
pub(super) struct Twins {
    names: HashSet<u64>,
    shared: HashSet<u64>,
    /// Of what several rows could say: the first row that says it, and how many have so far.
    said: HashMap<u64, (u64, u64)>,
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

    /// Says of a row what tells it from its twins, where it has some. Answers the earlier row that says exactly the
    /// same. To be asked once of each row, in their order.
    pub(super) fn tell_apart(&mut self, mapped: &mut Mapped, row: &Row) -> Option<u64> {
        mapped.twin = None;
        let told = match matching::unnumbered_order(mapped) {
            Some(order) => xxh3_64(order.as_bytes()),
            None => {
                name(mapped).filter(|name| self.shared.contains(name))?;
                content(row)
            }
        };
        let (first, count) = self.said.entry(told).or_insert((row.number, 0));
        *count += 1;
        mapped.twin = Some(match *count {
            1 => told,
            nth => told.wrapping_add(nth.wrapping_mul(APART)),
        });
        (*count > 1).then_some(*first)
    }
}

/// Odd and large, so that no two counts come to the same.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

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
