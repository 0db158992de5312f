//! Sending recorded requests: with the right key, in the way in which they were sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use longshore_practice::Practice;
use serde_json::Value;

use super::recording::{Request, Setup};

/// What goes out.
pub(crate) struct Outgoing {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// A recorded request for our store; path, query and body already have our numbers.
pub(crate) fn outgoing(
    setup: &Setup,
    practice: &Practice,
    name: &str,
    request: &Request,
    path: &str,
    query: &[(String, Value)],
    body: Option<&Value>,
) -> Outgoing {
    let base =
        if request.scheme == "https" { practice.https_url().unwrap() } else { practice.url() };
    let address = format!("{base}{path}");
    let mut pairs = Vec::new();
    for (key, value) in query {
        push(&mut pairs, key, value);
    }
    let mut headers: Vec<(String, String)> =
        request.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let (key, secret) = keys(practice, name, &request.auth);
    if request.auth.starts_with("basic") {
        headers.push((
            "Authorization".to_owned(),
            format!("Basic {}", STANDARD.encode(format!("{key}:{secret}"))),
        ));
    } else if request.auth.starts_with("query") {
        pairs.push(("consumer_key".to_owned(), key));
        pairs.push(("consumer_secret".to_owned(), secret));
    } else if request.auth.starts_with("oauth1") {
        sign(&mut pairs, &request.method, &address, &key, &secret, &request.auth);
    }
    let joined: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
    let url = if joined.is_empty() { address } else { format!("{address}?{}", joined.join("&")) };
    let body = match (&request.raw_body, body) {
        (Some(raw), _) => Some(match setup.bodies.get(name) {
            Some(long) => long.repeat.repeat(long.times).into_bytes(),
            None => bytes(raw),
        }),
        (None, Some(body)) => Some(serde_json::to_vec(&whole(body)).unwrap()),
        (None, None) => None,
    };
    Outgoing { method: request.method.clone(), url, headers, body }
}

/// Bytes were recorded as letters of the same numbers.
fn bytes(raw: &str) -> Vec<u8> {
    raw.chars()
        .map(u8::try_from)
        .collect::<Result<_, _>>()
        .unwrap_or_else(|_| raw.as_bytes().to_vec())
}

fn push(pairs: &mut Vec<(String, String)>, key: &str, value: &Value) {
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                push(pairs, &format!("{key}[{at}]"), item);
            }
        }
        Value::Object(fields) => {
            for (inner, item) in fields {
                push(pairs, &format!("{key}[{inner}]"), item);
            }
        }
        Value::String(text) => pairs.push((key.to_owned(), text.clone())),
        other => pairs.push((key.to_owned(), other.to_string())),
    }
}

/// The key that a recording names; what is wrong about it is told by the recording's name.
fn keys(practice: &Practice, name: &str, auth: &str) -> (String, String) {
    let (key, secret) = if auth.contains("read_write") || !auth.contains(" key") {
        (practice.consumer_key(), practice.consumer_secret())
    } else if auth.contains("write") {
        (practice.write_key(), practice.write_secret())
    } else {
        (practice.read_key(), practice.read_secret())
    };
    let (mut key, mut secret) = (key.to_owned(), secret.to_owned());
    if name.contains("wrong-key") || name.contains("wrong-consumer-key") {
        key = format!("ck_{}", "0".repeat(40));
    } else if name.contains("wrong-secret") {
        secret = format!("cs_{}", "0".repeat(40));
    } else if name.contains("without-prefix") {
        key = key.trim_start_matches("ck_").to_owned();
    } else if name.contains("wp-user-password") {
        (key, secret) = ("admin".to_owned(), "password".to_owned());
    }
    (key, secret)
}

fn sign(
    pairs: &mut Vec<(String, String)>,
    method: &str,
    address: &str,
    key: &str,
    secret: &str,
    auth: &str,
) {
    let options: Value = auth
        .find('{')
        .zip(auth.rfind('}'))
        .and_then(|(start, end)| serde_json::from_str(&auth[start..=end]).ok())
        .unwrap_or_default();
    let text = |name: &str| options[name].as_str().map(str::to_owned);
    let algorithm = text("alg").unwrap_or_else(|| "HMAC-SHA256".to_owned());
    // A number among the options is the time: a whole one, or how far it is off.
    let off =
        options.as_object().into_iter().flat_map(serde_json::Map::values).find_map(Value::as_i64);
    let now = jiff::Timestamp::now().as_second();
    let time = match off {
        Some(time) if time.abs() > 100_000_000 => time,
        Some(off) => now + off,
        None => now,
    };
    let nonce = text("nonce").unwrap_or_else(|| format!("{:x}", rand(pairs.len())));
    for (name, value) in [
        ("oauth_consumer_key", key.to_owned()),
        ("oauth_timestamp", time.to_string()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", algorithm.clone()),
    ] {
        if text("drop").as_deref() != Some(name) {
            pairs.push((name.to_owned(), value));
        }
    }
    let mut encoded: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| (encode(name), encode(value))).collect();
    encoded.sort();
    let joined: Vec<String> =
        encoded.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let base = format!("{method}&{}&{}", encode(address), encode(&joined.join("&")));
    let secret = format!("{secret}&");
    let mut signature = if algorithm == "HMAC-SHA1" {
        mac::<Hmac<sha1::Sha1>>(&secret, &base)
    } else {
        mac::<Hmac<sha2::Sha256>>(&secret, &base)
    };
    if options["bad"] == true {
        signature = STANDARD.encode("no signature at all");
    }
    pairs.push(("oauth_signature".to_owned(), signature));
}

fn mac<M: Mac + KeyInit>(secret: &str, text: &str) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn rand(salt: usize) -> u128 {
    jiff::Timestamp::now().as_nanosecond().unsigned_abs() + salt as u128
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A body that was shortened, as long as it was: texts repeat their last letter, lists go on
/// counting as they began.
fn whole(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), whole(value))).collect()
        }
        Value::Array(items) => {
            let Some((Value::String(last), shown)) = items.split_last() else {
                return items.iter().map(whole).collect();
            };
            let Some(count) =
                last.strip_prefix("<trimmed: ").and_then(|rest| rest.split(' ').next())
            else {
                return items.iter().map(whole).collect();
            };
            let mut all = shown.to_vec();
            let [.., before, pattern] = shown else { return value.clone() };
            for step in 1..=count.parse().unwrap_or(0) {
                all.push(continued(before, pattern, step));
            }
            Value::Array(all)
        }
        Value::String(text) => match text.rfind("<trimmed: ") {
            Some(start) => {
                let digits: String = text[start..].chars().filter(char::is_ascii_digit).collect();
                let shown = &text[..start];
                let last = shown.chars().last().unwrap_or('x');
                let missing =
                    digits.parse::<usize>().unwrap_or(0).saturating_sub(shown.chars().count());
                Value::from(format!("{shown}{}", last.to_string().repeat(missing)))
            }
            None => value.clone(),
        },
        other => other.clone(),
    }
}

/// What comes some steps after two values of a row.
fn continued(before: &Value, last: &Value, steps: i64) -> Value {
    match (before, last) {
        (Value::Object(before), Value::Object(last)) => last
            .iter()
            .map(|(key, value)| {
                (key.clone(), continued(before.get(key).unwrap_or(&Value::Null), value, steps))
            })
            .collect(),
        (Value::Number(before), Value::Number(last)) => {
            let (before, last) = (before.as_i64().unwrap_or(0), last.as_i64().unwrap_or(0));
            Value::from(last + (last - before) * steps)
        }
        (Value::String(before), Value::String(last)) if before != last => {
            let stem = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
            match last[stem.len()..].parse::<i64>() {
                Ok(number) => Value::from(format!("{stem}{}", number + steps)),
                Err(_) => Value::from(last.as_str()),
            }
        }
        (_, last) => last.clone(),
    }
}
