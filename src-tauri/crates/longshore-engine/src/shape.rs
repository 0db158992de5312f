//! How do the rows of a plain table become products with variations?
//!
//! Where one row has all its variants (`S,M,L` beside `10,12,14`), or several rows are one product, somebody says so
//! once ([`RowShape`], kept in the profile). The rows then come out as WooCommerce's own export has them: a product,
//! and under it its variations. All columns of the file come along.

use std::{collections::HashSet, ops::Range};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    alike, label,
    row::{Header, Row},
};

mod completed;
mod joined;
mod named;
mod pictures;
mod proposed;
mod split;
mod written;

pub(crate) use named::{is_name, name_of, under_name};
pub use proposed::{Proposal, propose};
pub(crate) use proposed::{is_called_choice, is_measure};

/// How rows become products.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "shape")]
#[ts(optional_fields = nullable)]
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
        /// The column with the name, by which variations are called, too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
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
        /// The column with the name, by which variations are called, too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

/// What is chosen, and where the file says it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
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

impl Misfit {
    /// The code of the notice about it, with what its sentence needs.
    #[must_use]
    pub fn code(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Lengths { column, found, wanted } => (
                "lists_do_not_fit",
                vec![
                    ("column", column.clone()),
                    ("found", found.to_string()),
                    ("wanted", wanted.to_string()),
                ],
            ),
            Self::TooMany => ("variants_too_many", vec![("most", MOST_VARIANTS.to_string())]),
        }
    }
}

impl BadShape {
    /// Its code, with the parameters of the sentence about it.
    #[must_use]
    pub fn code(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Column(column) => ("shape_column_unknown", vec![("column", column.clone())]),
            Self::Incomplete => ("shape_incomplete", vec![]),
        }
    }
}

/// More variants no product has.
const MOST_VARIANTS: usize = 1_000;
/// More choices no product has.
pub(crate) const MOST_OPTIONS: usize = 6;

/// The columns behind those of the file, before those of what is chosen: for the program, hardly for people.
const MADE: [&str; 3] = ["Type", "Parent", "ID"];

impl RowShape {
    /// What is chosen.
    #[must_use]
    pub fn options(&self) -> &[ShapeOption] {
        let (Self::Split { options, .. } | Self::Join { options, .. }) = self;
        options
    }

    /// Which of the columns of shaped rows are the file's own.
    #[must_use]
    pub fn own(&self, columns: usize) -> Range<usize> {
        0..columns.saturating_sub(2 * self.options().len() + MADE.len())
    }

    /// Where shaped rows with so many columns say what they are: `simple`, `variable` or `variation`.
    #[must_use]
    pub fn kind_at(&self, columns: usize) -> usize {
        self.own(columns).end
    }

    /// Where they say what is chosen, for one of the options.
    #[must_use]
    pub fn choice_at(&self, columns: usize, option: usize) -> usize {
        self.own(columns).end + MADE.len() + 2 * option + 1
    }
}

/// A shape, ready for the rows of a file.
#[derive(Clone, Debug)]
pub struct Shaping {
    header: Header,
    /// The columns of the file that say what is chosen, with the names of that.
    options: Vec<(usize, String)>,
    /// The columns that say by which name each of them is chosen.
    names: Vec<Option<usize>>,
    along: Vec<usize>,
    sku: Option<usize>,
    name: Option<usize>,
    columns: usize,
    /// For each column of the file whether it is called as columns of pictures are.
    is_called_picture: Vec<bool>,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Split { between: String, all_combinations: bool },
    Join { key: Vec<usize> },
}

/// One variant: what is chosen, and the cells that it has for itself.
struct Variant {
    /// Which of the rows it comes from.
    row: usize,
    choices: Vec<String>,
    cells: Vec<(usize, String)>,
}

/// The rows of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The product, and then its variations.
    pub rows: Vec<Row>,
    /// The variants that were numbered, as they are called now: one before them chooses the same, or they choose nothing.
    pub numbered: Vec<String>,
    /// How many rows say in every cell what one before them says.
    pub twice: usize,
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
        let (RowShape::Split { options, along, sku, name, .. }
        | RowShape::Join { options, along, sku, name, .. }) = shape;
        let named = |option: &ShapeOption| {
            let name = match option.attribute.trim() {
                "" => option.column.trim(),
                attribute => attribute,
            };
            Ok((find(&option.column)?, name.to_owned()))
        };
        let of_row = |option: &ShapeOption| {
            let at = find(&option.column).ok().filter(|_| option.attribute.trim().is_empty())?;
            name_of(&header.columns, at)
        };
        let names = options.iter().map(of_row).collect();
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
        let made = MADE.iter().map(ToString::to_string);
        let columns = header
            .columns
            .iter()
            .cloned()
            .chain(made)
            .chain((1..=options.len()).flat_map(numbered));
        Ok(Self {
            header: Header { columns: columns.collect(), line: header.line },
            along: along.iter().map(find).collect::<Result<_, _>>()?,
            sku: sku.as_ref().map(find).transpose()?,
            // It only helps people; without it all is as it was.
            name: name.as_ref().and_then(|name| find(name).ok()),
            columns: header.columns.len(),
            is_called_picture: pictures::called_pictures(header),
            options,
            names,
            way,
        })
    }

    /// The columns of the rows that come out.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// From which columns of the file those come that were made of others.
    #[must_use]
    pub fn from(&self) -> Vec<Vec<String>> {
        let name = |at: usize| self.header.columns.get(at).cloned();
        let mut all = vec![Vec::new(); self.columns + MADE.len()];
        for (at, _) in &self.options {
            let from: Vec<String> = name(*at).into_iter().collect();
            all.extend([from.clone(), from]);
        }
        all
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
    pub fn shaped(&self, rows: &[Row]) -> Result<Made, Misfit> {
        let mut made = Made::default();
        match &self.way {
            Way::Split { between, all_combinations } => {
                for row in rows {
                    let mut variants = self.split(row, between, *all_combinations)?;
                    made.numbered.extend(told_apart(&mut variants));
                    made.rows.extend(self.written(row, None, &[row], &variants)?);
                }
            }
            Way::Join { .. } => {
                let rows = once(rows, &mut made.twice);
                let head = self.head(&rows);
                let mut below = rows.clone();
                let head = head.map(|at| below.remove(at));
                let Some(first) = head.or(below.first().copied()) else { return Ok(made) };
                let mut variants = self.joined(head, &below);
                made.numbered = told_apart(&mut variants);
                made.rows = self.written(first, head, &below, &variants)?;
            }
        }
        Ok(made)
    }
}

/// Numbers variants that choose the same; answers what those are called then.
fn told_apart(variants: &mut [Variant]) -> Vec<String> {
    let mut all: Vec<Vec<String>> =
        variants.iter_mut().map(|variant| std::mem::take(&mut variant.choices)).collect();
    let changed = alike::told_apart(&mut all, 0);
    let chosen = |at: &usize| {
        let values = all[*at].iter().map(String::as_str).filter(|value| !value.is_empty());
        values.collect::<Vec<_>>().join(", ")
    };
    let called = changed.iter().map(chosen).collect();
    variants.iter_mut().zip(all).for_each(|(variant, choices)| variant.choices = choices);
    called
}

/// The rows without those that say in every cell what one before them says.
fn once<'r>(rows: &'r [Row], twice: &mut usize) -> Vec<&'r Row> {
    let mut seen: HashSet<Vec<&str>> = HashSet::new();
    let first: Vec<&Row> = rows.iter().filter(|row| seen.insert(row.iter().collect())).collect();
    *twice += rows.len() - first.len();
    first
}

fn cell(row: &Row, at: usize) -> &str {
    row.get(at).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests;
