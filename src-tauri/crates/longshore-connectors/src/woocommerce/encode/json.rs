//! The pieces of JSON, appended to bytes.

use std::io::Write;

use rust_decimal::Decimal;

/// An object that is being written.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub(super) fn begin(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_empty: true }
    }

    /// Writes a key, which is one of the platform's own names; its value is to follow.
    pub(super) fn key(&mut self, name: &'static str) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
        debug_assert!(name.bytes().all(is_plain), "nothing in {name} is escaped");
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }
}

/// So many letters are looked at together.
const TOGETHER: usize = 32;

/// Writes a text. Most letters stand for themselves, and many of them are copied at once.
pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for letters in text.as_bytes().chunks(TOGETHER) {
        if letters.iter().fold(true, |are_plain, letter| are_plain & is_plain(*letter)) {
            out.extend_from_slice(letters);
        } else {
            let mut rest = letters;
            while let Some(at) = rest.iter().position(|letter| !is_plain(*letter)) {
                out.extend_from_slice(&rest[..at]);
                escaped(rest[at], out);
                rest = &rest[at + 1..];
            }
            out.extend_from_slice(rest);
        }
    }
    out.push(b'"');
}

/// Whether a letter, or a part of one beyond ASCII, stands for itself in a text.
fn is_plain(letter: u8) -> bool {
    letter >= b' ' && letter != b'"' && letter != b'\\'
}

/// Writes a letter that does not stand for itself.
fn escaped(letter: u8, out: &mut Vec<u8>) {
    let short = match letter {
        b'"' | b'\\' => letter,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            // Writing into memory cannot fail.
            let _ = write!(out, "\\u{letter:04x}");
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Writes a whole number.
pub(super) fn whole(number: impl serde::Serialize, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, &number);
}

/// Writes a decimal number as it is, with the zeros at its end.
pub(super) fn number(number: Decimal, out: &mut Vec<u8>) {
    if number.is_sign_negative() {
        out.push(b'-');
    }
    let (start, scale) = (out.len(), number.scale() as usize);
    match u64::try_from(number.mantissa().unsigned_abs()) {
        Ok(digits) => whole(digits, out),
        Err(_) => whole(number.mantissa().unsigned_abs(), out),
    }
    if scale > 0 {
        while out.len() <= start + scale {
            out.insert(start, b'0');
        }
        out.insert(out.len() - scale, b'.');
    }
}

/// Writes a decimal number as a text.
pub(super) fn number_as_text(number: Decimal, out: &mut Vec<u8>) {
    out.push(b'"');
    self::number(number, out);
    out.push(b'"');
}

/// Writes a whole number as a text.
pub(super) fn whole_as_text(number: i64, out: &mut Vec<u8>) {
    out.push(b'"');
    whole(number, out);
    out.push(b'"');
}

pub(super) fn boolean(truth: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if truth { b"true" } else { b"false" });
}

pub(super) fn json(value: &serde_json::Value, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}

/// A list whose elements `write` appends.
pub(super) fn list<T>(
    all: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>) -> Result<(), crate::error::Fault>,
) -> Result<(), crate::error::Fault> {
    out.push(b'[');
    for (at, one) in all.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(one, out)?;
    }
    out.push(b']');
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn decimals_are_written_with_their_zeros(mantissa in any::<i64>(), big in 0..1i128 << 95, scale in 0..28u32) {
            for decimal in [Decimal::new(mantissa, scale), Decimal::from_i128_with_scale(-big, scale)] {
                let mut out = Vec::new();
                number(decimal, &mut out);
                prop_assert_eq!(String::from_utf8(out).unwrap(), decimal.to_string());
            }
        }

        #[test]
        fn every_text_is_read_as_it_was_written(all in "(.|[\\x00-\\x7f]|[a-z\\n\"]{0,40}){0,8}") {
            let mut out = Vec::new();
            text(&all, &mut out);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), all);
        }
    }
}
