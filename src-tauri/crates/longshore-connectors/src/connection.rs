//! What does a user say about a store, and how are we to talk to it?

use std::{fmt, net::IpAddr, time::Duration};

use reqwest::Url;
use secrecy::SecretString;

use crate::{
    error::Fault,
    pace::{QUICK, SLOW},
    waits::Waits,
};

/// A store's address with the key to it. Does not print its secret.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Where the site is.
    pub address: Address,
    /// The consumer key.
    pub key: String,
    /// The consumer secret.
    pub secret: SecretString,
    /// How requests show the key.
    pub key_shown: KeyShown,
    /// Certificates (PEM) of a private authority, trusted besides the system's.
    pub authority: Option<Vec<u8>>,
    /// How patient we are.
    pub manners: Manners,
    /// Who is told that the store wants to be left alone, and who may end the waiting.
    pub waits: Waits,
}

impl Connection {
    /// A connection with the usual manners.
    #[must_use]
    pub fn new(address: Address, key: impl Into<String>, secret: SecretString) -> Self {
        let manners = if address.is_loopback() { Manners::unlimited() } else { Manners::default() };
        Self {
            address,
            key: key.into(),
            secret,
            key_shown: KeyShown::Header,
            authority: None,
            manners,
            waits: Waits::default(),
        }
    }
}

/// How a request shows that it has a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyShown {
    /// In the header that is made for it.
    #[default]
    Header,
    /// In the address, for hosts that drop that header. Only where the connection is encrypted.
    Query,
    /// By a signature with SHA-256 (OAuth 1.0a): the secret stays here.
    SignedSha256,
    /// By a signature with SHA-1, for stores that know no other.
    SignedSha1,
}

impl KeyShown {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Header, Self::Query, Self::SignedSha256, Self::SignedSha1];

    /// The name that is kept with a store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::SignedSha256 => "signed_sha256",
            Self::SignedSha1 => "signed_sha1",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.as_str() == name)
    }

    /// Whether the secret itself stays here.
    #[must_use]
    pub const fn is_signature(self) -> bool {
        matches!(self, Self::SignedSha256 | Self::SignedSha1)
    }
}

/// How patient and how sparing we are with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// How long a connection may take to come about.
    pub connect_within: Duration,
    /// How long an answer may take as a whole. A batch of 100 was seen to take 21 s on a slow store.
    pub answer_within: Duration,
    /// How long to wait before a read is tried again; doubles each time.
    pub first_pause: Duration,
    /// How often a read is tried again.
    pub retries: usize,
    /// How often of these where no connection came about at all.
    pub retries_unconnected: usize,
    /// How often of these where no answer came in time.
    pub retries_unanswered: usize,
    /// The longest `Retry-After` that is waited for; a longer one ends the reading.
    pub longest_pause: Duration,
    /// Requests a second; `None` without limit.
    pub requests_per_second: Option<u32>,
    /// An answer to a batch within this time lets batches grow.
    pub quick_within: Duration,
    /// An answer to a batch that takes longer makes batches smaller and connections fewer.
    pub slow_after: Duration,
}

/// How long the answer to a small question may take.
const FIRST_ANSWER: Duration = Duration::from_secs(30);

impl Default for Manners {
    fn default() -> Self {
        Self {
            connect_within: Duration::from_secs(20),
            answer_within: Duration::from_secs(120),
            first_pause: Duration::from_millis(500),
            retries: 4,
            retries_unconnected: 4,
            retries_unanswered: 4,
            longest_pause: Duration::from_secs(120),
            requests_per_second: Some(5),
            quick_within: QUICK,
            slow_after: SLOW,
        }
    }
}

impl Manners {
    /// The same for a first contact: somebody waits for it. An address where nobody listens is mostly a wrong one, and
    /// a store that does not answer a small question answers no other.
    #[must_use]
    pub fn at_first_contact(self) -> Self {
        let answer_within = self.answer_within.min(FIRST_ANSWER);
        Self { answer_within, retries_unconnected: 1, retries_unanswered: 0, ..self }
    }

    /// The same for somebody who wants to know how it stands just now: everything is asked once.
    #[must_use]
    pub fn asking_once(self) -> Self {
        Self { retries: 0, ..self.at_first_contact() }
    }

    /// The usual ones without a limit of requests: for a store on this machine.
    #[must_use]
    pub fn unlimited() -> Self {
        Self { requests_per_second: None, ..Self::default() }
    }
}

/// The address of a site: `https://shop.example`, or with a sub-folder `https://example.org/shop`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads an address as people type or paste it: with or without `https://`, with the tail of some page of
    /// the administration or of the API.
    ///
    /// # Errors
    /// [`Fault::AddressInvalid`] where there is no host or another scheme than http(s).
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let invalid = || Fault::AddressInvalid { address: text.chars().take(200).collect() };
        let text = text.trim();
        let with_scheme =
            if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let mut url = Url::parse(&with_scheme).map_err(|_| invalid())?;
        let is_web = matches!(url.scheme(), "http" | "https");
        if !is_web || url.host_str().is_none_or(str::is_empty) {
            return Err(invalid());
        }
        let no_login = url.set_username("").is_ok() && url.set_password(None).is_ok();
        if !no_login {
            return Err(invalid());
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = site_path(url.path()).to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// As it is shown and saved: without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether it is this very machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        bare.eq_ignore_ascii_case("localhost")
            || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether what is sent there can be read on the way.
    #[must_use]
    pub fn is_readable_by_others(&self) -> bool {
        self.0.scheme() == "http" && !self.is_loopback()
    }

    /// Whether it is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host with the port where it is not the usual one.
    #[must_use]
    pub fn host(&self) -> String {
        host_of(&self.0)
    }

    /// An address below the site.
    pub(crate) fn join(&self, path: &str) -> Result<Url, Fault> {
        let invalid = || Fault::AddressInvalid { address: self.as_str().to_owned() };
        Url::parse(&format!("{}/{}", self.as_str(), path.trim_start_matches('/')))
            .map_err(|_| invalid())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The host of an address, with the port where it is not the usual one.
pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The part of a path that belongs to the site: what stands before WordPress' own folders and files.
fn site_path(path: &str) -> &str {
    const WORDPRESS: [&str; 5] =
        ["/wp-json", "/wp-admin", "/wp-login.php", "/wp-content", "/index.php"];
    let end = WORDPRESS.iter().filter_map(|own| path.find(own)).min().unwrap_or(path.len());
    path[..end].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Address::parse(text).ok().map(|address| address.as_str().to_owned())
    }

    #[test]
    fn an_address_is_understood_as_people_paste_it() {
        for (typed, meant) in [
            ("shop.example", "https://shop.example"),
            (" https://shop.example/ ", "https://shop.example"),
            ("https://example.org/shop/", "https://example.org/shop"),
            (
                "https://example.org/shop/wp-admin/admin.php?page=wc-settings",
                "https://example.org/shop",
            ),
            ("https://shop.example/wp-json/wc/v3/products?per_page=1", "https://shop.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://me:secret@shop.example/#top", "https://shop.example"),
        ] {
            assert_eq!(shown(typed).as_deref(), Some(meant), "{typed}");
        }
        for nonsense in
            ["", "   ", "ftp://shop.example", "https://", "http://[::1", "file:///etc/passwd"]
        {
            assert_eq!(shown(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn only_this_machine_may_be_asked_in_the_clear() {
        let readable = |text: &str| Address::parse(text).unwrap().is_readable_by_others();
        assert!(readable("http://shop.example"));
        assert!(readable("http://127.0.0.1.shop.example"));
        assert!(readable("http://192.168.0.4"));
        assert!(!readable("https://shop.example"));
        assert!(!readable("http://127.0.0.1:1"));
        assert!(!readable("http://localhost:8080"));
        assert!(!readable("http://[::1]:8080"));
    }

    #[test]
    fn a_connection_does_not_print_its_secret() {
        let address = Address::parse("shop.example").unwrap();
        let connection = Connection::new(address, "ck_1", SecretString::from("cs_hidden"));
        assert!(!format!("{connection:?}").contains("cs_hidden"));
    }
}
