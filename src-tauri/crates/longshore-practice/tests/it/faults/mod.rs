//! Faults: what the client sees, what the store carried out, and what its log says of both.

mod answers;
mod control;
mod doors;
mod lost;
mod repeated;
mod slow;

use longshore_practice::{CarriedOut, Fault, LoggedRequest, Settings};
use serde_json::Value;

use crate::client::Shop;
use crate::wire::{self, Heard};

/// An empty store that plays these faults.
async fn shop(faults: &[&str]) -> Shop {
    Shop::with(Settings { empty: true, faults: faults_of(faults), ..Settings::default() }).await
}

fn faults_of(texts: &[&str]) -> Vec<Fault> {
    texts.iter().map(|text| text.parse().unwrap_or_else(|error| panic!("{error}"))).collect()
}

impl Shop {
    fn set_faults(&self, faults: &[&str]) {
        self.practice.set_faults(faults_of(faults));
    }

    /// One request on a connection of its own.
    fn wire(&self, method: &str, path: &str, body: &Value) -> Heard {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        wire::send(&self.practice, method, path, &body)
    }

    /// The newest request of the log.
    fn last(&self) -> LoggedRequest {
        self.practice.requests().pop().unwrap()
    }

    /// The names of the products that the store really has.
    async fn products(&self) -> Vec<String> {
        self.set_faults(&[]);
        let list = self.get("products?per_page=100&orderby=id&order=asc&_fields=name").await.body;
        let names = list.as_array().unwrap().iter();
        names.map(|product| product["name"].as_str().unwrap().to_owned()).collect()
    }
}

fn told(request: &LoggedRequest) -> (Option<u16>, CarriedOut, Vec<&str>) {
    let faults = request.faults.iter().map(String::as_str).collect();
    (request.status, request.carried_out, faults)
}
