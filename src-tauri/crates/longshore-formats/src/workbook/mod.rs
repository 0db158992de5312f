//! Reads what has sheets.
//!
//! `layout` holds what a sheet hides and merges, `xlsx_layout` searches for it, `merged` says what becomes of it.
//! `guard` and `measure` look at the archive before it is trusted; `book` says what all workbooks have in common, and
//! `xlsx`, `xlsb`, `xls`, `ods`, `spreadsheet_ml` and `html` read one format each; `records` knows what the two binary ones
//! share, `part` where the text of the others lies. `open` finds
//! the sheet and its header; `rows` makes a reader of it; `shown` writes a value as a person sees it.

mod book;
mod compound;
mod elements;
mod format_code;
pub(crate) mod guard;
mod html;
mod html_tags;
mod layout;
mod measure;
mod merged;
mod ods;
mod ods_cell;
mod ods_styles;
pub(crate) mod open;
mod part;
mod records;
mod rows;
mod shown;
mod spreadsheet_ml;
mod xls;
mod xls_strings;
mod xlsb;
mod xlsx;
mod xlsx_layout;
