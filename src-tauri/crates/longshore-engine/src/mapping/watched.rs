//! Cells that are looked at for what a spreadsheet did to them.

use super::Mapping;
use crate::{
    check::Raised,
    damage::{self, Habits, Kind, NumberColumn},
    issue::{Issue, Severity},
    number::NumberReader,
    row::Row,
    target::Target,
};

/// A column that is imported as it stands there.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    column: usize,
    kind: Kind,
    /// The field of a number.
    field: Option<&'static str>,
    reader: NumberReader,
    habits: Habits,
}

/// What a first look at a cell needs, close together: it is all that most cells get.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance {
    column: usize,
    kind: Kind,
    has_units: bool,
    /// Where the rest stands.
    at: usize,
}

/// The first looks at columns.
pub(super) fn glances(all: &[Watched]) -> Vec<Glance> {
    let glance = |(at, Watched { column, kind, habits, .. }): (usize, &Watched)| Glance {
        column: *column,
        kind: *kind,
        has_units: habits.unit().is_some(),
        at,
    };
    all.iter().enumerate().map(glance).collect()
}

impl Watched {
    pub(super) fn new(column: usize, target: &Target, reader: NumberReader) -> Self {
        let kind = Kind::of(target);
        let field = match target {
            Target::Plain(plain) if matches!(kind, Kind::Number | Kind::Measure) => {
                plain.feeds().first().copied()
            }
            _ => None,
        };
        Self { column, kind, field, reader, habits: Habits::default() }
    }
}

impl Mapping {
    /// The columns of numbers that a spreadsheet may have damaged.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = NumberColumn<'_>> {
        self.watched.iter().filter_map(|watched| {
            let Watched { column, field, reader, .. } = watched;
            Some(NumberColumn { at: *column, field: (*field)?, reader })
        })
    }

    /// The same with what each column usually looks like, by column: it tells what a spreadsheet did to a cell.
    /// Without that only what a cell tells by itself is seen.
    #[must_use]
    pub fn with_samples<Text: AsRef<str>>(mut self, samples: &[Vec<Text>]) -> Self {
        for watched in &mut self.watched {
            if let Some(samples) = samples.get(watched.column) {
                watched.habits = Habits::of(samples, &watched.reader);
            }
        }
        self.glances = glances(&self.watched);
        self
    }

    /// Raises what a spreadsheet did to the cells of a row. Where a cell has another issue beside, this one says why
    /// and how to mend it, and takes its place; `before` is how many issues there were of other rows.
    pub(super) fn look_for_damage(&self, row: &Row, before: usize, issues: &mut Vec<Issue>) {
        for glance in &self.glances {
            let Glance { column, kind, has_units, at } = *glance;
            if damage::is_surely_whole(row.bytes_at(column), kind, has_units) {
                continue;
            }
            let watched = &self.watched[at];
            let cell = row.get(column).unwrap_or_default();
            let found = damage::damage(cell, watched.kind, &watched.habits, &watched.reader);
            let Some(found) = found else { continue };
            let column = Some(watched.column);
            let of_cell = |issue: &Issue| issue.column == column;
            let worst = issues[before..].iter().filter(|issue| of_cell(issue));
            let worst = worst.map(|issue| issue.severity).max().unwrap_or(Severity::Note);
            let mut at = 0;
            issues.retain(|issue| {
                at += 1;
                at <= before || !of_cell(issue)
            });
            let values: Vec<&str> = found.values.iter().map(String::as_str).collect();
            let mut raised = Raised::new(row.number, issues);
            raised.raise_with_fix(found.code, column, &values, found.fix);
            if let Some(issue) = issues.last_mut() {
                issue.severity = issue.severity.max(worst);
            }
        }
    }
}
