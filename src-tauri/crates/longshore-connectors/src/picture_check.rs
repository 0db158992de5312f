//! Will a store be able to fetch these pictures? Looked at before anything is sent.
//!
//! One request a picture for its first bytes says all three: whether it is there, what it is (by those bytes, never by
//! its name), and how long it is, by what a server says of a range or of the whole. `HEAD` says less, and some servers
//! answer it otherwise than they serve the file.
//!
//! Addresses come out of files, so they are hostile: nothing but http and https is asked, and no machine that is not
//! on the public web, whatever a name leads to and wherever a redirect points, but the shop's own.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, stream};
use reqwest::{
    Client, Response, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header,
};
use tokio::sync::Semaphore;

use crate::{
    connection::{Address, Manners, host_of},
    download::is_web_page,
    transport::{looking, target},
};

/// So much of a picture is looked at: enough to know what it is.
const LOOKED_AT: usize = 1_024;
/// How many redirects are followed.
const REDIRECTS: usize = 5;
/// How many pictures are looked at side by side, and how many of one machine.
const SIDE_BY_SIDE: usize = 16;
const OF_ONE_HOST: usize = 4;
/// How long a machine may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// What is longer than this many bytes, stores fail to shrink, or take their time over.
const LARGEST: u64 = 20_000_000;

/// What keeps a store from taking a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is there, or it is not shown to everybody: the status of the answer.
    Refused(u16),
    /// Nobody answers there.
    Unreachable,
    /// It is no address of the public web.
    NotPublic,
    /// A page for people is there.
    WebPage,
    /// Something is there that no store takes for a picture.
    NoPicture,
    /// It is empty.
    Empty,
    /// It is very long: so many bytes.
    TooLarge(u64),
}

/// Looks at pictures. `shop` is the store that is to fetch them: its own machine may be asked wherever it stands.
/// `each` hears of every picture that was looked at; the answer has those with a trouble, in the order of `addresses`.
pub async fn look(
    addresses: &[String],
    shop: &Address,
    mut each: impl FnMut(),
) -> Vec<(usize, Trouble)> {
    let shop = shop.join("").map(|url| host_of(&url)).unwrap_or_default();
    let manners =
        Manners { connect_within: PATIENCE, answer_within: PATIENCE, ..Manners::unlimited() };
    let Ok(client) = looking(&manners, &Arc::new(PublicOnly)) else { return Vec::new() };
    let mut rooms: HashMap<String, Arc<Semaphore>> = HashMap::new();
    let mut asked = Vec::with_capacity(addresses.len());
    for (at, address) in addresses.iter().enumerate() {
        let url = Url::parse(address.trim()).ok();
        let host = url.as_ref().map(host_of).unwrap_or_default();
        let room = rooms.entry(host).or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_HOST)));
        asked.push((at, url, Arc::clone(room)));
    }
    let (client, shop) = (&client, shop.as_str());
    let mut looked = stream::iter(asked)
        .map(|(at, url, room)| async move {
            // The semaphore is never closed.
            let _place = room.acquire().await;
            let trouble = match url {
                Some(url) => one(client, url, shop).await,
                None => Some(Trouble::NotPublic),
            };
            (at, trouble)
        })
        .buffer_unordered(SIDE_BY_SIDE);
    let mut found = Vec::new();
    while let Some((at, trouble)) = looked.next().await {
        each();
        found.extend(trouble.map(|trouble| (at, trouble)));
    }
    found.sort_by_key(|(at, _)| *at);
    found
}

async fn one(client: &Client, mut url: Url, shop: &str) -> Option<Trouble> {
    let begin = format!("bytes=0-{}", LOOKED_AT - 1);
    let mut range = Some(begin.as_str());
    for _ in 0..=REDIRECTS {
        if !may_be_asked(&url, shop) {
            return Some(Trouble::NotPublic);
        }
        let mut request = client.get(url.clone()).header(header::ACCEPT, "image/*,*/*;q=0.5");
        if let Some(range) = range {
            request = request.header(header::RANGE, range);
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) if is_not_public(&error) => return Some(Trouble::NotPublic),
            Err(_) => return Some(Trouble::Unreachable),
        };
        let status = response.status();
        if status == StatusCode::RANGE_NOT_SATISFIABLE && range.take().is_some() {
            continue;
        }
        if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return judged(response).await;
        }
        match Url::parse(&target(response.headers(), &url)) {
            Ok(next) => url = next,
            Err(_) => return Some(Trouble::Unreachable),
        }
    }
    Some(Trouble::Unreachable)
}

async fn judged(mut response: Response) -> Option<Trouble> {
    let status = response.status();
    if !status.is_success() {
        return Some(Trouble::Refused(status.as_u16()));
    }
    let length = length(&response);
    let mut begun = Vec::new();
    while begun.len() < LOOKED_AT {
        match response.chunk().await {
            Ok(Some(piece)) => begun.extend_from_slice(&piece),
            Ok(None) => break,
            Err(_) => return Some(Trouble::Unreachable),
        }
    }
    match length {
        _ if begun.is_empty() => Some(Trouble::Empty),
        _ if is_web_page(&begun) => Some(Trouble::WebPage),
        _ if !is_picture(&begun) => Some(Trouble::NoPicture),
        Some(length) if length > LARGEST => Some(Trouble::TooLarge(length)),
        _ => None,
    }
}

/// How long the whole is: what stands behind the range, else the length of what comes.
fn length(response: &Response) -> Option<u64> {
    let range = response.headers().get(header::CONTENT_RANGE);
    let whole =
        range.and_then(|range| range.to_str().ok()?.rsplit('/').next()?.trim().parse().ok());
    match response.status() {
        StatusCode::PARTIAL_CONTENT => whole,
        _ => response.content_length(),
    }
}

/// Whether bytes begin as a picture does that WordPress takes: JPEG, PNG, GIF, WebP, AVIF, HEIC, ICO.
fn is_picture(begin: &[u8]) -> bool {
    let is_of_family = |brands: &[&[u8]]| {
        begin.get(4..8) == Some(b"ftyp")
            && begin.get(8..12).is_some_and(|brand| brands.contains(&brand))
    };
    begin.starts_with(b"\xff\xd8\xff")
        || begin.starts_with(b"\x89PNG\r\n\x1a\n")
        || begin.starts_with(b"GIF87a")
        || begin.starts_with(b"GIF89a")
        || begin.starts_with(b"RIFF") && begin.get(8..12) == Some(b"WEBP")
        || begin.starts_with(b"\x00\x00\x01\x00")
        || is_of_family(&[b"avif", b"avis", b"heic", b"heix", b"heif", b"mif1", b"msf1"])
}

/// Whether an address may be asked at all. What a name leads to is looked at when it is looked up.
fn may_be_asked(url: &Url, shop: &str) -> bool {
    let is_web = matches!(url.scheme(), "http" | "https");
    let Some(host) = url.host_str().filter(|host| is_web && !host.is_empty()) else { return false };
    if host_of(url) == shop {
        return true;
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => is_public(ip),
        Err(_) => {
            let name = bare.trim_end_matches('.').to_ascii_lowercase();
            name != "localhost" && !name.ends_with(".localhost")
        }
    }
}

/// Whether a machine of that number is on the public web.
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [first, second, third, _] = ip.octets();
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || ip.is_documentation()
                || first == 0
                || first >= 240
                // Shared by the customers of a provider (RFC 6598), for protocols (RFC 6890), for measuring (RFC 2544).
                || first == 100 && (64..128).contains(&second)
                || first == 192 && second == 0 && third == 0
                || first == 198 && (second == 18 || second == 19))
        }
        IpAddr::V6(ip) => {
            let words = ip.segments();
            // IPv4 within IPv6, by translation and by tunnels, says nothing about where it ends.
            let is_wrapped = words[0] == 0x64 && words[1] == 0xff9b || words[0] == 0x2002;
            !(ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || is_wrapped
                || words[..6] == [0; 6])
        }
    }
}

/// Looks names up, and gives nothing back of those that lead to a machine which is not on the public web.
struct PublicOnly;

/// A name that leads to such a machine.
#[derive(Debug, thiserror::Error)]
#[error("not on the public web")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            if found.iter().any(|address| !is_public(address.ip())) {
                return Err(Box::new(NotPublic) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn is_not_public(error: &reqwest::Error) -> bool {
    let mut inner: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = inner {
        if error.is::<NotPublic>() {
            return true;
        }
        inner = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_web_and_the_shop_itself_are_asked() {
        let may = |text: &str| may_be_asked(&Url::parse(text).unwrap(), "127.0.0.1:8080");
        for good in [
            "https://cdn.example/a.jpg",
            "http://93.184.215.14/a.jpg",
            "http://[2606:2800:21f:cb07::1]/a.jpg",
            "http://127.0.0.1:8080/wp-content/uploads/a.jpg",
        ] {
            assert!(may(good), "{good}");
        }
        for bad in [
            "http://127.0.0.1/a.jpg",
            "http://127.0.0.1:9090/a.jpg",
            "http://localhost:8080/a.jpg",
            "http://a.localhost./a.jpg",
            "http://2130706433/a.jpg",
            "http://0x7f.1/a.jpg",
            "http://10.1.2.3/a.jpg",
            "http://172.16.0.1/",
            "http://192.168.178.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "ftp://cdn.example/a.jpg",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
        ] {
            assert!(!may(bad), "{bad}");
        }
    }

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        for good in [
            &b"\xff\xd8\xff\xe0..JFIF"[..],
            b"\x89PNG\r\n\x1a\n....",
            b"GIF89a....",
            b"RIFF\x10\0\0\0WEBPVP8 ",
            b"\0\0\0\x1cftypavif....",
        ] {
            assert!(is_picture(good), "{good:?}");
        }
        for bad in
            [&b""[..], b"<svg xmlns", b"%PDF-1.7", b"RIFF\x10\0\0\0WAVE", b"\0\0\0\x1cftypmp42"]
        {
            assert!(!is_picture(bad), "{bad:?}");
        }
    }
}
