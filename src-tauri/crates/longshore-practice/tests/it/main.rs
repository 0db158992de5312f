//! The practice store from outside, as its clients see it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod client;
mod smoke;
