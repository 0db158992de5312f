//! How is a run noted, and taken out again while nothing of it was sent?

use longshore_engine::profile::Mode;
use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{
    error::JournalError,
    journal::{Journal, millis},
    number::Stored,
    runs::{NewRun, RunId, RunKind, RunStatus, Settings, refuse_reduced, status},
};

impl Journal {
    /// Notes a run; it is [`RunStatus::Planned`]. While its plan is made nobody can tell whether it is finished:
    /// [`Journal::begin_planning`] can.
    ///
    /// # Errors
    /// [`JournalError::NotFound`] where the connection or the run to be undone is not there,
    /// [`JournalError::Reduced`] where there is nothing left of that run to undo.
    pub fn new_run(&self, new: &NewRun) -> Result<RunId, JournalError> {
        self.write(|journal| insert(journal, new))
    }

    /// Takes a run that was only planned out of the journal, with all of its plan. Its number is not used again: whoever
    /// has seen it would take another plan for this one.
    ///
    /// # Errors
    /// [`JournalError::Transition`] for a run that has begun: history stays.
    pub fn discard_plan(&self, run: RunId) -> Result<(), JournalError> {
        self.write(|journal| discard(journal, run))
    }

    /// Takes a plan out of the journal whose number nobody was told: where it was the last one, the next run has it.
    ///
    /// # Errors
    /// As [`Journal::discard_plan`].
    pub fn discard_unseen_plan(&self, run: RunId) -> Result<(), JournalError> {
        const GIVE_BACK: &str =
            "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM run)
            WHERE name = 'run' AND seq = ?1";
        self.write(|journal| {
            discard(journal, run)?;
            journal.execute(GIVE_BACK, [run])?;
            Ok(())
        })
    }
}

pub(crate) fn insert(journal: &Sqlite, new: &NewRun) -> Result<RunId, JournalError> {
    let connection: Option<String> = journal
        .query_row("SELECT name FROM connection WHERE id = ?1", [new.connection], |row| row.get(0))
        .optional()?;
    let connection =
        connection.ok_or_else(|| JournalError::not_found("connection", new.connection))?;
    let (source, undoes) = match &new.kind {
        RunKind::Import { source } => (Some(source), None),
        RunKind::Undo { of } => {
            status(journal, *of)?;
            refuse_reduced(journal, *of)?;
            (None, Some(*of))
        }
    };
    let profile_name = new.profile.as_ref().map(|profile| profile.name.as_str());
    let search =
        [Some(connection.as_str()), source.map(|source| source.name.as_str()), profile_name]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
            .to_lowercase();
    let id: RunId = journal.query_row(
        "INSERT INTO run (connection, kind, undoes, mode, is_reversed, status, source_name, source_size,
             source_fingerprint, profile_name, search, planned_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id",
        (
            new.connection,
            kind_name(&new.kind),
            undoes,
            mode_name(new.mode)?,
            new.is_reversed,
            source.map(|source| &source.name),
            source.map(|source| source.size.stored()),
            source.map(|source| source.fingerprint.stored()),
            profile_name,
            search,
            millis(new.at),
        ),
        |row| row.get(0),
    )?;
    let unwritable = |error| JournalError::unreadable("run", id.0, error);
    let settings = Settings { reading: new.reading.clone(), options: new.options.clone() };
    let settings = serde_json::to_string(&settings).map_err(unwritable)?;
    let profile =
        new.profile.as_ref().map(serde_json::to_string).transpose().map_err(unwritable)?;
    journal.execute(
        "INSERT INTO run_detail (run, settings, profile) VALUES (?1, ?2, ?3)",
        (id, settings, profile),
    )?;
    Ok(id)
}

pub(crate) fn discard(journal: &Sqlite, run: RunId) -> Result<(), JournalError> {
    let from = status(journal, run)?;
    let began: bool = journal.query_row(
        "SELECT started_at IS NOT NULL FROM run WHERE id = ?1",
        [run],
        |row| row.get(0),
    )?;
    if began || !matches!(from, RunStatus::Planned | RunStatus::Cancelled) {
        return Err(JournalError::Transition { run, from, to: RunStatus::Cancelled });
    }
    journal.execute("DELETE FROM issue WHERE owner_kind = 0 AND owner = ?1", [run])?;
    journal.execute("DELETE FROM run WHERE id = ?1", [run])?;
    Ok(())
}

fn kind_name(kind: &RunKind) -> &'static str {
    match kind {
        RunKind::Import { .. } => "import",
        RunKind::Undo { .. } => "undo",
    }
}

/// The mode's own name, as in profiles.
fn mode_name(mode: Mode) -> Result<String, JournalError> {
    match serde_json::to_value(mode) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        other => Err(JournalError::unreadable("run", 0, format!("{other:?}"))),
    }
}
