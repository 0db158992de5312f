//! Which runs go on in this program, and how are they doing?

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use longshore_journal::RunId;
use serde::Serialize;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::error::ApiError;

/// Over so long a time the present speed is measured.
const WINDOW: Duration = Duration::from_secs(10);

/// How a run goes on in this program.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RunNow {
    /// The record whose request left last.
    pub present: Option<String>,
    /// How many changes are done since it went on.
    pub done: u64,
    /// How many there were to be done then.
    pub total: u64,
    /// How many it gets through in a second just now; nothing while it pauses or waits.
    pub per_second: Option<f64>,
    /// Whether somebody asked for a pause; requests that are under way come to their end first.
    pub pausing: bool,
    /// What it waits for.
    pub waiting: Option<RunWaits>,
}

/// Something that a run waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunWaits {
    /// What keeps it: a store that does not answer, another run on the same store.
    pub error: ApiError,
    /// Since when.
    pub since: Timestamp,
    /// When it is tried again.
    pub again_at: Timestamp,
}

/// A run that goes on in this program.
pub(crate) struct Doing {
    cancel: CancellationToken,
    /// Whether somebody wants it to pause.
    pause: watch::Sender<bool>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    present: Option<String>,
    done: u64,
    total: u64,
    samples: VecDeque<(Instant, u64)>,
    waiting: Option<RunWaits>,
}

impl Doing {
    pub(crate) fn new(cancel: CancellationToken) -> Self {
        Self { cancel, pause: watch::channel(false).0, now: Mutex::default() }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What says that it shall stop.
    pub(super) fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Lets it pause, or go on.
    pub(super) fn pause(&self, wanted: bool) {
        self.pause.send_replace(wanted);
    }

    pub(super) fn is_pausing(&self) -> bool {
        *self.pause.borrow()
    }

    /// Waits until it shall go on; `false` where it shall stop.
    pub(super) async fn may_go_on(&self) -> bool {
        let mut pause = self.pause.subscribe();
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => false,
            ended = pause.wait_for(|pause| !pause) => ended.is_ok(),
        }
    }

    /// Waits, but no longer than until somebody wants a pause or an end; `false` for an end.
    pub(super) async fn wait(&self, time: Duration) -> bool {
        let mut pause = self.pause.subscribe();
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => false,
            _ = pause.wait_for(|pause| *pause) => true,
            () = tokio::time::sleep(time) => true,
        }
    }

    /// So much is to be done from now on.
    pub(super) fn begin(&self, total: u64) {
        let mut now = self.now();
        (now.done, now.total) = (0, total);
        now.samples.clear();
    }

    /// A request leaves.
    pub(super) fn sends(&self, record: &str) {
        self.now().present = Some(record.to_owned());
    }

    /// More is done.
    pub(super) fn did(&self, more: u64) {
        let mut now = self.now();
        now.waiting = None;
        now.done += more;
        let (at, done) = (Instant::now(), now.done);
        now.samples.push_back((at, done));
        while now.samples.front().is_some_and(|(then, _)| at - *then > WINDOW) {
            now.samples.pop_front();
        }
    }

    /// It waits, or does so no longer; whether that is new.
    pub(super) fn waits(&self, waits: Option<(ApiError, Duration)>) -> bool {
        let mut now = self.now();
        let since = now.waiting.as_ref().map(|waiting| waiting.since);
        let is_new = waits.is_some() != now.waiting.is_some();
        now.samples.clear();
        now.waiting = waits.map(|(error, wait)| {
            let at = Timestamp::now();
            let again_at = at.checked_add(wait).unwrap_or(at);
            RunWaits { error, since: since.unwrap_or(at), again_at }
        });
        is_new
    }

    /// How it is doing.
    pub(super) fn shown(&self) -> RunNow {
        let now = self.now();
        let span = now.samples.front().zip(now.samples.back());
        let per_second = span.and_then(|((from, before), (to, after))| {
            let seconds = (*to - *from).as_secs_f64();
            (seconds > 0.2).then(|| (after - before) as f64 / seconds)
        });
        let pausing = self.is_pausing();
        let stands_still = pausing || now.waiting.is_some();
        RunNow {
            present: now.present.clone(),
            done: now.done,
            total: now.total,
            per_second: per_second.filter(|_| !stands_still),
            pausing,
            waiting: now.waiting.clone(),
        }
    }
}

/// The runs that go on in this program, and why the last ones stopped.
#[derive(Default)]
pub(crate) struct Runs(Mutex<Known>);

#[derive(Default)]
struct Known {
    going: HashMap<RunId, Arc<Doing>>,
    failed: HashMap<RunId, ApiError>,
}

/// Of so many runs it is known why they stopped.
const MOST_FAILED: usize = 1_000;

impl Runs {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a run goes on; `None` where it does so already.
    pub(super) fn begin(self: &Arc<Self>, run: RunId, doing: Arc<Doing>) -> Option<Going> {
        let mut known = self.lock();
        if known.going.contains_key(&run) {
            return None;
        }
        known.failed.remove(&run);
        known.going.insert(run, doing);
        drop(known);
        Some(Going { runs: Arc::clone(self), run })
    }

    pub(super) fn find(&self, run: RunId) -> Option<Arc<Doing>> {
        self.lock().going.get(&run).cloned()
    }

    pub(crate) fn all(&self) -> Vec<RunId> {
        let mut all: Vec<RunId> = self.lock().going.keys().copied().collect();
        all.sort_unstable();
        all
    }

    pub(super) fn fail(&self, run: RunId, error: ApiError) {
        let mut known = self.lock();
        if known.failed.len() < MOST_FAILED {
            known.failed.insert(run, error);
        }
    }

    pub(super) fn failed(&self, run: RunId) -> Option<ApiError> {
        self.lock().failed.get(&run).cloned()
    }

    /// Stops a run; whether there was one.
    pub(crate) fn stop(&self, run: RunId) -> bool {
        self.find(run).map(|doing| doing.cancel.cancel()).is_some()
    }
}

/// A run that goes on here, until this is dropped.
pub(crate) struct Going {
    runs: Arc<Runs>,
    run: RunId,
}

impl Drop for Going {
    fn drop(&mut self) {
        self.runs.lock().going.remove(&self.run);
    }
}
