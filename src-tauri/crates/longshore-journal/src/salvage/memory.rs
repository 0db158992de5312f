//! Which records do we still know, where the tables that remembered them are lost?
//!
//! What was carried out says again which key of a source became which record, and which record was made again under
//! another number. What was saved of the tables themselves is newer, and stays.

use longshore_engine::{change::Action, value::StoreId};
use rusqlite::{Connection as Sqlite, OptionalExtension};
use serde::Deserialize;

use crate::{
    connections::ConnectionId,
    error::JournalError,
    identity, memory,
    number::{self, Stored},
    packed,
    runs::{SOURCE_SCOPE, Settings},
    salvage::{Salvaged, tables::Copied},
};

/// What can be learned again.
const LEARNED: &[&str] = &["identity", "identity_number", "remembered"];

/// Learns again what is lost, as far as the saved changes know it, and says whether something may be lost for good.
pub(super) fn learn(
    journal: &Sqlite,
    tables: &mut [Copied],
    salvaged: &mut Salvaged,
) -> Result<(), JournalError> {
    let lacking: Vec<&str> =
        tables.iter().filter(|copied| copied.may_lack()).map(|copied| copied.table).collect();
    let lacks = |table| lacking.contains(&table);
    if lacks("identity") || lacks("identity_number") {
        identities(journal)?;
    }
    if lacks("remembered") {
        salvaged.remembered_again = keys(journal)?;
    }
    // Who is added anew is another connection, of which nothing is remembered.
    salvaged.memory_lost = lacks("remembered") || lacks("connection");
    let learned = |copied: &&mut Copied| LEARNED.contains(&copied.table);
    tables.iter_mut().filter(learned).try_for_each(|copied| copied.count(journal))
}

/// A record that an undo made again is the one that was deleted. The latest first: what is known already is newer.
fn identities(journal: &Sqlite) -> Result<(), JournalError> {
    let mut made_again = journal.prepare(
        "SELECT r.connection, c.entity, gone.store_id, c.store_id FROM change c
         JOIN change gone ON gone.id = c.undoes JOIN run r ON r.id = c.run
         LEFT JOIN effect e ON e.change = c.id
         WHERE c.action = ?1 AND c.state IN (2, 3) AND c.store_id IS NOT NULL
             AND gone.store_id IS NOT NULL AND gone.store_id <> c.store_id
         ORDER BY coalesce(e.intent, 0) DESC, c.id DESC",
    )?;
    let mut known = journal.prepare(
        "SELECT i.id, i.current FROM identity_number n JOIN identity i ON i.id = n.identity
         WHERE n.connection = ?1 AND n.entity = ?2 AND n.store_id = ?3",
    )?;
    let mut note = journal.prepare(
        "INSERT OR IGNORE INTO identity_number (connection, entity, store_id, identity) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut rows = made_again.query([Action::Create.stored()])?;
    while let Some(row) = rows.next()? {
        let (connection, entity): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (old, new): (i64, i64) = (row.get(2)?, row.get(3)?);
        let mut of = |record: i64| {
            known
                .query_row((connection, entity, record), |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
                })
                .optional()
        };
        let identity = match (of(old)?, of(new)?) {
            (Some((identity, current)), None) if current == new => identity,
            (Some(_), _) => continue,
            (None, Some((identity, _))) => identity,
            (None, None) => {
                let make = "INSERT INTO identity (current) VALUES (?1) RETURNING id";
                journal.query_row(make, [new], |row| row.get(0))?
            }
        };
        for record in [old, new] {
            note.execute((connection, entity, record, identity))?;
        }
    }
    Ok(())
}

/// What of a change says under which key its source had it.
#[derive(Deserialize)]
struct Keyed {
    #[serde(default)]
    source_key: Option<String>,
}

/// The latest first: what a key became last is what it means.
fn keys(journal: &Sqlite) -> Result<u64, JournalError> {
    let mut done = journal.prepare(
        "SELECT c.id, c.entity, c.store_id, c.run, r.connection FROM change c JOIN run r ON r.id = c.run
         LEFT JOIN effect e ON e.change = c.id
         WHERE c.action IN (?1, ?2) AND c.state IN (2, 3) AND c.store_id IS NOT NULL
         ORDER BY coalesce(e.intent, 0) DESC, c.id DESC",
    )?;
    let mut bodies = journal.prepare("SELECT body FROM change_body WHERE change = ?1")?;
    let mut learned = 0;
    let mut scope: Option<(i64, Option<String>)> = None;
    let mut rows = done.query((Action::Create.stored(), Action::Update.stored()))?;
    while let Some(row) = rows.next()? {
        let (change, run): (i64, i64) = (row.get(0)?, row.get(3)?);
        let body: Option<Vec<u8>> = bodies.query_row([change], |row| row.get(0)).optional()?;
        let keyed = body.and_then(|body| packed::unpack::<Keyed>(&body).ok());
        let Some(key) = keyed.and_then(|keyed| keyed.source_key) else { continue };
        if scope.as_ref().is_none_or(|(of, _)| *of != run) {
            scope = Some((run, scope_of(journal, run)?));
        }
        let Some((_, Some(source))) = &scope else { continue };
        let Some(entity) = number::entity(row.get(1)?) else { continue };
        let connection: ConnectionId = row.get(4)?;
        let id = StoreId(row.get::<_, i64>(2)?.cast_unsigned());
        let id = identity::current(journal, connection, entity, id)?;
        learned += memory::remember_lost_key(journal, connection, (source, &key), entity, id)?;
    }
    Ok(learned)
}

/// Within what the keys of a run's source are unique; `None` where that is lost, too.
fn scope_of(journal: &Sqlite, run: i64) -> Result<Option<String>, JournalError> {
    let settings: Option<String> = journal
        .query_row("SELECT settings FROM run_detail WHERE run = ?1", [run], |row| row.get(0))
        .optional()?;
    let settings = settings.and_then(|text| serde_json::from_str::<Settings>(&text).ok());
    let scope = settings
        .and_then(|settings| Some(settings.options.get(SOURCE_SCOPE)?.as_str()?.to_owned()));
    Ok(scope.filter(|scope| !scope.is_empty()))
}
