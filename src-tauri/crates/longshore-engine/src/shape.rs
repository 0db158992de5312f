//! How do the rows of a plain table become products with variations?
//!
//! Where one row has all its variants (`S,M,L` beside `10,12,14`), or several rows are one product, somebody says so
//! once ([`RowShape`], kept in the profile). The rows then come out as WooCommerce's own export has them: a product,
//! and under it its variations. All columns of the file come along.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    escape, label,
    row::{Header, Row},
    steps,
};

mod joined;
mod split;

/// How rows become products.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "shape")]
pub enum RowShape {
    /// A row has all variants of a product, as lists in its cells.
    Split {
        /// The columns that say what is chosen.
        options: Vec<ShapeOption>,
        /// Columns with a value for each variant, such as prices and stocks. One value holds for all of them.
        along: Vec<String>,
        /// What stands between two values of a list.
        between: String,
        /// Every value of one list goes with every value of the others; else the first with the first, and so on.
        #[serde(default)]
        all_combinations: bool,
        /// The column with the SKU.
        #[serde(default)]
        sku: Option<String>,
    },
    /// Rows that say the same in some columns are one product.
    Join {
        /// The columns that say which one.
        key: Vec<String>,
        /// The columns that say what is chosen.
        options: Vec<ShapeOption>,
        /// Columns that each variant has for itself, such as prices and stocks; those that differ are so too.
        along: Vec<String>,
        /// The column with the SKU.
        #[serde(default)]
        sku: Option<String>,
    },
}

/// What is chosen, and where the file says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShapeOption {
    /// The column, by name.
    pub column: String,
    /// What the shop calls it; empty for the name of the column.
    #[serde(default)]
    pub attribute: String,
}

/// Why rows stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Misfit {
    /// Lists that belong together have different lengths.
    #[error("{column:?} has {found} values and not {wanted}")]
    Lengths {
        /// The column.
        column: String,
        /// How many values it has.
        found: usize,
        /// How many the others have.
        wanted: usize,
    },
    /// Two variants are the same in everything that is chosen.
    #[error("twice: {0}")]
    Twice(String),
    /// More variants than a product can have.
    #[error("too many variants")]
    TooMany,
}

/// Why a shape does not fit a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadShape {
    /// It names a column that the file does not have.
    #[error("there is no column {0:?}")]
    Column(String),
    /// Nothing is said to be chosen, or nothing parts the values.
    #[error("it says too little")]
    Incomplete,
}

/// More variants no product has.
const MOST_VARIANTS: usize = 1_000;
/// More choices no product has.
const MOST_OPTIONS: usize = 6;

/// The columns before those of the file.
const FIRST: [&str; 2] = ["Type", "Parent"];

/// A shape, ready for the rows of a file.
#[derive(Clone, Debug)]
pub struct Shaping {
    header: Header,
    /// The columns of the file that say what is chosen, with the names of that.
    options: Vec<(usize, String)>,
    along: Vec<usize>,
    sku: Option<usize>,
    columns: usize,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Split { between: String, all_combinations: bool },
    Join { key: Vec<usize> },
}

/// One variant: what is chosen, and the cells that it has for itself.
struct Variant {
    choices: Vec<String>,
    cells: Vec<(usize, String)>,
}

impl Shaping {
    /// Makes a shape ready for the rows under a header.
    ///
    /// # Errors
    /// When it names a column that is not there, or says too little.
    pub fn new(shape: &RowShape, header: &Header) -> Result<Self, BadShape> {
        let find = |name: &String| {
            let key = label::key(name);
            let at = header.columns.iter().position(|column| label::key(column) == key);
            at.filter(|_| !key.is_empty()).ok_or_else(|| BadShape::Column(name.clone()))
        };
        let (options, along, sku) = match shape {
            RowShape::Split { options, along, sku, .. }
            | RowShape::Join { options, along, sku, .. } => (options, along, sku),
        };
        let named = |option: &ShapeOption| {
            let name = match option.attribute.trim() {
                "" => option.column.trim(),
                attribute => attribute,
            };
            Ok((find(&option.column)?, name.to_owned()))
        };
        let options: Vec<(usize, String)> = options.iter().map(named).collect::<Result<_, _>>()?;
        if options.is_empty() || options.len() > MOST_OPTIONS {
            return Err(BadShape::Incomplete);
        }
        let way = match shape {
            RowShape::Split { between, .. } if between.is_empty() => {
                return Err(BadShape::Incomplete);
            }
            RowShape::Split { between, all_combinations, .. } => {
                Way::Split { between: between.clone(), all_combinations: *all_combinations }
            }
            RowShape::Join { key, .. } if key.is_empty() => return Err(BadShape::Incomplete),
            RowShape::Join { key, .. } => {
                Way::Join { key: key.iter().map(find).collect::<Result<_, _>>()? }
            }
        };
        let numbered = |number: usize| {
            [format!("Attribute {number} name"), format!("Attribute {number} value(s)")]
        };
        let columns = FIRST
            .iter()
            .map(ToString::to_string)
            .chain(header.columns.iter().cloned())
            .chain((1..=options.len()).flat_map(numbered));
        Ok(Self {
            header: Header { columns: columns.collect(), line: header.line },
            along: along.iter().map(find).collect::<Result<_, _>>()?,
            sku: sku.as_ref().map(find).transpose()?,
            columns: header.columns.len(),
            options,
            way,
        })
    }

    /// The columns of the rows that come out.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What rows share that are one product; `None` where each row is one by itself.
    #[must_use]
    pub fn key(&self, row: &Row) -> Option<String> {
        match &self.way {
            Way::Split { .. } => None,
            Way::Join { key } => {
                let cells = key.iter().map(|at| cell(row, *at).to_lowercase());
                let cells: Vec<String> = cells.collect();
                // A row that does not say which product it is one by itself.
                cells.iter().any(|cell| !cell.is_empty()).then(|| cells.join("\u{1f}"))
            }
        }
    }

    /// The rows of one product: what stands in `rows`, which all have the same key. Numbers are those of the first.
    ///
    /// # Errors
    /// When they do not fit together; whoever asked decides what becomes of them.
    pub fn shaped(&self, rows: &[Row]) -> Result<Vec<Row>, Misfit> {
        match &self.way {
            Way::Split { between, all_combinations } => {
                let mut all = Vec::new();
                for row in rows {
                    let variants = self.split(row, between, *all_combinations)?;
                    all.extend(self.written(row, &[row], &variants)?);
                }
                Ok(all)
            }
            Way::Join { .. } => {
                let Some(first) = rows.first() else { return Ok(Vec::new()) };
                let variants = self.joined(rows);
                self.written(first, &rows.iter().collect::<Vec<_>>(), &variants)
            }
        }
    }

    /// The product and its variations as rows. One that has nothing to choose from is a plain product.
    fn written(
        &self,
        first: &Row,
        rows: &[&Row],
        variants: &[Variant],
    ) -> Result<Vec<Row>, Misfit> {
        if variants.len() > MOST_VARIANTS {
            return Err(Misfit::TooMany);
        }
        let Some((only, [])) = variants.split_first() else {
            return self.with_variations(first, rows, variants);
        };
        let mut row = self.row(first, "simple", "", |at| match self.is_option(at) {
            true => String::new(),
            false => cell(first, at).to_owned(),
        });
        self.choices(&mut row, &only.choices);
        Ok(vec![row])
    }

    fn with_variations(
        &self,
        first: &Row,
        rows: &[&Row],
        variants: &[Variant],
    ) -> Result<Vec<Row>, Misfit> {
        for (at, variant) in variants.iter().enumerate() {
            let same = |other: &Variant| {
                let pairs = other.choices.iter().zip(&variant.choices);
                pairs.into_iter().all(|(one, other)| one.to_lowercase() == other.to_lowercase())
            };
            if variants[..at].iter().any(same) {
                return Err(Misfit::Twice(variant.choices.join(", ")));
            }
        }
        let own_skus: Vec<&str> = variants
            .iter()
            .filter_map(|variant| {
                variant.cells.iter().find(|(at, _)| Some(*at) == self.sku).map(|(_, sku)| &**sku)
            })
            .filter(|sku| !sku.is_empty())
            .collect();
        let stands_there = self.sku.map(|at| cell(first, at)).unwrap_or_default();
        let parent = match own_skus.is_empty() {
            true => stands_there.to_owned(),
            false => of_all(&own_skus),
        };
        let is_own = |at: usize| {
            variants.iter().any(|variant| variant.cells.iter().any(|(own, _)| *own == at))
        };
        let mut product = self.row(first, "variable", "", |at| {
            if Some(at) == self.sku {
                return parent.clone();
            }
            match self.is_option(at) || is_own(at) {
                true => String::new(),
                // What one of them says holds for all.
                false => rows
                    .iter()
                    .map(|row| cell(row, at))
                    .find(|cell| !cell.is_empty())
                    .unwrap_or_default()
                    .to_owned(),
            }
        });
        let offered: Vec<String> = (0..self.options.len())
            .map(|option| {
                let mut values: Vec<&str> = Vec::new();
                for variant in variants {
                    let value = variant.choices[option].as_str();
                    if !value.is_empty() && !values.contains(&value) {
                        values.push(value);
                    }
                }
                escape::join(values)
            })
            .collect();
        self.choices(&mut product, &offered);
        let mut all = vec![product];
        for variant in variants {
            let made = || {
                let values = variant.choices.join(" ");
                format!("{parent}-{}", steps::slug(&values).to_ascii_uppercase())
            };
            let mut row = self.row(first, "variation", &parent, |at| {
                let own = variant.cells.iter().find(|(own, _)| *own == at);
                match own.map(|(_, cell)| cell.clone()) {
                    Some(cell) if !cell.is_empty() => cell,
                    _ if Some(at) == self.sku && !parent.is_empty() => made(),
                    _ => String::new(),
                }
            });
            let choices: Vec<String> =
                variant.choices.iter().map(|value| escape::join([value.as_str()])).collect();
            self.choices(&mut row, &choices);
            all.push(row);
        }
        Ok(all)
    }

    fn is_option(&self, at: usize) -> bool {
        self.options.iter().any(|(option, _)| *option == at)
    }

    fn row(&self, from: &Row, kind: &str, parent: &str, cell: impl Fn(usize) -> String) -> Row {
        let mut row = Row::new();
        (row.number, row.line) = (from.number, from.line);
        row.push(kind);
        row.push(parent);
        (0..self.columns).for_each(|at| row.push(&cell(at)));
        row
    }

    fn choices(&self, row: &mut Row, choices: &[String]) {
        for ((_, name), value) in self.options.iter().zip(choices) {
            row.push(if value.is_empty() { "" } else { name });
            row.push(value);
        }
    }
}

fn cell(row: &Row, at: usize) -> &str {
    row.get(at).unwrap_or_default().trim()
}

/// What the SKUs of variants begin with, as the SKU of their product; the first one with a mark where that is too
/// little.
fn of_all(skus: &[&str]) -> String {
    let Some((first, rest)) = skus.split_first() else { return String::new() };
    let mut shared = *first;
    for sku in rest {
        let same = shared.char_indices().zip(sku.chars()).find(|((_, one), other)| one != other);
        let end = same.map_or(shared.len().min(sku.len()), |((at, _), _)| at);
        shared = shared.get(..end).unwrap_or_default();
    }
    let shared = shared.trim_end_matches(['-', '_', '.', '/', ' ']);
    let is_one_of_them = skus.contains(&shared);
    match shared.chars().count() >= 3 && !is_one_of_them {
        true => shared.to_owned(),
        false => format!("{first}-P"),
    }
}

#[cfg(test)]
mod tests;
