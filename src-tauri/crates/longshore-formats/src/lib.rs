//! Bytes to rows and back.
//!
//! [`Source::open`] finds out what a file is: by its content, never by its name. What it found, and why, is in
//! [`Recognised`], each part [`Detected`] with a reason; [`longshore_engine::reading::ReadSettings`] overrule it.
//! [`Source::preview`] shows the first rows and samples from the whole file at once, whatever its size;
//! [`Source::reader`] streams all rows through one buffer, as a [`RowReader`]. Whatever a reader had to mend is
//! in its [`Repairs`], with the lines; what it cannot read is a [`ReadError`] with the place.
//!
//! A [`Spool`] keeps the rows of one source on disk, so that everybody who comes later finds each row by its
//! number. It can be read from while it is being written.
//!
//! The rooms: `text` reads what has delimiters, `workbook` what has sheets, `tree` JSON and XML; `archive` unpacks what is packed. `header` finds the line that names
//! the columns for both, `spool` keeps rows, `report` counts what the columns hold, `csv_writer` writes.

mod archive;
mod csv_writer;
mod detected;
mod error;
mod header;
mod kind;
mod like_products;
mod limits;
mod preview;
mod reader;
mod recognised;
mod repair;
mod report;
mod source;
mod spool;
mod text;
mod tree;
mod workbook;

pub use csv_writer::{CsvStyle, CsvWriter, LineEnd};
pub use detected::{Detected, Reason};
pub use error::ReadError;
pub use limits::Limits;
pub use preview::Preview;
pub use reader::{Position, RowReader};
pub use recognised::{Escape, Format, Packed, Packing, Recognised, Sheet};
pub use repair::{Repair, RepairCode, Repairs};
pub use report::{ColumnReport, Report};
pub use source::Source;
pub use spool::{Progress, Spool, SpoolReader, Spooling};
