//! Is everything in the journal as it has to be?
//!
//! [`Journal::check`] asks SQLite whether its pages and references are sound, and then looks whether our own promises
//! hold: every change that left has an intent, every outcome a request that it came of, every count is right, and
//! everything that was packed can be unpacked. What it finds are codes with parameters.

mod counts;
mod promises;
mod readable;

use std::collections::HashMap;

pub(crate) use readable::is_readable;
use rusqlite::Connection as Sqlite;
use serde::Serialize;
use ts_rs::TS;

use crate::{error::JournalError, journal::Journal};

/// Of one kind so many findings are told one by one.
const TOLD: u64 = 50;

/// Something that is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Finding {
    /// What it is:
    ///
    /// | code | parameters | meaning |
    /// | --- | --- | --- |
    /// | `pages_damaged` | `detail` | SQLite's own check failed; the detail is for the log |
    /// | `reference_broken` | `table`, `id`, `parent` | what an entry refers to is not there |
    /// | `entry_unreadable` | `table`, `column`, `id`, `detail` | it cannot be unpacked or understood |
    /// | `intent_without_changes` | `run`, `intent` | it promises nothing |
    /// | `intent_change_missing` | `run`, `intent`, `change` | it promises a change that is not there, or knows nothing of it |
    /// | `intent_open_wrong` | `run`, `intent`, `noted`, `found` | so many of its changes have no outcome |
    /// | `effect_without_intent` | `change`, `intent` | it was sent, and no intent says so |
    /// | `outcome_without_intent` | `run`, `change`, `state` | it came of something that was never sent |
    /// | `outcome_missing` | `run`, `change`, `state` | nothing says more than the state |
    /// | `planned_but_sent` | `run`, `change` | it is still to be sent, and was |
    /// | `change_without_body` | `run`, `change` | nobody knows what was to be done |
    /// | `change_counted_wrong` | `run`, `change`, `noted`, `found` | its record is counted under another state |
    /// | `count_wrong` | `run`, `part`, `action`, `state`, `noted`, `found` | a count of the run is not what there is |
    /// | `rows_counted_wrong` | `run`, `rows`, `noted`, `found` | unchanged or skipped rows are not as many |
    /// | `numbers_given_twice` | `next`, `greatest` | the next change would get a number that is taken |
    pub code: &'static str,
    /// What the sentence about it needs.
    pub params: Vec<(&'static str, String)>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "JournalChecked")]
pub struct Checked {
    /// Of each kind the first ones.
    pub findings: Vec<Finding>,
    /// How many there are of each kind that has more than are told.
    pub more: Vec<(&'static str, u64)>,
}

impl Checked {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Journal {
    /// Looks through the whole journal; nothing is changed. Others may go on writing meanwhile.
    ///
    /// # Errors
    /// Fails where the journal cannot be opened for reading; what cannot be read in it is a finding.
    pub fn check(&self) -> Result<Checked, JournalError> {
        self.read(|journal| {
            let mut findings = Findings::default();
            for step in [pages, references, promises::check, counts::check, readable::check] {
                match step(journal, &mut findings) {
                    // The steps that do not touch the damaged pages still say what they know.
                    Err(JournalError::Damaged(error)) => {
                        findings.add("pages_damaged", [("detail", error.to_string())]);
                    }
                    other => other?,
                }
            }
            Ok(findings.done())
        })
    }
}

/// Findings as they come, so many of a kind.
#[derive(Default)]
struct Findings {
    told: Vec<Finding>,
    counts: HashMap<&'static str, u64>,
}

impl Findings {
    fn add<const N: usize>(&mut self, code: &'static str, params: [(&'static str, String); N]) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push(Finding { code, params: params.into() });
        }
    }

    fn unreadable(&mut self, table: &str, column: &str, id: i64, detail: String) {
        let place = [("table", table.to_owned()), ("column", column.to_owned())];
        let [table, column] = place;
        self.add("entry_unreadable", [table, column, ("id", id.to_string()), ("detail", detail)]);
    }

    fn done(self) -> Checked {
        let mut more: Vec<_> = self.counts.into_iter().filter(|(_, count)| *count > TOLD).collect();
        more.sort_unstable();
        Checked { findings: self.told, more }
    }
}

fn pages(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare("PRAGMA integrity_check(50)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            findings.add("pages_damaged", [("detail", said)]);
        }
    }
    Ok(())
}

fn references(journal: &Sqlite, findings: &mut Findings) -> Result<(), JournalError> {
    let mut statement = journal.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get::<_, Option<i64>>(1)?.map_or_else(String::new, |id| id.to_string());
        let params = [("table", row.get(0)?), ("id", id), ("parent", row.get(2)?)];
        findings.add("reference_broken", params);
    }
    Ok(())
}
