//! What does everything that can be asked work with?

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use longshore_journal::{Journal, JournalError, RunId};
use tokio::sync::Semaphore;

use crate::{
    calls::Calls,
    drafts::Lives,
    error::ApiError,
    events::Events,
    home::Home,
    practice,
    runs::{Runs, Selections},
    watching::Watchers,
};

/// The data folder with its journal, and what is going on right now. Cheap to clone.
#[derive(Clone)]
pub struct Studio {
    home: Home,
    journal: Journal,
    events: Events,
    calls: Calls,
    here: Arc<Here>,
    /// Room on threads that may wait for a disk. Each thread that ever worked keeps some memory.
    desks: Arc<Semaphore>,
}

/// What goes on in this program.
#[derive(Default)]
struct Here {
    runs: Arc<Runs>,
    /// The drafts whose rows are at hand.
    lives: Lives,
    /// The changes of runs that somebody pages through.
    selections: Selections,
    /// Held while the rows of a draft are opened.
    opening_drafts: tokio::sync::Mutex<()>,
    /// The folders that are watched.
    watchers: Watchers,
    /// The practice store.
    practice: practice::Running,
}

/// So many look into the journal at a time: one writes, others read.
const DESKS: usize = 3;

impl Studio {
    /// Opens the data folder; its journal is made or brought up to date where needed.
    ///
    /// # Errors
    /// Where the journal cannot be opened, is damaged, or was written by a newer Longshore.
    pub async fn open(home: Home) -> Result<Self, ApiError> {
        let (path, folder) = (home.journal(), home.clone());
        let journal = tokio::task::spawn_blocking(move || {
            let journal = Journal::open(&path)?;
            // Nobody is kept from working because something old could not be taken out.
            if let Err(error) = journal.reduce(Timestamp::now()) {
                tracing::warn!(%error, "old runs stay");
            }
            crate::uploads::sweep(&folder);
            Ok::<_, JournalError>(journal)
        });
        let journal = journal.await??;
        let desks = Arc::new(Semaphore::new(DESKS));
        Ok(Self {
            home,
            journal,
            events: Events::default(),
            calls: Calls::default(),
            here: Arc::default(),
            desks,
        })
    }

    /// Where everything lies.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Who is told that something changed.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// The calls of hosts that go on.
    pub(crate) fn calls(&self) -> &Calls {
        &self.calls
    }

    /// The journal, for threads that may wait for a disk.
    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The folders that are watched in this program.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.here.watchers
    }

    /// The practice store of this program.
    pub(crate) fn practice(&self) -> &practice::Running {
        &self.here.practice
    }

    /// The drafts whose rows are at hand.
    pub(crate) fn lives(&self) -> &Lives {
        &self.here.lives
    }

    /// The changes of runs that somebody pages through.
    pub(crate) fn selections(&self) -> &Selections {
        &self.here.selections
    }

    /// Held while the rows of a draft are opened.
    pub(crate) fn opening_drafts(&self) -> &tokio::sync::Mutex<()> {
        &self.here.opening_drafts
    }

    /// Works with the journal on a thread that may wait for a disk.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Journal) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let journal = self.journal.clone();
        let desk = Arc::clone(&self.desks).acquire_owned().await.map_err(ApiError::internal)?;
        let asked = tokio::task::spawn_blocking(move || {
            let _desk = desk;
            work(&journal)
        });
        Ok(asked.await??)
    }

    /// The runs that go on in this program.
    pub(crate) fn runs(&self) -> &Arc<Runs> {
        &self.here.runs
    }

    /// How many runs go on in this program.
    #[must_use]
    pub fn runs_going(&self) -> usize {
        self.here.runs.all().len()
    }

    /// How many folders are watched in this program.
    #[must_use]
    pub fn folders_watched(&self) -> usize {
        self.watchers().count()
    }

    /// Stops all runs that go on in this program, and waits until their last requests are settled: they can be gone
    /// on with later.
    pub async fn stop_all(&self) {
        const LOOK_AGAIN: Duration = Duration::from_millis(50);
        while self.runs_going() > 0 {
            self.here.runs.all().into_iter().for_each(|run| {
                self.here.runs.stop(run);
            });
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Stops a run that goes on in this program; whether there was one.
    pub fn stop(&self, run: RunId) -> bool {
        self.here.runs.stop(run)
    }
}
