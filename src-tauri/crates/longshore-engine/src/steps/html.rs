//! From HTML to plain text, and back.

use crate::diff::text::unescaped;

/// Elements that stand on lines of their own.
const LINES: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements whose content nobody reads.
const UNREAD: &[&str] = &["script", "style", "head", "title", "template", "noscript"];

/// The text without markup.
pub(super) fn stripped(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(tag) = Tag::at(rest) else {
            plain.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if LINES.contains(&tag.name.as_str()) {
            plain.push('\n');
        } else if tag.name == "td" || tag.name == "th" {
            plain.push(' ');
        }
        if !tag.is_end && UNREAD.contains(&tag.name.as_str()) {
            rest = after_element(rest, &tag.name);
        }
    }
    plain.push_str(rest);
    lines(&unescaped(&plain))
}

struct Tag {
    /// In small letters; empty for a comment.
    name: String,
    is_end: bool,
    length: usize,
}

impl Tag {
    /// The tag that a text begins with. "<3" begins none.
    fn at(text: &str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let length = comment.find("-->").map_or(text.len(), |end| end + 7);
            return Some(Self { name: String::new(), is_end: false, length });
        }
        let inner = text.strip_prefix('<')?;
        let (is_end, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            return None;
        }
        let name: String = inner
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(20)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let mut quote = None;
        for (at, letter) in text.char_indices().skip(1) {
            match (quote, letter) {
                (None, '>') => return Some(Self { name, is_end, length: at + 1 }),
                (None, '"' | '\'') if text[..at].ends_with('=') => quote = Some(letter),
                (Some(open), letter) if open == letter => quote = None,
                _ => {}
            }
        }
        None
    }
}

/// What comes after the end of an element.
fn after_element<'t>(text: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</").map(|at| from + at) {
        let found = text.as_bytes().get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return text[at..].find('>').map_or("", |end| &text[at + end + 1..]);
        }
        from = at + 2;
    }
    ""
}

/// Lines without needless spaces, and never two empty ones.
fn lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(first);
        for word in words {
            lines.push(' ');
            lines.push_str(word);
        }
    }
    lines
}

/// Plain text as HTML: empty lines part paragraphs, other line breaks stay.
pub(crate) fn marked_up(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            if is_open {
                html.push_str("</p>");
                is_open = false;
            }
            continue;
        }
        match (is_open, html.is_empty()) {
            (true, _) => html.push_str("<br>\n"),
            (false, true) => html.push_str("<p>"),
            (false, false) => html.push_str("\n<p>"),
        }
        is_open = true;
        for letter in line.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                _ => html.push(letter),
            }
        }
    }
    if is_open {
        html.push_str("</p>");
    }
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_goes_and_what_stood_on_lines_of_its_own_stays_so() {
        for (html, meant) in [
            ("<p>Soft <b>linen</b>.</p><p>Two sizes</p>", "Soft linen.\nTwo sizes"),
            ("one<br/>two<BR>three", "one\ntwo\nthree"),
            ("<ul><li>a</li>\n<li>b &amp; c</li></ul>", "a\nb & c"),
            ("a<script>alert('<p>')</script>b<!-- c -->", "ab"),
            ("5 < 6 and <3", "5 < 6 and <3"),
            ("<a title=\"a > b\" href='#'>link</a>", "link"),
            ("<style>p{}", ""),
            ("caf&#233;", "café"),
        ] {
            assert_eq!(stripped(html), meant, "{html}");
        }
    }

    #[test]
    fn plain_text_becomes_paragraphs_with_line_breaks() {
        assert_eq!(marked_up("a < b\nc & d\n\n\ne"), "<p>a &lt; b<br>\nc &amp; d</p>\n<p>e</p>");
        assert_eq!(marked_up(""), "");
    }

    proptest! {
        #[test]
        fn what_is_marked_up_is_stripped_again(lines in proptest::collection::vec("[ a-z<>&é]{0,12}", 0..6)) {
            let text = super::lines(&lines.join("\n"));
            prop_assume!(!text.contains("&lt") && !text.contains("&gt") && !text.contains("&amp"));
            prop_assert_eq!(stripped(&marked_up(&text)), text);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = stripped(&text);
            let _ = marked_up(&text);
        }
    }
}
