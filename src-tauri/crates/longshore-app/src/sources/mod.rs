//! What does a file hold, and what becomes of its columns?

mod inspect;
mod prepare;

pub use inspect::{Inspect, Inspected, InspectedColumn, inspect};
pub(crate) use prepare::{Columns, Prepared, prepare, spool};
