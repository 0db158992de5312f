//! A request to the API, read and taken apart.

use axum::body::Bytes;
use serde_json::{Map, Value};

use crate::access::Person;
use crate::wordpress::arguments::{self, Argument};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Fields;
use crate::wordpress::query::{self, Query};
use crate::wordpress::value::{given, truthy};

/// A body that is a file, with the headers that say what it is.
pub(crate) struct SentFile {
    pub(crate) content_type: String,
    pub(crate) disposition: String,
    pub(crate) bytes: Bytes,
}

/// A request to the API.
pub(crate) struct Call {
    /// The method that counts: an override is honoured.
    pub(crate) method: String,
    /// `https://127.0.0.1:8443`, as the client calls the store.
    pub(crate) base: String,
    /// The route without `/wp-json/`, without outer slashes.
    pub(crate) route: String,
    pub(crate) query: Query,
    /// What the body says; lists count as empty, as PHP has it.
    body: Map<String, Value>,
    /// Why the body cannot be read, said only once the route is known.
    broken: Option<Failure>,
    pub(crate) authenticated: bool,
    /// Who asks WordPress itself.
    pub(crate) visitor: Option<Person>,
    /// What came as a file.
    pub(crate) file: Option<SentFile>,
    /// PHP dies when half of a batch is done.
    pub(crate) dies_half_way: bool,
}

impl Call {
    pub(crate) fn new(method: &str, base: String, route: &str, query: Query) -> Self {
        Self {
            method: method.to_owned(),
            base,
            route: route.trim_matches('/').to_owned(),
            query,
            body: Map::new(),
            broken: None,
            authenticated: false,
            visitor: None,
            file: None,
            dies_half_way: false,
        }
    }

    /// Reads the body by its content type; other types than JSON and forms are not looked at.
    pub(crate) fn read_body(&mut self, content_type: &str, bytes: &[u8]) {
        let content_type =
            content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if bytes.is_empty() {
            return;
        }
        if content_type == "application/json" || content_type.ends_with("+json") {
            match serde_json::from_slice(bytes) {
                Ok(Value::Object(fields)) => self.body = fields,
                Ok(_) => {}
                Err(error) => self.broken = Some(invalid_json(bytes, &error)),
            }
        } else if content_type == "application/x-www-form-urlencoded" {
            let text = String::from_utf8_lossy(bytes);
            self.body = query::parse(&text).into_iter().collect();
        }
    }

    /// Query and body together; the body counts more.
    fn merged(&self) -> Map<String, Value> {
        let mut merged: Map<String, Value> = self.query.iter().cloned().collect();
        merged.extend(self.body.iter().map(|(key, value)| (key.clone(), value.clone())));
        merged
    }

    /// The parameters, checked and in their types; what the query said is brought in line with it.
    pub(crate) fn checked(
        &mut self,
        rules: &[Argument],
        creating: bool,
    ) -> Outcome<Map<String, Value>> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let mut params = self.merged();
        arguments::check(rules, &mut params, creating)?;
        for (name, value) in &mut self.query {
            if rules.iter().any(|rule| rule.name == *name)
                && let Some(checked) = params.get(name)
            {
                *value = checked.clone();
            }
        }
        Ok(params)
    }

    /// A batch's parameters: nothing is checked.
    pub(crate) fn unchecked(&mut self) -> Outcome<Map<String, Value>> {
        match &self.broken {
            Some(broken) => Err(broken.clone()),
            None => Ok(std::mem::take(&mut self.body)),
        }
    }

    pub(crate) fn query_value(&self, name: &str) -> Option<&Value> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn fields(&self) -> Fields {
        Fields::parse(self.query_value("_fields"))
    }

    pub(crate) fn wants_envelope(&self) -> bool {
        self.query_value("_envelope").is_some_and(|value| value != "false" && truthy(value))
    }

    /// The address of this route, as paging links have it.
    pub(crate) fn address(&self) -> String {
        format!("{}/wp-json/{}", self.base, self.route)
    }
}

/// Whether a record is to be deleted for good.
pub(crate) fn forced(params: &Map<String, Value>) -> bool {
    given(params, "force").is_some_and(truthy)
}

fn invalid_json(bytes: &[u8], error: &serde_json::Error) -> Failure {
    let (number, message) = match std::str::from_utf8(bytes) {
        Err(_) => (5, "Malformed UTF-8 characters, possibly incorrectly encoded"),
        Ok(text) if has_lone_surrogate(text) => {
            (10, "Single unpaired UTF-16 surrogate in unicode escape")
        }
        Ok(_) if error.to_string().starts_with("recursion limit") => {
            (1, "Maximum stack depth exceeded")
        }
        Ok(_) => (4, "Syntax error"),
    };
    Failure::new(400, "rest_invalid_json", "Invalid JSON body passed.")
        .with("json_error_code", number)
        .with("json_error_message", message)
}

fn has_lone_surrogate(text: &str) -> bool {
    let unit = |at: usize| {
        let digits = text.get(at..).and_then(|rest| rest.strip_prefix("\\u"))?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        match unit(at) {
            Some(0xd800..=0xdbff) => match unit(at + 6) {
                Some(0xdc00..=0xdfff) => at += 12,
                _ => return true,
            },
            Some(0xdc00..=0xdfff) => return true,
            Some(_) => at += 6,
            None => at += 2,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(body: &[u8]) -> i64 {
        let mut call = Call::new("POST", String::new(), "/wc/v3/products", Query::new());
        call.read_body("application/json; charset=utf-8", body);
        call.broken.unwrap().data["json_error_code"].as_i64().unwrap()
    }

    #[test]
    fn broken_json_is_told_apart() {
        assert_eq!(broken(b"{\"name\": \"x\""), 4);
        assert_eq!(broken(b"\xef\xbb\xbf{\"name\": \"bom\"}"), 4);
        assert_eq!(broken(br#"{"name":"a\ud83d b"}"#), 10);
        assert_eq!(broken(b"{\"name\":\"\xff\"}"), 5);
    }
}
