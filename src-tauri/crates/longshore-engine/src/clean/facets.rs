//! How often does each value stand in a column?

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

/// Different values that are counted one by one.
const MOST_VALUES: usize = 20_000;
/// Bytes of all of them together.
const LARGEST: usize = 4 << 20;
/// Longer values are no values that somebody would choose from.
const LONGEST: usize = 500;

/// Counts the values of one column; bounded, however many there are.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    values: HashMap<String, u64>,
    size: usize,
    empty: u64,
    uncounted: u64,
}

/// A value with how many cells have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Facet {
    /// The value, as it stands there.
    pub value: String,
    /// How many cells have it.
    pub count: u64,
}

/// The values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// The most frequent first; where two are as frequent, in the order of their letters.
    pub values: Vec<Facet>,
    /// Cells without a value.
    pub empty: u64,
    /// Cells with a value that was not counted: too long, or there were too many different ones.
    pub uncounted: u64,
}

impl Counter {
    /// Counts a cell.
    pub fn add(&mut self, cell: &str) {
        if cell.trim().is_empty() {
            self.empty += 1;
        } else if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else if cell.len() > LONGEST
            || self.values.len() == MOST_VALUES
            || self.size + cell.len() > LARGEST
        {
            self.uncounted += 1;
        } else {
            self.size += cell.len();
            self.values.insert(cell.to_owned(), 1);
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(self) -> Facets {
        let facet = |(value, count)| Facet { value, count };
        let mut values: Vec<Facet> = self.values.into_iter().map(facet).collect();
        values.sort_by(|one, other| {
            other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
        });
        Facets { values, empty: self.empty, uncounted: self.uncounted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_as_they_stand_there_the_most_frequent_first() {
        let mut counter = Counter::default();
        for cell in ["Red", "red", "Red", "", " ", "Red "] {
            counter.add(cell);
        }
        let facets = counter.finish();
        let values: Vec<_> =
            facets.values.iter().map(|facet| (facet.value.as_str(), facet.count)).collect();
        assert_eq!(values, [("Red", 2), ("Red ", 1), ("red", 1)]);
        assert_eq!((facets.empty, facets.uncounted), (2, 0));
    }

    #[test]
    fn however_many_values_there_are_memory_has_an_end() {
        let mut counter = Counter::default();
        for number in 0..MOST_VALUES + 10 {
            counter.add(&number.to_string());
        }
        counter.add("0");
        counter.add(&"x".repeat(LONGEST + 1));
        let facets = counter.finish();
        assert_eq!(facets.values.len(), MOST_VALUES);
        assert_eq!((facets.values[0].value.as_str(), facets.values[0].count), ("0", 2));
        assert_eq!(facets.uncounted, 11);
    }
}
