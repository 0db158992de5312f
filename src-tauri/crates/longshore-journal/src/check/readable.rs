//! Can everything be unpacked and understood that is in the journal?

use longshore_engine::{
    change::Outcome,
    issue::Issue,
    profile::Profile,
    record::{FieldName, Fields, StoreRecord},
    row::Header,
};
use roaring::{RoaringBitmap, RoaringTreemap};
use rusqlite::{Connection as Sqlite, types::ValueRef};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{check::Findings, effects::Kept, error::JournalError, packed, plan::Body};

/// A column that holds something packed, and how it is read.
struct Column {
    table: &'static str,
    /// The number by which an entry is found again.
    id: &'static str,
    name: &'static str,
    read: fn(ValueRef<'_>) -> Result<(), String>,
}

const fn column(
    table: &'static str,
    id: &'static str,
    name: &'static str,
    read: fn(ValueRef<'_>) -> Result<(), String>,
) -> Column {
    Column { table, id, name, read }
}

const COLUMNS: &[Column] = &[
    column("connection", "id", "settings", json::<serde_json::Map<String, serde_json::Value>>),
    column("profile", "id", "body", json::<Profile>),
    column("run_detail", "run", "settings", json::<IgnoredAny>),
    column("run_detail", "run", "profile", json::<Profile>),
    column("run_detail", "run", "header", json::<Header>),
    column("run_detail", "run", "unchanged", rows),
    column("run_detail", "run", "skipped_rows", rows),
    column("change_body", "change", "body", packed::<Body>),
    column("effect", "change", "sent", packed::<Fields>),
    column("effect", "change", "before", packed::<StoreRecord>),
    column("along", "change", "records", packed::<Vec<StoreRecord>>),
    column("result", "change", "outcome", json::<Outcome>),
    column("result", "change", "kept", packed::<Kept>),
    column("result", "change", "touched", json::<Vec<FieldName>>),
    column("attempt", "id", "sent", packed::<Fields>),
    column("attempt", "id", "before", packed::<StoreRecord>),
    column("attempt", "id", "outcome", json::<Outcome>),
    column("attempt", "id", "kept", packed::<Kept>),
    column("attempt", "id", "touched", json::<Vec<FieldName>>),
    column("altered", "store_id", "fields", packed::<(Fields, Fields)>),
    column("rejected", "id", "cells", packed::<Vec<String>>),
    column("rejected", "id", "reasons", json::<Vec<Issue>>),
    column("issue", "owner", "example", json::<Issue>),
    column("issue", "owner", "rows", rows),
    column("field_use", "run", "changes", changes),
    column("draft", "id", "state", json::<IgnoredAny>),
    column("left_out", "change", "fields", json::<Vec<FieldName>>),
    column("watched", "id", "state", json::<IgnoredAny>),
    column("arrival", "id", "body", json::<IgnoredAny>),
];

/// Whether a value can be read, where its column holds something packed.
pub(crate) fn is_readable(table: &str, name: &str, value: ValueRef<'_>) -> bool {
    COLUMNS
        .iter()
        .filter(|column| column.table == table && column.name == name)
        .all(|column| (column.read)(value).is_ok())
}

pub(super) fn check(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    for Column { table, id, name, read } in COLUMNS {
        let mut statement = journal.prepare(&format!("SELECT {id}, {name} FROM {table}"))?;
        let mut entries = statement.query([])?;
        while let Some(entry) = entries.next()? {
            if let Err(detail) = read(entry.get_ref(1)?) {
                findings.unreadable(table, name, entry.get(0)?, detail);
            }
        }
    }
    differences(journal, findings)
}

/// What was kept may be written as what differs from the image before: then that has to be there.
fn differences(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare(
        "SELECT r.change, r.kept FROM result r LEFT JOIN effect e ON e.change = r.change
         WHERE r.kept IS NOT NULL AND e.before IS NULL",
    )?;
    let mut entries = statement.query([])?;
    while let Some(entry) = entries.next()? {
        let kept = entry.get_ref(1)?.as_blob().map(packed::unpack::<Kept>);
        if let Ok(Ok(Kept::SinceBefore { .. })) = kept {
            findings.unreadable("result", "kept", entry.get(0)?, "no image before".to_owned());
        }
    }
    Ok(())
}

fn json<T: DeserializeOwned>(value: ValueRef<'_>) -> Result<(), String> {
    match value.as_str_or_null().map_err(|error| error.to_string())? {
        Some(text) => {
            serde_json::from_str::<T>(text).map(|_| ()).map_err(|error| error.to_string())
        }
        None => Ok(()),
    }
}

fn packed<T: DeserializeOwned>(value: ValueRef<'_>) -> Result<(), String> {
    match blob(value)? {
        Some(blob) => packed::unpack::<T>(blob).map(|_| ()),
        None => Ok(()),
    }
}

fn rows(value: ValueRef<'_>) -> Result<(), String> {
    match blob(value)? {
        Some(blob) => {
            RoaringBitmap::deserialize_from(blob).map(|_| ()).map_err(|error| error.to_string())
        }
        None => Ok(()),
    }
}

fn changes(value: ValueRef<'_>) -> Result<(), String> {
    match blob(value)? {
        Some(blob) => {
            RoaringTreemap::deserialize_from(blob).map(|_| ()).map_err(|error| error.to_string())
        }
        None => Ok(()),
    }
}

fn blob(value: ValueRef<'_>) -> Result<Option<&[u8]>, String> {
    value.as_blob_or_null().map_err(|error| error.to_string())
}
