//! How many bare creates a second the store carries: batches of a hundred, one client, and how
//! fast it lists them. Run with `cargo bench -p longshore-practice`; a number as argument is the
//! number of products.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench is run by hand")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use longshore_practice::{Data, Settings, serve};

fn main() {
    let count = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let count: usize = count.unwrap_or(50_000);
    let folder = tempfile::tempdir().unwrap();
    for (name, data) in
        [("memory", Data::Memory), ("folder", Data::Folder(folder.path().to_owned()))]
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let settings = Settings { data, empty: true, ..Settings::default() };
        let practice = runtime.block_on(serve(settings)).unwrap();
        let mut client = Client::new(
            practice.url().trim_start_matches("http://"),
            practice.consumer_key(),
            practice.consumer_secret(),
        );
        let bodies: Vec<String> = (0..count).step_by(100).map(batch).collect();
        let before = memory();
        let start = Instant::now();
        for body in &bodies {
            client.send("POST", "/wp-json/wc/v3/products/batch", body);
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{name}: {count} creates in {seconds:.2} s = {:.0} creates/s, {:.0} bytes of memory each",
            count as f64 / seconds,
            (memory() - before) / count as f64,
        );
        let pages = 50.min(count / 100);
        for (what, first) in [("first", 1), ("last", (count / 100).saturating_sub(pages) + 1)] {
            let start = Instant::now();
            for page in first..first + pages {
                client.send(
                    "GET",
                    &format!("/wp-json/wc/v3/products?per_page=100&context=edit&page={page}"),
                    "",
                );
            }
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "{name}: list of 100, {what} pages: {:.0} products/s",
                pages as f64 * 100.0 / seconds
            );
        }
    }
}

fn batch(first: usize) -> String {
    let mut body = String::from("{\"create\":[");
    for number in first..first + 100 {
        let comma = if number == first { "" } else { "," };
        let _ = write!(
            body,
            "{comma}{{\"name\":\"Product {number}\",\"sku\":\"SKU-{number}\",\"regular_price\":\"{}.90\"}}",
            number % 100
        );
    }
    body.push_str("]}");
    body
}

/// The least that speaks HTTP, so that the store is measured and not its client.
struct Client {
    stream: BufReader<TcpStream>,
    head: String,
    answer: Vec<u8>,
}

impl Client {
    fn new(address: &str, key: &str, secret: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let credentials = STANDARD.encode(format!("{key}:{secret}"));
        let head = format!(
            "Host: {address}\r\nAuthorization: Basic {credentials}\r\nContent-Type: application/json\r\n"
        );
        Self { stream: BufReader::with_capacity(1 << 18, stream), head, answer: Vec::new() }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            assert!(!line.starts_with("HTTP/1.1") || line.contains(" 200 "), "{line}");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        self.answer.resize(length, 0);
        self.stream.read_exact(&mut self.answer).unwrap();
    }
}

/// Bytes that this process has in memory; 0 where that is not told.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kilobytes: String = line.chars().filter(char::is_ascii_digit).collect();
    kilobytes.parse::<f64>().unwrap_or(0.0) * 1024.0
}
