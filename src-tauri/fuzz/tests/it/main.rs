//! The short form: some inputs for every reader, and proof that the fuzzer would see what goes wrong.
#![expect(clippy::expect_used, reason = "a test that cannot go on says why by panicking")]

mod planted;
mod short;
