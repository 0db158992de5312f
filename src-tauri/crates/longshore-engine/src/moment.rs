//! Which moment does a text mean?

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use thiserror::Error;

use crate::reading::DateOrder;

/// Why a text is no moment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MomentError {
    /// It is something else, or a day that no calendar has.
    #[error("no date")]
    NotADate,
    /// Day and month can be read either way, and nothing decides.
    #[error("{0} or {1}")]
    Ambiguous(DateTime, DateTime),
}

/// Whether a text is written like a date and names a day that no calendar has: 31.02.2026.
#[must_use]
pub fn is_no_such_day(text: &str) -> bool {
    let ends = |c: char| c == 'T' || c == 't' || c.is_whitespace();
    let date = text.trim().split(ends).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let [first, second, third] = parts[..] else { return false };
    let number = |text: &str| {
        text.parse::<i16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (Some(one), Some(two), Some(three)) = (number(first), number(second), number(third)) else {
        return false;
    };
    let (year, readings) = match (first.len(), third.len()) {
        (4, _) => (one, vec![(two, three)]),
        (_, 4) => (three, vec![(two, one), (one, two)]),
        (_, 2) => (2000 + three, vec![(two, one), (one, two)]),
        _ => return false,
    };
    let looks_like_one = |(month, day): &(i16, i16)| *month <= 12 && *day <= 31;
    let is_one = |(month, day): &(i16, i16)| at(year, *month, *day, (0, 0, 0)).is_ok();
    readings.iter().any(looks_like_one) && !readings.iter().any(is_one)
}

/// The moment that a text means: ISO 8601, a date in local order, or a Unix time stamp (read as UTC). An offset
/// from UTC is left out: stores keep what their own clock shows.
///
/// # Errors
/// When it is none, or two.
pub fn parse(text: &str, order: Option<DateOrder>) -> Result<DateTime, MomentError> {
    let text = text.trim();
    if let Some(moment) = time_stamp(text) {
        return Ok(moment);
    }
    let (date, time) = match text.find(|c: char| c == 'T' || c == 't' || c.is_whitespace()) {
        Some(at) => (&text[..at], text[at..].trim_start_matches(['T', 't']).trim()),
        None => (text, ""),
    };
    let clock = clock(time).ok_or(MomentError::NotADate)?;
    let numbers: Vec<&str> = date.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = numbers[..] else { return compact(date, clock) };
    let number = |text: &str| text.parse::<i16>().map_err(|_| MomentError::NotADate);
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    if first.len() == 4 {
        return at(one, two, three, clock);
    }
    let year = match third.len() {
        4 => three,
        2 => three + if three < 70 { 2000 } else { 1900 },
        _ => return Err(MomentError::NotADate),
    };
    match order {
        Some(DateOrder::DayMonthYear) => at(year, two, one, clock),
        Some(DateOrder::MonthDayYear) => at(year, one, two, clock),
        Some(DateOrder::YearMonthDay) => Err(MomentError::NotADate),
        // Points stand only in dates that begin with the day.
        None if date.contains('.') => at(year, two, one, clock),
        None => match (at(year, two, one, clock), at(year, one, two, clock)) {
            (Ok(day_first), Ok(month_first)) if day_first != month_first => {
                Err(MomentError::Ambiguous(day_first, month_first))
            }
            (Ok(moment), _) | (_, Ok(moment)) => Ok(moment),
            (Err(error), Err(_)) => Err(error),
        },
    }
}

/// The moment as WooCommerce's export writes it.
#[must_use]
pub fn write(moment: &DateTime) -> String {
    let (date, time) = (moment.date(), moment.time());
    format!(
        "{:04}-{:02}-{:02} {}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

type Clock = (i8, i8, i8);

fn at(
    year: i16,
    month: i16,
    day: i16,
    (hour, minute, second): Clock,
) -> Result<DateTime, MomentError> {
    let small = |number: i16| i8::try_from(number).map_err(|_| MomentError::NotADate);
    DateTime::new(year, small(month)?, small(day)?, hour, minute, second, 0)
        .map_err(|_| MomentError::NotADate)
}

/// `20261231`
fn compact(date: &str, clock: Clock) -> Result<DateTime, MomentError> {
    if date.len() != 8 || !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(MomentError::NotADate);
    }
    let part = |from: usize, to: usize| date[from..to].parse().map_err(|_| MomentError::NotADate);
    at(part(0, 4)?, part(4, 6)?, part(6, 8)?, clock)
}

/// Seconds or milliseconds since 1970.
fn time_stamp(text: &str) -> Option<DateTime> {
    if !matches!(text.len(), 9..=10 | 13) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 { number / 1000 } else { number };
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime())
}

/// `9:05`, `09:05:00.000`, `9:05 PM`, with or without an offset; nothing is midnight.
fn clock(text: &str) -> Option<Clock> {
    if text.is_empty() {
        return Some((0, 0, 0));
    }
    let lower = text.to_ascii_lowercase();
    let (time, half) = match lower.strip_suffix("pm") {
        Some(rest) => (rest.trim_end(), Some(12)),
        None => match lower.strip_suffix("am") {
            Some(rest) => (rest.trim_end(), Some(0)),
            None => (lower.as_str(), None),
        },
    };
    let time = time.strip_suffix('z').unwrap_or(time);
    let time = time.find(['+', '-']).map_or(time, |offset| time[..offset].trim_end());
    let time = time.split('.').next()?;
    let mut parts = time.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let is_clock =
        (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    (is_clock && parts.next().is_none()).then_some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DAY_FIRST: Option<DateOrder> = Some(DateOrder::DayMonthYear);
    const MONTH_FIRST: Option<DateOrder> = Some(DateOrder::MonthDayYear);

    #[test]
    fn dates_are_read_as_people_write_them() {
        let evening = date(2026, 12, 31).at(21, 5, 0, 0);
        let day = date(2026, 12, 31).at(0, 0, 0, 0);
        for (text, order, meant) in [
            ("2026-12-31", None, day),
            ("2026-12-31 21:05:00", None, evening),
            ("2026-12-31T21:05:00", None, evening),
            ("2026-12-31T21:05-08:00", None, evening),
            ("2026-12-31T21:05:00.000Z", None, evening),
            ("31.12.2026", None, day),
            ("31.12.26", None, day),
            ("31/12/2026 21:05", DAY_FIRST, evening),
            ("12/31/2026 9:05 PM", MONTH_FIRST, evening),
            ("12/31/2026", None, day),
            ("31/12/2026", None, day),
            ("20261231", None, day),
            ("1798750800", None, date(2026, 12, 31).at(21, 0, 0, 0)),
            ("1798750800000", None, date(2026, 12, 31).at(21, 0, 0, 0)),
        ] {
            assert_eq!(parse(text, order), Ok(meant), "{text}");
        }
    }

    #[test]
    fn a_date_that_can_be_two_days_is_not_guessed() {
        let (may, april) = (date(2026, 5, 4).at(0, 0, 0, 0), date(2026, 4, 5).at(0, 0, 0, 0));
        assert_eq!(parse("04/05/2026", None), Err(MomentError::Ambiguous(may, april)));
        assert_eq!(parse("04/05/2026", DAY_FIRST), Ok(may));
        assert_eq!(parse("04/05/2026", MONTH_FIRST), Ok(april));
        assert!(parse("05/05/2026", None).is_ok());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "soon", "2026-13-01", "2026-02-30", "31/31/2026", "2026-12-31 25:00", "12", "1.2"]
        {
            assert_eq!(parse(text, None), Err(MomentError::NotADate), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in 0i64..4_000_000_000) {
            let moment = Timestamp::from_second(seconds).unwrap().to_zoned(TimeZone::UTC).datetime();
            prop_assert_eq!(parse(&write(&moment), None), Ok(moment));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = parse(&text, None);
        }
    }
}
