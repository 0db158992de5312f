//! Which rows does a draft have?

use std::{collections::BTreeMap, time::Duration};

use longshore_engine::row::Row;
use longshore_journal::drafts::{CellEdit, DraftId};
use serde::{Deserialize, Serialize};

use super::live;
use crate::{ApiError, Studio};

/// More rows than these are asked for one page after the other.
const MOST_ROWS: usize = 1_000;
/// A longer text is cut off; the whole of it is asked for by itself.
const LONGEST_CELL: usize = 1_000;
/// Where rows are not there yet, they are waited for so long.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which rows of a draft are wanted.
#[derive(Clone, Debug, Deserialize)]
pub struct DraftRows {
    /// The draft.
    pub draft: u64,
    /// How many rows are passed over.
    pub from: u64,
    /// How many rows at most.
    pub count: usize,
}

/// Some rows of a draft.
#[derive(Clone, Debug, Serialize)]
pub struct RowsPage {
    /// The rows.
    pub rows: Vec<DraftRow>,
    /// How many there are in all; while they are still being read, by now.
    pub total: u64,
    /// Whether there will not be more.
    pub is_complete: bool,
}

/// A row of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
}

/// Some rows of a draft, as somebody edited them.
pub async fn rows(studio: &Studio, request: DraftRows) -> Result<RowsPage, ApiError> {
    let draft = DraftId(request.draft);
    let (_, _, live) = live::open(studio, draft).await?;
    let count = request.count.min(MOST_ROWS);
    live.wait_for(request.from.saturating_add(count as u64), PATIENCE).await;
    let journal = studio.journal().clone();
    tokio::task::spawn_blocking(move || {
        let (total, is_complete) = (live.spool.rows(), live.spool.is_complete());
        let page = live.page(request.from.saturating_add(1), count)?;
        let edits = match (page.first(), page.last()) {
            (Some(first), Some(last)) => journal.edited_cells(draft, first.number..=last.number)?,
            _ => Vec::new(),
        };
        let edits = by_row(edits);
        let rows = page.iter().map(|row| shown(row, edits.get(&row.number))).collect();
        Ok(RowsPage { rows, total, is_complete })
    })
    .await?
}

fn by_row(edits: Vec<CellEdit>) -> BTreeMap<u64, Vec<CellEdit>> {
    let mut rows: BTreeMap<u64, Vec<CellEdit>> = BTreeMap::new();
    for edit in edits {
        rows.entry(edit.row).or_default().push(edit);
    }
    rows
}

fn shown(row: &Row, edits: Option<&Vec<CellEdit>>) -> DraftRow {
    let mut cells: Vec<String> = Vec::with_capacity(row.len());
    let (mut cut, mut edited) = (Vec::new(), Vec::new());
    for (column, cell) in row.iter().enumerate() {
        let edit = edits.and_then(|edits| edits.iter().find(|edit| edit.column == column));
        let text = match edit {
            Some(CellEdit { text: Some(text), .. }) => {
                edited.push(column);
                text
            }
            _ => cell,
        };
        let shorter = &text[..text.floor_char_boundary(LONGEST_CELL)];
        if shorter.len() < text.len() {
            cut.push(column);
        }
        cells.push(shorter.to_owned());
    }
    DraftRow { row: row.number, line: row.line, cells, cut, edited }
}
