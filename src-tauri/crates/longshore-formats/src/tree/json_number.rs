//! How is a number of JSON written without an exponent?

use std::borrow::Cow;

/// No price and no quantity has more digits; a number with a larger exponent stays as it is written.
const MOST_DIGITS: usize = 400;

/// The number with all of its digits: `1.5E-3` is `0.0015`.
pub(super) fn plain(written: &str) -> Cow<'_, str> {
    spelled_out(written).map_or(Cow::Borrowed(written), Cow::Owned)
}

fn spelled_out(written: &str) -> Option<String> {
    let (mantissa, exponent) = written.split_once(['e', 'E'])?;
    let exponent: i64 = exponent.parse().ok()?;
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    // Where the point stands among the digits, counted from the first.
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let reach = usize::try_from(point.unsigned_abs()).ok()?;
    if reach + digits.len() > MOST_DIGITS {
        return None;
    }
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => {
            ([digits.as_str(), &"0".repeat(point - digits.len())].concat(), String::new())
        }
        Ok(point) => (digits[..point].to_owned(), digits[point..].to_owned()),
        Err(_) => (String::new(), ["0".repeat(reach).as_str(), &digits].concat()),
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.trim_end_matches('0') {
        "" => Some(format!("{sign}{whole}")),
        fraction => Some(format!("{sign}{whole}.{fraction}")),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn exponents_are_spelled_out_and_nothing_else_is_touched() {
        for (written, meant) in [
            ("1e2", "100"),
            ("1.5E-3", "0.0015"),
            ("-12.50e0", "-12.5"),
            ("12345678901234567890.123e+1", "123456789012345678901.23"),
            ("0e5", "0"),
            ("1.20", "1.20"),
            ("7", "7"),
            ("1e9999", "1e9999"),
        ] {
            assert_eq!(plain(written), meant, "{written}");
        }
    }
}
