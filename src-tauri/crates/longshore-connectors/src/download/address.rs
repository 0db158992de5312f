//! Which address did somebody type or paste, and what of it may be remembered?

use std::{fmt, net::IpAddr};

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::DownloadError;
use crate::connection::host_of;

/// Longer addresses nobody has.
const LONGEST: usize = 8_192;
/// A part of a path that is so long and has letters and digits is taken for a key.
const LONG_AS_A_KEY: usize = 20;
/// What a query may say without giving anything away.
const HARMLESS: [&str; 14] = [
    "country", "currency", "dl", "download", "export", "format", "gid", "lang", "language",
    "locale", "output", "page", "single", "type",
];
/// The longest value of those.
const LONGEST_HARMLESS: usize = 12;

/// The address of a file on the web, with whatever login or key is in it. Does not print.
#[derive(Clone)]
pub struct WebAddress(SecretString);

/// An address as it may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Without login, and without whatever in it may be a key.
    pub address: String,
    /// Whether nothing had to be left out: it leads to the same file.
    pub is_whole: bool,
}

impl WebAddress {
    /// The address that a text is: one of http or https, and nothing beside it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
        });
        let is_one = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        (is_web && is_one).then(|| Self(text.into()))
    }

    fn url(&self) -> Result<Url, DownloadError> {
        let text = self.0.expose_secret();
        let url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST);
        let url = url.filter(|url| url.host_str().is_some_and(|host| !host.is_empty()));
        url.ok_or(DownloadError::Unusable)
    }

    /// Where the file is asked for. A login is never sent in the clear to another machine.
    pub(super) fn with_login(&self) -> Result<Url, DownloadError> {
        let url = self.url()?;
        if has_login(&url) && url.scheme() == "http" && !is_this_machine(&url) {
            return Err(DownloadError::PlainLogin { host: host_of(&url) });
        }
        Ok(url)
    }

    /// The machine that it names; empty where it names none.
    #[must_use]
    pub fn host(&self) -> String {
        self.url().map(|url| host_of(&url)).unwrap_or_default()
    }

    /// What of it may be written down.
    #[must_use]
    pub fn remembered(&self) -> Remembered {
        let Ok(mut url) = self.url() else {
            return Remembered { address: String::new(), is_whole: false };
        };
        let mut is_whole = !has_login(&url);
        // Neither can fail for an address that has a host.
        let _ = (url.set_username(""), url.set_password(None));
        url.set_fragment(None);
        let kept: Vec<_> = url.query_pairs().into_owned().collect();
        let all = kept.len();
        let kept: Vec<_> =
            kept.into_iter().filter(|(name, value)| is_harmless(name, value)).collect();
        is_whole &= kept.len() == all;
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        let path: Vec<&str> = url.path().split('/').collect();
        if path.iter().any(|part| looks_like_a_key(part)) {
            is_whole = false;
            let path: Vec<&str> = path
                .into_iter()
                .map(|part| if looks_like_a_key(part) { "-" } else { part })
                .collect();
            let path = path.join("/");
            url.set_path(&path);
        }
        Remembered { address: url.into(), is_whole }
    }
}

impl fmt::Debug for WebAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.remembered().address)
    }
}

/// Where a redirect may lead: not out of encryption, not into this machine from elsewhere; and a login goes along only
/// within the machine that it was typed for.
pub(super) fn next(typed: &WebAddress, from: &Url, mut to: Url) -> Result<Url, DownloadError> {
    let is_web = matches!(to.scheme(), "http" | "https") && to.host_str().is_some();
    let is_opened = from.scheme() == "https" && to.scheme() == "http";
    let comes_in = is_this_machine(&to) && !is_this_machine(from);
    if !is_web || is_opened || comes_in {
        return Err(DownloadError::RedirectRefused { host: host_of(from) });
    }
    let typed = typed.url()?;
    let is_same = typed.origin() == to.origin();
    let (user, password) = if is_same { (typed.username(), typed.password()) } else { ("", None) };
    let set = to.set_username(user).and_then(|()| to.set_password(password));
    set.map_err(|()| DownloadError::RedirectRefused { host: host_of(from) })?;
    Ok(to)
}

fn has_login(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    let is_named =
        bare.eq_ignore_ascii_case("localhost") || bare.to_ascii_lowercase().ends_with(".localhost");
    is_named
        || bare.parse::<IpAddr>().is_ok_and(|ip| match ip.to_canonical() {
            IpAddr::V4(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local(),
        })
}

fn is_harmless(name: &str, value: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    HARMLESS.contains(&name.to_ascii_lowercase().as_str())
        && value.len() <= LONGEST_HARMLESS
        && value.chars().all(is_plain)
}

/// Keys are long, and have letters and digits without the words that names are made of.
fn looks_like_a_key(part: &str) -> bool {
    let longest = part.split(['-', '_', '.', '+', '~']).map(str::len).max().unwrap_or_default();
    let has = |test: fn(&char) -> bool| part.chars().any(|letter| test(&letter));
    // A key may hold any of these signs itself: then it is long as a whole, and has no ending.
    let is_long = longest >= LONG_AS_A_KEY || (part.len() >= 32 && !part.contains('.'));
    is_long && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remembered(text: &str) -> (String, bool) {
        let remembered = WebAddress::of(text).unwrap().remembered();
        (remembered.address, remembered.is_whole)
    }

    #[test]
    fn only_one_address_of_the_web_is_one() {
        for text in
            ["https://a.example/feed.xml", " HTTP://a.example \n", "https://ä.example/x?y=1"]
        {
            assert!(WebAddress::of(text).is_some(), "{text}");
        }
        for text in [
            "",
            "a.example/feed.xml",
            "ftp://a.example",
            "file:///etc/passwd",
            "https://a.example b",
            "SKU\thttps://a.example",
            "https://a.example\nhttps://b.example",
        ] {
            assert!(WebAddress::of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_address_is_remembered_without_what_may_be_a_key() {
        let whole = |text: &str| (text.to_owned(), true);
        let cut = |text: &str| (text.to_owned(), false);
        for (typed, kept) in [
            ("https://a.example/feed.xml", whole("https://a.example/feed.xml")),
            ("https://a.example/feed.xml#top", whole("https://a.example/feed.xml")),
            ("https://a.example/x?format=csv&gid=0", whole("https://a.example/x?format=csv&gid=0")),
            ("https://me:s3cret@a.example/x.csv", cut("https://a.example/x.csv")),
            ("https://a.example/x?format=csv&token=s3cret", cut("https://a.example/x?format=csv")),
            ("https://a.example/x?s3cret", cut("https://a.example/x")),
            ("https://a.example/x?lang=s3cret-and-very-long", cut("https://a.example/x")),
            ("https://a.example/f/0123456789abcdef0123/x.csv", cut("https://a.example/f/-/x.csv")),
            (
                "https://a.example/products-of-winter-2026-wholesale.csv",
                whole("https://a.example/products-of-winter-2026-wholesale.csv"),
            ),
        ] {
            assert_eq!(remembered(typed), kept, "{typed}");
        }
    }

    #[test]
    fn an_address_does_not_print_its_login_or_key() {
        let address = WebAddress::of("https://me:s3cret@a.example/x.csv?token=s3cret").unwrap();
        assert!(!format!("{address:?}").contains("s3cret"));
    }

    #[test]
    fn a_redirect_takes_a_login_no_further_than_the_machine_it_was_typed_for() {
        let typed = WebAddress::of("https://me:s3cret@a.example/x").unwrap();
        let from = Url::parse("https://a.example/x").unwrap();
        let to = |text: &str| {
            next(&typed, &from, Url::parse(text).unwrap())
                .map(String::from)
                .map_err(|error| error.code())
        };
        assert_eq!(to("https://a.example/y").unwrap(), "https://me:s3cret@a.example/y");
        assert_eq!(to("https://b.example/y").unwrap(), "https://b.example/y");
        assert_eq!(to("https://other:one@b.example/y").unwrap(), "https://b.example/y");
        assert_eq!(to("https://a.example:444/y").unwrap(), "https://a.example:444/y");
        for refused in [
            "http://a.example/y",
            "ftp://a.example/y",
            "https://127.0.0.1/y",
            "https://[::1]/y",
            "https://localhost./y",
            "https://169.254.169.254/y",
            "https://[::ffff:127.0.0.1]/y",
        ] {
            assert_eq!(to(refused).unwrap_err(), "address_redirect_refused", "{refused}");
        }
    }
}
