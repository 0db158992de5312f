//! Dates in any way of writing them become `2026-12-31`.

use jiff::civil::DateTime;

use super::{BadStep, StepError};
use crate::{
    moment::{self, MomentError},
    months,
    reading::DateOrder,
};

/// How the dates of a column are written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// As dates with numbers are.
    InNumbers(Option<DateOrder>),
    /// As a pattern says.
    As(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    /// Of two digits: 70 and later are of the last century.
    ShortYear,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    /// am or pm
    Half,
    /// Any run of signs that says nothing, spaces left out.
    Text(String),
}

/// Longer patterns nobody types.
const LONGEST: usize = 60;

impl Written {
    pub(super) fn new(order: Option<DateOrder>, pattern: Option<&str>) -> Result<Self, BadStep> {
        match pattern.map(str::trim).filter(|pattern| !pattern.is_empty()) {
            None => Ok(Self::InNumbers(order)),
            Some(pattern) if pattern.len() > LONGEST => Err(BadStep::TooBig),
            Some(pattern) => {
                let parts = parts(pattern);
                let has = |wanted: &[Part]| parts.iter().any(|part| wanted.contains(part));
                let is_date = has(&[Part::Year, Part::ShortYear])
                    && has(&[Part::Month, Part::MonthName])
                    && has(&[Part::Day]);
                match is_date {
                    true => Ok(Self::As(parts)),
                    false => Err(BadStep::Pattern(pattern.to_owned())),
                }
            }
        }
    }

    pub(super) fn carry_out(&self, text: &str) -> Result<Option<String>, StepError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let moment = match self {
            Self::InNumbers(order) => match moment::parse(text, *order) {
                Ok(moment) => moment,
                Err(MomentError::Ambiguous(one, other)) => {
                    return Err(StepError::DateAmbiguous(written(&one), written(&other)));
                }
                Err(MomentError::NotADate) => return Err(StepError::Date),
            },
            Self::As(parts) => read(text, parts).ok_or(StepError::Date)?,
        };
        Ok(Some(written(&moment)))
    }
}

/// Without a time at midnight.
fn written(moment: &DateTime) -> String {
    let text = moment::write(moment);
    text.strip_suffix(" 0:00:00").map_or_else(|| text.clone(), str::to_owned)
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let length = rest.chars().take_while(|letter| *letter == first).count();
        let part = match (first, length) {
            ('Y' | 'y', 4) => Some(Part::Year),
            ('Y' | 'y', 2) => Some(Part::ShortYear),
            ('M', 1 | 2) => Some(Part::Month),
            ('M', 3 | 4) => Some(Part::MonthName),
            ('D' | 'd', 1 | 2) => Some(Part::Day),
            ('H' | 'h', 1 | 2) => Some(Part::Hour),
            ('m', 1 | 2) => Some(Part::Minute),
            ('s', 1 | 2) => Some(Part::Second),
            ('a', 1) => Some(Part::Half),
            _ => None,
        };
        let taken = if part.is_some() { length } else { 1 };
        let end = rest.char_indices().nth(taken).map_or(rest.len(), |(end, _)| end);
        match (part, parts.last_mut()) {
            (Some(part), _) => parts.push(part),
            (None, _) if first.is_whitespace() => {}
            (None, Some(Part::Text(text))) => text.push(first),
            (None, _) => parts.push(Part::Text(first.to_string())),
        }
        rest = &rest[end..];
    }
    parts
}

fn read(text: &str, parts: &[Part]) -> Option<DateTime> {
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut hour, mut minute, mut second, mut half) = (0i8, 0i8, 0i8, None);
    let mut rest = text.trim();
    for part in parts {
        rest = rest.trim_start();
        let number = |most: usize| -> Option<(i16, &str)> {
            let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            Some((rest[..digits].parse().ok()?, &rest[digits..]))
        };
        match part {
            Part::Year => {
                let (number, after) = number(4).filter(|(number, _)| *number >= 1000)?;
                (year, rest) = (Some(number), after);
            }
            Part::ShortYear => {
                let (number, after) = number(2)?;
                year = Some(number + if number < 70 { 2000 } else { 1900 });
                rest = after;
            }
            Part::Month | Part::Day | Part::Hour | Part::Minute | Part::Second => {
                let (number, after) = number(2)?;
                let number = i8::try_from(number).ok()?;
                match part {
                    Part::Month => month = Some(number),
                    Part::Day => day = Some(number),
                    Part::Hour => hour = number,
                    Part::Minute => minute = number,
                    _ => second = number,
                }
                rest = after;
            }
            Part::MonthName => {
                let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                month = Some(months::month(&rest[..end])?);
                rest = rest[end..].trim_start_matches('.');
            }
            Part::Half => {
                let lower = rest.get(..2)?.to_ascii_lowercase();
                half = Some(match lower.as_str() {
                    "am" => 0,
                    "pm" => 12,
                    _ => return None,
                });
                rest = &rest[2..];
            }
            Part::Text(text) => {
                // A point after a shortened name may have been taken with it.
                rest = match rest.strip_prefix(text.as_str()) {
                    Some(after) => after,
                    None => rest.strip_prefix(text.strip_prefix('.')?)?,
                };
            }
        }
    }
    if !rest.trim().is_empty() {
        return None;
    }
    if let Some(half) = half {
        hour = (1..=12).contains(&hour).then(|| hour % 12 + half)?;
    }
    DateTime::new(year?, month?, day?, hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(text: &str, pattern: &str) -> Option<String> {
        Written::new(None, Some(pattern)).unwrap().carry_out(text).ok().flatten()
    }

    #[test]
    fn dates_are_read_as_a_pattern_says() {
        for (text, pattern, meant) in [
            ("31.12.2026", "DD.MM.YYYY", Some("2026-12-31")),
            ("1/2/26", "M/D/YY", Some("2026-01-02")),
            ("31 décembre 2026", "D MMMM YYYY", Some("2026-12-31")),
            ("3. Mär. 2026", "D. MMM. YYYY", Some("2026-03-03")),
            ("Dec 31, 2026 9:05 PM", "MMM D, YYYY h:mm a", Some("2026-12-31 21:05:00")),
            ("20261231", "YYYYMMDD", Some("2026-12-31")),
            ("31.12.2026", "MM.DD.YYYY", None),
            ("31.12.2026 x", "DD.MM.YYYY", None),
            ("30.02.2026", "DD.MM.YYYY", None),
        ] {
            assert_eq!(after(text, pattern).as_deref(), meant, "{text} {pattern}");
        }
    }

    #[test]
    fn a_pattern_names_day_month_and_year() {
        assert!(matches!(Written::new(None, Some("DD.MM")), Err(BadStep::Pattern(_))));
        assert!(matches!(Written::new(None, Some("soon")), Err(BadStep::Pattern(_))));
    }

    #[test]
    fn a_date_that_can_be_two_days_is_not_guessed() {
        let written = Written::new(None, None).unwrap();
        assert!(matches!(written.carry_out("03/04/2026"), Err(StepError::DateAmbiguous(..))));
        let written = Written::new(Some(DateOrder::DayMonthYear), None).unwrap();
        assert_eq!(written.carry_out("03/04/2026"), Ok(Some("2026-04-03".to_owned())));
    }

    proptest! {
        #[test]
        fn no_text_and_no_pattern_make_it_panic(text in "\\PC{0,20}", pattern in "[YMDhmsa./ é]{0,12}") {
            if let Ok(written) = Written::new(None, Some(&pattern)) {
                let _ = written.carry_out(&text);
            }
        }
    }
}
