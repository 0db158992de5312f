//! What was killed where, and what the network did besides.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use longshore_practice::faults::FaultCount;
use serde_json::Value;

/// Counts of all cases.
pub(super) struct Tally {
    began: Instant,
    counts: Mutex<Counts>,
}

#[derive(Clone, Default)]
pub(super) struct Counts {
    pub(super) kills: BTreeMap<String, usize>,
    pub(super) faults: BTreeMap<&'static str, u64>,
    pub(super) cases: usize,
    /// By what records were found whose answer was lost.
    pub(super) ways: BTreeMap<String, u64>,
    /// Records without a key of their own, with marks and without.
    pub(super) nameless: [usize; 2],
}

impl Tally {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), counts: Mutex::default() }
    }

    fn change(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn counts(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn killed(&self, seed: u64, what: &str, place: &str, n: usize) {
        self.change(|counts| {
            *counts.kills.entry(place.to_owned()).or_default() += 1;
            let count: usize = counts.kills.values().sum();
            println!("kill {count:>4}  seed {seed:<6} {what:<6}  {place} ({n})");
        });
    }

    pub(super) fn played(&self, faults: &[FaultCount]) {
        self.change(|counts| {
            for one in faults.iter().filter(|one| one.played > 0) {
                *counts.faults.entry(one.fault.kind.word()).or_default() += one.played;
            }
        });
    }

    /// Counts how a run found records again.
    pub(super) fn found(&self, report: &Value) {
        let lost = report["lost_answers"].as_object();
        self.change(|counts| {
            for (way, count) in lost.into_iter().flatten() {
                *counts.ways.entry(way.clone()).or_default() += count.as_u64().unwrap_or_default();
            }
        });
    }

    pub(super) fn proved(&self, nameless: usize, has_marks: bool) {
        self.change(|counts| {
            counts.cases += 1;
            counts.nameless[usize::from(!has_marks)] += nameless;
        });
    }

    /// Prints all of it.
    pub(super) fn print(&self) {
        let Counts { kills, faults, ways, cases, nameless } = self.counts();
        println!("\n{} kills", kills.values().sum::<usize>());
        kills.iter().for_each(|(place, count)| println!("  {count:>5}  {place}"));
        println!("{} faults", faults.values().sum::<u64>());
        faults.iter().for_each(|(word, count)| println!("  {count:>5}  {word}"));
        println!("{} answers lost; their records were found by", ways.values().sum::<u64>());
        ways.iter().for_each(|(way, count)| println!("  {count:>5}  {}", way.replace('_', " ")));
        let [marked, unmarked] = nameless;
        println!("{marked} records without a key with marks, {unmarked} without");
        println!("{cases} cases proved in {:.0} s", self.began.elapsed().as_secs_f64());
    }
}

impl Counts {
    /// How often it was killed in places that begin so.
    pub(super) fn in_phase(&self, name: &str) -> usize {
        let begins = |(place, _): &(&String, &usize)| place.starts_with(name);
        self.kills.iter().filter(begins).map(|(_, count)| count).sum()
    }
}
