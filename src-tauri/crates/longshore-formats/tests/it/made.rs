//! Sources made for one case each, and what comes out of them.

use std::path::{Path, PathBuf};

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Limits, ReadError, RepairCode, Repairs, Source};
use tempfile::TempDir;

/// A file that goes when the test ends.
pub(crate) struct Made {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Made {
    /// A file of these bytes; its name says nothing.
    pub(crate) fn of(bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dropped");
        std::fs::write(&path, bytes).unwrap();
        Self { _folder: folder, path }
    }
}

/// All that was read from a source.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) columns: Vec<String>,
    pub(crate) header_row: u64,
    pub(crate) rows: Vec<Row>,
    pub(crate) repairs: Repairs,
}

impl Whole {
    /// The cells of all rows.
    pub(crate) fn cells(&self) -> Vec<Vec<&str>> {
        self.rows.iter().map(|row| row.iter().collect()).collect()
    }

    /// How many repairs of a kind there were, and their lines.
    pub(crate) fn repair(&self, code: RepairCode) -> (u64, Vec<u64>) {
        let found = self.repairs.iter().find(|repair| repair.code == code);
        found.map_or((0, Vec::new()), |repair| (repair.count, repair.lines.clone()))
    }

    /// The kinds of repairs there were.
    pub(crate) fn repaired(&self) -> Vec<RepairCode> {
        self.repairs.iter().map(|repair| repair.code).collect()
    }
}

/// Opens and reads a file to its end.
pub(crate) fn read_path(
    path: &Path,
    settings: &ReadSettings,
    limits: &Limits,
) -> Result<Whole, ReadError> {
    let mut source = Source::open(path, settings, limits)?;
    let header_row = source.header_row().value;
    let mut reader = source.reader()?;
    let mut rows = Vec::new();
    let mut row = Row::new();
    while reader.read(&mut row)? {
        rows.push(row.clone());
    }
    let columns = reader.header().columns.clone();
    rows.iter_mut().for_each(|row| row.pad(columns.len()));
    Ok(Whole { columns, header_row, rows, repairs: reader.repairs().clone() })
}

/// Reads bytes as the file of that content.
pub(crate) fn read(bytes: impl AsRef<[u8]>) -> Whole {
    read_path(&Made::of(bytes).path, &ReadSettings::default(), &Limits::default()).unwrap()
}

/// The same where it goes wrong.
pub(crate) fn refused(bytes: impl AsRef<[u8]>) -> ReadError {
    read_path(&Made::of(bytes).path, &ReadSettings::default(), &Limits::default()).unwrap_err()
}
