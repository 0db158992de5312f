//! What is wrong or doubtful about a row, and about the file as a whole?
//!
//! Cells are judged while they are read (`crate::mapping`), rows and the file here. All codes stand in
//! [`codes`]. What the real store refuses or would turn into something else keeps the row out ([`Severity::Error`])
//! unless it can go in without harm; what it accepts oddly is a warning, and the row goes in.

use crate::issue::{Fix, Issue, Severity};

mod checker;
pub mod codes;
pub(crate) mod coupon;
mod index;
mod total;

pub use checker::{Assumptions, Checker, KeyColumns, new_record};
use codes::Code;
pub use index::{FileIndex, RowType};

/// Longer values are cut in the parameters of an issue.
const LONGEST_PARAM: usize = 160;

/// Where issues of one row are put.
#[derive(Debug)]
pub struct Raised<'i> {
    row: u64,
    issues: &'i mut Vec<Issue>,
    errors: usize,
}

impl<'i> Raised<'i> {
    /// Issues of a row.
    pub fn new(row: u64, issues: &'i mut Vec<Issue>) -> Self {
        Self { row, issues, errors: 0 }
    }

    /// Adds an issue. `values` belong to the code's parameters, in their order.
    pub fn raise(&mut self, code: &'static Code, column: Option<usize>, values: &[&str]) {
        self.raise_with_fix(code, column, values, None);
    }

    /// Adds an issue with what would mend it.
    pub fn raise_with_fix(
        &mut self,
        code: &'static Code,
        column: Option<usize>,
        values: &[&str],
        fix: Option<Fix>,
    ) {
        self.errors += usize::from(code.severity == Severity::Error);
        self.issues.push(code.issue(Some(self.row), column, values, fix));
    }

    /// How many errors there are so far; each keeps the row out.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(LONGEST_PARAM) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
