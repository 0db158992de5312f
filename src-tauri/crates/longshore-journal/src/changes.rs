//! What was to be done, and what became of it, change by change?

use longshore_engine::{
    change::{Change, Outcome, Phase},
    entity::Entity,
    outcome::FoundBy,
    record::Fields,
    value::{ChangeId, StoreId},
};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{
    choosing,
    connections::ConnectionId,
    error::JournalError,
    journal::Journal,
    number::{self, Stored},
    packed,
    plan::{Body, Planned},
    runs::RunId,
    state::{Part, State},
};

/// A change with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// In which run.
    pub run: RunId,
    /// What was to be done.
    #[serde(flatten)]
    pub planned: Planned,
    /// Fields that the user left out, with what they would have become.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub left_out: Fields,
    /// What became of it, in a word.
    pub state: State,
    /// What became of it, in full; `None` until it is noted.
    pub outcome: Option<Outcome>,
    /// The number of its record in the store, as soon as there is one.
    pub store_id: Option<StoreId>,
    /// By what its record was found in the store; `None` where the store answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<FoundBy>,
    /// Why it can no longer be undone, where that is so: its images were taken out of the journal.
    pub lost: Option<SmolStr>,
}

/// So many names of a run are looked through.
const MOST_LABELS: i64 = 20_000;

/// So many changes of records with one number are looked through: another store may have one of the same number.
const MOST_OF_RECORD: i64 = 1_000;

const BETWEEN: &str = "SELECT c.id FROM
    (SELECT id, run, state FROM change INDEXED BY change_record
        WHERE entity = ?1 AND store_id = ?2 AND id > ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5) c
    JOIN run r ON r.id = c.run WHERE c.state IN (2, 3) AND r.connection = ?6 ORDER BY c.id DESC LIMIT ?7";

const ENTRY: &str = "SELECT c.*, b.body, r.outcome, r.found, l.fields AS left_out FROM change c
    LEFT JOIN change_body b ON b.change = c.id LEFT JOIN result r ON r.change = c.id
    LEFT JOIN left_out l ON l.change = c.id WHERE c.id = ?1";

impl Journal {
    /// Changes by their numbers, in the order asked; numbers that are not there are left out.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn changes(&self, ids: &[ChangeId]) -> Result<Vec<Entry>, JournalError> {
        self.read(|journal| {
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.extend(find(journal, id.stored())?);
            }
            Ok(found)
        })
    }

    /// The changes that were to bring pictures to the record of a change, and that the store refused.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn pictures_refused(&self, change: ChangeId) -> Result<Vec<Entry>, JournalError> {
        self.read(|journal| {
            let refused = (change.stored(), Part::Picture.stored(), State::Failed.stored());
            let ids: Vec<i64> = journal
                .prepare_cached(
                    "SELECT id FROM change WHERE completes = ?1 AND part = ?2 AND state = ?3 ORDER BY id",
                )?
                .query_map(refused, |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            ids.into_iter().filter_map(|id| find(journal, id).transpose()).collect()
        })
    }

    /// A change by its number.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn change(&self, id: ChangeId) -> Result<Entry, JournalError> {
        self.read(|journal| load(journal, id.stored()))
    }

    /// The changes of later runs that took this one back, whole or in some fields, and were carried out; the
    /// latest first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn undone_by(&self, id: ChangeId) -> Result<Vec<Entry>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id FROM change WHERE undoes = ?1 AND state IN (2, 3) ORDER BY id DESC",
            )?;
            let mut rows = statement.query([id.stored()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(load(journal, row.get(0)?)?);
            }
            Ok(found)
        })
    }

    /// The changes of a record that were carried out between two changes, the latest first. Of a record that changed
    /// ever so often only some are looked through.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn changes_between(
        &self,
        connection: ConnectionId,
        (entity, record): (Entity, StoreId),
        (after, before): (ChangeId, ChangeId),
        most: usize,
    ) -> Result<Vec<ChangeId>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(BETWEEN)?;
            let mut rows = statement.query((
                entity.stored(),
                record.stored(),
                after.stored(),
                before.stored(),
                MOST_OF_RECORD,
                connection,
                most.stored(),
            ))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(ChangeId(row.get::<_, i64>(0)?.cast_unsigned()));
            }
            Ok(found)
        })
    }

    /// What a run called the records that it made or changed, categories and the like first; of a large run only some
    /// thousand.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn labels_in(&self, run: RunId) -> Result<Vec<(Entity, StoreId, String)>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT entity, store_id, label FROM change WHERE run = ?1 AND state IN (?2, ?3)
                     AND phase = ?4 AND store_id IS NOT NULL LIMIT ?5",
            )?;
            let mut found = Vec::new();
            for phase in [Phase::Taxonomies, Phase::Products] {
                let (applied, altered) = (State::Applied.stored(), State::Altered.stored());
                let mut rows =
                    statement.query((run, applied, altered, phase.stored(), MOST_LABELS))?;
                while let Some(row) = rows.next()? {
                    if let Some(entity) = number::entity(row.get(0)?) {
                        let id = StoreId(row.get::<_, i64>(1)?.cast_unsigned());
                        found.push((entity, id, row.get(2)?));
                    }
                }
            }
            Ok(found)
        })
    }

    /// The numbers that the store gave to what these changes made.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn store_ids(&self, changes: &[ChangeId]) -> Result<Vec<Option<StoreId>>, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT store_id FROM change WHERE id = ?1")?;
            let mut found = Vec::with_capacity(changes.len());
            for change in changes {
                let id: Option<Option<i64>> =
                    statement.query_row([change.stored()], |row| row.get(0)).optional()?;
                found.push(id.flatten().map(|id| StoreId(id.cast_unsigned())));
            }
            Ok(found)
        })
    }
}

/// The change of that number.
pub(crate) fn load(journal: &Sqlite, id: i64) -> Result<Entry, JournalError> {
    find(journal, id)?.ok_or_else(|| JournalError::not_found("change", id))
}

fn find(journal: &Sqlite, id: i64) -> Result<Option<Entry>, JournalError> {
    let mut statement = journal.prepare_cached(ENTRY)?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(entry).transpose()
}

fn entry(row: &Row<'_>) -> Result<Entry, JournalError> {
    let id: i64 = row.get("id")?;
    let id = id.cast_unsigned();
    let unreadable = |detail: String| JournalError::unreadable("change", id, detail);
    let number = |column: &str| row.get::<_, i64>(column);
    let optional = |column: &str| {
        row.get::<_, Option<i64>>(column).map(|number| number.map(i64::cast_unsigned))
    };
    let state = number("state")?;
    let state = State::from_stored(state).ok_or_else(|| unreadable(format!("state {state}")))?;
    let mut body = match row.get_ref("body")?.as_blob_or_null()? {
        Some(blob) => packed::unpack::<Body>(blob).map_err(unreadable)?,
        None => return Err(unreadable("no body".to_owned())),
    };
    let left_out = row.get_ref("left_out")?.as_str_or_null()?;
    let left_out = choosing::part(&mut body.fields, left_out).map_err(unreadable)?;
    let reason: String = row.get("reason")?;
    let change = Change {
        id: ChangeId(id),
        phase: number::phase(number("phase")?).ok_or_else(|| unreadable("phase".to_owned()))?,
        action: number::action(number("action")?).ok_or_else(|| unreadable("action".to_owned()))?,
        entity: number::entity(number("entity")?).ok_or_else(|| unreadable("entity".to_owned()))?,
        record: body.record,
        parent: body.parent,
        fields: body.fields,
        before: body.before,
        label: row.get("label")?,
        row: optional("row")?,
        completes: optional("completes")?.map(ChangeId),
        reason: reason.into(),
    };
    Ok(Entry {
        run: row.get("run")?,
        planned: Planned {
            change,
            undoes: optional("undoes")?.map(ChangeId),
            source_key: body.source_key,
            name: body.name,
        },
        left_out,
        state,
        outcome: outcome(state, row.get_ref("outcome")?.as_str_or_null()?).map_err(unreadable)?,
        store_id: optional("store_id")?.map(StoreId),
        found: row.get_ref("found")?.as_str_or_null()?.and_then(FoundBy::named),
        lost: row.get::<_, Option<String>>("lost")?.map(SmolStr::from),
    })
}

/// Only outcomes that say more than their name are written.
pub(crate) fn outcome(state: State, written: Option<&str>) -> Result<Option<Outcome>, String> {
    match (state, written) {
        (_, Some(json)) => serde_json::from_str(json).map(Some).map_err(|error| error.to_string()),
        (State::Planned | State::Sent, None) => Ok(None),
        (State::Applied, None) => Ok(Some(Outcome::Applied)),
        (State::Unknown, None) => Ok(Some(Outcome::Unknown)),
        (state, None) => Err(format!("{} without more", state.as_str())),
    }
}

/// What [`outcome`] reads.
pub(crate) fn outcome_json(outcome: &Outcome) -> Result<Option<String>, JournalError> {
    match outcome {
        Outcome::Applied | Outcome::Unknown => Ok(None),
        more => serde_json::to_string(more)
            .map(Some)
            .map_err(|error| JournalError::unreadable("result", 0, error)),
    }
}
