//! Reads what has sheets.
//!
//! `guard` and `measure` look at the archive before it is trusted; `book` says what all workbooks have in common, and
//! `xlsx`, `xlsb`, `xls` and `ods` read one format each; `records` knows what the two binary ones share. `open` finds
//! the sheet and its header; `rows` makes a reader of it; `shown` writes a value as a person sees it.

mod book;
mod format_code;
pub(crate) mod guard;
mod measure;
mod ods;
mod ods_cell;
mod ods_elements;
mod ods_styles;
pub(crate) mod open;
mod records;
mod rows;
mod shown;
mod xls;
mod xls_strings;
mod xlsb;
mod xlsx;
