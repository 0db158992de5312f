//! Which number does a text in local notation mean?
//!
//! Prices come as `1.234,50 €`, `$ 5.99`, `1 234,5-` or damaged as `5,9E+12`. What can be read in two ways is
//! told apart from what cannot be read at all; nothing is guessed.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::reading::{DecimalSeparator, Notation};

mod currency;

pub use currency::{beside as currency_beside, code as currency_code, may_be as currency_may_be};

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// It is something else.
    #[error("no number")]
    NotANumber,
    /// Both readings are possible, and nothing decides: the separator as a decimal one, or between thousands.
    #[error("{fraction} or {whole}")]
    Ambiguous {
        /// Where the separator stands before a fraction.
        fraction: Decimal,
        /// Where it stands between thousands.
        whole: Decimal,
    },
    /// A spreadsheet rounded it: `5,9E+12`. The digits are lost.
    #[error("rounded by a spreadsheet")]
    Damaged,
    /// It is written in another way than the rest of its column.
    #[error("another notation, would be {0}")]
    OtherNotation(Decimal),
    /// It is a percentage.
    #[error("a percentage of {0}")]
    Percent(Decimal),
    /// It has more digits than can be kept exactly.
    #[error("too many digits")]
    TooLong,
}

/// Reads numbers of one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberReader {
    /// How the column is written.
    pub notation: Notation,
    /// What decides a lone separator where the notation does not: some writers never group thousands.
    pub lone_separator_is_decimal: bool,
}

/// The number that a text in this notation means.
///
/// # Errors
/// When it is none, or more than one.
pub fn parse(text: &str, notation: &Notation) -> Result<Decimal, NumberError> {
    NumberReader { notation: *notation, lone_separator_is_decimal: false }.read(text)
}

impl NumberReader {
    /// The number that a text means.
    ///
    /// # Errors
    /// When it is none, or more than one.
    pub fn read(&self, text: &str) -> Result<Decimal, NumberError> {
        if let Some(number) = self.plain(text) {
            return Ok(number);
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let (text, is_percent) = match text.strip_suffix(['%', '٪']) {
            Some(rest) => (rest.trim_end(), true),
            None => (text, false),
        };
        let (body, is_negative) = currency::strip(text);
        let number = self.body(body)?;
        let number = if is_negative { -number } else { number };
        if is_percent { Err(NumberError::Percent(number)) } else { Ok(number) }
    }

    /// The quick way: only digits, or digits with a point where a point cannot mean anything else.
    fn plain(&self, text: &str) -> Option<Decimal> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > 17 {
            return None;
        }
        let (mut whole, mut decimals, mut seen) = (0i64, 0u32, false);
        for byte in bytes {
            match byte {
                b'0'..=b'9' => {
                    whole = whole * 10 + i64::from(byte - b'0');
                    decimals += u32::from(seen);
                }
                b'.' if !seen => seen = true,
                _ => return None,
            }
        }
        let point_is_certain = self.notation.decimal == Some(DecimalSeparator::Point)
            || self.lone_separator_is_decimal;
        let is_safe =
            !seen || (point_is_certain && self.notation.decimal != Some(DecimalSeparator::Comma));
        (is_safe && bytes != b".").then(|| Decimal::new(whole, decimals))
    }

    /// Digits and separators only, the sign and the currency taken off.
    fn body(&self, text: &str) -> Result<Decimal, NumberError> {
        if is_scientific(text) {
            return Err(NumberError::Damaged);
        }
        let mut groups = Groups::default();
        for letter in text.chars() {
            match letter {
                '0'..='9' => groups.digit(letter)?,
                '.' | ',' => groups.separator(letter)?,
                '\'' | '’' => groups.separator('\'')?,
                _ if letter.is_whitespace() => groups.separator(' ')?,
                _ => return Err(NumberError::NotANumber),
            }
        }
        groups.decide(self)
    }
}

/// Runs of digits and what stands between them.
#[derive(Default)]
struct Groups {
    digits: String,
    /// Each separator with the count of digits before it.
    separators: Vec<(char, usize)>,
}

/// More digits than any price. `Decimal` keeps 28 and most numbers of 29; it writes a zero before a point as well.
const MOST_DIGITS: usize = 29;

impl Groups {
    fn digit(&mut self, letter: char) -> Result<(), NumberError> {
        if self.digits.len() == MOST_DIGITS {
            return Err(NumberError::TooLong);
        }
        self.digits.push(letter);
        Ok(())
    }

    fn separator(&mut self, letter: char) -> Result<(), NumberError> {
        if self.separators.len() > MOST_DIGITS / 2 {
            return Err(NumberError::NotANumber);
        }
        self.separators.push((letter, self.digits.len()));
        Ok(())
    }

    fn decide(&self, reader: &NumberReader) -> Result<Decimal, NumberError> {
        if self.digits.is_empty() {
            return Err(NumberError::NotANumber);
        }
        let Some((last, at)) = self.separators.last().copied() else { return self.value(None) };
        let before = &self.separators[..self.separators.len() - 1];
        let may_be_decimal = matches!(last, '.' | ',')
            && before.iter().all(|(sign, _)| *sign != last)
            && same(before);
        let may_be_thousands = same(&self.separators);
        let as_fraction = || self.grouped(before, at).then(|| self.value(Some(at))).transpose();
        let as_whole = || {
            self.grouped(&self.separators, self.digits.len()).then(|| self.value(None)).transpose()
        };
        let fraction = if may_be_decimal { as_fraction()? } else { None };
        let whole = if may_be_thousands { as_whole()? } else { None };
        let own = reader.notation.decimal.map(|separator| match separator {
            DecimalSeparator::Point => '.',
            DecimalSeparator::Comma => ',',
        });
        match (fraction, whole) {
            (None, None) => Err(NumberError::NotANumber),
            (Some(fraction), _) if own == Some(last) => Ok(fraction),
            (None, Some(whole)) if own == Some(last) => Err(NumberError::OtherNotation(whole)),
            (None, Some(whole)) => Ok(whole),
            (Some(_), Some(whole)) if own.is_some() || reader.notation.thousands == Some(last) => {
                Ok(whole)
            }
            (Some(fraction), None) if own.is_some() => Err(NumberError::OtherNotation(fraction)),
            (Some(fraction), None) => Ok(fraction),
            (Some(fraction), Some(_)) if reader.lone_separator_is_decimal => Ok(fraction),
            (Some(fraction), Some(whole)) => Err(NumberError::Ambiguous { fraction, whole }),
        }
    }

    /// Whether the separators cut the first `end` digits into groups: three digits each, two in India, the last
    /// one always three; a number in groups does not begin with a zero.
    fn grouped(&self, separators: &[(char, usize)], end: usize) -> bool {
        let Some((_, first)) = separators.first() else { return true };
        if *first == 0 || *first > 3 || self.digits.starts_with('0') {
            return false;
        }
        let ends = separators.iter().skip(1).map(|(_, at)| *at).chain([end]);
        let starts = separators.iter().map(|(_, at)| *at);
        let sizes: Vec<usize> = ends.zip(starts).map(|(end, start)| end - start).collect();
        let (Some(last), inner) = (sizes.last(), &sizes[..sizes.len() - 1]) else { return false };
        *last == 3 && (inner.iter().all(|size| *size == 3) || inner.iter().all(|size| *size == 2))
    }

    fn value(&self, point: Option<usize>) -> Result<Decimal, NumberError> {
        let digits: i128 = self.digits.parse().map_err(|_| NumberError::TooLong)?;
        let scale = point.map_or(0, |at| self.digits.len() - at);
        let scale = u32::try_from(scale).map_err(|_| NumberError::TooLong)?;
        Decimal::try_from_i128_with_scale(digits, scale).map_err(|_| NumberError::TooLong)
    }
}

fn same(separators: &[(char, usize)]) -> bool {
    separators.windows(2).all(|pair| pair[0].0 == pair[1].0)
}

/// Whether a spreadsheet made an exponent of it, as in `5,9E+12`.
#[must_use]
pub fn is_scientific(text: &str) -> bool {
    // Most texts are nothing of the kind, and their ends say so.
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    if !is_digit(bytes.first()) || !is_digit(bytes.last()) {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = mantissa.splitn(2, ['.', ',']);
    parts.next().is_some_and(is_digits) && parts.next().is_none_or(is_digits) && is_digits(exponent)
}

/// The number as a shop with this separator writes it, without thousands separators.
#[must_use]
pub fn write(number: &Decimal, decimal: DecimalSeparator) -> String {
    let text = number.to_string();
    match decimal {
        DecimalSeparator::Point => text,
        DecimalSeparator::Comma => text.replace('.', ","),
    }
}

#[cfg(test)]
mod tests;
