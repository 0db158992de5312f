//! A server on this machine that answers what a test tells it to.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode},
    response::Response,
};
use longshore_connectors::{Address, Connection, connection::Manners, woocommerce::WooCommerce};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Seen {
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) after: Duration,
}

impl Said {
    pub(crate) fn json(body: &Value) -> Self {
        Self::text(200, "application/json; charset=UTF-8", &body.to_string())
    }

    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        let body =
            serde_json::json!({"code": code, "message": message, "data": {"status": status}});
        Self { status, ..Self::json(&body) }
    }

    pub(crate) fn text(status: u16, kind: &str, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type", kind.to_owned())],
            body: body.as_bytes().to_vec(),
            after: Duration::ZERO,
        }
    }

    /// One page of a list, cut out as asked.
    pub(crate) fn page(seen: &Seen, all: &[Value]) -> Self {
        let number =
            |name, usual| seen.asked(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
        let (size, page): (usize, usize) = (number("per_page", 10), number("page", 1));
        let shown: Vec<_> = all.iter().skip((page - 1) * size).take(size).cloned().collect();
        Self::json(&Value::Array(shown))
            .with("x-wp-total", &all.len().to_string())
            .with("x-wp-totalpages", &all.len().div_ceil(size).to_string())
    }

    pub(crate) fn with(mut self, header: &'static str, value: &str) -> Self {
        self.headers.push((header, value.to_owned()));
        self
    }

    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }
}

/// A server; gone when dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Said + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&seen), Arc::new(answer));
        let app = Router::new().fallback(move |request: Request| {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            async move {
                let arrived = arrived(request).await;
                log.lock().unwrap().push(arrived.clone());
                let said = answer(&arrived);
                tokio::time::sleep(said.after).await;
                response(said)
            }
        });
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, seen, task }
    }

    /// What arrived so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// A store there, asked without long pauses.
    pub(crate) fn store(&self) -> WooCommerce {
        store(&self.url)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The store at an address, asked without long pauses.
pub(crate) fn store(url: &str) -> WooCommerce {
    WooCommerce::new(connection(url)).unwrap()
}

pub(crate) fn connection(url: &str) -> Connection {
    let address = Address::parse(url).unwrap();
    let manners = Manners {
        first_pause: Duration::from_millis(5),
        longest_pause: Duration::from_secs(5),
        answer_within: Duration::from_secs(10),
        ..Manners::unlimited()
    };
    Connection {
        manners,
        ..Connection::new(address, "ck_test", "cs_very_secret".to_owned().into())
    }
}

async fn arrived(request: Request) -> Seen {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 26).await.unwrap();
    let address = reqwest::Url::parse(&format!("http://x{}", head.uri)).unwrap();
    Seen {
        method: head.method,
        path: address.path().to_owned(),
        query: address.query_pairs().into_owned().collect(),
        headers: head.headers,
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
    }
}

fn response(said: Said) -> Response {
    let mut response = Response::builder().status(StatusCode::from_u16(said.status).unwrap());
    for (name, value) in said.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(said.body)).unwrap()
}
