//! Which plans are being made, and which were left half done?
//!
//! Whoever makes a plan holds a lock of the operating system for it, which a crash releases. A plan that is not
//! finished and that nobody holds can be discarded: nothing of it was sent.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use crate::{
    database::private_folder,
    error::JournalError,
    journal::Journal,
    lock::{is_locked, try_exclusive},
    noting,
    runs::{NewRun, RunId, RunStatus},
};

/// The making of a plan, as long as it is held. Dropped without [`Journal::finish_planning`] the plan stays
/// unfinished.
#[derive(Debug)]
pub struct Planning {
    run: RunId,
    path: PathBuf,
    _file: File,
}

impl Planning {
    /// The run whose plan is made.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.run
    }
}

impl Drop for Planning {
    fn drop(&mut self) {
        // Nobody but the one who noted the run ever takes this lock: removing the file is safe.
        let _ = fs::remove_file(&self.path);
    }
}

impl Journal {
    /// Notes a run whose plan is made now. It cannot run before [`Self::finish_planning`].
    ///
    /// # Errors
    /// As [`Self::new_run`], and where the lock cannot be taken.
    pub fn begin_planning(&self, new: &NewRun) -> Result<Planning, JournalError> {
        private_folder(&self.locks())?;
        self.write(|journal| {
            let run = noting::insert(journal, new)?;
            journal.execute("UPDATE run SET planning = 1 WHERE id = ?1", [run])?;
            // Locked before anybody can see the run: none is ever seen that is unfinished and seems to be nobody's.
            let path = self.plan_lock(run);
            let file = try_exclusive(&path)?.ok_or(JournalError::RunOwned { run })?;
            Ok(Planning { run, path, _file: file })
        })
    }

    /// The plan is whole: from now on the run can be carried out.
    ///
    /// # Errors
    /// [`JournalError::NotFound`] where the plan was discarded meanwhile.
    #[expect(clippy::needless_pass_by_value, reason = "the making of the plan ends here")]
    pub fn finish_planning(&self, planning: Planning) -> Result<(), JournalError> {
        let run = planning.run;
        self.write(|journal| {
            match journal.execute("UPDATE run SET planning = 0 WHERE id = ?1", [run])? {
                0 => Err(JournalError::not_found("run", run)),
                _ => Ok(()),
            }
        })
    }

    /// Whether somebody makes the plan of a run right now.
    ///
    /// # Errors
    /// Fails where the lock cannot be looked at.
    pub fn is_being_planned(&self, run: RunId) -> Result<bool, JournalError> {
        is_locked(&self.plan_lock(run))
    }

    /// Runs whose plan is not finished and never will be: whoever made it is gone.
    ///
    /// # Errors
    /// Fails where the journal or a lock cannot be read.
    pub fn stale_plans(&self) -> Result<Vec<RunId>, JournalError> {
        let mut stale = Vec::new();
        for run in self.unfinished_plans()? {
            // It may have been finished between the two looks.
            if !self.is_being_planned(run)? && self.unfinished_plans()?.contains(&run) {
                stale.push(run);
            }
        }
        Ok(stale)
    }

    /// Takes those plans out of the journal; says which they were.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn discard_stale_plans(&self) -> Result<Vec<RunId>, JournalError> {
        let stale = self.stale_plans()?;
        for run in &stale {
            match self.discard_plan(*run) {
                // Somebody else did it at the same time.
                Err(JournalError::NotFound { .. }) => {}
                other => other?,
            }
            let _ = fs::remove_file(self.plan_lock(*run));
        }
        Ok(stale)
    }

    pub(crate) fn unfinished_plans(&self) -> Result<Vec<RunId>, JournalError> {
        self.read(|journal| {
            // The planned ones are few and found by an index, however long the history is.
            let mut statement = journal.prepare_cached(
                "SELECT id FROM run WHERE status = ?1 AND planning <> 0 ORDER BY id",
            )?;
            let found = statement.query_map([RunStatus::Planned.stored()], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    fn plan_lock(&self, run: RunId) -> PathBuf {
        self.locks().join(format!("plan-{run}.lock"))
    }
}
