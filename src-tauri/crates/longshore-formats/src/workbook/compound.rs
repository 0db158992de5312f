//! How is a compound file opened whose writer filled its tables up otherwise than it is written down?
//!
//! The table of sectors has an entry for every sector; behind the last one it is filled up with free ones ([MS-CFB]
//! 2.3). SheetJS fills it up with ends of chains, which a reader takes for sectors beyond the end of the file. What is
//! read there looks as it should.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    ops::Range,
};

/// The bytes of the header; the first sectors of the table are named there.
const HEADER: u64 = 512;
/// So many sectors of the table are named in the header.
const NAMED_IN_HEADER: usize = 109;
/// More sectors of the table than this no workbook has; the rest is left as it is.
const MOST_SECTORS: usize = 1 << 16;

/// A compound file as its reader wants it.
pub(super) struct Compound {
    file: BufReader<File>,
    position: u64,
    /// Where free sectors are to be read, whatever stands there.
    filled_up: Vec<Range<u64>>,
}

impl Compound {
    pub(super) fn open(file: File) -> io::Result<Self> {
        let mut file = BufReader::new(file);
        // What is no compound file is told by whoever reads it.
        let filled_up = filled_up(&mut file).unwrap_or_default();
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { file, position: 0, filled_up })
    }
}

impl Read for Compound {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(bytes)?;
        let read = self.position..self.position + count as u64;
        for range in &self.filled_up {
            let (start, end) = (range.start.max(read.start), range.end.min(read.end));
            if start < end {
                bytes[(start - read.start) as usize..(end - read.start) as usize].fill(0xFF);
            }
        }
        self.position = read.end;
        Ok(count)
    }
}

impl Seek for Compound {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.file.seek(to)?;
        Ok(self.position)
    }
}

/// The entries of the table that stand for no sector of the file.
fn filled_up(file: &mut BufReader<File>) -> io::Result<Vec<Range<u64>>> {
    let length = file.seek(SeekFrom::End(0))?;
    let header = bytes(file, 0, HEADER as usize)?;
    let shift = u16::from_le_bytes([header[30], header[31]]);
    if !matches!(shift, 9 | 12) {
        return Ok(Vec::new());
    }
    let size = 1_u64 << shift;
    let sectors = length.saturating_sub(size).div_ceil(size);
    let each = size / 4;
    let mut ranges = Vec::new();
    for (number, sector) in (0..).zip(table(file, &header, size)?) {
        let first = sectors.saturating_sub(number * each).min(each);
        if first < each {
            let start = (u64::from(sector) + 1) * size;
            ranges.push(start + first * 4..start + size);
        }
    }
    Ok(ranges)
}

/// The sectors that the table lies in, in their order.
fn table(file: &mut BufReader<File>, header: &[u8], size: u64) -> io::Result<Vec<u32>> {
    let count = (u32_at(header, 44) as usize).min(MOST_SECTORS);
    let mut found: Vec<u32> =
        (0..count.min(NAMED_IN_HEADER)).map(|place| u32_at(header, 76 + place * 4)).collect();
    let mut next = u32_at(header, 68);
    while found.len() < count {
        let more = bytes(file, (u64::from(next) + 1) * size, size as usize)?;
        let last = more.len() / 4 - 1;
        let room = (count - found.len()).min(last);
        found.extend((0..room).map(|place| u32_at(&more, place * 4)));
        next = u32_at(&more, last * 4);
    }
    Ok(found)
}

fn bytes(file: &mut BufReader<File>, at: u64, count: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; count];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes)
}
