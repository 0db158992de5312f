//! When do two texts mean the same?

use std::borrow::Cow;

/// The text with its HTML entities read. WooCommerce shows names escaped, also with `context=edit`
/// (`categories-create-ampersand-name`, `products-create-html-description`).
#[must_use]
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity_at(rest) {
            Some((character, length)) => {
                plain.push(character);
                rest = &rest[length..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The text with `&` that begins no entity written as `&amp;`.
#[must_use]
pub fn with_escaped_ampersands(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, character) in text.char_indices() {
        escaped.push(character);
        if character == '&' && !begins_entity(&text[at..]) {
            escaped.push_str("amp;");
        }
    }
    Cow::Owned(escaped)
}

/// The longest entity that is looked at, in bytes: names are at most 31 letters long.
const LONGEST: usize = 34;

fn body(text: &str) -> Option<&str> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    Some(&text[1..end])
}

fn begins_entity(text: &str) -> bool {
    body(text).is_some_and(|body| match body.strip_prefix('#') {
        Some(number) => {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        None => !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    })
}

fn entity_at(text: &str) -> Option<(char, usize)> {
    let body = body(text)?;
    let character = match body {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = body.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| !character.is_control())?
        }
    };
    Some((character, body.len() + 2))
}

/// Whether two texts without markup mean the same.
#[must_use]
pub fn same_plain(one: &str, other: &str) -> bool {
    one == other || same_lines(&unescaped(one), &unescaped(other))
}

/// Whether two texts with markup mean the same.
#[must_use]
pub fn same_html(one: &str, other: &str) -> bool {
    one == other || same_lines(&with_escaped_ampersands(one), &with_escaped_ampersands(other))
}

fn same_lines(one: &str, other: &str) -> bool {
    one.trim()
        .bytes()
        .filter(|byte| *byte != b'\r')
        .eq(other.trim().bytes().filter(|byte| *byte != b'\r'))
}

/// Whether two texts give the same part of an address, one of them perhaps being it already.
#[must_use]
pub fn same_slug(one: &str, other: &str) -> bool {
    one == other || slug(one) == slug(other)
}

/// The part of an address that WordPress would make of a name: letters without accents, spaces, points and slashes
/// as hyphens, other signs gone. Letters of other scripts stay letters here; the store shows them percent-encoded
/// (`tags-list`, `products-create-utf8-emoji`).
#[must_use]
pub fn slug(text: &str) -> String {
    let text = unescaped(text);
    let text = without_tags(&text);
    let text = percent_decoded(&text);
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' | '_' => slug.push(character),
            '-' | '.' | '/' | '\u{2010}'..='\u{2015}' => hyphen(&mut slug),
            _ if character.is_whitespace() => hyphen(&mut slug),
            _ if character.is_ascii() => {}
            _ => match without_accent(character) {
                "" if is_sign(character) => {}
                "" => slug.push(character),
                plain => slug.push_str(plain),
            },
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn without_tags(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('<') else { return Cow::Borrowed(text) };
    let mut kept = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        rest = &rest[end + 1..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Quotation marks, inverted marks and the like: signs that a name may have and an address never.
fn is_sign(character: char) -> bool {
    matches!(character, '\u{a1}'..='\u{bf}' | '\u{2018}'..='\u{203a}' | '\u{d7}' | '\u{f7}')
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn without_accent(letter: char) -> &'static str {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_escaped_or_not() {
        assert!(same_plain("Fish & Chips", "Fish &amp; Chips"));
        assert!(same_plain("say \"hi\"", "say &quot;hi&#034;"));
        assert!(same_plain("it's", "it&#x27;s"));
        assert!(same_plain("one\r\ntwo ", "one\ntwo"));
        assert!(!same_plain("Fish & Chips", "Fish & Chip"));
        assert_eq!(unescaped("&bogus; & &#0; &"), "&bogus; & &#0; &");
    }

    #[test]
    fn markup_is_not_the_text_that_looks_like_it() {
        assert!(same_html("<p>a & b</p>", "<p>a &amp; b</p>"));
        assert!(!same_html("<b>", "&lt;b&gt;"));
        assert!(!same_html("&amp;lt;", "&lt;"));
    }

    #[test]
    fn slugs_are_what_the_recordings_show() {
        assert_eq!(slug("Home & Garden"), "home-garden");
        assert_eq!(slug("HTML <b>name</b> & \"q\""), "html-name-q");
        assert!(same_slug("naïve 日本語", "naive-%e6%97%a5%e6%9c%ac%e8%aa%9e"));
        assert!(same_slug("Red", "red"));
        assert!(!same_slug("Red", "green"));
        assert_eq!(slug("5% off"), "5-off");
    }
}
