//! Is it a page for people where a file should be?

/// Whether bytes begin as a page of the web does: behind white space, comments and what XML says of itself.
pub(crate) fn is_web_page(begin: &[u8]) -> bool {
    let mut rest = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        match rest.windows(end.len()).position(|window| window == end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return false,
        }
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| {
        let begins =
            rest.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes()));
        // `<header>` and `<bodycare>` are elements of somebody's feed.
        begins && !rest.get(tag.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::is_web_page;

    #[test]
    fn a_page_is_told_from_a_feed() {
        for page in [
            "<!DOCTYPE html><html>",
            "\u{feff}\n <HTML lang=\"en\">",
            "<?xml version=\"1.0\"?>\n<!-- hello -->\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML\">",
            "<head><title>Log in</title>",
        ] {
            assert!(is_web_page(page.as_bytes()), "{page}");
        }
        for file in [
            "",
            "SKU,Name\n1,<html>",
            "<?xml version=\"1.0\"?><rss><item><![CDATA[<html>]]></item></rss>",
            "<header><row/></header>",
            "<bodycare/>",
            "<!-- never ends",
            "[{\"html\":\"<html>\"}]",
        ] {
            assert!(!is_web_page(file.as_bytes()), "{file}");
        }
    }
}
