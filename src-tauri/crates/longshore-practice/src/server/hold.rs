//! Pausing inside of requests, so that a test can look at the world in mid-flight.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Where inside of a request the store pauses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The request is read, nothing is done yet.
    #[default]
    Before,
    /// Everything is done and kept, nothing is answered yet.
    After,
}

/// Which requests are held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matcher {
    /// The method, in capitals; any if none.
    pub method: Option<String>,
    /// A part of the path.
    pub path: String,
    /// A part of the body; empty matches all.
    pub body: String,
    /// How many matching requests pass before the first is held.
    pub skip: usize,
    /// Where they are held.
    pub moment: Moment,
}

impl Matcher {
    /// Requests of a method whose path contains a text.
    pub fn new(method: &str, path: &str, moment: Moment) -> Self {
        Self { method: Some(method.to_owned()), path: path.to_owned(), moment, ..Self::default() }
    }

    fn matches(&self, method: &str, path: &str, body: &[u8]) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && path.contains(&self.path)
            && (self.body.is_empty()
                || body.windows(self.body.len()).any(|window| window == self.body.as_bytes()))
    }
}

/// What becomes of held requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Wait,
    /// They go on, even if their client is gone.
    Release,
    /// Their connection ends; what was not carried out never is.
    Discard,
}

struct Held {
    id: u64,
    matcher: Matcher,
    passed: Mutex<usize>,
    /// How many requests were stopped so far.
    stopped: watch::Sender<usize>,
    verdict: watch::Sender<Verdict>,
}

/// Requests stop here until they are released; dropping it releases them.
pub struct Hold {
    held: Arc<Held>,
    holds: Weak<Holds>,
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Hold").field("matcher", &self.held.matcher).finish_non_exhaustive()
    }
}

impl Hold {
    /// Waits until a request is held; `false` if none came in time.
    pub async fn reached(&self, within: Duration) -> bool {
        self.held.reached(within).await
    }

    /// Lets held requests go on, and holds no more.
    pub fn release(self) {
        drop(self);
    }

    /// Ends the connections of held requests, and holds no more. What was held before it was
    /// carried out never is.
    pub fn discard(self) {
        self.held.verdict.send_replace(Verdict::Discard);
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(holds) = self.holds.upgrade() {
            holds.end(self.held.id, false);
        }
    }
}

impl Held {
    async fn reached(&self, within: Duration) -> bool {
        let mut stopped = self.stopped.subscribe();
        let came = stopped.wait_for(|count| *count > 0);
        matches!(tokio::time::timeout(within, came).await, Ok(Ok(_)))
    }
}

/// All holds of a store.
#[derive(Default)]
pub(crate) struct Holds {
    list: Mutex<(u64, Vec<Arc<Held>>)>,
}

impl Holds {
    fn list(&self) -> MutexGuard<'_, (u64, Vec<Arc<Held>>)> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, matcher: Matcher) -> Arc<Held> {
        let mut list = self.list();
        list.0 += 1;
        let held = Arc::new(Held {
            id: list.0,
            matcher,
            passed: Mutex::new(0),
            stopped: watch::Sender::new(0),
            verdict: watch::Sender::new(Verdict::Wait),
        });
        list.1.push(Arc::clone(&held));
        held
    }

    pub(crate) fn hold(self: &Arc<Self>, matcher: Matcher) -> Hold {
        Hold { held: self.add(matcher), holds: Arc::downgrade(self) }
    }

    /// A hold that is known by its number only, for other processes.
    pub(crate) fn hold_by_number(&self, matcher: Matcher) -> u64 {
        self.add(matcher).id
    }

    /// Whether a request is held; none if there is no such hold.
    pub(crate) async fn reached(&self, id: u64, within: Duration) -> Option<bool> {
        let held = self.list().1.iter().find(|held| held.id == id).map(Arc::clone)?;
        Some(held.reached(within).await)
    }

    /// Ends a hold; says whether there was one.
    pub(crate) fn end(&self, id: u64, discard: bool) -> bool {
        let mut list = self.list();
        let Some(at) = list.1.iter().position(|held| held.id == id) else { return false };
        let held = list.1.remove(at);
        held.verdict.send_if_modified(|verdict| {
            let waits = *verdict == Verdict::Wait;
            if waits {
                *verdict = if discard { Verdict::Discard } else { Verdict::Release };
            }
            waits
        });
        true
    }

    /// Lets everything go on, as happens when the store stops.
    pub(crate) fn end_all(&self) {
        let ids: Vec<u64> = self.list().1.iter().map(|held| held.id).collect();
        for id in ids {
            self.end(id, true);
        }
    }

    /// Pauses a request if a hold wants it; `false` says that its connection is to end.
    pub(crate) async fn pass(&self, moment: Moment, method: &str, path: &str, body: &[u8]) -> bool {
        let wanted = self
            .list()
            .1
            .iter()
            .find(|held| held.matcher.moment == moment && held.matcher.matches(method, path, body))
            .map(Arc::clone);
        let Some(held) = wanted else { return true };
        {
            let mut passed = held.passed.lock().unwrap_or_else(PoisonError::into_inner);
            if *passed < held.matcher.skip {
                *passed += 1;
                return true;
            }
        }
        held.stopped.send_modify(|count| *count += 1);
        let mut verdict = held.verdict.subscribe();
        let decided = verdict.wait_for(|verdict| *verdict != Verdict::Wait).await;
        decided.map_or(true, |verdict| *verdict == Verdict::Release)
    }
}
