//! An answer on its way out, before it is bytes on a wire.

use serde_json::Value;

use crate::wordpress::failure::Failure;
use crate::wordpress::json;

/// An answer of the API.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

pub(crate) const JSON: &str = "application/json; charset=UTF-8";
pub(crate) const HTML: &str = "text/html; charset=UTF-8";
pub(crate) const CSS: &str = "text/css; charset=UTF-8";

impl Answer {
    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), content_type: JSON, body }
    }

    pub(crate) fn value(status: u16, value: &Value) -> Self {
        let mut body = Vec::new();
        json::write(&mut body, value);
        Self::json(status, body)
    }

    pub(crate) fn failure(failure: &Failure) -> Self {
        Self::value(failure.status, &failure.body())
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self { status, headers: Vec::new(), content_type: HTML, body: body.as_bytes().to_vec() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer inside of an answer, as `_envelope` asks for.
    pub(crate) fn envelope(self) -> Self {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        let headers: serde_json::Map<String, Value> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let number = value.parse::<i64>().ok().filter(|_| name.starts_with("X-WP-"));
                (
                    (*name).to_owned(),
                    number.map_or_else(|| Value::from(value.as_str()), Value::from),
                )
            })
            .collect();
        Self::value(
            200,
            &serde_json::json!({ "body": body, "status": self.status, "headers": headers }),
        )
    }
}
