//! What is said of taxes? A shop has classes, and the rates belong to them: only what is free of tax is the same in all.

use super::super::{
    Out,
    columns::{Column, Place, Table},
    product::Cells,
};
use crate::row::Row;

/// The columns of tax rates. They also come along, so that somebody can map them.
#[derive(Default)]
pub(super) struct Taxes(Vec<Place>);

/// Rates that are named in a notice.
const MOST: usize = 8;

impl Taxes {
    pub(super) fn new(table: &mut Table) -> Self {
        let rates = table.parts("ставкиналогов/ставканалога").into_iter();
        let rates: Vec<Place> = rates.map(|own| table.find(&[&format!("{own}/ставка")])).collect();
        if !rates.is_empty() {
            [Column::TaxStatus, Column::TaxClass].into_iter().for_each(|one| table.always(one));
        }
        Self(rates)
    }

    pub(super) fn put(&self, row: &Row, cells: &mut Cells, out: &mut Out<'_>) {
        for place in &self.0 {
            let rate = place.of(row);
            match (rate.to_lowercase().as_str(), out.table.number(*place, row)) {
                ("", _) => {}
                ("без ндс" | "без налога" | "не облагается", _) => {
                    cells.set(Column::TaxStatus, "none");
                }
                (_, Some(number)) if number.is_zero() => cells.set(Column::TaxClass, "zero-rate"),
                _ => {
                    out.notices.say("tax_rates_left_out");
                    out.notices.list_in("tax_rates_left_out", "rates", rate, MOST);
                }
            }
        }
    }
}
