//! Reads the tables of a web page.
//!
//! Many programs write such a page and call it XLS; spreadsheet programs open it. Every table is a sheet. Elements
//! need not be closed (HTML Standard, "optional tags"), and what stands in a table within a cell is none of its text.

use std::{borrow::Cow, collections::VecDeque, path::Path};

use super::{
    book::{self, Book, Cells},
    guard::Watch,
    html_tags::{Piece, Pieces, Tag},
    layout::{Layout, Merge},
    ods_styles::resolved,
    part::Part,
    shown::Shown,
};
use crate::{
    error::ReadError, limits::Limits, recognised::Sheet, repair::Repairs, text::encoding::Coding,
};

/// Tables that are looked at; a page of more is none that anybody keeps goods in.
const MOST: usize = 100;
/// What a cell may say of columns and rows that it goes over (HTML Standard, "forming a table").
const MOST_COLUMNS: u32 = 1_000;
const MOST_ROWS: u32 = 65_534;
/// Cells over several rows that are remembered at once.
const MOST_SPANS: usize = 20_000;

/// A web page with tables.
pub(super) struct HtmlBook {
    part: Part,
    watch: Watch,
    tables: usize,
    limits: Limits,
}

impl HtmlBook {
    pub(super) fn open(path: &Path, coding: Coding, limits: &Limits) -> Result<Self, ReadError> {
        let (mut part, watch) = (Part::plain(path, coding), Watch::default());
        let mut pieces = Pieces::new(part.open(&watch)?, limits);
        let mut tables = 0;
        while let Some(piece) = pieces.next()? {
            if matches!(&piece, Piece::Tag(tag) if tag.opens("table")) && tables < MOST {
                tables += 1;
            }
        }
        drop(pieces);
        Ok(Self { part, watch, tables, limits: limits.clone() })
    }
}

impl Book for HtmlBook {
    fn sheets(&self) -> Vec<Sheet> {
        (1..=self.tables).map(|at| Sheet { name: at.to_string(), hidden: false }).collect()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        let not_found = || ReadError::SheetNotFound { sheet: sheet.to_owned() };
        let wanted: usize = sheet.parse().map_err(|_| not_found())?;
        let mut pieces = Pieces::new(self.part.open(&self.watch)?, &self.limits);
        let mut seen = 0;
        while seen < wanted {
            match pieces.next()? {
                Some(Piece::Tag(tag)) if tag.opens("table") => seen += 1,
                Some(_) => {}
                None => return Err(not_found()),
            }
        }
        Ok(Box::new(TableCells {
            pieces,
            watch: self.watch.clone(),
            limits: &self.limits,
            layout: Layout::default(),
            spans: Vec::new(),
            row: None,
            shown_row: 0,
            column: 0,
            cell: None,
            bytes: 0,
            filled: VecDeque::new(),
            ended: false,
        }))
    }
}

/// A cell over several rows, in one of its columns.
struct Span {
    column: u32,
    top: u32,
    bottom: u32,
}

/// A cell that is being read.
struct Open {
    column: u32,
    right: u32,
    down: u32,
    /// The number as it is, where the cell shows it otherwise.
    number: Option<String>,
    text: String,
}

/// The cells of a table.
struct TableCells<'a> {
    pieces: Pieces<'a>,
    watch: Watch,
    limits: &'a Limits,
    layout: Layout,
    spans: Vec<Span>,
    /// The row that is being read, from 0.
    row: Option<u32>,
    /// The row of the cells that are to be shown.
    shown_row: u32,
    /// The column of the next cell.
    column: u32,
    cell: Option<Open>,
    /// Of the row so far.
    bytes: usize,
    filled: VecDeque<(u32, String)>,
    ended: bool,
}

impl TableCells<'_> {
    /// Reads on to the end of a row that holds something, or of the table.
    fn fill(&mut self) -> Result<(), ReadError> {
        // Rows within a table within a cell are not this one's.
        let mut depth = 0usize;
        while !self.ended {
            let row_before = self.row;
            match self.pieces.next()? {
                None => {
                    self.end_cell()?;
                    self.ended = true;
                }
                Some(Piece::Tag(tag)) if tag.opens("table") => depth += 1,
                Some(Piece::Tag(tag)) if tag.closes("table") && depth > 0 => depth -= 1,
                Some(_) if depth > 0 => {}
                Some(Piece::Tag(tag)) => self.take(&tag)?,
                Some(Piece::Text(text)) => self.add(&text)?,
            }
            if (self.ended || self.row != row_before) && !self.filled.is_empty() {
                self.shown_row = row_before.unwrap_or_default();
                return Ok(());
            }
        }
        Ok(())
    }

    fn take(&mut self, tag: &Tag) -> Result<(), ReadError> {
        match tag.name.as_str() {
            "td" | "th" => {
                self.end_cell()?;
                if !tag.is_end {
                    self.begin_cell(tag);
                }
            }
            "tr" => {
                self.end_cell()?;
                if !tag.is_end {
                    self.begin_row(tag);
                }
            }
            "table" => {
                self.end_cell()?;
                self.ended = true;
            }
            "br" | "p" | "div" | "li" => {
                if let Some(cell) = &mut self.cell {
                    cell.text.truncate(cell.text.trim_end_matches(' ').len());
                    // A paragraph begins on a line of its own.
                    if tag.name == "br" || !(cell.text.is_empty() || cell.text.ends_with('\n')) {
                        cell.text.push('\n');
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_row(&mut self, tag: &Tag) {
        let row = self.row.map_or(0, |row| row.saturating_add(1));
        self.row = Some(row);
        (self.column, self.bytes) = (0, 0);
        self.spans.retain(|span| span.bottom >= row);
        if tag.is_hidden() {
            self.layout.hidden_rows.add(row, row);
        }
    }

    fn begin_cell(&mut self, tag: &Tag) {
        let row = *self.row.get_or_insert(0);
        let is_taken =
            |column: u32| self.spans.iter().any(|span| span.column == column && span.top < row);
        let most = u32::try_from(self.limits.columns).unwrap_or(u32::MAX);
        while self.column <= most && is_taken(self.column) {
            self.column += 1;
        }
        let count = |name: &str, most: u32| {
            let said = tag.attribute(name).and_then(|said| said.trim().parse().ok());
            said.unwrap_or(1).clamp(1, most)
        };
        let number = tag.attribute("x:num").filter(|number| number.trim().parse::<f64>().is_ok());
        self.cell = Some(Open {
            column: self.column,
            right: count("colspan", MOST_COLUMNS),
            down: count("rowspan", MOST_ROWS),
            number,
            text: String::new(),
        });
    }

    /// White space is one space, as in a browser.
    fn add(&mut self, text: &str) -> Result<(), ReadError> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        for letter in in_letters(text).chars() {
            match letter {
                ' ' | '\t' | '\r' | '\n' => {
                    if !(cell.text.is_empty() || cell.text.ends_with([' ', '\n'])) {
                        cell.text.push(' ');
                    }
                }
                other => cell.text.push(other),
            }
        }
        if cell.text.len() > self.limits.cell_bytes {
            let line = u64::from(self.row.unwrap_or_default()) + 1;
            let (column, limit) = (cell.column as usize + 1, self.limits.cell_bytes);
            return Err(ReadError::CellTooLong { line, column, limit });
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(Open { column, right, down, number, text }) = self.cell.take() else {
            return Ok(());
        };
        let row = self.row.unwrap_or_default();
        self.column = column.saturating_add(right);
        if down > 1 {
            let bottom = row.saturating_add(down - 1);
            self.layout.merge(Merge { top: row, bottom, left: column });
            let room = MOST_SPANS.saturating_sub(self.spans.len());
            let spans = (column..self.column).map(|column| Span { column, top: row, bottom });
            self.spans.extend(spans.take(room));
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let text = number.unwrap_or_else(|| text.to_owned());
        self.bytes += text.len() + 8;
        if self.bytes > self.limits.row_bytes {
            let line = u64::from(row) + 1;
            return Err(ReadError::RowTooLong { line, limit: self.limits.row_bytes });
        }
        self.filled.push_back((column, text));
        Ok(())
    }
}

/// The longest name of a letter (HTML Standard, "named character references").
const LONGEST_NAME: usize = 34;

/// A text with letters in place of their names; what is no name stays.
fn in_letters(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let (mut plain, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';');
        let named = end.map(|end| &rest[..=end]);
        let letter = named.map(|named| (named, resolved(named))).filter(|(named, is)| named != is);
        match letter {
            Some((named, letter)) => {
                plain.push_str(&letter);
                rest = &rest[named.len()..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

impl Cells for TableCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        if self.filled.is_empty() {
            self.fill()?;
            book::tell_mended(&self.watch, self.shown_row, repairs);
        }
        let Some((column, text)) = self.filled.pop_front() else { return Ok(None) };
        shown.plain(&text);
        Ok(Some((self.shown_row, column)))
    }

    fn done(&self) -> u64 {
        self.watch.read()
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}
