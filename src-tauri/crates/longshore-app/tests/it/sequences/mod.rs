//! Random sequences of imports, of edits by somebody else, and of undos of every kind: after each step the store is
//! as a model says that works it out for itself, and no edit by others is lost unasked.

mod cases;
pub(crate) mod client;
mod edits;
mod files;
mod history;
mod imports;
mod play;
mod saboteurs;
mod shop;
mod shown;
mod steps;
mod undos;
mod words;

use std::{cell::RefCell, collections::BTreeMap};

use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
};

use play::Play;
use saboteurs::Saboteur;
use steps::{Step, sequence};

/// Sequences that are played where nobody asks for more.
const SHORT: u32 = 24;
/// Asks for so many, other ones each time.
const LONG: &str = "LONGSHORE_SEQUENCES";
/// In so many sequences a planted bug has to show.
const SOON: u32 = 60;

fn play(steps: &[Step], saboteur: Option<Saboteur>) -> (Play, Result<(), String>) {
    let mut play = Play::new(saboteur);
    let result = steps.iter().try_for_each(|step| play.step(step));
    let result = result.map_err(|wrong| format!("{wrong}\n\nall steps:\n{}", play.told.join("\n")));
    (play, result)
}

fn runner(cases: u32, is_random: bool, shrinks: u32) -> TestRunner {
    let config = Config {
        cases,
        source_file: Some(file!()),
        failure_persistence: is_random
            .then(|| Box::new(FileFailurePersistence::SourceParallel("proptest-regressions")) as _),
        max_shrink_iters: shrinks,
        ..Config::default()
    };
    match is_random {
        true => TestRunner::new(config),
        false => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}

#[test]
fn after_every_step_the_store_is_as_the_model_says_and_no_edit_by_others_is_lost() {
    let asked: Option<u32> = std::env::var(LONG).ok().map(|asked| asked.parse().unwrap());
    let mut runner = runner(asked.unwrap_or(SHORT), asked.is_some(), 400);
    let counts = RefCell::new((0_u64, 0_u64, BTreeMap::<&str, u64>::new()));
    let result = runner.run(&sequence(), |steps| {
        let (play, result) = play(&steps, None);
        let mut counts = counts.borrow_mut();
        counts.0 += 1;
        counts.1 += steps.len() as u64;
        for (kind, count) in play.kinds {
            *counts.2.entry(kind).or_default() += count;
        }
        result.map_err(TestCaseError::fail)
    });
    let (sequences, steps, kinds) = counts.into_inner();
    println!("{sequences} sequences, {steps} steps");
    for (kind, count) in kinds {
        println!("{count:8} {kind}");
    }
    if let Err(TestError::Fail(why, steps)) = result {
        panic!("{why}\n\n{steps:#?}");
    }
    result.unwrap();
}

/// The sequences find a bug that is planted.
#[track_caller]
fn finds(saboteur: Saboteur) {
    let mut runner = runner(SOON, false, 0);
    let result = runner.run(&sequence(), |steps| {
        let (_, result) = play(&steps, Some(saboteur));
        result.map_err(TestCaseError::fail)
    });
    let Err(TestError::Fail(_, steps)) = result else { panic!("{saboteur:?} is not found") };
    // Without the bug there is nothing to be found.
    play(&steps, None).1.unwrap();
}

#[test]
fn a_field_that_is_not_put_back_is_found() {
    finds(Saboteur::LosesAField);
}

#[test]
fn an_edit_that_is_put_back_unasked_is_found() {
    finds(Saboteur::IgnoresConflicts);
}

#[test]
fn a_record_that_is_left_out_is_found() {
    finds(Saboteur::LeavesARecordOut);
}
