//! What is wrong or doubtful in a draft?

use std::{collections::BTreeMap, sync::Arc};

use longshore_engine::{
    check::Assumptions,
    issue::{Fix, Issue, Severity},
    mapped::Mapped,
    profile::Mode,
    row::Row,
};
use longshore_journal::{
    drafts::DraftId,
    issues::{IssueGroup, IssueOwner},
    rows::Rows,
};
use serde::Serialize;
use ts_rs::TS;

use super::{
    live::{self, Live},
    prepared,
    state::{self, CheckedState, State},
    store_known::StoreKnown,
    view::DraftNumber,
};
use crate::{
    ApiError, Studio, checking,
    events::Event,
    progress::{Stage, Watch},
    sources::SourceRows,
};

/// What is wrong or doubtful in a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftChecked {
    /// Whether nothing was changed since.
    pub is_current: bool,
    /// How many rows there are.
    pub rows: u64,
    /// How many rows stay out.
    pub rows_out: u64,
    /// How many of the others should be looked at.
    pub rows_doubtful: u64,
    /// All kinds of issues, errors first, the most frequent first.
    pub issues: Vec<DraftIssues>,
}

/// Issues of one kind in one column.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftIssues {
    /// What it is.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The column, from 0; `None` for whole rows or the file.
    pub column: Option<usize>,
    /// How many there are.
    pub count: u64,
    /// How many rows have one.
    pub rows: u64,
    /// What a sentence about one of them needs.
    pub params: BTreeMap<String, String>,
    /// What would mend that one; `None` where none of them can be mended alike.
    pub fix: Option<Fix>,
}

impl From<&IssueGroup> for DraftIssues {
    fn from(group: &IssueGroup) -> Self {
        let params = &group.example.params;
        Self {
            code: group.code.to_string(),
            severity: group.severity,
            column: group.column,
            count: group.count,
            rows: group.rows.len(),
            params: params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            fix: group.example.fix.clone(),
        }
    }
}

impl DraftChecked {
    fn new(is_current: bool, rows: u64, groups: &[IssueGroup]) -> Self {
        let of = |severity| {
            let kinds = groups.iter().filter(|group| group.severity == severity);
            kinds.fold(Rows::new(), |rows, group| rows | &group.rows)
        };
        let out = of(Severity::Error);
        Self {
            is_current,
            rows,
            rows_out: out.len(),
            rows_doubtful: (of(Severity::Warning) - &out).len(),
            issues: groups.iter().map(DraftIssues::from).collect(),
        }
    }
}

/// What every row is taken for until the store is asked: new, where nobody knows the store and the file says what
/// a new record needs.
pub(super) fn assumptions(state: &State) -> Assumptions {
    let may_be_new = matches!(state.profile.mode, Mode::Create | Mode::CreateUpdate);
    let has_names =
        state.profile.columns.iter().any(|column| column.target.as_deref() == Some("name"));
    let all_are_new = state.store.is_none() && may_be_new && has_names;
    Assumptions { all_are_new, ids_are_the_stores: false }
}

/// Looks at all rows of a draft. What is found is kept until the next time.
pub async fn check(
    studio: &Studio,
    request: DraftNumber,
    watch: &Watch,
) -> Result<DraftChecked, ApiError> {
    let draft = DraftId(request.draft);
    let (_, _, live) = live::open(studio, draft).await?;
    whole(&live, watch).await?;
    // Only now the columns are known for sure.
    let (_, state) = state::load(studio, draft).await?;
    let (journal, watch) = (studio.journal().clone(), watch.clone());
    let rows = SourceRows::new(&live.spool, None).edited(Some(state.edits_in(studio, draft)));
    let (revision, count) = (state.revision, rows.count());
    let (home, indexes) = (studio.home().clone(), studio.lives().store_indexes());
    let (groups, of_the_file, index) = tokio::task::spawn_blocking(move || {
        let mapping = prepared::mapping(&journal, &live, &state)?;
        let store = StoreKnown::of(&home, &journal, &indexes, &state)?;
        let mend = |issues: &mut Vec<Issue>, mapped: &Mapped, row: &Row| {
            store.mend(issues, mapped, row, &mapping);
        };
        let looked = checking::look(&rows, &mapping, assumptions(&state), &mend, &watch)?;
        let mut groups = looked.found.groups();
        groups.sort_by(|one, other| {
            (other.severity, other.count)
                .cmp(&(one.severity, one.count))
                .then_with(|| (&one.code, one.column).cmp(&(&other.code, other.column)))
        });
        journal.set_issues(IssueOwner::Draft(draft), &groups)?;
        Ok::<_, ApiError>((groups, looked.of_the_file, looked.index))
    })
    .await??;
    studio.lives().keep_index(draft, revision, Arc::new(index));
    let of_the_file = of_the_file.iter().map(ToString::to_string).collect();
    let is_current = state::change(studio, draft, move |state| {
        state.checked = Some(CheckedState { revision, rows: count, of_the_file });
        state.revision == revision
    })
    .await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    Ok(DraftChecked::new(is_current, count, &groups))
}

/// What the last check of a draft found; `None` where there was none.
pub async fn checked(
    studio: &Studio,
    request: DraftNumber,
) -> Result<Option<DraftChecked>, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state) = state::load(studio, draft).await?;
    let Some(checked) = state.checked else { return Ok(None) };
    let groups = studio.ask(move |journal| journal.issues(IssueOwner::Draft(draft))).await?;
    Ok(Some(DraftChecked::new(checked.revision == state.revision, checked.rows, &groups)))
}

/// Waits until all rows of a draft are there.
pub(super) async fn whole(live: &Live, watch: &Watch) -> Result<(), ApiError> {
    let mut grown = live.grown.subscribe();
    loop {
        let now = grown.borrow_and_update().clone();
        if now.ended {
            return now.failed.map_or(Ok(()), Err);
        }
        watch.tell(Stage::Reading, now.rows, Some(live.rows_estimated()));
        watch.unless_cancelled(grown.changed()).await?.map_err(ApiError::internal)?;
    }
}
