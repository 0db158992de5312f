//! The faults that a store plays: which requests they have counted, and what is due for one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Serialize, Serializer};
use tokio::sync::watch;

use super::stale::KeptAnswers;
use super::{Age, Fault, FaultKind, LatencyStep};
use crate::server::answer::Answer;
use crate::server::log::Log;

/// How often a fault met a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FaultCount {
    /// The fault.
    #[serde(serialize_with = "as_text")]
    pub fault: Fault,
    /// Requests that it could have happened to.
    pub matched: u64,
    /// Requests that it did happen to.
    pub played: u64,
}

fn as_text<S: Serializer>(fault: &Fault, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(fault)
}

/// A fault in use.
struct Active {
    fault: Fault,
    matched: AtomicU64,
    played: AtomicU64,
    /// What a stale fault has seen.
    kept: Mutex<KeptAnswers>,
}

impl Active {
    fn kept(&self) -> MutexGuard<'_, KeptAnswers> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The faults of a store.
pub(crate) struct Faults {
    /// So that a store without faults asks no more than this.
    any: AtomicBool,
    active: Mutex<Vec<Arc<Active>>>,
    /// Counts how often the faults were changed; whoever is held ends then.
    changes: watch::Sender<u64>,
    /// Requests that wrote so far.
    writes: AtomicU64,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            any: AtomicBool::new(false),
            active: Mutex::default(),
            changes: watch::Sender::new(0),
            writes: AtomicU64::new(0),
        }
    }
}

impl Faults {
    fn active(&self) -> MutexGuard<'_, Vec<Arc<Active>>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Plays these faults from now on, and no others; counting starts anew.
    pub(crate) fn set(&self, faults: impl IntoIterator<Item = Fault>) {
        let new = faults.into_iter().map(|fault| {
            Arc::new(Active {
                fault,
                matched: AtomicU64::new(0),
                played: AtomicU64::new(0),
                kept: Mutex::default(),
            })
        });
        let mut active = self.active();
        *active = new.collect();
        self.any.store(!active.is_empty(), Ordering::Release);
        drop(active);
        self.changes.send_modify(|changes| *changes += 1);
    }

    pub(crate) fn counts(&self) -> Vec<FaultCount> {
        let count = |active: &Arc<Active>| FaultCount {
            fault: active.fault.clone(),
            matched: active.matched.load(Ordering::Relaxed),
            played: active.played.load(Ordering::Relaxed),
        };
        self.active().iter().map(count).collect()
    }

    /// Counts a request, and says what is due for it.
    pub(crate) fn due(&self, method: &str, route: &str) -> Disturbance {
        let mut disturbance = Disturbance::default();
        if !self.any.load(Ordering::Acquire) {
            return disturbance;
        }
        disturbance.changes = Some(self.changes.subscribe());
        for active in self.active().iter() {
            let Fault { kind, requests, when } = &active.fault;
            if !kind.suits(method, route) || !requests.fit(method, route) {
                continue;
            }
            let number = active.matched.fetch_add(1, Ordering::Relaxed) + 1;
            let due = Due { active: Arc::clone(active), number };
            match (kind, when.holds(number)) {
                (FaultKind::Stale(age), is_due) => {
                    disturbance.stale.get_or_insert(Stale { due, age: *age, is_due });
                }
                (_, true) => disturbance.due.push(due),
                (_, false) => {}
            }
        }
        disturbance
    }

    pub(crate) fn wrote(&self) {
        self.writes.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }
}

/// A fault that is due, and as which of its requests.
struct Due {
    active: Arc<Active>,
    number: u64,
}

struct Stale {
    due: Due,
    age: Age,
    is_due: bool,
}

/// What is due for one request.
#[derive(Default)]
pub(crate) struct Disturbance {
    due: Vec<Due>,
    stale: Option<Stale>,
    changes: Option<watch::Receiver<u64>>,
    /// Where what is played is noted, and under which number.
    noted: Option<(Arc<Log>, u64)>,
}

impl Disturbance {
    /// Notes what is played with this request from now on.
    pub(crate) fn note_in(&mut self, log: &Arc<Log>, number: u64) {
        if !self.due.is_empty() || self.stale.is_some() {
            self.noted = Some((Arc::clone(log), number));
        }
    }

    fn play(&self, due: &Due) {
        due.active.played.fetch_add(1, Ordering::Relaxed);
        if let Some((log, number)) = &self.noted {
            log.played(*number, due.active.fault.to_string());
        }
    }

    /// Plays the first fault that this wants.
    pub(crate) fn play_first<T>(&self, wanted: impl Fn(&FaultKind) -> Option<T>) -> Option<T> {
        let (due, found) =
            self.due.iter().find_map(|due| Some((due, wanted(&due.active.fault.kind)?)))?;
        self.play(due);
        Some(found)
    }

    /// Whether a fault of this kind is due.
    pub(crate) fn is_due(&self, kind: &FaultKind) -> bool {
        self.due.iter().any(|due| due.active.fault.kind == *kind)
    }

    /// Whether a fault of this kind is due; it is played then.
    pub(crate) fn plays(&self, kind: &FaultKind) -> bool {
        self.play_first(|due| (due == kind).then_some(())).is_some()
    }

    /// Plays whatever makes the request wait before it is carried out.
    pub(crate) fn latency(&self) -> Duration {
        let mut whole = Duration::ZERO;
        for due in &self.due {
            if let FaultKind::Latency(steps) = &due.active.fault.kind {
                whole += wait_of(steps, due.number);
                self.play(due);
            }
        }
        whole
    }

    /// Waits until the faults are changed.
    pub(crate) async fn until_changed(&self) {
        if let Some(changes) = &self.changes {
            let _ = changes.clone().changed().await;
        }
    }

    /// An old answer, if one is due and there is one.
    pub(crate) fn old_answer(&self, address: &str, writes: u64) -> Option<Answer> {
        let stale = self.stale.as_ref().filter(|stale| stale.is_due)?;
        let answer = stale.due.active.kept().find(address, stale.age, writes)?;
        self.play(&stale.due);
        Some(answer)
    }

    /// Whether answers are to be kept for later.
    pub(crate) fn keeps_answers(&self) -> bool {
        self.stale.is_some()
    }

    pub(crate) fn keep_answer(&self, address: &str, answer: &Answer, writes: u64) {
        if let Some(stale) = self.stale.as_ref().filter(|_| answer.status == 200) {
            stale.due.active.kept().keep(address, answer, writes);
        }
    }
}

/// How long the n-th request waits.
fn wait_of(steps: &[LatencyStep], number: u64) -> Duration {
    let whole: u64 = steps.iter().map(|step| u64::from(step.requests)).sum();
    let mut at = (number - 1) % whole.max(1);
    for step in steps {
        match at.checked_sub(u64::from(step.requests)) {
            Some(behind) => at = behind,
            None => return step.wait,
        }
    }
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_and_begin_again() {
        let fault: Fault = "latency=2x20ms,400ms,50ms".parse().unwrap();
        let FaultKind::Latency(steps) = &fault.kind else { panic!() };
        let waits: Vec<u128> = (1..=6).map(|n| wait_of(steps, n).as_millis()).collect();
        assert_eq!(waits, [20, 20, 400, 50, 20, 20]);
    }

    #[test]
    fn each_fault_counts_for_itself() {
        let faults = Faults::default();
        let texts = ["cut@products#2", "dropped-after@write#1", "half-batch"];
        faults.set(texts.iter().map(|text| text.parse().unwrap()));
        faults.due("GET", "/wc/v3/products");
        assert_eq!(faults.due("POST", "/wc/v3/products").due.len(), 2);
        assert!(faults.due("POST", "/wc/v3/products").due.is_empty());
        assert_eq!(faults.due("POST", "/wc/v3/products/batch").due.len(), 1);
        let matched: Vec<u64> = faults.counts().iter().map(|count| count.matched).collect();
        assert_eq!(matched, [3, 3, 1]);
    }
}
