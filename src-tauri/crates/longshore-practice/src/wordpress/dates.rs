//! Dates as the store reads and writes them. The store's own time zone is UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// Seconds since 1970, now.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// `2026-11-21T20:11:00`, the only form in which dates are answered.
pub(crate) fn show(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map(|moment| Offset::UTC.to_datetime(moment).to_string())
        .unwrap_or_default()
}

/// Year and month, as the folders of uploads have them.
pub(crate) fn year_and_month(seconds: i64) -> (i16, i8) {
    Timestamp::from_second(seconds)
        .map(|moment| Offset::UTC.to_datetime(moment))
        .map_or((1970, 1), |date| (date.year(), date.month()))
}

/// A date in RFC 3339 or without its zone (`rest_parse_date`); `None` for anything else.
pub(crate) fn strict(text: &str) -> Option<i64> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() < 19 || !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    loose(text)
}

/// What `strtotime` makes of the forms that merchants' files have; `None` where it gives up.
pub(crate) fn loose(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('@') {
        return rest.parse().ok();
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_second());
    }
    if let Ok(civil) = text.replacen(' ', "T", 1).parse::<DateTime>() {
        return seconds(civil);
    }
    american(text)
}

/// `month/day/year`: PHP reads slashes the American way.
fn american(text: &str) -> Option<i64> {
    let mut parts = text.split('/');
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    seconds(Date::new(year, month, day).ok()?.at(0, 0, 0, 0))
}

fn seconds(civil: DateTime) -> Option<i64> {
    civil.to_zoned(TimeZone::UTC).ok().map(|moment| moment.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_store_reads() {
        assert_eq!(strict("2020-02-03T04:05:06").map(show).as_deref(), Some("2020-02-03T04:05:06"));
        assert_eq!(
            strict("2026-12-31T10:00:00Z").map(show).as_deref(),
            Some("2026-12-31T10:00:00")
        );
        assert_eq!(
            strict("2026-12-31T10:00:00+02:00").map(show).as_deref(),
            Some("2026-12-31T08:00:00")
        );
        assert_eq!(loose("2026-12-31").map(show).as_deref(), Some("2026-12-31T00:00:00"));
        assert_eq!(loose("12/31/2026").map(show).as_deref(), Some("2026-12-31T00:00:00"));
        assert_eq!(loose("31/12/2026"), None);
        assert_eq!(strict("2026-12-31"), None);
    }
}
