//! Query strings and forms as PHP reads and writes them: `a[]=1`, `a[x]=1`, `+` for a space.

use std::fmt::Write;

use serde_json::{Map, Value};

/// How deep brackets may nest, and how many pairs are read.
const MAX_DEPTH: usize = 8;
const MAX_PAIRS: usize = 5_000;

/// Parameters in the order in which they came; lists and objects where the names have brackets.
pub(crate) type Query = Vec<(String, Value)>;

/// The pairs of a query string or a form, decoded, brackets still in the names.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|part| !part.is_empty())
        .take(MAX_PAIRS)
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Reads a query string or a form.
pub(crate) fn parse(text: &str) -> Query {
    let mut query = Query::new();
    for (name, value) in pairs(text) {
        let (base, keys) = name_and_keys(&name);
        if base.is_empty() {
            continue;
        }
        let slot = match query.iter().position(|(known, _)| known == base) {
            Some(at) => &mut query[at].1,
            None => {
                query.push((base.to_owned(), Value::Null));
                let last = query.len() - 1;
                &mut query[last].1
            }
        };
        insert(slot, &keys, value);
    }
    for (_, value) in &mut query {
        lists(value);
    }
    query
}

fn name_and_keys(name: &str) -> (&str, Vec<&str>) {
    let Some(open) = name.find('[') else { return (name, Vec::new()) };
    let mut keys = Vec::new();
    let mut rest = &name[open..];
    while let Some(inside) = rest.strip_prefix('[') {
        let Some(close) = inside.find(']') else { break };
        if keys.len() == MAX_DEPTH {
            break;
        }
        keys.push(&inside[..close]);
        rest = &inside[close + 1..];
    }
    (&name[..open], keys)
}

fn insert(slot: &mut Value, keys: &[&str], value: String) {
    let Some((key, deeper)) = keys.split_first() else {
        *slot = Value::String(value);
        return;
    };
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Value::Object(fields) = slot {
        let key = if key.is_empty() {
            let next = fields.keys().filter_map(|key| key.parse::<u64>().ok()).max();
            next.map_or(0, |next| next + 1).to_string()
        } else {
            (*key).to_owned()
        };
        insert(fields.entry(key).or_insert(Value::Null), deeper, value);
    }
}

/// Objects whose keys are 0, 1, 2 … are lists.
fn lists(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    for inner in fields.values_mut() {
        lists(inner);
    }
    let count = fields.len();
    if (0..count).all(|at| fields.contains_key(&at.to_string())) {
        let items = (0..count).filter_map(|at| fields.remove(&at.to_string())).collect();
        *value = Value::Array(items);
    }
}

/// The query string that `add_query_arg` builds for paging links.
pub(crate) fn build(query: &Query) -> String {
    let mut out = String::new();
    for (name, value) in query {
        build_one(&encode(name), value, &mut out);
    }
    out
}

fn build_one(name: &str, value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                build_one(&format!("{name}%5B{at}%5D"), item, out);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                build_one(&format!("{name}%5B{}%5D", encode(key)), item, out);
            }
        }
        plain => {
            let text = match plain {
                Value::String(text) => encode(text),
                Value::Bool(flag) => u8::from(*flag).to_string(),
                Value::Number(number) => number.to_string(),
                _ => return,
            };
            if !out.is_empty() {
                out.push('&');
            }
            let _ = write!(out, "{name}={text}");
        }
    }
}

/// `urlencode`: as forms have it.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `rawurlencode`: as signatures have it.
pub(crate) fn encode_raw(text: &str) -> String {
    encode(text).replace('+', "%20").replace("%7E", "~")
}

/// Percent-decoding; bytes that are no UTF-8 are replaced.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let escape = (byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let decoded = escape
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(decoded) = decoded {
            out.push(decoded);
            at += 3;
            continue;
        }
        out.push(if byte == b'+' && plus_is_space { b' ' } else { byte });
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brackets_make_lists_and_objects() {
        let query = parse("a=1+2&b[]=x&b[]=y&c[k][0]=z&d%5B0%5D=%C3%BC");
        assert_eq!(
            query,
            vec![
                ("a".to_owned(), json!("1 2")),
                ("b".to_owned(), json!(["x", "y"])),
                ("c".to_owned(), json!({"k": ["z"]})),
                ("d".to_owned(), json!(["ü"])),
            ]
        );
        assert_eq!(build(&query), "a=1+2&b%5B0%5D=x&b%5B1%5D=y&c%5Bk%5D%5B0%5D=z&d%5B0%5D=%C3%BC");
    }

    #[test]
    fn hostile_names_do_no_harm() {
        assert!(parse("[[[]]]=1&=2&%").len() <= 1);
        parse(&format!("a{}=1", "[x]".repeat(10_000)));
    }
}
