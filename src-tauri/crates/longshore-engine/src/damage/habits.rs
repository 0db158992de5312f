//! What do the cells of a column usually look like?

use rust_decimal::Decimal;

use super::{dates, is_digits, scale};
use crate::number::NumberReader;

/// What the cells of a column usually look like, found out from samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// So long are codes of digits, some of which begin with a zero.
    code_width: Option<usize>,
    codes_are_digits: bool,
    gtins_have_12: bool,
    /// What stands in ranges such as `3-4`.
    between: Option<char>,
    /// Most cells are dates.
    are_dates: bool,
    /// Between which the numbers lie that can be read in one way only.
    scale: Option<(Decimal, Decimal)>,
}

/// No more samples than this are looked at.
const MOST: usize = 200;
/// Fewer cells are no pattern.
const FEWEST: usize = 4;

impl Habits {
    /// What these cells look like.
    #[must_use]
    pub fn of<Text: AsRef<str>>(samples: &[Text], reader: &NumberReader) -> Self {
        let cells: Vec<&str> = samples
            .iter()
            .map(|cell| cell.as_ref().trim())
            .filter(|cell| !cell.is_empty() && cell.len() <= super::LONGEST)
            .take(MOST)
            .collect();
        if cells.len() < FEWEST {
            return Self::default();
        }
        let most_of = |count: usize| count * 10 >= cells.len() * 6;
        let count = |is: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| is(cell)).count();
        let width = cells.iter().filter(|cell| is_digits(cell)).map(|cell| cell.len()).max();
        let code_width = width.filter(|width| {
            let of_width = count(&|cell| is_digits(cell) && cell.len() == *width);
            most_of(of_width) && count(&|cell| cell.len() == *width && cell.starts_with('0')) > 0
        });
        let with_12 = count(&|cell| cell.len() == 12 && is_digits(cell));
        let with_13 = count(&|cell| cell.len() == 13 && is_digits(cell));
        let ranges = |sign| count(&|cell| dates::is_range(cell, sign));
        Self {
            code_width,
            codes_are_digits: most_of(count(&|cell| {
                is_digits(cell) || super::without_fraction(cell).is_some()
            })),
            gtins_have_12: with_12 > with_13,
            between: ['-', '/']
                .into_iter()
                .filter(|sign| ranges(*sign) > 0)
                .max_by_key(|sign| ranges(*sign)),
            are_dates: count(&|cell| dates::is_date(cell)) * 2 > cells.len(),
            scale: scale::of(&cells, reader),
        }
    }

    pub(super) fn code_width(&self) -> Option<usize> {
        self.code_width
    }

    pub(super) fn codes_are_digits(&self) -> bool {
        self.codes_are_digits
    }

    pub(super) fn gtin_width(&self) -> usize {
        if self.gtins_have_12 { 12 } else { 13 }
    }

    pub(super) fn between(&self) -> Option<char> {
        self.between
    }

    pub(super) fn are_dates(&self) -> bool {
        self.are_dates
    }

    pub(super) fn scale(&self) -> Option<(Decimal, Decimal)> {
        self.scale
    }
}
