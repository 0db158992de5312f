//! How is a row laid out in a spool?
//!
//! Four bytes say how long the rest is. Then come numbers of variable length: the line, and the length of each
//! cell, where a run of empty cells is a zero and how many there are. A number says before it how many bytes all
//! lengths take. The text of all cells follows. Empty cells at the end are left out: reading pads rows anyway.

use longshore_engine::row::Row;

/// Adds a row to a buffer.
pub(super) fn write(row: &Row, lengths: &mut Vec<u8>, out: &mut Vec<u8>) {
    lengths.clear();
    let mut empty = 0u64;
    for cell in row.iter() {
        if cell.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 {
            lengths.push(0);
            number(empty, lengths);
            empty = 0;
        }
        number(cell.len() as u64, lengths);
    }
    let start = out.len();
    out.extend([0; 4]);
    number(row.line, out);
    number(lengths.len() as u64, out);
    out.extend_from_slice(lengths);
    out.extend_from_slice(row.text().as_bytes());
    let length = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// Fills a row with what stands in a record (without the four bytes of its length); `false` where it is damaged.
pub(super) fn read(record: &[u8], row: &mut Row, columns: usize) -> bool {
    let mut rest = record;
    let fields = take(&mut rest).zip(take(&mut rest));
    let Some((line, lengths)) = fields else { return false };
    let Some((lengths, text)) =
        usize::try_from(lengths).ok().and_then(|at| rest.split_at_checked(at))
    else {
        return false;
    };
    let Ok(text) = std::str::from_utf8(text) else { return false };
    row.line = line;
    let filled = row.refill(text, Lengths { bytes: lengths, empty: 0, left: columns.max(1 << 16) });
    row.pad(columns);
    filled
}

/// The lengths of the cells one after the other.
struct Lengths<'a> {
    bytes: &'a [u8],
    empty: u64,
    /// No damaged record makes more cells than this.
    left: usize,
}

impl Iterator for Lengths<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        if self.empty > 0 {
            self.empty -= 1;
            return Some(0);
        }
        let length = match *self.bytes {
            [] => return None,
            [byte @ 1..0x80, ref rest @ ..] => {
                self.bytes = rest;
                u64::from(byte)
            }
            _ => take(&mut self.bytes)?,
        };
        if length == 0 {
            self.empty = take(&mut self.bytes)?.saturating_sub(1);
        }
        usize::try_from(length).ok()
    }
}

/// Writes a number, seven bits a byte.
fn number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off the beginning.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(
            cells in prop::collection::vec(prop_oneof![Just(String::new()), ".{0,300}"], 0..40),
            line in any::<u64>(),
        ) {
            let mut row = Row::new();
            cells.iter().for_each(|cell| row.push(cell));
            row.line = line;
            let mut out = Vec::new();
            write(&row, &mut Vec::new(), &mut out);
            let mut back = Row::new();
            prop_assert!(read(&out[4..], &mut back, cells.len()));
            prop_assert_eq!(row, back);
        }

        #[test]
        fn damaged_records_are_refused_or_harmless(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut row = Row::new();
            read(&bytes, &mut row, 10);
            prop_assert!(row.len() <= 1 << 16);
        }
    }
}
