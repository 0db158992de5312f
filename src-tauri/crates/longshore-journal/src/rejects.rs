//! Which rows of a run stayed out, and why?

use longshore_engine::issue::Issue;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{error::JournalError, journal::Journal, number::Stored, packed, runs::RunId};

/// A row that stayed out, as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Reject {
    /// The row, counted as its source counts them.
    pub row: u64,
    /// The line of the source on which it begins.
    pub line: u64,
    /// Its cells, as they stood there.
    pub cells: Vec<String>,
    /// Why.
    pub issues: Vec<Issue>,
}

impl Journal {
    /// Notes rows that stay out; some hundreds at a time are quickest. A row that is noted already gets the new
    /// reasons.
    ///
    /// # Errors
    /// Fails where the journal cannot be written, or there is no such run.
    pub fn reject(&self, run: RunId, rejects: &[Reject]) -> Result<(), JournalError> {
        if rejects.is_empty() {
            return Ok(());
        }
        let unwritable = |error: String| JournalError::unreadable("rejected", run.0, error);
        self.write(|journal| {
            let mut statement = journal.prepare_cached(
                "INSERT INTO rejected (run, row, line, cells, reasons) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (run, row) DO UPDATE SET reasons = excluded.reasons",
            )?;
            for reject in rejects {
                let cells =
                    packed::pack(&reject.cells).map_err(|error| unwritable(error.to_string()))?;
                let reasons = serde_json::to_string(&reject.issues)
                    .map_err(|error| unwritable(error.to_string()))?;
                statement.execute((
                    run,
                    reject.row.stored(),
                    reject.line.stored(),
                    cells,
                    reasons,
                ))?;
            }
            Ok(())
        })
    }

    /// How many rows stayed out.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn reject_count(&self, run: RunId) -> Result<u64, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT count(*) FROM rejected WHERE run = ?1")?;
            Ok(statement.query_row([run], |row| row.get::<_, i64>(0))?.cast_unsigned())
        })
    }

    /// Rows that stayed out, in their order: those behind `after`, at most `limit`.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn rejects(
        &self,
        run: RunId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Reject>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT row, line, cells, reasons FROM rejected WHERE run = ?1 AND row > ?2
                 ORDER BY row LIMIT ?3",
            )?;
            let mut rows = statement.query((run, after.stored(), limit.stored()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(reject(run, row)?);
            }
            Ok(found)
        })
    }
}

pub(crate) fn reject(run: RunId, row: &Row<'_>) -> Result<Reject, JournalError> {
    let unreadable = |detail: String| JournalError::unreadable("rejected", run.0, detail);
    Ok(Reject {
        row: row.get::<_, i64>(0)?.cast_unsigned(),
        line: row.get::<_, i64>(1)?.cast_unsigned(),
        cells: packed::unpack(row.get_ref(2)?.as_blob()?)
            .map_err(|error| unreadable(error.to_string()))?,
        issues: serde_json::from_str(row.get_ref(3)?.as_str()?)
            .map_err(|error| unreadable(error.to_string()))?,
    })
}
