//! Reads Office Open XML workbooks.

use std::{
    collections::HashMap,
    fs::File,
    io::BufReader,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use zip::ZipArchive;

use super::{
    book::{Book, Cells},
    format_code::FormatCode,
    guard::{self, Watch, Watched},
    layout::Layout,
    shown::Shown,
    xlsx_layout,
};
use crate::{
    error::ReadError,
    limits::Limits,
    recognised::{Format, Sheet},
    repair::{RepairCode, Repairs},
};

/// An Office Open XML workbook.
pub(super) struct XlsxBook {
    workbook: Xlsx<Watched>,
    watch: Watch,
    /// What the sheets hide and merge, by their parts.
    layouts: HashMap<String, Layout>,
    /// The parts of the sheets.
    parts: HashMap<String, String>,
}

impl XlsxBook {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let layouts = guard::inspect(File::open(path)?, Format::Xlsx, limits)?;
        let parts = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(guard::broken)?;
        let parts = xlsx_layout::parts(parts);
        let watch = Watch::default();
        let watched = Watched::new(File::open(path)?, watch.clone());
        let workbook =
            shielded(|| Xlsx::new(watched)).map_err(|error| broken(error, None, None))?;
        Ok(Self { workbook, watch, layouts, parts })
    }
}

impl Book for XlsxBook {
    fn sheets(&self) -> Vec<Sheet> {
        let all = self.workbook.sheets_metadata().iter();
        all.filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| Sheet {
                name: sheet.name.clone(),
                hidden: sheet.visible != SheetVisible::Visible,
            })
            .collect()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        self.watch.begin();
        let watch = self.watch.clone();
        let layout = self.parts.get(sheet).and_then(|part| self.layouts.get(part));
        let layout = layout.cloned().unwrap_or_default();
        let workbook = &mut self.workbook;
        let cells = shielded(|| workbook.worksheet_cells_reader(sheet))
            .map_err(|error| broken(error, Some(sheet), None))?;
        let formats = cells
            .styles()
            .iter()
            .map(|style| {
                style
                    .number_format
                    .as_ref()
                    .map_or(FormatCode::General, |format| FormatCode::parse(&format.format_code))
            })
            .collect();
        let sheet = sheet.to_owned();
        Ok(Box::new(XlsxCells { cells, sheet, watch, formats, layout, row: 0, column: 0 }))
    }
}

/// The cells of a sheet.
struct XlsxCells<'a> {
    cells: XlsxCellReader<'a, Watched>,
    sheet: String,
    watch: Watch,
    formats: Vec<FormatCode>,
    layout: Layout,
    row: u32,
    column: u32,
}

impl Cells for XlsxCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        loop {
            let cells = &mut self.cells;
            let position = match shielded(|| cells.next_cell_with_style_id()) {
                Ok(Some((cell, style))) => {
                    if matches!(cell.get_value(), DataRef::Empty) {
                        continue;
                    }
                    let format = self.formats.get(style).unwrap_or(&FormatCode::General);
                    shown.show(cell.get_value(), format);
                    cell.get_position()
                }
                Ok(None) => return Ok(None),
                // The rest of the cell is passed over by the next call; where it stood can be told by the one before.
                Err(XlsxError::CellError(text)) => {
                    shown.error(&text);
                    repairs.add(RepairCode::UnknownErrorValue, u64::from(self.row) + 1, 1);
                    (self.row, self.column + 1)
                }
                Err(error) => {
                    let row = Some(u64::from(self.row) + 1);
                    return Err(broken(error, Some(&self.sheet), row));
                }
            };
            (self.row, self.column) = position;
            return Ok(Some(position));
        }
    }

    fn done(&self) -> u64 {
        self.watch.read()
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// Runs code that is not ours on a file that may be made to break it.
fn shielded<T>(run: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Err(XlsxError::Unexpected("panicked")))
}

/// What an error of the library means.
fn broken(error: XlsxError, sheet: Option<&str>, row: Option<u64>) -> ReadError {
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
