//! How is a source to be read, where somebody overrules what was detected?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the user decided about reading a source; `None` means: find out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ReadSettings {
    /// The label of an encoding as the WHATWG Encoding Standard has it, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The character between two cells.
    pub delimiter: Option<char>,
    /// The character around a cell; `Some(None)` where quotes have no meaning.
    pub quote: Option<Option<char>>,
    /// The line (for a sheet: the row) of the header, from 1; 0 where there is none.
    pub header_row: Option<u64>,
    /// The sheet of a workbook, by name.
    pub sheet: Option<String>,
}

/// What stands between the whole and the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSeparator {
    /// As in 19.90
    Point,
    /// As in 19,90
    Comma,
}

/// The order of day, month and year in a date written with numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31.12.2026
    DayMonthYear,
    /// 12/31/2026
    MonthDayYear,
    /// 2026-12-31
    YearMonthDay,
}

/// How numbers and dates of one column are written; `None` means: nothing in the column decides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct Notation {
    /// Between whole and fraction.
    pub decimal: Option<DecimalSeparator>,
    /// Between groups of three digits; `None` where none was seen.
    pub thousands: Option<char>,
    /// Of dates.
    pub date_order: Option<DateOrder>,
}
