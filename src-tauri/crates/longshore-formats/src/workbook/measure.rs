//! How large does a part of an archive really become, and would a reader choke on it?

use std::io::{BufRead, BufReader, Read};

use memchr::memmem;
use zip::result::ZipError;

use super::guard::broken;
use crate::{error::ReadError, limits::Limits};

/// Bytes that are looked at at once.
const BLOCK: usize = 64 << 10;

/// Unpacks a part that will be held in memory, without keeping it: how large it is, and whether it announces more
/// strings than it can hold, for which room would be made at once.
pub(super) fn held(part: impl Read, most: u64) -> Result<u64, ReadError> {
    const COUNT: &[u8] = b"uniqueCount";
    let finder = memmem::Finder::new(COUNT);
    let mut size = 0u64;
    let mut announced = 0u64;
    let mut window: Vec<u8> = Vec::new();
    blocks(part, |block| {
        size += block.len() as u64;
        if size > most {
            return Err(ReadError::UnpackedTooLarge { limit: most });
        }
        window.extend_from_slice(block);
        for found in finder.find_iter(&window) {
            let rest = &window[found + COUNT.len()..];
            let digits = rest.iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
            let count =
                digits.take_while(|byte| byte.is_ascii_digit()).fold(0u64, |count, digit| {
                    count.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
                });
            announced = announced.max(count);
        }
        let keep = window.len().min(64);
        window.drain(..window.len() - keep);
        Ok(())
    })?;
    // An empty string takes five bytes at least.
    if announced > size / 5 + 1 {
        let detail = format!("{announced} strings announced in {size} bytes");
        return Err(ReadError::BrokenWorkbook { sheet: None, row: None, detail });
    }
    Ok(size)
}

/// Unpacks a part that will be read piece by piece, without keeping it: whether it is as large as it promises, and
/// whether any piece (a tag, a text, a comment) is so large that it would fill the memory. Whoever wants may look on.
pub(super) fn streamed(
    part: impl Read,
    promised: u64,
    limits: &Limits,
    mut look: impl FnMut(&[u8]),
) -> Result<(), ReadError> {
    let most = 2 * limits.cell_bytes as u64;
    let mut size = 0u64;
    let mut piece = Piece::default();
    blocks(part, |block| {
        size += block.len() as u64;
        if size > promised || !piece.stays_within(block, most) {
            return Err(ReadError::UnpackedTooLarge {
                limit: if size > promised { promised } else { most },
            });
        }
        look(block);
        Ok(())
    })
}

fn blocks(
    part: impl Read,
    mut take: impl FnMut(&[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = BufReader::with_capacity(BLOCK, part);
    loop {
        let block = reader.fill_buf().map_err(|error| broken(ZipError::Io(error)))?;
        if block.is_empty() {
            return Ok(());
        }
        take(block)?;
        let length = block.len();
        reader.consume(length);
    }
}

/// The longest of the marks behind which a piece does not end with the next tag.
const LONGEST_MARK: usize = 9;

/// The length of the pieces of a markup.
#[derive(Default)]
struct Piece {
    /// Bytes of the piece that is not complete.
    length: u64,
    /// What ends the piece where that is not the next tag.
    until: Option<&'static [u8]>,
    /// Bytes from the end of the block before that could not be judged alone.
    left: Vec<u8>,
}

impl Piece {
    /// Whether no piece up to the end of the next block is longer than it may be. A block of nothing but tags and
    /// texts need not be looked at tag by tag: what lies between its first and its last tag is shorter than itself.
    fn stays_within(&mut self, block: &[u8], most: u64) -> bool {
        let has = |mark: &[u8]| memmem::find(block, mark).is_some();
        let tags = memchr::memchr(b'<', block).zip(memchr::memrchr(b'<', block));
        match tags {
            Some((first, last))
                if self.until.is_none()
                    && self.left.is_empty()
                    && block.len() as u64 <= most
                    && block.len() - last >= LONGEST_MARK
                    && !has(b"<!")
                    && !has(b"<?") =>
            {
                let begun = self.length + first as u64;
                self.length = (block.len() - last - 1) as u64;
                begun <= most
            }
            _ => self.longest(block) <= most,
        }
    }

    /// The longest piece up to the end of the next block, without its first byte.
    fn longest(&mut self, block: &[u8]) -> u64 {
        const MARKS: [(&[u8], &[u8]); 3] =
            [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
        let mut longest = 0;
        let mut bytes = std::mem::take(&mut self.left);
        bytes.extend_from_slice(block);
        let mut at = 0;
        loop {
            let rest = &bytes[at..];
            let found = match self.until {
                Some(end) => memmem::find(rest, end).map(|found| found + end.len()),
                None => memchr::memchr(b'<', rest),
            };
            let Some(found) = found else {
                let keep = rest.len().min(if self.until.is_some() { 2 } else { 0 });
                self.length += (rest.len() - keep) as u64;
                at = bytes.len() - keep;
                break;
            };
            self.length += found as u64;
            longest = longest.max(self.length);
            self.length = 0;
            at += found;
            if self.until.take().is_some() {
                continue;
            }
            let rest = &bytes[at..];
            if rest.len() < LONGEST_MARK {
                break;
            }
            self.until =
                MARKS.iter().find(|(begin, _)| rest.starts_with(begin)).map(|(_, end)| *end);
            at += 1;
        }
        self.left = bytes.split_off(at);
        longest.max(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_measured_wherever_blocks_are_cut() {
        let cases: [(&str, u64); 4] = [
            ("<row><c>12345</c></row>", 7),
            ("<a/><!-- <b/> <b/> <b/> --><c/>", 22),
            ("<a><![CDATA[<<<<<<<<<<<<]]></a>", 23),
            ("<a>twenty letters of it</a><b></b>", 22),
        ];
        for (markup, expected) in cases {
            for size in 1..markup.len() {
                let mut piece = Piece::default();
                let longest =
                    markup.as_bytes().chunks(size).map(|block| piece.longest(block)).max();
                assert_eq!(longest, Some(expected), "{markup} in blocks of {size}");
                for most in [expected - 1, expected] {
                    let mut piece = Piece::default();
                    let stays =
                        markup.as_bytes().chunks(size).all(|block| piece.stays_within(block, most));
                    assert_eq!(stays, most == expected, "{markup} in blocks of {size}");
                }
            }
        }
    }
}
