//! What can be wrong or doubtful about a file?

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The row goes in; somebody should look at it.
    Warning,
    /// The row stays out.
    Error,
}

/// Something wrong or doubtful about a cell, a row or the file. Never a sentence: whoever shows it speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Issue {
    /// What it is, such as `price_not_a_number`.
    pub code: SmolStr,
    /// How much it matters.
    pub severity: Severity,
    /// The row it is about, counted like [`crate::row::Row::number`]; `None` for the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column it is about, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What the sentence about it needs: names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(SmolStr, String)>,
    /// What would mend it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// What would mend an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// Another text in the cell.
    Cell(String),
    /// An empty cell.
    Clear,
}
