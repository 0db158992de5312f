//! Takes one row off the beginning of a text.

use longshore_engine::row::Row;

use super::{
    dialect::Dialect,
    quoted::{Close, Opened},
};
use crate::{limits::Limits, recognised::Escape};

/// What ends a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Terminator {
    Lf,
    CrLf,
    Cr,
    #[default]
    EndOfText,
}

/// What was seen on the way through one row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) terminator: Terminator,
    /// Line ends inside the row's cells.
    pub(crate) inner_lines: u64,
    pub(crate) stray_quotes: u64,
    pub(crate) lone_quotes: u64,
    pub(crate) backslash_quotes: u64,
    pub(crate) spaces_around_quotes: u64,
    pub(crate) byte_order_marks: u64,
    /// Whether any cell was quoted, so that an empty one is not a blank line.
    pub(crate) quoted: bool,
}

/// What became of the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// A row, and where the next one begins.
    Row(usize),
    /// The text ends before the row does.
    More,
    /// There is nothing left.
    End,
}

/// Why a row cannot be split off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SplitError {
    CellTooLong { column: usize },
    TooManyColumns,
    EndlessQuote { column: usize },
}

/// How many cells rows of this source usually have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Widths {
    seen: Vec<bool>,
}

impl Widths {
    /// Remembers a row that was read without doubts.
    pub(crate) fn note(&mut self, cells: usize) {
        if self.seen.len() <= cells {
            self.seen.resize(cells + 1, false);
        }
        self.seen[cells] = true;
    }

    /// Whether nothing is known yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// The most cells that a row was seen with.
    pub(crate) fn most(&self) -> usize {
        self.seen.len().saturating_sub(1)
    }

    /// Whether rows with so many cells were seen.
    pub(crate) fn fits(&self, cells: usize) -> bool {
        self.seen.get(cells).copied().unwrap_or(false)
    }
}

/// Splits rows off a text, by the rules of one dialect.
#[derive(Clone, Debug)]
pub(crate) struct Splitter {
    pub(super) delimiter: Vec<u8>,
    pub(super) quote: Option<u8>,
    pub(super) escape: Escape,
    pub(super) is_loose: bool,
    pub(super) cell_bytes: usize,
    columns: usize,
    /// Bytes that may end an unquoted cell.
    stops: [bool; 256],
    unescaped: String,
}

/// Unquoted cells up to this length are searched byte by byte, longer ones in strides.
const SHORT: usize = 24;

impl Splitter {
    pub(crate) fn new(dialect: &Dialect, limits: &Limits) -> Self {
        let mut buffer = [0; 4];
        let delimiter = dialect.delimiter.encode_utf8(&mut buffer).as_bytes().to_vec();
        let mut stops = [false; 256];
        stops[usize::from(b'\n')] = true;
        stops[usize::from(b'\r')] = true;
        stops[usize::from(delimiter[0])] = true;
        Self {
            delimiter,
            quote: dialect.quote,
            escape: dialect.escape,
            is_loose: dialect.is_loose,
            cell_bytes: limits.cell_bytes,
            columns: limits.columns,
            stops,
            unescaped: String::new(),
        }
    }

    /// Splits one row off. `last`: nothing follows the text. `widths`: how many cells the rows have.
    pub(crate) fn split(
        &mut self,
        text: &str,
        last: bool,
        widths: &Widths,
        row: &mut Row,
        seen: &mut Seen,
    ) -> Result<Split, SplitError> {
        row.clear();
        *seen = Seen::default();
        if text.is_empty() {
            return Ok(if last { Split::End } else { Split::More });
        }
        let bytes = text.as_bytes();
        let mut at = self.past_byte_order_mark(bytes, seen);
        if at == bytes.len() && !last {
            return Ok(Split::More);
        }
        loop {
            if row.len() >= self.columns {
                return Err(SplitError::TooManyColumns);
            }
            let end = match self.cell(text, at, last, widths, row, seen)? {
                Some(end) => end,
                None => return Ok(Split::More),
            };
            match bytes.get(end) {
                None if last => return Ok(Split::Row(end)),
                None => return Ok(Split::More),
                Some(b'\n') => {
                    seen.terminator = Terminator::Lf;
                    return Ok(Split::Row(end + 1));
                }
                Some(b'\r') => {
                    return Ok(match bytes.get(end + 1) {
                        None if !last => Split::More,
                        Some(b'\n') => {
                            seen.terminator = Terminator::CrLf;
                            Split::Row(end + 2)
                        }
                        _ => {
                            seen.terminator = Terminator::Cr;
                            Split::Row(end + 1)
                        }
                    });
                }
                Some(_) => at = end + self.delimiter.len(),
            }
        }
    }

    /// Reads one cell into the row and says where it ends: on a delimiter, a line end or the end of the text.
    fn cell(
        &mut self,
        text: &str,
        at: usize,
        last: bool,
        widths: &Widths,
        row: &mut Row,
        seen: &mut Seen,
    ) -> Result<Option<usize>, SplitError> {
        let bytes = text.as_bytes();
        if let Some(quote) = self.quote {
            let first = bytes.get(at).copied();
            let open = match first {
                Some(byte) if byte == quote => Some(at),
                Some(b' ' | b'\t') => self.quote_after_spaces(bytes, at, quote),
                _ => None,
            };
            if let Some(open) = open {
                let opened = Opened { text, open, last, cells_before: row.len() };
                match self.close(&opened, widths) {
                    Close::More => return Ok(None),
                    Close::TooLong => {
                        return Err(SplitError::CellTooLong { column: row.len() + 1 });
                    }
                    Close::Endless => {
                        return Err(SplitError::EndlessQuote { column: row.len() + 1 });
                    }
                    Close::Literal if open == at => seen.lone_quotes += 1,
                    Close::Literal => {}
                    Close::At(closed)
                        if open != at && (closed.strays > 0 || closed.crosses_lines) => {}
                    Close::At(closed) => {
                        seen.quoted = true;
                        seen.stray_quotes += closed.strays;
                        seen.spaces_around_quotes +=
                            u64::from(open != at || closed.end != closed.quote + 1);
                        let content = &text[open + 1..closed.quote];
                        if closed.crosses_lines {
                            seen.inner_lines += line_ends(content);
                        }
                        if closed.escaped {
                            seen.backslash_quotes += self.unescape(content, quote);
                            row.push(&self.unescaped);
                        } else {
                            row.push(content);
                        }
                        return Ok(Some(closed.end));
                    }
                }
            }
        }
        let Some(end) = self.unquoted_end(bytes, at) else {
            if bytes.len() - at > self.cell_bytes {
                return Err(SplitError::CellTooLong { column: row.len() + 1 });
            }
            if !last {
                return Ok(None);
            }
            row.push(&text[at..]);
            return Ok(Some(bytes.len()));
        };
        if end - at > self.cell_bytes {
            return Err(SplitError::CellTooLong { column: row.len() + 1 });
        }
        row.push(&text[at..end]);
        Ok(Some(end))
    }

    /// Where an unquoted cell ends: on a delimiter or a line end, if there is one.
    #[inline]
    pub(super) fn unquoted_end(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let rest = bytes.get(at..)?;
            let near = rest.len().min(SHORT);
            let found = match rest[..near].iter().position(|&byte| self.stops[usize::from(byte)]) {
                Some(found) => found,
                None => near + memchr::memchr3(self.delimiter[0], b'\n', b'\r', &rest[near..])?,
            };
            let end = at + found;
            if self.delimiter.len() == 1 || self.ends_cell(bytes, end) {
                return Some(end);
            }
            at = end + 1;
        }
    }

    /// Whether a delimiter or a line end stands here.
    pub(super) fn ends_cell(&self, bytes: &[u8], at: usize) -> bool {
        matches!(bytes.get(at), Some(b'\n' | b'\r'))
            || bytes[at.min(bytes.len())..].starts_with(&self.delimiter)
    }

    /// The quote that follows the spaces at the beginning of a cell.
    fn quote_after_spaces(&self, bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
        if self.delimiter == b" " || self.ends_cell(bytes, at) {
            return None;
        }
        let spaces = bytes[at..].iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        let found = at + spaces;
        let crossed = self.delimiter == b"\t" && bytes[at..found].contains(&b'\t');
        (!crossed && bytes.get(found) == Some(&quote)).then_some(found)
    }

    /// Where the row really begins if a byte order mark, with blank space before it, stands at its beginning.
    fn past_byte_order_mark(&self, bytes: &[u8], seen: &mut Seen) -> usize {
        let blank = if matches!(bytes[0], b' ' | b'\t' | 0xEF) {
            bytes.iter().take(64).take_while(|&&byte| byte == b' ' || byte == b'\t').count()
        } else {
            return 0;
        };
        let mut at = blank;
        while bytes[at..].starts_with("\u{feff}".as_bytes()) {
            at += 3;
            seen.byte_order_marks += 1;
        }
        if at == blank { 0 } else { at }
    }

    /// Takes the escapes off the content of a quoted cell and says how many of them were backslashes.
    fn unescape(&mut self, content: &str, quote: u8) -> u64 {
        self.unescaped.clear();
        let bytes = content.as_bytes();
        let mut backslashes = 0;
        let mut from = 0;
        let mut at = 0;
        while at < bytes.len() {
            let Some(found) = (match self.escape {
                Escape::Doubled => memchr::memchr(quote, &bytes[at..]),
                Escape::Backslash => memchr::memchr2(quote, b'\\', &bytes[at..]),
            }) else {
                break;
            };
            at += found;
            let next = bytes.get(at + 1).copied();
            let escapes = match bytes[at] {
                b'\\' if quote != b'\\' => {
                    let escapes = next == Some(quote) || next == Some(b'\\');
                    backslashes += u64::from(next == Some(quote));
                    escapes
                }
                _ => next == Some(quote),
            };
            if escapes {
                self.unescaped.push_str(&content[from..at]);
                from = at + 1;
                at += 2;
            } else {
                at += 1;
            }
        }
        self.unescaped.push_str(&content[from..]);
        backslashes
    }
}

/// How many lines a text has more than one.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .fold(0, |count, _| count + 1)
}
