//! Which drafts does this program hold open?

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use longshore_engine::{
    check::FileIndex,
    clean::facets::Facets,
    mapping::Mapping,
    platforms::joining::Joined,
    row::{Header, Row},
};
use longshore_formats::{Preview, Repair, Report, Spool};
use longshore_journal::{drafts::DraftId, issues::IssueGroup};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    reading,
    search::Search,
    state::{self, State},
    store_known::StoreIndexes,
};
use crate::{ApiError, Studio, imports::PictureFolder};

/// The rows of a draft, complete or growing.
pub(crate) struct Live {
    pub(super) spool: Spool,
    /// What was seen at first sight, where the rows were read by this program.
    first: Option<Preview>,
    /// How the reading of the rows goes.
    pub(super) grown: watch::Sender<Grown>,
    /// Stops the reading.
    pub(super) cancel: CancellationToken,
    /// What is quicker to remember than to find out again.
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// Of which revision, and whether all rows were there.
    mapping: Option<((u64, bool), Arc<Mapping>)>,
    /// Of which check.
    groups: Option<(u64, Arc<Vec<IssueGroup>>)>,
    search: Option<Arc<Search>>,
    /// The pictures of a folder.
    pictures: Option<(PathBuf, Arc<PictureFolder>)>,
    /// Of which revision and column.
    facets: Option<((u64, usize), Arc<Facets>)>,
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
        Self {
            spool,
            first: Some(first),
            grown,
            cancel: CancellationToken::new(),
            memory: Mutex::default(),
        }
    }

    fn complete(spool: Spool) -> Self {
        let now = Grown { rows: spool.rows(), ended: true, failed: None };
        let (grown, _) = watch::channel(now);
        Self {
            spool,
            first: None,
            grown,
            cancel: CancellationToken::new(),
            memory: Mutex::default(),
        }
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

    /// What was found out while rows were joined; `None` where none are.
    pub(crate) fn joined(&self) -> Option<Joined> {
        let first = || self.first.as_ref().and_then(|first| first.joined.clone());
        self.spool.joined().or_else(first)
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

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn mapping(&self, stands: (u64, bool)) -> Option<Arc<Mapping>> {
        let memory = self.memory();
        memory.mapping.as_ref().filter(|kept| kept.0 == stands).map(|kept| Arc::clone(&kept.1))
    }

    pub(super) fn keep_mapping(&self, stands: (u64, bool), mapping: Arc<Mapping>) {
        self.memory().mapping = Some((stands, mapping));
    }

    /// The pictures that may be used; none where their folder is gone.
    pub(super) fn pictures(&self, folder: Option<&Path>) -> Option<Arc<PictureFolder>> {
        let folder = folder?;
        let kept = self.memory().pictures.clone().filter(|(of, _)| of == folder);
        if let Some((_, kept)) = kept {
            return Some(kept);
        }
        let listed = Arc::new(PictureFolder::list(folder).ok()?);
        self.keep_pictures(Some((folder.to_owned(), Arc::clone(&listed))));
        Some(listed)
    }

    pub(super) fn keep_pictures(&self, pictures: Option<(PathBuf, Arc<PictureFolder>)>) {
        self.memory().pictures = pictures;
    }

    pub(super) fn facets(&self, stands: (u64, usize)) -> Option<Arc<Facets>> {
        let memory = self.memory();
        memory.facets.as_ref().filter(|(of, _)| *of == stands).map(|(_, facets)| Arc::clone(facets))
    }

    pub(super) fn keep_facets(&self, stands: (u64, usize), facets: Arc<Facets>) {
        self.memory().facets = Some((stands, facets));
    }

    pub(super) fn groups(&self, checked: u64) -> Option<Arc<Vec<IssueGroup>>> {
        let memory = self.memory();
        memory.groups.as_ref().filter(|kept| kept.0 == checked).map(|kept| Arc::clone(&kept.1))
    }

    pub(super) fn keep_groups(&self, checked: u64, groups: Arc<Vec<IssueGroup>>) {
        self.memory().groups = Some((checked, groups));
    }

    /// The search for a text, begun anew where the last one was for another text or is out of date.
    pub(super) fn search(
        &self,
        text: &str,
        revision: u64,
        begin: impl FnOnce() -> Arc<Search>,
    ) -> Arc<Search> {
        let mut memory = self.memory();
        if let Some(search) = memory.search.as_ref().filter(|kept| kept.is_for(text, revision)) {
            return Arc::clone(search);
        }
        let search = begin();
        if let Some(before) = memory.search.replace(Arc::clone(&search)) {
            before.cancel();
        }
        search
    }

    /// Whether all rows are there and stay there, also when the program ends now.
    pub(crate) fn is_whole(&self) -> bool {
        let grown = self.grown.borrow();
        grown.ended && grown.failed.is_none()
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
pub(crate) struct Lives {
    open: Mutex<HashMap<DraftId, Arc<Live>>>,
    /// What the file of the draft that was checked last says as a whole, and of which revision: it takes 50 MB for a
    /// million rows, so there is one at most.
    index: Mutex<Option<(DraftId, u64, Arc<FileIndex>)>>,
    /// Those of which a plan is being made.
    planned: Mutex<HashSet<DraftId>>,
    store_indexes: Arc<StoreIndexes>,
}

/// A plan of a draft is being made, until this is dropped.
pub(super) struct BeingPlanned<'a>(&'a Lives, DraftId);

impl Drop for BeingPlanned<'_> {
    fn drop(&mut self) {
        self.0.planned.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl Lives {
    /// Notes that a plan of a draft is being made; there is never a second one at a time.
    pub(super) fn plan(&self, draft: DraftId) -> Result<BeingPlanned<'_>, ApiError> {
        match self.planned.lock().unwrap_or_else(PoisonError::into_inner).insert(draft) {
            true => Ok(BeingPlanned(self, draft)),
            false => Err(ApiError::new("draft_being_planned").with("draft", draft)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DraftId, Arc<Live>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, draft: DraftId) -> Option<Arc<Live>> {
        self.lock().get(&draft).cloned()
    }

    /// Holds the rows of a draft; what was held of it before is not read any further.
    pub(super) fn put(&self, draft: DraftId, live: &Arc<Live>) {
        let before = self.lock().insert(draft, Arc::clone(live));
        if let Some(before) = before.filter(|before| !Arc::ptr_eq(before, live)) {
            before.cancel.cancel();
        }
    }

    /// What is remembered of stores that drafts ask.
    pub(super) fn store_indexes(&self) -> Arc<StoreIndexes> {
        Arc::clone(&self.store_indexes)
    }

    pub(super) fn index(&self, draft: DraftId, revision: u64) -> Option<Arc<FileIndex>> {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = index.as_ref().filter(|kept| (kept.0, kept.1) == (draft, revision));
        kept.map(|kept| Arc::clone(&kept.2))
    }

    pub(super) fn keep_index(&self, draft: DraftId, revision: u64, index: Arc<FileIndex>) {
        let mut kept = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((draft, revision, index));
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
        studio.lives().put(draft, &live);
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
