//! What reading promises, each promise with a source made for it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archives;
mod delimited;
mod encodings;
mod hidden_and_merged;
mod made;
mod made_workbook;
mod quotes;
mod realdata;
mod refused;
mod roundtrip;
mod spool;
mod spreadsheets;
mod trees;
mod workbook;
mod written_sheets;
