//! What did we learn of a store, beyond what it shows?

use std::sync::Arc;

use longshore_engine::{
    change::Difference,
    entity::Entity,
    matching::TWIN,
    picture_files::identity,
    record::{Fields, StoreRecord},
    value::{StoreId, Value},
};
use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{
    connections::ConnectionId, error::JournalError, journal::Journal, number::Stored, packed,
};

/// What was learned of one store, to be asked often. Has a reader of its own; sees what was learned since, too.
#[derive(Debug)]
pub struct Memory {
    journal: Sqlite,
    connection: ConnectionId,
}

/// The record that a key became. A store that was set back gives its numbers once more; the moment in which a record
/// was made tells which one is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Became {
    /// What it is.
    pub entity: Entity,
    /// Its number.
    pub id: StoreId,
    /// When the store made it, as the store writes it.
    pub made: Option<String>,
}

impl Became {
    /// This record.
    #[must_use]
    pub fn of(record: &StoreRecord) -> Self {
        Self { entity: record.entity, id: record.id, made: made(record) }
    }
}

/// When the store made a record.
pub(crate) fn made(record: &StoreRecord) -> Option<String> {
    match record.fields.get("date_created") {
        Some(Value::Moment(moment)) => Some(moment.to_string()),
        _ => None,
    }
}

impl Journal {
    /// What was learned of a store.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn memory(&self, connection: ConnectionId) -> Result<Memory, JournalError> {
        Ok(Memory { journal: self.reader()?, connection })
    }

    /// Forgets that pictures have these numbers: the store has something else there.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn forget_pictures(
        &self,
        connection: ConnectionId,
        pictures: &[(String, StoreId)],
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let question = "DELETE FROM image WHERE connection = ?1 AND src = ?2 AND media = ?3";
            let mut forget = journal.prepare_cached(question)?;
            for (src, media) in pictures {
                forget.execute((connection, identity(src), media.stored()))?;
            }
            Ok(())
        })
    }

    /// Remembers which record a source's own key became, outside of [`Journal::finish`].
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn remember(
        &self,
        connection: ConnectionId,
        source: &str,
        keys: &[(String, Became)],
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            for (key, became) in keys {
                remember_key(journal, connection, (source, key), became)?;
            }
            Ok(())
        })
    }
}

impl Memory {
    /// Of fields that the store altered: what was sent last and what it kept, as `(sent, kept)`.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn altered(
        &self,
        entity: Entity,
        id: StoreId,
    ) -> Result<Option<Arc<(Fields, Fields)>>, JournalError> {
        Ok(altered(&self.journal, self.connection, entity, id)?.map(Arc::new))
    }

    /// The records with such fields.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn altered_records(&self) -> Result<Vec<(Entity, StoreId)>, JournalError> {
        let mut statement = self
            .journal
            .prepare_cached("SELECT entity, store_id FROM altered WHERE connection = ?1")?;
        let mut rows = statement.query([self.connection])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(entity) = crate::number::entity(row.get(0)?) {
                found.push((entity, StoreId(row.get::<_, i64>(1)?.cast_unsigned())));
            }
        }
        Ok(found)
    }

    /// The number of the picture that an address became, or a content; of several the latest.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn image(&self, src: &str) -> Result<Option<StoreId>, JournalError> {
        let found: Option<i64> = self
            .journal
            .prepare_cached("SELECT max(media) FROM image WHERE connection = ?1 AND src = ?2")?
            .query_row((self.connection, identity(src)), |row| row.get(0))?;
        Ok(found.map(|id| StoreId(id.cast_unsigned())))
    }

    /// Whether the picture of that number was made from this address.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn is_image(&self, src: &str, id: StoreId) -> Result<bool, JournalError> {
        let question = "SELECT 1 FROM image WHERE connection = ?1 AND src = ?2 AND media = ?3";
        Ok(self.journal.prepare_cached(question)?.exists((
            self.connection,
            identity(src),
            id.stored(),
        ))?)
    }

    /// The record that a source's own key became; it may be gone from the store since.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn remembered(
        &self,
        source: &str,
        entity: Entity,
        key: &str,
    ) -> Result<Option<StoreId>, JournalError> {
        let found: Option<i64> = self
            .journal
            .prepare_cached(
                "SELECT store_id FROM remembered
                 WHERE connection = ?1 AND source = ?2 AND entity = ?3 AND key = ?4",
            )?
            .query_row((self.connection, source, entity.stored(), folded(key)), |row| row.get(0))
            .optional()?;
        Ok(found.map(|id| StoreId(id.cast_unsigned())))
    }

    /// When the record was made that a source's own key became, where that is known.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn made(
        &self,
        source: &str,
        entity: Entity,
        key: &str,
    ) -> Result<Option<String>, JournalError> {
        let found = self
            .journal
            .prepare_cached(
                "SELECT made FROM remembered
                 WHERE connection = ?1 AND source = ?2 AND entity = ?3 AND key = ?4",
            )?
            .query_row((self.connection, source, entity.stored(), folded(key)), |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// The records that rows became which share a name and have nothing else to be known by; the key of any of
    /// them will do. The one that has just the name is among them.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn twins(
        &self,
        source: &str,
        entity: Entity,
        key: &str,
    ) -> Result<Vec<StoreId>, JournalError> {
        let name = folded(key.split(TWIN).next().unwrap_or_default());
        let (from, to) = (format!("{name}{TWIN}"), format!("{name}{}", char::from(TWIN as u8 + 1)));
        let mut statement = self.journal.prepare_cached(
            "SELECT store_id FROM remembered
             WHERE connection = ?1 AND source = ?2 AND entity = ?3 AND (key = ?4 OR key >= ?5 AND key < ?6)",
        )?;
        let found = statement
            .query_map((self.connection, source, entity.stored(), name, from, to), |row| {
                row.get::<_, i64>(0)
            })?;
        Ok(found.map(|id| id.map(|id| StoreId(id.cast_unsigned()))).collect::<Result<_, _>>()?)
    }
}

/// Keys are the same without letter case and outer spaces.
fn folded(key: &str) -> String {
    key.trim().to_lowercase()
}

fn altered(
    journal: &Sqlite,
    connection: ConnectionId,
    entity: Entity,
    id: StoreId,
) -> Result<Option<(Fields, Fields)>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT fields FROM altered WHERE connection = ?1 AND entity = ?2 AND store_id = ?3",
    )?;
    let mut rows = statement.query((connection, entity.stored(), id.stored()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    packed::unpack(row.get_ref(0)?.as_blob()?)
        .map(Some)
        .map_err(|error| JournalError::unreadable("altered", id.0, error))
}

pub(crate) fn remember_image(
    journal: &Sqlite,
    connection: ConnectionId,
    src: &str,
    media: StoreId,
) -> Result<(), JournalError> {
    journal
        .prepare_cached(
            "INSERT OR REPLACE INTO image (connection, src, media) VALUES (?1, ?2, ?3)",
        )?
        .execute((connection, identity(src), media.stored()))?;
    Ok(())
}

/// A picture that is gone from the store.
pub(crate) fn forget_image(
    journal: &Sqlite,
    connection: ConnectionId,
    media: StoreId,
) -> Result<(), JournalError> {
    journal
        .prepare_cached("DELETE FROM image WHERE connection = ?1 AND media = ?2")?
        .execute((connection, media.stored()))?;
    Ok(())
}

pub(crate) fn remember_key(
    journal: &Sqlite,
    connection: ConnectionId,
    (source, key): (&str, &str),
    Became { entity, id, made }: &Became,
) -> Result<(), JournalError> {
    journal
        .prepare_cached(
            "INSERT OR REPLACE INTO remembered (connection, source, entity, key, store_id, made)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((connection, source, entity.stored(), folded(key), id.stored(), made))?;
    Ok(())
}

/// A record that was made again, by another number, was made at another moment.
pub(crate) fn remember_moment(
    journal: &Sqlite,
    connection: ConnectionId,
    Became { entity, id, made }: &Became,
) -> Result<(), JournalError> {
    journal
        .prepare_cached(
            "UPDATE remembered SET made = ?4 WHERE connection = ?1 AND entity = ?2 AND store_id = ?3",
        )?
        .execute((connection, entity.stored(), id.stored(), made))?;
    Ok(())
}

/// The same where nothing is known of the key; says how many keys that were.
pub(crate) fn remember_lost_key(
    journal: &Sqlite,
    connection: ConnectionId,
    (source, key): (&str, &str),
    entity: Entity,
    id: StoreId,
) -> Result<u64, JournalError> {
    let learned = journal
        .prepare_cached(
            "INSERT OR IGNORE INTO remembered (connection, source, entity, key, store_id)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((connection, source, entity.stored(), folded(key), id.stored()))?;
    Ok(learned as u64)
}

/// A record that is gone, or made again from nothing: the store keeps none of its fields otherwise. The source's key
/// is still remembered, for when the record comes back.
pub(crate) fn forget_altered(
    journal: &Sqlite,
    connection: ConnectionId,
    entity: Entity,
    id: StoreId,
) -> Result<(), JournalError> {
    journal
        .prepare_cached(
            "DELETE FROM altered WHERE connection = ?1 AND entity = ?2 AND store_id = ?3",
        )?
        .execute((connection, entity.stored(), id.stored()))?;
    Ok(())
}

/// Notes where the store kept something else than was sent, and forgets it where it now keeps what was sent.
/// `sent` is only asked where there is something to note or to forget.
pub(crate) fn learn_altered(
    journal: &Sqlite,
    connection: ConnectionId,
    (entity, id): (Entity, StoreId),
    differences: &[Difference],
    is_new: bool,
    sent: impl FnOnce() -> Result<Fields, JournalError>,
) -> Result<(), JournalError> {
    let known = if is_new { None } else { altered(journal, connection, entity, id)? };
    if known.is_none() && differences.is_empty() {
        return Ok(());
    }
    let was_known = known.is_some();
    let (mut meant, mut kept) = known.unwrap_or_default();
    let now = sent()?;
    for (field, _) in now.iter() {
        meant.remove(field);
        kept.remove(field);
    }
    for difference in differences {
        // What the store changed beside what was sent was never meant otherwise.
        if now.get(&difference.field).is_some() {
            meant.set(difference.field.clone(), difference.expected.clone());
            kept.set(difference.field.clone(), difference.found.clone());
        }
    }
    if meant.is_empty() {
        return if was_known { forget_altered(journal, connection, entity, id) } else { Ok(()) };
    }
    let fields = packed::pack(&(meant, kept))
        .map_err(|error| JournalError::unreadable("altered", id.0, error))?;
    journal
        .prepare_cached("INSERT OR REPLACE INTO altered (connection, entity, store_id, fields) VALUES (?1, ?2, ?3, ?4)")?
        .execute((connection, entity.stored(), id.stored(), fields))?;
    Ok(())
}
