//! Which signs around a number say what money it is?

/// Signs and abbreviations that stand before or behind a price, in small letters, and the currencies (ISO 4217) that
/// people write so.
const SIGNS: &[(&str, &str)] = &[
    (
        "$",
        "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD ZWL",
    ),
    ("€", "EUR"),
    ("£", "GBP EGP LBP SYP SDG SSP GIP FKP SHP"),
    ("¥", "JPY CNY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₩", "KRW KPW"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₪", "ILS"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("₡", "CRC SVC"),
    ("zł", "PLN"),
    ("zl", "PLN"),
    ("kr", "DKK NOK SEK ISK"),
    ("kr.", "DKK NOK SEK ISK"),
    ("kč", "CZK"),
    ("ft", "HUF"),
    ("lei", "RON MDL"),
    ("лв", "BGN"),
    ("лв.", "BGN"),
    ("руб", "RUB BYN"),
    ("руб.", "RUB BYN"),
    ("р.", "RUB BYN"),
    ("р", "RUB BYN"),
    ("грн", "UAH"),
    ("грн.", "UAH"),
    ("din", "RSD MKD KWD BHD DZD IQD JOD LYD TND"),
    ("din.", "RSD MKD KWD BHD DZD IQD JOD LYD TND"),
    ("дин", "RSD MKD"),
    ("дин.", "RSD MKD"),
    ("fr.", "CHF XAF XOF XPF"),
    ("sfr.", "CHF"),
    ("rs", "INR PKR LKR NPR MUR SCR"),
    ("rs.", "INR PKR LKR NPR MUR SCR"),
    ("rp", "IDR"),
    ("r$", "BRL"),
    ("us$", "USD"),
    ("a$", "AUD"),
    ("c$", "CAD NIO"),
    ("ca$", "CAD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("s$", "SGD"),
    ("ar$", "ARS"),
    ("mx$", "MXN"),
    ("元", "CNY TWD HKD"),
    ("円", "JPY"),
    ("원", "KRW"),
    ("tl", "TRY"),
    ("km", "BAM"),
];

/// What stands beside a price to say which money it is: a code such as `USD`, or a sign such as `£`.
#[must_use]
pub fn beside(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_bare = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b' ');
    if text.bytes().all(is_bare) {
        return None;
    }
    code(text).or_else(|| {
        let first = text.find(|c: char| c.is_ascii_digit())?;
        let last = text.rfind(|c: char| c.is_ascii_digit())?;
        let around = |c: char| c.is_whitespace() || matches!(c, '-' | '−' | '+' | '–' | '—');
        let sides = [text[..first].trim_matches(around), text[last + 1..].trim_matches(around)];
        // "5,- €" has the signs of a round price before its own.
        let own = sides.map(|side| side.trim_start_matches(',').trim_matches(around));
        own.into_iter().find(|side| is_sign(side))
    })
}

/// Whether a price may be in this currency, of whose money this stands beside it.
#[must_use]
pub fn may_be(beside: &str, currency: &str) -> bool {
    let small = beside.to_lowercase();
    match SIGNS.iter().find(|(sign, _)| *sign == small) {
        Some((_, codes)) => codes.split(' ').any(|code| code == currency),
        None => beside == currency,
    }
}

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
    !text.is_empty() && text.len() <= 8 && {
        let small = text.to_lowercase();
        SIGNS.iter().any(|(sign, _)| *sign == small)
    }
}
