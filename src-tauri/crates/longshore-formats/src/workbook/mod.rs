//! Reads what has sheets.
//!
//! `guard` and `measure` look at the archive before it is trusted; `open` finds the sheet
//! and its header; `rows` makes a reader of it; `shown` writes a value as a person sees it.

mod format_code;
mod guard;
mod measure;
pub(crate) mod open;
mod rows;
mod shown;
