//! What is wrong or doubtful in a file?

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use longshore_engine::{
    check::{Assumptions, Checker, FileIndex},
    entity::Entity,
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    picture_files::PictureFiles,
    reading::ReadSettings,
    row::Row,
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    error::ApiError,
    imports::{self, ImportPlan, PictureFolder},
    issues::{Found, IssueCount},
    progress::{Stage, Watch},
    runs,
    sources::{Columns, JoinedFile, SourceFile, SourceRows, prepare},
    studio::Studio,
};

/// A file to be checked.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct Check {
    /// The file, or an address of the web that leads to one.
    #[ts(as = "PathBuf")]
    pub file: SourceFile,
    /// How to read it, as far as the user decides.
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
    /// A store whose units, notation and catalogue it is checked against.
    pub store: Option<String>,
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
    /// The folder of this computer in which pictures may be looked for that cells name.
    pub pictures_from: Option<PathBuf>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Checked {
    /// The name of the file.
    pub file: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many issues keep a row out.
    pub errors: u64,
    /// How many rows go in and should be looked at.
    pub warnings: u64,
    /// All kinds of issues, errors first.
    pub issues: Vec<IssueCount>,
    /// The saved profile that it was checked with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub profile: Option<String>,
    /// What the rows of another platform's file came to; `None` where no rows were joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub joined: Option<JoinedFile>,
}

/// Checks a file. Nothing is kept and nothing is sent. Without a store every record counts as a new one.
pub async fn check(studio: &Studio, request: Check, watch: &Watch) -> Result<Checked, ApiError> {
    if let Some(store) = request.store.clone() {
        return against_store(studio, request, store, watch).await;
    }
    let is_named_by_user = request.profile.is_some() || !request.assignments.is_empty();
    let columns = Columns {
        profile: request.profile,
        assignments: request.assignments,
        notations: request.notations,
        takes: request.takes,
        kind: request.kind,
    };
    let prepared = prepare(studio, &request.file, request.reading, &columns, watch).await?;
    let pictures = PictureFolder::open(request.pictures_from).await?;
    let files = pictures.map(|folder| folder as Arc<dyn PictureFiles>);
    let mapping = prepared.mapping(None, is_named_by_user)?.with_pictures(files);
    let rows = SourceRows::new(&prepared.spool, None);
    let (count, watch) = (rows.count(), watch.clone());
    let assumptions = Assumptions { all_are_new: true, ids_are_the_stores: false };
    let looked = tokio::task::spawn_blocking(move || {
        look(&rows, &mapping, assumptions, &|_, _, _| {}, &watch)
    })
    .await??;
    let joined = prepared.spool.joined().as_ref().map(JoinedFile::from);
    let profile = prepared.saved_profile();
    Ok(Checked { profile, ..checked(prepared.source.name, count, looked.found.counts(), joined) })
}

/// What a look at all rows found.
pub(crate) struct Looked {
    pub(crate) found: Found,
    /// The codes of what only the file as a whole can tell.
    pub(crate) of_the_file: BTreeSet<SmolStr>,
    /// What the file as a whole says.
    pub(crate) index: FileIndex,
}

/// Proposes what mends the issues of a row, where somebody else than the file knows it.
pub(crate) type Mend<'m> = dyn Fn(&mut Vec<Issue>, &Mapped, &Row) + 'm;

/// Checks all rows, with what the file as a whole says.
pub(crate) fn look(
    rows: &SourceRows,
    mapping: &Mapping,
    assumptions: Assumptions,
    mend: &Mend<'_>,
    watch: &Watch,
) -> Result<Looked, ApiError> {
    let index = index(rows, mapping, watch)?;
    let checker = Checker::new(&index, assumptions).of_columns(mapping.key_columns());
    let mut found = Found::default();
    let mut of_the_file = BTreeSet::new();
    found.add(mapping.issues());
    let mut mapped = Mapped::empty();
    let mut issues = Vec::new();
    rows.each(Stage::Checking, watch, |row| {
        issues.clear();
        mapping.map(row, &mut mapped, &mut issues);
        let of_the_row = issues.len();
        checker.row(&mut mapped, &mut issues);
        mend(&mut issues, &mapped, row);
        if let Some(mended) = mapping.taking(row, &issues) {
            issues.clear();
            mapping.map(&mended, &mut mapped, &mut issues);
            checker.row(&mut mapped, &mut issues);
            mapping.say_taken(row, &mended, &mut issues);
        }
        for issue in &issues[of_the_row..] {
            if !of_the_file.contains(&issue.code) {
                of_the_file.insert(issue.code.clone());
            }
        }
        found.add(&issues);
        Ok(())
    })?;
    Ok(Looked { found, of_the_file, index })
}

/// What the file as a whole says.
pub(crate) fn index(
    rows: &SourceRows,
    mapping: &Mapping,
    watch: &Watch,
) -> Result<FileIndex, ApiError> {
    let mut index = FileIndex::new();
    let mut issues = Vec::new();
    rows.each(Stage::Reading, watch, |row| {
        issues.clear();
        mapping.validate(row, &mut issues);
        mapping.index(row, &mut index);
        if issues.iter().any(|issue| issue.severity == Severity::Error) {
            index.keep_out(row.number);
        }
        Ok(())
    })?;
    index.finish();
    Ok(index)
}

/// The plan knows everything that a check can find; it is made and thrown away.
async fn against_store(
    studio: &Studio,
    request: Check,
    store: String,
    watch: &Watch,
) -> Result<Checked, ApiError> {
    let request = ImportPlan {
        file: request.file,
        reading: request.reading,
        store,
        profile: request.profile,
        assignments: request.assignments,
        notations: request.notations,
        takes: request.takes,
        without_missing_columns: true,
        kind: request.kind,
        pictures_from: request.pictures_from,
        ..ImportPlan::default()
    };
    let planned = imports::plan(studio, request, watch).await?;
    if let Some(run) = planned.run.run {
        runs::discard_unseen(studio, runs::RunNumber { run }).await?;
    }
    let (file, rows) = (planned.run.file.unwrap_or_default(), planned.run.counts.rows);
    let profile = planned.profile;
    Ok(Checked { profile, ..checked(file, rows, planned.issues, planned.joined) })
}

fn checked(
    file: String,
    rows: u64,
    issues: Vec<IssueCount>,
    joined: Option<JoinedFile>,
) -> Checked {
    let count = |severity| {
        issues.iter().filter(|kind| kind.severity == severity).map(|kind| kind.count).sum()
    };
    Checked {
        file,
        rows,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        issues,
        profile: None,
        joined,
    }
}
