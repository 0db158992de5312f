//! Which changes are about the person, and what is left of them?

use std::collections::{BTreeSet, HashMap, HashSet};

use longshore_engine::{
    change::{Outcome, Refusal},
    record::Fields,
    value::ChangeId,
};
use rusqlite::{Connection as Sqlite, OptionalExtension, types::ValueRef};

use crate::{
    changes,
    error::JournalError,
    forget::{FORGOTTEN, Forgotten, person::Person},
    intents::{self, IntentId},
    moves::Moves,
    packed,
    plan::{self, Body},
    runs::RunId,
    state::State,
};

/// Where something is written of a change, and in which column its number stands.
const PLACES: &[(&str, &str, &str)] = &[
    ("change", "id", "label"),
    ("change_body", "change", "body"),
    ("effect", "change", "sent"),
    ("effect", "change", "before"),
    ("along", "change", "records"),
    ("result", "change", "outcome"),
    ("result", "change", "kept"),
    ("attempt", "change", "sent"),
    ("attempt", "change", "before"),
    ("attempt", "change", "outcome"),
    ("attempt", "change", "kept"),
];

pub(super) fn forget(
    journal: &Sqlite,
    person: &Person,
    forgotten: &mut Forgotten,
) -> Result<(), JournalError> {
    let mut found = BTreeSet::new();
    for (table, id, column) in PLACES {
        let mut statement = journal.prepare(&format!("SELECT {id}, {column} FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            match is_about(person, row.get_ref(1)?) {
                Ok(true) => found.extend([row.get::<_, i64>(0)?]),
                Ok(false) => {}
                Err(_) => forgotten.cannot_read(table),
            }
        }
    }
    let rejected = rejected_rows(journal, person, forgotten)?;
    found.extend(of_rows(journal, &rejected)?);
    found.extend(of_the_same_records(journal, &found)?);
    let rows = rows_of(journal, &found)?;
    for (run, row) in rejected.union(&rows) {
        let gone = journal
            .prepare_cached("DELETE FROM rejected WHERE run = ?1 AND row = ?2")?
            .execute((run, row))?;
        if gone > 0 {
            forgotten.rejected += 1;
            forgotten.runs.insert(RunId(run.cast_unsigned()));
        }
    }
    let mut by_run: HashMap<RunId, Vec<i64>> = HashMap::new();
    for change in found {
        let run = "SELECT run FROM change WHERE id = ?1";
        let run: Option<RunId> =
            journal.prepare_cached(run)?.query_row([change], |row| row.get(0)).optional()?;
        by_run.entry(run.unwrap_or(RunId(0))).or_default().push(change);
    }
    for (run, changes) in by_run {
        forgotten.runs.insert(run);
        let mut moves = Moves::new(journal, run)?;
        for change in changes {
            empty(journal, &mut moves, ChangeId(change.cast_unsigned()), forgotten)?;
        }
        moves.write()?;
    }
    Ok(())
}

/// Whether a text, a JSON text or a packed value is about the person.
pub(super) fn is_about(person: &Person, value: ValueRef<'_>) -> Result<bool, String> {
    match value {
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
            if !person.may_be_in(text) {
                return Ok(false);
            }
            Ok(person.is_in(text)
                || serde_json::from_str(text).is_ok_and(|value| person.is_in_value(&value)))
        }
        ValueRef::Blob(blob) => {
            packed::unpack::<serde_json::Value>(blob).map(|value| person.is_in_value(&value))
        }
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => Ok(false),
    }
}

/// Rejected rows by run and row.
fn rejected_rows(
    journal: &Sqlite,
    person: &Person,
    forgotten: &mut Forgotten,
) -> Result<BTreeSet<(i64, i64)>, JournalError> {
    let mut found = BTreeSet::new();
    let mut statement = journal.prepare("SELECT run, row, cells, reasons FROM rejected")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in [2, 3] {
            match is_about(person, row.get_ref(column)?) {
                Ok(true) => found.extend([(row.get(0)?, row.get(1)?)]),
                Ok(false) => {}
                Err(_) => forgotten.cannot_read("rejected"),
            }
        }
    }
    Ok(found)
}

fn of_rows(journal: &Sqlite, rows: &BTreeSet<(i64, i64)>) -> Result<Vec<i64>, JournalError> {
    let mut found = Vec::new();
    if rows.is_empty() {
        return Ok(found);
    }
    let mut statement = journal.prepare("SELECT id, run, row FROM change WHERE row IS NOT NULL")?;
    let mut changes = statement.query([])?;
    while let Some(change) = changes.next()? {
        if rows.contains(&(change.get(1)?, change.get(2)?)) {
            found.push(change.get(0)?);
        }
    }
    Ok(found)
}

fn rows_of(
    journal: &Sqlite,
    changes: &BTreeSet<i64>,
) -> Result<BTreeSet<(i64, i64)>, JournalError> {
    let mut found = BTreeSet::new();
    let mut statement =
        journal.prepare("SELECT run, row FROM change WHERE id = ?1 AND row IS NOT NULL")?;
    for change in changes {
        let row = statement.query_row([change], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.extend(row);
    }
    Ok(found)
}

/// All changes to the records of these, whichever number the record had.
fn of_the_same_records(
    journal: &Sqlite,
    changes: &BTreeSet<i64>,
) -> Result<Vec<i64>, JournalError> {
    const HEADS: &str = "SELECT c.id, c.entity, r.connection, c.store_id, n.identity
        FROM change c JOIN run r ON r.id = c.run
        LEFT JOIN identity_number n
            ON n.connection = r.connection AND n.entity = c.entity AND n.store_id = c.store_id
        WHERE c.store_id IS NOT NULL";
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut records = HashSet::new();
    let mut statement = journal.prepare(HEADS)?;
    // First the records of these changes, then all changes to such records.
    for is_second in [false, true] {
        let mut heads = statement.query([])?;
        while let Some(head) = heads.next()? {
            let id: i64 = head.get(0)?;
            let connection: i64 = head.get(2)?;
            let record = match head.get::<_, Option<i64>>(4)? {
                Some(identity) => (connection, -1, identity),
                None => (connection, head.get(1)?, head.get::<_, i64>(3)?),
            };
            match is_second {
                false if changes.contains(&id) => _ = records.insert(record),
                true if records.contains(&record) => found.push(id),
                _ => {}
            }
        }
    }
    Ok(found)
}

/// Takes everything out of a change but that it was there.
fn empty(
    journal: &Sqlite,
    moves: &mut Moves<'_>,
    change: ChangeId,
    forgotten: &mut Forgotten,
) -> Result<(), JournalError> {
    let id = change.0.cast_signed();
    let (state, lost): (i64, Option<String>) = journal
        .prepare_cached("SELECT state, lost FROM change WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let state = State::from_stored(state)
        .ok_or_else(|| JournalError::unreadable("change", change.0, state))?;
    if state == State::Planned {
        moves.go_over(change, State::Skipped, None, |_| true)?;
        let outcome = changes::outcome_json(&Outcome::Skipped(FORGOTTEN.into()))?;
        journal
            .prepare_cached(
                "INSERT OR REPLACE INTO result (change, at, outcome)
                 SELECT ?1, planned_at, ?2 FROM run WHERE id = (SELECT run FROM change WHERE id = ?1)",
            )?
            .execute((id, outcome))?;
        forgotten.skipped += 1;
    } else if state.is_open() && lost.is_none() {
        // Nobody can find out any more what became of it.
        let intent: IntentId = journal
            .prepare_cached("SELECT intent FROM effect WHERE change = ?1")?
            .query_row([id], |row| row.get(0))?;
        intents::close(journal, intent, 1)?;
    }
    journal
        .prepare_cached("UPDATE change SET label = '', lost = ?2 WHERE id = ?1")?
        .execute((id, FORGOTTEN))?;
    empty_body(journal, change)?;
    journal
        .prepare_cached("UPDATE effect SET sent = NULL, before = NULL WHERE change = ?1")?
        .execute([id])?;
    journal.prepare_cached("DELETE FROM along WHERE change = ?1")?.execute([id])?;
    for table in ["result", "attempt"] {
        empty_outcomes(journal, table, id)?;
    }
    journal
        .prepare_cached("UPDATE attempt SET sent = NULL, before = NULL WHERE change = ?1")?
        .execute([id])?;
    forgotten.changes += 1;
    Ok(())
}

fn empty_body(journal: &Sqlite, change: ChangeId) -> Result<(), JournalError> {
    let id = change.0.cast_signed();
    let body: Option<Vec<u8>> = journal
        .prepare_cached("SELECT body FROM change_body WHERE change = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    // Which record it was stays known; by its number only, not by a name.
    let body = body.and_then(|body| packed::unpack::<Body>(&body).ok());
    let numbered = |reference| match reference {
        Some(longshore_engine::value::Reference::Named(_)) => None,
        other => other,
    };
    let body = Body {
        record: body.as_ref().and_then(|body| numbered(body.record.clone())),
        parent: body.as_ref().and_then(|body| numbered(body.parent.clone())),
        fields: Fields::new(),
        before: Fields::new(),
        source_key: None,
        name: None,
    };
    journal
        .prepare_cached("INSERT OR REPLACE INTO change_body (change, body) VALUES (?1, ?2)")?
        .execute((id, plan::pack(change, &body)?))?;
    Ok(())
}

/// What became of a change stays known, without what it says of the record.
fn empty_outcomes(journal: &Sqlite, table: &str, change: i64) -> Result<(), JournalError> {
    let key = if table == "result" { "change" } else { "id" };
    let mut entries =
        journal.prepare_cached(&format!("SELECT {key}, outcome FROM {table} WHERE change = ?1"))?;
    let entries = entries
        .query_map([change], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for (entry, written) in entries {
        let outcome = match written.map(|json| serde_json::from_str::<Outcome>(&json)) {
            Some(Ok(outcome)) => changes::outcome_json(&without_record(outcome))?,
            _ => None,
        };
        journal
            .prepare_cached(&format!(
                "UPDATE {table} SET outcome = ?2, kept = NULL, touched = NULL WHERE {key} = ?1"
            ))?
            .execute((entry, outcome))?;
    }
    Ok(())
}

fn without_record(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Altered(_) => Outcome::Altered(Vec::new()),
        Outcome::Conflict(_) => Outcome::Conflict(Vec::new()),
        Outcome::Failed(refusal) => {
            Outcome::Failed(Refusal { message: String::new(), existing: None, ..refusal })
        }
        other => other,
    }
}
