//! Which runs were there, and where does each stand?

use jiff::Timestamp;
use longshore_engine::{
    profile::{Mode, Profile},
    reading::ReadSettings,
    row::Header,
};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

pub use crate::run_status::RunStatus;
use crate::{
    connections::ConnectionId,
    error::JournalError,
    journal::{Journal, millis, moment},
    number::{Stored, number},
    rows::{self, Rows},
};

number! {
    /// The number of a run in the journal.
    RunId
}

/// What a run is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RunKind {
    /// Rows of a source go into the store.
    Import {
        /// Where they come from.
        source: RunSource,
    },
    /// An earlier run is taken back, or a part of it.
    Undo {
        /// Which run.
        of: RunId,
    },
}

/// Where the rows of a run came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSource {
    /// The name of the file, without its folder.
    pub name: String,
    /// How many bytes it had.
    pub size: u64,
    /// The xxh3 of its bytes.
    pub fingerprint: u64,
}

/// A run to be noted.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    /// With which store.
    pub connection: ConnectionId,
    /// What for.
    pub kind: RunKind,
    /// What may be done.
    pub mode: Mode,
    /// How the source was read, every setting decided.
    pub reading: ReadSettings,
    /// The profile as it was used.
    pub profile: Option<Profile>,
    /// Anything else that the host wants back when it resumes the run: filters, limits, policies.
    pub options: serde_json::Map<String, serde_json::Value>,
    /// Whether the phases are sent last to first, as an undo needs it (and the undo of an undo not).
    pub is_reversed: bool,
    /// Now.
    pub at: Timestamp,
}

/// A run as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// With which store.
    pub connection: ConnectionId,
    /// What for.
    #[serde(flatten)]
    pub kind: RunKind,
    /// Where it stands. Running and nobody carrying it out means interrupted: [`Journal::is_run_owned`].
    pub status: RunStatus,
    /// What it may do.
    pub mode: Mode,
    /// The name of the profile that it used.
    pub profile_name: Option<String>,
    /// Whether its phases are sent last to first.
    pub is_reversed: bool,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it first ran.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// How long it ran, in seconds, pauses and interruptions not counted.
    pub seconds: f64,
    /// How many rows its source has.
    pub rows: u64,
    /// When its changes were taken out of the journal because they were too old; its counts are still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced_at: Option<Timestamp>,
    /// Whether its plan is being made, or was when whoever made it was gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_being_planned: bool,
}

/// What a list leaves out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunDetail {
    /// How its source was read.
    pub reading: ReadSettings,
    /// What the host noted with it.
    pub options: serde_json::Map<String, serde_json::Value>,
    /// The profile as it was used.
    pub profile: Option<Profile>,
    /// The header of the source.
    pub header: Option<Header>,
    /// Rows whose records are in the store as they say.
    pub unchanged: Rows,
    /// Rows that were left out before there was a change.
    pub skipped_rows: Rows,
}

/// What reading a source found, beyond its changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceFindings {
    /// How many more rows were read.
    pub rows: u64,
    /// Rows whose records are in the store as they say.
    pub unchanged: Rows,
    /// Rows that are left out: errors, or against the mode.
    pub skipped: Rows,
}

/// The option of a run in which the host notes within what the keys of its source are unique: what
/// [`crate::intents::Finished::source_key`] calls the scope of a key.
pub const SOURCE_SCOPE: &str = "source_scope";

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) reading: ReadSettings,
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
}

impl Journal {
    /// A run by its number.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn run(&self, run: RunId) -> Result<Run, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached("SELECT * FROM run WHERE id = ?1")?;
            let mut rows = statement.query([run])?;
            rows.next()?.map(read).transpose()
        })?
        .ok_or_else(|| JournalError::not_found("run", run))
    }

    /// What a list leaves out of a run.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn run_detail(&self, run: RunId) -> Result<RunDetail, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT * FROM run_detail WHERE run = ?1")?;
            let mut rows = statement.query([run])?;
            rows.next()?.map(|row| detail(run, row)).transpose()
        })?
        .ok_or_else(|| JournalError::not_found("run", run))
    }

    /// Lets a run go on to another status.
    ///
    /// # Errors
    /// [`JournalError::Transition`] where it cannot; see [`RunStatus::can_become`]. [`JournalError::Reduced`] and
    /// [`JournalError::PlanUnfinished`] for a run whose changes are not all there.
    pub fn set_run_status(
        &self,
        run: RunId,
        to: RunStatus,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let from = status(journal, run)?;
            if !from.can_become(to) {
                return Err(JournalError::Transition { run, from, to });
            }
            if to == RunStatus::Running {
                refuse_reduced(journal, run)?;
                let unfinished = "SELECT 1 FROM run WHERE id = ?1 AND planning <> 0";
                if journal.prepare_cached(unfinished)?.exists([run])? {
                    return Err(JournalError::PlanUnfinished { run });
                }
            }
            // A crash is noticed later: what counts is the last sign of life.
            journal.execute(
                "UPDATE run SET
                     status = ?3,
                     active_ms = active_ms + max(0, coalesce(
                         CASE WHEN ?3 = ?4 THEN coalesce(seen_at, running_since) ELSE ?2 END - running_since, 0)),
                     running_since = CASE WHEN ?3 = ?5 THEN ?2 END,
                     seen_at = CASE WHEN ?3 = ?5 THEN ?2 ELSE seen_at END,
                     started_at = CASE WHEN ?3 = ?5 THEN coalesce(started_at, ?2) ELSE started_at END,
                     finished_at = CASE WHEN ?6 THEN ?2 WHEN ?3 = ?5 THEN NULL ELSE finished_at END
                 WHERE id = ?1",
                (
                    run,
                    millis(at),
                    to.stored(),
                    RunStatus::Interrupted.stored(),
                    RunStatus::Running.stored(),
                    to.is_over(),
                ),
            )?;
            Ok(())
        })
    }

    /// Notes the header of a run's source; rejected rows are written under it.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn set_run_header(&self, run: RunId, header: &Header) -> Result<(), JournalError> {
        let header = serde_json::to_string(header)
            .map_err(|error| JournalError::unreadable("run", run.0, error))?;
        self.write(|journal| {
            match journal
                .execute("UPDATE run_detail SET header = ?2 WHERE run = ?1", (run, header))?
            {
                0 => Err(JournalError::not_found("run", run)),
                _ => Ok(()),
            }
        })
    }

    /// Adds what reading the source found to what was noted so far.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn add_findings(&self, run: RunId, found: &SourceFindings) -> Result<(), JournalError> {
        self.write(|journal| {
            let known = journal
                .query_row(
                    "SELECT unchanged, skipped_rows FROM run_detail WHERE run = ?1",
                    [run],
                    |row| {
                        Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
                    },
                )
                .optional()?
                .ok_or_else(|| JournalError::not_found("run", run))?;
            let unchanged =
                rows::from_blob("run_detail", run.0, known.0.as_deref())? | &found.unchanged;
            let skipped =
                rows::from_blob("run_detail", run.0, known.1.as_deref())? | &found.skipped;
            journal.execute(
                "UPDATE run_detail SET unchanged = ?2, skipped_rows = ?3 WHERE run = ?1",
                (run, rows::to_blob(&unchanged)?, rows::to_blob(&skipped)?),
            )?;
            journal.execute(
                "UPDATE run SET rows = rows + ?2, unchanged = ?3, skipped_rows = ?4 WHERE id = ?1",
                (run, found.rows.stored(), unchanged.len().stored(), skipped.len().stored()),
            )?;
            Ok(())
        })
    }

    /// Runs of a source with this fingerprint whose plan is finished; the newest first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn runs_of_source(
        &self,
        connection: ConnectionId,
        fingerprint: u64,
    ) -> Result<Vec<RunId>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id FROM run WHERE connection = ?1 AND source_fingerprint = ?2
                     AND planning = 0 ORDER BY id DESC",
            )?;
            let found =
                statement.query_map((connection, fingerprint.stored()), |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    /// Runs that began and did not end by themselves.
    pub(crate) fn runs_begun(&self) -> Result<Vec<(RunId, RunStatus)>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id, status FROM run WHERE status IN (1, 2, 3) ORDER BY id",
            )?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let run: RunId = row.get(0)?;
                found.push((run, status_of(run, row.get(1)?)?));
            }
            Ok(found)
        })
    }
}

/// Whether the changes of a run were taken out.
pub(crate) fn refuse_reduced(journal: &Sqlite, run: RunId) -> Result<(), JournalError> {
    let reduced = "SELECT 1 FROM run WHERE id = ?1 AND reduced_at IS NOT NULL";
    match journal.prepare_cached(reduced)?.exists([run])? {
        true => Err(JournalError::Reduced { run }),
        false => Ok(()),
    }
}

/// A sign of life of a running run.
pub(crate) fn seen(journal: &Sqlite, run: RunId, at: Timestamp) -> Result<(), JournalError> {
    journal
        .prepare_cached("UPDATE run SET seen_at = ?2 WHERE id = ?1")?
        .execute((run, millis(at)))?;
    Ok(())
}

pub(crate) fn status(journal: &Sqlite, run: RunId) -> Result<RunStatus, JournalError> {
    let stored = journal
        .prepare_cached("SELECT status FROM run WHERE id = ?1")?
        .query_row([run], |row| row.get(0))
        .optional()?
        .ok_or_else(|| JournalError::not_found("run", run))?;
    status_of(run, stored)
}

fn status_of(run: RunId, stored: i64) -> Result<RunStatus, JournalError> {
    RunStatus::from_stored(stored).ok_or_else(|| JournalError::unreadable("run", run.0, stored))
}

pub(crate) fn read(row: &Row<'_>) -> Result<Run, JournalError> {
    let id: RunId = row.get("id")?;
    let kind: String = row.get("kind")?;
    let kind = match kind.as_str() {
        "import" => RunKind::Import {
            source: RunSource {
                name: row.get::<_, Option<_>>("source_name")?.unwrap_or_default(),
                size: row.get::<_, Option<i64>>("source_size")?.unwrap_or_default().cast_unsigned(),
                fingerprint: row
                    .get::<_, Option<i64>>("source_fingerprint")?
                    .unwrap_or_default()
                    .cast_unsigned(),
            },
        },
        "undo" => RunKind::Undo { of: row.get("undoes")? },
        other => return Err(JournalError::unreadable("run", id.0, other)),
    };
    let mode: String = row.get("mode")?;
    let since: Option<i64> = row.get("running_since")?;
    let seen: Option<i64> = row.get("seen_at")?;
    let running = since.map_or(0, |since| (seen.unwrap_or(since) - since).max(0));
    let active: i64 = row.get("active_ms")?;
    Ok(Run {
        id,
        connection: row.get("connection")?,
        kind,
        status: status_of(id, row.get("status")?)?,
        mode: serde_json::from_value(mode.into())
            .map_err(|error| JournalError::unreadable("run", id.0, error))?,
        profile_name: row.get("profile_name")?,
        is_reversed: row.get("is_reversed")?,
        planned_at: moment(row.get("planned_at")?),
        started_at: row.get::<_, Option<i64>>("started_at")?.map(moment),
        finished_at: row.get::<_, Option<i64>>("finished_at")?.map(moment),
        seconds: std::time::Duration::from_millis((active + running).max(0).cast_unsigned())
            .as_secs_f64(),
        rows: row.get::<_, i64>("rows")?.cast_unsigned(),
        reduced_at: row.get::<_, Option<i64>>("reduced_at")?.map(moment),
        is_being_planned: row.get("planning")?,
    })
}

pub(crate) fn detail(run: RunId, row: &Row<'_>) -> Result<RunDetail, JournalError> {
    let unreadable =
        |error: serde_json::Error| JournalError::unreadable("run_detail", run.0, error);
    let settings: Settings =
        serde_json::from_str(row.get_ref("settings")?.as_str().unwrap_or("{}"))
            .map_err(unreadable)?;
    let profile: Option<String> = row.get("profile")?;
    let header: Option<String> = row.get("header")?;
    let bitmap = |column: &str| -> Result<Rows, JournalError> {
        let blob: Option<Vec<u8>> = row.get(column)?;
        rows::from_blob("run_detail", run.0, blob.as_deref())
    };
    Ok(RunDetail {
        reading: settings.reading,
        options: settings.options,
        profile: profile
            .map(|profile| serde_json::from_str(&profile))
            .transpose()
            .map_err(unreadable)?,
        header: header
            .map(|header| serde_json::from_str(&header))
            .transpose()
            .map_err(unreadable)?,
        unchanged: bitmap("unchanged")?,
        skipped_rows: bitmap("skipped_rows")?,
    })
}
