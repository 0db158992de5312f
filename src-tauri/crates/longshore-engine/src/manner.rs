//! What is seen in the cells of a column beside numbers and dates?
//!
//! Rules of thumb with what they stand on: how many cells say so. What is seen is shown; what somebody decides about
//! it goes into the column's [`crate::reading::Notation`].

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    notation,
    number::{self, NumberError},
    reading::{Markup, Notation},
    suggest::values::is_address,
    truth,
    unit::{self, Unit},
};

/// What was seen in a column, each with how many of its cells say so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Seen {
    /// Cells that were looked at.
    pub cells: u32,
    /// Cells that say yes or no.
    pub truths: u32,
    /// What stands between several values in one cell.
    pub list: Option<char>,
    /// Cells in which it stands.
    pub lists: u32,
    /// Whether the texts are HTML.
    pub markup: Option<Markup>,
    /// Cells that say so.
    pub marked_up: u32,
    /// The unit of the measures.
    pub unit: Option<Unit>,
    /// Cells that name it.
    pub units: u32,
    /// The currency of the prices: a code such as `EUR`, or a sign.
    pub currency: Option<String>,
    /// Cells that name it.
    pub currencies: u32,
    /// Cells that are percentages.
    pub percents: u32,
}

/// No more samples than this are looked at.
const MOST: usize = 200;
/// What can stand between two values, the likeliest first.
const BETWEEN: [char; 5] = ['|', ';', ',', '/', '\n'];
/// Longer parts are no values of a list.
const LONGEST_PART: usize = 60;

impl Seen {
    /// What is seen in these cells.
    pub fn of<'a>(samples: impl Iterator<Item = &'a str>) -> Self {
        let cells: Vec<&str> =
            samples.map(str::trim).filter(|cell| !cell.is_empty()).take(MOST).collect();
        let count = |is: &dyn Fn(&str) -> bool| {
            u32::try_from(cells.iter().filter(|cell| is(cell)).count()).unwrap_or(u32::MAX)
        };
        let language = truth::language(cells.iter().copied());
        let is_truth = |cell: &str| match language {
            Some(language) => truth::parse_in(cell, language).is_some(),
            None => truth::parse(cell).is_some(),
        };
        let mut seen = Self {
            cells: u32::try_from(cells.len()).unwrap_or(u32::MAX),
            truths: count(&is_truth),
            percents: count(&|cell| {
                matches!(number::parse(cell, &Notation::default()), Err(NumberError::Percent(_)))
            }),
            marked_up: count(&is_markup),
            ..Self::default()
        };
        seen.markup = match seen.marked_up {
            0 if count(&|cell| cell.contains('\n')) > 0 => Some(Markup::Plain),
            0 => None,
            some if some * 5 >= seen.cells => Some(Markup::Html),
            _ => None,
        };
        if let Some((unit, cells)) = most(cells.iter().filter_map(|cell| unit_of(cell))) {
            (seen.unit, seen.units) = (Some(unit), cells);
        }
        if let Some((currency, cells)) = most(cells.iter().filter_map(|cell| currency_of(cell))) {
            (seen.currency, seen.currencies) = (Some(currency), cells);
        }
        if let Some((sign, lists)) = list(&cells) {
            (seen.list, seen.lists) = (Some(sign), lists);
        }
        seen
    }
}

/// What stands between several values in one cell, and in how many cells it does.
///
/// Sentences have commas, slashes and line breaks too: only where most cells have them do they make a list. A bar or a
/// semicolon is no sign of sentences. A slash counts with a space on both sides: `S/M` is one size.
pub(crate) fn list(cells: &[&str]) -> Option<(char, u32)> {
    let cells: Vec<&str> =
        cells.iter().copied().filter(|cell| !cell.is_empty()).take(MOST).collect();
    // Beside "S,M" the comma of "30,32" stands between two values.
    let has_values = cells.iter().any(|cell| notation::is_list_of_values(cell));
    let is_list = |cell: &str, sign| match sign {
        ',' if has_values => cell.contains(',') && has_short_parts(cell, ','),
        '/' => cell.contains(" / ") && is_list(cell, sign),
        _ => is_list(cell, sign),
    };
    let count = |sign| cells.iter().filter(|cell| is_list(cell, sign)).count();
    let lists = BETWEEN.map(|sign| (sign, count(sign)));
    let best = lists.into_iter().rev().max_by_key(|(_, lists)| *lists)?;
    let is_enough = match best.0 {
        '|' | ';' => best.1 * 10 >= cells.len(),
        _ => best.1 * 2 >= cells.len(),
    };
    let lists = u32::try_from(best.1).unwrap_or(u32::MAX);
    (lists > 0 && is_enough).then_some((best.0, lists))
}

/// What comes most often, and how often.
fn most<T: PartialEq>(all: impl Iterator<Item = T>) -> Option<(T, u32)> {
    let mut counts: Vec<(T, u32)> = Vec::new();
    for one in all {
        match counts.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counts.push((one, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

fn is_markup(cell: &str) -> bool {
    let mut rest = cell;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let after = name.as_bytes().get(length);
        let begins = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        if begins && length <= 10 && matches!(after, Some(b'>' | b'/' | b' ')) {
            return true;
        }
    }
    false
}

fn unit_of(cell: &str) -> Option<Unit> {
    if cell.len() > 40 {
        return None;
    }
    let (number, label) = unit::split(cell);
    let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
    if label.is_empty() || !has_digit { None } else { Unit::named(label) }
}

fn currency_of(cell: &str) -> Option<String> {
    if cell.len() > 40 {
        return None;
    }
    if let Some(code) = number::currency_code(cell) {
        return Some(code.to_owned());
    }
    let sign: String = cell
        .chars()
        .filter(|letter| !letter.is_ascii_digit() && !letter.is_whitespace())
        .filter(|letter| !matches!(letter, '.' | ',' | '-' | '−' | '+' | '\'' | '’'))
        .collect();
    let is_price =
        !sign.is_empty() && number::parse(cell, &Notation::default()).is_ok_or_ambiguous();
    is_price.then_some(sign)
}

trait Readable {
    fn is_ok_or_ambiguous(&self) -> bool;
}

impl Readable for Result<rust_decimal::Decimal, NumberError> {
    fn is_ok_or_ambiguous(&self) -> bool {
        matches!(self, Ok(_) | Err(NumberError::Ambiguous { .. }))
    }
}

fn is_list(cell: &str, sign: char) -> bool {
    // Numbers and addresses have such signs of their own.
    let is_number =
        matches!(sign, ',' | '/') && number::parse(cell, &Notation::default()).is_ok_or_ambiguous();
    let is_one_address = sign == '/' && is_address(cell);
    let is_of_number = sign == ',' && notation::has_comma_of_number(cell);
    has_short_parts(cell, sign) && !is_number && !is_one_address && !is_of_number
}

/// Whether a sign cuts a cell into several parts, none of which is empty or a sentence.
fn has_short_parts(cell: &str, sign: char) -> bool {
    let mut parts = cell.split(sign).map(str::trim);
    let is_value =
        |part: &str| !part.is_empty() && (part.len() <= LONGEST_PART || is_address(part));
    cell.contains(sign) && parts.all(is_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(cells: &[&str]) -> Seen {
        Seen::of(cells.iter().copied())
    }

    #[test]
    fn lists_are_seen_by_what_stands_between_their_values() {
        let bars = seen(&["S|M|L", "S|M", "XL"]);
        assert_eq!((bars.list, bars.lists), (Some('|'), 2));
        assert_eq!(seen(&["Red, Blue", "Red, Green", "Blue"]).list, Some(','));
        assert_eq!(seen(&["Soft, warm and dry", "Blue", "Red", "Green", "Grey"]).list, None);
        assert_eq!(seen(&["19,90", "5,00", "7,25"]).list, None);
        let sizes = seen(&["S,M", "30,32", "10,12,14", "L"]);
        assert_eq!((sizes.list, sizes.lists), (Some(','), 3), "two sizes are no number");
        assert_eq!(seen(&["S / M", "L / XL", "XXL"]).list, Some('/'));
        assert_eq!(seen(&["S/M", "L/XL", "XXL"]).list, None, "one size from S to M");
        assert_eq!(seen(&["warm\nsoft", "dry\nlight", "new"]).list, Some('\n'));
        assert_eq!(seen(&["https://a.example/b/c.png", "https://a.example/d.png"]).list, None);
    }

    #[test]
    fn html_is_told_from_plain_text() {
        assert_eq!(seen(&["<p>Soft</p>", "<b>Warm</b> one"]).markup, Some(Markup::Html));
        assert_eq!(seen(&["Soft\nWarm", "Dry"]).markup, Some(Markup::Plain));
        assert_eq!(seen(&["5 < 6", "a <3 b"]).markup, None);
    }

    #[test]
    fn units_currencies_and_percentages_are_counted() {
        let weights = seen(&["1,5 kg", "2 kg", "300 g", "4"]);
        assert_eq!((weights.unit, weights.units, weights.cells), (Some(Unit::Kg), 2, 4));
        let prices = seen(&["19,90 €", "€ 5", "7.25 USD"]);
        assert_eq!((prices.currency.as_deref(), prices.currencies), (Some("€"), 2));
        assert_eq!(seen(&["19 %", "7%", "x"]).percents, 2);
        assert_eq!(seen(&["Red", "Blue"]).currency, None);
    }

    #[test]
    fn yes_and_no_are_counted_in_the_language_of_the_column() {
        assert_eq!(seen(&["E", "H", "E"]).truths, 3);
        assert_eq!(seen(&["ja", "nein", "vielleicht"]).truths, 2);
    }
}
