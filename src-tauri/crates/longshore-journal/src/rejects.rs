//! Which rows were left out or refused, and how did they read?

use std::ops::ControlFlow;

use rusqlite::Connection as Sqlite;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{error::JournalError, journal::Journal, number::Stored, packed, runs::RunId};

/// So many rows are read between two looks at whoever asked.
const PAGE: usize = 500;

/// A row that did not go in, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The row, counted like [`longshore_engine::row::Row::number`].
    pub row: u64,
    /// The line of the source on which it begins.
    pub line: u64,
    /// Its cells as they were.
    pub cells: Vec<String>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Why a row did not go in: a code and what the sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The code of an issue, of a refusal or of a skip.
    pub code: SmolStr,
    /// The column that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(SmolStr, String)>,
}

impl Journal {
    /// Notes rows that did not go in. A row that is noted already gets the new reasons too; some hundreds at a time
    /// are quickest.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn add_rejected(&self, run: RunId, rows: &[Rejected]) -> Result<(), JournalError> {
        self.write(|journal| {
            crate::runs::status(journal, run)?;
            let mut put = journal.prepare_cached(
                "INSERT INTO rejected (run, row, line, cells, reasons) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (run, row) DO UPDATE SET reasons = excluded.reasons",
            )?;
            for rejected in rows {
                let unwritable = |error| JournalError::unreadable("rejected", rejected.row, error);
                let mut reasons = reasons_of(journal, run, rejected.row)?;
                for reason in &rejected.reasons {
                    if !reasons.contains(reason) {
                        reasons.push(reason.clone());
                    }
                }
                let cells = packed::pack(&rejected.cells).map_err(unwritable)?;
                let reasons = serde_json::to_string(&reasons)
                    .map_err(|error| unwritable(error.to_string()))?;
                put.execute((run, rejected.row.stored(), rejected.line.stored(), cells, reasons))?;
            }
            Ok(())
        })
    }

    /// How many rows did not go in.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn rejected_count(&self, run: RunId) -> Result<u64, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT count(*) FROM rejected WHERE run = ?1")?;
            Ok(statement.query_row([run], |row| row.get::<_, i64>(0))?.cast_unsigned())
        })
    }

    /// The rows that did not go in, in the order of the source, until `each` breaks off.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn each_rejected(
        &self,
        run: RunId,
        mut each: impl FnMut(Rejected) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let mut after = i64::MIN;
        loop {
            let page = self.read(|journal| page(journal, run, &mut after))?;
            let is_last = page.len() < PAGE;
            for rejected in page {
                if each(rejected).is_break() {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }
}

fn page(journal: &Sqlite, run: RunId, after: &mut i64) -> Result<Vec<Rejected>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT row, line, cells, reasons FROM rejected WHERE run = ?1 AND row > ?2 ORDER BY row LIMIT ?3",
    )?;
    let mut rows = statement.query((run, *after, PAGE.stored()))?;
    let mut page = Vec::with_capacity(PAGE);
    while let Some(row) = rows.next()? {
        *after = row.get(0)?;
        let number = after.cast_unsigned();
        let unreadable = |detail: String| JournalError::unreadable("rejected", number, detail);
        page.push(Rejected {
            row: number,
            line: row.get::<_, i64>(1)?.cast_unsigned(),
            cells: packed::unpack(row.get_ref(2)?.as_blob()?).map_err(unreadable)?,
            reasons: parse(number, row.get_ref(3)?.as_str()?)?,
        });
    }
    Ok(page)
}

fn reasons_of(journal: &Sqlite, run: RunId, number: u64) -> Result<Vec<Reason>, JournalError> {
    let mut statement =
        journal.prepare_cached("SELECT reasons FROM rejected WHERE run = ?1 AND row = ?2")?;
    let mut rows = statement.query((run, number.stored()))?;
    match rows.next()? {
        Some(row) => parse(number, row.get_ref(0)?.as_str()?),
        None => Ok(Vec::new()),
    }
}

fn parse(row: u64, reasons: &str) -> Result<Vec<Reason>, JournalError> {
    serde_json::from_str(reasons).map_err(|error| JournalError::unreadable("rejected", row, error))
}
