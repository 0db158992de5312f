//! What is being prepared for an import, and is not lost when the window closes?
//!
//! A draft is in the journal: where its rows come from, how they are read, what became of the columns, and each cell
//! that somebody wrote over. Its rows lie in a spool, which grows in the background after [`begin`] while the first
//! rows can be looked at. `state` is what is kept, `live` what this program holds of a draft, `reading` fills the
//! spool, `shown` says how a draft stands.

use ts_rs::TS;
mod begin;
mod carry;
mod check;
mod clean;
mod columns;
mod edits;
mod fields;
mod fitting;
mod fix;
mod issues;
mod kind;
mod live;
mod look_up;
mod map;
mod misfit;
mod pictures;
mod plan;
mod prepared;
mod read_settings;
mod reading;
mod recent;
mod resembling;
mod rows;
mod search;
mod second;
mod shapes;
mod shown;
mod source;
mod state;
mod store_known;
mod try_steps;
mod typing;
mod view;

pub use begin::{DraftBegin, begin};
pub use check::{DraftChecked, DraftIssues, check, checked};
pub use clean::{
    DraftClusters, DraftClustersFound, DraftFacets, DraftFacetsFound, DraftUnify, Unified,
    clusters, facets, unify,
};
pub use columns::{DraftColumn, DraftColumns, DraftConstant, columns};
pub use edits::{
    CellText, DraftCell, DraftCellShown, DraftEdit, DraftEdited, cell, edit, redo_edit, undo_edit,
};
pub use fields::{FieldInfo, FieldKind, fields};
pub use fix::{DraftFix, fix};
pub use issues::{DraftIssue, DraftIssuesList, DraftIssuesPage, issues};
pub use kind::{DraftKind, kind};
pub(crate) use live::Lives;
pub use look_up::{LookUpFile, LookUpTable, look_up_table};
pub use map::{ColumnDecision, DraftMap, DraftProfile, map, save_profile, use_profile};
pub use misfit::ProfileMisfit;
pub use pictures::{DraftPictures, pictures};
pub use plan::{DraftPlan, plan};
pub use read_settings::{DraftReading, read_settings};
pub use recent::{RecentFile, recent};
pub use resembling::resembling;
pub use rows::{DraftRow, DraftRows, RowFilter, RowsPage, rows};
pub use second::{
    DraftSecond, DraftSecondJoin, DraftSecondLook, DraftSecondLooked, SecondKey, second_join,
    second_look,
};
pub use shapes::{DraftShapeTry, DraftShapes, ShapeRow, ShapeTried, shapes};
pub use shown::{DraftEdits, DraftFile, DraftRecognised, DraftShown, RowsRead, list, show};
pub use source::{DraftSource, Sample, SourceKind, SourceStands};
pub use try_steps::{DraftTrySteps, SampleTried, try_steps};
pub use typing::{ExpressionHelp, expression_help};
pub use view::{DraftNumber, DraftView, remove, save_view};

/// A code with what its sentence needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, TS)]
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
