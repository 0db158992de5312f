//! Reads what has sheets.
//!
//! `guard` looks at the archive before it is trusted and keeps watch while it is unpacked; `open` finds the sheet
//! and its header; `rows` makes a reader of it; `shown` writes a value as a person sees it.

mod format_code;
mod guard;
pub(crate) mod open;
mod rows;
mod shown;
