//! Finds the sheet of a workbook, and its header.

use std::path::Path;

use longshore_engine::{
    reading::ReadSettings,
    row::{Header, Row},
};

use super::{
    book::Book,
    html::HtmlBook,
    ods::OdsBook,
    rows::{Manner, SheetReader, SheetRows},
    spreadsheet_ml::SpreadsheetMl,
    xls::XlsBook,
    xlsb::XlsbBook,
    xlsx::XlsxBook,
};
use crate::{
    detected::{Detected, Reason},
    error::ReadError,
    header,
    like_products::{KNOWN_AT_LEAST, LOOKED_AT, known_columns},
    limits::Limits,
    recognised::{Format, Recognised, Sheet},
    text::{encoding, open::Looked},
};

/// How many columns of a sheet have names that products are known by.
fn known_names(rows: &[Row]) -> usize {
    let line = header::detect(rows).value;
    let Some(row) = rows.iter().find(|row| row.line == line) else { return 0 };
    known_columns(&Header { columns: header::names(row), line: Some(line) })
}

/// A workbook of which everything is known.
pub(crate) struct WorkbookSource {
    book: Box<dyn Book>,
    sheet: String,
    header_row: u64,
    packed: u64,
    manner: Manner,
    limits: Limits,
}

impl WorkbookSource {
    /// Finds out how a workbook is to be read.
    pub(crate) fn open(
        path: &Path,
        format: Format,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        let packed = std::fs::metadata(path)?.len();
        let (book, reason): (Box<dyn Book>, _) = match format {
            Format::Ods => {
                (Box::new(OdsBook::open(path, limits)?), Reason::new("opendocument_in_zip"))
            }
            Format::Xlsb => {
                (Box::new(XlsbBook::open(path, limits)?), Reason::new("binary_workbook_in_zip"))
            }
            Format::Xls => (Box::new(XlsBook::open(path, limits)?), Reason::new("old_workbook")),
            _ => (Box::new(XlsxBook::open(path, limits)?), Reason::new("workbook_in_zip")),
        };
        Self::of(book, format, reason, packed, settings, limits)
    }

    /// The same of one that is text.
    pub(crate) fn open_text(
        path: &Path,
        format: Format,
        looked: Looked,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        let length = std::fs::metadata(path)?.len();
        let mut coding = looked.coding;
        encoding::as_declared(&mut coding, &looked.text);
        let found = Detected {
            value: coding.encoding.value.name().to_ascii_lowercase(),
            reason: coding.encoding.reason.clone(),
            overruled: coding.encoding.overruled,
        };
        let (book, reason): (Box<dyn Book>, _) = match format {
            Format::SpreadsheetMl => {
                (Box::new(SpreadsheetMl::open(path, coding, limits)?), "workbook_in_xml")
            }
            Format::Ods => {
                (Box::new(OdsBook::open_flat(path, coding, limits)?), "opendocument_in_xml")
            }
            _ => (Box::new(HtmlBook::open(path, coding, limits)?), "tables_in_web_page"),
        };
        let reason = Reason::new(reason);
        let (source, recognised) = Self::of(book, format, reason, length, settings, limits)?;
        Ok((source, Recognised { encoding: Some(found), ..recognised }))
    }

    fn of(
        book: Box<dyn Book>,
        format: Format,
        reason: Reason,
        packed: u64,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        let sheets = book.sheets();
        let manner = Manner {
            fills_merged: settings.fill_merged.unwrap_or_default(),
            skips_hidden: settings.skip_hidden_rows.unwrap_or_default(),
        };
        let (sheet, limits) = (String::new(), limits.clone());
        let mut source = Self { book, sheet, header_row: 0, packed, manner, limits };
        let (sheet, rows) = source.choose(&sheets, settings.sheet.as_deref())?;
        let header_row = match settings.header_row {
            Some(line) => Detected::chosen(line),
            None => header::detect(&rows),
        };
        source.sheet.clone_from(&sheet.value);
        source.header_row = header_row.value;
        let recognised = Recognised {
            format: Detected::new(format, reason),
            encoding: None,
            delimiter: None,
            quote: None,
            escape: None,
            header_row,
            sheet: Some(sheet),
            sheets,
            packed: None,
        };
        Ok((source, recognised))
    }

    /// The sheet that is asked for, else the visible one with rows that is most like a table of products, else a
    /// hidden one; and its first rows.
    fn choose(
        &mut self,
        sheets: &[Sheet],
        asked: Option<&str>,
    ) -> Result<(Detected<String>, Vec<Row>), ReadError> {
        if let Some(name) = asked {
            if !sheets.iter().any(|sheet| sheet.name == name) {
                return Err(ReadError::SheetNotFound { sheet: name.to_owned() });
            }
            let rows = self.first_rows(name)?;
            return Ok((Detected::chosen(name.to_owned()), rows));
        }
        let visible = sheets.iter().filter(|sheet| !sheet.hidden);
        let hidden = sheets.iter().filter(|sheet| sheet.hidden);
        let mut first: Option<(Detected<String>, Vec<Row>)> = None;
        let mut most = 0;
        for (index, sheet) in visible.chain(hidden).enumerate() {
            let is_further = first.is_some();
            if is_further && (sheet.hidden || index >= LOOKED_AT) {
                break;
            }
            let rows = match self.first_rows(&sheet.name) {
                Ok(rows) if rows.is_empty() => continue,
                // A sheet that nobody asked for may be broken.
                Err(_) if is_further => continue,
                rows => rows?,
            };
            let known = known_names(&rows);
            if is_further && (known < KNOWN_AT_LEAST || known <= most) {
                continue;
            }
            most = known;
            let reason = match (sheets.len(), sheet.hidden, index) {
                _ if is_further => Reason::new("sheet_like_products"),
                (1, ..) => Reason::new("only_sheet"),
                (_, true, _) => Reason::new("only_hidden_sheets_have_rows"),
                (_, _, 0) => Reason::new("first_sheet"),
                _ => Reason::new("first_sheet_with_rows"),
            };
            first = Some((
                Detected::new(sheet.name.clone(), reason.with("sheets", sheets.len())),
                rows,
            ));
        }
        first.ok_or(ReadError::NoSheet)
    }

    fn first_rows(&mut self, sheet: &str) -> Result<Vec<Row>, ReadError> {
        let mut sheet = self.rows(sheet)?;
        let mut rows = Vec::new();
        let mut row = Row::new();
        while rows.len() < header::ROWS {
            match sheet.next(&mut row) {
                Ok(true) if row.is_blank() => {}
                Ok(true) => rows.push(row.clone()),
                Ok(false) => break,
                Err(error) if rows.is_empty() => return Err(error),
                Err(_) => break,
            }
        }
        Ok(rows)
    }

    fn rows(&mut self, sheet: &str) -> Result<SheetRows<'_>, ReadError> {
        Ok(SheetRows::new(self.book.cells(sheet)?, &self.limits))
    }

    /// Streams the rows of the sheet.
    pub(crate) fn reader(&mut self) -> Result<SheetReader<'_>, ReadError> {
        let (header_row, packed, manner) = (self.header_row, self.packed, self.manner);
        let sheet = self.sheet.clone();
        SheetReader::new(self.rows(&sheet)?, header_row, packed, manner)
    }
}
