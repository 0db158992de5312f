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
        // Nothing of the column says that thousands are set apart in it, and the numbers do not tell either.
        Ok(read)
            if read == whole && !habits.has_thousands() && (fits(fraction) || !fits(whole)) =>
        {
            let middle = habits.middle()?;
            let meant = match is_nearer(fraction, whole, middle) {
                true => written(&fraction, own),
                false => whole.to_string(),
            };
            let values = vec![cell.to_owned(), whole.to_string(), fraction.normalize().to_string()];
            let fix = Some(Fix::Cell(meant));
            Some(Damage { code: &codes::NUMBER_MAY_BE_FRACTION, values, fix })
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

/// Whether one number is nearer to a third than another, which is larger than both, by how often it goes into it.
fn is_nearer(one: Decimal, other: Decimal, middle: Decimal) -> bool {
    let (one, other, middle) = (one.abs(), other.abs(), middle.abs());
    match (middle.checked_mul(middle), one.checked_mul(other)) {
        (Some(square), Some(between)) => square <= between,
        _ => true,
    }
}

/// The middle one of the numbers that can be read in one way only; `None` where none has a fraction.
pub(super) fn middle(cells: &[&str], reader: &NumberReader) -> Option<Decimal> {
    let all = cells.iter().filter(|cell| both(cell).is_none());
    let mut all: Vec<Decimal> = all.filter_map(|cell| reader.read(cell).ok()).collect();
    all.sort_unstable();
    let has_fraction = all.iter().any(|number| number.scale() > 0);
    all.get(all.len() / 2).copied().filter(|_| has_fraction)
}

/// Whether a number has its thousands set apart, and can be read in no other way: `1.234,50`, `1.234.567`.
pub(super) fn has_thousands(cell: &str, reader: &NumberReader) -> bool {
    let decimal = match reader.notation.decimal {
        Some(DecimalSeparator::Comma) => ',',
        _ => '.',
    };
    let other = if decimal == ',' { '.' } else { ',' };
    let mut signs = cell.chars().filter(|letter| matches!(letter, '.' | ','));
    let is_apart = signs.next() == Some(other) && signs.next().is_some();
    is_apart && reader.read(cell).is_ok()
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
    let at = cell.bytes().position(|byte| matches!(byte, b'.' | b','))?;
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
