//! What do the columns of a source hold?

use std::collections::BTreeMap;

use longshore_engine::row::Row;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// What one column holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Cells that are not empty.
    pub filled: u64,
    /// How many different values there are, the empty one not counted; exact up to 200, else good to a tenth.
    pub distinct: u64,
    /// Characters of the longest cell.
    pub longest: usize,
    /// The smallest value in the order of code points; cut off after 200 characters.
    pub least: String,
    /// The largest one.
    pub greatest: String,
    /// Different values from all over the source, in its order; at most 200, cut off after 1,000 characters.
    pub samples: Vec<String>,
}

/// What all columns hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows that were counted.
    pub rows: u64,
    /// The columns from left to right.
    pub columns: Vec<ColumnReport>,
}

/// Values kept of one column.
const SAMPLES: usize = 200;
/// Values kept of all columns together, so that a source with thousands of columns stays small.
const SAMPLES_IN_ALL: usize = 40_000;
const SAMPLE_CHARACTERS: usize = 1_000;
const EDGE_CHARACTERS: usize = 200;
/// Hashes remembered for values that come again and again.
const RECENT: usize = 64;

/// Counts while rows go by.
#[derive(Default)]
pub(crate) struct Collector {
    rows: u64,
    columns: Vec<Column>,
}

impl Collector {
    /// Counts a row.
    pub(crate) fn add(&mut self, row: &Row) {
        self.rows += 1;
        if self.columns.len() < row.len() {
            self.columns.resize_with(row.len(), Column::default);
        }
        let kept = (SAMPLES_IN_ALL / self.columns.len().max(1)).clamp(2, SAMPLES);
        for (cell, column) in row.iter().zip(&mut self.columns) {
            if !cell.is_empty() {
                column.add(cell, row.number, kept);
            }
        }
    }

    /// What was counted.
    pub(crate) fn report(&self) -> Report {
        Report { rows: self.rows, columns: self.columns.iter().map(Column::report).collect() }
    }
}

#[derive(Default)]
struct Column {
    filled: u64,
    longest: usize,
    least: Edge,
    greatest: Edge,
    /// The values with the smallest hashes: a fair choice among all different values, and their density tells
    /// how many there are.
    samples: BTreeMap<u64, (u64, String)>,
    /// Larger hashes are not taken any more; `None` while all are.
    limit: Option<u64>,
    recent: Vec<u64>,
}

impl Column {
    fn add(&mut self, cell: &str, number: u64, kept: usize) {
        self.filled += 1;
        let hash = xxh3_64(cell.as_bytes());
        if self.recent.is_empty() {
            self.recent = vec![0; RECENT];
        }
        let slot = &mut self.recent[hash as usize % RECENT];
        if *slot == hash {
            return;
        }
        *slot = hash;
        if cell.len() > self.longest {
            self.longest = self.longest.max(cell.chars().count());
        }
        let key = prefix(cell);
        if self.filled == 1 {
            self.least.set(cell, key);
            self.greatest.set(cell, key);
        } else {
            if key <= self.least.key && cell < self.least.text.as_str() {
                self.least.set(cell, key);
            }
            if key >= self.greatest.key && cell > self.greatest.text.as_str() {
                self.greatest.set(cell, key);
            }
        }
        if self.limit.is_none_or(|limit| hash < limit) {
            self.samples
                .entry(hash)
                .or_insert_with(|| (number, cut(cell, SAMPLE_CHARACTERS).to_owned()));
            while self.samples.len() > kept {
                self.limit = self.samples.pop_last().map(|(hash, _)| hash);
            }
        }
    }

    fn report(&self) -> ColumnReport {
        let mut samples: Vec<&(u64, String)> = self.samples.values().collect();
        samples.sort_by_key(|(number, _)| *number);
        ColumnReport {
            filled: self.filled,
            distinct: self.distinct(),
            longest: self.longest,
            least: cut(&self.least.text, EDGE_CHARACTERS).to_owned(),
            greatest: cut(&self.greatest.text, EDGE_CHARACTERS).to_owned(),
            samples: samples.into_iter().map(|(_, text)| text.clone()).collect(),
        }
    }

    fn distinct(&self) -> u64 {
        let kept = self.samples.len() as u64;
        match self.limit {
            None => kept,
            // So many values lie below the limit; all of them together reach up to the largest hash.
            Some(limit) => {
                let estimate = kept as f64 * (u64::MAX as f64 / limit.max(1) as f64);
                (estimate as u64).clamp(kept, self.filled)
            }
        }
    }
}

/// The smallest or largest value, with its beginning as a number for quick comparison.
#[derive(Default)]
struct Edge {
    text: String,
    key: u64,
}

impl Edge {
    fn set(&mut self, cell: &str, key: u64) {
        self.text.clear();
        self.text.push_str(cut(cell, EDGE_CHARACTERS));
        self.key = key;
    }
}

/// The first eight bytes, so that their order is that of the texts.
fn prefix(cell: &str) -> u64 {
    let bytes = cell.as_bytes();
    let mut key = [0; 8];
    let length = bytes.len().min(8);
    key[..length].copy_from_slice(&bytes[..length]);
    u64::from_be_bytes(key)
}

/// The beginning of a text, of at most so many characters.
fn cut(text: &str, characters: usize) -> &str {
    if text.len() <= characters {
        return text;
    }
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report_of(cells: impl Iterator<Item = String>) -> ColumnReport {
        let mut collector = Collector::default();
        let mut row = Row::new();
        for (number, cell) in cells.enumerate() {
            row.clear();
            row.push(&cell);
            row.number = number as u64 + 1;
            collector.add(&row);
        }
        collector.report().columns.remove(0)
    }

    #[test]
    fn few_values_are_counted_exactly() {
        let report = report_of((0..10_000).map(|n| format!("colour {}", n % 37)));
        assert_eq!((report.filled, report.distinct), (10_000, 37));
        assert_eq!((report.least.as_str(), report.greatest.as_str()), ("colour 0", "colour 9"));
    }

    #[test]
    fn many_values_are_estimated_and_sampled_all_over() {
        let report = report_of((0..50_000).map(|n| format!("SKU-{n:06}")));
        assert!((40_000..60_000).contains(&report.distinct), "{}", report.distinct);
        assert_eq!(report.samples.len(), 200);
        let late = report.samples.iter().filter(|sample| sample.as_str() >= "SKU-025000").count();
        assert!((60..140).contains(&late), "{late}");
        assert!(report.samples.is_sorted());
    }

    #[test]
    fn empty_cells_are_not_counted() {
        let report = report_of(["", "ä", "", "öüß"].into_iter().map(str::to_owned));
        assert_eq!((report.filled, report.distinct, report.longest), (2, 2, 3));
    }
}
