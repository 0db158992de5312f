//! Changes after which input keeps its shape: it gets past the door, and harm is done further inside.

use std::ops::Range;

use fastrand::Rng;

/// What input looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing in particular.
    Bytes,
    /// Values in brackets, with commas between them.
    Json,
    /// Elements with attributes.
    Markup,
}

/// Values that are not what is expected.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1",
    "7",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "1e400",
    "-0.0",
    "1.5",
    "79228162514264337593543950336",
    "\"\"",
    "\"0\"",
    "\"7\"",
    "\"19.90\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u0000\"",
    "\"yes\"",
    "\"parent\"",
    "\"2026-01-02T03:04:05\"",
    "\"0000-00-00T00:00:00\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "[1,\"a\",null,{\"id\":1}]",
    "{\"id\":7}",
    "{\"0\":1}",
    "{\"id\":{\"id\":{\"id\":3}}}",
    "{\"code\":\"x\",\"message\":\"y\",\"data\":{\"status\":400,\"resource_id\":5}}",
];

/// Nothing grows further by itself.
const MOST: usize = 40 << 10;

/// Changes something of input in its shape; `other` is sound input too, for pieces. `token` is a text of the trade.
pub(super) fn edit(rng: &mut Rng, shape: Shape, data: &mut Vec<u8>, other: &[u8], token: &[u8]) {
    match shape {
        Shape::Bytes => {}
        Shape::Json => json(rng, data, other),
        Shape::Markup => markup(rng, data, other, token),
    }
}

fn json(rng: &mut Rng, data: &mut Vec<u8>, other: &[u8]) {
    let Some(place) = value(rng, data) else { return };
    let new = match rng.u8(..9) {
        8 => like(rng, &data[place.clone()], other),
        0..4 => rng.choice(VALUES).map_or(&b""[..], |value| value.as_bytes()).to_vec(),
        4..6 => value(rng, other).map_or_else(Vec::new, |range| other[range].to_vec()),
        6 => value(rng, data).map_or_else(Vec::new, |range| data[range].to_vec()),
        _ => {
            // Deep, but closed again.
            let depth = 1usize << rng.u8(..9);
            let (open, close) = if rng.bool() { ("[", "]") } else { ("{\"id\":", "}") };
            [open.repeat(depth).as_bytes(), &data[place.clone()], close.repeat(depth).as_bytes()]
                .concat()
        }
    };
    if new.is_empty() || data.len() + new.len() > MOST {
        return;
    }
    if rng.u8(..4) == 0 {
        // Beside it: an element or a key more.
        let separator: &[u8] = if data[..place.start].ends_with(b":") { b",\"id\":" } else { b"," };
        let more = [&data[place.clone()], separator, &new].concat();
        data.splice(place, more);
    } else {
        data.splice(place, new);
    }
}

/// A value of another place that begins as this one does: text for text, list for list.
fn like(rng: &mut Rng, old: &[u8], other: &[u8]) -> Vec<u8> {
    for _ in 0..8 {
        let Some(range) = value(rng, other) else { break };
        if other[range.clone()].first() == old.first() {
            return other[range].to_vec();
        }
    }
    Vec::new()
}

/// Where a value stands: behind a colon, a comma or an opening bracket.
fn value(rng: &mut Rng, data: &[u8]) -> Option<Range<usize>> {
    let from = rng.usize(..=data.len());
    let begins = |at: &usize| b":,[".contains(&data[*at]);
    let before = (from..data.len()).chain(0..from).find(begins)?;
    let space = data[before + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut start = before + 1 + space;
    let (mut depth, mut is_quoted, mut is_escaped) = (0usize, false, false);
    for (at, byte) in data.iter().enumerate().skip(start) {
        if is_quoted {
            is_quoted = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            continue;
        }
        match byte {
            b'"' => is_quoted = true,
            b'[' | b'{' => depth += 1,
            // It was a key: what is meant stands behind it.
            b':' if depth == 0 => start = at + 1,
            b']' | b'}' | b',' if depth == 0 => return (at > start).then_some(start..at),
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn markup(rng: &mut Rng, data: &mut Vec<u8>, other: &[u8], token: &[u8]) {
    let plain =
        || -> Vec<u8> { token.iter().copied().filter(|byte| !b"<\"".contains(byte)).collect() };
    match rng.u8(..8) {
        0..3 => {
            if let Some(place) = between(rng, data, b'"', b'"') {
                data.splice(place, plain());
            }
        }
        3..5 => {
            if let Some(place) = between(rng, data, b'>', b'<') {
                data.splice(place, plain());
            }
        }
        5 => {
            if let Some(place) = element(rng, data) {
                let times = if rng.bool() { 0 } else { 1usize << rng.u8(1..8) };
                let times = times.min(MOST / place.len());
                let repeated = data[place.clone()].repeat(times);
                data.splice(place, repeated);
            }
        }
        6 => {
            if let (Some(place), Some(piece)) = (element(rng, data), element(rng, other)) {
                data.splice(place, other[piece].iter().copied());
            }
        }
        _ => {
            if let (Some(place), Some(piece)) = (element(rng, data), element(rng, data)) {
                let piece = data[piece].to_vec();
                data.splice(place.end..place.end, piece);
            }
        }
    }
}

fn between(rng: &mut Rng, data: &[u8], open: u8, close: u8) -> Option<Range<usize>> {
    let from = rng.usize(..=data.len());
    let start = from + data[from..].iter().position(|byte| *byte == open)? + 1;
    let end = start + data[start..].iter().position(|byte| *byte == close)?;
    (end - start < 200).then_some(start..end)
}

/// An element with all that is in it, going by its name.
fn element(rng: &mut Rng, data: &[u8]) -> Option<Range<usize>> {
    let from = rng.usize(..=data.len());
    let letter =
        |at: &usize| data[*at] == b'<' && data.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let start = (from..data.len()).find(letter)?;
    let name = data[start + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let opened = start + data[start..].iter().position(|byte| *byte == b'>')? + 1;
    if data[..opened].ends_with(b"/>") {
        return Some(start..opened);
    }
    let closing = [b"</", &data[start + 1..start + 1 + name], b">"].concat();
    let within = data[opened..].windows(closing.len()).position(|window| window == closing)?;
    Some(start..opened + within + closing.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoiled_values_are_still_json() {
        let sound = br#"[{"id":7,"name":"a \" b","list":[1,{"x":null}],"empty":[]},{"id":8}]"#;
        let mut rng = Rng::with_seed(3);
        for _ in 0..2_000 {
            let mut data = sound.to_vec();
            json(&mut rng, &mut data, sound);
            json(&mut rng, &mut data, sound);
            let read: Result<serde_json::Value, _> = serde_json::from_slice(&data);
            let too_far = |error: &serde_json::Error| {
                let said = error.to_string();
                said.contains("recursion")
                    || said.contains("out of range")
                    || said.contains("surrogate")
            };
            assert!(
                read.as_ref().is_ok() || read.as_ref().is_err_and(too_far),
                "{} {read:?}",
                String::from_utf8_lossy(&data)
            );
        }
    }

    #[test]
    fn an_element_is_found_with_all_that_is_in_it() {
        let mut rng = Rng::with_seed(1);
        let found: std::collections::BTreeSet<&str> = (0..50)
            .filter_map(|_| element(&mut rng, b"<row><c r=\"A1\"><v>1</v></c><c/></row>"))
            .map(|range| &"<row><c r=\"A1\"><v>1</v></c><c/></row>"[range])
            .collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.contains("<c r=\"A1\"><v>1</v></c>") && found.contains("<c/>"));
    }
}
