//! Numbers that are a thousand times too large or too small: `90.750` where `90,750` was written.

use rust_decimal::Decimal;

use super::{Damage, Habits};
use crate::{
    check::codes,
    issue::Fix,
    number::{self, NumberError, NumberReader},
    reading::DecimalSeparator,
};

pub(super) fn damage(cell: &str, habits: &Habits, reader: &NumberReader) -> Option<Damage> {
    let (fraction, whole) = both(cell)?;
    let fits = |number: Decimal| {
        habits.scale().is_some_and(|(least, most)| {
            number >= least / Decimal::TEN && number <= most * Decimal::TEN
        })
    };
    let own = reader.notation.decimal.unwrap_or(DecimalSeparator::Point);
    match reader.read(cell) {
        Ok(read) if read == whole && !fits(whole) && fits(fraction) => {
            let meant = written(&fraction, own);
            let values = vec![cell.to_owned(), whole.to_string(), meant.clone()];
            Some(Damage { code: &codes::NUMBER_OFF_SCALE, values, fix: Some(Fix::Cell(meant)) })
        }
        // That it means two things is said where it is read; the others tell which one.
        Err(NumberError::Ambiguous { .. }) if fits(fraction) != fits(whole) => {
            let meant = if fits(fraction) { written(&fraction, own) } else { whole.to_string() };
            let values = vec![cell.to_owned(), fraction.to_string(), whole.to_string()];
            Some(Damage { code: &codes::NUMBER_AMBIGUOUS, values, fix: Some(Fix::Cell(meant)) })
        }
        _ => None,
    }
}

/// Between which the numbers lie that can be read in one way only; `None` where there are too few of them.
pub(super) fn of(cells: &[&str], reader: &NumberReader) -> Option<(Decimal, Decimal)> {
    let mut certain: Vec<Decimal> = cells
        .iter()
        .filter(|cell| both(cell).is_none())
        .filter_map(|cell| reader.read(cell).ok())
        .filter(|number| *number > Decimal::ZERO)
        .collect();
    certain.sort_unstable();
    match certain.as_slice() {
        [least, _, _, .., most] => Some((*least, *most)),
        _ => None,
    }
}

/// The two numbers that a cell with one separator and three digits behind it can mean.
pub(super) fn both(cell: &str) -> Option<(Decimal, Decimal)> {
    let at = cell.find(['.', ','])?;
    let digits_after = cell[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &cell[at + 1 + digits_after..];
    if digits_after != 3 || rest.contains(['.', ',']) || rest.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let decimal = match &cell[at..=at] {
        "." => DecimalSeparator::Point,
        _ => DecimalSeparator::Comma,
    };
    let other = match decimal {
        DecimalSeparator::Point => DecimalSeparator::Comma,
        DecimalSeparator::Comma => DecimalSeparator::Point,
    };
    let read = |decimal| {
        let notation = crate::reading::Notation { decimal: Some(decimal), ..Default::default() };
        number::parse(cell, &notation).ok()
    };
    Some((read(decimal)?, read(other)?)).filter(|(fraction, whole)| fraction != whole)
}

/// In such a way that it means one number only.
pub(super) fn written(number: &Decimal, decimal: DecimalSeparator) -> String {
    let mut number = number.normalize();
    if number.scale() == 3 {
        number.rescale(4);
    }
    number::write(&number, decimal)
}
