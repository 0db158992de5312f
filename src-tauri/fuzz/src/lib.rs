//! Hostile input for everything that reads what others wrote.
//!
//! A [`Target`] is one such reader: it takes any bytes, and must neither panic nor hang nor fill the memory. Its
//! [`corpus`] has sound input to begin with; [`mutation`] spoils it. A [`Campaign`] gives a target one input after
//! the other, each known by seed and number alone, and keeps the [`Tally`]; [`measured`] looks at a single one.
//! [`watchdog`] ends what does not end.
//!
//! The short form is this crate's tests. The long form is its program, `cargo xtask fuzz`, where each target has a
//! process of its own ([`supervisor`]), so that even an overflown stack is a finding with a number. With a nightly
//! compiler, the package in `libfuzzer` gives the same targets to `cargo fuzz`, which learns from the paths taken:
//! `cargo +nightly fuzz run --fuzz-dir src-tauri/fuzz/libfuzzer --target-dir DIR text`.

pub mod campaign;
pub mod corpus;
pub mod measured;
pub mod mutation;
pub mod supervisor;
pub mod target;
mod targets;
pub mod watchdog;

pub use campaign::{Campaign, Finding, Tally};
pub use measured::{Bounds, Measured, Trouble};
pub use target::{Target, targets};

use peak_alloc::PeakAlloc;

/// Counts every byte.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
