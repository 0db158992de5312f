//! How do edits follow their rows when a source is read anew?

use std::cmp::Ordering;

use longshore_engine::row::Row;
use longshore_formats::Spool;
use longshore_journal::{
    Journal,
    drafts::{CellEdit, DraftId},
};

use crate::ApiError;

/// What says that two rows are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SameRow {
    /// They begin on the same line of the same file.
    Line,
    /// They have the same number and the same cells: the file may be another one.
    Text,
}

/// Edits of one transaction.
const TOGETHER: usize = 2_000;

/// Writes the edits of old rows into new ones; answers how many found their place.
pub(super) fn over(
    journal: &Journal,
    same: SameRow,
    [old, new]: [&Spool; 2],
    [from, to]: [DraftId; 2],
) -> Result<u64, ApiError> {
    let columns = new.header().columns.len();
    let edited = journal.edited_rows(from)?;
    let mut rows = Rows::begin(new)?;
    let mut cells: Vec<CellEdit> = Vec::new();
    let mut carried = 0;
    let mut write = |cells: &mut Vec<CellEdit>| -> Result<(), ApiError> {
        match carried {
            _ if cells.is_empty() => {}
            0 => journal.edit_draft(to, cells)?,
            _ => journal.edit_draft_on(to, cells)?,
        }
        carried += cells.len() as u64;
        cells.clear();
        Ok(())
    };
    for number in edited.iter().map(u64::from) {
        let Some(row) = old.page(number, 1)?.pop() else { continue };
        let found = match same {
            SameRow::Line => rows.find(|new| new.line.cmp(&row.line))?,
            SameRow::Text => {
                let found = rows.find(|new| new.number.cmp(&number))?;
                found.filter(|new| new.iter().eq(row.iter()))
            }
        };
        let Some(new) = found.map(|new| new.number) else { continue };
        let edits = journal.edited_cells(from, number..=number)?;
        let kept = edits.into_iter().filter(|edit| edit.column < columns);
        cells.extend(kept.map(|edit| CellEdit { row: new, ..edit }));
        if cells.len() >= TOGETHER {
            write(&mut cells)?;
        }
    }
    write(&mut cells)?;
    Ok(carried)
}

/// Rows that are gone through once, in their order.
struct Rows {
    reader: longshore_formats::SpoolReader,
    row: Row,
    is_there: bool,
}

impl Rows {
    fn begin(spool: &Spool) -> Result<Self, ApiError> {
        let mut rows = Self { reader: spool.read_from(1)?, row: Row::new(), is_there: true };
        rows.is_there = rows.reader.read(&mut rows.row)?;
        Ok(rows)
    }

    /// The row that stands there, where there is one; what stands before it is passed over.
    fn find(&mut self, stands: impl Fn(&Row) -> Ordering) -> Result<Option<&Row>, ApiError> {
        while self.is_there && stands(&self.row) == Ordering::Less {
            self.is_there = self.reader.read(&mut self.row)?;
        }
        let is_it = self.is_there && stands(&self.row) == Ordering::Equal;
        Ok(is_it.then_some(&self.row))
    }
}
