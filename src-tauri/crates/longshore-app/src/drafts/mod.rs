//! What is being prepared for an import, and is not lost when the window closes?
//!
//! A draft is in the journal: where its rows come from, how they are read, what became of the columns, and each cell
//! that somebody wrote over. Its rows lie in a spool, which grows in the background after [`begin`] while the first
//! rows can be looked at. `state` is what is kept, `live` what this program holds of a draft, `reading` fills the
//! spool, `shown` says how a draft stands.

mod begin;
mod columns;
mod live;
mod reading;
mod rows;
mod shown;
mod source;
mod state;
mod view;

pub use begin::{DraftBegin, begin};
pub use columns::{DraftColumn, DraftColumns, columns};
pub(crate) use live::Lives;
pub use rows::{DraftRow, DraftRows, RowsPage, rows};
pub use shown::{DraftFile, DraftRecognised, DraftShown, RowsRead, list, show};
pub use source::{DraftSource, SourceKind};
pub use view::{DraftNumber, DraftView, remove, save_view};

/// A code with what its sentence needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Because {
    /// The code.
    pub code: String,
    /// What the sentence about it needs.
    pub params: std::collections::BTreeMap<String, String>,
}

impl Because {
    pub(crate) fn new<Name: AsRef<str>>(code: &str, params: &[(Name, String)]) -> Self {
        let params = params.iter().map(|(name, value)| (name.as_ref().to_owned(), value.clone()));
        Self { code: code.to_owned(), params: params.collect() }
    }
}
