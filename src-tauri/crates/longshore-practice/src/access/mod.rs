//! Who asks: keys, and the three ways in which a client shows that it has one; and people with a password.

mod keys;
mod oauth;
mod people;

use std::collections::VecDeque;
use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) use keys::{Key, Keys, Right, write_private};
pub(crate) use people::{People, Person};

use crate::wordpress::failure::{Failure, Outcome};

/// What a request shows of its sender.
pub(crate) struct Credentials<'a> {
    pub(crate) method: &'a str,
    pub(crate) secure: bool,
    /// Scheme, host and path as the client called them, for signatures.
    pub(crate) address: &'a str,
    pub(crate) authorization: Option<&'a str>,
    /// Names and values of the query, decoded, brackets in the names.
    pub(crate) query: &'a [(String, String)],
    /// The same of a form in the body; signatures cover it.
    pub(crate) form: &'a [(String, String)],
}

/// Checks credentials, and remembers the one-time numbers of signatures.
pub(crate) struct Gate {
    keys: Keys,
    people: People,
    strict: bool,
    /// (key, timestamp, nonce) of the last quarter of an hour.
    used: Mutex<VecDeque<(String, i64, String)>>,
}

impl Gate {
    pub(crate) fn new(keys: Keys, people: People, strict: bool) -> Self {
        Self { keys, people, strict, used: Mutex::new(VecDeque::new()) }
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    /// The key behind a request, or none; a wrong secret or signature is an error.
    pub(crate) fn key(&self, credentials: &Credentials<'_>, now: i64) -> Outcome<Option<&Key>> {
        // A real store takes plain keys over https only; so does this one if it is strict.
        if (credentials.secure || !self.strict)
            && let Some((key, secret)) = plain_key(credentials)
            && let Some(known) = self.keys.find(&key)
        {
            if same(known.secret.as_bytes(), secret.as_bytes()) {
                return Ok(Some(known));
            }
            return Err(error("Consumer secret is invalid."));
        }
        oauth::key(self, credentials, now)
    }

    /// Whether a key stands for both rights, as the control routes ask for.
    pub(crate) fn is_master(&self, credentials: &Credentials<'_>) -> bool {
        plain_key(credentials).is_some_and(|(key, secret)| {
            self.keys.find(&key).is_some_and(|known| {
                known.right == Right::Both && same(known.secret.as_bytes(), secret.as_bytes())
            })
        })
    }
}

impl Key {
    /// Whether the key may be used for a method.
    pub(crate) fn permits(&self, method: &str) -> Outcome<()> {
        let reads = matches!(method, "GET" | "HEAD");
        match self.right {
            Right::Write if reads => {
                Err(error("The API key provided does not have read permissions."))
            }
            Right::Read if !reads && method != "OPTIONS" => {
                Err(error("The API key provided does not have write permissions."))
            }
            _ => Ok(()),
        }
    }
}

/// Key and secret from the query, else from a Basic header.
fn plain_key(credentials: &Credentials<'_>) -> Option<(String, String)> {
    let in_query = |name: &str| {
        credentials.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    if let (Some(key), Some(secret)) = (in_query("consumer_key"), in_query("consumer_secret"))
        && !key.is_empty()
        && !secret.is_empty()
    {
        return Some((key, secret));
    }
    basic(credentials.authorization?)
}

/// Name and password of a Basic header.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (key, secret) = text.split_once(':')?;
    Some((key.to_owned(), secret.to_owned()))
}

fn error(message: impl Into<std::borrow::Cow<'static, str>>) -> Failure {
    Failure::new(401, "woocommerce_rest_authentication_error", message).forbidding()
}

/// Comparison in a time that does not depend on where the difference is.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
