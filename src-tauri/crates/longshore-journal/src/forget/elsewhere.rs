//! Where else may the person be named: in what was learned, in drafts, in profiles, in what a run was made with?

use rusqlite::Connection as Sqlite;

use crate::{
    error::JournalError,
    forget::{Forgotten, changes::is_about, person::Person},
    runs::RunId,
};

/// Entries that go whole.
const GO: &[(&str, &[&str])] =
    &[("altered", &["fields"]), ("image", &["src"]), ("remembered", &["source", "key"])];

/// Entries that stay, with the texts emptied that the address stands in; JSON stays JSON.
const STAY: &[(&str, &str)] = &[
    ("connection", "facts"),
    ("connection", "settings"),
    ("profile", "body"),
    ("run", "source_name"),
    ("run", "profile_name"),
    ("run", "search"),
    ("run_detail", "settings"),
    ("run_detail", "profile"),
    ("run_detail", "header"),
    ("issue", "example"),
    ("upload", "path"),
    ("upload", "refusal"),
    ("draft", "state"),
    ("draft_edit", "before"),
    ("draft_edit", "after"),
    ("draft_cell", "text"),
];

/// Names of the user's own.
const NAMES: &[(&str, &str)] =
    &[("connection", "name"), ("connection", "url"), ("profile", "name")];

pub(super) fn forget(
    journal: &Sqlite,
    person: &Person,
    forgotten: &mut Forgotten,
) -> Result<(), JournalError> {
    for (table, columns) in GO {
        for column in *columns {
            let values = all(journal, person, table, column, forgotten)?;
            let gone = format!("DELETE FROM {table} WHERE {column} = ?1");
            for value in values {
                forgotten.others += journal.prepare_cached(&gone)?.execute([value])? as u64;
            }
        }
    }
    for (table, column) in STAY {
        if *table == "run" || *table == "run_detail" {
            runs(journal, person, (table, column), forgotten)?;
        }
        let values = all(journal, person, table, column, forgotten)?;
        let put = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
        for value in values {
            let emptied = match &value {
                rusqlite::types::Value::Text(text) => emptied(person, text),
                _ => String::new(),
            };
            forgotten.others += journal.prepare_cached(&put)?.execute((value, emptied))? as u64;
        }
    }
    // A profile is found by the name that the user gave it: it is told, and stays.
    journal.execute(
        "UPDATE profile SET body = json_set(body, '$.name', name) WHERE json_extract(body, '$.name') IS NOT name",
        [],
    )?;
    for (table, column) in NAMES {
        let mut statement = journal.prepare(&format!("SELECT id, {column} FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if person.is_in(row.get_ref(1)?.as_str()?) {
                forgotten.named.push((table, row.get::<_, i64>(0)?.cast_unsigned()));
            }
        }
    }
    Ok(())
}

/// The values of a column that are about the person, each once.
fn all(
    journal: &Sqlite,
    person: &Person,
    table: &'static str,
    column: &str,
    forgotten: &mut Forgotten,
) -> Result<Vec<rusqlite::types::Value>, JournalError> {
    let mut found = Vec::new();
    let mut statement = journal.prepare(&format!("SELECT DISTINCT {column} FROM {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let value = row.get_ref(0)?;
        match is_about(person, value) {
            Ok(true) => found.push(value.try_into()?),
            Ok(false) => {}
            Err(_) => forgotten.cannot_read(table),
        }
    }
    Ok(found)
}

/// Notes the runs that have it.
fn runs(
    journal: &Sqlite,
    person: &Person,
    (table, column): (&str, &str),
    forgotten: &mut Forgotten,
) -> Result<(), JournalError> {
    let id = if table == "run" { "id" } else { "run" };
    let mut statement = journal.prepare(&format!("SELECT {id}, {column} FROM {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if is_about(person, row.get_ref(1)?).unwrap_or(false) {
            forgotten.runs.insert(RunId(row.get::<_, i64>(0)?.cast_unsigned()));
        }
    }
    Ok(())
}

/// JSON with the texts emptied that it stands in; of any other text the lines without it.
fn emptied(person: &Person, text: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(mut value) if !value.is_number() => {
            person.take_out_of(&mut value);
            value.to_string()
        }
        _ => text.lines().filter(|line| !person.is_in(line)).collect::<Vec<_>>().join("\n"),
    }
}
