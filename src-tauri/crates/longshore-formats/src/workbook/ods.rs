//! Reads OpenDocument spreadsheets, element by element.
//!
//! The elements are those of OpenDocument 1.3, part 3. Rows and cells that are repeated are written out, within bounds.

use std::{collections::VecDeque, fs::File, path::Path};

use calamine::DataRef;
use quick_xml::events::{BytesStart, Event};

use super::{
    book::{self, Book, Cells, broken},
    elements::Elements,
    format_code::FormatCode,
    guard::{self, Watch},
    layout::{Layout, Merge},
    ods_cell::{Told, column, count, duration, is_cell, is_hidden, moment, told},
    ods_styles::{Styles, attribute, resolved},
    part::Part,
    shown::Shown,
};
use crate::{
    error::ReadError,
    limits::Limits,
    recognised::{Format, Sheet},
    repair::Repairs,
    text::encoding::Coding,
};

/// The part with the cells.
const CONTENT: &str = "content.xml";
/// An OpenDocument spreadsheet.
pub(super) struct OdsBook {
    part: Part,
    watch: Watch,
    sheets: Vec<Sheet>,
    styles: Styles,
    limits: Limits,
}

impl OdsBook {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        guard::inspect(File::open(path)?, Format::Ods, limits)?;
        let watch = Watch::default();
        Self::of(Part::packed(path, CONTENT, limits, &watch)?, watch, limits)
    }

    /// One that is a single file of XML.
    pub(super) fn open_flat(
        path: &Path,
        coding: Coding,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        Self::of(Part::plain(path, coding), Watch::default(), limits)
    }

    fn of(mut part: Part, watch: Watch, limits: &Limits) -> Result<Self, ReadError> {
        let (mut sheets, mut styles) = (Vec::new(), Styles::default());
        let mut elements = Elements::new(part.open(&watch)?, limits);
        loop {
            match elements.next()? {
                Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "table:table" => {
                    let style = attribute(&tag, "table:style-name").unwrap_or_default();
                    let name = attribute(&tag, "table:name").unwrap_or_default();
                    if sheets.len() < 10_000 {
                        sheets.push(Sheet { name, hidden: styles.is_hidden(&style) });
                    }
                }
                Event::Start(tag) | Event::Empty(tag) if sheets.is_empty() => styles.note(&tag),
                Event::Eof => break,
                _ => {}
            }
        }
        drop(elements);
        Ok(Self { part, watch, sheets, styles, limits: limits.clone() })
    }
}

impl Book for OdsBook {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        let mut cells = OdsCells {
            elements: Elements::new(self.part.open(&self.watch)?, &self.limits),
            watch: self.watch.clone(),
            styles: &self.styles,
            limits: &self.limits,
            sheet: sheet.to_owned(),
            columns: Vec::new(),
            layout: Layout::default(),
            hidden_from: 0,
            row: 0,
            cells: VecDeque::new(),
            shown: Vec::new(),
            copies: 0,
            copied: 0,
            copied_bytes: 0,
            ended: false,
        };
        cells.find()?;
        Ok(Box::new(cells))
    }
}

/// The cells of a sheet.
struct OdsCells<'a> {
    elements: Elements<'a>,
    watch: Watch,
    styles: &'a Styles,
    limits: &'a Limits,
    sheet: String,
    /// The styles of columns, each for so many of them.
    columns: Vec<(u32, String)>,
    /// What was hidden and merged so far.
    layout: Layout,
    /// The column that is told of next.
    hidden_from: u32,
    /// The row that comes, from 0.
    row: u32,
    /// The cells of the row that are to be shown, and all of them where the row is repeated.
    cells: VecDeque<(u32, String)>,
    shown: Vec<(u32, String)>,
    /// How often the row is still to come.
    copies: u32,
    /// Rows that were written out of repeated ones, and their bytes.
    copied: u64,
    copied_bytes: u64,
    ended: bool,
}

impl OdsCells<'_> {
    /// Goes to the beginning of the sheet.
    fn find(&mut self) -> Result<(), ReadError> {
        let is_named = |tag: &BytesStart<'_>, sheet: &str| {
            tag.name().as_ref() == "table:table"
                && attribute(tag, "table:name").unwrap_or_default() == sheet
        };
        loop {
            match self.elements.next()? {
                Event::Start(tag) if is_named(&tag, &self.sheet) => return Ok(()),
                Event::Empty(tag) if is_named(&tag, &self.sheet) => {
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

    /// Reads rows up to one that holds something.
    fn fill(&mut self) -> Result<(), ReadError> {
        let mut depth = 0usize;
        while !self.ended {
            enum Met {
                Row(u32, bool),
                Column(u32, String, bool),
                End,
                Nothing,
            }
            let met = match self.elements.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        Met::Row(count(&tag, "table:number-rows-repeated"), is_hidden(&tag))
                    }
                    // Tables in cells and shapes are not this one.
                    "table:table" | "table:shapes" => {
                        depth += 1;
                        Met::Nothing
                    }
                    "table:table-column" => {
                        let (count, style) = column(&tag);
                        Met::Column(count, style, is_hidden(&tag))
                    }
                    _ => Met::Nothing,
                },
                Event::Empty(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        let count = count(&tag, "table:number-rows-repeated");
                        self.row = self.row.saturating_add(count);
                        Met::Nothing
                    }
                    "table:table-column" => {
                        let (count, style) = column(&tag);
                        Met::Column(count, style, is_hidden(&tag))
                    }
                    _ => Met::Nothing,
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "table:table" | "table:shapes" if depth > 0 => {
                        depth -= 1;
                        Met::Nothing
                    }
                    "table:table" => Met::End,
                    _ => Met::Nothing,
                },
                Event::Eof => return Err(broken(Some(&self.sheet), Some(self.row), "no end")),
                _ => Met::Nothing,
            };
            match met {
                Met::Row(copies, is_hidden) if depth == 0 => {
                    if is_hidden {
                        let last = self.row.saturating_add(copies - 1);
                        self.layout.hidden_rows.add(self.row, last);
                    }
                    self.read_row()?;
                    if self.cells.is_empty() {
                        self.row = self.row.saturating_add(copies);
                        continue;
                    }
                    self.copies = copies - 1;
                    if self.copies > 0 {
                        self.shown = self.cells.iter().cloned().collect();
                    }
                    return Ok(());
                }
                Met::Column(count, style, is_hidden)
                    if depth == 0 && self.columns.len() < self.limits.columns =>
                {
                    self.columns.push((count, style));
                    let next = self.hidden_from.saturating_add(count);
                    if is_hidden {
                        self.layout.hidden_columns.add(self.hidden_from, next - 1);
                    }
                    self.hidden_from = next;
                }
                Met::End => self.ended = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the cells of a row.
    fn read_row(&mut self) -> Result<(), ReadError> {
        let mut at = 0u32;
        let mut bytes = 0usize;
        loop {
            let (told, is_empty) = match self.elements.next()? {
                Event::Start(tag) if is_cell(&tag) => (told(&tag), false),
                Event::Empty(tag) if is_cell(&tag) => (told(&tag), true),
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(()),
                Event::Eof => return Err(broken(Some(&self.sheet), Some(self.row), "no end")),
                _ => continue,
            };
            let mut text = String::new();
            if !is_empty {
                self.read_text(&mut text)?;
            }
            let text = self.shown_as(&told, text, at);
            let line = u64::from(self.row) + 1;
            if text.len() > self.limits.cell_bytes {
                let (column, limit) = (at as usize + 1, self.limits.cell_bytes);
                return Err(ReadError::CellTooLong { line, column, limit });
            }
            let next = at.saturating_add(told.repeated);
            let bottom = self.row.saturating_add(told.rows.saturating_sub(1));
            self.layout.merge(Merge { top: self.row, bottom, left: at });
            if !text.is_empty() {
                // One more than there may be, so that it is refused.
                for column in at..next.min(self.limits.columns as u32 + 1) {
                    bytes += text.len() + 8;
                    if bytes > self.limits.row_bytes {
                        return Err(ReadError::RowTooLong { line, limit: self.limits.row_bytes });
                    }
                    self.cells.push_back((column, text.clone()));
                }
            }
            at = next;
        }
    }

    /// Reads the text of a cell, to its end: its paragraphs on lines of their own, without notes and drawings.
    fn read_text(&mut self, text: &mut String) -> Result<(), ReadError> {
        let (mut depth, mut paragraphs, mut passed) = (0usize, 0, 0usize);
        loop {
            match self.elements.next()? {
                Event::Start(tag) => {
                    depth += 1;
                    let name = tag.name();
                    let is_note = matches!(name.as_ref(), "office:annotation" | "table:table")
                        || name.as_ref().starts_with("draw:");
                    if passed > 0 || is_note {
                        passed += 1;
                    } else if matches!(name.as_ref(), "text:p" | "text:h") {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                }
                Event::Empty(tag) if passed == 0 => match tag.name().as_ref() {
                    "text:s" => {
                        let spaces = count(&tag, "text:c").min(10_000);
                        text.extend(std::iter::repeat_n(' ', spaces as usize));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    _ => {}
                },
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => {
                    depth -= 1;
                    passed = passed.saturating_sub(1);
                }
                // Blank space between paragraphs is none of the text.
                Event::Text(piece) if passed == 0 && depth > 0 => text.push_str(&piece),
                Event::CData(piece) if passed == 0 && depth > 0 => text.push_str(&piece),
                Event::GeneralRef(entity) if passed == 0 && depth > 0 => {
                    text.push_str(&resolved(&format!("&{};", &*entity)));
                }
                Event::Eof => return Err(broken(Some(&self.sheet), Some(self.row), "no end")),
                _ => {}
            }
            if text.len() > self.limits.row_bytes {
                let (line, limit) = (u64::from(self.row) + 1, self.limits.row_bytes);
                return Err(ReadError::RowTooLong { line, limit });
            }
        }
    }

    /// A cell as a person sees it, in a notation that cannot be misread.
    fn shown_as(&self, told: &Told, text: String, column: u32) -> String {
        let number = || told.value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        match told.kind.as_str() {
            "float" | "percentage" | "currency" => {
                let Some(number) = number() else { return text };
                let mut format = self.styles.format(self.style(told, column));
                if told.kind == "percentage" && !matches!(format, FormatCode::Decimals { .. }) {
                    format = FormatCode::Decimals { least: 0, most: 12, percent: true };
                }
                let mut shown = Shown::default();
                shown.show(&DataRef::Float(number), &format);
                match told.currency.as_str() {
                    "" => shown.text().to_owned(),
                    currency => format!("{} {currency}", shown.text()),
                }
            }
            "date" => moment(&told.value),
            "time" => duration(&told.value).unwrap_or(text),
            "boolean" => told.value.to_ascii_uppercase(),
            _ if text.is_empty() => told.value.clone(),
            _ => text,
        }
    }

    fn style<'s>(&'s self, told: &'s Told, column: u32) -> &'s str {
        if !told.style.is_empty() {
            return &told.style;
        }
        let mut end = 0u32;
        let found = self.columns.iter().find(|(count, _)| {
            end = end.saturating_add(*count);
            column < end
        });
        found.map_or("", |(_, style)| style)
    }
}

impl Cells for OdsCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        book::tell_mended(&self.watch, self.row, repairs);
        loop {
            if let Some((column, text)) = self.cells.pop_front() {
                shown.plain(&text);
                let row = self.row;
                if self.cells.is_empty() {
                    self.row = self.row.saturating_add(1);
                }
                return Ok(Some((row, column)));
            }
            if self.copies > 0 {
                self.copies -= 1;
                self.copied += 1;
                self.copied_bytes +=
                    self.shown.iter().map(|(_, text)| text.len() as u64 + 8).sum::<u64>();
                // Nobody has so many rows that are all the same.
                let (bytes, rows) = (self.limits.unpacked_bytes, self.limits.empty_rows);
                if self.copied > rows || self.copied_bytes > bytes {
                    return Err(ReadError::UnpackedTooLarge { limit: bytes });
                }
                self.cells.extend(self.shown.iter().cloned());
                continue;
            }
            self.fill()?;
            if self.cells.is_empty() {
                return Ok(None);
            }
        }
    }

    fn done(&self) -> u64 {
        self.watch.read()
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}
