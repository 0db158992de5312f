//! What is a row, before anything is interpreted?

use serde::{Deserialize, Serialize};

/// The cells of one row, as text, in one buffer that is used again for the next row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    text: String,
    ends: Vec<usize>,
    /// Counts the rows of data from 1, in the order of the source.
    pub number: u64,
    /// The line of the source (for a sheet: its row) on which it begins, from 1.
    pub line: u64,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes all cells out and keeps the room.
    #[inline]
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a cell at the end.
    #[inline]
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// All cells, one after the other with nothing between them.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How long each cell is, in bytes.
    #[inline]
    pub fn lengths(&self) -> impl ExactSizeIterator<Item = usize> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let length = end - start;
            start = *end;
            length
        })
    }

    /// Replaces the cells by those of a text that holds them one after the other, given the length of each.
    /// Where the lengths do not fit the text, the row stays empty and the answer is `false`.
    pub fn refill(&mut self, text: &str, lengths: impl IntoIterator<Item = usize>) -> bool {
        self.clear();
        let mut end = 0usize;
        for length in lengths {
            end = end.saturating_add(length);
            if !text.is_char_boundary(end) {
                self.clear();
                return false;
            }
            self.ends.push(end);
        }
        if end != text.len() {
            self.clear();
            return false;
        }
        self.text.push_str(text);
        true
    }

    /// Adds empty cells until there are `count`.
    #[inline]
    pub fn pad(&mut self, count: usize) {
        if self.ends.len() < count {
            self.ends.resize(count, self.text.len());
        }
    }

    /// Puts another text into a column, counted from 0; columns that were not there are empty.
    pub fn set(&mut self, column: usize, cell: &str) {
        self.pad(column + 1);
        let end = self.ends[column];
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        self.text.replace_range(start..end, cell);
        let (removed, added) = (end - start, cell.len());
        for end in &mut self.ends[column..] {
            *end = *end - removed + added;
        }
    }

    /// The cell in a column, counted from 0.
    #[inline]
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)?;
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        Some(&self.text[start..end])
    }

    /// Whether there is nothing in a column.
    #[inline]
    #[must_use]
    pub fn is_blank_at(&self, column: usize) -> bool {
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before));
        self.ends.get(column).is_none_or(|end| *end == start.copied().unwrap_or_default())
    }

    /// The bytes of a cell; none where there is no such column.
    #[inline]
    pub(crate) fn bytes_at(&self, column: usize) -> &[u8] {
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or_default();
        self.ends.get(column).and_then(|end| self.text.as_bytes().get(start..*end)).unwrap_or(&[])
    }

    /// How many cells there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell at all.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether every cell is empty or only spaces.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The cells from left to right.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = &self.text[start..*end];
            start = *end;
            cell
        })
    }
}

/// The columns of a source, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Their names as written, trimmed; empty for a column that has none.
    pub columns: Vec<String>,
    /// The line of the source on which the header stands, from 1; `None` where the source has none.
    pub line: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_refilled_from_text_and_lengths() {
        let mut row = Row::new();
        assert!(row.refill("Rohr5\u{2033}", [4, 0, 4]));
        assert_eq!(row.iter().collect::<Vec<_>>(), ["Rohr", "", "5\u{2033}"]);
    }

    #[test]
    fn a_cell_is_written_over_and_the_others_stay() {
        let mut row = Row::new();
        ["Rohr", "", "5\u{2033}", "a"].iter().for_each(|cell| row.push(cell));
        row.set(2, "lang und rund");
        row.set(0, "");
        row.set(1, "ä");
        assert_eq!(row.iter().collect::<Vec<_>>(), ["", "ä", "lang und rund", "a"]);
        row.set(5, "x");
        assert_eq!(row.iter().skip(3).collect::<Vec<_>>(), ["a", "", "x"]);
    }

    #[test]
    fn lengths_that_do_not_fit_leave_the_row_empty() {
        let mut row = Row::new();
        assert!(!row.refill("äö", [1, 3]));
        assert!(!row.refill("abc", [2]));
        assert!(!row.refill("abc", [usize::MAX, 4]));
        assert!(row.is_empty());
    }
}
