//! Finds the sheet of a workbook, and its header.

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use longshore_engine::{reading::ReadSettings, row::Row};

use super::{
    guard::{self, Watch, Watched},
    rows::{SheetReader, SheetRows},
};
use crate::{
    detected::{Detected, Reason},
    error::ReadError,
    header,
    limits::Limits,
    recognised::{Format, Recognised, Sheet},
};

/// A workbook of which everything is known.
pub(crate) struct WorkbookSource {
    workbook: Xlsx<Watched>,
    watch: Watch,
    sheet: String,
    header_row: u64,
    packed: u64,
    limits: Limits,
}

impl WorkbookSource {
    /// Finds out how a workbook is to be read.
    pub(crate) fn open(
        path: &Path,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        guard::inspect(File::open(path)?, limits)?;
        let file = File::open(path)?;
        let packed = file.metadata()?.len();
        let watch = Watch::default();
        let watched = Watched::new(file, watch.clone());
        let workbook =
            shielded(|| Xlsx::new(watched)).map_err(|error| broken(error, None, None))?;
        let sheets: Vec<Sheet> = workbook
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| Sheet {
                name: sheet.name.clone(),
                hidden: sheet.visible != SheetVisible::Visible,
            })
            .collect();
        let mut source = Self {
            workbook,
            watch,
            sheet: String::new(),
            header_row: 0,
            packed,
            limits: limits.clone(),
        };
        let (sheet, rows) = source.choose(&sheets, settings.sheet.as_deref())?;
        let header_row = match settings.header_row {
            Some(line) => Detected::chosen(line),
            None => header::detect(&rows),
        };
        source.sheet.clone_from(&sheet.value);
        source.header_row = header_row.value;
        let recognised = Recognised {
            format: Detected::new(Format::Xlsx, Reason::new("workbook_in_zip")),
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

    /// The sheet that is asked for, else the first visible one with rows, else a hidden one; and its first rows.
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
        for (index, sheet) in visible.chain(hidden).enumerate() {
            let rows = self.first_rows(&sheet.name)?;
            if rows.is_empty() {
                continue;
            }
            let reason = match (sheets.len(), sheet.hidden, index) {
                (1, ..) => Reason::new("only_sheet"),
                (_, true, _) => Reason::new("only_hidden_sheets_have_rows"),
                (_, _, 0) => Reason::new("first_sheet"),
                _ => Reason::new("first_sheet_with_rows"),
            };
            return Ok((
                Detected::new(sheet.name.clone(), reason.with("sheets", sheets.len())),
                rows,
            ));
        }
        Err(ReadError::NoSheet)
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
        let watch = self.watch.clone();
        watch.begin();
        let workbook = &mut self.workbook;
        let cells = shielded(|| workbook.worksheet_cells_reader(sheet))
            .map_err(|error| broken(error, Some(sheet), None))?;
        Ok(SheetRows::new(cells, sheet.to_owned(), watch, &self.limits))
    }

    /// Streams the rows of the sheet.
    pub(crate) fn reader(&mut self) -> Result<SheetReader<'_>, ReadError> {
        let (header_row, packed) = (self.header_row, self.packed);
        let sheet = self.sheet.clone();
        SheetReader::new(self.rows(&sheet)?, header_row, packed)
    }
}

/// Runs code that is not ours on a file that may be made to break it.
pub(super) fn shielded<T>(run: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Err(XlsxError::Unexpected("panicked")))
}

/// What an error of the library means.
pub(super) fn broken(error: XlsxError, sheet: Option<&str>, row: Option<u64>) -> ReadError {
    match error {
        XlsxError::Password => ReadError::EncryptedWorkbook,
        XlsxError::Io(source) if source.kind() != std::io::ErrorKind::Other && sheet.is_none() => {
            ReadError::BrokenWorkbook { sheet: None, row, detail: source.to_string() }
        }
        other => ReadError::BrokenWorkbook {
            sheet: sheet.map(str::to_owned),
            row,
            detail: other.to_string(),
        },
    }
}
