//! What was saved belongs to something that is lost: what becomes of it?

use jiff::Timestamp;
use rusqlite::{Connection as Sqlite, params};

use crate::{
    effects::Kept,
    error::JournalError,
    journal::millis,
    packed, rows,
    salvage::{DAMAGED, Salvaged, tables::Copied},
    state::State,
};

/// Where no page says any more which numbers were given, so many are left out: a number must never come twice.
const LEFT_OUT: i64 = 1_000_000;

/// What is of no use without what it belongs to.
const ORPHANS: &[(&str, &str)] = &[
    ("change_body", "change NOT IN (SELECT id FROM change)"),
    ("effect", "change NOT IN (SELECT id FROM change)"),
    ("along", "change NOT IN (SELECT id FROM change)"),
    ("result", "change NOT IN (SELECT id FROM change)"),
    ("attempt", "change NOT IN (SELECT id FROM change)"),
    ("left_out", "change NOT IN (SELECT id FROM change)"),
    ("arrival", "watched NOT IN (SELECT id FROM watched)"),
    ("draft_edit", "draft NOT IN (SELECT id FROM draft)"),
    ("draft_cell", "draft NOT IN (SELECT id FROM draft)"),
    ("identity_number", "identity NOT IN (SELECT id FROM identity)"),
];

/// Takes out what belongs to nothing, and says what is known to be lost.
pub(super) fn orphans(journal: &Sqlite, tables: &mut [Copied]) -> Result<Salvaged, JournalError> {
    // Who is spoken of was there.
    know(
        journal,
        tables,
        "change",
        "SELECT change FROM change_body UNION SELECT change FROM effect",
    )?;
    know(journal, tables, "run", "SELECT run FROM change UNION SELECT run FROM intent")?;
    know(journal, tables, "change_body", "SELECT id FROM change")?;
    know(journal, tables, "effect", "SELECT id FROM change WHERE state IN (1, 2, 3, 7)")?;
    know(journal, tables, "result", "SELECT id FROM change WHERE state > 1")?;
    know(journal, tables, "intent", "SELECT intent FROM effect")?;
    know(journal, tables, "run_detail", "SELECT id FROM run")?;
    for (table, orphan) in ORPHANS {
        let gone = journal.execute(&format!("DELETE FROM {table} WHERE {orphan}"), [])? as u64;
        if let Some(copied) = tables.iter_mut().find(|copied| copied.table == *table) {
            copied.useless += gone;
        }
    }
    tables.iter_mut().try_for_each(|copied| copied.count(journal))?;
    Ok(Salvaged::default())
}

fn know(
    journal: &Sqlite,
    tables: &mut [Copied],
    table: &str,
    question: &str,
) -> Result<(), JournalError> {
    let mut statement = journal.prepare(question)?;
    let numbers =
        statement.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
    if let Some(copied) = tables.iter_mut().find(|copied| copied.table == table) {
        copied.know(numbers.into_iter().filter_map(|number| u64::try_from(number).ok()));
    }
    Ok(())
}

/// Makes the new journal sound.
pub(super) fn mend(
    journal: &Sqlite,
    source: &Sqlite,
    now: Timestamp,
    salvaged: &mut Salvaged,
) -> Result<(), JournalError> {
    salvaged.stand_ins = stand_ins(journal, now)?;
    kept(journal)?;
    changes(journal, now)?;
    intents(journal)?;
    counts(journal)?;
    numbers(journal, source)?;
    salvaged.not_undoable = journal
        .query_row("SELECT count(*) FROM change WHERE lost = ?1", [DAMAGED], |row| {
            row.get::<_, i64>(0)
        })?
        .cast_unsigned();
    Ok(())
}

/// Connections and runs that something belongs to. Nothing can be sent to such a connection: nobody knows its store.
fn stand_ins(journal: &Sqlite, now: Timestamp) -> Result<u64, JournalError> {
    let now = millis(now);
    let missing =
        "SELECT run FROM change UNION SELECT run FROM intent UNION SELECT run FROM run_detail
        UNION SELECT run FROM upload UNION SELECT run FROM rejected UNION SELECT run FROM field_use UNION SELECT run FROM tally
        UNION SELECT undoes FROM run WHERE undoes IS NOT NULL EXCEPT SELECT id FROM run";
    let mut made = 0;
    if journal.prepare(missing)?.exists([])? {
        let unknown: i64 = journal.query_row(
            "INSERT INTO connection (name, url, consumer_key, secret_kept_in, settings, added_at, removed_at)
             VALUES (?1, '', '', 'keychain', '{}', ?2, ?2) RETURNING id",
            (DAMAGED, now),
            |row| row.get(0),
        )?;
        made += 1;
        made += journal.execute(
            &format!(
                "INSERT INTO run (id, connection, kind, mode, is_reversed, status, source_name, source_size,
                     source_fingerprint, search, planned_at, started_at, finished_at)
                 SELECT run, ?1, 'import', 'create_update', 0, 5, '', 0, 0, ?2, ?3, ?3, ?3 FROM ({missing})"
            ),
            (unknown, DAMAGED, now),
        )? as u64;
    }
    made += journal.execute(
        "INSERT INTO connection (id, name, url, consumer_key, secret_kept_in, settings, added_at, removed_at)
         SELECT connection, ?1, '', '', 'keychain', '{}', ?2, ?2
         FROM (SELECT connection FROM run UNION SELECT connection FROM identity_number
             UNION SELECT connection FROM altered UNION SELECT connection FROM image
             UNION SELECT connection FROM remembered EXCEPT SELECT id FROM connection)",
        (DAMAGED, now),
    )? as u64;
    journal
        .execute("INSERT OR IGNORE INTO run_detail (run, settings) SELECT id, '{}' FROM run", [])?;
    Ok(made)
}

/// What was kept may be written as what differs from an image that is lost.
fn kept(journal: &Sqlite) -> Result<(), JournalError> {
    let mut statement = journal.prepare(
        "SELECT r.change, r.kept FROM result r LEFT JOIN effect e ON e.change = r.change
         WHERE r.kept IS NOT NULL AND e.before IS NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kept = packed::unpack::<Kept>(row.get_ref(1)?.as_blob()?);
        if !matches!(kept, Ok(Kept::Whole(_))) {
            let change: i64 = row.get(0)?;
            journal.execute("UPDATE result SET kept = NULL WHERE change = ?1", [change])?;
            journal.execute("UPDATE change SET lost = ?2 WHERE id = ?1", (change, DAMAGED))?;
        }
    }
    Ok(())
}

fn changes(journal: &Sqlite, now: Timestamp) -> Result<(), JournalError> {
    // What was to be done is lost: it is not done.
    journal.execute(
        "UPDATE change SET lost = ?1, state = CASE state WHEN 0 THEN ?2 ELSE state END
         WHERE id NOT IN (SELECT change FROM change_body) AND lost IS NULL",
        (DAMAGED, State::Skipped.stored()),
    )?;
    let nothing = packed::pack(&serde_json::Map::new())
        .map_err(|error| JournalError::unreadable("change_body", 0, error))?;
    journal.execute(
        "INSERT OR IGNORE INTO change_body (change, body) SELECT id, ?1 FROM change",
        [nothing],
    )?;
    // It was sent, and nobody knows with which images, or what came of it.
    journal.execute(
        "UPDATE change SET lost = ?1 WHERE lost IS NULL AND (
             (state IN (1, 2, 3, 7) AND id NOT IN (SELECT change FROM effect))
             OR (state IN (2, 3) AND id NOT IN (SELECT change FROM result)))",
        [DAMAGED],
    )?;
    // In a run that was not reduced a planned change was never sent.
    journal.execute(
        "DELETE FROM effect WHERE change IN (SELECT id FROM change WHERE state = 0)",
        [],
    )?;
    journal.execute(
        "DELETE FROM result WHERE change IN (SELECT id FROM change WHERE state = 0)",
        [],
    )?;
    journal.execute(
        "INSERT OR IGNORE INTO result (change, at, outcome)
         SELECT id, ?1, CASE state
             WHEN 3 THEN '{\"altered\":[]}'
             WHEN 4 THEN '{\"failed\":{\"code\":\"damaged\",\"status\":0,\"message\":\"\",\"existing\":null}}'
             WHEN 5 THEN '{\"skipped\":\"damaged\"}'
             WHEN 6 THEN '{\"conflict\":[]}' END
         FROM change WHERE state > 1",
        [millis(now)],
    )?;
    Ok(())
}

/// Intents promise what is there, and all that was sent was promised.
fn intents(journal: &Sqlite) -> Result<(), JournalError> {
    journal.execute_batch(
        "INSERT INTO intent (id, run, at, changes, open)
         SELECT e.intent, c.run, r.planned_at, '[]', 0 FROM effect e
         JOIN change c ON c.id = e.change JOIN run r ON r.id = c.run
         WHERE e.intent NOT IN (SELECT id FROM intent) GROUP BY e.intent;
         UPDATE intent SET changes = (
             SELECT json_group_array(change) FROM (
                 SELECT e.change FROM effect e JOIN change c ON c.id = e.change
                 WHERE e.intent = intent.id
                 UNION SELECT a.change FROM attempt a
                 WHERE a.intent = intent.id)),
             open = (SELECT count(*) FROM effect e JOIN change c ON c.id = e.change
                 WHERE e.intent = intent.id AND c.state IN (1, 7) AND c.lost IS NULL);
         DELETE FROM intent WHERE changes = '[]';",
    )?;
    Ok(())
}

/// Everything that is counted is counted anew; of runs without changes the counts are all there is.
fn counts(journal: &Sqlite) -> Result<(), JournalError> {
    journal.execute_batch(
        "UPDATE change SET counted = state;
         DELETE FROM tally WHERE run NOT IN (SELECT id FROM run WHERE reduced_at IS NOT NULL);",
    )?;
    let mut completed = journal.prepare(
        "SELECT DISTINCT c.id, c.run, c.state FROM change d JOIN change c ON c.id = d.completes WHERE c.part NOT IN (2, 4)",
    )?;
    let mut completions = journal
        .prepare("SELECT state FROM change WHERE completes = ?1 AND run = ?2 AND part = 2")?;
    let mut completed = completed.query([])?;
    while let Some(row) = completed.next()? {
        let (id, run): (i64, i64) = (row.get(0)?, row.get(1)?);
        let Some(state) = State::from_stored(row.get(2)?) else { continue };
        let states = completions
            .query_map((id, run), |row| row.get::<_, i64>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let counted = state.counted(states.into_iter().filter_map(State::from_stored));
        journal.execute("UPDATE change SET counted = ?2 WHERE id = ?1", (id, counted.stored()))?;
    }
    journal.execute_batch(
        "INSERT INTO tally (run, part, action, state, count)
         SELECT run, part, action, counted, count(*) FROM change
         WHERE run NOT IN (SELECT id FROM run WHERE reduced_at IS NOT NULL) GROUP BY 1, 2, 3, 4;",
    )?;
    let mut details = journal.prepare(
        "SELECT run, unchanged, skipped_rows FROM run_detail
         WHERE run NOT IN (SELECT id FROM run WHERE reduced_at IS NOT NULL)",
    )?;
    let mut details = details.query([])?;
    while let Some(row) = details.next()? {
        let run: i64 = row.get(0)?;
        let count = |column| -> Result<i64, JournalError> {
            let blob = row.get_ref(column)?.as_blob_or_null()?;
            Ok(rows::from_blob("run_detail", run.cast_unsigned(), blob)?.len().cast_signed())
        };
        let (unchanged, skipped) = (count(1)?, count(2)?);
        journal.execute(
            "UPDATE run SET unchanged = ?2, skipped_rows = ?3 WHERE id = ?1",
            (run, unchanged, skipped),
        )?;
    }
    Ok(())
}

/// Numbers that were given are not given again: not those of changes, which stand in stores as marks.
fn numbers(journal: &Sqlite, source: &Sqlite) -> Result<(), JournalError> {
    let given = source.query_row("SELECT next FROM sequence WHERE name = 'change'", [], |row| {
        row.get::<_, i64>(0)
    });
    let greatest: i64 = journal.query_row(
        "SELECT max((SELECT coalesce(max(id), 0) FROM change),
             (SELECT coalesce(max(undoes), 0) FROM change), (SELECT coalesce(max(completes), 0) FROM change))",
        [],
        |row| row.get(0),
    )?;
    let next = match given {
        Ok(next) => next.max(greatest + 1),
        Err(_) => greatest + LEFT_OUT,
    };
    journal.execute("UPDATE sequence SET next = max(next, ?1) WHERE name = 'change'", [next])?;
    let read = source.prepare("SELECT name, seq FROM sqlite_sequence").and_then(|mut all| {
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, i64)>, _>>()
    });
    for (table, given) in read.unwrap_or_default() {
        journal.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
            params![table, given],
        )?;
    }
    Ok(())
}
