//! What is a file called that comes from the web?

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use reqwest::Url;

/// Longer names are cut.
const LONGEST: usize = 120;

/// What the server calls it (RFC 6266), else the last part of the address, else the machine.
pub(super) fn of(disposition: Option<&[u8]>, url: &Url) -> String {
    let told = disposition.map(String::from_utf8_lossy).and_then(|text| of_disposition(&text));
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let last = percent_decode_str(last).decode_utf8_lossy();
    [told, Some(last.into_owned()), url.host_str().map(str::to_owned)]
        .into_iter()
        .flatten()
        .map(|name| clean(&name))
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

/// `attachment; filename="list.csv"; filename*=UTF-8''liste%20%C3%BC.csv`
fn of_disposition(text: &str) -> Option<String> {
    let mut plain = None;
    for part in parts(text) {
        let Some((name, value)) = part.split_once('=') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "filename*" => {
                let mut pieces = value.splitn(3, '\'');
                let (charset, _, encoded) = (pieces.next()?, pieces.next(), pieces.next());
                if let Some(encoded) = encoded.filter(|_| charset.eq_ignore_ascii_case("utf-8")) {
                    return Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
                }
            }
            "filename" => plain = Some(unquoted(value).into_owned()),
            _ => {}
        }
    }
    plain
}

/// What stands between semicolons that stand in no quotes.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |letter| {
        is_quoted ^= letter == '"';
        letter == ';' && !is_quoted
    })
}

fn unquoted(value: &str) -> Cow<'_, str> {
    match value.strip_prefix('"') {
        Some(rest) => Cow::Owned(rest.trim_end_matches('"').replace("\\\"", "\"")),
        None => Cow::Borrowed(value),
    }
}

/// Only a name: no folders, nothing that cannot be seen or turns the direction of writing.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_seen = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let seen: String = last.chars().filter(is_seen).collect();
    let seen = seen.trim().trim_matches('"');
    let name = &seen[..seen.floor_char_boundary(LONGEST)];
    if name.chars().all(|letter| letter == '.') { String::new() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(disposition: Option<&str>, url: &str) -> String {
        of(disposition.map(str::as_bytes), &Url::parse(url).unwrap())
    }

    #[test]
    fn a_file_is_called_as_the_server_says_else_by_its_address() {
        let url = "https://a.example/export/list%20of%20%C3%BC.csv?token=s3cret";
        assert_eq!(named(None, url), "list of ü.csv");
        assert_eq!(named(Some("inline"), url), "list of ü.csv");
        assert_eq!(named(Some("attachment; filename=feed.xml"), url), "feed.xml");
        assert_eq!(named(Some("attachment; filename=\"a;b.csv\"; size=3"), url), "a;b.csv");
        let both = "attachment; filename=\"x.csv\"; filename*=UTF-8''%C3%BC.csv";
        assert_eq!(named(Some(both), url), "ü.csv");
        assert_eq!(named(None, "https://a.example/"), "a.example");
    }

    #[test]
    fn a_name_from_outside_is_only_a_name() {
        let url = "https://a.example/x.csv";
        for (said, name) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\a.csv", "a.csv"),
            ("a\u{202e}vsc.exe", "avsc.exe"),
            ("..", "x.csv"),
            ("", "x.csv"),
            ("\"\"", "x.csv"),
        ] {
            assert_eq!(named(Some(&format!("attachment; filename={said}")), url), name, "{said}");
        }
        let long = "ä".repeat(500);
        assert!(named(Some(&format!("attachment; filename={long}")), url).len() <= LONGEST);
        assert_eq!(named(None, "https://a.example/x/%2e%2e%2fetc%2fpasswd%00"), "passwd");
    }
}
