//! Rows that are one product together.

use super::{Shaping, Variant, cell};
use crate::row::Row;

impl Shaping {
    pub(super) fn joined(&self, rows: &[Row]) -> Vec<Variant> {
        let differs = |at: usize| {
            let mut cells = rows.iter().map(|row| cell(row, at)).filter(|cell| !cell.is_empty());
            let first = cells.next();
            cells.any(|cell| Some(cell) != first)
        };
        let own: Vec<usize> = (0..self.columns)
            .filter(|at| !self.is_option(*at))
            .filter(|at| self.along.contains(at) || rows.len() > 1 && differs(*at))
            .collect();
        rows.iter()
            .enumerate()
            .map(|(at, row)| Variant {
                row: at,
                choices: self.options.iter().map(|(at, _)| cell(row, *at).to_owned()).collect(),
                cells: own.iter().map(|at| (*at, cell(row, *at).to_owned())).collect(),
            })
            .collect()
    }
}
