//! Makes a reader of rows from a text.

use std::fs::File;

use encoding_rs::Encoding;
use longshore_engine::row::{Header, Row};

use super::{
    decode::{Decoding, Mend, Mended},
    dialect::Dialect,
    split::{Seen, Split, SplitError, Splitter, Terminator, Widths},
};
use crate::{
    error::ReadError,
    header,
    limits::Limits,
    reader::{Position, RowReader},
    repair::{RepairCode, Repairs},
};

/// The rows of a text, header and all, as they stand there.
pub(crate) struct Lines {
    decoding: Decoding,
    splitter: Splitter,
    /// Decoded text that is not yet read to its end.
    text: String,
    /// Where in it the next row begins.
    at: usize,
    /// Where the text begins in all.
    base: u64,
    last: bool,
    mended: Vec<Mended>,
    mended_done: usize,
    /// The line on which the next row begins.
    line: u64,
    first_end: Option<Terminator>,
    seen: Seen,
    widths: Widths,
    limits: Limits,
    pub(crate) repairs: Repairs,
}

impl Lines {
    /// Begins at an offset of the file, taken for the beginning of line 1.
    pub(crate) fn new(
        file: File,
        offset: u64,
        encoding: &'static Encoding,
        fallback: &'static Encoding,
        dialect: &Dialect,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            decoding: Decoding::new(file, offset, encoding, fallback)?,
            splitter: Splitter::new(dialect, limits),
            text: String::new(),
            at: 0,
            base: 0,
            last: false,
            mended: Vec::new(),
            mended_done: 0,
            line: 1,
            first_end: None,
            seen: Seen::default(),
            widths: Widths::default(),
            limits: limits.clone(),
            repairs: Repairs::keeping(limits.repair_lines),
        })
    }

    /// Says how many cells rows have, so that doubtful quotes can be judged.
    pub(crate) fn expect(&mut self, cells: usize) {
        self.widths.note(cells);
    }

    /// Reads the next row as it stands there, blank ones too; its line is set, its number not.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        loop {
            let split = self.splitter.split(
                &self.text[self.at..],
                self.last,
                &self.widths,
                row,
                &mut self.seen,
            );
            match split {
                Ok(Split::Row(length)) => {
                    row.line = self.line;
                    self.at += length;
                    self.settle(row.line);
                    return Ok(true);
                }
                Ok(Split::End) => return Ok(false),
                Ok(Split::More) => self.more()?,
                Err(error) => return Err(self.place(error)),
            }
        }
    }

    /// Whether the row that was read is a line with nothing in it.
    pub(crate) fn is_blank_line(&self, row: &Row) -> bool {
        row.len() == 1 && !self.seen.quoted && is_blank(row)
    }

    /// Bytes of the file that were read.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.decoding.read.saturating_sub((self.text.len() - self.at) as u64)
    }

    /// Counts what was mended in the row that was just read.
    fn settle(&mut self, line: u64) {
        let seen = self.seen;
        self.line += seen.inner_lines + u64::from(seen.terminator != Terminator::EndOfText);
        let first = *self.first_end.get_or_insert(seen.terminator);
        let mixed = seen.terminator != first && seen.terminator != Terminator::EndOfText;
        // Looking at all together first: nearly every row is clean.
        let odd = seen.stray_quotes
            + seen.lone_quotes
            + seen.backslash_quotes
            + seen.spaces_around_quotes
            + seen.byte_order_marks
            + u64::from(mixed);
        if odd > 0 {
            let counts = [
                (RepairCode::StrayQuote, seen.stray_quotes),
                (RepairCode::LoneQuote, seen.lone_quotes),
                (RepairCode::BackslashQuote, seen.backslash_quotes),
                (RepairCode::SpaceAroundQuotes, seen.spaces_around_quotes),
                (RepairCode::ByteOrderMarkInside, seen.byte_order_marks),
                (RepairCode::MixedLineEnds, u64::from(mixed)),
            ];
            for (code, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                self.repairs.add(code, line, count);
            }
        }
        let end = self.base + self.at as u64;
        while let Some(mended) =
            self.mended.get(self.mended_done).filter(|mended| mended.at < end || self.last)
        {
            let code = match mended.what {
                Mend::InvalidBytes => RepairCode::InvalidBytes,
                Mend::Nul => RepairCode::NulBytes,
            };
            self.repairs.add(code, line, 1);
            self.mended_done += 1;
        }
    }

    /// Gets more text: at least as much again as there is of the row that is not complete.
    fn more(&mut self) -> Result<(), ReadError> {
        let begun = self.text.len() - self.at;
        if begun > self.limits.row_bytes {
            return Err(ReadError::RowTooLong { line: self.line, limit: self.limits.row_bytes });
        }
        self.text.drain(..self.at);
        self.base += self.at as u64;
        self.at = 0;
        self.mended.drain(..self.mended_done);
        self.mended_done = 0;
        while !self.last && self.text.len() <= begun * 2 {
            self.last = self.decoding.next(&mut self.text, self.base, &mut self.mended)?;
        }
        Ok(())
    }

    fn place(&self, error: SplitError) -> ReadError {
        let line = self.line;
        match error {
            SplitError::CellTooLong { column } => {
                ReadError::CellTooLong { line, column, limit: self.limits.cell_bytes }
            }
            SplitError::TooManyColumns => {
                ReadError::TooManyColumns { line, limit: self.limits.columns }
            }
            SplitError::EndlessQuote { column } => ReadError::EndlessQuote { line, column },
        }
    }
}

/// Takes texts out of the formulas by which people make spreadsheets leave them alone, `="0123"`; how many there were.
fn out_of_formulas(row: &mut Row) -> u64 {
    if !row.text().contains("=\"") {
        return 0;
    }
    let inner = |cell: &str| -> Option<String> {
        let inner = cell.trim().strip_prefix("=\"")?.strip_suffix('"')?;
        (!inner.is_empty() && !inner.contains('"')).then(|| inner.to_owned())
    };
    let found: Vec<(usize, String)> =
        row.iter().enumerate().filter_map(|(at, cell)| Some((at, inner(cell)?))).collect();
    for (at, text) in &found {
        row.set(*at, text);
    }
    found.len() as u64
}

/// Whether a row holds nothing; the sign with which old systems end a file is nothing too.
fn is_blank(row: &Row) -> bool {
    row.is_blank()
        || row.text().trim_matches(|c: char| c.is_whitespace() || c == '\u{1a}').is_empty()
}

/// The rows of a text below its header.
pub(crate) struct TextReader {
    lines: Lines,
    header: Header,
    named: usize,
    total: u64,
    number: u64,
    /// The first row where there is no header: it has been read for its width already.
    first: Option<Row>,
}

impl TextReader {
    /// Reads up to the header, which stands on a line; 0 for none.
    pub(crate) fn new(mut lines: Lines, header_row: u64, total: u64) -> Result<Self, ReadError> {
        let mut row = Row::new();
        let mut first = None;
        let mut header = Header::default();
        loop {
            if !lines.next(&mut row)? {
                if header_row > 0 {
                    return Err(ReadError::HeaderLineNotFound { line: header_row });
                }
                break;
            }
            if header_row > 0 && row.line >= header_row {
                header = Header { columns: header::names(&row), line: Some(row.line) };
                break;
            }
            if lines.is_blank_line(&row) {
                lines.repairs.add(RepairCode::BlankLine, row.line, 1);
            } else if header_row > 0 || row.line == 1 && header::announces_delimiter(&row) {
                lines.repairs.add(RepairCode::LineAboveHeader, row.line, 1);
            } else if !is_blank(&row) {
                header.columns = vec![String::new(); row.len()];
                first = Some(row);
                break;
            } else {
                lines.repairs.add(RepairCode::EmptyRow, row.line, 1);
            }
        }
        lines.expect(header.columns.len());
        let named = header.columns.len();
        Ok(Self { lines, header, named, total, number: 0, first })
    }
}

impl TextReader {
    /// How many cells rows have, as far as was seen.
    pub(crate) fn widths(&self) -> &Widths {
        &self.lines.widths
    }
}

impl RowReader for TextReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if let Some(first) = self.first.take() {
            *row = first;
            self.number = 1;
            row.number = 1;
            return Ok(true);
        }
        loop {
            if !self.lines.next(row)? {
                return Ok(false);
            }
            if is_blank(row) {
                let blank = self.lines.is_blank_line(row);
                let code = if blank { RepairCode::BlankLine } else { RepairCode::EmptyRow };
                self.lines.repairs.add(code, row.line, 1);
                continue;
            }
            self.number += 1;
            row.number = self.number;
            let cells = row.len();
            if cells < self.named {
                self.lines.repairs.add(RepairCode::ShortRow, row.line, 1);
            } else if cells > self.named {
                self.lines.repairs.add(RepairCode::LongRow, row.line, 1);
            }
            if cells > self.header.columns.len() {
                self.header.columns.resize(cells, String::new());
            }
            let doubtful = self.lines.seen.lone_quotes + self.lines.seen.stray_quotes > 0;
            if !doubtful && cells != self.named {
                self.lines.expect(cells);
            }
            row.pad(self.header.columns.len());
            let taken_out = out_of_formulas(row);
            if taken_out > 0 {
                self.lines.repairs.add(RepairCode::TextInFormula, row.line, taken_out);
            }
            return Ok(true);
        }
    }

    fn repairs(&self) -> &Repairs {
        &self.lines.repairs
    }

    fn position(&self) -> Position {
        Position { done: self.lines.bytes_read().min(self.total), total: self.total }
    }
}
