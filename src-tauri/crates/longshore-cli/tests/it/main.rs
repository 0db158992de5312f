//! The command line, typed for real: each test has a data folder and a practice store of its own.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod answers;
mod bad_input;
mod crash;
mod files;
mod journal_file;
mod notations;
mod practice;
mod realdata;
mod rejected;
mod round_trip;
mod shop;
mod terminal;
mod witness;
