//! Which records does the mirror have?

use std::{borrow::Cow, ops::ControlFlow, sync::Arc};

use longshore_engine::{entity::Entity, record::StoreRecord, value::StoreId};
use rusqlite::{Connection, OptionalExtension};

use super::{Mirror, codec, decode_with, keys, names::Names, tables::Sql};
use crate::{error::JournalError, number::Stored};

/// So many records are read between two looks at whoever asked.
const PAGE: usize = 1_000;

impl Mirror {
    /// Takes records as the store shows them now, in place of what was known of them. All kinds in one call;
    /// some hundreds at a time are quickest.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    pub fn put(&self, records: &[StoreRecord]) -> Result<(), JournalError> {
        // The writer first: dictionary and database are written in the same order by everybody.
        let mut writer = self.database.writer();
        let mirror = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut names = Names::clone(&self.names());
        names.catch_up(&mirror)?;
        let (mut body, mut found) = (Vec::new(), Vec::new());
        for entity in Entity::ALL {
            let mut these = records.iter().filter(|record| record.entity == entity).peekable();
            if these.peek().is_none() {
                continue;
            }
            let sql = Sql::of(entity);
            let generation = generation(&mirror, entity)?;
            let mut put_record = mirror.prepare_cached(&sql.put_record)?;
            let mut put_keys = mirror.prepare_cached(&sql.put_keys)?;
            for record in these {
                codec::encode(record, &mut names, &mut body);
                keys::write(record, &mut found);
                put_record.execute((record.id.stored(), generation, &body))?;
                put_keys.execute((
                    record.id.stored(),
                    record.parent.map(Stored::stored),
                    &found,
                ))?;
            }
        }
        names.save(&mirror)?;
        mirror.commit()?;
        *self.names() = Arc::new(names);
        Ok(())
    }

    /// Takes records out that are no longer in the store.
    ///
    /// # Errors
    /// Fails where the mirror cannot be written.
    pub fn remove(&self, entity: Entity, ids: &[StoreId]) -> Result<(), JournalError> {
        self.database.write(|mirror| {
            let ids = ids.iter().map(|id| id.stored());
            remove(mirror, entity, ids)
        })
    }

    /// A record by its number.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn get(&self, entity: Entity, id: StoreId) -> Result<Option<StoreRecord>, JournalError> {
        Ok(self.get_many(entity, &[id])?.pop())
    }

    /// Records by their numbers, in the order asked; those that are not there are left out.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn get_many(
        &self,
        entity: Entity,
        ids: &[StoreId],
    ) -> Result<Vec<StoreRecord>, JournalError> {
        let names = Arc::clone(&self.names());
        let mut names = Cow::Borrowed(&*names);
        self.database.read(|mirror| {
            let mut statement = mirror.prepare_cached(&Sql::of(entity).get)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let mut rows = statement.query([id.stored()])?;
                if let Some(row) = rows.next()? {
                    found.push(decode_with(
                        mirror,
                        &mut names,
                        (entity, *id),
                        row.get_ref(0)?.as_blob()?,
                    )?);
                }
            }
            Ok(found)
        })
    }

    /// All records of a kind in the order of their numbers, until `each` breaks off. What is written meanwhile may
    /// or may not be among them.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn each(
        &self,
        entity: Entity,
        mut each: impl FnMut(StoreRecord) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let names = Arc::clone(&self.names());
        let mut names = Cow::Borrowed(&*names);
        let sql = Sql::of(entity).all;
        let mut after = i64::MIN;
        loop {
            let page = self.database.read(|mirror| {
                let mut page = Vec::with_capacity(PAGE);
                let mut statement = mirror.prepare_cached(&sql)?;
                let mut rows = statement.query((after, PAGE.stored()))?;
                while let Some(row) = rows.next()? {
                    after = row.get(0)?;
                    let id = StoreId(after.cast_unsigned());
                    page.push(decode_with(
                        mirror,
                        &mut names,
                        (entity, id),
                        row.get_ref(1)?.as_blob()?,
                    )?);
                }
                Ok(page)
            })?;
            let is_last = page.len() < PAGE;
            for record in page {
                if each(record).is_break() {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// The variations of a product or the terms of an attribute, by number.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn children(&self, entity: Entity, parent: StoreId) -> Result<Vec<StoreId>, JournalError> {
        self.database.read(|mirror| {
            let mut statement = mirror.prepare_cached(&Sql::of(entity).children)?;
            let found = statement.query_map([parent.stored()], |row| row.get::<_, i64>(0))?;
            Ok(found
                .map(|id| id.map(|id| StoreId(id.cast_unsigned())))
                .collect::<Result<_, _>>()?)
        })
    }

    /// The greatest number that a record of a kind has.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn newest(&self, entity: Entity) -> Result<Option<StoreId>, JournalError> {
        self.database.read(|mirror| {
            let newest: Option<i64> =
                mirror.prepare_cached(&Sql::of(entity).newest)?.query_row([], |row| row.get(0))?;
            Ok(newest.map(|id| StoreId(id.cast_unsigned())))
        })
    }

    /// How many records of a kind there are.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn count(&self, entity: Entity) -> Result<u64, JournalError> {
        self.database.read(|mirror| {
            let count: i64 =
                mirror.prepare_cached(&Sql::of(entity).count)?.query_row([], |row| row.get(0))?;
            Ok(count.cast_unsigned())
        })
    }
}

pub(crate) fn generation(mirror: &Connection, entity: Entity) -> Result<i64, JournalError> {
    let found = mirror
        .prepare_cached("SELECT generation FROM sync WHERE entity = ?1")?
        .query_row([entity.stored()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(1))
}

pub(crate) fn remove(
    mirror: &Connection,
    entity: Entity,
    ids: impl IntoIterator<Item = i64>,
) -> Result<(), JournalError> {
    let sql = Sql::of(entity);
    let mut record = mirror.prepare_cached(&sql.remove_record)?;
    let mut keys = mirror.prepare_cached(&sql.remove_keys)?;
    for id in ids {
        record.execute([id])?;
        keys.execute([id])?;
    }
    Ok(())
}
