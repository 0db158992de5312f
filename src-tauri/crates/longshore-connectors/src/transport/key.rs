//! How does a request show that it has a key?
//!
//! In a header, as the web does it; in the address, for hosts that take that header away; or by a signature (OAuth 1.0a
//! with one leg), which alone a store takes over http, and which never shows the secret.
//! Source: recordings `auth-query-string-https`, `auth-oauth1-http-good`, `auth-oauth1-http-good-sha1`,
//! `auth-oauth1-http-good-post`.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder, Url};
use secrecy::ExposeSecret;

use crate::connection::{Connection, KeyShown};

/// What stays as it is in a signature: RFC 3986 without its delimiters.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Puts into an address what belongs there; to be done anew for each try: a signature is good for one.
pub(super) fn in_address(connection: &Connection, method: &Method, url: &mut Url) {
    let secret = connection.secret.expose_secret();
    match connection.key_shown {
        KeyShown::Header => {}
        KeyShown::Query => {
            url.query_pairs_mut()
                .append_pair("consumer_key", &connection.key)
                .append_pair("consumer_secret", secret);
        }
        KeyShown::SignedSha256 | KeyShown::SignedSha1 => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let signing = Signing { connection, secret, seconds: now.as_secs(), nonce: nonce() };
            signing.sign(method, url);
        }
    }
}

/// Puts into a header what belongs there.
pub(super) fn in_header(connection: &Connection, request: RequestBuilder) -> RequestBuilder {
    match connection.key_shown {
        KeyShown::Header => {
            request.basic_auth(&connection.key, Some(connection.secret.expose_secret()))
        }
        _ => request,
    }
}

/// A word that no request had before.
fn nonce() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // Each of these states begins with random numbers of the operating system.
    let mut random = RandomState::new().build_hasher();
    random.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:016x}{:08x}", random.finish(), now.subsec_nanos())
}

struct Signing<'a> {
    connection: &'a Connection,
    secret: &'a str,
    seconds: u64,
    nonce: String,
}

impl Signing<'_> {
    fn sign(&self, method: &Method, url: &mut Url) {
        let is_sha1 = self.connection.key_shown == KeyShown::SignedSha1;
        url.query_pairs_mut()
            .append_pair("oauth_consumer_key", &self.connection.key)
            .append_pair("oauth_nonce", &self.nonce)
            .append_pair(
                "oauth_signature_method",
                if is_sha1 { "HMAC-SHA1" } else { "HMAC-SHA256" },
            )
            .append_pair("oauth_timestamp", &self.seconds.to_string());
        let text = base(method, url);
        let key = format!("{}&", self.secret);
        let signature = match is_sha1 {
            true => mac::<Hmac<sha1::Sha1>>(&key, &text),
            false => mac::<Hmac<sha2::Sha256>>(&key, &text),
        };
        url.query_pairs_mut().append_pair("oauth_signature", &signature);
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// What is signed: method, address without its query, and all that is asked, encoded and in order.
fn base(method: &Method, url: &Url) -> String {
    let mut asked: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (encoded(&name), encoded(&value))).collect();
    asked.sort();
    let asked: Vec<String> =
        asked.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut bare = url.clone();
    bare.set_query(None);
    format!("{method}&{}&{}", encoded(bare.as_str()), encoded(&asked.join("&")))
}

fn mac<M: Mac + KeyInit>(key: &str, text: &str) -> String {
    // An HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Address;

    fn signed(shown: KeyShown) -> Url {
        let address = Address::parse("http://photos.example.net").unwrap();
        let connection = Connection {
            key_shown: shown,
            ..Connection::new(address, "dpf43f3p2l4k3l03", "kd94hf93k423kf44".to_owned().into())
        };
        let mut url =
            Url::parse("http://photos.example.net/photos?size=original&file=vacation.jpg&q=a b")
                .unwrap();
        let secret = connection.secret.expose_secret();
        let signing =
            Signing { connection: &connection, secret, seconds: 1_191_242_096, nonce: "k".into() };
        signing.sign(&Method::GET, &mut url);
        url
    }

    #[test]
    fn what_is_signed_is_what_the_specification_says() {
        let mut url = signed(KeyShown::SignedSha1);
        let rest: Vec<(String, String)> =
            url.query_pairs().into_owned().filter(|(name, _)| name != "oauth_signature").collect();
        url.query_pairs_mut().clear().extend_pairs(rest);
        assert_eq!(
            base(&Method::GET, &url),
            "GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key\
             %3Ddpf43f3p2l4k3l03%26oauth_nonce%3Dk%26oauth_signature_method%3DHMAC-SHA1%26\
             oauth_timestamp%3D1191242096%26q%3Da%2520b%26size%3Doriginal"
        );
    }

    #[test]
    fn a_signature_shows_no_secret_and_no_word_comes_twice() {
        for shown in [KeyShown::SignedSha1, KeyShown::SignedSha256] {
            let url = signed(shown);
            assert!(!url.as_str().contains("kd94hf93k423kf44"));
            assert!(
                url.query_pairs()
                    .any(|(name, value)| name == "oauth_signature" && !value.is_empty())
            );
        }
        assert_ne!(nonce(), nonce());
    }
}
