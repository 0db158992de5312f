//! Which runs does the user look for?

use jiff::Timestamp;
use longshore_engine::{change::Action, value::ChangeId};
use rusqlite::{params_from_iter, types::Value};
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
    /// Of a source with this fingerprint: the same file again.
    pub source_fingerprint: Option<u64>,
    /// Names of source, store or profile that hold all of these words, in any letter case.
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
        let (conditions, mut values) = conditions(filter);
        self.read(|journal| {
            let total: i64 = journal
                .prepare_cached(&format!("SELECT count(*) FROM run WHERE {conditions}"))?
                .query_row(params_from_iter(&values), |row| row.get(0))?;
            values.extend([Value::from(limit.stored()), Value::from(offset.stored())]);
            let mut statement = journal.prepare_cached(&format!(
                "SELECT * FROM run WHERE {conditions} ORDER BY id DESC LIMIT ? OFFSET ?"
            ))?;
            let mut rows = statement.query(params_from_iter(&values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let run = runs::read(row)?;
                let counts = counts::read(journal, run.id)?;
                found.push((run, counts));
            }
            Ok(HistoryPage { runs: found, total: total.cast_unsigned() })
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

fn conditions(filter: &RunFilter) -> (String, Vec<Value>) {
    let mut all = vec!["1".to_owned()];
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
    if let Some(is_undo) = filter.is_undo {
        also("(undoes IS NOT NULL) = ?", i64::from(is_undo));
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
    if !filter.statuses.is_empty() {
        all.push(format!("status IN ({})", vec!["?"; filter.statuses.len()].join(",")));
        values.extend(filter.statuses.iter().map(|status| Value::from(status.stored())));
    }
    for word in filter.text.to_lowercase().split_whitespace() {
        all.push("instr(search, ?) > 0".to_owned());
        values.push(Value::from(word.to_owned()));
    }
    (all.join(" AND "), values)
}
