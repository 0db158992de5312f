//! Does the first record name the columns? So it is in arrays of arrays, as tables are often written in JSON.

use longshore_engine::row::{Header, Row};

use crate::{
    detected::Detected,
    error::ReadError,
    header,
    reader::{Position, RowReader},
    repair::Repairs,
};

/// Finds the record that names the columns, counted from 1; 0 where there is none.
pub(super) fn detect(reader: &mut dyn RowReader) -> Result<Detected<u64>, ReadError> {
    let mut rows = Vec::new();
    let mut row = Row::new();
    while rows.len() < header::ROWS {
        match reader.read(&mut row) {
            Ok(true) => {
                // Many of them may stand on one line.
                row.line = row.number;
                rows.push(row.clone());
            }
            Ok(false) => break,
            Err(error) if rows.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    Ok(header::detect(&rows))
}

/// The rows below the record that names their columns.
pub(super) struct NamedReader {
    rows: Box<dyn RowReader>,
    header: Header,
    number: u64,
}

impl NamedReader {
    /// Reads up to that record.
    pub(super) fn new(mut rows: Box<dyn RowReader>, record: u64) -> Result<Self, ReadError> {
        let mut row = Row::new();
        while row.number < record {
            if !rows.read(&mut row)? {
                return Err(ReadError::HeaderLineNotFound { line: record });
            }
        }
        let header = Header { columns: header::names(&row), line: Some(row.line) };
        Ok(Self { rows, header, number: 0 })
    }
}

impl RowReader for NamedReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if !self.rows.read(row)? {
            return Ok(false);
        }
        self.number += 1;
        row.number = self.number;
        if row.len() > self.header.columns.len() {
            self.header.columns.resize(row.len(), String::new());
        }
        row.pad(self.header.columns.len());
        Ok(true)
    }

    fn repairs(&self) -> &Repairs {
        self.rows.repairs()
    }

    fn position(&self) -> Position {
        self.rows.position()
    }
}
