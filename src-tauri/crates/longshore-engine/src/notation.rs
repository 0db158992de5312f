//! How are the numbers and dates of a column written?
//!
//! One cell hardly ever tells: `90.750` may be ninety or ninety thousand. A column does: as soon as one of its cells
//! can be read in one way only, all are. Where nothing decides, nothing is guessed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    manner,
    number::{self, NumberError},
    reading::{DateOrder, DecimalSeparator, Notation},
    shape, truth,
};

/// How a column is written, and what tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotationReport {
    /// What was found out.
    pub notation: Notation,
    /// Why the decimal separator is believed, or not known.
    pub decimal_reason: NotationReason,
    /// Why the order of dates is believed, or not known.
    pub date_reason: NotationReason,
    /// What was seen.
    pub evidence: Evidence,
}

/// Why something is believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotationReason {
    /// There is nothing of the kind in the column.
    #[default]
    NoneSeen,
    /// Some cells can be read in one way only, and none contradicts.
    Decided,
    /// Nearly all cells that can be read in one way only say so; a few contradict.
    MostlyDecided,
    /// Cells contradict each other.
    Contradictory,
    /// Every cell can be read in two ways.
    Ambiguous,
}

impl NotationReason {
    /// As it is written in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoneSeen => "none_seen",
            Self::Decided => "decided",
            Self::MostlyDecided => "mostly_decided",
            Self::Contradictory => "contradictory",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// How many cells say what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Evidence {
    /// A point can only be decimal: `19.90`, `1,234.56`.
    pub decimal_point: u32,
    /// A comma can only be decimal: `19,90`, `1.234,56`.
    pub decimal_comma: u32,
    /// A point may be either: `90.750`.
    pub either_point: u32,
    /// A comma may be either: `90,750`.
    pub either_comma: u32,
    /// Whole numbers without any separator.
    pub plain: u32,
    /// A point can only stand between thousands.
    pub thousands_point: u32,
    /// So can a comma.
    pub thousands_comma: u32,
    /// A space of any kind stands between thousands.
    pub thousands_space: u32,
    /// An apostrophe does.
    pub thousands_apostrophe: u32,
    /// The day comes first: `31.12.2026`.
    pub day_first: u32,
    /// The month comes first: `12/31/2026`.
    pub month_first: u32,
    /// The year comes first: `2026-12-31`.
    pub year_first: u32,
    /// Day and month may be either: `03/04/2026`.
    pub either_first: u32,
}

/// Finds out from samples how a column is written.
#[must_use]
pub fn detect<'a>(samples: impl Iterator<Item = &'a str>) -> NotationReport {
    let mut evidence = Evidence::default();
    let mut cells = Vec::new();
    let mut lists = 0;
    for sample in samples {
        let sample = sample.trim();
        cells.push(sample);
        lists += usize::from(is_list_of_values(sample));
        if !sample.is_empty() && !evidence.date(sample) {
            evidence.number(sample);
        }
    }
    // Beside "S,M" the comma of "30,32" stands between two values.
    let (decimal, decimal_reason) = match lists * 10 > cells.len() {
        true => (None, NotationReason::NoneSeen),
        false => evidence.decimal(),
    };
    let (date_order, date_reason) = evidence.date_order();
    let notation = Notation {
        decimal,
        thousands: evidence.thousands(decimal),
        date_order,
        truths: truth::language(cells.iter().copied()),
        list: manner::list(&cells).map(|(sign, _)| sign),
        ..Notation::default()
    };
    NotationReport { notation, decimal_reason, date_reason, evidence }
}

/// Whether a cell has several short values with commas between them, and can be no number: `S,M`, `30,32,34`.
pub(crate) fn is_list_of_values(cell: &str) -> bool {
    const LONGEST: usize = 20;
    let is_value = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.chars().count() <= LONGEST
    };
    cell.contains(',')
        && !cell.contains(char::is_control)
        && cell.split(',').all(is_value)
        && cell.split(',').any(|part| part.trim().chars().count() <= 4)
        && matches!(number::parse(cell, &Notation::default()), Err(NumberError::NotANumber))
        && !shape::is_measure(cell)
        && !has_comma_of_number(cell)
}

/// Whether a comma of a text is that of a number in it, as in `Pfand 0,25`.
pub(crate) fn has_comma_of_number(cell: &str) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    cell.contains(char::is_alphabetic)
        && cell.match_indices(',').any(|(at, _)| {
            is_digit(cell[..at].chars().next_back()) && is_digit(cell[at + 1..].chars().next())
        })
}

impl Evidence {
    fn decimal(&self) -> (Option<DecimalSeparator>, NotationReason) {
        let votes = [
            (DecimalSeparator::Point, self.decimal_point + self.thousands_comma),
            (DecimalSeparator::Comma, self.decimal_comma + self.thousands_point),
        ];
        let undecided = self.either_point + self.either_comma;
        // Where both `90.750` and `90,750` stand, one of them is a fraction: nobody can tell which.
        elect(&votes, undecided)
    }

    fn date_order(&self) -> (Option<DateOrder>, NotationReason) {
        let votes = [
            (DateOrder::DayMonthYear, self.day_first),
            (DateOrder::MonthDayYear, self.month_first),
            (DateOrder::YearMonthDay, self.year_first),
        ];
        elect(&votes, self.either_first)
    }

    fn thousands(&self, decimal: Option<DecimalSeparator>) -> Option<char> {
        let is = |separator| decimal == Some(separator);
        // What may be either is between thousands where the other sign is the decimal one.
        let point =
            self.thousands_point + if is(DecimalSeparator::Comma) { self.either_point } else { 0 };
        let comma =
            self.thousands_comma + if is(DecimalSeparator::Point) { self.either_comma } else { 0 };
        let mut votes = [
            ('.', if is(DecimalSeparator::Point) { 0 } else { point }),
            (',', if is(DecimalSeparator::Comma) { 0 } else { comma }),
            (' ', self.thousands_space),
            ('\'', self.thousands_apostrophe),
        ];
        votes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        (votes[0].1 > 0).then_some(votes[0].0)
    }

    /// Looks at a date; `false` where it is none.
    fn date(&mut self, text: &str) -> bool {
        let date = text.split(['T', ' ']).next().unwrap_or_default();
        let Some(sign) = date.chars().find(|c| matches!(c, '.' | '/' | '-')) else { return false };
        let mut parts = date.split(sign);
        let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
        let [Some(first), Some(second), Some(third), None] = parts else { return false };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if ![first, second, third].into_iter().all(digits) {
            return false;
        }
        let number = |part: &str| part.parse::<u32>().unwrap_or(0);
        let (one, two) = (number(first), number(second));
        match (first.len(), second.len(), third.len()) {
            (4, 1..=2, 1..=2) if (1..=12).contains(&two) && (1..=31).contains(&number(third)) => {
                self.year_first += 1;
            }
            (1..=2, 1..=2, 2 | 4) => match (one, two) {
                (13..=31, 1..=12) => self.day_first += 1,
                (1..=12, 13..=31) => self.month_first += 1,
                // Points stand only in dates that begin with the day.
                (1..=12, 1..=12) if sign == '.' => self.day_first += 1,
                (1..=12, 1..=12) => self.either_first += 1,
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    /// Looks at a number, with or without a currency.
    fn number(&mut self, text: &str) {
        let outside = |c: char| !c.is_ascii_digit();
        let body = text.trim_matches(outside);
        // A currency is short; longer words make it a text with a number in it.
        if body.is_empty() || text.chars().filter(|c| c.is_alphabetic()).count() > 4 {
            return;
        }
        // A fraction may begin with its sign.
        let bare = text[..text.len() - text.trim_start_matches(outside).len()].chars().next_back();
        let mut signs: Vec<(char, usize)> = Vec::new();
        let mut runs = vec![0usize];
        for c in body.chars() {
            let sign = match c {
                '0'..='9' => {
                    if let Some(run) = runs.last_mut() {
                        *run += 1;
                    }
                    continue;
                }
                '.' | ',' => c,
                '\'' | '’' => '\'',
                c if c.is_whitespace() => ' ',
                _ => return,
            };
            signs.push((sign, runs.len()));
            runs.push(0);
        }
        let Some(&(last, _)) = signs.last() else {
            match bare {
                Some('.') => self.decimal_point += 1,
                Some(',') => self.decimal_comma += 1,
                _ => self.plain += 1,
            }
            return;
        };
        let others = &signs[..signs.len() - 1];
        let grouped = |runs: &[usize]| {
            let [first, inner @ .., end] = runs else { return runs.len() == 1 };
            (1..=3).contains(first)
                && *end == 3
                && (inner.iter().all(|run| *run == 3) || inner.iter().all(|run| *run == 2))
                && !body.starts_with('0')
        };
        let alike = |signs: &[(char, usize)]| signs.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let decimal = matches!(last, '.' | ',')
            && others.iter().all(|(sign, _)| *sign != last)
            && alike(others)
            && grouped(&runs[..runs.len() - 1])
            || (others.is_empty() && matches!(last, '.' | ','));
        let whole = alike(&signs) && grouped(&runs);
        match (decimal, whole, last) {
            (true, true, '.') => self.either_point += 1,
            (true, true, _) => self.either_comma += 1,
            (true, false, '.') => self.decimal_point += 1,
            (true, false, _) => self.decimal_comma += 1,
            (false, true, sign) => self.between_thousands(sign),
            (false, false, _) => {}
        }
        if decimal && let Some((sign, _)) = others.first() {
            self.between_thousands(*sign);
        }
    }

    fn between_thousands(&mut self, sign: char) {
        match sign {
            '.' => self.thousands_point += 1,
            ',' => self.thousands_comma += 1,
            ' ' => self.thousands_space += 1,
            _ => self.thousands_apostrophe += 1,
        }
    }
}

/// Takes what has all votes, or nearly all.
fn elect<T: Copy>(votes: &[(T, u32)], undecided: u32) -> (Option<T>, NotationReason) {
    let all: u32 = votes.iter().map(|(_, count)| count).sum();
    let Some((winner, most)) = votes.iter().max_by_key(|(_, count)| *count) else {
        return (None, NotationReason::NoneSeen);
    };
    match (all, undecided) {
        (0, 0) => (None, NotationReason::NoneSeen),
        (0, _) => (None, NotationReason::Ambiguous),
        _ if *most == all => (Some(*winner), NotationReason::Decided),
        _ if *most >= (all - most) * 9 => (Some(*winner), NotationReason::MostlyDecided),
        _ => (None, NotationReason::Contradictory),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::number::parse;

    const POINT: Option<DecimalSeparator> = Some(DecimalSeparator::Point);
    const COMMA: Option<DecimalSeparator> = Some(DecimalSeparator::Comma);

    fn numbers(samples: &[&str]) -> (Option<DecimalSeparator>, Option<char>, NotationReason) {
        let report = detect(samples.iter().copied());
        (report.notation.decimal, report.notation.thousands, report.decimal_reason)
    }

    fn dates(samples: &[&str]) -> (Option<DateOrder>, NotationReason) {
        let report = detect(samples.iter().copied());
        (report.notation.date_order, report.date_reason)
    }

    #[test]
    fn one_cell_that_can_be_read_in_one_way_decides() {
        use NotationReason::Decided;
        assert_eq!(numbers(&["19,90"]), (COMMA, None, Decided));
        assert_eq!(numbers(&["19.9", "5"]), (POINT, None, Decided));
        assert_eq!(numbers(&["1.234,56", "7"]), (COMMA, Some('.'), Decided));
        assert_eq!(numbers(&["1,234.56"]), (POINT, Some(','), Decided));
        assert_eq!(numbers(&["1 234,56", "1\u{202f}000,00"]), (COMMA, Some(' '), Decided));
        assert_eq!(numbers(&["1'234.56", "1’000.00"]), (POINT, Some('\''), Decided));
        assert_eq!(numbers(&["90.750", "12,5"]), (COMMA, Some('.'), Decided));
        assert_eq!(numbers(&["90.750", "12.5"]), (POINT, None, Decided));
        assert_eq!(numbers(&["1.234.567"]), (COMMA, Some('.'), Decided));
        assert_eq!(numbers(&["12,34,567", "1,00,000.50"]), (POINT, Some(','), Decided));
        assert_eq!(numbers(&["0.125"]), (POINT, None, Decided));
        assert_eq!(numbers(&["1234.567"]), (POINT, None, Decided));
        assert_eq!(numbers(&[",99"]), (COMMA, None, Decided));
    }

    proptest! {
        #[test]
        fn what_is_found_reads_the_numbers_that_were_meant(
            cents in prop::collection::vec(0i64..1_000_000_000, 1..30),
            (decimal, point, thousands) in prop::sample::select(vec![
                (POINT, '.', ","), (POINT, '.', "'"), (POINT, '.', ""), (COMMA, ',', "."), (COMMA, ',', " "), (COMMA, ',', ""),
            ]),
        ) {
            let written: Vec<String> = cents.iter().map(|cents| {
                let mut whole = (cents / 100).to_string();
                for at in (1..whole.len()).rev().filter(|at| (whole.len() - at) % 3 == 0).collect::<Vec<_>>() {
                    whole.insert_str(at, thousands);
                }
                format!("{whole}{point}{:02}", cents % 100)
            }).collect();
            let notation = detect(written.iter().map(String::as_str)).notation;
            prop_assert_eq!(notation.decimal, decimal);
            for (cents, written) in cents.iter().zip(&written) {
                prop_assert_eq!(parse(written, &notation), Ok(Decimal::new(*cents, 2)));
            }
        }
    }

    #[test]
    fn currencies_signs_and_percents_do_not_matter() {
        assert_eq!(numbers(&["$ 5.99", "US$1,200.00"]).0, POINT);
        assert_eq!(numbers(&["1.234,50 €", "-3,5 %", "12,00 EUR"]).0, COMMA);
        assert_eq!(numbers(&["5,-"]), (None, None, NotationReason::NoneSeen));
    }

    #[test]
    fn what_can_be_read_in_two_ways_decides_nothing() {
        assert_eq!(numbers(&["90.750", "12.500"]), (None, None, NotationReason::Ambiguous));
        assert_eq!(numbers(&["90.750", "90,750"]), (None, None, NotationReason::Ambiguous));
        assert_eq!(numbers(&["90", "12"]), (None, None, NotationReason::NoneSeen));
        assert_eq!(numbers(&["1 234", "5 000"]), (None, Some(' '), NotationReason::NoneSeen));
    }

    #[test]
    fn contradictions_are_said() {
        assert_eq!(numbers(&["19,90", "19.90"]), (None, None, NotationReason::Contradictory));
        let mut samples = vec!["19,90"; 20];
        samples.push("19.90");
        assert_eq!(numbers(&samples), (COMMA, None, NotationReason::MostlyDecided));
    }

    #[test]
    fn texts_and_versions_are_no_numbers() {
        for text in ["Pfand 0,25", "1.2.3", "192.168.0.1", "A-100", "5,9E+12", "38, 40, 42"] {
            let report = detect([text].into_iter());
            let notation = Notation { list: None, ..report.notation };
            assert_eq!(notation, Notation::default(), "{text}");
        }
    }

    #[test]
    fn dates_are_decided_by_days_beyond_twelve() {
        use NotationReason::{Ambiguous, Contradictory, Decided};
        assert_eq!(dates(&["31.12.2026", "01.02.2026"]), (Some(DateOrder::DayMonthYear), Decided));
        assert_eq!(dates(&["12/31/2026", "01/02/2026"]), (Some(DateOrder::MonthDayYear), Decided));
        assert_eq!(dates(&["31/12/26 14:00"]), (Some(DateOrder::DayMonthYear), Decided));
        assert_eq!(dates(&["2026-12-31T10:00:00"]), (Some(DateOrder::YearMonthDay), Decided));
        assert_eq!(dates(&["03/04/2026"]), (None, Ambiguous));
        assert_eq!(dates(&["03.04.2026"]), (Some(DateOrder::DayMonthYear), Decided));
        assert_eq!(dates(&["12/31/2026", "31/12/2026"]), (None, Contradictory));
        assert_eq!(dates(&["1-2", "99/99/2026"]), (None, NotationReason::NoneSeen));
    }
}
