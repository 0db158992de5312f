//! Whatever it is killed in, an import comes to its end: every record is made once, every outcome is true, and it can
//! be taken back.
//!
//! A [`case`] follows from its seed: [`goods`] says what stands in the shop and in the file, [`kill`] where the
//! program is killed. The long form is `cargo xtask soak`.
#![expect(clippy::print_stdout, reason = "who waits for minutes wants to see what was done")]

mod case;
mod dice;
mod goods;
mod kill;
mod tally;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use case::Case;
use kill::{Fate, Phase};
use tally::Tally;

/// So many kills the long form makes at least, and so many of them in each phase.
const KILLS: usize = 400;
const OF_EACH: usize = 20;
/// The phases that are counted.
const PHASES: [&str; 7] = [
    "settling",
    "intent written",
    "in flight",
    "answered",
    "outcome written",
    "in a commit",
    "looking",
];

/// Case after case is killed in a phase, until that was done three times.
#[track_caller]
fn survives(phase: Phase, first: u64) {
    let tally = Tally::new();
    let is_enough = || tally.counts().in_phase(phase.name()) >= 3;
    for seed in first..first + 4 {
        if !is_enough() {
            Case::new(seed).killed_in(phase).prove(&tally);
        }
    }
    assert!(is_enough(), "too few kills");
}

#[test]
fn a_kill_while_settling_loses_nothing() {
    survives(Phase::Settling, 2);
}

#[test]
fn a_kill_between_intent_and_request_loses_nothing() {
    survives(Phase::IntentWritten, 3);
}

#[test]
fn a_kill_with_the_request_under_way_loses_nothing() {
    survives(Phase::InFlight(Fate::Lost), 4);
    survives(Phase::InFlight(Fate::CarriedOutLater), 5);
    survives(Phase::InFlight(Fate::CarriedOut), 6);
}

#[test]
fn a_kill_between_answer_and_outcome_loses_nothing() {
    survives(Phase::Answered, 7);
}

#[test]
fn a_kill_after_the_outcome_loses_nothing() {
    survives(Phase::OutcomeWritten, 8);
}

#[test]
fn a_kill_inside_of_a_commit_loses_nothing() {
    survives(Phase::InCommit, 9);
}

#[test]
fn a_kill_while_lost_answers_are_looked_for_loses_nothing() {
    survives(Phase::LookedUp, 10);
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
#[ignore = "takes minutes: cargo xtask soak"]
fn the_long_form() {
    let first = number("LONGSHORE_SOAK_SEED").unwrap_or(1);
    let cases = number("LONGSHORE_SOAK_CASES");
    let (tally, next, failed) = (Tally::new(), AtomicU64::new(first), Mutex::new(Vec::new()));
    let is_enough = |seed: u64| match cases {
        Some(cases) => seed >= first + cases,
        None => {
            let counts = tally.counts();
            let all: usize = counts.kills.values().sum();
            all >= KILLS && PHASES.iter().all(|phase| counts.in_phase(phase) >= OF_EACH)
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if is_enough(seed) {
                        break;
                    }
                    let proof = || Case::new(seed).prove(&tally);
                    if catch_unwind(AssertUnwindSafe(proof)).is_err() {
                        println!("seed {seed} FAILED: cargo xtask soak --seed {seed} --cases 1");
                        failed.lock().unwrap().push(seed);
                    }
                }
            });
        }
    });
    tally.print();
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} seeds failed: {failed:?}", failed.len());
}
