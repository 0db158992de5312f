//! A file comes from an address, whatever serves it; what is no file is told plainly; and a login goes nowhere else.

use std::{
    io::{Read, Write},
    net::TcpListener,
    time::Duration,
};

use longshore_connectors::{Download, DownloadError, WebAddress, download::Patience};

use crate::server::{Said, Seen, Server};

const FEED: &str = "SKU;Name\nR-1;Rope\n";

fn hurried() -> Patience {
    Patience {
        connect_within: Duration::from_secs(5),
        silent_for: Duration::from_millis(300),
        whole_within: Duration::from_secs(10),
        most_bytes: 1 << 20,
        ..Patience::default()
    }
}

async fn fetched(address: &str) -> Result<(String, Vec<u8>), DownloadError> {
    let mut download = Download::begin(&WebAddress::of(address).unwrap(), hurried()).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = download.next().await? {
        bytes.extend(piece);
    }
    Ok((download.name, bytes))
}

async fn code(address: &str) -> &'static str {
    fetched(address).await.unwrap_err().code()
}

fn feed() -> Said {
    Said::text(200, "text/csv", FEED)
}

fn elsewhere(status: u16, location: &str) -> Said {
    Said::text(status, "text/html", "<html>moved</html>").with("location", location)
}

/// A server that says these bytes to whoever comes, and then nothing, or hangs up.
fn raw(answer: Vec<u8>, hangs_up: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/feed.csv", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 4096];
        let _ = stream.read(&mut asked);
        let _ = stream.write_all(&answer);
        if !hangs_up {
            std::thread::sleep(Duration::from_secs(5));
        }
    });
    url
}

#[tokio::test]
async fn a_file_comes_whole_with_its_name() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/named" => {
            feed().with("content-disposition", "attachment; filename=\"../Preisliste ü.csv\"")
        }
        _ => feed(),
    })
    .await;
    let (name, bytes) = fetched(&format!("{}/export/list.csv?key=1", server.url)).await.unwrap();
    assert_eq!((name.as_str(), bytes.as_slice()), ("list.csv", FEED.as_bytes()));
    let (name, _) = fetched(&format!("{}/named", server.url)).await.unwrap();
    assert_eq!(name, "Preisliste ü.csv");
}

#[tokio::test]
async fn what_the_transport_packs_is_unpacked() {
    // FEED by gzip, as any server would send it.
    const PACKED: &[u8] = include_bytes!("feed.csv.gz");
    let server = Server::start(|_| Said {
        body: PACKED.to_vec(),
        ..feed().with("content-encoding", "gzip")
    })
    .await;
    assert_eq!(fetched(&format!("{}/feed.csv", server.url)).await.unwrap().1, FEED.as_bytes());
}

#[tokio::test]
async fn a_redirect_is_followed_but_not_for_ever() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/moved" => elsewhere(302, "/feed.csv"),
        "/round" => elsewhere(301, "/round"),
        "/nowhere" => elsewhere(307, "ftp://elsewhere.example/feed.csv"),
        _ => feed(),
    })
    .await;
    let (name, bytes) = fetched(&format!("{}/moved", server.url)).await.unwrap();
    assert_eq!((name.as_str(), bytes.as_slice()), ("feed.csv", FEED.as_bytes()));
    assert_eq!(code(&format!("{}/round", server.url)).await, "address_redirects");
    assert_eq!(server.seen().len(), 2 + 1 + hurried().redirects);
    assert_eq!(code(&format!("{}/nowhere", server.url)).await, "address_redirect_refused");
}

#[tokio::test]
async fn a_login_goes_along_only_within_the_machine_it_was_typed_for() {
    let other = Server::start(|_| feed()).await;
    let target = format!("{}/feed.csv", other.url);
    let server = Server::start(move |seen: &Seen| match seen.path.as_str() {
        "/within" => elsewhere(302, "/feed.csv"),
        "/out" => elsewhere(302, &target),
        _ => feed(),
    })
    .await;
    let at = |path: &str| server.url.replace("http://", "http://me:s3cret@") + path;
    let basic = "Basic bWU6czNjcmV0";
    fetched(&at("/within")).await.unwrap();
    for seen in server.seen() {
        assert_eq!(seen.headers.get("authorization").unwrap(), basic, "{}", seen.path);
    }
    fetched(&at("/out")).await.unwrap();
    let arrived = other.seen();
    assert_eq!(arrived.len(), 1);
    assert!(!arrived[0].headers.contains_key("authorization"));
    assert!(!arrived[0].headers.contains_key("referer"));
}

#[tokio::test]
async fn what_is_no_file_is_told_plainly() {
    let server = Server::start(|seen| {
        let status = seen.path.trim_start_matches("/status/").parse();
        match (seen.path.as_str(), status) {
            (_, Ok(status)) => Said::text(status, "text/html", "<html>sorry</html>"),
            ("/login", _) => Said::text(200, "text/csv", "\n<!DOCTYPE html>\n<form>"),
            ("/mislabelled", _) => Said::text(200, "text/html", FEED),
            _ => Said::text(200, "text/csv", ""),
        }
    })
    .await;
    let at = |path: &str| format!("{}{path}?token=s3cret", server.url);
    for (path, expected) in [
        ("/status/404", "address_not_found"),
        ("/status/410", "address_not_found"),
        ("/status/401", "address_locked"),
        ("/status/403", "address_locked"),
        ("/status/429", "address_busy"),
        ("/status/503", "address_busy"),
        ("/status/418", "address_refuses"),
        ("/login", "address_web_page"),
    ] {
        let error = fetched(&at(path)).await.unwrap_err();
        assert_eq!(error.code(), expected, "{path}");
        let said = format!("{error} {error:?} {:?}", error.params());
        assert!(!said.contains("s3cret") && said.contains("127.0.0.1"), "{said}");
    }
    // The content says what it is, not its label.
    assert_eq!(fetched(&at("/mislabelled")).await.unwrap().1, FEED.as_bytes());
    assert_eq!(fetched(&at("/empty")).await.unwrap().1, b"");
}

#[tokio::test]
async fn no_more_comes_in_than_was_agreed() {
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\nSKU", 1 << 30);
    assert_eq!(code(&raw(long.into_bytes(), false)).await, "address_too_large");
    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.resize(3 << 20, b'x');
    assert_eq!(code(&raw(endless, false)).await, "address_too_large");
    // A small answer that unpacks to much more.
    const BOMB: &[u8] = include_bytes!("zeros.gz");
    let server =
        Server::start(|_| Said { body: BOMB.to_vec(), ..feed().with("content-encoding", "gzip") })
            .await;
    assert_eq!(code(&format!("{}/x", server.url)).await, "address_too_large");
}

#[tokio::test]
async fn what_breaks_off_or_stands_still_is_no_file() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nSKU;Name\n".to_vec();
    assert_eq!(code(&raw(cut.clone(), true)).await, "address_cut");
    assert_eq!(code(&raw(cut, false)).await, "address_timed_out");
    let chunked =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nSKU;Name\n\r\n".to_vec();
    assert_eq!(code(&raw(chunked, true)).await, "address_cut");
    assert_eq!(code(&raw(Vec::new(), false)).await, "address_timed_out");
}

#[tokio::test]
async fn where_nobody_listens_the_machine_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = fetched(&format!("http://me:s3cret@{free}/x?key=s3cret")).await.unwrap_err();
    assert_eq!(error.code(), "address_unreachable");
    assert_eq!(error.params(), [("host".into(), free.to_string())]);
    assert!(!format!("{error:?}").contains("s3cret"));
    assert_eq!(code("https://[::1").await, "address_unusable");
    assert_eq!(code("http://me:s3cret@shop.example/x").await, "address_plain_login");
}
