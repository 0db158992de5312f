//! Joins invented rows, as the tests of all platforms do it.

use super::{About, Joined, Joining, Notice};
use crate::{
    notation,
    reading::JoinSettings,
    row::{Header, Row},
};

/// What became of a table: rows by the names of their columns.
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) joined: Joined,
}

pub(super) fn join(header: &[&str], rows: &[&[&str]]) -> Table {
    join_with(header, rows, &JoinSettings::default())
}

pub(super) fn join_with(header: &[&str], cells: &[&[&str]], settings: &JoinSettings) -> Table {
    joined((header, cells), settings, &[], None)
}

/// Columns and rows.
pub(super) type Given<'g> = (&'g [&'g str], &'g [&'g [&'g str]]);

/// The same with a table that explains numbers.
pub(super) fn join_beside(
    header: &[&str],
    cells: &[&[&str]],
    beside_header: &[&str],
    beside: &[&[&str]],
) -> Table {
    joined(
        (header, cells),
        &JoinSettings::default(),
        &[(About::Tree, (beside_header, beside))],
        None,
    )
}

/// The same with a second file.
pub(super) fn join_all(
    given: Given<'_>,
    explains: Option<Given<'_>>,
    second: Option<Given<'_>>,
) -> Table {
    let explains: Vec<_> = explains.into_iter().map(|one| (About::Tree, one)).collect();
    joined(given, &JoinSettings::default(), &explains, second)
}

/// The same with tables that explain numbers of several kinds, as somebody wants it.
pub(super) fn join_explained(
    given: Given<'_>,
    explains: &[(About, Given<'_>)],
    second: Option<Given<'_>>,
    settings: &JoinSettings,
) -> Table {
    joined(given, settings, explains, second)
}

/// Two plain tables, joined by a key.
pub(super) fn join_plain(given: Given<'_>, second: Given<'_>, key: Option<&str>) -> Table {
    let settings = JoinSettings { key: key.map(str::to_owned), ..JoinSettings::default() };
    join_plain_with(given, second, &settings)
}

/// The same as somebody wants it.
pub(super) fn join_plain_with(
    given: Given<'_>,
    second: Given<'_>,
    settings: &JoinSettings,
) -> Table {
    let settings = JoinSettings { with: Some("second.csv".to_owned()), ..settings.clone() };
    joined(given, &settings, &[], Some(second))
}

/// The same where the second table has variants of what the first has, by the shape that follows from its rows.
pub(super) fn join_variants(given: Given<'_>, second: Given<'_>, key: Option<&str>) -> Table {
    let with = Some("second.csv".to_owned());
    let key = key.map(str::to_owned);
    let mut settings = JoinSettings { key, with, ..JoinSettings::default() };
    let begun = Joining::begin(&header_of(given), &notations(given), &samples(given), &settings);
    let mut joining = begun.expect("no shape yet").expect("two tables");
    assert!(joining.with(&header_of(second), &notations(second)));
    let mut variants = joining.variants().expect("two plain tables");
    rows(second).iter().for_each(|row| variants.observe(row));
    settings.shape = variants.shape();
    assert!(settings.shape.is_some(), "several of a product");
    joined(given, &settings, &[], Some(second))
}

fn rows((header, cells): Given<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, cells) in cells.iter().enumerate() {
        let mut row = Row::new();
        cells.iter().for_each(|cell| row.push(cell));
        row.pad(header.len());
        (row.number, row.line) = (at as u64 + 1, at as u64 + 2);
        rows.push(row);
    }
    rows
}

fn header_of((names, _): Given<'_>) -> Header {
    Header { columns: names.iter().map(ToString::to_string).collect(), line: Some(1) }
}

fn notations((header, cells): Given<'_>) -> Vec<notation::NotationReport> {
    let detect = |at| notation::detect(cells.iter().filter_map(|row| row.get(at).copied()));
    (0..header.len()).map(detect).collect()
}

fn samples((header, cells): Given<'_>) -> Vec<Vec<String>> {
    let column = |at| cells.iter().filter_map(|row| row.get(at)).map(ToString::to_string).collect();
    (0..header.len()).map(column).collect()
}

fn joined(
    given: Given<'_>,
    settings: &JoinSettings,
    explains: &[(About, Given<'_>)],
    second: Option<Given<'_>>,
) -> Table {
    let joining = Joining::begin(&header_of(given), &notations(given), &samples(given), settings)
        .expect("a shape that fits");
    let mut joining = joining.expect("a platform");
    for (about, explains) in explains {
        joining.explain(*about, &header_of(*explains), &rows(*explains));
    }
    let (mut all, mut first) = (rows(given), given.1.len());
    if let Some(second) = second {
        assert!(joining.with(&header_of(second), &notations(second)));
    }
    all.iter().for_each(|row| joining.observe(row));
    if let Some(second) = second {
        let more = rows(second);
        for row in &more {
            joining.observe_beside(row);
        }
        all.extend(more);
    } else {
        first = usize::MAX;
    }
    joining.finish();
    let mut made = Vec::new();
    for group in 0..joining.groups() {
        let numbers: Vec<usize> =
            joining.rows_of(group).iter().map(|number| *number as usize - 1).collect();
        let own: Vec<Row> = numbers.iter().map(|at| all[*at].clone()).collect();
        let of_second = numbers.iter().filter(|at| **at >= first).count();
        joining.join(&own, of_second, &mut |row| made.push(row.clone()));
    }
    let columns = joining.header().columns;
    made.iter_mut().for_each(|row: &mut Row| row.pad(columns.len()));
    Table { columns, rows: made, joined: joining.joined() }
}

impl Table {
    /// A cell by its row from 0 and the name of its column; an empty text where there is no such column.
    #[track_caller]
    pub(super) fn at(&self, row: usize, column: &str) -> &str {
        let Some(at) = self.columns.iter().position(|name| name == column) else { return "" };
        self.rows[row].get(at).unwrap_or_default()
    }

    /// The cells of a column from top to bottom.
    pub(super) fn all(&self, column: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.at(row, column)).collect()
    }

    /// Name and value of each attribute of a row.
    pub(super) fn attributes(&self, row: usize) -> Vec<(&str, &str)> {
        (1..=20)
            .map(|n| {
                let part = |part| self.at(row, &format!("Attribute {n} {part}"));
                (part("name"), part("value(s)"))
            })
            .filter(|(name, _)| !name.is_empty())
            .collect()
    }

    /// What is said about something with a code.
    #[track_caller]
    pub(super) fn notice(&self, code: &str) -> &Notice {
        self.joined.notices.iter().find(|notice| notice.code == code).expect("it is said")
    }

    /// How often something is said; 0 where it is not.
    pub(super) fn said(&self, code: &str) -> u64 {
        self.joined
            .notices
            .iter()
            .find(|notice| notice.code == code)
            .map_or(0, |notice| notice.count)
    }
}
