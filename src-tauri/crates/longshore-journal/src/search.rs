//! Which runs does the user look for?

use jiff::Timestamp;
use longshore_engine::{change::Action, value::ChangeId};
use rusqlite::{Connection as Sqlite, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};

use crate::{
    connections::ConnectionId,
    counts::{self, RunCounts},
    error::JournalError,
    journal::{Journal, millis},
    number::Stored,
    runs::{self, Run, RunId, RunStatus},
};

/// What runs are wanted; whatever is empty is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunFilter {
    /// With this store.
    pub connection: Option<ConnectionId>,
    /// Standing at one of these.
    pub statuses: Vec<RunStatus>,
    /// Doing this to something.
    pub action: Option<Action>,
    /// Undos, or what is none.
    pub is_undo: Option<bool>,
    /// Undoing this run.
    pub undoing: Option<RunId>,
    /// Of what they did something is left: it was not taken back.
    pub standing: bool,
    /// Of a source with this fingerprint: the same file again.
    pub source_fingerprint: Option<u64>,
    /// Names of source, store or profile that hold all of these words, in any letter case; a word may also be the
    /// run's number, or what a record of it is known by: a SKU, or a name where there is none.
    pub text: String,
    /// Planned at this moment or later.
    pub from: Option<Timestamp>,
    /// Planned before this moment.
    pub until: Option<Timestamp>,
}

/// A page of the history, the latest run first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The runs, each with its counts.
    pub runs: Vec<(Run, RunCounts)>,
    /// How many runs the filter lets through.
    pub total: u64,
}

impl Journal {
    /// Runs, the latest first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn search_runs(
        &self,
        filter: &RunFilter,
        offset: u64,
        limit: usize,
    ) -> Result<HistoryPage, JournalError> {
        let (conditions, values) = conditions(filter);
        self.read(|journal| {
            let (total, page) = match conditions.is_empty() {
                true => latest(journal, offset, limit)?,
                false => matching(journal, &conditions, &values, offset, limit)?,
            };
            let mut statement = journal.prepare_cached("SELECT * FROM run WHERE id = ?1")?;
            let runs = page.into_iter().map(|id| {
                let mut rows = statement.query([id])?;
                let row = rows.next()?.ok_or_else(|| JournalError::not_found("run", id))?;
                let run = runs::read(row)?;
                let counts = counts::read(journal, run.id)?;
                Ok((run, counts))
            });
            Ok(HistoryPage { runs: runs.collect::<Result<_, JournalError>>()?, total })
        })
    }

    /// How much of a run later runs took back: its changes that were carried out, and those among them that were
    /// undone by a change that was not undone itself.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn undone(&self, run: RunId) -> Result<Undone, JournalError> {
        self.read(|journal| {
            let done: i64 = journal
                .prepare_cached("SELECT count(*) FROM change WHERE run = ?1 AND state IN (2, 3)")?
                .query_row([run], |row| row.get(0))?;
            let undone: i64 = journal
                .prepare_cached(
                    "SELECT count(DISTINCT c.id) FROM run r
                     JOIN change u ON u.run = r.id AND u.state IN (2, 3)
                     JOIN change c ON c.id = u.undoes AND c.run = ?1
                     WHERE r.undoes = ?1 AND NOT EXISTS (
                         SELECT 1 FROM change back WHERE back.undoes = u.id AND back.state IN (2, 3))",
                )?
                .query_row([run], |row| row.get(0))?;
            Ok(Undone { done: done.cast_unsigned(), undone: undone.cast_unsigned() })
        })
    }

    /// Whether nothing is left of what a run did: all of it was taken back, and stayed so.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn is_taken_back(&self, run: RunId) -> Result<bool, JournalError> {
        let Undone { done, undone } = self.undone(run)?;
        Ok(undone > 0 && undone >= done)
    }

    /// The changes of a run that were carried out, against the order of sending: what an undo goes through.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn done_changes(&self, run: RunId) -> Result<Vec<ChangeId>, JournalError> {
        use crate::{
            selection::{ChangeFilter, SelectionOrder},
            state::State,
        };
        let done = ChangeFilter {
            states: vec![State::Applied, State::Altered],
            ..ChangeFilter::default()
        };
        self.select_changes(run, &done, SelectionOrder::Undo)
    }
}

/// How much of a run was taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Changes that were carried out.
    pub done: u64,
    /// Those of them that are taken back.
    pub undone: u64,
}

/// A page of all runs: nothing is gone through but what lies before it.
fn latest(journal: &Sqlite, offset: u64, limit: usize) -> Result<(u64, Vec<i64>), JournalError> {
    let total: i64 =
        journal.prepare_cached("SELECT count(*) FROM run")?.query_row([], |row| row.get(0))?;
    let mut statement =
        journal.prepare_cached("SELECT id FROM run ORDER BY id DESC LIMIT ?1 OFFSET ?2")?;
    let page = statement.query_map([limit.stored(), offset.stored()], |row| row.get(0))?;
    Ok((total.cast_unsigned(), page.collect::<Result<_, _>>()?))
}

/// A page of those that fit: all are gone through once, which tells how many they are too.
fn matching(
    journal: &Sqlite,
    conditions: &str,
    values: &[Value],
    offset: u64,
    limit: usize,
) -> Result<(u64, Vec<i64>), JournalError> {
    let mut statement = journal
        .prepare_cached(&format!("SELECT id FROM run WHERE {conditions} ORDER BY id DESC"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let (mut total, mut page) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        if total >= offset && page.len() < limit {
            page.push(row.get(0)?);
        }
        total += 1;
    }
    Ok((total, page))
}

/// One of the changes of a run was carried out and is not undone by a change that was not undone itself.
const STANDING: &str = "EXISTS (
    SELECT 1 FROM change c WHERE c.run = run.id AND c.state IN (2, 3) AND NOT EXISTS (
        SELECT 1 FROM change u WHERE u.undoes = c.id AND u.state IN (2, 3) AND NOT EXISTS (
            SELECT 1 FROM change back WHERE back.undoes = u.id AND back.state IN (2, 3))))";

/// What has to hold of a run; nothing where all are wanted.
fn conditions(filter: &RunFilter) -> (String, Vec<Value>) {
    let mut all = Vec::new();
    let mut values = Vec::new();
    let mut also = |condition: &str, value: i64| {
        all.push(condition.to_owned());
        values.push(Value::from(value));
    };
    if let Some(connection) = filter.connection {
        also("connection = ?", connection.0.stored());
    }
    if let Some(action) = filter.action {
        also(
            "EXISTS (SELECT 1 FROM tally WHERE tally.run = run.id AND tally.action = ? AND tally.count > 0)",
            action.stored(),
        );
    }
    if let Some(undone) = filter.undoing {
        also("undoes = ?", undone.0.stored());
    }
    if let Some(fingerprint) = filter.source_fingerprint {
        also("source_fingerprint = ?", fingerprint.stored());
    }
    if let Some(from) = filter.from {
        also("planned_at >= ?", millis(from));
    }
    if let Some(until) = filter.until {
        also("planned_at < ?", millis(until));
    }
    if filter.standing {
        all.push(STANDING.to_owned());
    }
    // Said so that the index of undos is used.
    if let Some(is_undo) = filter.is_undo {
        all.push(format!("undoes IS {}NULL", if is_undo { "NOT " } else { "" }));
    }
    if !filter.statuses.is_empty() {
        all.push(format!("status IN ({})", vec!["?"; filter.statuses.len()].join(",")));
        values.extend(filter.statuses.iter().map(|status| Value::from(status.stored())));
    }
    let text = filter.text.trim();
    if !text.is_empty() {
        // Asked once for all runs, of an index.
        const OF_RECORD: &str = "id IN (SELECT run FROM change WHERE label = ? COLLATE NOCASE)";
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            words.push(format!("(instr(search, ?) > 0 OR id = ? OR {OF_RECORD})"));
            let number = word.trim_start_matches('#').parse::<i64>().ok();
            values.extend([word.to_lowercase().into(), number.into(), word.to_owned().into()]);
        }
        all.push(format!("({} OR {OF_RECORD})", words.join(" AND ")));
        values.push(text.to_owned().into());
    }
    (all.join(" AND "), values)
}
