//! Which rows does a draft have?

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use longshore_engine::{
    issue::{Issue, Severity},
    row::Row,
};
use longshore_journal::{
    Journal,
    drafts::{CellEdit, DraftId},
    issues::IssueGroup,
    rows::Rows,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    issues::{DraftIssue, Look, groups, page, rows_of},
    live::{self, Live},
    prepared,
    search::Search,
    state::State,
    store_known::StoreKnown,
};
use crate::{ApiError, Studio, sources::Edits};

/// More rows than these are asked for one page after the other.
const MOST_ROWS: usize = 1_000;
/// A longer text is cut off; the whole of it is asked for by itself.
const LONGEST_CELL: usize = 1_000;
/// Where rows are not there yet, they are waited for so long.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which rows of a draft are wanted.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftRows {
    /// The draft.
    pub draft: u64,
    /// How many rows are passed over.
    pub from: u64,
    /// How many rows at most.
    pub count: usize,
    /// Only some of them.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub filter: RowFilter,
}

/// What rows are wanted; whatever is empty is no condition.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct RowFilter {
    /// With an issue of this kind, as the last check saw it.
    pub issue_code: Option<String>,
    /// With an issue in this column.
    pub issue_column: Option<usize>,
    /// With an issue that matters so much.
    pub severity: Option<Severity>,
    /// A cell holds this text, in any letter case.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Somebody wrote into them.
    #[ts(as = "Option<_>", optional)]
    pub edited: bool,
}

impl RowFilter {
    fn has_issue(&self) -> bool {
        self.issue_code.is_some() || self.issue_column.is_some() || self.severity.is_some()
    }
}

/// Some rows of a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowsPage {
    /// The rows.
    pub rows: Vec<DraftRow>,
    /// How many there are in all; while they are still being read or searched, by now.
    pub total: u64,
    /// Whether there will not be more.
    pub is_complete: bool,
}

/// A row of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DraftRow {
    /// Its number, from 1.
    pub row: u64,
    /// The line of the file on which it begins.
    pub line: u64,
    /// What stands in its cells, edits among them.
    pub cells: Vec<String>,
    /// The columns whose text is cut off.
    pub cut: Vec<usize>,
    /// The columns that somebody wrote over.
    pub edited: Vec<usize>,
    /// What is wrong or doubtful now; what only the file as a whole can tell, as of the last check.
    pub issues: Vec<DraftIssue>,
}

/// Some rows of a draft, as somebody edited them.
pub async fn rows(studio: &Studio, request: DraftRows) -> Result<RowsPage, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let count = request.count.min(MOST_ROWS);
    let edits = state.edits_in(studio, draft);
    let filter = request.filter;
    let search = match filter.text.trim() {
        "" => None,
        text => {
            let search = searching(studio, draft, &live, &state, &edits, text);
            search.wait(PATIENCE).await;
            Some(search)
        }
    };
    if search.is_none() && !filter.has_issue() && !filter.edited {
        live.wait_for(request.from.saturating_add(count as u64), PATIENCE).await;
    }
    let index = studio.lives().index(draft, state.revision);
    let (home, journal) = (studio.home().clone(), studio.journal().clone());
    let indexes = studio.lives().store_indexes();
    tokio::task::spawn_blocking(move || {
        let groups = groups(&journal, &live, draft, &state)?;
        let (wanted, is_searched) = wanted(&journal, &filter, &groups, &edits, search.as_deref())?;
        let (mut rows, total) = match wanted {
            None => (live.page(request.from.saturating_add(1), count)?, live.spool.rows()),
            Some(wanted) => (scattered(&live, &page(&wanted, request.from, count))?, wanted.len()),
        };
        let is_complete = live.is_whole() && is_searched;
        let written = written(&edits, &mut rows)?;
        // What cannot be mapped yet has no issues yet.
        let store = StoreKnown::of(&home, &journal, &indexes, &state)?;
        let look = prepared::mapping(&journal, &live, &state).ok().map(|mapping| Look {
            mapping,
            index,
            state,
            store,
        });
        let rows = rows.iter().map(|row| {
            let issues = look.as_ref().map(|look| issues(look, row, &groups)).unwrap_or_default();
            shown(row, written.get(&row.number).map_or(&[], Vec::as_slice), issues)
        });
        Ok(RowsPage { rows: rows.collect(), total, is_complete })
    })
    .await?
}

fn searching(
    studio: &Studio,
    draft: DraftId,
    live: &Arc<Live>,
    state: &State,
    edits: &Edits,
    text: &str,
) -> Arc<Search> {
    live.search(text, state.revision, || {
        let search = Arc::new(Search::new(text, state.revision));
        let (spool, grown) = (live.spool.clone(), live.grown.subscribe());
        let (begun, edits) = (Arc::clone(&search), edits.clone());
        let told = (studio.events().clone(), draft);
        tokio::task::spawn_blocking(move || begun.run(&spool, &grown, edits, &told));
        search
    })
}

/// The rows that a filter lets through, `None` for all; and whether that is known for sure.
fn wanted(
    journal: &Journal,
    filter: &RowFilter,
    groups: &[IssueGroup],
    edits: &Edits,
    search: Option<&Search>,
) -> Result<(Option<Rows>, bool), ApiError> {
    let mut wanted: Option<Rows> = None;
    let mut also = |rows: Rows| {
        wanted = Some(match wanted.take() {
            Some(before) => before & rows,
            None => rows,
        });
    };
    if filter.has_issue() {
        let code = filter.issue_code.as_deref().unwrap_or_default();
        also(rows_of(groups, code, filter.issue_column, filter.severity));
    }
    if filter.edited {
        also(journal.edited_rows(edits.draft)?);
    }
    let mut is_searched = true;
    if let Some(search) = search {
        let (rows, _, ended) = search.found();
        is_searched = ended;
        also(rows);
    }
    Ok((wanted, is_searched))
}

/// Rows that stand here and there; those that follow each other are read together.
fn scattered(live: &Live, numbers: &[u64]) -> Result<Vec<Row>, ApiError> {
    let mut rows = Vec::with_capacity(numbers.len());
    for together in numbers.chunk_by(|one, next| one + 1 == *next) {
        rows.extend(live.page(together[0], together.len())?);
    }
    Ok(rows)
}

/// Writes what somebody wrote into rows; answers which columns of each.
fn written(edits: &Edits, rows: &mut [Row]) -> Result<BTreeMap<u64, Vec<usize>>, ApiError> {
    let mut written: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
    for together in numbers.chunk_by(|one, next| one + 1 == *next) {
        let (first, last) = (together[0], together[together.len() - 1]);
        for CellEdit { row, column, text } in edits.of(first..=last)? {
            let at = rows.binary_search_by_key(&row, |found| found.number).ok();
            let found = at.map(|at| &mut rows[at]).filter(|found| column < found.len());
            if let (Some(found), Some(text)) = (found, text) {
                found.set(column, &text);
                written.entry(row).or_default().push(column);
            }
        }
    }
    Ok(written)
}

fn issues(look: &Look, row: &Row, groups: &[IssueGroup]) -> Vec<DraftIssue> {
    let mut all: Vec<DraftIssue> =
        look.at(row).iter().map(|issue| DraftIssue::new(row.number, issue)).collect();
    if look.index.is_some() {
        return all;
    }
    let of_the_file = look.state.checked.as_ref().map(|checked| &checked.of_the_file);
    let has = |group: &&IssueGroup| {
        of_the_file.is_some_and(|codes| codes.iter().any(|code| group.code == *code))
            && u32::try_from(row.number).is_ok_and(|number| group.rows.contains(number))
    };
    all.extend(groups.iter().filter(has).map(|group| {
        let issue = Issue { params: Vec::new(), fix: None, ..group.example.clone() };
        DraftIssue::new(row.number, &issue)
    }));
    all
}

fn shown(row: &Row, edited: &[usize], issues: Vec<DraftIssue>) -> DraftRow {
    let mut cut = Vec::new();
    let cells = row.iter().enumerate().map(|(column, cell)| {
        let shorter = &cell[..cell.floor_char_boundary(LONGEST_CELL)];
        if shorter.len() < cell.len() {
            cut.push(column);
        }
        shorter.to_owned()
    });
    let cells = cells.collect();
    DraftRow { row: row.number, line: row.line, cells, cut, edited: edited.to_vec(), issues }
}
