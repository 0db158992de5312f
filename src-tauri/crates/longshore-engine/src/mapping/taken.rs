//! Proposals that somebody takes for every row: their cells read as proposed.

use std::borrow::Cow;

use smol_str::SmolStr;

use super::Mapping;
use crate::{
    check::codes,
    issue::{Fix, Issue},
    profile::TAKES_ALL,
    row::Row,
};

/// The kinds of issues whose proposals are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Takes {
    all: bool,
    codes: Vec<SmolStr>,
}

/// What is proposed for one cell may be doubtful in another way.
const MOST_TIMES: usize = 3;

impl Takes {
    pub(super) fn of(codes: &[SmolStr]) -> Self {
        Self { all: codes.iter().any(|code| code == TAKES_ALL), codes: codes.to_vec() }
    }

    fn is_none(&self) -> bool {
        !self.all && self.codes.is_empty()
    }

    fn has(&self, issue: &Issue) -> bool {
        self.all || self.codes.contains(&issue.code)
    }
}

impl Mapping {
    /// Whether somebody takes proposals of some kind.
    #[must_use]
    pub fn takes_proposals(&self) -> bool {
        !self.takes.is_none()
    }

    /// The row with what these issues propose for its cells, as far as somebody takes such proposals; `None` where
    /// that changes nothing.
    #[must_use]
    pub fn taking(&self, row: &Row, issues: &[Issue]) -> Option<Row> {
        if self.takes.is_none() {
            return None;
        }
        let mut mended: Option<Row> = None;
        let mut done = Vec::new();
        for issue in issues.iter().filter(|issue| self.takes.has(issue)) {
            let (Some(column), Some(fix)) = (issue.column, &issue.fix) else { continue };
            let text = match fix {
                Fix::Cell(text) => text.as_str(),
                Fix::Clear => "",
            };
            if done.contains(&column) || row.get(column).is_none_or(|cell| cell == text) {
                continue;
            }
            done.push(column);
            mended.get_or_insert_with(|| row.clone()).set(column, text);
        }
        mended
    }

    /// The row as it reads with all proposals that are taken.
    pub(crate) fn with_taken<'r>(&self, row: &'r Row) -> Cow<'r, Row> {
        let mut mended = Cow::Borrowed(row);
        if self.takes.is_none() {
            return mended;
        }
        let mut issues = Vec::new();
        for _ in 0..MOST_TIMES {
            issues.clear();
            self.validate_as_it_is(&mended, &mut issues);
            match self.taking(&mended, &issues) {
                Some(better) => mended = Cow::Owned(better),
                None => break,
            }
        }
        mended
    }

    /// Says which cells of a row read as proposed.
    pub fn say_taken(&self, row: &Row, mended: &Row, issues: &mut Vec<Issue>) {
        for (at, (old, new)) in row.iter().zip(mended.iter()).enumerate() {
            if old != new {
                issues.push(codes::PROPOSAL_TAKEN.issue(
                    Some(row.number),
                    Some(at),
                    &[old.trim(), new],
                    None,
                ));
            }
        }
    }
}
