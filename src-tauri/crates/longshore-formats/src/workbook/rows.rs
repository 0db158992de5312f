//! Makes a reader of rows from the cells of a sheet.

use longshore_engine::row::{Header, Row};

use super::{book::Cells, merged::Merged, shown::Shown};
use crate::{
    error::ReadError,
    header,
    limits::Limits,
    reader::{Position, RowReader},
    repair::{RepairCode, Repairs},
};

/// The rows of a sheet, header and all.
pub(crate) struct SheetRows<'a> {
    cells: Box<dyn Cells + 'a>,
    /// A cell of the next row, which ended the one before.
    waiting: Option<(u32, u32)>,
    waiting_text: String,
    shown: Shown,
    /// Cells of the row that came after cells to their right: column and text.
    late: Vec<(usize, String)>,
    row_at: u32,
    column_at: u32,
    ended: bool,
    limits: Limits,
    repairs: Repairs,
}

impl<'a> SheetRows<'a> {
    pub(super) fn new(cells: Box<dyn Cells + 'a>, limits: &Limits) -> Self {
        Self {
            cells,
            waiting: None,
            waiting_text: String::new(),
            shown: Shown::default(),
            late: Vec::new(),
            row_at: 0,
            column_at: 0,
            ended: false,
            limits: limits.clone(),
            repairs: Repairs::keeping(limits.repair_lines),
        }
    }

    /// Reads the next row that has any cell; its line is set, its number not.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        row.clear();
        let number = match self.waiting.take() {
            Some((number, column)) => {
                row.pad(column as usize);
                row.push(&self.waiting_text);
                number
            }
            None => {
                if !self.cell()? {
                    return Ok(false);
                }
                row.pad(self.column_at as usize);
                row.push(self.shown.text());
                self.row_at
            }
        };
        row.line = u64::from(number) + 1;
        while self.cell()? {
            if self.row_at != number {
                self.waiting = Some((self.row_at, self.column_at));
                self.waiting_text.clear();
                self.waiting_text.push_str(self.shown.text());
                break;
            }
            let column = self.column_at as usize;
            if column < row.len() {
                self.late.push((column, self.shown.text().to_owned()));
            } else {
                row.pad(column);
                row.push(self.shown.text());
            }
        }
        if !self.late.is_empty() {
            put(row, std::mem::take(&mut self.late));
        }
        Ok(true)
    }

    /// Reads the next cell that holds something, and says whether there was one.
    fn cell(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        let Some(position) = self.cells.next(&mut self.shown, &mut self.repairs)? else {
            self.ended = true;
            return Ok(false);
        };
        (self.row_at, self.column_at) = position;
        let line = u64::from(self.row_at) + 1;
        if self.column_at as usize >= self.limits.columns {
            return Err(ReadError::TooManyColumns { line, limit: self.limits.columns });
        }
        let (column, limit) = (self.column_at as usize + 1, self.limits.cell_bytes);
        if self.shown.text().len() > limit {
            return Err(ReadError::CellTooLong { line, column, limit });
        }
        if self.shown.is_rounded() {
            self.repairs.add(RepairCode::RoundedAsShown, line, 1);
        }
        Ok(true)
    }
}

/// Puts cells where others are already: the last one counts.
fn put(row: &mut Row, late: Vec<(usize, String)>) {
    let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
    for (column, text) in late {
        cells[column] = text;
    }
    row.clear();
    cells.iter().for_each(|cell| row.push(cell));
}

/// The rows of a sheet below its header.
pub(crate) struct SheetReader<'a> {
    rows: SheetRows<'a>,
    header: Header,
    named: usize,
    number: u64,
    /// The row after which none was missing so far.
    line: u64,
    packed: u64,
    first: Option<Row>,
    manner: Manner,
    merged: Merged,
}

/// What is to become of merged and hidden cells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// The value of a merged cell counts for each of its rows.
    pub(super) fills_merged: bool,
    /// Hidden rows are none.
    pub(super) skips_hidden: bool,
}

impl<'a> SheetReader<'a> {
    /// Reads up to the header, which stands in a row; 0 for none.
    pub(super) fn new(
        mut rows: SheetRows<'a>,
        header_row: u64,
        packed: u64,
        manner: Manner,
    ) -> Result<Self, ReadError> {
        let mut row = Row::new();
        let mut header = Header::default();
        let mut first = None;
        let mut line = 0;
        loop {
            if !rows.next(&mut row)? {
                if header_row > 0 {
                    return Err(ReadError::HeaderLineNotFound { line: header_row });
                }
                break;
            }
            if header_row > 0 && row.line >= header_row {
                header = Header { columns: header::names(&row), line: Some(row.line) };
                line = row.line;
                break;
            }
            if header_row > 0 {
                rows.repairs.add(RepairCode::LineAboveHeader, row.line, 1);
                line = row.line;
            } else if !row.is_blank() {
                header.columns = vec![String::new(); row.len()];
                first = Some(row);
                break;
            }
        }
        let named = header.columns.len();
        let hidden =
            rows.cells.layout().hidden_columns.below(u32::try_from(named).unwrap_or(u32::MAX));
        if hidden > 0 {
            rows.repairs.add(RepairCode::HiddenColumn, line.max(1), hidden);
        }
        let merged = Merged::default();
        Ok(Self { rows, header, named, number: 0, line, packed, first, manner, merged })
    }

    /// What merged and hidden cells mean for a row; whether it is left out.
    fn is_left_out(&mut self, row: &mut Row) -> bool {
        let layout = self.rows.cells.layout();
        let at = u32::try_from(row.line - 1).unwrap_or(u32::MAX);
        let is_hidden = layout.hidden_rows.contains(at);
        let covered = self.merged.look(layout, at, row, self.manner.fills_merged);
        let (line, repairs) = (row.line, &mut self.rows.repairs);
        match (is_hidden, self.manner.skips_hidden) {
            (true, true) => {
                repairs.add(RepairCode::HiddenRowLeftOut, line, 1);
                return true;
            }
            (true, false) => repairs.add(RepairCode::HiddenRow, line, 1),
            _ => {}
        }
        if covered > 0 {
            let filled = self.manner.fills_merged;
            let code = if filled { RepairCode::MergedCellFilled } else { RepairCode::MergedCell };
            repairs.add(code, line, covered);
        }
        false
    }
}

impl RowReader for SheetReader<'_> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        loop {
            match self.first.take() {
                Some(first) => *row = first,
                None if self.rows.next(row)? => {}
                None => return Ok(false),
            }
            // Rows that are missing in the file are empty rows of the sheet, except far behind the last one.
            let missing = row.line.saturating_sub(self.line + 1);
            let first = row.iter().position(|cell| !cell.is_empty()).unwrap_or_default();
            let is_far_down = missing > self.rows.limits.empty_rows;
            if is_far_down && first >= self.header.columns.len() {
                return Err(ReadError::FarCell { cell: cell_name(first, row.line) });
            }
            if missing > 0 {
                for line in (self.line + 1..row.line).take(self.rows.limits.repair_lines) {
                    self.rows.repairs.add(RepairCode::EmptyRow, line, 1);
                }
                let more = missing.saturating_sub(self.rows.limits.repair_lines as u64);
                if more > 0 {
                    self.rows.repairs.add(RepairCode::EmptyRow, row.line - 1, more);
                }
            }
            self.line = row.line;
            if row.is_blank() {
                self.rows.repairs.add(RepairCode::EmptyRow, row.line, 1);
                continue;
            }
            if !self.is_left_out(row) {
                break;
            }
        }
        self.number += 1;
        row.number = self.number;
        if row.len() > self.named {
            self.rows.repairs.add(RepairCode::LongRow, row.line, 1);
        }
        if row.len() > self.header.columns.len() {
            self.header.columns.resize(row.len(), String::new());
        }
        row.pad(self.header.columns.len());
        Ok(true)
    }

    fn repairs(&self) -> &Repairs {
        &self.rows.repairs
    }

    fn position(&self) -> Position {
        Position { done: self.rows.cells.done().min(self.packed), total: self.packed }
    }
}

/// The name of a cell as spreadsheets have it: its column from 0, its row from 1.
fn cell_name(column: usize, line: u64) -> String {
    let mut column = column + 1;
    let mut letters = Vec::new();
    while column > 0 {
        letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    format!("{}{line}", letters.iter().rev().collect::<String>())
}
