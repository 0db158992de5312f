//! OAuth 1.0a with one leg, as WooCommerce checks it: parameters in the query, the form or the
//! `Authorization` header, HMAC-SHA1 or HMAC-SHA256.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};

use super::{Credentials, Gate, Key, error, same};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::query::{decode, encode_raw};

/// How far a timestamp may be off, in seconds.
const WINDOW: i64 = 15 * 60;

const NAMES: &[&str] = &[
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
];

/// The key that signed a request; none if nothing in it speaks of OAuth.
pub(super) fn key<'a>(
    gate: &'a Gate,
    credentials: &Credentials<'_>,
    now: i64,
) -> Outcome<Option<&'a Key>> {
    let mut params: Vec<(String, String)> = credentials.query.to_vec();
    params.extend(credentials.form.iter().cloned());
    params.extend(header_params(credentials.authorization));
    let get = |name: &str| {
        params
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    };
    let missing: Vec<&str> = NAMES.iter().copied().filter(|name| get(name).is_none()).collect();
    if missing.len() == NAMES.len() {
        return Ok(None);
    }
    if !missing.is_empty() {
        let plural = if missing.len() == 1 { "" } else { "s" };
        let message = format!("Missing OAuth parameter{plural} {}", missing.join(", "));
        return Err(Failure::new(
            401,
            "woocommerce_rest_authentication_missing_parameter",
            message,
        )
        .forbidding());
    }
    let part = |name| get(name).unwrap_or_default();
    let key = gate
        .keys()
        .find(part("oauth_consumer_key"))
        .ok_or_else(|| error("Consumer key is invalid."))?;
    let text = base_string(credentials, &params);
    let secret = format!("{}&", key.secret);
    let expected = match part("oauth_signature_method") {
        "HMAC-SHA1" => sign::<Hmac<sha1::Sha1>>(&secret, &text),
        "HMAC-SHA256" => sign::<Hmac<sha2::Sha256>>(&secret, &text),
        _ => return Err(error("Invalid signature - signature method is invalid.")),
    };
    let signature = decode(&part("oauth_signature").replace(' ', "+"), false);
    if !same(expected.as_bytes(), signature.as_bytes()) {
        return Err(error("Invalid signature - provided signature does not match."));
    }
    once(gate, key, part("oauth_timestamp"), part("oauth_nonce"), now)?;
    Ok(Some(key))
}

/// A timestamp has to be near, and a nonce may be used once.
fn once(gate: &Gate, key: &Key, timestamp: &str, nonce: &str, now: i64) -> Outcome<()> {
    let timestamp: i64 = timestamp.parse().unwrap_or(0);
    if now.saturating_sub(timestamp).saturating_abs() > WINDOW {
        return Err(error("Invalid timestamp."));
    }
    let mut used = gate.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    used.retain(|(_, then, _)| now - then <= WINDOW);
    if used.iter().any(|(known, _, used)| *known == key.key && used == nonce) {
        return Err(error("Invalid nonce - nonce has already been used."));
    }
    used.push_back((key.key.clone(), timestamp, nonce.to_owned()));
    Ok(())
}

fn header_params(header: Option<&str>) -> Vec<(String, String)> {
    let Some(header) = header else { return Vec::new() };
    let Some((scheme, rest)) = header.split_once(' ') else { return Vec::new() };
    if !scheme.eq_ignore_ascii_case("oauth") {
        return Vec::new();
    }
    rest.split(',')
        .filter_map(|part| part.trim().split_once('='))
        .filter(|(name, _)| name.starts_with("oauth_"))
        .map(|(name, value)| (name.to_owned(), decode(value.trim_matches('"'), false)))
        .collect()
}

/// What is signed: method, address and all parameters but the signature, sorted and encoded.
fn base_string(credentials: &Credentials<'_>, params: &[(String, String)]) -> String {
    let mut pairs: Vec<(String, String)> = params
        .iter()
        .filter(|(name, _)| name != "oauth_signature")
        .map(|(name, value)| (encode_raw(name), encode_raw(value)))
        .collect();
    pairs.sort();
    let joined: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!(
        "{}&{}&{}",
        credentials.method,
        encode_raw(credentials.address),
        encode_raw(&joined.join("&"))
    )
}

fn sign<M: Mac + KeyInit>(secret: &str, text: &str) -> String {
    // An HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
