//! Which rows of a draft have an issue, and what exactly is it there?

use std::{collections::BTreeMap, sync::Arc};

use longshore_engine::{
    check::{Checker, FileIndex},
    issue::{Fix, Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    row::Row,
};
use longshore_journal::{
    Journal, JournalError,
    drafts::DraftId,
    issues::{IssueGroup, IssueOwner},
    rows::Rows,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    check::{assumptions, whole},
    live::{self, Live},
    prepared,
    state::State,
    store_known::StoreKnown,
};
use crate::{
    ApiError, Studio, checking,
    progress::Watch,
    sources::{Edits, SourceRows},
};

/// More than these are asked for one page after the other.
const MOST: usize = 1_000;

/// Issues of one kind.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftIssuesList {
    /// The draft.
    pub draft: u64,
    /// What it is.
    pub code: String,
    /// Only in this column.
    #[serde(default)]
    pub column: Option<usize>,
    /// How many rows are passed over.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: u64,
    /// How many rows at most.
    pub count: usize,
}

/// Issues of one kind, row by row.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftIssuesPage {
    /// The issues; none of a row that was mended since.
    pub issues: Vec<DraftIssue>,
    /// How many rows there are in all.
    pub total: u64,
}

/// An issue of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DraftIssue {
    /// The row.
    pub row: u64,
    /// What it is.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The column, from 0; `None` for the whole row.
    pub column: Option<usize>,
    /// What the sentence about it needs; nothing where that takes a look at the whole file.
    pub params: BTreeMap<String, String>,
    /// What would mend it.
    pub fix: Option<Fix>,
}

impl DraftIssue {
    pub(super) fn new(row: u64, issue: &Issue) -> Self {
        let params = issue.params.iter().map(|(name, value)| (name.to_string(), value.clone()));
        Self {
            row,
            code: issue.code.to_string(),
            severity: issue.severity,
            column: issue.column,
            params: params.collect(),
            fix: issue.fix.clone(),
        }
    }
}

/// Issues of one kind, row by row, as they are now.
pub async fn issues(
    studio: &Studio,
    request: DraftIssuesList,
    watch: &Watch,
) -> Result<DraftIssuesPage, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let of_the_file =
        state.checked.as_ref().is_some_and(|checked| checked.of_the_file.contains(&request.code));
    let index = match of_the_file {
        true => Some(index(studio, draft, &state, &live, watch).await?),
        false => None,
    };
    let edits = state.edits_in(studio, draft);
    let (home, journal) = (studio.home().clone(), studio.journal().clone());
    let indexes = studio.lives().store_indexes();
    tokio::task::spawn_blocking(move || {
        let groups = groups(&journal, &live, draft, &state)?;
        let rows = rows_of(&groups, &request.code, request.column, None);
        let mapping = prepared::mapping(&journal, &live, &state)?;
        let store = StoreKnown::of(&home, &journal, &indexes, &state)?;
        let look = Look { mapping, index, state, store };
        let mut found = Vec::new();
        for row in page(&rows, request.from, request.count.min(MOST)) {
            let Some(row) = edited_row(&live, &edits, row)? else { continue };
            let is_wanted = |issue: &&Issue| {
                issue.code == request.code
                    && (request.column.is_none() || issue.column == request.column)
            };
            let all = look.at(&row);
            found.extend(all.iter().filter(is_wanted).map(|one| DraftIssue::new(row.number, one)));
        }
        Ok(DraftIssuesPage { issues: found, total: rows.len() })
    })
    .await?
}

/// Looks at single rows.
pub(super) struct Look {
    pub(super) mapping: Arc<Mapping>,
    /// What the file as a whole says, where that is known.
    pub(super) index: Option<Arc<FileIndex>>,
    pub(super) state: State,
    /// What the store has where a spreadsheet lost it.
    pub(super) store: StoreKnown,
}

impl Look {
    /// What is wrong or doubtful in a row.
    pub(super) fn at(&self, row: &Row) -> Vec<Issue> {
        let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
        self.mapping.map(row, &mut mapped, &mut issues);
        self.store.mend(&mut issues, &mapped, row, &self.mapping);
        if let Some(index) = &self.index {
            Checker::new(index, assumptions(&self.state))
                .of_columns(self.mapping.key_columns())
                .row(&mut mapped, &mut issues);
        }
        issues
    }
}

/// What the file as a whole says: known from the last check, else found out again.
async fn index(
    studio: &Studio,
    draft: DraftId,
    state: &State,
    live: &Arc<Live>,
    watch: &Watch,
) -> Result<Arc<FileIndex>, ApiError> {
    if let Some(index) = studio.lives().index(draft, state.revision) {
        return Ok(index);
    }
    whole(live, watch).await?;
    let rows = SourceRows::new(&live.spool, None).edited(Some(state.edits_in(studio, draft)));
    let (journal, live, state, watch) =
        (studio.journal().clone(), Arc::clone(live), state.clone(), watch.clone());
    let revision = state.revision;
    let index = tokio::task::spawn_blocking(move || {
        let mapping = prepared::mapping(&journal, &live, &state)?;
        checking::index(&rows, &mapping, &watch)
    });
    let index = Arc::new(index.await??);
    studio.lives().keep_index(draft, revision, Arc::clone(&index));
    Ok(index)
}

/// What the last check found, by kind; remembered until the next.
pub(super) fn groups(
    journal: &Journal,
    live: &Live,
    draft: DraftId,
    state: &State,
) -> Result<Arc<Vec<IssueGroup>>, JournalError> {
    let Some(checked) = &state.checked else { return Ok(Arc::default()) };
    if let Some(groups) = live.groups(checked.revision) {
        return Ok(groups);
    }
    let groups = Arc::new(journal.issues(IssueOwner::Draft(draft))?);
    live.keep_groups(checked.revision, Arc::clone(&groups));
    Ok(groups)
}

/// The rows that have such an issue.
pub(super) fn rows_of(
    groups: &[IssueGroup],
    code: &str,
    column: Option<usize>,
    severity: Option<Severity>,
) -> Rows {
    let is_wanted = |group: &&IssueGroup| {
        (code.is_empty() || group.code == code)
            && (column.is_none() || group.column == column)
            && severity.is_none_or(|severity| group.severity == severity)
    };
    groups.iter().filter(is_wanted).fold(Rows::new(), |rows, group| rows | &group.rows)
}

/// The numbers of some rows.
pub(super) fn page(rows: &Rows, from: u64, count: usize) -> Vec<u64> {
    let first = u32::try_from(from).ok().and_then(|from| rows.select(from));
    let Some(first) = first else { return Vec::new() };
    rows.range(first..).take(count).map(u64::from).collect()
}

/// A row of a draft as somebody edited it.
pub(super) fn edited_row(live: &Live, edits: &Edits, row: u64) -> Result<Option<Row>, ApiError> {
    let mut rows = live.page(row, 1)?;
    let Some(mut found) = rows.pop().filter(|found| found.number == row) else { return Ok(None) };
    edits.apply(&mut found)?;
    Ok(Some(found))
}
