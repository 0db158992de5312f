//! How much does a store bear: how many records a request, how many connections at a time?
//!
//! A value that is told what happened and says how to go on; it knows no clock. How many requests leave in a
//! second is kept by the transport itself, for reads and writes alike.

use std::time::Duration;

/// The most records that one request may carry (WooCommerce's own limit).
pub const LARGEST_BATCH: usize = 100;

/// The most connections at a time: more never helped a store with four workers.
pub const MOST_CONNECTIONS: usize = 4;

const SMALLEST_BATCH: usize = 5;
/// A request that takes longer is half-way to the time-out of most proxies (30 s), unless the manners say otherwise.
pub(crate) const SLOW: Duration = Duration::from_secs(15);
/// A request that takes less may grow.
pub(crate) const QUICK: Duration = Duration::from_secs(5);
/// How many answers it takes to judge a number of connections.
const TRIAL: u32 = 6;
/// How many answers to wait after a number of connections turned out to be too many.
const REST: u32 = 60;
/// How many answers to wait after the store was slow: it may have been busy with something else.
const BREATH: u32 = 2 * TRIAL;

/// The present pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    batch: usize,
    connections: usize,
    most_connections: usize,
    quick: Duration,
    slow: Duration,
    is_fixed: bool,
    /// Answers since the number of connections last changed, and what they took.
    answers: u32,
    records: u64,
    took: Duration,
    /// Records a second with one connection fewer, where that was measured.
    before: Option<f64>,
    rest: u32,
}

impl Pace {
    /// Begins with full batches on one connection and feels its way.
    #[must_use]
    pub fn careful() -> Self {
        Self {
            batch: LARGEST_BATCH,
            connections: 1,
            most_connections: MOST_CONNECTIONS,
            quick: QUICK,
            slow: SLOW,
            is_fixed: false,
            answers: 0,
            records: 0,
            took: Duration::ZERO,
            before: None,
            rest: 0,
        }
    }

    /// Everything at once, always: for a store on this machine that wants no sparing.
    #[must_use]
    pub fn unlimited() -> Self {
        Self { connections: MOST_CONNECTIONS, is_fixed: true, ..Self::careful() }
    }

    /// Never more connections than this.
    #[must_use]
    pub fn at_most(mut self, connections: usize) -> Self {
        self.most_connections = connections.clamp(1, MOST_CONNECTIONS);
        self.connections = self.connections.min(self.most_connections);
        self
    }

    /// What counts as quick and as slow: an answer within `quick` lets requests grow, one after `slow` makes them
    /// smaller and fewer.
    #[must_use]
    pub fn with_answers_between(self, quick: Duration, slow: Duration) -> Self {
        Self { quick, slow: slow.max(quick), ..self }
    }

    /// How many records a request may carry now.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// How many requests may be under way now.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections
    }

    /// A request was answered: so many records, after so long.
    pub fn answered(&mut self, records: usize, took: Duration) {
        if self.is_fixed {
            return;
        }
        if took > self.slow {
            // What left before requests became smaller says nothing of the smaller ones.
            if records <= self.batch {
                self.lessen(BREATH);
            }
            return;
        }
        if took < self.quick && records >= self.batch {
            self.batch = (self.batch + self.batch / 4 + 1).min(LARGEST_BATCH);
        }
        self.answers += 1;
        self.records += records as u64;
        self.took += took;
        self.rest = self.rest.saturating_sub(1);
        if self.answers >= TRIAL {
            self.judge();
        }
    }

    /// A request failed in a way that says "too much": a time-out, 429, 502, 503, 504.
    pub fn strained(&mut self) {
        if self.is_fixed {
            return;
        }
        self.lessen(REST);
    }

    /// Half of everything, and no attempt at more for so many answers.
    fn lessen(&mut self, rest: u32) {
        self.batch = (self.batch / 2).max(SMALLEST_BATCH);
        self.settle_on((self.connections / 2).max(1));
        self.rest = self.rest.max(rest);
    }

    /// More connections are kept only where they bring more records a second.
    fn judge(&mut self) {
        let seconds = self.took.as_secs_f64().max(f64::EPSILON);
        let speed = self.records as f64 / seconds * self.connections as f64;
        match self.before {
            Some(before) if speed < before * 1.1 => {
                self.settle_on(self.connections.saturating_sub(1).max(1));
                self.rest = REST;
            }
            _ if self.connections < self.most_connections && self.rest == 0 => {
                self.settle_on(self.connections + 1);
                self.before = Some(speed);
            }
            _ => self.settle_on(self.connections),
        }
    }

    fn settle_on(&mut self, connections: usize) {
        self.connections = connections;
        self.answers = 0;
        self.records = 0;
        self.took = Duration::ZERO;
        self.before = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(pace: &mut Pace, times: usize, seconds: impl Fn(&Pace) -> f64) {
        for _ in 0..times {
            let took = Duration::from_secs_f64(seconds(pace));
            pace.answered(pace.batch(), took);
        }
    }

    #[test]
    fn a_second_connection_is_kept_where_it_helps_and_given_up_where_it_does_not() {
        let mut helps = Pace::careful();
        answered(&mut helps, 30, |_| 5.0);
        assert_eq!(helps.connections(), MOST_CONNECTIONS);

        let mut does_not = Pace::careful();
        answered(&mut does_not, 13, |pace| 5.0 * pace.connections() as f64);
        assert_eq!(does_not.connections(), 1);
    }

    #[test]
    fn batches_shrink_while_the_store_is_slow_and_grow_back() {
        let mut pace = Pace::careful();
        answered(&mut pace, 3, |pace| 0.6 * pace.batch() as f64);
        assert_eq!(pace.batch(), 25);
        answered(&mut pace, 20, |_| 2.0);
        assert_eq!(pace.batch(), LARGEST_BATCH);
    }

    #[test]
    fn a_store_that_becomes_slow_gets_less_at_a_time_once_for_all_that_was_under_way() {
        let mut pace = Pace::careful();
        answered(&mut pace, 18, |_| 3.0);
        assert_eq!((pace.batch(), pace.connections()), (LARGEST_BATCH, MOST_CONNECTIONS));
        for _ in 0..MOST_CONNECTIONS {
            pace.answered(LARGEST_BATCH, Duration::from_secs(20));
        }
        assert_eq!((pace.batch(), pace.connections()), (50, 2));
        pace.answered(50, Duration::from_secs(20));
        assert_eq!((pace.batch(), pace.connections()), (25, 1));
        answered(&mut pace, 60, |_| 3.0);
        assert_eq!((pace.batch(), pace.connections()), (LARGEST_BATCH, MOST_CONNECTIONS));
    }

    #[test]
    fn strain_halves_everything_and_never_stops_it() {
        let mut pace = Pace::careful();
        answered(&mut pace, 30, |_| 5.0);
        pace.strained();
        assert_eq!((pace.batch(), pace.connections()), (50, 2));
        for _ in 0..10 {
            pace.strained();
        }
        assert_eq!((pace.batch(), pace.connections()), (SMALLEST_BATCH, 1));
    }

    #[test]
    fn a_store_on_this_machine_is_not_spared() {
        let mut pace = Pace::unlimited();
        pace.strained();
        answered(&mut pace, 10, |_| 60.0);
        assert_eq!((pace.batch(), pace.connections()), (LARGEST_BATCH, MOST_CONNECTIONS));
        assert_eq!(Pace::unlimited().at_most(2).connections(), 2);
    }
}
