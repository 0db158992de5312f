//! How fresh is the mirror?

use jiff::Timestamp;
use longshore_engine::{entity::Entity, value::StoreId};

use super::{
    Mirror,
    records::{generation, remove},
    tables::Sql,
};
use crate::{
    error::JournalError,
    journal::{millis, moment},
    number::Stored,
};

/// When a kind of record was last read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// When all of it was last read to the end: until then the mirror is only a part of the store.
    pub complete_at: Option<Timestamp>,
    /// Every change that the store dates up to here is in the mirror: `modified_after` for the next reading.
    pub modified_until: Option<Timestamp>,
    /// When the store was last asked for changes.
    pub asked_at: Option<Timestamp>,
}

/// A reading of all records of a kind; what it does not meet is gone from the store.
#[derive(Debug)]
#[must_use = "a full read that is not ended takes nothing out"]
pub struct FullRead {
    entity: Entity,
    generation: i64,
}

impl Mirror {
    /// Begins to read all records of a kind. One that was begun and not ended is forgotten.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    pub fn begin_full_read(&self, entity: Entity) -> Result<FullRead, JournalError> {
        self.database.write(|mirror| {
            mirror.execute(
                "UPDATE sync SET generation = generation + 1 WHERE entity = ?1",
                [entity.stored()],
            )?;
            Ok(FullRead { entity, generation: generation(mirror, entity)? })
        })
    }

    /// Ends a full read: what was not put since it began goes. Returns how many records that were. A full read
    /// that another one has overtaken takes nothing out.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    #[expect(clippy::needless_pass_by_value, reason = "a reading ends once")]
    pub fn end_full_read(&self, read: FullRead, synced: Synced) -> Result<usize, JournalError> {
        self.database.write(|mirror| {
            if generation(mirror, read.entity)? != read.generation {
                return Ok(0);
            }
            let stale: Vec<i64> = mirror
                .prepare_cached(&Sql::of(read.entity).stale)?
                .query_map([read.generation], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            remove(mirror, read.entity, stale.iter().copied())?;
            set(mirror, read.entity, synced)?;
            Ok(stale.len())
        })
    }

    /// Takes children of one parent out that are not among those that the store just showed: the variations of a
    /// product, read one product at a time. Returns how many.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    pub fn keep_children(
        &self,
        entity: Entity,
        parent: StoreId,
        shown: &[StoreId],
    ) -> Result<usize, JournalError> {
        let shown: std::collections::HashSet<StoreId> = shown.iter().copied().collect();
        let mut gone = self.children(entity, parent)?;
        gone.retain(|id| !shown.contains(id));
        if !gone.is_empty() {
            self.remove(entity, &gone)?;
        }
        Ok(gone.len())
    }

    /// When a kind of record was last read.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn synced(&self, entity: Entity) -> Result<Synced, JournalError> {
        self.database.read(|mirror| {
            let mut statement = mirror.prepare_cached(
                "SELECT complete_at, modified_until, asked_at FROM sync WHERE entity = ?1",
            )?;
            Ok(statement.query_row([entity.stored()], |row| {
                Ok(Synced {
                    complete_at: row.get::<_, Option<i64>>(0)?.map(moment),
                    modified_until: row.get::<_, Option<i64>>(1)?.map(moment),
                    asked_at: row.get::<_, Option<i64>>(2)?.map(moment),
                })
            })?)
        })
    }

    /// Notes when a kind of record was read, after reading only what changed.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    pub fn set_synced(&self, entity: Entity, synced: Synced) -> Result<(), JournalError> {
        self.database.write(|mirror| set(mirror, entity, synced))
    }
}

fn set(mirror: &rusqlite::Connection, entity: Entity, synced: Synced) -> Result<(), JournalError> {
    mirror.execute(
        "UPDATE sync SET complete_at = ?2, modified_until = ?3, asked_at = ?4 WHERE entity = ?1",
        (
            entity.stored(),
            synced.complete_at.map(millis),
            synced.modified_until.map(millis),
            synced.asked_at.map(millis),
        ),
    )?;
    Ok(())
}
