//! Has the second table the variants of what the first one has?

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::same_key::Tells;
use crate::{
    row::Row,
    shape::{self, MOST_OPTIONS, RowShape, ShapeOption},
};

/// By what a variant is chosen that only a number or a name of its own tells from the others.
const OTHERWISE: &str = "Variant";

/// What the column is called that says it then.
pub(super) fn otherwise(name: &str) -> String {
    format!("{OTHERWISE}: {name}")
}

/// Looks at the rows of a second table for products that it has several variants of.
pub struct Variants {
    pub(super) key: usize,
    pub(super) tells: Vec<Tells>,
    /// What its columns are called where both tables are one.
    pub(super) names: Vec<String>,
    /// The column of the key there.
    pub(super) key_name: String,
    pub(super) sku: Option<usize>,
    pub(super) gtin: Option<usize>,
    pub(super) name: Option<usize>,
    /// The columns of what each variant has for itself, as they are called there.
    pub(super) along: Vec<String>,
    /// The name of the product, where only the first table has it.
    pub(super) product_name: Option<String>,
    /// The SKU of the product, where only the first table has one.
    pub(super) product_sku: Option<String>,
    /// For each key its rows: what stands in each column that may tell them apart.
    pub(super) groups: HashMap<u64, Vec<Box<[Cell]>>>,
}

/// A cell as far as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Cell {
    hash: u64,
    is_empty: bool,
    is_word: bool,
}

impl Variants {
    /// Looks at the next row.
    pub fn observe(&mut self, row: &Row) {
        let text = |at: usize| row.get(at).unwrap_or_default().trim().to_lowercase();
        let key = text(self.key);
        if key.is_empty() {
            return;
        }
        let cell = |at: usize| {
            let text = text(at);
            Cell {
                hash: xxh3_64(text.as_bytes()),
                is_empty: text.is_empty(),
                is_word: text.contains(char::is_alphabetic),
            }
        };
        let cells = self.columns().map(cell).collect();
        self.groups.entry(xxh3_64(key.as_bytes())).or_default().push(cells);
    }

    /// The columns that may tell rows apart.
    fn columns(&self) -> impl Iterator<Item = usize> {
        let is_one = |at: &usize| *at != self.key && self.tells[*at] != Tells::Nothing;
        (0..self.tells.len()).filter(is_one)
    }

    /// How they become products with variations; `None` where it has no product more than once.
    #[must_use]
    pub fn shape(&self) -> Option<RowShape> {
        let columns: Vec<usize> = self.columns().collect();
        let several = self.groups.values().filter(|rows| rows.len() > 1);
        let groups: Vec<Vec<&[Cell]>> =
            several.map(|rows| self.things(&columns, rows)).filter(|rows| rows.len() > 1).collect();
        if groups.is_empty() {
            return None;
        }
        let differs = |at: &usize| {
            let filled = |rows: &&Vec<&[Cell]>| rows.iter().any(|row| !row[*at].is_empty);
            groups.iter().filter(filled).any(|rows| distinct(rows, &[*at]) > 1)
        };
        let all = 0..columns.len();
        let tells = |at: usize| self.tells[columns[at]];
        let mut chosen: Vec<usize> =
            all.clone().filter(|at| tells(*at) == Tells::Apart).filter(differs).collect();
        let untold = |chosen: &[usize]| {
            groups.iter().filter(|rows| distinct(rows, chosen) < rows.len()).count()
        };
        // What nobody knows is chosen where nothing else tells them apart.
        while chosen.len() < MOST_OPTIONS && untold(&chosen) > 0 {
            let with = |at: usize| [&chosen[..], &[at]].concat();
            let others = all.clone().filter(|at| {
                let is_name = self.name == Some(columns[*at]);
                tells(*at) == Tells::ApartByWords && !chosen.contains(at) && !is_name
            });
            let best = others.map(|at| (untold(&with(at)), at)).min();
            match best.filter(|(left, _)| *left < untold(&chosen)) {
                Some((_, at)) => chosen.push(at),
                None => break,
            }
        }
        chosen.truncate(MOST_OPTIONS);
        let mut options: Vec<ShapeOption> = chosen
            .iter()
            .map(|at| {
                let column = self.names[columns[*at]].clone();
                let of_markup = column.strip_prefix('@');
                let attribute = shape::under_name(&column).or(of_markup).unwrap_or_default();
                let attribute = attribute.to_owned();
                ShapeOption { column, attribute }
            })
            .collect();
        if options.is_empty() {
            let by_name = |at: &usize| {
                let place = columns.iter().position(|column| column == at);
                place.is_some_and(|place| {
                    groups.iter().all(|rows| distinct(rows, &[place]) == rows.len())
                })
            };
            let mut called = [self.name, self.sku, self.gtin].into_iter().flatten();
            let numbers = [self.sku, self.gtin].into_iter().flatten();
            let column = called.find(by_name).or(numbers.into_iter().next()).or(self.name)?;
            let (column, attribute) = (otherwise(&self.names[column]), OTHERWISE.to_owned());
            options.push(ShapeOption { column, attribute });
        }
        let called = |at: Option<usize>| at.map(|at| self.names[at].clone());
        Some(RowShape::Join {
            key: vec![self.key_name.clone()],
            options,
            along: self.along.clone(),
            sku: called(self.sku).or_else(|| self.product_sku.clone()),
            name: called(self.name).or_else(|| self.product_name.clone()),
        })
    }

    /// The rows of a key, each thing once.
    fn things<'r>(&self, columns: &[usize], rows: &'r [Box<[Cell]>]) -> Vec<&'r [Cell]> {
        let is_by_words = |at: usize| {
            let mut seen = HashSet::new();
            rows.iter().all(|row| row[at].is_word && seen.insert(row[at].hash))
        };
        let tell: Vec<usize> = (0..columns.len())
            .filter(|at| match self.tells[columns[*at]] {
                Tells::Apart | Tells::ApartByNumber => true,
                Tells::ApartByWords => is_by_words(*at),
                Tells::Nothing => false,
            })
            .collect();
        let mut seen = HashSet::new();
        let is_new =
            |row: &&[Cell]| seen.insert(tell.iter().map(|at| row[*at].hash).collect::<Vec<_>>());
        rows.iter().map(|row| &**row).filter(is_new).collect()
    }
}

/// How many of the rows differ in some columns.
fn distinct(rows: &[&[Cell]], columns: &[usize]) -> usize {
    let cells = |row: &&[Cell]| columns.iter().map(|at| row[*at].hash).collect::<Vec<_>>();
    rows.iter().map(cells).collect::<HashSet<_>>().len()
}
