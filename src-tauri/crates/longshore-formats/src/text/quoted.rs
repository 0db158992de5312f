//! Decides where a quoted cell ends, or that its quote does not open one.
//!
//! A closing quote stands before a delimiter, a line end or the end. Files have quotes elsewhere: not doubled
//! inside a cell (`"5" pipe"`), or opening a cell that nothing closes (`"5 inch pipe`). The first kind is text.
//! The second would swallow rows up to some later quote; so where a cell reaches over line ends and something is
//! odd about it, both readings are compared with what the rows of this source look like. What was quoted by the
//! rules throughout is read by the rules.

use super::split::{Splitter, Widths};
use crate::recognised::Escape;

/// A cell that begins with a quote.
pub(super) struct Opened<'a> {
    pub(super) text: &'a str,
    /// Where the quote is.
    pub(super) open: usize,
    /// Whether nothing follows the text.
    pub(super) last: bool,
    /// How many cells of the row precede it.
    pub(super) cells_before: usize,
}

/// Where a quoted cell ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed {
    /// The closing quote.
    pub(super) quote: usize,
    /// What ends the cell: delimiter, line end or end of text.
    pub(super) end: usize,
    /// Whether it holds escaped quotes.
    pub(super) escaped: bool,
    /// How many quotes in it are not escaped.
    pub(super) strays: u64,
    pub(super) crosses_lines: bool,
}

/// What a quote at the beginning of a cell means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// The cell is quoted and ends here.
    At(Closed),
    /// It is a character like others.
    Literal,
    /// The text ends before that can be said.
    More,
    /// The cell is longer than allowed.
    TooLong,
    /// Nothing closes it, and without it the row makes no sense either.
    Endless,
}

/// What the search for the closing quote came to.
enum Search {
    Closed(Closed),
    /// Something looks as if another cell opened inside this one, on a later line: here.
    Doubtful(usize),
    /// The quotes enclose nothing and text follows them.
    EmptyThenText,
    More,
    TooLong,
    /// The end of the text.
    Unclosed,
}

/// How many lines after a doubtful one are asked whether they look like rows.
const LINES_ASKED: usize = 5;

impl Splitter {
    /// Decides what the quote means.
    pub(super) fn close(&self, cell: &Opened<'_>, widths: &Widths) -> Close {
        match self.search(cell, false) {
            Search::More => Close::More,
            Search::EmptyThenText => Close::Literal,
            Search::Closed(closed) if closed.strays == 0 => {
                if self.is_loose
                    && closed.crosses_lines
                    && self.looks_like_inches(cell, &closed, widths)
                {
                    Close::Literal
                } else {
                    Close::At(closed)
                }
            }
            Search::Closed(closed) if !closed.crosses_lines => {
                let bytes = cell.text.as_bytes();
                let quoted = self
                    .cells_in_line(bytes, closed.end, widths.most())
                    .map(|rest| cell.cells_before + rest);
                if self.literal_fits(cell, widths)
                    && !quoted.is_some_and(|cells| widths.fits(cells))
                {
                    Close::Literal
                } else {
                    Close::At(closed)
                }
            }
            Search::Closed(closed) => {
                if self.literal_fits(cell, widths) && self.lines_fit(cell, Some(closed.end), widths)
                {
                    Close::Literal
                } else {
                    Close::At(closed)
                }
            }
            Search::Doubtful(here) => {
                // A row that is short or long itself is betrayed by those that follow it.
                let among_rows = || widths.most() > 1 && self.lines_fit(cell, Some(here), widths);
                if widths.is_empty() || self.literal_fits(cell, widths) || among_rows() {
                    return Close::Literal;
                }
                match self.search(cell, true) {
                    Search::Closed(closed) => Close::At(closed),
                    Search::More => Close::More,
                    Search::TooLong => Close::TooLong,
                    Search::Doubtful(_) | Search::EmptyThenText | Search::Unclosed => {
                        Close::Endless
                    }
                }
            }
            Search::TooLong | Search::Unclosed if self.crosses_lines(cell) => {
                if self.literal_fits(cell, widths) && self.lines_fit(cell, None, widths) {
                    Close::Literal
                } else {
                    Close::Endless
                }
            }
            Search::TooLong => Close::TooLong,
            Search::Unclosed => {
                if self.literal_fits(cell, widths) {
                    Close::Literal
                } else {
                    Close::Endless
                }
            }
        }
    }

    /// Looks for the closing quote. `trusting`: even where another cell seems to open inside this one.
    fn search(&self, cell: &Opened<'_>, trusting: bool) -> Search {
        let bytes = cell.text.as_bytes();
        let Some(quote) = self.quote else { return Search::EmptyThenText };
        let start = cell.open + 1;
        let mut closed =
            Closed { quote: 0, end: 0, escaped: false, strays: 0, crosses_lines: false };
        let mut at = start;
        loop {
            let within = bytes.len().min(start.saturating_add(self.cell_bytes).saturating_add(2));
            let rest = &bytes[at.min(within)..within];
            let mut found = None;
            if !closed.crosses_lines {
                found = memchr::memchr3(quote, b'\n', b'\r', rest);
                closed.crosses_lines = found.is_some_and(|found| rest[found] != quote);
            }
            if closed.crosses_lines {
                found = memchr::memchr(quote, rest);
            }
            let Some(found) = found else {
                return if within < bytes.len() || bytes.len() - start > self.cell_bytes {
                    Search::TooLong
                } else if cell.last {
                    Search::Unclosed
                } else {
                    Search::More
                };
            };
            let here = at + found;
            if self.escape == Escape::Backslash {
                let backslashes =
                    bytes[start..here].iter().rev().take_while(|&&byte| byte == b'\\').count();
                closed.escaped |= backslashes > 0;
                if backslashes % 2 == 1 {
                    at = here + 1;
                    continue;
                }
            }
            match bytes.get(here + 1) {
                None if !cell.last => return Search::More,
                Some(&next) if next == quote => {
                    closed.escaped = true;
                    at = here + 2;
                    continue;
                }
                _ => {}
            }
            let spaces = self.spaces(bytes, here + 1);
            let end = here + 1 + spaces;
            if end == bytes.len() && !cell.last {
                return Search::More;
            }
            if end == bytes.len() || self.ends_cell(bytes, end) {
                closed.quote = here;
                closed.end = end;
                // In a cell without line ends the escapes of the other kind may still have to go.
                return Search::Closed(closed);
            }
            if here == start {
                return Search::EmptyThenText;
            }
            if closed.crosses_lines && !trusting && self.seems_to_open(bytes, start, here) {
                return Search::Doubtful(here);
            }
            closed.strays += 1;
            at = here + 1;
        }
    }

    /// Spaces between a quote and what follows it.
    fn spaces(&self, bytes: &[u8], at: usize) -> usize {
        let space = |byte: &u8| *byte == b' ' || *byte == b'\t';
        let count = bytes[at.min(bytes.len())..].iter().take_while(|&byte| space(byte)).count();
        // Where the delimiter is a space itself, the cell ends on it.
        match self.delimiter.as_slice() {
            [delimiter @ (b' ' | b'\t')] => bytes[at.min(bytes.len())..]
                .iter()
                .take(count)
                .take_while(|&byte| byte != delimiter)
                .count(),
            _ => count,
        }
    }

    /// Whether a quote stands where a cell begins.
    fn seems_to_open(&self, bytes: &[u8], start: usize, here: usize) -> bool {
        let before = &bytes[start..here];
        before.ends_with(&self.delimiter) || matches!(before.last(), Some(b'\n' | b'\r'))
    }

    /// Whether the cell, if the quote is one, reaches over a line end.
    fn crosses_lines(&self, cell: &Opened<'_>) -> bool {
        memchr::memchr2(b'\n', b'\r', &cell.text.as_bytes()[cell.open..]).is_some()
    }

    /// Whether a cell that is quoted by the rules reaches over lines that look like rows, all of them: inches in
    /// two rows (`"5 inch`, `7"`) seem to enclose what is between them. A text has such lines hardly ever where
    /// there are many columns, and where there are few, the quotes must at least stand at numbers.
    fn looks_like_inches(&self, cell: &Opened<'_>, closed: &Closed, widths: &Widths) -> bool {
        let bytes = cell.text.as_bytes();
        let digit =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let at_numbers = digit(Some(cell.open + 1)) && digit(closed.quote.checked_sub(1));
        self.literal_cells(cell, widths)
            .is_some_and(|cells| cells >= 8 || (cells > 1 && at_numbers))
            && self.literal_fits(cell, widths)
            && self.lines_fit(cell, Some(closed.end), widths)
    }

    /// How many cells the row has if the quote is taken as text; `None` where no row was seen with so many.
    fn literal_cells(&self, cell: &Opened<'_>, widths: &Widths) -> Option<usize> {
        let bytes = cell.text.as_bytes();
        let most = widths.most().checked_sub(cell.cells_before + 1)? + 1;
        let Some(end) = self.unquoted_end(bytes, cell.open) else {
            return Some(cell.cells_before + 1);
        };
        self.cells_in_line(bytes, end, most).map(|rest| cell.cells_before + rest)
    }

    /// Whether the row has as many cells as others have if the quote is taken as text.
    fn literal_fits(&self, cell: &Opened<'_>, widths: &Widths) -> bool {
        self.literal_cells(cell, widths).is_some_and(|cells| widths.fits(cells))
    }

    /// Whether the lines that the quoted cell would swallow look like rows: all up to `end`, or some.
    fn lines_fit(&self, cell: &Opened<'_>, end: Option<usize>, widths: &Widths) -> bool {
        let bytes = cell.text.as_bytes();
        let mut at = cell.open;
        for _ in 0..LINES_ASKED {
            let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) else { return true };
            at += found;
            at += bytes[at..].iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
            if at >= bytes.len() || end.is_some_and(|end| at > end) {
                return true;
            }
            let cells = self.cells_in_line(bytes, at, widths.most());
            if !cells.is_some_and(|cells| widths.fits(cells)) {
                return false;
            }
        }
        true
    }

    /// How many cells there are from here to the end of the line; quotes enclose within the line only. `None`
    /// where that are more than `most`: a line may be long, and is asked for at each of its quotes.
    fn cells_in_line(&self, bytes: &[u8], mut at: usize, most: usize) -> Option<usize> {
        let rest = &bytes[at.min(bytes.len())..];
        let line = memchr::memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |found| at + found);
        let mut cells = 1;
        while cells <= most {
            let quoted =
                self.quote.filter(|quote| bytes.get(at) == Some(quote)).and_then(|quote| {
                    let mut from = at + 1;
                    while let Some(found) = memchr::memchr(quote, &bytes[from.min(line)..line]) {
                        let here = from + found;
                        if bytes.get(here + 1) == Some(&quote) {
                            from = here + 2;
                        } else if here + 1 == bytes.len() || self.ends_cell(bytes, here + 1) {
                            return Some(here + 1);
                        } else {
                            from = here + 1;
                        }
                    }
                    None
                });
            let end = match quoted {
                Some(end) => end,
                None => self.unquoted_end(bytes, at).unwrap_or(bytes.len()),
            };
            if end >= bytes.len() || matches!(bytes[end], b'\n' | b'\r') {
                return Some(cells);
            }
            at = end + self.delimiter.len();
            cells += 1;
        }
        None
    }
}
