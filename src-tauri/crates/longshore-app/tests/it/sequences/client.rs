//! Somebody else who works in the shop: plain requests, records as they come.

use serde_json::Value;
use ureq::Agent;

pub(crate) struct Client {
    agent: Agent,
    base: String,
    authorization: String,
}

impl Client {
    pub(crate) fn new(url: &str, key: &str, secret: &str) -> Self {
        use base64::{Engine, engine::general_purpose::STANDARD};
        Self {
            agent: Agent::config_builder().http_status_as_error(false).build().into(),
            base: format!("{url}/wp-json/wc/v3/products"),
            authorization: format!("Basic {}", STANDARD.encode(format!("{key}:{secret}"))),
        }
    }

    fn read(mut response: ureq::http::Response<ureq::Body>, path: &str) -> Value {
        let status = response.status();
        let body = response.body_mut().with_config().limit(64 << 20).read_to_string().unwrap();
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let request = self.agent.get(format!("{}{path}", self.base));
        Self::read(request.header("Authorization", &self.authorization).call().unwrap(), path)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = request.header("Authorization", &self.authorization);
        Self::read(request.send_json(body).unwrap(), path)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Value {
        let request = self.agent.put(format!("{}{path}", self.base));
        let request = request.header("Authorization", &self.authorization);
        Self::read(request.send_json(body).unwrap(), path)
    }

    pub(crate) fn delete(&self, path: &str) -> Value {
        let request = self.agent.delete(format!("{}{path}", self.base));
        Self::read(request.header("Authorization", &self.authorization).call().unwrap(), path)
    }

    /// All records of a list: it fits on one page here.
    pub(crate) fn all(&self, path: &str, filter: &str) -> Vec<Value> {
        let list =
            self.get(&format!("{path}?context=edit&per_page=100&orderby=id&order=asc{filter}"));
        let Value::Array(all) = list else { panic!("{path} is no list") };
        assert!(all.len() < 100, "{path} goes on");
        all
    }
}
