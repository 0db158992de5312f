//! Reads the rows of a spool as the products that they make together.

use std::{collections::VecDeque, ops::ControlFlow};

use longshore_engine::{
    platforms::joining::{Joined, Joining},
    row::{Header, Row},
};

use super::{Progress, Spool, SpoolReader};
use crate::{
    error::ReadError,
    reader::{Position, RowReader},
    repair::Repairs,
};

/// Rows of products, made of the rows of a spool group by group.
pub(super) struct JoinedRows {
    reader: SpoolReader,
    /// Rows of a second file, and how many the first one has.
    second: Option<(SpoolReader, u64)>,
    joining: Joining,
    repairs: Repairs,
    header: Header,
    /// The group that is read next.
    group: usize,
    source: Vec<Row>,
    ready: VecDeque<Row>,
    rows: u64,
}

/// How often somebody is asked whether to go on, in rows.
const ASK_EVERY: u64 = 20_000;

impl JoinedRows {
    /// Goes over all rows once.
    pub(super) fn begin(
        raw: &Spool,
        second: Option<&Spool>,
        mut joining: Joining,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, ReadError> {
        let mut reader = raw.read_from(1)?;
        let mut row = Row::new();
        while reader.read(&mut row)? {
            joining.observe(&row);
            if row.number.is_multiple_of(ASK_EVERY) {
                let position = Position { done: row.number, total: 2 * raw.rows() };
                if watch(Progress { rows: 0, position }).is_break() {
                    return Err(ReadError::Cancelled);
                }
            }
        }
        let second = match second {
            None => None,
            Some(second) => {
                let mut reader = SpoolReader::in_any_order(second)?;
                while reader.read(&mut row)? {
                    joining.observe_beside(&row);
                }
                Some((reader, raw.rows()))
            }
        };
        joining.finish();
        Ok(Self {
            reader,
            second,
            header: joining.header(),
            joining,
            repairs: raw.repairs().unwrap_or_default(),
            group: 0,
            source: Vec::new(),
            ready: VecDeque::new(),
            rows: 0,
        })
    }

    /// Joins the next group.
    fn join(&mut self) -> Result<(), ReadError> {
        let numbers = self.joining.rows_of(self.group);
        self.source.resize_with(numbers.len(), Row::new);
        let mut of_second = 0;
        for (number, row) in numbers.iter().zip(&mut self.source) {
            let number = u64::from(*number);
            let (reader, number) = match &mut self.second {
                Some((second, before)) if number > *before => {
                    of_second += 1;
                    (second, number - *before)
                }
                _ => (&mut self.reader, number),
            };
            reader.go_to(number)?;
            reader.read(row)?;
        }
        self.joining.left_out(self.group);
        let ready = &mut self.ready;
        self.joining.join(&self.source, of_second, &mut |row| ready.push_back(row.clone()));
        self.group += 1;
        if self.joining.width() != self.header.columns.len() {
            self.header = self.joining.header();
        }
        Ok(())
    }
}

impl RowReader for JoinedRows {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        while self.ready.is_empty() && self.group < self.joining.groups() {
            self.join()?;
        }
        let Some(next) = self.ready.pop_front() else {
            row.clear();
            return Ok(false);
        };
        *row = next;
        self.rows += 1;
        row.number = self.rows;
        row.pad(self.header.columns.len());
        Ok(true)
    }

    fn repairs(&self) -> &Repairs {
        &self.repairs
    }

    fn position(&self) -> Position {
        let groups = self.joining.groups() as u64;
        Position { done: groups + self.group as u64, total: 2 * groups }
    }

    fn joined(&self) -> Option<Joined> {
        Some(self.joining.joined())
    }
}
