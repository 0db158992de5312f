//! The demo catalogue: a small shop of linen and coffee ware, put in by the same code as any
//! client's requests.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::PracticeError;
use crate::server::call::Call;
use crate::server::dispatch;
use crate::store::Shop;
use crate::wordpress::query::Query;

/// One request of the catalogue. `@name` in it stands for the number that an earlier one got.
#[derive(Debug, Deserialize)]
struct Step {
    route: String,
    #[serde(rename = "as")]
    name: Option<String>,
    body: Map<String, Value>,
}

/// Remembers that the catalogue's turn has come, whether it was wanted or not.
const FACT: &str = "catalogue";

/// Fills a shop at its very first start, if the catalogue is wanted.
pub(crate) fn fill(shop: &mut Shop, wanted: bool) -> Result<(), PracticeError> {
    if shop.fact(FACT).is_some() {
        return Ok(());
    }
    if wanted {
        put_in(shop)?;
    }
    shop.keep_fact(FACT, if wanted { "demo" } else { "empty" })?;
    Ok(())
}

fn put_in(shop: &mut Shop) -> Result<(), PracticeError> {
    let steps: Vec<Step> = serde_json::from_str(include_str!("../data/demo.json"))
        .map_err(|error| PracticeError::Demo(error.to_string()))?;
    let mut numbers: HashMap<String, i64> = HashMap::new();
    for step in steps {
        let route = step
            .route
            .split('/')
            .map(|part| match part.strip_prefix('@').and_then(|name| numbers.get(name)) {
                Some(number) => number.to_string(),
                None => part.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("/");
        let body = numbered(Value::Object(step.body), &numbers);
        let mut call = Call::new(
            "POST",
            "http://127.0.0.1".to_owned(),
            &format!("wc/v3/{route}"),
            Query::new(),
        );
        call.read_body("application/json", body.to_string().as_bytes());
        call.authenticated = true;
        let answer = dispatch::answer(shop, &mut call);
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let number = told["id"].as_i64().filter(|_| answer.status == 201);
        let number = number.ok_or_else(|| PracticeError::Demo(format!("{route}: {told}")))?;
        if let Some(name) = step.name {
            numbers.insert(name, number);
        }
    }
    Ok(())
}

/// A body in which names are replaced by numbers.
fn numbered(value: Value, numbers: &HashMap<String, i64>) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('@').and_then(|name| numbers.get(name)) {
            Some(number) => Value::from(*number),
            None => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(|item| numbered(item, numbers)).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(key, value)| (key, numbered(value, numbers))).collect()
        }
        other => other,
    }
}
