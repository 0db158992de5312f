//! Are the counts of every run what there is?

use std::collections::BTreeMap;

use rusqlite::Connection as Sqlite;

use crate::{
    check::Findings,
    error::JournalError,
    rows,
    state::{Part, State},
};

pub(super) fn check(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    counted(journal, findings)?;
    let mut runs = journal.prepare(
        "SELECT id, unchanged, skipped_rows FROM run WHERE reduced_at IS NULL ORDER BY id",
    )?;
    let mut runs = runs.query([])?;
    while let Some(run) = runs.next()? {
        let id: i64 = run.get(0)?;
        tally(journal, id, findings)?;
        source_rows(journal, id, [run.get(1)?, run.get(2)?], findings)?;
    }
    let (next, greatest): (i64, i64) = journal.query_row(
        "SELECT (SELECT next FROM sequence WHERE name = 'change'), (SELECT coalesce(max(id), 0) FROM change)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if next <= greatest {
        let params = [("next", next.to_string()), ("greatest", greatest.to_string())];
        findings.add("numbers_given_twice", params);
    }
    Ok(())
}

fn tally(journal: &Sqlite, run: i64, findings: &mut Findings) -> Result<(), JournalError> {
    let mut counts: BTreeMap<[i64; 3], (i64, i64)> = BTreeMap::new();
    let mut noted =
        journal.prepare_cached("SELECT part, action, state, count FROM tally WHERE run = ?1")?;
    let mut noted = noted.query([run])?;
    while let Some(row) = noted.next()? {
        counts.entry([row.get(0)?, row.get(1)?, row.get(2)?]).or_default().0 = row.get(3)?;
    }
    let mut found = journal.prepare_cached(
        "SELECT part, action, counted, count(*) FROM change WHERE run = ?1 GROUP BY 1, 2, 3",
    )?;
    let mut found = found.query([run])?;
    while let Some(row) = found.next()? {
        counts.entry([row.get(0)?, row.get(1)?, row.get(2)?]).or_default().1 = row.get(3)?;
    }
    for ([part, action, state], (noted, found)) in counts {
        if noted != found {
            let params = [
                ("run", run.to_string()),
                ("part", part.to_string()),
                ("action", action.to_string()),
                ("state", name(state)),
                ("noted", noted.to_string()),
                ("found", found.to_string()),
            ];
            findings.add("count_wrong", params);
        }
    }
    Ok(())
}

fn name(state: i64) -> String {
    State::from_stored(state).map_or_else(|| state.to_string(), |state| state.as_str().to_owned())
}

/// Unchanged and skipped rows: the numbers that are shown, and the rows themselves.
fn source_rows(
    journal: &Sqlite,
    run: i64,
    noted: [i64; 2],
    findings: &mut Findings,
) -> Result<(), JournalError> {
    let mut detail =
        journal.prepare_cached("SELECT unchanged, skipped_rows FROM run_detail WHERE run = ?1")?;
    let mut detail = detail.query([run])?;
    let Some(detail) = detail.next()? else {
        findings.add(
            "reference_broken",
            [
                ("table", "run".to_owned()),
                ("id", run.to_string()),
                ("parent", "run_detail".to_owned()),
            ],
        );
        return Ok(());
    };
    for (at, which) in [(0, "unchanged"), (1, "skipped")] {
        let blob = detail.get_ref(at)?.as_blob_or_null()?;
        // What cannot be read is told elsewhere.
        let Ok(found) = rows::from_blob("run_detail", run.cast_unsigned(), blob) else { continue };
        if found.len().cast_signed() != noted[at] {
            let params = [
                ("run", run.to_string()),
                ("rows", which.to_owned()),
                ("noted", noted[at].to_string()),
                ("found", found.len().to_string()),
            ];
            findings.add("rows_counted_wrong", params);
        }
    }
    Ok(())
}

/// What each record is counted under: its own state, or that of the worst change that completes it.
fn counted(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare(
        "SELECT c.id, c.run, c.state, c.counted, c.part FROM change c
         WHERE c.counted <> c.state OR EXISTS (SELECT 1 FROM change d WHERE d.completes = c.id)",
    )?;
    let mut completions = journal
        .prepare("SELECT state FROM change WHERE completes = ?1 AND run = ?2 AND part = ?3")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, run): (i64, i64) = (row.get(0)?, row.get(1)?);
        let [state, noted] = [row.get(2)?, row.get(3)?].map(State::from_stored);
        let (Some(state), Some(noted)) = (state, noted) else {
            findings.unreadable("change", "counted", id, "unknown number".to_owned());
            continue;
        };
        let found = match Part::from_stored(row.get(4)?) {
            Some(part) if !part.is_counted_alone() => state,
            _ => {
                let completing = completions
                    .query_map((id, run, Part::Completion.stored()), |row| row.get::<_, i64>(0))?
                    .collect::<Result<Vec<_>, _>>()?;
                state.counted(completing.into_iter().filter_map(State::from_stored))
            }
        };
        if found != noted {
            let params = [
                ("run", run.to_string()),
                ("change", id.to_string()),
                ("noted", noted.as_str().to_owned()),
                ("found", found.as_str().to_owned()),
            ];
            findings.add("change_counted_wrong", params);
        }
    }
    Ok(())
}
