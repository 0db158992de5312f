//! One size with a comma, or two sizes? `30,32`, and what a spreadsheet makes of it.

use super::{Damage, Habits, is_digits};
use crate::{check::codes, number::NumberReader};

/// What can only be the fraction of a size: halves and quarters.
const FRACTIONS: [&str; 6] = ["0", "5", "25", "50", "75", "00"];

pub(super) fn damage(cell: &str, habits: &Habits, reader: &NumberReader) -> Option<Damage> {
    // Somebody said, or the column shows, what stands between values.
    if reader.notation.list.is_some_and(|sign| sign != ',') {
        return None;
    }
    if habits.has_lists() {
        let (one, other) = parts(cell, '.')?;
        let is_fraction = FRACTIONS.contains(&other) || one == "0";
        let meant = || format!("{one},{other}");
        return (!is_fraction)
            .then(|| Damage::mended(&codes::VALUE_BECAME_NUMBER, cell, meant()))
            .flatten();
    }
    let (one, other) = parts(cell, ',').filter(|_| reader.notation.list.is_none())?;
    let is_fraction = FRACTIONS.contains(&other);
    let meant = || format!("{one}\\,{other}");
    is_fraction.then(|| Damage::mended(&codes::VALUE_MAY_BE_NUMBER, cell, meant())).flatten()
}

/// The two numbers of one to three digits around a sign.
fn parts(cell: &str, sign: char) -> Option<(&str, &str)> {
    let is_small = |text: &str| is_digits(text) && text.len() <= 3;
    cell.split_once(sign).filter(|(one, other)| is_small(one) && is_small(other))
}
