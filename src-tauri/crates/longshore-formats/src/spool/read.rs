//! Reads rows back from a spool.

use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read, Seek, SeekFrom},
};

use longshore_engine::row::{Header, Row};

use super::{STRIDE, Spool, record};
use crate::error::ReadError;

/// Reads the rows of a spool one after the other, as far as they were there when it was made.
pub struct SpoolReader {
    file: BufReader<File>,
    record: Vec<u8>,
    header: Header,
    /// The number of the row that is read next.
    next: u64,
    rows: u64,
    // Keeps the file while it is read.
    spool: Spool,
}

/// Bytes that are read at once.
const BLOCK: usize = 64 << 10;

impl SpoolReader {
    pub(super) fn new(spool: &Spool, number: u64) -> Result<Self, ReadError> {
        let number = number.max(1);
        let mut file = File::open(spool.path())?;
        let (rows, header) = spool.look(|state| (state.rows, state.header.clone()));
        let (first, place) = spool.place_before(number).unwrap_or((rows + 1, 0));
        file.seek(SeekFrom::Start(place))?;
        let mut reader = Self {
            file: BufReader::with_capacity(BLOCK, file),
            record: Vec::new(),
            header,
            next: first,
            rows,
            spool: spool.clone(),
        };
        while reader.next < number && reader.next <= reader.rows {
            reader.record()?;
        }
        Ok(reader)
    }

    /// The columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Reads the next row and says whether there was one. Each has as many cells as there are columns.
    ///
    /// # Errors
    /// Where the file cannot be read or is damaged.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        if self.next > self.rows {
            row.clear();
            return Ok(false);
        }
        row.number = self.next;
        self.record()?;
        if !record::read(&self.record, row, self.header.columns.len()) {
            return Err(ReadError::BrokenSpool { detail: "row not readable" });
        }
        Ok(true)
    }

    /// Goes to a row, so that it is read next.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn go_to(&mut self, number: u64) -> Result<(), ReadError> {
        let number = number.max(1);
        let is_near = number >= self.next && number - self.next < STRIDE;
        if !is_near {
            let (first, place) = self.spool.place_before(number).unwrap_or((self.rows + 1, 0));
            self.file.seek(SeekFrom::Start(place))?;
            self.next = first;
        }
        while self.next < number && self.next <= self.rows {
            self.record()?;
        }
        Ok(())
    }

    /// Reads the bytes of the next row.
    fn record(&mut self) -> Result<(), ReadError> {
        let short = |error: std::io::Error| match error.kind() {
            ErrorKind::UnexpectedEof => ReadError::BrokenSpool { detail: "rows missing" },
            _ => ReadError::Io { source: error },
        };
        let mut length = [0; 4];
        self.file.read_exact(&mut length).map_err(short)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > self.record.len() {
            // A damaged length must not make room for gigabytes before it is found out.
            self.record.clear();
            let read = self.file.by_ref().take(length as u64).read_to_end(&mut self.record)?;
            if read < length {
                return Err(ReadError::BrokenSpool { detail: "rows missing" });
            }
        } else {
            self.record.truncate(length);
            self.file.read_exact(&mut self.record).map_err(short)?;
        }
        self.next += 1;
        Ok(())
    }
}
