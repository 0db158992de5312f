//! What does a file hold, and what becomes of its columns?

mod inspect;
mod joined;
mod known;
mod notations;
mod of_joined;
mod prepare;
mod prepared;
mod rows;
mod second_file;
mod spooled;
mod sweep;
mod values;
mod web;

pub use inspect::{Inspect, Inspected, InspectedColumn, inspect};
pub(crate) use joined::{before_shape, join, join_at_sight, joining};
pub(crate) use known::{first_profile, read_as, shaped};
pub use of_joined::JoinedFile;
pub(crate) use of_joined::{of_platform, recognised, suggested, suggestions};
pub(crate) use prepare::{Columns, prepare};
pub(crate) use prepared::{Prepared, without_reasons};
pub(crate) use rows::{Ahead, Edits, SourceRows};
pub(crate) use second_file::{in_other_order, open_second, second_at_sight};
pub(crate) use spooled::{fingerprint, no_table, without_rows};
pub(crate) use sweep::sweep;
pub use values::{FileValues, FileValuesFound, values};
pub use web::{FetchedFrom, FileFetch, FileFetched, SourceFile, TypedAddress, fetch};
