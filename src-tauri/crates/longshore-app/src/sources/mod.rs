//! What does a file hold, and what becomes of its columns?

mod inspect;
mod joined;
mod notations;
mod of_joined;
mod prepare;
mod rows;
mod second_file;
mod sweep;
mod values;
mod web;

pub use inspect::{Inspect, Inspected, InspectedColumn, inspect};
pub(crate) use joined::{before_shape, join, join_at_sight, joining};
pub use of_joined::JoinedFile;
pub(crate) use of_joined::{of_platform, recognised, suggested, suggestions};
pub(crate) use prepare::{
    Columns, Prepared, fingerprint, first_profile, no_table, prepare, read_as, shaped,
    without_reasons, without_rows,
};
pub(crate) use rows::{Ahead, Edits, SourceRows};
pub(crate) use second_file::{in_other_order, open_second, second_at_sight};
pub(crate) use sweep::sweep;
pub use values::{FileValues, FileValuesFound, values};
pub use web::{FetchedFrom, FileFetch, FileFetched, SourceFile, TypedAddress, fetch};
