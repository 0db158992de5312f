//! Which signs around a number say what money it is?

/// Signs and abbreviations that stand before or behind a price.
const SIGNS: &[&str] = &[
    "$", "€", "£", "¥", "₹", "₽", "₺", "₴", "₩", "฿", "₫", "₪", "₱", "₦", "₡", "zł", "zl", "kr",
    "kr.", "kč", "ft", "lei", "лв", "лв.", "руб", "руб.", "р.", "р", "грн", "грн.", "din", "din.",
    "дин", "дин.", "fr.", "sfr.", "rs", "rs.", "rp", "r$", "us$", "a$", "c$", "ca$", "au$", "nz$",
    "hk$", "s$", "ar$", "mx$", "元", "円", "원", "tl", "km",
];

/// The number without what stands around it, and whether it is below zero.
pub(super) fn strip(text: &str) -> (&str, bool) {
    let (mut text, mut is_negative, mut has_sign) = (text, false, false);
    for _ in 0..2 {
        text = text.trim();
        if let Some(rest) = text.strip_prefix(['-', '−', '+']).filter(|_| !has_sign) {
            (is_negative, has_sign) = (!text.starts_with('+'), true);
            text = rest;
        }
        text = without_sign(text.trim());
    }
    // "5,-" and "5.-" are round prices; "5-" is below zero.
    for round in [",-", ".-", ",–", ".–", ",—"] {
        if let Some(rest) = text.strip_suffix(round) {
            return (rest.trim(), is_negative);
        }
    }
    if let Some(rest) = text.strip_suffix(['-', '−']).filter(|_| !has_sign) {
        (text, is_negative) = (rest.trim_end(), true);
    }
    (text, is_negative)
}

/// The ISO 4217 code that stands beside a number, such as `USD` in `10.00 USD`.
#[must_use]
pub fn code(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_code =
        |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let (start, end) = (text.get(..3), text.len().checked_sub(3).and_then(|at| text.get(at..)));
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    [end, start].into_iter().flatten().find(|part| has_digit && is_code(part))
}

fn without_sign(text: &str) -> &str {
    if let Some(code) = code(text) {
        let rest = text.strip_suffix(code).or_else(|| text.strip_prefix(code)).unwrap_or(text);
        return rest.trim();
    }
    let digits_start =
        text.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−'));
    let digits_end = text.rfind(|c: char| c.is_ascii_digit());
    let (Some(start), Some(end)) = (digits_start, digits_end) else { return text };
    // A sign before the number may have a point of its own ("Fr. 5"): it then ends at the first digit.
    let first_digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or(start);
    for at in [first_digit, start] {
        if is_sign(&text[..at]) {
            return text[at..].trim();
        }
    }
    let tail = &text[end + 1..];
    let sign = tail.trim_start_matches([',', '.', '-', '–', '—', '−']);
    if is_sign(tail) {
        &text[..=end]
    } else if is_sign(sign) {
        text[..text.len() - sign.len()].trim_end()
    } else {
        text
    }
}

fn is_sign(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 8 && SIGNS.contains(&text.to_lowercase().as_str())
}
