//! Which drafts does this program hold open?

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use longshore_engine::row::{Header, Row};
use longshore_formats::{Preview, Repair, Report, Spool};
use longshore_journal::drafts::DraftId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    reading,
    state::{self, State},
};
use crate::{ApiError, Studio};

/// The rows of a draft, complete or growing.
pub(crate) struct Live {
    pub(super) spool: Spool,
    /// What was seen at first sight, where the rows were read by this program.
    first: Option<Preview>,
    /// How the reading of the rows goes.
    pub(super) grown: watch::Sender<Grown>,
    /// Stops the reading.
    pub(super) cancel: CancellationToken,
}

/// How far the reading of rows is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grown {
    pub(crate) rows: u64,
    /// Nothing more comes.
    pub(crate) ended: bool,
    /// Why nothing more comes, where that is not the end of the source.
    pub(crate) failed: Option<ApiError>,
}

impl Live {
    pub(super) fn growing(spool: Spool, first: Preview) -> Self {
        let (grown, _) = watch::channel(Grown::default());
        Self { spool, first: Some(first), grown, cancel: CancellationToken::new() }
    }

    fn complete(spool: Spool) -> Self {
        let now = Grown { rows: spool.rows(), ended: true, failed: None };
        let (grown, _) = watch::channel(now);
        Self { spool, first: None, grown, cancel: CancellationToken::new() }
    }

    /// The columns, as far as known.
    pub(crate) fn header(&self) -> Header {
        let header = self.spool.header();
        match &self.first {
            Some(first) if first.header.columns.len() > header.columns.len() => {
                first.header.clone()
            }
            _ => header,
        }
    }

    /// What the columns hold: of all rows once they are there, before that of samples.
    pub(crate) fn report(&self) -> Report {
        let all = self.spool.report();
        all.or_else(|| self.first.as_ref().map(|first| first.report.clone())).unwrap_or_default()
    }

    /// What had to be mended so far.
    pub(crate) fn repairs(&self) -> Vec<Repair> {
        let first = || self.first.as_ref().map(|first| first.repairs.clone());
        let repairs = self.spool.repairs().or_else(first).unwrap_or_default();
        repairs.iter().cloned().collect()
    }

    /// How many rows there seem to be.
    pub(crate) fn rows_estimated(&self) -> u64 {
        let rows = self.spool.rows();
        match &self.first {
            Some(first) if !self.spool.is_complete() => first.rows_estimated.max(rows),
            _ => rows,
        }
    }

    /// Waits until so many rows are there, or nothing more comes, but not for long.
    pub(crate) async fn wait_for(&self, rows: u64, patience: Duration) {
        let mut grown = self.grown.subscribe();
        let enough = grown.wait_for(|grown| grown.ended || grown.rows >= rows);
        // Whoever asked looks at what is there.
        let _ = tokio::time::timeout(patience, enough).await;
    }

    /// Why no more rows come, where that is not the end of the source.
    pub(crate) fn failed(&self) -> Option<ApiError> {
        self.grown.borrow().failed.clone()
    }

    /// Some rows from a number on, as far as they are there.
    pub(crate) fn page(&self, from: u64, count: usize) -> Result<Vec<Row>, ApiError> {
        Ok(self.spool.page(from.max(1), count)?)
    }
}

/// The drafts that this program holds open. What is being read stops with the program's interest.
#[derive(Default)]
pub(crate) struct Lives(Mutex<HashMap<DraftId, Arc<Live>>>);

impl Lives {
    fn lock(&self) -> MutexGuard<'_, HashMap<DraftId, Arc<Live>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, draft: DraftId) -> Option<Arc<Live>> {
        self.lock().get(&draft).cloned()
    }

    /// Holds the rows of a draft; what was held of it before is not read any further.
    pub(super) fn put(&self, draft: DraftId, live: Arc<Live>) {
        if let Some(before) = self.lock().insert(draft, live) {
            before.cancel.cancel();
        }
    }

    pub(super) fn remove(&self, draft: DraftId) -> Option<Arc<Live>> {
        let removed = self.lock().remove(&draft);
        if let Some(live) = &removed {
            live.cancel.cancel();
        }
        removed
    }
}

impl Drop for Lives {
    fn drop(&mut self) {
        self.lock().values().for_each(|live| live.cancel.cancel());
    }
}

/// The rows of a draft; read anew where they were not kept.
pub(crate) async fn live(
    studio: &Studio,
    draft: DraftId,
    state: &State,
) -> Result<Arc<Live>, ApiError> {
    // Two requests at a time must not read the same file twice.
    let _one = studio.opening_drafts().lock().await;
    if let Some(live) = studio.lives().get(draft) {
        return Ok(live);
    }
    if let Some(path) = state.spool.clone()
        && let Ok(spool) = tokio::task::spawn_blocking(move || Spool::open(&path)).await?
    {
        let live = Arc::new(Live::complete(spool));
        studio.lives().put(draft, Arc::clone(&live));
        return Ok(live);
    }
    reading::read_again(studio, draft, state).await
}

/// What is kept of a draft, and its rows.
pub(crate) async fn open(
    studio: &Studio,
    draft: DraftId,
) -> Result<(longshore_journal::drafts::Draft, State, Arc<Live>), ApiError> {
    let (kept, state) = state::load(studio, draft).await?;
    let live = live(studio, draft, &state).await?;
    Ok((kept, state, live))
}
