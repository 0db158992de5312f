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
/// A store that gave no answer for so long does not answer, unless it usually takes longer.
const SILENCE: Duration = Duration::from_secs(2);
/// So long is waited for the first answer: nobody knows yet how long this store takes.
const FIRST_SILENCE: Duration = Duration::from_secs(5);
/// So many times the longest wait for an answer until now is more than usual.
const UNUSUAL: u32 = 3;

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
    /// Whether the store gave no answer for much longer than it usually takes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub silent: bool,
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
    /// When something came back last, or the first request left.
    heard: Option<Instant>,
    /// The longest wait for an answer until now.
    longest: Option<Duration>,
    waiting: Option<RunWaits>,
}

impl Now {
    fn is_silent(&self) -> bool {
        let usual = self.longest.map_or(FIRST_SILENCE, |longest| (longest * UNUSUAL).max(SILENCE));
        self.done < self.total && self.heard.is_some_and(|heard| heard.elapsed() > usual)
    }
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
        let mut now = self.now();
        now.heard = now.heard.map(|_| Instant::now());
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
        (now.heard, now.longest) = (Some(Instant::now()), None);
        now.samples.clear();
    }

    /// There is more to be done than was known when it began.
    pub(super) fn goes_on_to(&self, total: u64) {
        self.now().total = total;
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
        let took = now.heard.replace(at).map(|heard| at - heard);
        now.longest = now.longest.max(took);
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
        // What it waited for was no silence.
        now.heard = now.heard.map(|_| Instant::now());
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
        let silent = !pausing && now.waiting.is_none() && now.is_silent();
        let stands_still = pausing || silent || now.waiting.is_some();
        RunNow {
            present: now.present.clone(),
            done: now.done,
            total: now.total,
            per_second: per_second.filter(|_| !stands_still),
            silent,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_silent_that_takes_much_longer_than_it_usually_does() {
        let doing = Doing::new(CancellationToken::new());
        let heard = |ago: f64| {
            doing.now().heard = Instant::now().checked_sub(Duration::from_secs_f64(ago));
            doing.shown().silent
        };
        doing.begin(10);
        assert!(!heard(4.0), "nobody knows yet how long it takes");
        assert!(heard(5.1));
        heard(0.1);
        doing.did(4);
        assert!(!heard(1.9));
        assert!(heard(2.1));
        assert_eq!(doing.shown().per_second, None);
        doing.did(4);
        assert!(!heard(5.0), "it took two seconds before");
        assert!(heard(6.5));
        doing.pause(true);
        assert!(!heard(6.5), "nothing is asked of it");
        doing.pause(false);
        doing.did(2);
        assert!(!heard(60.0), "all is done");
    }
}
