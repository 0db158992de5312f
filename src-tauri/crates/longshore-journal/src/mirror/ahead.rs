//! Which records will be asked for next?
//!
//! Rows often stand in the order in which the store has its records. Where two questions follow each other so, more
//! and more records are read at once; where they do not, no record is read in vain.

use longshore_engine::{entity::Entity, value::StoreId};
use rusqlite::Connection;

use super::tables::Sql;
use crate::{error::JournalError, number::Stored};

/// So many records are read at once at most.
const MOST: usize = 32;
/// Records that are read at once take no more than about this, in bytes.
const MOST_BYTES: usize = 256 << 10;
/// Numbers that are no further apart follow each other: a shop numbers its pictures and variations, too.
const NEAR: u64 = 64;

/// The bodies of some records of one kind, in the order of their numbers.
pub(super) struct Ahead {
    pub(super) entity: Entity,
    one: String,
    onward: String,
    /// Where the body of each ends among the bytes.
    ends: Vec<(StoreId, usize)>,
    bodies: Vec<u8>,
    /// The one that was asked for last, and how many have been asked for so far.
    last: usize,
    asked: usize,
}

impl Ahead {
    pub(super) fn new(entity: Entity) -> Self {
        let sql = Sql::of(entity);
        Self {
            entity,
            one: sql.get,
            onward: sql.onward,
            ends: Vec::new(),
            bodies: Vec::new(),
            last: 0,
            asked: 0,
        }
    }

    /// The body of a record, if there is one.
    pub(super) fn body(
        &mut self,
        mirror: &Connection,
        id: StoreId,
    ) -> Result<Option<&[u8]>, JournalError> {
        let at = match self.position(id) {
            Some(at) => at,
            None => {
                self.read(mirror, id)?;
                match self.ends.first() {
                    Some((found, _)) if *found == id => 0,
                    _ => return Ok(None),
                }
            }
        };
        if self.asked == 0 || at > self.last {
            self.asked += 1;
        }
        self.last = at;
        let start = if at == 0 { 0 } else { self.ends[at - 1].1 };
        Ok(Some(&self.bodies[start..self.ends[at].1]))
    }

    fn position(&self, id: StoreId) -> Option<usize> {
        let coming = self.ends.get(self.last..)?;
        // Mostly it is the next one, or once more the last one.
        let near = coming.iter().take(2).position(|(have, _)| *have == id);
        let at = near.or_else(|| coming.binary_search_by_key(&id, |(have, _)| *have).ok())?;
        Some(self.last + at)
    }

    /// Reads a record, and those behind it if it seems that they will be asked for.
    fn read(&mut self, mirror: &Connection, id: StoreId) -> Result<(), JournalError> {
        let follows = self.ends.last().is_some_and(|(last, _)| {
            id.0.checked_sub(last.0).is_some_and(|distance| (1..=NEAR).contains(&distance))
        });
        let was_worth_it = 2 * self.asked >= self.ends.len();
        let count = if follows && was_worth_it { (2 * self.ends.len()).min(MOST) } else { 1 };
        self.ends.clear();
        self.bodies.clear();
        (self.last, self.asked) = (0, 0);
        if count == 1 {
            let mut statement = mirror.prepare_cached(&self.one)?;
            let mut rows = statement.query([id.stored()])?;
            if let Some(row) = rows.next()? {
                self.bodies.extend_from_slice(row.get_ref(0)?.as_blob()?);
                self.ends.push((id, self.bodies.len()));
            }
            return Ok(());
        }
        let mut statement = mirror.prepare_cached(&self.onward)?;
        let mut rows = statement.query([id.stored()])?;
        while let Some(row) = rows.next()? {
            let id = StoreId(row.get::<_, i64>(0)?.cast_unsigned());
            self.bodies.extend_from_slice(row.get_ref(1)?.as_blob()?);
            self.ends.push((id, self.bodies.len()));
            if self.ends.len() == count || self.bodies.len() > MOST_BYTES {
                break;
            }
        }
        Ok(())
    }
}
