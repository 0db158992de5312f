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
    /// The number of the row that is read next, and where it stands.
    next: u64,
    place: u64,
    rows: u64,
    // Keeps the file while it is read.
    spool: Spool,
}

/// Bytes that are read at once.
const BLOCK: usize = 64 << 10;
/// The same of rows that are read in any order, where the file is too big to be kept.
const SMALL_BLOCK: usize = 8 << 10;
/// Bigger files are not kept in memory.
const KEPT: u64 = 64 << 20;

impl SpoolReader {
    pub(super) fn new(spool: &Spool, number: u64) -> Result<Self, ReadError> {
        Self::with_block(spool, number, BLOCK)
    }

    /// For rows that are read in any order: what is not big is kept in memory once it was read.
    pub(super) fn in_any_order(spool: &Spool) -> Result<Self, ReadError> {
        let size = spool.path().metadata()?.len();
        let block = if size <= KEPT { usize::try_from(size).unwrap_or(BLOCK) } else { SMALL_BLOCK };
        Self::with_block(spool, 1, block.max(1))
    }

    fn with_block(spool: &Spool, number: u64, block: usize) -> Result<Self, ReadError> {
        let number = number.max(1);
        let mut file = File::open(spool.path())?;
        let (rows, header) = spool.look(|state| (state.rows, state.header.clone()));
        let (first, place) = spool.place_before(number).unwrap_or((rows + 1, 0));
        file.seek(SeekFrom::Start(place))?;
        let mut reader = Self {
            file: BufReader::with_capacity(block, file),
            record: Vec::new(),
            header,
            next: first,
            place,
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
            // What is in memory already is not read again.
            self.file.seek_relative(place.cast_signed().wrapping_sub(self.place.cast_signed()))?;
            (self.next, self.place) = (first, place);
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
        self.place += 4 + length as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use longshore_engine::reading::ReadSettings;

    use super::*;
    use crate::{Limits, Source};

    #[test]
    fn rows_are_found_in_any_order_whether_or_not_they_are_kept_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.csv");
        let name = |number: u64| format!("{number}{}", "x".repeat((number % 90) as usize));
        let lines: String =
            (1..=2_000).map(|number| format!("{number},{}\n", name(number))).collect();
        std::fs::write(&file, format!("Number,Name\n{lines}")).unwrap();
        let mut source = Source::open(&file, &ReadSettings::default(), &Limits::default()).unwrap();
        let spool = Spool::build(&mut source, folder.path()).unwrap();
        let readers = [
            SpoolReader::in_any_order(&spool),
            SpoolReader::with_block(&spool, 1, 64),
            SpoolReader::with_block(&spool, 700, SMALL_BLOCK),
        ];
        for mut reader in readers.map(Result::unwrap) {
            let mut row = Row::new();
            for step in 0..3_000u64 {
                let number = step * 611_953 % 2_000 + 1;
                reader.go_to(number).unwrap();
                assert!(reader.read(&mut row).unwrap());
                assert_eq!((row.number, row.get(1)), (number, Some(name(number).as_str())));
            }
            reader.go_to(2_001).unwrap();
            assert!(!reader.read(&mut row).unwrap());
            reader.go_to(1_999).unwrap();
            assert!(reader.read(&mut row).unwrap() && row.number == 1_999);
        }
    }
}
