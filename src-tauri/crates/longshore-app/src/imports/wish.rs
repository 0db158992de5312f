//! What can be asked for when a file is to be imported, and what is answered?

use std::path::PathBuf;

use longshore_engine::{
    entity::Entity,
    plan::OnMissing,
    profile::{BlankPolicy, Mode, OnEdit},
    reading::ReadSettings,
    shape::Proposal,
    value::Key,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{accidents::Accident, guard::MostChange, missing::Missing};
use crate::{
    issues::IssueCount,
    profiles::ProfileResembling,
    runs::RunReport,
    sources::{JoinedFile, SourceFile},
};

/// A file to be brought into a store.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ImportPlan {
    /// The file, or an address of the web that leads to one.
    #[ts(as = "PathBuf")]
    pub file: SourceFile,
    /// How to read it, as far as the user decides.
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
    /// The name of the store.
    pub store: String,
    /// The name of a saved profile.
    pub profile: Option<String>,
    /// `Column=field`, each over everything else.
    #[ts(as = "Option<_>", optional)]
    pub assignments: Vec<String>,
    /// `Column=comma` and the like, each over what was found out.
    #[ts(as = "Option<_>", optional)]
    pub notations: Vec<String>,
    /// Kinds of issues whose proposals are taken for every row, by their codes; `all` for every kind.
    #[ts(as = "Option<_>", optional)]
    pub takes: Vec<String>,
    /// What kind of record the rows are, where they are no products.
    pub kind: Option<Entity>,
    /// Orders get the status that their rows say, though the store writes to buyers then and moves stock.
    #[ts(as = "Option<_>", optional)]
    pub order_status: bool,
    /// Fields of which the store is the source of truth, beside those of the profile.
    #[ts(as = "Option<_>", optional)]
    pub shop_keeps: Vec<String>,
    /// What becomes of what somebody changes in the store between plan and run, where it differs from the profile.
    pub on_edit: Option<OnEdit>,
    /// What may be done, where it differs from the profile.
    pub mode: Option<Mode>,
    /// Match keys, where they differ from the profile.
    #[ts(as = "Option<_>", optional)]
    pub match_keys: Vec<Key>,
    /// What an empty cell means, where it differs from the profile.
    pub blank: Option<BlankPolicy>,
    /// Only the first rows.
    pub limit: Option<u64>,
    /// New records without a natural key get no mark.
    #[ts(as = "Option<_>", optional)]
    pub no_marks: bool,
    /// Records that go do so for good, past the trash.
    #[ts(as = "Option<_>", optional)]
    pub for_good: bool,
    /// What becomes of records of the store that the file does not name; `None`: nobody looks for them.
    pub missing: Option<OnMissing>,
    /// All of the store is read, also what did not change by its own account since it was last read.
    #[ts(as = "Option<_>", optional)]
    pub read_anew: bool,
    /// The largest share of the store's products that may change.
    pub most_change: Option<MostChange>,
    /// The folder of this computer in which pictures may be looked for that cells name.
    pub pictures_from: Option<PathBuf>,
    /// The watched folder from which the file comes. Nobody looks at the plan: only a saved profile will do.
    #[serde(skip)]
    pub watched: Option<PathBuf>,
    /// What was decided about the columns is saved under this name.
    pub save_profile: Option<String>,
    /// The named profile is used though columns that it imports are gone: their fields are left out.
    pub without_missing_columns: bool,
}

/// What a file would change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Planned {
    /// The run that would do it, with counts of what it would do.
    pub run: RunReport,
    /// What is wrong or doubtful.
    pub issues: Vec<IssueCount>,
    /// The saved profile that makes changes of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub profile: Option<String>,
    /// What the store has and the file does not name, where somebody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<Missing>,
    /// What looks like an accident.
    pub accidents: Vec<Accident>,
    /// What the rows of another platform's file came to; `None` where no rows were joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub joined: Option<JoinedFile>,
    /// Whether what goes does so past the trash: an undo makes it again, as another record.
    pub removes_for_good: bool,
    /// The saved profile that the file nearly fits, where nobody said anything about its columns. It is not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resembling: Option<ProfileResembling>,
    /// How rows that go in one by one probably become products with variations, where nobody said anything about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub shapes: Vec<Proposal>,
}
