//! How are cells of a draft written over, and how is that taken back?

use longshore_journal::drafts::{CellEdit, DraftId, EditStep};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{live, state, view::DraftNumber};
use crate::{ApiError, Studio, events::Event};

/// More cells than these are not written over by hand.
const MOST_CELLS: usize = 10_000;
/// Longer texts belong into a file.
const LONGEST_TEXT: usize = 1 << 20;

/// Cells to be written over, as one step.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftEdit {
    /// The draft.
    pub draft: u64,
    /// The cells.
    pub cells: Vec<CellText>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CellText {
    /// The number of the row, from 1.
    pub row: u64,
    /// The column, from 0.
    pub column: usize,
    /// The text; `None` gives the file's own back.
    pub text: Option<String>,
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DraftEdited {
    /// How many cells it changed.
    pub cells: u64,
    /// The first of their rows, each once.
    pub rows: Vec<u64>,
    /// Whether there is an edit to take back.
    pub can_undo: bool,
    /// Whether there is an edit to do again.
    pub can_redo: bool,
}

/// Writes cells over, as one step.
pub async fn edit(studio: &Studio, request: DraftEdit) -> Result<DraftEdited, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let (rows, columns) = (live.spool.rows(), live.header().columns.len());
    if request.cells.len() > MOST_CELLS {
        return Err(ApiError::new("too_many_cells").with("most", MOST_CELLS));
    }
    let is_there = |cell: &CellText| (1..=rows).contains(&cell.row) && cell.column < columns;
    if let Some(cell) = request.cells.iter().find(|cell| !is_there(cell)) {
        let error = ApiError::new("no_such_cell").with("row", cell.row);
        return Err(error.with("column", cell.column));
    }
    let is_too_long = |cell: &CellText| cell.text.as_ref().is_some_and(|t| t.len() > LONGEST_TEXT);
    if request.cells.iter().any(is_too_long) {
        return Err(ApiError::new("cell_text_too_long").with("most", LONGEST_TEXT));
    }
    let cells: Vec<CellEdit> = request.cells.into_iter().map(CellEdit::from).collect();
    let touched = EditStep { count: cells.len() as u64, cells: cells.clone() };
    let edits = state.edits(draft);
    state::touch(studio, draft).await?;
    if !cells.is_empty() {
        studio.ask(move |journal| journal.edit_draft(edits, &cells)).await?;
    }
    edited(studio, draft, edits, &touched).await
}

/// Takes the latest edit back.
pub async fn undo_edit(studio: &Studio, request: DraftNumber) -> Result<DraftEdited, ApiError> {
    let draft = DraftId(request.draft);
    let edits = state::touch(studio, draft).await?;
    let step = studio.ask(move |journal| journal.undo_edit(edits)).await?;
    edited(studio, draft, edits, &step).await
}

/// Does the edit again that was taken back last.
pub async fn redo_edit(studio: &Studio, request: DraftNumber) -> Result<DraftEdited, ApiError> {
    let draft = DraftId(request.draft);
    let edits = state::touch(studio, draft).await?;
    let step = studio.ask(move |journal| journal.redo_edit(edits)).await?;
    edited(studio, draft, edits, &step).await
}

pub(super) async fn edited(
    studio: &Studio,
    draft: DraftId,
    edits: DraftId,
    step: &EditStep,
) -> Result<DraftEdited, ApiError> {
    let kept = studio.ask(move |journal| journal.draft(edits)).await?;
    let mut rows: Vec<u64> = step.cells.iter().map(|cell| cell.row).collect();
    rows.sort_unstable();
    rows.dedup();
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    Ok(DraftEdited { cells: step.count, rows, can_undo: kept.can_undo, can_redo: kept.can_redo })
}

impl From<CellText> for CellEdit {
    fn from(cell: CellText) -> Self {
        Self { row: cell.row, column: cell.column, text: cell.text }
    }
}

/// Names a cell.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct DraftCell {
    /// The draft.
    pub draft: u64,
    /// The number of the row, from 1.
    pub row: u64,
    /// The column, from 0.
    pub column: usize,
}

/// The whole text of a cell, however long it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DraftCellShown {
    /// What the file has.
    pub own: String,
    /// What somebody wrote over it.
    pub edited: Option<String>,
}

/// The whole text of a cell.
pub async fn cell(studio: &Studio, request: DraftCell) -> Result<DraftCellShown, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let edits = state.edits_in(studio, draft);
    tokio::task::spawn_blocking(move || {
        let rows = live.page(request.row, 1)?;
        let own = rows.first().filter(|row| row.number == request.row);
        let own = own.and_then(|row| row.get(request.column)).ok_or_else(|| {
            let error = ApiError::new("no_such_cell").with("row", request.row);
            error.with("column", request.column)
        })?;
        let written = edits.of(request.row..=request.row)?;
        let written = written.into_iter().find(|edit| edit.column == request.column);
        Ok(DraftCellShown { own: own.to_owned(), edited: written.and_then(|edit| edit.text) })
    })
    .await?
}
