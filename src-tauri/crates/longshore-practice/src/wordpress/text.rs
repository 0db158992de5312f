//! What WordPress does to text before it keeps it.

use std::borrow::Cow;

/// Backslashes are taken for escapes and eaten (`stripslashes`).
pub(crate) fn unslash(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
        } else if let Some(escaped) = letters.next() {
            out.push(if escaped == '0' { '\0' } else { escaped });
        }
    }
    Cow::Owned(out)
}

/// One line of plain text: no tags, no percent escapes, single spaces (`sanitize_text_field`).
pub(crate) fn clean(text: &str) -> String {
    let text = if text.contains('<') { strip_tags(text) } else { text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for word in text.split(['\r', '\n', '\t', ' ']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    without_percent_escapes(out)
}

fn without_percent_escapes(mut text: String) -> String {
    loop {
        let found = text.as_bytes().windows(3).position(|three| {
            three[0] == b'%' && three[1].is_ascii_hexdigit() && three[2].is_ascii_hexdigit()
        });
        match found {
            Some(at) => text.replace_range(at..at + 3, ""),
            None => return text.trim().to_owned(),
        }
    }
}

/// Text without its tags; a `<` that opens none becomes `&lt;` (`wp_strip_all_tags` after its look-ahead).
fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        match rest[1..].find(['<', '>']).map(|at| at + 1) {
            Some(close) if rest.as_bytes()[close] == b'>' => {
                let tag = rest[1..close].to_ascii_lowercase();
                rest = &rest[close + 1..];
                // What scripts and styles contain goes with them.
                for name in ["script", "style"] {
                    if tag.starts_with(name) {
                        let end = format!("</{name}");
                        if let Some(at) = find_ignoring_case(rest, &end) {
                            rest = &rest[at..];
                        }
                    }
                }
            }
            _ => {
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where an ASCII needle (in lower case) stands in a text, in any letter case.
pub(crate) fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// `&`, `<` and `>` as entities; entities that are there stay (`_wp_specialchars`).
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        match letter {
            '&' if entity_length(&text[at..]).is_some() => out.push('&'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(letter),
        }
    }
    out
}

/// Ampersands as entities, unless they begin one (`wp_kses_normalize_entities`).
pub(crate) fn escape_ampersands(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        out.push(letter);
        if letter == '&' && entity_length(&text[at..]).is_none() {
            out.push_str("amp;");
        }
    }
    Cow::Owned(out)
}

/// How long the entity at the start of a text is: `&amp;`, `&#38;`, `&#x26;`.
pub(crate) fn entity_length(text: &str) -> Option<usize> {
    let end = text.as_bytes().iter().take(34).position(|&byte| byte == b';')?;
    let name = text.get(1..end)?;
    let valid = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => {
                !hex.is_empty()
                    && hex.len() <= 6
                    && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            None => {
                !digits.is_empty()
                    && digits.len() <= 7
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
        },
        None => {
            name.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && name.len() >= 2
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
    };
    valid.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_loses_tags_and_outer_spaces() {
        assert_eq!(clean("<b>X</b>&1"), "X&1");
        assert_eq!(clean("  WS 1  "), "WS 1");
        assert_eq!(clean("a\n b\t c%20d"), "a b cd");
        assert_eq!(clean("3 < 5"), "3 &lt; 5");
    }

    #[test]
    fn ampersands_are_escaped_once() {
        assert_eq!(escape("Home & Garden"), "Home &amp; Garden");
        assert_eq!(escape("Home &amp; Garden"), "Home &amp; Garden");
        assert_eq!(escape("a > b"), "a &gt; b");
        assert_eq!(escape_ampersands("x & &copy; &#39; &;"), "x &amp; &copy; &#39; &amp;;");
    }

    #[test]
    fn backslashes_are_eaten() {
        assert_eq!(unslash(r"C:\temp \\ x"), r"C:temp \ x");
    }
}
