//! The short form: some inputs for every reader, and proof that the fuzzer would see what goes wrong.
#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test that cannot go on says why by panicking; figures are for people to read"
)]

mod planted;
mod short;
