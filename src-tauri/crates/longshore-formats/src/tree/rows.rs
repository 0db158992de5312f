//! Makes a reader of rows from a walk through a tree.

use std::collections::VecDeque;

use longshore_engine::{
    platforms::joining::AROUND,
    row::{Header, Row},
};

use super::{
    columns::Columns,
    record::Record,
    steps::{Step, Steps},
    table::{Segment, Table},
};
use crate::{
    error::ReadError,
    limits::Limits,
    reader::{Position, RowReader},
    repair::{RepairCode, Repairs},
};

/// The rows of one table of a tree.
pub(super) struct TreeReader<S> {
    steps: S,
    table: Table,
    columns: Columns,
    header: Header,
    limits: Limits,
    /// How much is open around the record, and how much of that is the beginning of the table's path.
    depth: usize,
    matched: usize,
    /// The first value of the record around those of this table.
    outer: String,
    has_outer: bool,
    /// The number of that record among those that say something, and whether it says something itself.
    outer_number: u64,
    outer_says: bool,
    /// The records that are open: one, or some that lie in each other.
    records: Vec<Record>,
    /// Room of records that were read.
    spare: Vec<Record>,
    /// The names of what is open in each record, where records may lie in each other.
    trails: Vec<Vec<String>>,
    /// Rows of records that lie in an open one, in the order in which they began.
    waiting: VecDeque<Option<Row>>,
    waiting_bytes: usize,
    /// The rows of the open records among them.
    places: Vec<usize>,
    number: u64,
    total: u64,
}

impl<S: Steps> TreeReader<S> {
    /// The columns are those that are known already.
    pub(super) fn new(
        steps: S,
        table: Table,
        columns: Columns,
        total: u64,
        limits: &Limits,
    ) -> Self {
        let header = Header { columns: columns.names().to_vec(), line: None };
        Self {
            steps,
            table,
            columns,
            header,
            limits: limits.clone(),
            depth: 0,
            matched: 0,
            outer: String::new(),
            has_outer: false,
            outer_number: 1,
            outer_says: false,
            records: Vec::new(),
            spare: Vec::new(),
            trails: Vec::new(),
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            places: Vec::new(),
            number: 0,
            total,
        }
    }

    /// The columns that were met.
    pub(super) fn into_columns(self) -> Columns {
        self.columns
    }

    /// Bytes of text that were gone through.
    pub(super) fn consumed(&self) -> u64 {
        self.steps.input().consumed()
    }

    /// Reads the next record, blank ones too.
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        loop {
            if self.records.is_empty()
                && let Some(waiting) = self.waiting.pop_front()
            {
                let Some(waiting) = waiting else { continue };
                *row = waiting;
                return Ok(true);
            }
            let step = self.steps.step()?;
            let is_said = matches!(step, Step::Text | Step::Attribute);
            if is_said && self.table.outer.is_some_and(|outer| self.matched >= outer) {
                self.outer_says |= !self.steps.text().trim().is_empty();
            }
            match step {
                Step::End => return Ok(false),
                _ if self.records.is_empty() => self.around(step),
                Step::Open => self.open(),
                Step::Attribute => {
                    let (name, text) = (self.steps.name(), self.steps.text());
                    check(text.len(), self.steps.line(), &self.limits)?;
                    if let Some(record) = self.records.last_mut() {
                        record.attribute(&mut self.columns, name, text);
                    }
                }
                Step::Text => {
                    if let Some(record) = self.records.last_mut() {
                        record.take(self.steps.text());
                    }
                    self.check_size()?;
                }
                Step::Close => {
                    if self.close(row)? {
                        return Ok(true);
                    }
                }
            }
        }
    }

    /// A step outside of all records.
    fn around(&mut self, step: Step) {
        match step {
            Step::Open => {
                let path = &self.table.path;
                let fits = self.matched == self.depth
                    && path.get(self.matched).is_some_and(|part| part.fits(self.steps.name()));
                self.depth += 1;
                if !fits {
                    return;
                }
                self.matched += 1;
                if self.table.outer == Some(self.matched) {
                    self.has_outer = false;
                    self.outer.clear();
                    self.outer_number += u64::from(self.outer_says);
                    self.outer_says = matches!(path.get(self.matched - 1), Some(Segment::Key));
                }
                if self.matched == path.len() {
                    self.depth -= 1;
                    self.matched -= 1;
                    self.begin();
                }
            }
            Step::Attribute | Step::Text => {
                let Some(outer) = self.table.outer else { return };
                let is_first = !self.has_outer && self.matched >= outer && self.depth <= outer + 1;
                let text = self.steps.text().trim();
                if is_first && !text.is_empty() {
                    self.outer.push_str(text);
                    self.has_outer = true;
                }
            }
            Step::Close => {
                self.depth = self.depth.saturating_sub(1);
                self.matched = self.matched.min(self.depth);
            }
            Step::End => {}
        }
    }

    /// A record begins.
    fn begin(&mut self) {
        let mut record = self.spare.pop().unwrap_or_default();
        record.begin(self.steps.line(), self.steps.input().consumed());
        if self.table.has_parents() && !self.table.is_numbered {
            let parent = match self.records.last() {
                Some(parent) => parent.first(1 + usize::from(self.table.has_keys())),
                None => &self.outer,
            };
            record.single(&mut self.columns, "..", parent);
        }
        if self.table.is_numbered {
            let number = self.outer_number.to_string();
            record.single(&mut self.columns, AROUND, &number);
        }
        if self.table.has_keys() {
            record.single(&mut self.columns, "@key", self.steps.name());
        }
        if self.records.is_empty() {
            self.steps.keep(true);
        }
        self.records.push(record);
        if self.table.recursion.is_some() {
            self.trails.push(Vec::new());
            self.places.push(self.waiting.len());
            self.waiting.push_back(None);
        }
    }

    /// Something begins in a record: a member, or a record of its own.
    fn open(&mut self) {
        if let (Some(recursion), Some(trail)) = (&self.table.recursion, self.trails.last_mut()) {
            let name = self.steps.name();
            let (last, before) = recursion
                .split_last()
                .map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
            if name == last && trail.as_slice() == before {
                if let Some(record) = self.records.last_mut() {
                    record.note_member();
                }
                return self.begin();
            }
            trail.push(name.to_owned());
        }
        let kept = self.steps.kept();
        if let Some(record) = self.records.last_mut() {
            record.open(&mut self.columns, self.steps.name(), kept);
        }
    }

    /// Something in a record ends, or the record itself: then there may be a row.
    fn close(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let Some(record) = self.records.last_mut() else { return Ok(false) };
        if let Some(trail) = self.trails.last_mut() {
            trail.pop();
        }
        let length = record.close(&self.steps);
        check(length, record.line, &self.limits)?;
        self.check_size()?;
        let Some(mut record) = self.records.pop_if(|record| record.depth() == 0) else {
            return Ok(false);
        };
        let is_alone = self.table.recursion.is_none();
        let mut nested = Row::new();
        record.finish(&mut self.columns, if is_alone { row } else { &mut nested });
        if record.left_out > 0 {
            let line = record.line;
            self.steps.repairs().add(RepairCode::ColumnLeftOut, line, record.left_out);
        }
        self.spare.push(record);
        if self.records.is_empty() {
            self.steps.keep(false);
            self.waiting_bytes = 0;
        }
        if is_alone {
            return Ok(true);
        }
        self.trails.pop();
        self.waiting_bytes += nested.text().len() + nested.len() * 8;
        if let Some(place) = self.places.pop() {
            self.waiting[place] = Some(nested);
        }
        Ok(false)
    }

    /// Whether what is held of the open records is too much.
    fn check_size(&self) -> Result<(), ReadError> {
        let limit = self.limits.row_bytes;
        let Some(record) = self.records.last() else { return Ok(()) };
        let held = record.bytes() + self.waiting_bytes;
        if held > limit || self.steps.kept() > limit {
            return Err(ReadError::RowTooLong { line: record.line, limit });
        }
        let begun = record.begun;
        if self.steps.input().consumed() - begun > 4 * limit as u64 {
            return Err(ReadError::RowTooLong { line: record.line, limit });
        }
        Ok(())
    }
}

/// Whether a cell is too long.
fn check(length: usize, line: u64, limits: &Limits) -> Result<(), ReadError> {
    if length > limits.cell_bytes {
        // Which column it is would be known only at its end.
        return Err(ReadError::RowTooLong { line, limit: limits.cell_bytes });
    }
    Ok(())
}

impl<S: Steps> RowReader for TreeReader<S> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        while self.next(row)? {
            if row.is_blank() {
                self.steps.repairs().add(RepairCode::EmptyRow, row.line, 1);
                continue;
            }
            self.number += 1;
            row.number = self.number;
            let known = self.header.columns.len();
            if self.columns.names().len() > known {
                self.header.columns.extend_from_slice(&self.columns.names()[known..]);
            }
            row.pad(self.header.columns.len());
            return Ok(true);
        }
        Ok(false)
    }

    fn repairs(&self) -> &Repairs {
        &self.steps.input().repairs
    }

    fn position(&self) -> Position {
        Position { done: self.steps.input().bytes_read().min(self.total), total: self.total }
    }
}
