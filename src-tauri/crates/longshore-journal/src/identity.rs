//! Which record is it now, that had this number once?
//!
//! A record that was deleted and made again has a new number in the store and is still the same record.

use longshore_engine::{change::Action, entity::Entity, value::StoreId};
use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{
    connections::ConnectionId, error::JournalError, journal::Journal, memory, number::Stored,
};

impl Journal {
    /// The number that a record has now; the same number where nothing else is known.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn current_id(
        &self,
        connection: ConnectionId,
        entity: Entity,
        id: StoreId,
    ) -> Result<StoreId, JournalError> {
        self.read(|journal| current(journal, connection, entity, id))
    }

    /// The numbers that records have now, in the order asked.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn current_ids(
        &self,
        connection: ConnectionId,
        entity: Entity,
        ids: &[StoreId],
    ) -> Result<Vec<StoreId>, JournalError> {
        self.read(|journal| {
            ids.iter().map(|id| current(journal, connection, entity, *id)).collect()
        })
    }

    /// Whether a run made this record, as far as is noted.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn is_made(
        &self,
        connection: ConnectionId,
        entity: Entity,
        id: StoreId,
    ) -> Result<bool, JournalError> {
        self.read(|journal| {
            let found = journal
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM change c JOIN run r ON r.id = c.run
                     WHERE r.connection = ?1 AND c.entity = ?2 AND c.action = ?3 AND c.store_id = ?4)",
                )?
                .query_row(
                    (connection, entity.stored(), Action::Create.stored(), id.stored()),
                    |row| row.get(0),
                )?;
            Ok(found)
        })
    }

    /// Notes that a record was made again under another number, outside of [`Journal::finish`].
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn replaced(
        &self,
        connection: ConnectionId,
        entity: Entity,
        old: StoreId,
        new: StoreId,
    ) -> Result<(), JournalError> {
        self.write(|journal| replace(journal, connection, entity, old, new))
    }
}

pub(crate) fn current(
    journal: &Sqlite,
    connection: ConnectionId,
    entity: Entity,
    id: StoreId,
) -> Result<StoreId, JournalError> {
    let found: Option<i64> = journal
        .prepare_cached(
            "SELECT i.current FROM identity_number n JOIN identity i ON i.id = n.identity
             WHERE n.connection = ?1 AND n.entity = ?2 AND n.store_id = ?3",
        )?
        .query_row((connection, entity.stored(), id.stored()), |row| row.get(0))
        .optional()?;
    Ok(found.map_or(id, |current| StoreId(current.cast_unsigned())))
}

/// The old number leads to the new one from now on, and so do all numbers that led to the old one.
pub(crate) fn replace(
    journal: &Sqlite,
    connection: ConnectionId,
    entity: Entity,
    old: StoreId,
    new: StoreId,
) -> Result<(), JournalError> {
    if old == new {
        return Ok(());
    }
    let known: Option<i64> = journal
        .prepare_cached(
            "SELECT identity FROM identity_number WHERE connection = ?1 AND entity = ?2 AND store_id = ?3",
        )?
        .query_row((connection, entity.stored(), old.stored()), |row| row.get(0))
        .optional()?;
    let identity = match known {
        Some(identity) => {
            journal
                .prepare_cached("UPDATE identity SET current = ?2 WHERE id = ?1")?
                .execute((identity, new.stored()))?;
            identity
        }
        None => {
            journal
                .prepare_cached("INSERT INTO identity (current) VALUES (?1)")?
                .execute([new.stored()])?;
            journal.last_insert_rowid()
        }
    };
    let mut note = journal.prepare_cached(
        "INSERT OR REPLACE INTO identity_number (connection, entity, store_id, identity) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for id in [old, new] {
        note.execute((connection, entity.stored(), id.stored(), identity))?;
    }
    journal
        .prepare_cached(
            "UPDATE remembered SET store_id = ?4 WHERE connection = ?1 AND entity = ?2 AND store_id = ?3",
        )?
        .execute((connection, entity.stored(), old.stored(), new.stored()))?;
    memory::forget_altered(journal, connection, entity, old)
}
