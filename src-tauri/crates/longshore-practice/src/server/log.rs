//! What was asked of the store, for tests.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;

use super::effects::{CarriedOut, Effect};

/// How many requests are remembered, and how many bytes of their bodies and effects.
const REQUESTS: usize = 100_000;
const BODIES: usize = 32 * 1024 * 1024;

/// A request that the store got.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// Counts from 1, in the order of arrival.
    pub number: u64,
    /// The method as sent, whatever an override made of it.
    pub method: String,
    /// The path, with `/wp-json`.
    pub path: String,
    /// The query as sent, without secrets.
    pub query: String,
    /// The status that the client was sent, or would have been, had its connection not ended; none
    /// as long as the request is held or carried out, and if it ended before.
    pub status: Option<u16>,
    /// How much of it was carried out.
    pub carried_out: CarriedOut,
    /// What it did to the records that it names, in order. Empty if it is too long ago: then
    /// there is no body either.
    pub effects: Vec<Effect>,
    /// The faults that were played with it, as they are written, in the order of playing.
    pub faults: Vec<String>,
    /// How many items a batch created, changed and deleted.
    pub items: Option<Items>,
    /// The body; none if there was none, or if it is too long ago.
    pub body: Option<String>,
}

/// How many items of each kind a batch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Items {
    /// Items to create.
    pub create: usize,
    /// Items to change.
    pub update: usize,
    /// Items to delete.
    pub delete: usize,
}

impl Items {
    fn of(body: &Value) -> Self {
        let count = |key: &str| body.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        Self { create: count("create"), update: count("update"), delete: count("delete") }
    }
}

impl LoggedRequest {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        self.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
    }

    /// Whether the request wanted to change something.
    pub fn writes(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}

#[derive(Default)]
struct Entries {
    requests: VecDeque<LoggedRequest>,
    arrived: u64,
    bytes: usize,
    /// From which request on bodies are still there.
    with_body: u64,
}

/// The store's log of requests.
#[derive(Default)]
pub(crate) struct Log(Mutex<Entries>);

impl Log {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn arrived(&self, method: &str, path: &str, query: &str, body: &[u8]) -> u64 {
        // Only batches are counted, and only by looking at their outermost lists.
        let batch = path.trim_end_matches('/').ends_with("/batch");
        let items = batch.then(|| {
            serde_json::from_slice(body)
                .map_or_else(|_| Items::of(&Value::Null), |body| Items::of(&body))
        });
        let mut entries = self.entries();
        entries.arrived += 1;
        let number = entries.arrived;
        entries.bytes += body.len();
        entries.requests.push_back(LoggedRequest {
            number,
            method: method.to_owned(),
            path: path.to_owned(),
            query: without_secrets(query),
            status: None,
            carried_out: CarriedOut::No,
            effects: Vec::new(),
            faults: Vec::new(),
            items,
            body: (!body.is_empty()).then(|| String::from_utf8_lossy(body).into_owned()),
        });
        entries.forget();
        number
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut LoggedRequest) -> usize) {
        let mut entries = self.entries();
        let found = entries.requests.iter_mut().rev().find(|request| request.number == number);
        if let Some(request) = found {
            entries.bytes += change(request);
            entries.forget();
        }
    }

    /// The request was carried out, with this status.
    pub(crate) fn carried_out(
        &self,
        number: u64,
        status: u16,
        carried_out: CarriedOut,
        effects: Vec<Effect>,
    ) {
        self.change(number, |request| {
            request.status = Some(status);
            request.carried_out = carried_out;
            request.effects = effects;
            request.effects.len() * size_of::<Effect>()
        });
    }

    /// Something else than the store's own answer was sent.
    pub(crate) fn answered(&self, number: u64, status: u16) {
        self.change(number, |request| {
            request.status = Some(status);
            0
        });
    }

    /// A fault was played.
    pub(crate) fn played(&self, number: u64, fault: String) {
        self.change(number, |request| {
            request.faults.push(fault);
            0
        });
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.entries().requests.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut entries = self.entries();
        entries.requests.clear();
        entries.bytes = 0;
    }
}

impl Entries {
    /// Lets go of what is too much: whole requests, and bodies and effects of those that are long
    /// ago.
    fn forget(&mut self) {
        if self.requests.len() > REQUESTS
            && let Some(mut oldest) = self.requests.pop_front()
        {
            self.bytes -= oldest.take_weight().min(self.bytes);
        }
        while self.bytes > BODIES {
            let first = self.requests.front().map_or(0, |request| request.number);
            let at = usize::try_from(self.with_body.saturating_sub(first)).unwrap_or(0);
            let Some(request) = self.requests.get_mut(at) else { break };
            self.bytes -= request.take_weight().min(self.bytes);
            self.with_body = request.number + 1;
        }
    }
}

impl LoggedRequest {
    /// Takes body and effects away, and says how many bytes they were.
    fn take_weight(&mut self) -> usize {
        let body = self.body.take().map_or(0, |body| body.len());
        body + std::mem::take(&mut self.effects).len() * size_of::<Effect>()
    }
}

fn without_secrets(query: &str) -> String {
    query
        .split('&')
        .map(|part| match part.split_once('=') {
            Some((name @ ("consumer_secret" | "oauth_signature"), _)) => format!("{name}=…"),
            _ => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("&")
}
