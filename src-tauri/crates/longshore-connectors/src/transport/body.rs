//! Where in an answer is the JSON, and what is it if there is none?

use std::borrow::Cow;

use serde::de::DeserializeSeed;

use crate::error::Fault;

/// How far into an answer JSON is looked for behind notices that PHP printed.
const LONGEST_NOTICE: usize = 64 << 10;

/// Reads JSON with `seed`. Notices of PHP and byte order marks before it are stepped over: a store with them has
/// still answered, and for a write the answer is precious.
pub(crate) fn json<'de, S>(body: &'de [u8], status: u16, seed: S) -> Result<S::Value, Fault>
where
    S: DeserializeSeed<'de>,
{
    let Some(start) = start_of_json(body) else {
        return Err(Fault::AnswerNotJson { status, looks_like: looks_like(body) });
    };
    let mut parser = serde_json::Deserializer::from_slice(&body[start..]);
    let read = seed.deserialize(&mut parser).and_then(|value| match parser.end() {
        Err(_) if ends_in_notice(body) => Ok(value),
        end => end.map(|()| value),
    });
    read.map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => Fault::AnswerCut { received: body.len() },
        serde_json::error::Category::Syntax => {
            Fault::AnswerNotJson { status, looks_like: looks_like(body) }
        }
        _ => Fault::AnswerUnexpected { detail: error.to_string().chars().take(300).collect() },
    })
}

/// Whether there is JSON in an answer, be it behind notices of PHP.
pub(crate) fn has_json(body: &[u8]) -> bool {
    start_of_json(body).is_some()
}

fn start_of_json(body: &[u8]) -> Option<usize> {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf);
    let first = body.iter().position(|byte| !is_blank(byte))?;
    if matches!(body[first], b'{' | b'[') {
        return Some(first);
    }
    let searched = &body[first..body.len().min(first + LONGEST_NOTICE)];
    if !is_notice(searched) {
        return None;
    }
    // A bracket may be part of the notice; the JSON is where the rest reads as JSON to its end, or breaks off.
    let found =
        searched.iter().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'[')).take(50);
    let start = found.map(|(at, _)| first + at).find(|start| {
        let mut parser = serde_json::Deserializer::from_slice(&body[*start..]);
        let read = <serde::de::IgnoredAny as serde::Deserialize>::deserialize(&mut parser);
        match read.and_then(|_| parser.end()) {
            Ok(()) => true,
            Err(error) => error.is_eof(),
        }
    });
    if start.is_some() {
        tracing::warn!("the store prints PHP notices before its answers");
    }
    start
}

/// PHP may print after the JSON as well, when it tidies up.
fn ends_in_notice(body: &[u8]) -> bool {
    let end = body.iter().rposition(|byte| matches!(byte, b'}' | b']')).unwrap_or(0);
    is_notice(&body[end..])
}

fn is_notice(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] = [
        b"Warning: ",
        b"Notice: ",
        b"Deprecated: ",
        b"Warning</b>",
        b"Notice</b>",
        b"Deprecated</b>",
    ];
    WORDS.into_iter().any(|word| text.windows(word.len()).any(|window| window == word))
}

fn looks_like(body: &[u8]) -> &'static str {
    let head = &body[..body.len().min(2048)];
    let text = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    if text.is_empty() {
        "empty"
    } else if text.contains("fatal error")
        || text.contains("<b>warning</b>")
        || text.contains("<b>notice</b>")
    {
        "php"
    } else if text.starts_with("<!doctype") || text.starts_with("<html") || text.contains("<body") {
        "html"
    } else {
        "text"
    }
}

/// Text from outside that goes into an error: not too long, without control characters.
pub(crate) fn quoted(text: &str) -> String {
    let clean: Cow<'_, str> = if text.chars().any(char::is_control) {
        Cow::Owned(text.chars().filter(|letter| !letter.is_control()).collect())
    } else {
        Cow::Borrowed(text)
    };
    clean.chars().take(500).collect()
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use serde_json::{Value, json};

    use super::*;

    fn read(body: &str) -> Result<Value, &'static str> {
        json(body.as_bytes(), 200, PhantomData::<Value>).map_err(|fault| fault.code())
    }

    #[test]
    fn an_answer_behind_notices_is_still_an_answer() {
        let expected = Ok(json!({"create": [1]}));
        assert_eq!(read("{\"create\": [1]}"), expected);
        assert_eq!(read("\u{feff}\n {\"create\": [1]}"), expected);
        let notice =
            "<br />\n<b>Warning</b>: Undefined key [a] in {closure} in <b>/x.php</b><br />\n";
        assert_eq!(read(&format!("{notice}{{\"create\": [1]}}")), expected);
        let after = "{\"create\": [1]}<br />\n<b>Warning</b>: session closed in <b>/x.php</b>";
        assert_eq!(read(after), expected);
    }

    #[test]
    fn what_is_no_json_is_named() {
        let kind = |body: &str| match json(body.as_bytes(), 200, PhantomData::<Value>) {
            Err(Fault::AnswerNotJson { looks_like, .. }) => looks_like,
            other => panic!("{other:?}"),
        };
        assert_eq!(kind(""), "empty");
        assert_eq!(kind("<html><body>Bad gateway [502]</body></html>"), "html");
        assert_eq!(kind("<br /><b>Fatal error</b>: out of memory"), "php");
        assert_eq!(kind("upstream says no"), "text");
        assert_eq!(kind("{nonsense}"), "text");
    }

    #[test]
    fn a_cut_answer_is_known_as_one() {
        assert_eq!(read("{\"create\": [1"), Err("store_answer_cut"));
        assert_eq!(read("<br /><b>Warning</b>: x<br />{\"create\": [1"), Err("store_answer_cut"));
        assert_eq!(read("[1] [2]"), Err("store_answer_not_json"));
    }
}
