//! How does WooCommerce's CSV write what a cell cannot hold as it is, and how is it read again?
//!
//! Source: the exporter and importer of WooCommerce, as `formats/woocommerce-product-csv.md` describes them.

use std::borrow::Cow;

/// A cell without the `'` that keeps spreadsheets from taking it for a formula.
#[must_use]
pub fn without_formula_mark(cell: &str) -> &str {
    if has_formula_mark(cell) { &cell[1..] } else { cell }
}

/// Whether there are only `'` before something that spreadsheets would take for a formula.
fn has_formula_mark(cell: &str) -> bool {
    cell.starts_with('\'') && cell.bytes().find(|byte| *byte != b'\'').is_some_and(is_formula_start)
}

/// A cell with a `'` before what spreadsheets would take for a formula.
#[must_use]
pub fn with_formula_mark(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.bytes().next().is_some_and(is_formula_start);
    // A text that has such a mark of its own gets another one, so that reading leaves its own.
    if is_formula || has_formula_mark(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn is_formula_start(byte: u8) -> bool {
    matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
}

/// The parts of a list with commas between them; `\,` is a comma within a part. Parts are trimmed, empty ones
/// left out.
pub fn list(cell: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let has_escapes = memchr::memchr(b'\\', cell.as_bytes()).is_some();
    raw_list(cell).map(trimmed).filter(|part| !part.is_empty()).map(move |part| {
        if has_escapes && part.contains("\\,") {
            Cow::Owned(part.replace("\\,", ","))
        } else {
            Cow::Borrowed(part)
        }
    })
}

/// Outer spaces go; most texts have none, parts of lists have one before them.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    let inner = text.strip_prefix(' ').unwrap_or(text);
    match inner.as_bytes() {
        [only] if only.is_ascii_graphic() => inner,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => inner,
        _ => text.trim(),
    }
}

/// The parts of such a list as they stand there.
fn raw_list(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(cell);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut from = 0;
        while let Some(comma) = memchr::memchr(b',', &text.as_bytes()[from..]).map(|at| from + at) {
            if !text[..comma].ends_with('\\') {
                rest = Some(&text[comma + 1..]);
                return Some(&text[..comma]);
            }
            from = comma + 1;
        }
        rest = None;
        Some(text)
    })
}

/// A list as the exporter writes it, but for a part that ends in a backslash: a space keeps it away from the comma,
/// which it would make a part of the text.
pub fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut cell = String::new();
    for part in parts {
        if cell.ends_with('\\') {
            cell.push(' ');
        }
        if !cell.is_empty() {
            cell.push_str(", ");
        }
        for letter in part.chars() {
            if letter == ',' {
                cell.push('\\');
            }
            cell.push(letter);
        }
    }
    cell
}

/// The levels of a path with `>` between them, trimmed.
pub fn path(text: &str) -> impl Iterator<Item = &str> {
    text.split('>').map(str::trim)
}

/// A description with its line breaks: `\n` is a line break, `\\n` are a backslash and an n.
#[must_use]
pub fn with_line_breaks(cell: &str) -> Cow<'_, str> {
    let bytes = cell.as_bytes();
    let mut text = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'\\', bytes) {
        if bytes.get(at + 1) != Some(&b'n') {
            continue;
        }
        text.reserve(cell.len() - from);
        if at > from && bytes[at - 1] == b'\\' {
            text.push_str(&cell[from..at - 1]);
            text.push_str("\\n");
        } else {
            text.push_str(&cell[from..at]);
            text.push('\n');
        }
        from = at + 2;
    }
    if from == 0 {
        return Cow::Borrowed(cell);
    }
    text.push_str(&cell[from..]);
    Cow::Owned(text)
}

/// A description as the exporter writes it: on one line.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') && !text.contains("\\n") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\\n", "\\\\n").replace('\n', "\\n"))
}

/// A name with the ampersands that WordPress writes into names decoded: `Fish &amp; Chips`. Other entities stay,
/// and so does an ampersand whose decoding would make another entity.
#[must_use]
pub fn decode_ampersands(text: &str) -> Cow<'_, str> {
    const WRITTEN: [&str; 2] = ["&amp;", "&#038;"];
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    if !WRITTEN.iter().any(|written| text[first..].contains(written)) {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        for written in WRITTEN {
            if let Some(after) = rest.strip_prefix(&written[1..])
                && !is_rest_of_entity(after)
            {
                rest = after;
                break;
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// `lt;`, `#039;`
fn is_rest_of_entity(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or(text);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (1..=10).contains(&end) && name[end..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(cell: &str) -> Vec<String> {
        list(cell).map(Cow::into_owned).collect()
    }

    #[test]
    fn a_backslash_before_a_comma_keeps_a_value_whole() {
        assert_eq!(parts("Brass\\, polished, Steel"), ["Brass, polished", "Steel"]);
        assert_eq!(parts("a,,b , "), ["a", "b"]);
        assert_eq!(parts(""), Vec::<String>::new());
    }

    #[test]
    fn a_value_that_ends_in_a_backslash_does_not_swallow_the_next_one() {
        assert_eq!(join(["C:\\", "D, E", "F\\"]), "C:\\ , D\\, E, F\\");
        assert_eq!(parts("C:\\ , D\\, E, F\\"), ["C:\\", "D, E", "F\\"]);
    }

    #[test]
    fn line_breaks_are_read_as_the_export_writes_them() {
        assert_eq!(with_line_breaks("one\\ntwo"), "one\ntwo");
        assert_eq!(with_line_breaks("C:\\\\new"), "C:\\new");
        assert_eq!(on_one_line("one\ntwo C:\\new"), "one\\ntwo C:\\\\new");
    }

    #[test]
    fn the_mark_before_a_formula_is_taken_off() {
        assert_eq!(without_formula_mark("'=1+1"), "=1+1");
        assert_eq!(without_formula_mark("'-5"), "-5");
        assert_eq!(without_formula_mark("'tis"), "'tis");
        assert_eq!(with_formula_mark("@home"), "'@home");
        assert_eq!(with_formula_mark("home"), "home");
    }

    #[test]
    fn ampersands_of_names_are_decoded_once_and_nothing_else_is() {
        assert_eq!(decode_ampersands("Taps &amp; Mixers &#038; more"), "Taps & Mixers & more");
        assert_eq!(decode_ampersands("&amp;lt; &copy; & x &lt;5"), "&amp;lt; &copy; & x &lt;5");
    }

    proptest! {
        #[test]
        fn lists_are_read_as_they_were_written(
            all in proptest::collection::vec("[a-zA-Z0-9,>&|;äß][a-zA-Z0-9, >&|;äß]{0,8}[a-zA-Z0-9,>&|;äß]", 0..6)
        ) {
            let cell = join(all.iter().map(String::as_str));
            prop_assert_eq!(parts(&cell), all);
        }

        #[test]
        fn descriptions_are_read_as_they_were_written(text in "[a-z\\\\n\n ]{0,20}") {
            // A backslash right before a line break is the one thing that the export cannot express.
            prop_assume!(!text.contains("\\\n") && !text.contains("\\\\n"));
            let cell = on_one_line(&text);
            prop_assert_eq!(with_line_breaks(&cell), text.as_str());
        }

        #[test]
        fn formulas_are_read_as_they_were_written(text in "['=+@a\\-\t]{0,4}") {
            let cell = with_formula_mark(&text);
            prop_assert_eq!(without_formula_mark(&cell), text.as_str());
        }
    }
}
