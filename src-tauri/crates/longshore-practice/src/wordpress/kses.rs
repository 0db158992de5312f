//! Which HTML may stay in a text (`wp_kses`): unknown tags go, their content stays.

use std::borrow::Cow;

use super::text::escape_ampersands;

/// The attributes that every allowed tag may have.
const GLOBAL: &[&str] = &[
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-details",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "class",
    "dir",
    "hidden",
    "id",
    "lang",
    "role",
    "style",
    "title",
    "xml:lang",
];

/// Tags of a post's content, each with the attributes of its own.
const POST: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "rev", "name", "target", "download"]),
    ("abbr", &[]),
    ("acronym", &[]),
    ("address", &[]),
    ("area", &["alt", "coords", "href", "nohref", "shape", "target"]),
    ("article", &["align"]),
    ("aside", &["align"]),
    ("audio", &["autoplay", "controls", "loop", "muted", "preload", "src"]),
    ("b", &[]),
    ("bdo", &[]),
    ("big", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("button", &["disabled", "name", "type", "value"]),
    ("caption", &["align"]),
    ("center", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["align", "span", "width", "valign"]),
    ("colgroup", &["align", "span", "width", "valign"]),
    ("dd", &[]),
    ("del", &["datetime"]),
    ("details", &["align", "open"]),
    ("dfn", &[]),
    ("div", &["align"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("fieldset", &[]),
    ("figcaption", &["align"]),
    ("figure", &["align"]),
    ("font", &["color", "face", "size"]),
    ("footer", &["align"]),
    ("h1", &["align"]),
    ("h2", &["align"]),
    ("h3", &["align"]),
    ("h4", &["align"]),
    ("h5", &["align"]),
    ("h6", &["align"]),
    ("header", &["align"]),
    ("hgroup", &["align"]),
    ("hr", &["align", "noshade", "size", "width"]),
    ("i", &[]),
    (
        "img",
        &[
            "alt", "align", "border", "height", "hspace", "loading", "longdesc", "vspace", "src",
            "usemap", "width",
        ],
    ),
    ("ins", &["datetime", "cite"]),
    ("kbd", &[]),
    ("label", &["for"]),
    ("legend", &["align"]),
    ("li", &["align", "value"]),
    ("main", &["align"]),
    ("map", &["name"]),
    ("mark", &[]),
    ("menu", &["type"]),
    ("nav", &["align"]),
    ("object", &["data", "type"]),
    ("ol", &["start", "type", "reversed"]),
    ("p", &["align"]),
    ("pre", &["width"]),
    ("q", &["cite"]),
    ("rb", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("rtc", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &["align"]),
    ("small", &[]),
    ("span", &["align"]),
    ("strike", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &["align"]),
    ("sup", &[]),
    (
        "table",
        &["align", "bgcolor", "border", "cellpadding", "cellspacing", "rules", "summary", "width"],
    ),
    ("tbody", &["align", "valign"]),
    (
        "td",
        &[
            "abbr", "align", "axis", "bgcolor", "colspan", "headers", "height", "nowrap",
            "rowspan", "scope", "valign", "width",
        ],
    ),
    ("textarea", &["cols", "rows", "disabled", "name", "readonly"]),
    ("tfoot", &["align", "valign"]),
    (
        "th",
        &[
            "abbr", "align", "axis", "bgcolor", "colspan", "headers", "height", "nowrap",
            "rowspan", "scope", "valign", "width",
        ],
    ),
    ("thead", &["align", "valign"]),
    ("title", &[]),
    ("tr", &["align", "bgcolor", "valign"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    ("tt", &[]),
    ("u", &[]),
    ("ul", &["type"]),
    ("var", &[]),
    (
        "video",
        &[
            "autoplay",
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
];

/// The few tags of a term's description.
const PLAIN: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("abbr", &["title"]),
    ("acronym", &["title"]),
    ("b", &[]),
    ("blockquote", &["cite"]),
    ("cite", &[]),
    ("code", &[]),
    ("del", &["datetime"]),
    ("em", &[]),
    ("i", &[]),
    ("q", &["cite"]),
    ("s", &[]),
    ("strike", &[]),
    ("strong", &[]),
];

/// Text as a post may have it: names and descriptions of products.
pub(crate) fn post(text: &str) -> Cow<'_, str> {
    filter(text, POST, GLOBAL)
}

/// Text as a term's description may have it.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    filter(text, PLAIN, &[])
}

fn filter<'a>(text: &'a str, tags: &[(&str, &[&str])], everywhere: &[&str]) -> Cow<'a, str> {
    if !text.contains(['<', '>']) {
        return escape_ampersands(text);
    }
    let text = escape_ampersands(text);
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(open) = rest.find(['<', '>']) {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with('>') {
            out.push_str("&gt;");
            rest = &rest[1..];
            continue;
        }
        if let Some(length) = comment_length(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        // What opens no tag is text, up to the next bracket.
        let next = rest[1..].find(['<', '>']).map(|at| at + 1);
        match next {
            Some(close) if rest.as_bytes()[close] == b'>' => {
                keep_tag(&rest[1..close], tags, everywhere, &mut out);
                rest = &rest[close + 1..];
            }
            open => {
                let (broken, after) = rest.split_at(open.unwrap_or(rest.len()));
                out.push_str("&lt;");
                out.push_str(&broken[1..].replace('"', "&quot;").replace('\'', "&#039;"));
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn comment_length(text: &str) -> Option<usize> {
    text.starts_with("<!--").then(|| text.find("-->").map_or(text.len(), |end| end + 3))
}

fn keep_tag(inside: &str, tags: &[(&str, &[&str])], everywhere: &[&str], out: &mut String) {
    let (closing, body) = match inside.trim_start().strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, inside),
    };
    let name: String = body
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    let lower = name.to_ascii_lowercase();
    let Some((_, own)) = tags.iter().find(|(tag, _)| *tag == lower) else { return };
    if closing {
        out.push_str("</");
        out.push_str(&name);
        out.push('>');
        return;
    }
    out.push('<');
    out.push_str(&name);
    let attributes = body[name.len()..].trim_end();
    let (attributes, closed) = match attributes.strip_suffix('/') {
        Some(attributes) => (attributes, true),
        None => (attributes, false),
    };
    for (key, value) in attributes_of(attributes) {
        let key_lower = key.to_ascii_lowercase();
        let known = own.contains(&key_lower.as_str())
            || everywhere.contains(&key_lower.as_str())
            || (!everywhere.is_empty() && key_lower.starts_with("data-"));
        let hostile = matches!(key_lower.as_str(), "href" | "src" | "cite" | "data" | "poster")
            && value.trim_matches(['"', '\'', ' ']).to_ascii_lowercase().starts_with("javascript:");
        if known && !hostile {
            out.push(' ');
            out.push_str(key);
            if !value.is_empty() {
                let quote = if value.starts_with(['"', '\'']) { "" } else { "\"" };
                out.push('=');
                out.push_str(quote);
                out.push_str(value);
                out.push_str(quote);
            }
        }
    }
    out.push_str(if closed { " />" } else { ">" });
}

/// Names and values (with their quotes) of a tag's attributes.
fn attributes_of(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|letter: char| letter.is_ascii_whitespace() || letter == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            found.push((name, ""));
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let length = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].find(quote).map_or(value.len(), |end| end + 2),
            _ => value.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(value.len()),
        };
        found.push((name, &value[..length]));
        // A stray '=' at the start would never move on.
        rest = value[length..].trim_start().trim_start_matches('=');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_and_frames_go_their_words_stay() {
        assert_eq!(
            post(
                "<p onclick=\"x()\">Hi <script>alert(1)</script> <a href=\"https://e.com\" target=\"_blank\">l</a> &amp; &copy;</p><!--more--><iframe src=\"x\"></iframe>"
            ),
            "<p>Hi alert(1) <a href=\"https://e.com\" target=\"_blank\">l</a> &amp; &copy;</p><!--more-->"
        );
    }

    #[test]
    fn what_looks_like_a_tag_goes() {
        assert_eq!(post("Fish & Chips < 5 > 3"), "Fish &amp; Chips  3");
        assert_eq!(post("a > b"), "a &gt; b");
        assert_eq!(post("1 < 2"), "1 &lt; 2");
        assert_eq!(post("a <b c <i>d</i>"), "a &lt;b c <i>d</i>");
        assert_eq!(post("<img src=x width='9'>"), "<img src=\"x\" width='9'>");
        assert_eq!(plain("<b>All</b> clothes & more<img src=x>"), "<b>All</b> clothes &amp; more");
    }
}
