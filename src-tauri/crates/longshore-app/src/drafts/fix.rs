//! How are all issues of one kind mended at once?

use longshore_engine::{issue::Fix, row::Row};
use longshore_journal::{
    Journal,
    drafts::{CellEdit, DraftId, EditStep},
    rows::Rows,
};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    edits::{DraftEdited, edited},
    issues::{Look, edited_row, groups, rows_of},
    live::{self, Live},
    prepared, state,
    store_known::StoreKnown,
};
use crate::{
    ApiError, Studio,
    progress::{Stage, Watch},
    sources::{Edits, SourceRows},
};

/// Cells of one transaction.
const TOGETHER: usize = 2_000;
/// So few rows are looked up one by one.
const FEW: u64 = 200;

/// Issues to be mended.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftFix {
    /// The draft.
    pub draft: u64,
    /// What they are.
    pub code: String,
    /// Only in this column.
    #[serde(default)]
    pub column: Option<usize>,
    /// Only in these rows; empty for all.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub rows: Vec<u64>,
}

/// Mends all issues of one kind that can be mended, as one edit that can be taken back.
pub async fn fix(
    studio: &Studio,
    request: DraftFix,
    watch: &Watch,
) -> Result<DraftEdited, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let (journal, watched) = (studio.journal().clone(), watch.clone());
    let edits = state.edits_in(studio, draft);
    let (edits_of, home) = (edits.draft, studio.home().clone());
    let indexes = studio.lives().store_indexes();
    state::touch(studio, draft).await?;
    let step = tokio::task::spawn_blocking(move || {
        let groups = groups(&journal, &live, draft, &state)?;
        let mut rows = rows_of(&groups, &request.code, request.column, None);
        if !request.rows.is_empty() {
            rows &=
                request.rows.iter().filter_map(|row| u32::try_from(*row).ok()).collect::<Rows>();
        }
        let mapping = prepared::mapping(&journal, &live, &state)?;
        let store = StoreKnown::of(&home, &journal, &indexes, &state)?;
        let look = Look { mapping, index: None, state, store };
        let mut step = Step {
            journal: &journal,
            edits: edits.draft,
            waiting: Vec::new(),
            done: EditStep::default(),
        };
        let mended = each(&live, &edits, &rows, &watched, |row| {
            for issue in look.at(row) {
                let is_wanted = issue.code == request.code
                    && (request.column.is_none() || issue.column == request.column);
                if let (true, Some(column), Some(fix)) = (is_wanted, issue.column, issue.fix) {
                    step.put(row.number, column, fix)?;
                }
            }
            Ok(())
        });
        match mended.and_then(|()| step.write()) {
            Ok(()) => Ok(step.done),
            Err(error) => {
                // All of them or none.
                if step.done.count > 0 {
                    journal.undo_edit(edits.draft)?;
                }
                Err(error)
            }
        }
    });
    let step = step.await??;
    edited(studio, draft, edits_of, &step).await
}

/// Goes through some rows as somebody edited them.
fn each(
    live: &Live,
    edits: &Edits,
    rows: &Rows,
    watch: &Watch,
    mut with: impl FnMut(&Row) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    if rows.len() <= FEW {
        for row in rows.iter().map(u64::from) {
            if let Some(row) = edited_row(live, edits, row)? {
                with(&row)?;
            }
        }
        return Ok(());
    }
    let all = SourceRows::new(&live.spool, rows.max().map(u64::from));
    all.edited(Some(edits.clone())).each(Stage::Checking, watch, |row| {
        match u32::try_from(row.number).is_ok_and(|number| rows.contains(number)) {
            true => with(row),
            false => Ok(()),
        }
    })
}

/// An edit that is written in parts.
struct Step<'a> {
    journal: &'a Journal,
    edits: DraftId,
    waiting: Vec<CellEdit>,
    done: EditStep,
}

impl Step<'_> {
    fn put(&mut self, row: u64, column: usize, fix: Fix) -> Result<(), ApiError> {
        let text = match fix {
            Fix::Cell(text) => text,
            Fix::Clear => String::new(),
        };
        self.waiting.push(CellEdit { row, column, text: Some(text) });
        match self.waiting.len() >= TOGETHER {
            true => self.write(),
            false => Ok(()),
        }
    }

    fn write(&mut self) -> Result<(), ApiError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        match self.done.count {
            0 => self.journal.edit_draft(self.edits, &self.waiting)?,
            _ => self.journal.edit_draft_on(self.edits, &self.waiting)?,
        }
        self.done.count += self.waiting.len() as u64;
        let room = TOGETHER.saturating_sub(self.done.cells.len());
        self.done.cells.extend(self.waiting.drain(..).take(room));
        Ok(())
    }
}
