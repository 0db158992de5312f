//! Does every change that left have an intent, and every outcome a request that it came of?

use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{check::Findings, error::JournalError, state::State};

pub(super) fn check(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    intents(journal, findings)?;
    let mut statement = journal.prepare(
        "SELECT e.change, e.intent FROM effect e
         WHERE NOT EXISTS (SELECT 1 FROM intent WHERE id = e.intent)
             AND e.change NOT IN (SELECT c.id FROM change c JOIN run ON run.id = c.run WHERE reduced_at IS NOT NULL)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = |at| row.get::<_, i64>(at).map(|number| number.to_string());
        findings.add("effect_without_intent", [("change", number(0)?), ("intent", number(1)?)]);
    }
    changes(journal, findings)
}

fn intents(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare("SELECT id, run, changes, open FROM intent ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, run, noted): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let place = || [("run", run.to_string()), ("intent", id.to_string())];
        let promised: Vec<u64> = match serde_json::from_str(row.get_ref(2)?.as_str()?) {
            Ok(promised) => promised,
            Err(error) => {
                findings.unreadable("intent", "changes", id, error.to_string());
                continue;
            }
        };
        if promised.is_empty() {
            findings.add("intent_without_changes", place());
        }
        let mut found = 0;
        for change in promised {
            match is_open(journal, id, change.cast_signed())? {
                Some(open) => found += i64::from(open),
                None => {
                    let [run, intent] = place();
                    let params = [run, intent, ("change", change.to_string())];
                    findings.add("intent_change_missing", params);
                }
            }
        }
        if found != noted {
            let [run, intent] = place();
            let params = [run, intent, ("noted", noted.to_string()), ("found", found.to_string())];
            findings.add("intent_open_wrong", params);
        }
    }
    Ok(())
}

/// Whether the outcome of a change of an intent is still to be found out; `None` where the change was not sent by it.
fn is_open(journal: &Sqlite, intent: i64, change: i64) -> Result<Option<bool>, JournalError> {
    let by_it = journal
        .prepare_cached(
            "SELECT c.state IN (1, 7) AND c.lost IS NULL FROM effect e JOIN change c ON c.id = e.change
             WHERE e.change = ?1 AND e.intent = ?2",
        )?
        .query_row((change, intent), |row| row.get(0))
        .optional()?;
    if by_it.is_some() {
        return Ok(by_it);
    }
    let before = journal
        .prepare_cached("SELECT 1 FROM attempt WHERE change = ?1 AND intent = ?2")?
        .exists((change, intent))?;
    Ok(before.then_some(false))
}

fn changes(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare(
        "SELECT c.id, c.run, c.state, e.change IS NOT NULL, r.change IS NOT NULL, b.change IS NOT NULL,
             c.lost IS NOT NULL
         FROM change c LEFT JOIN effect e ON e.change = c.id LEFT JOIN result r ON r.change = c.id
         LEFT JOIN change_body b ON b.change = c.id
         WHERE c.run NOT IN (SELECT id FROM run WHERE reduced_at IS NOT NULL)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, run, state): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (was_sent, has_outcome): (bool, bool) = (row.get(3)?, row.get(4)?);
        let place = || [("run", run.to_string()), ("change", id.to_string())];
        if !row.get::<_, bool>(5)? {
            findings.add("change_without_body", place());
        }
        let Some(state) = State::from_stored(state) else {
            findings.unreadable("change", "state", id, state.to_string());
            continue;
        };
        let [of_run, change] = place();
        let named = [of_run, change, ("state", state.as_str().to_owned())];
        match state {
            State::Planned if was_sent || has_outcome => findings.add("planned_but_sent", place()),
            State::Planned => {}
            // What is lost is said to be lost.
            _ if !was_sent && !row.get::<_, bool>(6)? && (state.is_done() || state.is_open()) => {
                findings.add("outcome_without_intent", named);
            }
            State::Sent => {}
            _ if !has_outcome => findings.add("outcome_missing", named),
            _ => {}
        }
    }
    Ok(())
}
