//! How are the rows of a source gone through?

use std::collections::VecDeque;

use longshore_engine::row::Row;
use longshore_formats::Spool;
use longshore_journal::{
    Journal, JournalError,
    drafts::{CellEdit, DraftId},
};

use crate::{
    error::ApiError,
    progress::{Stage, Watch},
};

/// How often progress is told, in rows.
const TELL_EVERY: u64 = 2_000;
/// The edits of so many rows are read at a time.
const EDITS_AT_ONCE: u64 = 8_192;

/// The cells of a source that somebody wrote over.
#[derive(Clone)]
pub(crate) struct Edits {
    pub(crate) journal: Journal,
    pub(crate) draft: DraftId,
}

impl Edits {
    /// The edited cells of some rows, by row and column.
    pub(crate) fn of(
        &self,
        rows: std::ops::RangeInclusive<u64>,
    ) -> Result<Vec<CellEdit>, JournalError> {
        self.journal.edited_cells(self.draft, rows)
    }

    /// Writes what somebody wrote into a row.
    pub(crate) fn apply(&self, row: &mut Row) -> Result<(), JournalError> {
        for edit in self.of(row.number..=row.number)? {
            put(row, &edit);
        }
        Ok(())
    }
}

fn put(row: &mut Row, edit: &CellEdit) {
    // A column that the row does not have was never shown.
    if let (true, Some(text)) = (edit.column < row.len(), &edit.text) {
        row.set(edit.column, text);
    }
}

/// The rows of a source, or the first of them, as somebody edited them.
#[derive(Clone)]
pub(crate) struct SourceRows {
    spool: Spool,
    count: u64,
    edits: Option<Edits>,
}

impl SourceRows {
    /// All rows, or as many as are wanted.
    pub(crate) fn new(spool: &Spool, limit: Option<u64>) -> Self {
        let rows = spool.rows();
        let count = limit.map_or(rows, |limit| limit.min(rows));
        Self { spool: spool.clone(), count, edits: None }
    }

    /// The same with what somebody wrote into them.
    pub(crate) fn edited(self, edits: Option<Edits>) -> Self {
        Self { edits, ..self }
    }

    /// How many they are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Goes through them once, on a thread that may wait for a disk.
    pub(crate) fn each(
        &self,
        stage: Stage,
        watch: &Watch,
        with: impl FnMut(&Row) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        self.each_time([1, 1], stage, watch, with)
    }

    /// Goes through them once of several times, each of which is a part of what is told.
    pub(crate) fn each_time(
        &self,
        [time, of]: [u64; 2],
        stage: Stage,
        watch: &Watch,
        mut with: impl FnMut(&Row) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let mut reader = self.spool.read_from(1)?;
        let mut edits = self.edits.clone().map(Ahead::new).transpose()?;
        let mut row = Row::new();
        while reader.read(&mut row)? && row.number <= self.count {
            if let Some(edits) = &mut edits {
                edits.apply(&mut row)?;
            }
            with(&row)?;
            if row.number.is_multiple_of(TELL_EVERY) || row.number == self.count {
                watch.tell(stage, ((time - 1) * self.count + row.number) / of, Some(self.count));
                watch.may_go_on()?;
            }
        }
        Ok(())
    }
}

/// The edits of the rows that come next.
pub(crate) struct Ahead {
    edits: Edits,
    next: VecDeque<CellEdit>,
    /// The edits up to this row are read.
    until: u64,
}

impl Ahead {
    pub(crate) fn new(edits: Edits) -> Result<Self, JournalError> {
        // Where nobody edited anything, nobody has to look again.
        let until = match edits.journal.edited_count(edits.draft)? {
            0 => u64::MAX,
            _ => 0,
        };
        Ok(Self { edits, next: VecDeque::new(), until })
    }

    /// Writes what somebody wrote into a row; rows come one after the other.
    pub(crate) fn apply(&mut self, row: &mut Row) -> Result<(), JournalError> {
        if row.number > self.until {
            self.until = row.number.saturating_add(EDITS_AT_ONCE - 1);
            self.next = self.edits.of(row.number..=self.until)?.into();
        }
        while let Some(edit) = self.next.pop_front_if(|edit| edit.row <= row.number) {
            if edit.row == row.number {
                put(row, &edit);
            }
        }
        Ok(())
    }
}
