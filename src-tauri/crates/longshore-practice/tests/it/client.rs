//! A client for tests: a store of its own, and requests with its key.

use longshore_practice::{Practice, Settings, serve};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// A practice store and a client with its read-write key.
pub(crate) struct Shop {
    pub(crate) practice: Practice,
    http: reqwest::Client,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The numbers of the records of a list.
    pub(crate) fn ids(&self) -> Vec<i64> {
        self.body.as_array().unwrap().iter().map(|record| record["id"].as_i64().unwrap()).collect()
    }
}

/// A client that can speak TLS.
pub(crate) fn http() -> reqwest::ClientBuilder {
    // A second installation in the same process is refused, and does not matter.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

impl Shop {
    pub(crate) async fn empty() -> Self {
        Self::with(Settings { empty: true, ..Settings::default() }).await
    }

    pub(crate) async fn with_demo() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self { practice: serve(settings).await.unwrap(), http: http().build().unwrap() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}/wp-json/wc/v3/{path}", self.practice.url()))
            .basic_auth(self.practice.consumer_key(), Some(self.practice.consumer_secret()))
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        read(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        read(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        read(self.request(Method::PUT, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        read(self.request(Method::DELETE, path)).await
    }
}

pub(crate) async fn read(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Reply { status, headers, body }
}
