//! Numbers whose sign or unit does not stand where it belongs: `12-`, and `1200` among pounds.

use super::{Damage, Habits};
use crate::{check::codes, issue::Fix, number::NumberReader, unit, unit::Unit};

/// A number with its minus behind it. Prices have a dash there that means round (`12,-`), and are not below zero;
/// a stock can be, and a minus before it says so plainly.
pub(super) fn minus_behind(
    cell: &str,
    is_above_zero: bool,
    reader: &NumberReader,
) -> Option<Damage> {
    if cell.ends_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let body = cell.strip_suffix(['-', '−'])?;
    let digits = body.trim_end();
    if !digits.ends_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let read = reader.read(cell).ok().filter(|read| read.is_sign_negative() && !read.is_zero())?;
    let meant = if is_above_zero { digits.to_owned() } else { format!("-{digits}") };
    let values = vec![cell.to_owned(), read.normalize().to_string(), meant.clone()];
    Some(Damage { code: &codes::NUMBER_MINUS_BEHIND, values, fix: Some(Fix::Cell(meant)) })
}

/// A measure without a unit where most others name one.
pub(super) fn without_unit(cell: &str, habits: &Habits, reader: &NumberReader) -> Option<Damage> {
    let label = habits.unit().filter(|_| reader.notation.unit.is_none())?;
    let number = reader.read(cell).ok().filter(|number| !number.is_zero())?;
    if number.is_sign_negative() || !cell.ends_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let meant = format!("{cell} {label}");
    let values = vec![cell.to_owned(), label.to_owned(), meant.clone()];
    Some(Damage { code: &codes::UNIT_MISSING, values, fix: Some(Fix::Cell(meant)) })
}

/// The unit that is named most often, where most cells name one.
pub(super) fn unit_of_most(cells: &[&str]) -> Option<String> {
    let labels: Vec<&str> = cells.iter().filter_map(|cell| label_of(cell)).collect();
    if labels.len() < 2 || labels.len() * 2 <= cells.len() {
        return None;
    }
    let count = |unit| labels.iter().filter(|label| Unit::named(label) == unit).count();
    // Of equal ones the first.
    let most = labels.iter().rev().max_by_key(|label| count(Unit::named(label)))?;
    Some((*most).to_owned())
}

fn label_of(cell: &str) -> Option<&str> {
    let (number, label) = unit::split(cell);
    let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
    (has_digit && Unit::named(label).is_some()).then_some(label)
}
