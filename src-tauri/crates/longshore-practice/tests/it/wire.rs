//! The plainest of clients: what is sent and what comes back, byte by byte and with the time.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine;
use longshore_practice::Practice;
use serde_json::Value;

/// What a client heard until the connection ended, or until the answer was whole.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Until the first byte, and until the last.
    pub(crate) first: Duration,
    pub(crate) last: Duration,
    /// How long the body should have been.
    pub(crate) length: Option<usize>,
}

impl Heard {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|found| found.1)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.head.is_empty() && self.body.is_empty()
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.length == Some(self.body.len())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// One request on a connection of its own.
pub(crate) fn send(practice: &Practice, method: &str, path: &str, body: &str) -> Heard {
    let start = Instant::now();
    let mut stream = begin(practice, method, path, body, body.len());
    hear(&mut stream, start)
}

/// A request that promises more than it sends, and goes away.
pub(crate) fn break_off(practice: &Practice, method: &str, path: &str, body: &str, length: usize) {
    drop(begin(practice, method, path, body, length));
}

fn begin(practice: &Practice, method: &str, path: &str, body: &str, length: usize) -> TcpStream {
    let url = practice.url();
    let address = url.trim_start_matches("http://");
    let credentials = base64::engine::general_purpose::STANDARD.encode(format!(
        "{}:{}",
        practice.consumer_key(),
        practice.consumer_secret()
    ));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!(
        "{method} /wp-json/wc/v3/{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Basic {credentials}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    // Whoever does not want to read may have gone already.
    let _ = stream.write_all(request.as_bytes());
    stream
}

fn hear(stream: &mut TcpStream, start: Instant) -> Heard {
    let mut heard = Heard::default();
    let mut bytes = Vec::new();
    let mut part = [0; 1 << 16];
    loop {
        let count = match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        };
        heard.last = start.elapsed();
        if bytes.is_empty() {
            heard.first = heard.last;
        }
        bytes.extend_from_slice(&part[..count]);
        if heard.head.is_empty()
            && let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n")
        {
            heard.head = String::from_utf8(bytes.drain(..end + 4).collect()).unwrap();
            heard.length = heard.header("content-length").map(|length| length.parse().unwrap());
        }
        if heard.length == Some(bytes.len()) {
            break;
        }
    }
    heard.body = bytes;
    heard
}
