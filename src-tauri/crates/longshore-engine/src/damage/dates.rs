//! Sizes that a spreadsheet took for dates: `1-2` became `2-Jan`, `3/4` became `2026-04-03`.

use jiff::{
    Span,
    civil::{Date, date},
};

use super::{Damage, Habits};
use crate::{check::codes, issue::Fix, moment, months, number::NumberReader, reading::DateOrder};

pub(super) fn of_a_value(cell: &str, habits: &Habits) -> Option<Damage> {
    if habits.are_dates() {
        return None;
    }
    let (one, other) = match with_month(cell) {
        Some(pair) => pair,
        // A date in numbers may be meant, unless the others are ranges.
        None if habits.between().is_some() => in_numbers(cell)?,
        None => return None,
    };
    // Sizes go up. Which number came first is not written there any more.
    let (low, high) = (one.min(other), one.max(other));
    let between = habits.between().unwrap_or('-');
    Damage::mended(&codes::VALUE_BECAME_DATE, cell, format!("{low}{between}{high}"))
}

/// The number by which a spreadsheet counts days, among sizes: `45293` is 2 January 2024, which was `1-2`.
pub(super) fn as_day_number(cell: &str, habits: &Habits) -> Option<Damage> {
    let date = day_numbered(cell).filter(|_| habits.are_sizes())?;
    let (day, month) = (date.day(), date.month());
    let between = habits.between().unwrap_or('-');
    let meant = format!("{}{between}{}", day.min(month), day.max(month));
    let values = vec![cell.to_owned(), date.to_string(), meant.clone()];
    Some(Damage { code: &codes::VALUE_IS_DAY_NUMBER, values, fix: Some(Fix::Cell(meant)) })
}

/// Whether most cells are short, and no numbers of days.
pub(super) fn are_sizes(cells: &[&str]) -> bool {
    let is_size =
        |cell: &&&str| cell.chars().count() <= LONGEST_SIZE && day_numbered(cell).is_none();
    let sizes = cells.iter().filter(is_size).count();
    sizes >= 2 && sizes * 10 >= cells.len() * 6
}

/// Longer cells are no sizes.
const LONGEST_SIZE: usize = 12;

/// The date of a number of days between 2000 and 2049: spreadsheets count from 30 December 1899 (ECMA-376, 18.17.4.1).
fn day_numbered(cell: &str) -> Option<Date> {
    let days: i32 = cell.parse().ok().filter(|_| cell.len() == 5)?;
    let is_of_our_time = (36_526..=54_788).contains(&days);
    let first = date(1899, 12, 30);
    is_of_our_time.then(|| first.checked_add(Span::new().days(days)).ok()).flatten()
}

/// A date whose day and month stand in another order than in the rest of the column: `02/13/2026` below `13/02/2026`.
/// Where as many stand in one as in the other, all of them are told.
pub(super) fn in_other_order(cell: &str, habits: &Habits, reader: &NumberReader) -> Option<Damage> {
    let own = order(cell)?;
    let (day_first, month_first) = habits.dates();
    let is_other = match reader.notation.date_order {
        Some(order) => order != own,
        None if own == DateOrder::DayMonthYear => month_first > 0 && day_first <= month_first,
        None => day_first > 0 && month_first <= day_first,
    };
    let moment = moment::parse(cell, Some(own)).ok().filter(|_| is_other)?;
    let has_time = cell.contains(':');
    let written = moment::write(&moment);
    let date = written.split(' ').next().unwrap_or_default().to_owned();
    Damage::mended(&codes::DATE_ORDER_DIFFERS, cell, if has_time { written } else { date })
}

/// How many dates can only begin with the day, and how many with the month.
pub(super) fn orders(cells: &[&str]) -> (usize, usize) {
    let count = |wanted| cells.iter().filter(|cell| order(cell) == Some(wanted)).count();
    (count(DateOrder::DayMonthYear), count(DateOrder::MonthDayYear))
}

/// In which order day and month stand, where one of them can only be the day.
fn order(cell: &str) -> Option<DateOrder> {
    let date = cell.trim().split(['T', ' ']).next()?;
    let mut parts = date.split(['/', '-', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str| -> Option<u32> { (text.len() < 3).then(|| text.parse().ok())? };
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    match (number(first)?, number(second)?) {
        _ if !is_year || parts.next().is_some() => None,
        (13..=31, 1..=12) => Some(DateOrder::DayMonthYear),
        (1..=12, 13..=31) => Some(DateOrder::MonthDayYear),
        _ => None,
    }
}

/// Whether it is a range of small numbers, such as `3-4`.
pub(super) fn is_range(cell: &str, sign: char) -> bool {
    let small = |text: &str| {
        let text = text.trim();
        matches!(text.len(), 1..=3) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    cell.split_once(sign).is_some_and(|(one, other)| small(one) && small(other))
}

pub(super) fn is_date(cell: &str) -> bool {
    with_month(cell).is_some() || in_numbers(cell).is_some()
}

/// `2-Jan`, `Jan-02`, `2. Jan`: the day, or the year, and the month.
fn with_month(cell: &str) -> Option<(u32, u32)> {
    // A spreadsheet never parts them by a space alone: "2 Gen" and "3 Pro" are names.
    let is_between = |letter: char| matches!(letter, '-' | '/' | '.');
    // Most codes have no such number at either end.
    let ends = cell.trim_matches(|letter: char| is_between(letter) || letter.is_whitespace());
    let digits = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(u8::is_ascii_digit).count();
    let is_number = |digits| matches!(digits, 1 | 2);
    if !is_number(digits(&mut ends.bytes())) && !is_number(digits(&mut ends.bytes().rev())) {
        return None;
    }
    let mut parts = cell.split(is_between).map(str::trim).filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next()?);
    // With a year it is a date that somebody may have meant.
    if parts.next().is_some() {
        return None;
    }
    let (word, number) = match first.bytes().all(|byte| byte.is_ascii_digit()) {
        true => (second, first),
        false => (first, second),
    };
    let is_number =
        matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit());
    // A spreadsheet shortens the names of months.
    if !is_number || word.chars().count() > 5 {
        return None;
    }
    let month = months::month(word)?;
    Some((number.parse().ok()?, u32::try_from(month).ok()?))
}

/// `2026-04-03`, `03.04.2026 00:00:00`: day and month.
fn in_numbers(cell: &str) -> Option<(u32, u32)> {
    let date = cell.split(['T', ' ']).next()?;
    let rest = cell[date.len()..].trim_start_matches(['T', ' ']);
    if !(rest.is_empty()
        || rest.trim_start_matches('0').starts_with(':')
            && rest.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')))
    {
        return None;
    }
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let has_year = parts.len() == 3 && parts.iter().any(|part| part.len() == 4);
    if !has_year {
        return None;
    }
    let moment = match moment::parse(date, None) {
        Ok(moment) => moment,
        Err(moment::MomentError::Ambiguous(moment, _)) => moment,
        Err(moment::MomentError::NotADate) => return None,
    };
    Some((u32::try_from(moment.day()).ok()?, u32::try_from(moment.month()).ok()?))
}

/// `Sep 99`, `12. Sep`, `9-Dec`: a number of one or two digits and a month, in either order.
pub(super) fn month_and_number(cell: &str) -> Option<(u32, u32)> {
    let is_between = |letter: char| matches!(letter, '-' | '/' | '.' | ' ');
    let parts: Vec<&str> = cell.split(is_between).filter(|part| !part.is_empty()).collect();
    let [one, other] = parts[..] else { return None };
    let is_number = |text: &str| text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, word) = if is_number(one) { (one, other) } else { (other, one) };
    if !is_number(number) || word.chars().count() > 10 {
        return None;
    }
    Some((number.parse().ok()?, u32::try_from(months::month(word)?).ok()?))
}

/// Day, month and year of a date in numbers.
pub(super) fn whole(cell: &str) -> Option<(u32, u32, u32)> {
    let (day, month) = in_numbers(cell)?;
    let is_year = |part: &&str| part.len() == 4;
    let date = cell.split(['T', ' ']).next()?;
    let year = date.split(['-', '.', '/']).find(is_year)?;
    Some((day, month, year.parse().ok()?))
}
