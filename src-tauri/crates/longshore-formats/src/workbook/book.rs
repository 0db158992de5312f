//! What does every workbook look like from outside?

use super::{guard::Watch, layout::Layout, shown::Shown};
use crate::{
    error::ReadError,
    recognised::Sheet,
    repair::{RepairCode, Repairs},
};

/// A workbook, whatever its format.
pub(super) trait Book: Send {
    /// Its sheets that may hold tables.
    fn sheets(&self) -> Vec<Sheet>;

    /// The cells of the sheet of this name.
    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError>;
}

/// The cells of a sheet, row by row.
pub(super) trait Cells {
    /// Shows the next cell that holds something: its row and column, from 0; `None` behind the last.
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError>;

    /// Bytes of the file that were read.
    fn done(&self) -> u64;

    /// What the sheet hides and merges: up to the row of the last cell at least.
    fn layout(&self) -> &Layout;
}

/// An error in a workbook.
pub(super) fn broken(sheet: Option<&str>, row: Option<u32>, detail: &str) -> ReadError {
    ReadError::BrokenWorkbook {
        sheet: sheet.map(str::to_owned),
        row: row.map(|row| u64::from(row) + 1),
        detail: detail.to_owned(),
    }
}

/// Says where bytes meant no letters, up to a row.
pub(super) fn tell_mended(watch: &Watch, row: u32, repairs: &mut Repairs) {
    match watch.take_mended() {
        0 => {}
        count => repairs.add(RepairCode::InvalidBytes, u64::from(row) + 1, count),
    }
}
