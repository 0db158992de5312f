//! What was not as it should be and was mended?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kinds of repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RepairCode {
    /// Lines above the header (titles, comments) are no rows.
    LineAboveHeader,
    /// A row had fewer cells than the header; empty ones were added.
    ShortRow,
    /// A row had more cells than the header; they are in unnamed columns.
    LongRow,
    /// A line without anything in it was passed over.
    BlankLine,
    /// A row whose cells are all empty was passed over.
    EmptyRow,
    /// A quote inside a quoted cell was not doubled; it was taken as text.
    StrayQuote,
    /// A cell begins with a quote that does not enclose it; it was taken as text.
    LoneQuote,
    /// A quote was escaped with a backslash.
    BackslashQuote,
    /// Spaces between the delimiter and a quote were left out.
    SpaceAroundQuotes,
    /// Bytes that mean nothing in the encoding were replaced.
    InvalidBytes,
    /// NUL characters were left out.
    NulBytes,
    /// A row ends with another kind of line end than the first one.
    MixedLineEnds,
    /// A byte order mark stood elsewhere than at the very beginning and was left out.
    ByteOrderMarkInside,
    /// A number is rounded to what the spreadsheet shows.
    RoundedAsShown,
    /// The spreadsheet holds an error value that the format does not know.
    UnknownErrorValue,
    /// A leaf of a record was left out, as there were more columns than there may be.
    ColumnLeftOut,
    /// An entity of XML that means nothing was left as written.
    UnknownEntity,
    /// An empty cell lies under a merged one, whose value a person sees for this row too; it stays empty.
    MergedCell,
    /// An empty cell that lies under a merged one got its value.
    MergedCellFilled,
    /// A row that nobody sees was read.
    HiddenRow,
    /// A row that nobody sees was left out.
    HiddenRowLeftOut,
    /// A column that nobody sees was read.
    HiddenColumn,
    /// A text that stood in a formula, as in `="0123"`, was taken out of it.
    TextInFormula,
}

impl RepairCode {
    const ALL: [Self; 23] = [
        Self::LineAboveHeader,
        Self::ShortRow,
        Self::LongRow,
        Self::BlankLine,
        Self::EmptyRow,
        Self::StrayQuote,
        Self::LoneQuote,
        Self::BackslashQuote,
        Self::SpaceAroundQuotes,
        Self::InvalidBytes,
        Self::NulBytes,
        Self::MixedLineEnds,
        Self::ByteOrderMarkInside,
        Self::RoundedAsShown,
        Self::UnknownErrorValue,
        Self::ColumnLeftOut,
        Self::UnknownEntity,
        Self::MergedCell,
        Self::MergedCellFilled,
        Self::HiddenRow,
        Self::HiddenRowLeftOut,
        Self::HiddenColumn,
        Self::TextInFormula,
    ];

    /// As it is written in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LineAboveHeader => "line_above_header",
            Self::ShortRow => "short_row",
            Self::LongRow => "long_row",
            Self::BlankLine => "blank_line",
            Self::EmptyRow => "empty_row",
            Self::StrayQuote => "stray_quote",
            Self::LoneQuote => "lone_quote",
            Self::BackslashQuote => "backslash_quote",
            Self::SpaceAroundQuotes => "space_around_quotes",
            Self::InvalidBytes => "invalid_bytes",
            Self::NulBytes => "nul_bytes",
            Self::MixedLineEnds => "mixed_line_ends",
            Self::ByteOrderMarkInside => "byte_order_mark_inside",
            Self::RoundedAsShown => "rounded_as_shown",
            Self::UnknownErrorValue => "unknown_error_value",
            Self::ColumnLeftOut => "column_left_out",
            Self::UnknownEntity => "unknown_entity",
            Self::MergedCell => "merged_cell",
            Self::MergedCellFilled => "merged_cell_filled",
            Self::HiddenRow => "hidden_row",
            Self::HiddenRowLeftOut => "hidden_row_left_out",
            Self::HiddenColumn => "hidden_column",
            Self::TextInFormula => "text_in_formula",
        }
    }
}

/// All repairs of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Repair {
    /// Which kind.
    pub code: RepairCode,
    /// How many there were.
    pub count: u64,
    /// The lines (for a sheet: the rows) of the first of them, each once, in their order.
    pub lines: Vec<u64>,
}

/// What had to be mended in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Repairs {
    list: Vec<Repair>,
    #[serde(skip)]
    lines_kept: usize,
}

impl Repairs {
    /// None so far; so many lines of each kind will be remembered.
    #[must_use]
    pub fn keeping(lines: usize) -> Self {
        let list = RepairCode::ALL
            .iter()
            .map(|&code| Repair { code, count: 0, lines: Vec::new() })
            .collect();
        Self { list, lines_kept: lines }
    }

    /// Counts repairs on a line.
    pub fn add(&mut self, code: RepairCode, line: u64, count: u64) {
        let Some(repair) = self.list.iter_mut().find(|repair| repair.code == code) else { return };
        repair.count += count;
        if repair.lines.len() < self.lines_kept && repair.lines.last() != Some(&line) {
            repair.lines.push(line);
        }
    }

    /// The kinds that occurred.
    pub fn iter(&self) -> impl Iterator<Item = &Repair> {
        self.list.iter().filter(|repair| repair.count > 0)
    }

    /// How many there were of one kind.
    #[must_use]
    pub fn count(&self, code: RepairCode) -> u64 {
        self.list.iter().find(|repair| repair.code == code).map_or(0, |repair| repair.count)
    }

    /// The same without the kinds that did not occur.
    #[must_use]
    pub fn occurred(&self) -> Self {
        Self { list: self.iter().cloned().collect(), lines_kept: self.lines_kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_it_is_spoken() {
        for code in RepairCode::ALL {
            assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.as_str()));
        }
    }

    #[test]
    fn all_are_counted_and_the_first_lines_remembered() {
        let mut repairs = Repairs::keeping(2);
        for line in [4, 4, 9, 12] {
            repairs.add(RepairCode::ShortRow, line, 1);
        }
        let all: Vec<_> = repairs.iter().collect();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].count, all[0].lines.as_slice()), (4, &[4, 9][..]));
    }
}
