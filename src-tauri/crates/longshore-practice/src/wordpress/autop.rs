//! Paragraphs out of blank lines (`wpautop`), as descriptions are shown in `context=view`.

/// Tags that stand for themselves and get no paragraph around them.
const BLOCKS: &[&str] = &[
    "table",
    "thead",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "dl",
    "dd",
    "dt",
    "ul",
    "ol",
    "li",
    "pre",
    "form",
    "map",
    "area",
    "blockquote",
    "address",
    "style",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "fieldset",
    "legend",
    "section",
    "article",
    "aside",
    "hgroup",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "details",
    "menu",
    "summary",
];

/// The text as a page shows it.
pub(crate) fn paragraphs(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + 16);
    for chunk in separated(&text).split("\n\n").map(str::trim).filter(|chunk| !chunk.is_empty()) {
        if starts_with_block(chunk) || chunk.starts_with("<!--") {
            out.push_str(chunk);
        } else {
            out.push_str("<p>");
            out.push_str(&chunk.replace('\n', "<br />\n"));
            out.push_str("</p>");
        }
        out.push('\n');
    }
    out
}

/// Blocks on their own: an empty line before they open and after they close.
fn separated(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let length = rest.find('>').map_or(rest.len(), |close| close + 1);
        let tag = &rest[..length];
        match block_of(tag) {
            Some(true) => {
                out.push_str(tag);
                out.push_str("\n\n");
            }
            Some(false) => {
                if !out.is_empty() && !inside_block(&out) {
                    out.push_str("\n\n");
                }
                out.push_str(tag);
            }
            None => out.push_str(tag),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    out
}

/// Directly behind another opening block, no empty line is needed.
fn inside_block(text: &str) -> bool {
    text.trim_end().rfind('<').is_some_and(|at| {
        let tag = text[at..].trim_end();
        tag.ends_with('>') && block_of(tag) == Some(false)
    })
}

/// Whether a tag is a block's, and if so whether it closes one.
fn block_of(tag: &str) -> Option<bool> {
    let body = tag.strip_prefix('<')?;
    let (closes, body) = match body.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, body),
    };
    let name: String = body.chars().take_while(char::is_ascii_alphanumeric).collect();
    BLOCKS.contains(&name.to_ascii_lowercase().as_str()).then_some(closes)
}

fn starts_with_block(chunk: &str) -> bool {
    let end = chunk.find('>').map_or(chunk.len(), |close| close + 1);
    block_of(&chunk[..end]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(paragraphs("Long"), "<p>Long</p>\n");
        assert_eq!(paragraphs("one\n\ntwo\nthree"), "<p>one</p>\n<p>two<br />\nthree</p>\n");
        assert_eq!(paragraphs(""), "");
    }

    #[test]
    fn blocks_stay_alone() {
        assert_eq!(paragraphs("<p>Hi</p>"), "<p>Hi</p>\n");
        assert_eq!(paragraphs("a<div>b</div>c"), "<p>a</p>\n<div>b</div>\n<p>c</p>\n");
    }
}
