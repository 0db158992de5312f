//! What is kept of old runs, and for how long?
//!
//! A run that ended longer ago than its connection wants is *reduced*: its changes with their images, its rejected rows
//! and issues go, and it can no longer be undone. That it was there, and what it did in numbers, stays, and so does
//! everything that was learned of the store.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection as Sqlite;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    connections::{ConnectionId, NewConnection},
    error::JournalError,
    journal::{Journal, millis},
    runs::RunId,
};

/// So many days, unless the user says otherwise.
pub const DEFAULT_DAYS: u32 = 90;

/// Where a connection's settings say it: a number of days, or `null` for ever.
const SETTING: &str = "retention_days";
/// So many changes are taken out at a time, so that others can write in between.
const AT_A_TIME: i64 = 2_000;

/// How long runs are kept whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// So many days after they ended.
    Days(u32),
    /// For ever.
    Forever,
}

/// What was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Reduced {
    /// Runs whose changes went.
    pub runs: Vec<RunId>,
    /// Plans that were never carried out, and went whole.
    pub plans: Vec<RunId>,
    /// How many changes went with the runs.
    pub changes: u64,
}

impl NewConnection {
    /// How long the runs of this connection are kept whole.
    #[must_use]
    pub fn retention(&self) -> Retention {
        retention_in(&self.settings)
    }
}

impl Journal {
    /// Says how long the runs of a connection are kept whole; noted in its settings as `retention_days`.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn set_retention(
        &self,
        connection: ConnectionId,
        retention: Retention,
    ) -> Result<(), JournalError> {
        let days = match retention {
            Retention::Days(days) => days.into(),
            Retention::Forever => serde_json::Value::Null,
        };
        let mut details = self.connection(connection)?.details;
        details.settings.insert(SETTING.to_owned(), days);
        self.update_connection(connection, &details)
    }

    /// Reduces the runs that ended too long ago. Kept whole are runs that are not over, those with changes of which
    /// nobody knows what the store did, and every run that an unfinished undo (or the undo of that) takes back.
    ///
    /// # Errors
    /// Fails where the journal cannot be written; what was reduced until then stays reduced.
    pub fn reduce(&self, now: Timestamp) -> Result<Reduced, JournalError> {
        let mut reduced = Reduced::default();
        for run in self.old_runs(now, OLD_PLANS)? {
            if self.is_run_owned(run)? || self.is_being_planned(run)? {
                continue;
            }
            match self.discard_plan(run) {
                Ok(()) => reduced.plans.push(run),
                // It was begun meanwhile.
                Err(JournalError::Transition { .. } | JournalError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        // An undo is not reduced before what it undid, which would then look as if it had never been undone.
        for run in self.old_runs(now, OLD_RUNS)? {
            if !self.is_run_owned(run)? && self.write(|journal| mark(journal, run, now))? {
                reduced.runs.push(run);
            }
        }
        for run in self.half_reduced()? {
            loop {
                let gone = self.write(|journal| take_out(journal, run))?;
                reduced.changes += gone;
                if gone == 0 {
                    break;
                }
            }
        }
        Ok(reduced)
    }

    /// Runs that ended, or were planned and left, before what their connection wants to keep; oldest first.
    fn old_runs(&self, now: Timestamp, question: &str) -> Result<Vec<RunId>, JournalError> {
        let mut found = Vec::new();
        self.read(|journal| {
            let mut all = journal.prepare("SELECT id, settings FROM connection")?;
            let mut connections = all.query([])?;
            while let Some(row) = connections.next()? {
                let id: ConnectionId = row.get(0)?;
                let settings = serde_json::from_str(row.get_ref(1)?.as_str()?)
                    .map_err(|error| JournalError::unreadable("connection", id.0, error))?;
                let Retention::Days(days) = retention_in(&settings) else { continue };
                let kept = SignedDuration::from_hours(24 * i64::from(days));
                let Ok(before) = now.checked_sub(kept) else { continue };
                let mut old = journal.prepare_cached(question)?;
                let old = old.query_map((id, millis(before)), |row| row.get(0))?;
                found.extend(old.collect::<Result<Vec<RunId>, _>>()?);
            }
            Ok(())
        })?;
        found.sort_unstable();
        Ok(found)
    }

    /// Reduced runs with changes still in the journal.
    fn half_reduced(&self) -> Result<Vec<RunId>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id FROM run WHERE reduced_at IS NOT NULL
                     AND EXISTS (SELECT 1 FROM change WHERE change.run = run.id)",
            )?;
            let found = statement.query_map([], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }
}

const OLD_PLANS: &str =
    "SELECT id FROM run WHERE connection = ?1 AND started_at IS NULL AND status IN (0, 5)
    AND planned_at < ?2 AND NOT EXISTS (SELECT 1 FROM run later WHERE later.undoes = run.id)";
const OLD_RUNS: &str =
    "SELECT id FROM run WHERE connection = ?1 AND started_at IS NOT NULL AND status IN (4, 5)
    AND reduced_at IS NULL
    AND max(coalesce(finished_at, 0), coalesce(seen_at, 0), coalesce(started_at, 0)) < ?2";

/// What a run needs to be reduced, beside its age: it is over and settled, no unfinished run goes back to it, and if
/// it is an undo, what it undid is reduced.
const MAY_GO: &str = "WITH RECURSIVE needed (id) AS (
        SELECT undoes FROM run WHERE status IN (0, 1, 2, 3) AND undoes IS NOT NULL
        UNION SELECT run.undoes FROM needed JOIN run ON run.id = needed.id WHERE run.undoes IS NOT NULL
    )
    SELECT 1 FROM run WHERE id = ?1 AND status IN (4, 5) AND reduced_at IS NULL
        AND id NOT IN (SELECT id FROM needed)
        AND NOT EXISTS (SELECT 1 FROM intent WHERE intent.run = run.id AND intent.open > 0)
        AND (undoes IS NULL
             OR EXISTS (SELECT 1 FROM run undone WHERE undone.id = run.undoes AND undone.reduced_at IS NOT NULL))";

fn retention_in(settings: &serde_json::Map<String, serde_json::Value>) -> Retention {
    match settings.get(SETTING) {
        Some(serde_json::Value::Null) => Retention::Forever,
        Some(days) => {
            let days = days.as_u64().and_then(|days| u32::try_from(days).ok());
            Retention::Days(days.unwrap_or(DEFAULT_DAYS))
        }
        None => Retention::Days(DEFAULT_DAYS),
    }
}

/// From here on the run cannot be undone; says whether it may be reduced at all.
fn mark(journal: &Sqlite, run: RunId, now: Timestamp) -> Result<bool, JournalError> {
    if !journal.prepare_cached(MAY_GO)?.exists([run])? {
        return Ok(false);
    }
    journal.execute("UPDATE run SET reduced_at = ?2 WHERE id = ?1", (run, millis(now)))?;
    journal.execute("DELETE FROM issue WHERE owner_kind = 0 AND owner = ?1", [run])?;
    journal.execute("DELETE FROM rejected WHERE run = ?1", [run])?;
    journal.execute("DELETE FROM upload WHERE run = ?1", [run])?;
    journal.execute("DELETE FROM field_use WHERE run = ?1", [run])?;
    journal.execute("DELETE FROM intent WHERE run = ?1", [run])?;
    journal.execute(
        "UPDATE run_detail SET settings = '{}', profile = NULL, header = NULL, unchanged = NULL,
             skipped_rows = NULL WHERE run = ?1",
        [run],
    )?;
    Ok(true)
}

fn take_out(journal: &Sqlite, run: RunId) -> Result<u64, JournalError> {
    let gone = journal
        .prepare_cached(
            "DELETE FROM change WHERE id IN (SELECT id FROM change WHERE run = ?1 LIMIT ?2)",
        )?
        .execute((run, AT_A_TIME))?;
    Ok(gone as u64)
}
