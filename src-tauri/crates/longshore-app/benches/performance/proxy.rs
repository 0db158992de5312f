//! Stands between a client and a store: notes the requests, and answers no faster than a real store would.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::work::measured;

/// A request as it came.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

impl Request {
    fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// Whether others of its kind may be under way at the same time. The empty batch that asks what a key may do
    /// comes long before them.
    fn is_of_products(&self) -> bool {
        self.path.ends_with("/products/batch") && self.records() > 0
    }

    /// How many records it sends; asking what a key may do sends none.
    pub(crate) fn records(&self) -> u32 {
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        let lists =
            ["create", "update", "delete"].into_iter().filter_map(|key| body.get(key)?.as_array());
        u32::try_from(lists.map(Vec::len).sum::<usize>()).unwrap()
    }
}

/// Listens until the program ends.
pub(crate) struct Proxy {
    pub(crate) url: String,
    noted: Arc<Mutex<Vec<Request>>>,
}

impl Proxy {
    /// Stands before a store. `each` is what the store takes for a record that it is sent, one after the other.
    pub(crate) fn before(store: &str, each: Option<Duration>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let noted = Arc::new(Mutex::new(Vec::new()));
        let (store, notes) = (store.trim_start_matches("http://").to_owned(), Arc::clone(&noted));
        let busy = Arc::new(Mutex::new(()));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (notes, busy, store) =
                    (Arc::clone(&notes), Arc::clone(&busy), TcpStream::connect(&store).unwrap());
                std::thread::spawn(move || {
                    pass_on(&client, &store, &notes, |request| {
                        let Some(each) = each.filter(|_| request.writes()) else { return };
                        let _alone = busy.lock().unwrap();
                        std::thread::sleep(each * request.records());
                    });
                });
            }
        });
        Self { url, noted }
    }

    /// The requests since this was asked last.
    pub(crate) fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.noted.lock().unwrap())
    }
}

fn pass_on(
    client: &TcpStream,
    store: &TcpStream,
    notes: &Mutex<Vec<Request>>,
    work: impl Fn(&Request),
) {
    client.set_nodelay(true).unwrap();
    store.set_nodelay(true).unwrap();
    let (mut from_client, mut from_store) = (BufReader::new(client), BufReader::new(store));
    while let Some((head, body)) = message(&mut from_client) {
        let mut words = head.split(' ').map(str::to_owned);
        let request = Request {
            method: words.next().unwrap_or_default(),
            path: words.next().unwrap_or_default(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        work(&request);
        notes.lock().unwrap().push(request);
        let mut to_store = store;
        to_store.write_all(&[head.as_bytes(), &body].concat()).unwrap();
        let Some((head, body)) = message(&mut from_store) else { return };
        let mut to_client = client;
        if to_client.write_all(&[head.as_bytes(), &body].concat()).is_err() {
            return;
        }
    }
}

/// The next message with its head as it came.
fn message(from: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if from.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some((head, body))
}

/// How many connections the bare client has: as many as our own at a store that wants no sparing.
const CONNECTIONS: usize = 4;

/// Sends requests to a store and nothing but that: products on all connections, what comes before them one by one.
pub(crate) fn replay(arguments: &[String]) {
    let [url, key, secret, file] = arguments else { panic!("url, key, secret, file") };
    let requests: Vec<Request> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let login = STANDARD.encode(format!("{key}:{secret}"));
    let first = requests.iter().position(Request::is_of_products).unwrap_or(requests.len());
    let messages: Vec<String> = requests.iter().map(|request| {
        format!(
            "{} {} HTTP/1.1\r\nhost: shop\r\nauthorization: Basic {login}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{}",
            request.method, request.path, request.body.len(), request.body
        )
    }).collect();
    let store = url.trim_start_matches("http://");
    measured(|| {
        send(store, messages[..first].iter());
        let waiting = Mutex::new(messages[first..].iter());
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| send(store, std::iter::from_fn(|| waiting.lock().unwrap().next())));
            }
        });
    });
}

fn send<'m>(store: &str, messages: impl Iterator<Item = &'m String>) {
    let store = TcpStream::connect(store).unwrap();
    store.set_nodelay(true).unwrap();
    let (mut from, mut to) = (BufReader::new(&store), &store);
    for request in messages {
        to.write_all(request.as_bytes()).unwrap();
        let (head, body) = message(&mut from).unwrap();
        let asked = request.lines().next().unwrap_or_default();
        assert!(head.starts_with("HTTP/1.1 20"), "{asked}: {}", String::from_utf8_lossy(&body));
    }
}

/// Waits until a store answers at all; the first answer takes longer than others.
pub(crate) fn warm_up(url: &str) {
    let began = Instant::now();
    while TcpStream::connect(url.trim_start_matches("http://")).is_err() {
        assert!(began.elapsed() < Duration::from_secs(10), "{url} does not listen");
    }
}
