//! What does a file hold, and what becomes of its columns?

mod inspect;
mod joined;
mod notations;
mod prepare;
mod rows;
mod sweep;
mod values;
mod web;

pub use inspect::{Inspect, Inspected, InspectedColumn, inspect};
pub use joined::JoinedFile;
pub(crate) use joined::{
    before_shape, in_other_order, join, join_at_sight, joining, of_platform, open_second,
    recognised, second_at_sight, suggested, suggestions,
};
pub(crate) use prepare::{
    Columns, Prepared, fingerprint, first_profile, no_table, prepare, read_as, shaped,
    without_reasons, without_rows,
};
pub(crate) use rows::{Ahead, Edits, SourceRows};
pub(crate) use sweep::sweep;
pub use values::{FileValues, FileValuesFound, values};
pub use web::{FetchedFrom, FileFetch, FileFetched, SourceFile, TypedAddress, fetch};
