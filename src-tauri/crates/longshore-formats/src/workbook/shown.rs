//! Writes the value of a cell as a person sees it.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};
use rust_decimal::{Decimal, RoundingStrategy};

use super::format_code::{FormatCode, Piece};

/// A cell as a person sees it, in a buffer that is used again. Numbers have a decimal point and no groups, dates
/// are ISO 8601: what is shown, in a notation that cannot be misread.
#[derive(Default)]
pub(super) struct Shown {
    text: String,
    rounded: bool,
}

/// The last day that a spreadsheet can show, 9999-12-31, as a number.
const LAST_DAY: f64 = 2_958_466.0;
/// Whole numbers up to here are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Shown {
    /// What is shown.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether less is shown than there is.
    pub(super) fn is_rounded(&self) -> bool {
        self.rounded
    }

    /// An error value.
    pub(super) fn error(&mut self, text: &str) {
        self.text.clear();
        self.rounded = false;
        self.text.push_str(text);
    }

    /// A text as it is.
    pub(super) fn plain(&mut self, text: &str) {
        self.error(text);
    }

    /// Any value.
    pub(super) fn show(&mut self, value: &DataRef<'_>, format: &FormatCode) {
        self.text.clear();
        self.rounded = false;
        match value {
            DataRef::String(text) => self.text.push_str(text),
            DataRef::SharedString(text) => self.text.push_str(text),
            DataRef::Float(number) => self.number(*number, format),
            DataRef::Int(number) => self.number(*number as f64, format),
            DataRef::Bool(true) => self.text.push_str("TRUE"),
            DataRef::Bool(false) => self.text.push_str("FALSE"),
            DataRef::DateTime(moment) => self.moment(*moment, format),
            DataRef::DateTimeIso(text) => self.text.push_str(&text.replacen('T', " ", 1)),
            DataRef::DurationIso(text) => self.text.push_str(text),
            DataRef::Error(error) => self.write(format_args!("{error}")),
            DataRef::Empty => {}
        }
    }

    fn number(&mut self, number: f64, format: &FormatCode) {
        match format {
            FormatCode::Decimals { least, most, percent } if number.abs() < EXACT => {
                self.decimals(number, *least, *most, *percent);
            }
            FormatCode::Code(pieces) if number.abs() < EXACT => self.code(number, pieces),
            _ => self.general(number),
        }
    }

    /// At most 15 digits, as spreadsheets show them, so that 0.1 + 0.2 is 0.3; never with an exponent.
    fn general(&mut self, number: f64) {
        if number.fract() == 0.0 && number.abs() < EXACT {
            self.write(format_args!("{}", number as i64));
            return;
        }
        if !number.is_finite() || number.abs() >= 1e21 || number.abs() < 1e-20 {
            self.write(format_args!("{number:e}"));
            return;
        }
        self.write(format_args!("{number}"));
        let digits = self.text.bytes().filter(u8::is_ascii_digit).count();
        if digits > 15 && number.abs() < EXACT {
            let scientific = format!("{number:.14e}");
            let short = scientific.parse::<f64>().unwrap_or(number);
            self.text.clear();
            self.write(format_args!("{short}"));
        }
    }

    fn decimals(&mut self, number: f64, least: u32, most: u32, percent: bool) {
        if !percent && most == 0 && number.fract() == 0.0 {
            self.write(format_args!("{}", number as i64));
            return;
        }
        if self.few_decimals(number, least, most, percent) {
            return;
        }
        self.general(number);
        let Ok(exact) = self.text.parse::<Decimal>() else { return };
        let exact = if percent { exact * Decimal::ONE_HUNDRED } else { exact };
        let mut shown =
            exact.round_dp_with_strategy(most, RoundingStrategy::MidpointAwayFromZero).normalize();
        self.rounded = shown != exact;
        if shown.scale() < least {
            shown.rescale(least);
        }
        if shown.is_zero() {
            shown.set_sign_positive(true);
        }
        self.text.clear();
        self.write(format_args!("{shown}"));
        if percent {
            self.text.push('%');
        }
    }

    /// The quick way for nearly all prices: numbers that have no more decimals than are shown. `false` where it is
    /// none of those.
    fn few_decimals(&mut self, number: f64, least: u32, most: u32, percent: bool) -> bool {
        const POWERS: [i64; 5] = [1, 10, 100, 1_000, 10_000];
        // Beyond this the noise of binary fractions comes near the last digit.
        const SAFE: f64 = 1e8;
        let Some(&power) = POWERS.get(most as usize) else { return false };
        let scaled = number * power as f64;
        let whole = scaled.round();
        if percent || least != most || scaled.abs() > SAFE || (scaled - whole).abs() > 1e-7 {
            return false;
        }
        let whole = whole as i64;
        if whole < 0 {
            self.text.push('-');
        }
        let whole = whole.abs();
        self.write(format_args!("{}", whole / power));
        let mut rest = whole % power;
        let mut place = power / 10;
        if place > 0 {
            self.text.push('.');
        }
        while place > 0 {
            self.digit(rest / place);
            rest %= place;
            place /= 10;
        }
        true
    }

    fn digit(&mut self, digit: i64) {
        self.text.push(char::from(b'0' + (digit % 10) as u8));
    }

    fn two_digits(&mut self, number: u8) {
        self.digit(i64::from(number / 10));
        self.digit(i64::from(number));
    }

    fn code(&mut self, number: f64, pieces: &[Piece]) {
        let whole = number.round();
        self.rounded = whole != number;
        let digits = format!("{}", whole.abs() as u64);
        let mut left =
            digits.bytes().rev().map(char::from).filter(|digit| digits != "0" || *digit != '0');
        let first = pieces.iter().position(|piece| !matches!(piece, Piece::Sign(_))).unwrap_or(0);
        let mut reversed = String::new();
        for (index, piece) in pieces.iter().enumerate().rev() {
            match piece {
                Piece::Sign(sign) => reversed.push(*sign),
                Piece::Zero => reversed.push(left.next().unwrap_or('0')),
                Piece::Digit => reversed.extend(left.next()),
            }
            if index == first {
                reversed.extend(left.by_ref());
            }
        }
        if whole < 0.0 {
            reversed.push('-');
        }
        self.text.extend(reversed.chars().rev());
    }

    fn moment(&mut self, moment: ExcelDateTime, format: &FormatCode) {
        let number = moment.as_f64();
        if !(0.0..LAST_DAY).contains(&number) {
            self.general(number);
            return;
        }
        match *format {
            FormatCode::Duration { seconds } => self.duration(number, seconds),
            FormatCode::Moment { date, time, seconds } => {
                self.day_and_time(moment, date, time, seconds);
            }
            _ if moment.is_duration() => self.duration(number, true),
            _ => self.day_and_time(moment, number >= 1.0, number.fract() != 0.0, true),
        }
    }

    fn duration(&mut self, days: f64, seconds: bool) {
        let all = (days * 86_400.0).round() as u64;
        self.write(format_args!("{}:{:02}", all / 3_600, all / 60 % 60));
        if seconds {
            self.write(format_args!(":{:02}", all % 60));
        }
    }

    fn day_and_time(&mut self, moment: ExcelDateTime, date: bool, time: bool, seconds: bool) {
        let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
        if date || !time {
            self.two_digits((year / 100) as u8);
            self.two_digits((year % 100) as u8);
            self.text.push('-');
            self.two_digits(month);
            self.text.push('-');
            self.two_digits(day);
        }
        if time {
            if date {
                self.text.push(' ');
            }
            self.two_digits(hour);
            self.text.push(':');
            self.two_digits(minute);
            if seconds {
                self.text.push(':');
                self.two_digits(second);
            }
        }
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.text.write_fmt(what);
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn shown(value: &DataRef<'_>, format: &str) -> String {
        let mut shown = Shown::default();
        shown.show(value, &FormatCode::parse(format));
        shown.text().to_owned()
    }

    fn number(value: f64, format: &str) -> String {
        shown(&DataRef::Float(value), format)
    }

    fn moment(value: f64, format: &str, is_1904: bool) -> String {
        shown(
            &DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904)),
            format,
        )
    }

    #[test]
    fn numbers_without_format() {
        assert_eq!(number(0.1 + 0.2, "General"), "0.3");
        assert_eq!(number(4_006_381_333_931.0, "General"), "4006381333931");
        assert_eq!(number(123_456_789_012_345_678.0, "General"), "123456789012345680");
        assert_eq!(number(19.9, "General"), "19.9");
        assert_eq!(number(-0.000_01, "General"), "-0.00001");
        assert_eq!(number(1e-7, "General"), "0.0000001");
        assert_eq!(number(5.9e12, "0.00E+00"), "5900000000000");
        assert_eq!(number(1.0 / 3.0, "General"), "0.333333333333333");
    }

    #[test]
    fn numbers_are_rounded_as_shown_and_it_is_said() {
        let mut cell = Shown::default();
        cell.show(&DataRef::Float(12.345), &FormatCode::parse("0.00"));
        assert_eq!((cell.text(), cell.is_rounded()), ("12.35", true));
        cell.show(&DataRef::Float(19.9), &FormatCode::parse("#,##0.00 €"));
        assert_eq!((cell.text(), cell.is_rounded()), ("19.90", false));
        cell.show(&DataRef::Float(-0.001), &FormatCode::parse("0.00"));
        assert_eq!((cell.text(), cell.is_rounded()), ("0.00", true));
    }

    #[test]
    fn the_quick_way_and_the_exact_one_agree() {
        for cents in (-2_000..2_000i64).chain([99_999_999, -99_999_999]) {
            let value = cents as f64 / 100.0;
            let expected = Decimal::new(cents, 2).to_string();
            assert_eq!(number(value, "0.00"), if cents == 0 { "0.00".into() } else { expected });
        }
    }

    #[test]
    fn percents() {
        assert_eq!(number(0.19, "0%"), "19%");
        assert_eq!(number(0.075, "0.0%"), "7.5%");
        assert_eq!(number(0.07, "0.00%"), "7.00%");
    }

    #[test]
    fn codes_keep_their_zeros() {
        assert_eq!(number(742.0, "00000"), "00742");
        assert_eq!(number(1_234_567.0, "00000"), "1234567");
        assert_eq!(number(123_456.0, "000-000"), "123-456");
        assert_eq!(number(7.0, "\"SKU-\"0000"), "SKU-0007");
        assert_eq!(number(0.0, "00"), "00");
        assert_eq!(number(-7.0, "000"), "-007");
    }

    #[test]
    fn days_and_times() {
        assert_eq!(moment(45_000.0, "dd.mm.yyyy", false), "2023-03-15");
        assert_eq!(moment(43_538.0, "dd.mm.yyyy", true), "2023-03-15");
        assert_eq!(moment(45_000.5, "m/d/yy h:mm", false), "2023-03-15 12:00");
        assert_eq!(moment(0.75, "h:mm:ss", false), "18:00:00");
        assert_eq!(moment(1.25, "[h]:mm", false), "30:00");
        assert_eq!(moment(-3.0, "dd.mm.yyyy", false), "-3");
    }

    #[test]
    fn truth_and_errors() {
        assert_eq!(shown(&DataRef::Bool(true), "General"), "TRUE");
        assert_eq!(shown(&DataRef::Error(calamine::CellErrorType::NA), "General"), "#N/A");
    }
}
