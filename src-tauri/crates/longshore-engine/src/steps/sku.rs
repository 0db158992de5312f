//! A SKU made of what a row says.

use xxhash_rust::xxh3::Xxh3;

use super::{BadStep, Columns, joined::cell, text};
use crate::{profile::SkuPart, row::Row};

/// More parts no SKU has.
const MOST_PARTS: usize = 20;
/// The store's look-up table keeps no more signs of a SKU.
const LONGEST: usize = 100;
/// Signs that nobody mistakes for others: without I, L, O and U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#[derive(Clone, Debug)]
pub(super) struct Sku {
    parts: Vec<Part>,
    between: String,
    only_empty: bool,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Letters(Option<usize>, Option<usize>),
    Number(Option<usize>, usize),
    Mark(Vec<usize>, usize),
}

impl Sku {
    pub(super) fn new(
        parts: &[SkuPart],
        between: &str,
        only_empty: bool,
        columns: &Columns<'_>,
    ) -> Result<Self, BadStep> {
        if parts.is_empty() {
            return Err(BadStep::Impossible);
        }
        if parts.len() > MOST_PARTS {
            return Err(BadStep::TooBig);
        }
        let find = |name: &String| match name.trim() {
            "" => Ok(None),
            name => columns.find(name).map(Some),
        };
        let ready = |part: &SkuPart| {
            Ok(match part {
                SkuPart::Text { text } => Part::Text(text.trim().to_owned()),
                SkuPart::Letters { column, each } => {
                    Part::Letters(find(column)?, each.map(usize::from))
                }
                SkuPart::Number { column, width } => {
                    Part::Number(find(column)?, usize::from(*width))
                }
                SkuPart::Mark { columns: names, length } => {
                    let places: Result<Vec<_>, _> =
                        names.iter().map(|name| columns.find(name)).collect();
                    Part::Mark(places?, usize::from(*length).clamp(1, 13))
                }
            })
        };
        let parts: Result<Vec<_>, _> = parts.iter().map(ready).collect();
        Ok(Self { parts: parts?, between: between.to_owned(), only_empty })
    }

    pub(super) fn looks_at_others(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Text(_) => false,
            Part::Letters(at, _) | Part::Number(at, _) => at.is_some(),
            Part::Mark(places, _) => !places.is_empty(),
        })
    }

    pub(super) fn carry_out(&self, own: &str, row: &Row) -> Option<String> {
        if self.only_empty && !own.trim().is_empty() {
            return None;
        }
        let at = |place: &Option<usize>| place.map_or(own.trim(), |at| cell(row, at));
        let (mut parts, mut says_something) = (Vec::new(), false);
        for part in &self.parts {
            let made = match part {
                Part::Text(text) => text.clone(),
                Part::Letters(place, each) => letters(at(place), *each),
                Part::Number(place, width) => number(at(place), *width),
                Part::Mark(places, length) => {
                    let cells: Vec<&str> = match places.is_empty() {
                        true => vec![own.trim()],
                        false => places.iter().map(|at| cell(row, *at)).collect(),
                    };
                    mark(&cells, *length)
                }
            };
            if !made.is_empty() {
                says_something |= !matches!(part, Part::Text(_));
                parts.push(made);
            }
        }
        // The same text in every row is no SKU.
        let mut sku = if says_something { parts.join(&self.between) } else { String::new() };
        if let Some((end, _)) = sku.char_indices().nth(LONGEST) {
            sku.truncate(end);
        }
        Some(sku)
    }
}

fn letters(text: &str, each: Option<usize>) -> String {
    let capitals = text::capitals(text);
    let words =
        capitals.split(' ').map(|word| word.get(..each.unwrap_or(word.len())).unwrap_or(word));
    words.collect()
}

fn number(text: &str, width: usize) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(40).collect();
    if digits.is_empty() { digits } else { format!("{digits:0>width$}") }
}

/// Signs that stand for cells; nothing for empty ones.
fn mark(cells: &[&str], length: usize) -> String {
    if cells.iter().all(|cell| cell.is_empty()) {
        return String::new();
    }
    let mut hash = Xxh3::new();
    for cell in cells {
        hash.update(cell.to_lowercase().as_bytes());
        hash.update(&[0xff]);
    }
    let number = hash.digest();
    (0..length).map(|at| char::from(SIGNS[(number >> (at * 5)) as usize % 32])).collect()
}
