//! Names as the store shows them, and as people read them.
//!
//! WordPress keeps `&` in names as `&amp;` and shows it so. Only that is taken back, and only where sending
//! the plain `&` makes the store keep the very same text again: what looks like another entity behind it stays.
//! `&lt;` stays as well, because a plain `<` would be taken for markup and lost.
//! Source: recordings `products-create-name-entities`, `categories-create-entity`.

use std::borrow::Cow;

const AMPERSAND: &str = "&amp;";

/// A name as people read it.
pub(crate) fn unescaped(name: &str) -> Cow<'_, str> {
    let Some(first) = name.find(AMPERSAND) else { return Cow::Borrowed(name) };
    let mut plain = String::with_capacity(name.len());
    plain.push_str(&name[..first]);
    let mut rest = &name[first..];
    while let Some(at) = rest.find(AMPERSAND) {
        let behind = &rest[at + AMPERSAND.len()..];
        plain.push_str(&rest[..at]);
        plain.push_str(if is_entity_tail(behind) { AMPERSAND } else { "&" });
        rest = behind;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// A name as the store keeps it, to search for it: the search compares with what is kept.
pub(crate) fn escaped(name: &str) -> Cow<'_, str> {
    if !name.contains('&') {
        return Cow::Borrowed(name);
    }
    let mut kept = String::with_capacity(name.len() + 8);
    for (at, letter) in name.char_indices() {
        let is_plain = letter == '&' && !is_entity_tail(&name[at + 1..]);
        if is_plain { kept.push_str(AMPERSAND) } else { kept.push(letter) }
    }
    Cow::Owned(kept)
}

/// Whether a `&` before this would be read as an entity.
fn is_entity_tail(text: &str) -> bool {
    let Some(end) = text.find(';') else { return false };
    let name = &text[..end];
    let (digits, is_digit): (&str, fn(&char) -> bool) = match name.as_bytes() {
        [b'#', b'x' | b'X', ..] => (&name[2..], char::is_ascii_hexdigit),
        [b'#', ..] => (&name[1..], char::is_ascii_digit),
        _ => (name, char::is_ascii_alphanumeric),
    };
    !digits.is_empty() && digits.len() <= 32 && digits.chars().all(|letter| is_digit(&letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_as_people_read_them() {
        assert_eq!(unescaped("Fish &amp; Chips"), "Fish & Chips");
        assert_eq!(unescaped("A&amp;B &amp; C"), "A&B & C");
        assert_eq!(unescaped("&lt;5 &quot;x&quot;"), "&lt;5 &quot;x&quot;");
        assert_eq!(unescaped("&amp;lt; &amp;#039; &amp;"), "&amp;lt; &amp;#039; &");
        assert_eq!(escaped("Home & Garden"), "Home &amp; Garden");
        assert_eq!(escaped("Home &amp; Garden"), "Home &amp; Garden");
    }

    proptest! {
        /// What is sent plain is kept by the store as it was before.
        #[test]
        fn a_kept_name_survives_being_read_and_sent_again(parts in prop::collection::vec("&amp;|&lt;|&|;|#3|amp|[a-z]| ", 0..12)) {
            let kept = escaped(&parts.concat()).into_owned();
            prop_assert_eq!(escaped(&unescaped(&kept)).into_owned(), kept);
        }
    }
}
