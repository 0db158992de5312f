//! A row with all its variants, as lists in its cells.

use super::{MOST_VARIANTS, Misfit, Shaping, Variant, Way, cell, proposed::numbers};
use crate::row::Row;

impl Shaping {
    pub(super) fn split(
        &self,
        row: &Row,
        between: &str,
        all_combinations: bool,
    ) -> Result<Vec<Variant>, Misfit> {
        let list = |at: usize| -> Vec<String> {
            let parts = cell(row, at).split(between).map(|part| part.trim().to_owned());
            parts.take(MOST_VARIANTS + 1).collect()
        };
        let lists: Vec<Vec<String>> = self.options.iter().map(|(at, _)| list(*at)).collect();
        let longest = lists.iter().map(Vec::len).max().unwrap_or(1);
        let misfit = |at: usize, found: usize, wanted: usize| {
            let column = self.header.columns.get(at).cloned();
            Misfit::Lengths { column: column.unwrap_or_default(), found, wanted }
        };
        let combinations: Vec<Vec<String>> = if all_combinations {
            combined(&lists)?
        } else {
            for ((at, _), list) in self.options.iter().zip(&lists) {
                if list.len() != longest && list.len() != 1 {
                    return Err(misfit(*at, list.len(), longest));
                }
            }
            let pick = |list: &Vec<String>, at: usize| list.get(at).or(list.first()).cloned();
            (0..longest)
                .map(|at| lists.iter().map(|list| pick(list, at).unwrap_or_default()).collect())
                .collect()
        };
        let count = combinations.len();
        if count > MOST_VARIANTS {
            return Err(Misfit::TooMany);
        }
        let mut own: Vec<(usize, Vec<String>)> = Vec::new();
        for at in self.along.iter().copied() {
            let list = list(at);
            match list.len() {
                length if length == count || length == 1 => own.push((at, list)),
                // A number with the same sign in it is one value.
                length => return Err(misfit(at, length, count)),
            }
        }
        // A list of SKUs is one of the variants, a single one is that of the product.
        if let Some(at) = self.sku.filter(|at| !self.along.contains(at) && count > 1) {
            let list = list(at);
            if list.len() == count {
                own.push((at, list));
            }
        }
        let variants = combinations.into_iter().enumerate().map(|(at, choices)| {
            let cells = own.iter().map(|(column, list)| {
                (*column, list.get(at).or(list.first()).cloned().unwrap_or_default())
            });
            Variant { row: 0, choices, cells: cells.collect() }
        });
        Ok(variants.collect())
    }
}

impl Shaping {
    /// The columns in which a row has a number for each of its variants, and of which nobody said that each variant
    /// has its own.
    pub(crate) fn left_whole(&self, row: &Row, variants: usize) -> Vec<&str> {
        let Way::Split { between, .. } = &self.way else { return Vec::new() };
        // Two may be one number with a comma.
        if variants < 2 || variants == 2 && between == "," {
            return Vec::new();
        }
        let is_free =
            |at: &usize| !self.is_option(*at) && !self.along.contains(at) && self.sku != Some(*at);
        let is_list = |at: &usize| numbers(cell(row, *at), between) == Some(variants);
        let columns = (0..self.columns).filter(is_free).filter(is_list);
        columns.filter_map(|at| self.header.columns.get(at).map(String::as_str)).collect()
    }
}

/// Every value of each list with every value of the others, the last list going fastest.
fn combined(lists: &[Vec<String>]) -> Result<Vec<Vec<String>>, Misfit> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for list in lists {
        if all.len().saturating_mul(list.len()) > MOST_VARIANTS {
            return Err(Misfit::TooMany);
        }
        all = all
            .iter()
            .flat_map(|choices| {
                list.iter().map(|value| {
                    let mut choices = choices.clone();
                    choices.push(value.clone());
                    choices
                })
            })
            .collect();
    }
    Ok(all)
}
