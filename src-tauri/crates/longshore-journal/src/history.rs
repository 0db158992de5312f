//! What was done, page by page?

use longshore_engine::value::ChangeId;

use crate::{
    changes::{self, Entry},
    error::JournalError,
    journal::Journal,
    number::Stored,
    runs::{self, Run, RunId},
    state::State,
};

impl Journal {
    /// The latest runs, the newest first: those before `before`, at most `limit`.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn runs(&self, before: Option<RunId>, limit: usize) -> Result<Vec<Run>, JournalError> {
        self.read(|journal| {
            let mut statement = journal
                .prepare_cached("SELECT * FROM run WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?;
            let before = before.map_or(i64::MAX, |run| run.0.cast_signed());
            let mut rows = statement.query((before, limit.stored()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(runs::read(row)?);
            }
            Ok(found)
        })
    }

    /// The runs that took a run back, or a part of it, the newest first. Those that are only planned are not among
    /// them.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn undos_of(&self, run: RunId) -> Result<Vec<Run>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT * FROM run WHERE undoes = ?1 AND started_at IS NOT NULL ORDER BY id DESC",
            )?;
            let mut rows = statement.query([run])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(runs::read(row)?);
            }
            Ok(found)
        })
    }

    /// Changes of a run in the order of their numbers, of these states only: those behind `after`, at most
    /// `limit`.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn changes_of(
        &self,
        run: RunId,
        states: &[State],
        after: Option<ChangeId>,
        limit: usize,
    ) -> Result<Vec<Entry>, JournalError> {
        let states: Vec<String> = states.iter().map(|state| state.stored().to_string()).collect();
        self.read(|journal| {
            let mut statement = journal.prepare_cached(&format!(
                "SELECT id FROM change WHERE run = ?1 AND id > ?2 AND state IN ({})
                 ORDER BY id LIMIT ?3",
                states.join(", ")
            ))?;
            let after = after.map_or(-1, Stored::stored);
            let ids = statement
                .query_map((run, after, limit.stored()), |row| row.get::<_, i64>(0))?
                .collect::<Result<Vec<_>, _>>()?;
            ids.into_iter().map(|id| changes::load(journal, id)).collect()
        })
    }
}
