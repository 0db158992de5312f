//! Which issues does a file have, and how often?

use std::collections::BTreeMap;

use longshore_engine::issue::{Fix, Issue, Severity};
use longshore_journal::{issues::IssueGroup, rows::Rows};
use serde::Serialize;
use smol_str::SmolStr;
use ts_rs::TS;

/// How many rows of a kind are listed by number.
const LISTED: usize = 20;
/// How many of a kind are shown beside the first.
const OTHERS: usize = 2;

/// Issues of one kind in one column.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct IssueCount {
    /// What it is.
    pub code: SmolStr,
    /// How much it matters.
    pub severity: Severity,
    /// The column, from 0; `None` for whole rows or the file.
    pub column: Option<usize>,
    /// How many there are.
    pub count: u64,
    /// The first rows that have one, counted like [`longshore_engine::row::Row::number`].
    pub rows: Vec<u64>,
    /// What a sentence about one of them needs: the first, or the first that can be mended.
    pub params: BTreeMap<String, String>,
    /// What would mend that one.
    pub fix: Option<Fix>,
    /// A few others of which something else is to be said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub others: Vec<IssueExample>,
}

/// One of several issues of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct IssueExample {
    /// The row that has it.
    pub row: Option<u64>,
    /// What a sentence about it needs.
    pub params: BTreeMap<String, String>,
}

impl From<&Issue> for IssueExample {
    fn from(issue: &Issue) -> Self {
        let params = issue.params.iter().map(|(name, value)| (name.to_string(), value.clone()));
        Self { row: issue.row, params: params.collect() }
    }
}

/// Issues as they are found, row after row.
#[derive(Default)]
pub(crate) struct Found(BTreeMap<(Severity, SmolStr, Option<usize>), Kind>);

struct Kind {
    count: u64,
    rows: Rows,
    first: Issue,
    others: Vec<Issue>,
}

impl Found {
    /// Counts issues.
    pub(crate) fn add(&mut self, issues: &[Issue]) {
        for issue in issues {
            let key = (issue.severity, issue.code.clone(), issue.column);
            let kind = self.0.entry(key).or_insert_with(|| Kind {
                count: 0,
                rows: Rows::new(),
                first: issue.clone(),
                others: Vec::new(),
            });
            kind.count += 1;
            // What can be mended is the better example.
            if kind.first.fix.is_none() && issue.fix.is_some() {
                let first = std::mem::replace(&mut kind.first, issue.clone());
                kind.others.truncate(OTHERS - 1);
                kind.others.insert(0, first);
            } else if kind.others.len() < OTHERS
                && [&kind.first]
                    .into_iter()
                    .chain(&kind.others)
                    .all(|one| one.params != issue.params)
            {
                kind.others.push(issue.clone());
            }
            if let Some(row) = issue.row.and_then(|row| u32::try_from(row).ok()) {
                kind.rows.insert(row);
            }
        }
    }

    /// The kinds with all their rows, to be kept.
    pub(crate) fn groups(self) -> Vec<IssueGroup> {
        let group = |((severity, code, column), kind): (_, Kind)| IssueGroup {
            code,
            severity,
            column,
            count: kind.count,
            example: kind.first,
            rows: kind.rows,
        };
        self.0.into_iter().map(group).collect()
    }

    /// The kinds, errors first, the most frequent first.
    pub(crate) fn counts(&self) -> Vec<IssueCount> {
        let mut counts: Vec<_> = self
            .0
            .iter()
            .map(|((severity, code, column), kind)| IssueCount {
                code: code.clone(),
                severity: *severity,
                column: *column,
                count: kind.count,
                rows: kind.rows.iter().take(LISTED).map(u64::from).collect(),
                params: kind
                    .first
                    .params
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect(),
                fix: kind.first.fix.clone(),
                others: kind.others.iter().map(IssueExample::from).collect(),
            })
            .collect();
        counts.sort_by(|one, other| {
            (other.severity, other.count)
                .cmp(&(one.severity, one.count))
                .then(one.code.cmp(&other.code))
        });
        counts
    }
}
