//! What do the cells of a column usually look like?

use rust_decimal::Decimal;

use super::{dates, is_digits, levels, measures, scale};
use crate::{notation, number::NumberReader};

/// What the cells of a column usually look like, found out from samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// So long are codes of digits, some of which begin with a zero.
    code_width: Option<usize>,
    codes_are_digits: bool,
    gtins_have_12: bool,
    /// So many digits most of the cells have.
    gtin_digits: Option<usize>,
    /// What stands in ranges such as `3-4`.
    between: Option<char>,
    /// Most cells are dates.
    are_dates: bool,
    /// Between which the numbers lie that can be read in one way only.
    scale: Option<(Decimal, Decimal)>,
    /// What lies in the middle of them.
    middle: Option<Decimal>,
    /// Some number has its thousands set apart in a way that can mean nothing else.
    has_thousands: bool,
    /// How many dates begin with the day, and how many with the month.
    dates: (usize, usize),
    /// The unit that most measures name, as they write it.
    unit: Option<String>,
    /// Some cells have several values with commas between them, and can mean nothing else.
    has_lists: bool,
    /// What stands between the levels of categories, where that is no `>`.
    between_levels: Option<char>,
    /// So many cells are short words or numbers, such as sizes, and no numbers of days.
    are_sizes: bool,
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
        let few = Self {
            middle: scale::middle(&cells, reader),
            has_thousands: cells.iter().any(|cell| scale::has_thousands(cell, reader)),
            dates: dates::orders(&cells),
            unit: measures::unit_of_most(&cells),
            has_lists: cells.iter().any(|cell| notation::is_list_of_values(cell)),
            are_sizes: dates::are_sizes(&cells),
            between_levels: levels::between(&cells),
            ..Self::default()
        };
        if cells.len() < FEWEST {
            return few;
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
            gtin_digits: [8, 12, 13, 14]
                .into_iter()
                .find(|length| most_of(count(&|cell| cell.len() == *length && is_digits(cell)))),
            between: ['-', '/']
                .into_iter()
                .filter(|sign| ranges(*sign) > 0)
                .max_by_key(|sign| ranges(*sign)),
            are_dates: count(&|cell| dates::is_date(cell)) * 2 > cells.len(),
            scale: scale::of(&cells, reader),
            ..few
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

    pub(super) fn gtin_digits(&self) -> Option<usize> {
        self.gtin_digits
    }

    pub(super) fn middle(&self) -> Option<Decimal> {
        self.middle
    }

    pub(super) fn has_thousands(&self) -> bool {
        self.has_thousands
    }

    pub(super) fn dates(&self) -> (usize, usize) {
        self.dates
    }

    pub(super) fn between(&self) -> Option<char> {
        self.between
    }

    pub(super) fn are_dates(&self) -> bool {
        self.are_dates
    }

    pub(crate) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    pub(super) fn has_lists(&self) -> bool {
        self.has_lists
    }

    pub(super) fn between_levels(&self) -> Option<char> {
        self.between_levels
    }

    pub(super) fn are_sizes(&self) -> bool {
        self.are_sizes
    }

    pub(super) fn scale(&self) -> Option<(Decimal, Decimal)> {
        self.scale
    }
}
