//! Rows that are one product together.

use super::{Shaping, Variant, cell};
use crate::row::Row;

impl Shaping {
    /// Which of the rows of a product is the product's own: the only one that chooses nothing, beside others that all
    /// do.
    pub(super) fn head(&self, rows: &[&Row]) -> Option<usize> {
        let chooses = |row: &&Row| self.options.iter().any(|(at, _)| !cell(row, *at).is_empty());
        let mut without = rows.iter().enumerate().filter(|(_, row)| !chooses(row));
        let (head, _) = without.next()?;
        (rows.len() > 1 && without.next().is_none()).then_some(head)
    }

    pub(super) fn joined(&self, head: Option<&Row>, rows: &[&Row]) -> Vec<Variant> {
        let differs = |at: usize| {
            let all = rows.iter().copied().chain(head);
            let mut cells = all.map(|row| cell(row, at)).filter(|cell| !cell.is_empty());
            let first = cells.next();
            cells.any(|cell| Some(cell) != first)
        };
        let is_own = |at: usize| {
            let is_sku = Some(at) == self.sku && head.is_some();
            is_sku || self.along.contains(&at) || rows.len() > 1 && differs(at)
        };
        let own: Vec<usize> =
            (0..self.columns).filter(|at| !self.is_option(*at) && is_own(*at)).collect();
        let sku_of_product = self.sku.zip(head).map(|(at, head)| (at, cell(head, at)));
        rows.iter()
            .enumerate()
            .map(|(at, row)| Variant {
                row: at,
                choices: self.options.iter().map(|(at, _)| cell(row, *at).to_owned()).collect(),
                cells: own
                    .iter()
                    // A SKU is of one thing: a variant that shows its product's has none.
                    .filter(|at| sku_of_product != Some((**at, cell(row, **at))))
                    .map(|at| (*at, cell(row, *at).to_owned()))
                    .collect(),
            })
            .collect()
    }
}
