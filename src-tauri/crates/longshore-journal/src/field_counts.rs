//! How often does a run send each field?

use longshore_engine::{change::Action, record::FieldName};
use roaring::RoaringTreemap;
use rusqlite::Connection as Sqlite;

use crate::{
    choosing,
    error::JournalError,
    journal::Journal,
    number::Stored,
    runs::RunId,
    state::{Part, State},
};

/// How often a field is sent to products and variations in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCount {
    /// Which field.
    pub field: FieldName,
    /// By how many changes that are done, or are yet to be done.
    pub count: u64,
    /// By how many of them to a record that was there before and stays: only those can be taken back by themselves.
    pub updates: u64,
    /// From how many of them it was left out.
    pub left_out: u64,
    /// From how many of them it cannot be left out: what they make cannot do without it.
    pub needed: u64,
}

impl Journal {
    /// How often each field is sent in a run, the most frequent first. Categories and the like that rows only refer
    /// to do not count, nor what was left out whole, skipped or refused; of an undo only what gets values back, for
    /// what is made again gets all that it had.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn field_counts(&self, run: RunId) -> Result<Vec<FieldCount>, JournalError> {
        self.read(|journal| {
            let left_out = choosing::left_out(journal, run)?;
            let mut aside = aside(journal, run, &left_out)?;
            aside |= &left_out.records;
            let updates = updates(journal, run)?;
            let made = choosing::ToBeMade::of(journal, run)?;
            let mut statement = journal.prepare_cached(
                "SELECT field, changes FROM field_use WHERE run = ?1 ORDER BY field",
            )?;
            let mut rows = statement.query([run])?;
            let mut found: Vec<FieldCount> = Vec::new();
            while let Some(row) = rows.next()? {
                let field = FieldName::from(row.get::<_, String>(0)?);
                let users = RoaringTreemap::deserialize_from(row.get_ref(1)?.as_blob()?)
                    .map_err(|error| JournalError::unreadable("field_use", run.0, error))?
                    - &aside;
                let left =
                    left_out.fields.get(&field).map_or(0, |out| out.intersection_len(&users));
                let updated = updates.intersection_len(&users);
                let needed = made.needing(&field).intersection_len(&users);
                match found.last_mut().filter(|last| last.field == field) {
                    Some(last) => {
                        last.count += users.len();
                        last.updates += updated;
                        last.left_out += left;
                        last.needed += needed;
                    }
                    None => found.push(FieldCount {
                        field,
                        count: users.len(),
                        updates: updated,
                        left_out: left,
                        needed,
                    }),
                }
            }
            found.retain(|one| one.count > 0);
            found.sort_by_key(|one| std::cmp::Reverse(one.count));
            Ok(found)
        })
    }
}

/// The changes to records that were there before and stay.
fn updates(journal: &Sqlite, run: RunId) -> Result<RoaringTreemap, JournalError> {
    let mut statement =
        journal.prepare_cached("SELECT id FROM change WHERE run = ?1 AND action = ?2")?;
    let found = statement.query_map((run, Action::Update.stored()), |row| row.get::<_, i64>(0))?;
    found.map(|change| Ok(change?.cast_unsigned())).collect()
}

/// The changes whose fields do not count.
fn aside(
    journal: &Sqlite,
    run: RunId,
    left_out: &choosing::LeftOut,
) -> Result<RoaringTreemap, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT c.id, c.state FROM change c JOIN run r ON r.id = c.run
         WHERE c.run = ?1 AND (c.part IN (?2, ?8) OR c.state IN (?3, ?4, ?5)
             OR (r.undoes IS NOT NULL AND (c.part = ?6 OR c.action <> ?7)))",
    )?;
    let mut rows = statement.query((
        run,
        Part::Term.stored(),
        State::Skipped.stored(),
        State::Conflict.stored(),
        State::Failed.stored(),
        Part::Completion.stored(),
        Action::Update.stored(),
        // The record's own change counts for its pictures.
        Part::Picture.stored(),
    ))?;
    let (mut aside, mut skipped) = (RoaringTreemap::new(), RoaringTreemap::new());
    while let Some(row) = rows.next()? {
        let change = row.get::<_, i64>(0)?.cast_unsigned();
        match row.get::<_, i64>(1)? == State::Skipped.stored() {
            true => skipped.insert(change),
            false => aside.insert(change),
        };
    }
    // All of whose fields are left out are there to have them taken in again.
    for fields in left_out.fields.values() {
        skipped -= fields;
    }
    aside |= skipped;
    Ok(aside)
}
