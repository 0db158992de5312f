//! The command line, typed for real: each test has a data folder and a practice store of its own.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod answers;
#[cfg(unix)]
mod asking;
mod bad_input;
mod browser;
mod choosing;
mod crash;
mod damaged;
mod files;
mod journal_file;
mod keeping;
mod kinds;
mod lost;
mod notations;
mod own_pictures;
mod patience;
mod pictures;
mod place;
mod plans;
mod platforms;
mod practice;
mod realdata;
mod rejected;
mod removing;
mod requests;
mod round_trip;
mod secrets;
mod shapes;
mod shop;
mod side_by_side;
mod signing_in;
mod since;
mod soak;
mod steps;
mod stopping;
mod strict;
mod terminal;
mod variations;
#[cfg(unix)]
mod watching;
mod web;
mod witness;
mod workbooks;
mod wrong_ways;
