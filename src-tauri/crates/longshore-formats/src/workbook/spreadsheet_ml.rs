//! Reads XML spreadsheets of 2003, element by element.
//!
//! Magento writes its lists so ("Excel XML"), and programs of that time. The elements are those of Microsoft's "XML
//! Spreadsheet Reference".

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
};

use calamine::DataRef;
use quick_xml::events::{BytesStart, Event};

use super::{
    book::{self, Book, Cells, broken},
    elements::Elements,
    format_code::FormatCode,
    guard::Watch,
    layout::{Layout, Merge},
    ods_cell::moment,
    ods_styles::resolved,
    part::Part,
    shown::Shown,
};
use crate::{
    error::ReadError, limits::Limits, recognised::Sheet, repair::Repairs, text::encoding::Coding,
};

/// Styles and sheets that are remembered.
const MOST: usize = 10_000;

/// An XML spreadsheet of 2003.
pub(super) struct SpreadsheetMl {
    part: Part,
    watch: Watch,
    sheets: Vec<Sheet>,
    styles: HashMap<String, FormatCode>,
    limits: Limits,
}

/// What an element is called, whatever stands for its namespace.
fn called<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = tag.name().into_inner();
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// The value of an attribute, whatever stands for its namespace.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().with_checks(false).flatten().find_map(|attribute| {
        let key = attribute.key.into_inner();
        let local = key.rsplit_once(':').map_or(key, |(_, local)| local);
        (local == name).then(|| resolved(attribute.value.as_ref()))
    })
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "Hidden").as_deref() == Some("1")
}

/// A number format: by its name, or as a code.
fn format(written: &str) -> FormatCode {
    match written {
        "General" | "General Number" | "@" | "Scientific" => FormatCode::General,
        "Fixed" | "Standard" | "Currency" | "Euro Currency" => {
            FormatCode::Decimals { least: 2, most: 2, percent: false }
        }
        "Percent" => FormatCode::Decimals { least: 2, most: 2, percent: true },
        code => FormatCode::parse(code),
    }
}

impl SpreadsheetMl {
    pub(super) fn open(path: &Path, coding: Coding, limits: &Limits) -> Result<Self, ReadError> {
        let (mut part, watch) = (Part::plain(path, coding), Watch::default());
        let (mut sheets, mut styles) = (Vec::<Sheet>::new(), HashMap::new());
        let mut elements = Elements::new(part.open(&watch)?, limits);
        let (mut style, mut is_visibility) = (String::new(), false);
        loop {
            match elements.next()? {
                Event::Start(tag) | Event::Empty(tag) => match called(&tag) {
                    "Worksheet" if sheets.len() < MOST => {
                        let name = attribute(&tag, "Name").unwrap_or_default();
                        sheets.push(Sheet { name, hidden: false });
                    }
                    "Style" => style = attribute(&tag, "ID").unwrap_or_default(),
                    "NumberFormat" if styles.len() < MOST => {
                        let code = attribute(&tag, "Format").unwrap_or_default();
                        styles.insert(std::mem::take(&mut style), format(&code));
                    }
                    "Visible" => is_visibility = true,
                    _ => {}
                },
                Event::Text(text) if is_visibility => {
                    if let Some(sheet) = sheets.last_mut() {
                        sheet.hidden = text.trim().starts_with("SheetHidden")
                            || text.trim().starts_with("SheetVeryHidden");
                    }
                }
                Event::End(_) => is_visibility = false,
                Event::Eof => break,
                _ => {}
            }
        }
        drop(elements);
        Ok(Self { part, watch, sheets, styles, limits: limits.clone() })
    }
}

impl Book for SpreadsheetMl {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        let mut cells = SheetCells {
            elements: Elements::new(self.part.open(&self.watch)?, &self.limits),
            watch: self.watch.clone(),
            styles: &self.styles,
            limits: &self.limits,
            sheet: sheet.to_owned(),
            columns: HashMap::new(),
            layout: Layout::default(),
            column: 0,
            row: 0,
            next_row: 0,
            cells: VecDeque::new(),
            ended: false,
        };
        cells.find()?;
        Ok(Box::new(cells))
    }
}

/// The cells of a sheet.
struct SheetCells<'a> {
    elements: Elements<'a>,
    watch: Watch,
    styles: &'a HashMap<String, FormatCode>,
    limits: &'a Limits,
    sheet: String,
    /// The styles of columns, from 0.
    columns: HashMap<u32, String>,
    layout: Layout,
    /// The column that is told of next, from 0.
    column: u32,
    /// The row of the cells, from 0.
    row: u32,
    next_row: u32,
    cells: VecDeque<(u32, String)>,
    ended: bool,
}

/// What a cell says of itself.
#[derive(Default)]
struct Told {
    style: String,
    right: u32,
    down: u32,
}

impl SheetCells<'_> {
    /// Goes to the beginning of the sheet.
    fn find(&mut self) -> Result<(), ReadError> {
        loop {
            let is_it = |tag: &BytesStart<'_>, sheet: &str| {
                called(tag) == "Worksheet" && attribute(tag, "Name").unwrap_or_default() == sheet
            };
            match self.elements.next()? {
                Event::Start(tag) if is_it(&tag, &self.sheet) => return Ok(()),
                Event::Empty(tag) if is_it(&tag, &self.sheet) => {
                    self.ended = true;
                    return Ok(());
                }
                Event::Eof => {
                    return Err(ReadError::SheetNotFound { sheet: self.sheet.clone() });
                }
                _ => {}
            }
        }
    }

    fn cut(&self) -> ReadError {
        broken(Some(&self.sheet), Some(self.next_row), "no end")
    }

    /// Reads rows up to one that holds something.
    fn fill(&mut self) -> Result<(), ReadError> {
        while self.cells.is_empty() && !self.ended {
            let is_row = match self.elements.next()? {
                Event::Start(tag) if called(&tag) == "Row" => Some((true, row(&tag))),
                Event::Empty(tag) if called(&tag) == "Row" => Some((false, row(&tag))),
                Event::Start(tag) | Event::Empty(tag) if called(&tag) == "Column" => {
                    let first =
                        number(&tag, "Index").map_or(self.column, |at| at.saturating_sub(1));
                    let last = first.saturating_add(number(&tag, "Span").unwrap_or(0));
                    if is_hidden(&tag) {
                        self.layout.hidden_columns.add(first, last);
                    }
                    if let Some(style) = attribute(&tag, "StyleID") {
                        let most = u32::try_from(self.limits.columns).unwrap_or(u32::MAX);
                        for column in first..=last.min(most) {
                            self.columns.insert(column, style.clone());
                        }
                    }
                    self.column = last.saturating_add(1);
                    None
                }
                Event::End(tag) => {
                    let name = tag.name().into_inner();
                    let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
                    self.ended = matches!(name, "Table" | "Worksheet");
                    None
                }
                Event::Eof => return Err(self.cut()),
                _ => None,
            };
            let Some((has_cells, (index, span, hidden))) = is_row else { continue };
            self.row = index.map_or(self.next_row, |at| at.saturating_sub(1));
            // Rows that only look like this one have no cells.
            self.next_row = self.row.saturating_add(span).saturating_add(1);
            if hidden {
                self.layout.hidden_rows.add(self.row, self.next_row - 1);
            }
            if has_cells {
                self.read_row()?;
            }
        }
        Ok(())
    }

    /// Reads the cells of a row.
    fn read_row(&mut self) -> Result<(), ReadError> {
        let (mut at, mut bytes) = (0u32, 0usize);
        loop {
            let (told, index, is_empty) = match self.elements.next()? {
                Event::Start(tag) if called(&tag) == "Cell" => {
                    (told(&tag), number(&tag, "Index"), false)
                }
                Event::Empty(tag) if called(&tag) == "Cell" => {
                    (told(&tag), number(&tag, "Index"), true)
                }
                Event::End(tag) if tag.name().into_inner().ends_with("Row") => return Ok(()),
                Event::Eof => return Err(self.cut()),
                _ => continue,
            };
            at = index.map_or(at, |index| index.saturating_sub(1));
            let text = if is_empty { String::new() } else { self.read_cell(&told, at)? };
            let line = u64::from(self.row) + 1;
            if text.len() > self.limits.cell_bytes {
                let (column, limit) = (at as usize + 1, self.limits.cell_bytes);
                return Err(ReadError::CellTooLong { line, column, limit });
            }
            let bottom = self.row.saturating_add(told.down);
            self.layout.merge(Merge { top: self.row, bottom, left: at });
            if !text.is_empty() {
                bytes += text.len() + 8;
                if bytes > self.limits.row_bytes {
                    return Err(ReadError::RowTooLong { line, limit: self.limits.row_bytes });
                }
                self.cells.push_back((at, text));
            }
            at = at.saturating_add(told.right).saturating_add(1);
        }
    }

    /// Reads a cell to its end: what it holds, without comments.
    fn read_cell(&mut self, told: &Told, at: u32) -> Result<String, ReadError> {
        let (mut text, mut kind) = (String::new(), String::new());
        // How deep in the cell, in what it holds, and in what is passed over.
        let (mut depth, mut inside, mut passed) = (0usize, 0usize, 0usize);
        loop {
            match self.elements.next()? {
                Event::Start(tag) => {
                    depth += 1;
                    if passed > 0 || called(&tag) == "Comment" {
                        passed += 1;
                    } else if inside > 0 || called(&tag) == "Data" {
                        if inside == 0 {
                            kind = attribute(&tag, "Type").unwrap_or_default();
                        }
                        inside += 1;
                    }
                }
                Event::End(_) if depth == 0 => break,
                Event::End(_) => {
                    depth -= 1;
                    passed = passed.saturating_sub(1);
                    inside = inside.saturating_sub(1);
                }
                Event::Text(piece) if inside > 0 => text.push_str(&piece),
                Event::CData(piece) if inside > 0 => text.push_str(&piece),
                Event::GeneralRef(entity) if inside > 0 => {
                    text.push_str(&resolved(&format!("&{};", &*entity)));
                }
                Event::Eof => return Err(self.cut()),
                _ => {}
            }
            if text.len() > self.limits.row_bytes {
                let (line, limit) = (u64::from(self.row) + 1, self.limits.row_bytes);
                return Err(ReadError::RowTooLong { line, limit });
            }
        }
        Ok(self.shown_as(&kind, text, told, at))
    }

    /// A cell as a person sees it, in a notation that cannot be misread.
    fn shown_as(&self, kind: &str, text: String, told: &Told, at: u32) -> String {
        match kind {
            "Number" => {
                let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
                let Some(number) = number else { return text };
                let own = Some(&told.style).filter(|style| !style.is_empty());
                let style = own.or_else(|| self.columns.get(&at));
                let format = style.and_then(|style| self.styles.get(style));
                let mut shown = Shown::default();
                shown.show(&DataRef::Float(number), format.unwrap_or(&FormatCode::General));
                shown.text().to_owned()
            }
            "DateTime" => moment(text.trim()),
            "Boolean" if text.trim() == "1" => "TRUE".to_owned(),
            "Boolean" if text.trim() == "0" => "FALSE".to_owned(),
            _ => text,
        }
    }
}

/// Where a row says that it stands, how many below look like it, and whether nobody sees it.
fn row(tag: &BytesStart<'_>) -> (Option<u32>, u32, bool) {
    (number(tag, "Index"), number(tag, "Span").unwrap_or(0), is_hidden(tag))
}

fn told(tag: &BytesStart<'_>) -> Told {
    Told {
        style: attribute(tag, "StyleID").unwrap_or_default(),
        right: number(tag, "MergeAcross").unwrap_or(0),
        down: number(tag, "MergeDown").unwrap_or(0),
    }
}

impl Cells for SheetCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        self.fill()?;
        book::tell_mended(&self.watch, self.row, repairs);
        let Some((column, text)) = self.cells.pop_front() else { return Ok(None) };
        shown.plain(&text);
        Ok(Some((self.row, column)))
    }

    fn done(&self) -> u64 {
        self.watch.read()
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}
