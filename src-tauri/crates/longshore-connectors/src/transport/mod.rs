//! How does one request get to the store and its answer back?
//!
//! One client per connection: certificates, time-outs, size limit, no redirects, the key. Knows no records.

mod body;
mod client;
mod failure;
mod gate;
mod key;
mod page;
mod reply;

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::{Client, Method, Url, header};

pub(crate) use body::{json, quoted};
pub(crate) use client::{downloading, looking, unauthenticated};
pub(crate) use reply::{Reply, bare, fetch, hidden_status, site_of, take, target};

use crate::{
    connection::{Connection, Manners},
    error::{Fault, StoreError},
    waits::Waits,
};

/// The longest answer that is taken, unpacked. Pages shrink when a store's records are larger than that.
pub(crate) const LONGEST_ANSWER: usize = 64 << 20;

/// What is asked along with an address.
pub(crate) type Parameters = Vec<(&'static str, String)>;

/// A large picture takes its time on a thin line.
const UPLOADED_WITHIN: Duration = Duration::from_secs(600);

/// What is sent along with a request.
struct Sent<'a> {
    parameters: &'a Parameters,
    headers: header::HeaderMap,
    body: Option<Vec<u8>>,
}

pub(crate) struct Transport {
    client: Client,
    base: Url,
    connection: Connection,
    gate: gate::Gate,
}

impl Transport {
    /// A client for everything below `path` of the connection's site. Sends nothing.
    pub(crate) fn new(connection: Connection, path: &str) -> Result<Self, StoreError> {
        let address = &connection.address;
        // A secret that is sent in the clear is everybody's.
        if address.is_readable_by_others() && !connection.key_shown.is_signature() {
            return Err(StoreError::nothing_sent(Fault::PlainHttp { host: address.host() }));
        }
        let base = address.join(path).map_err(StoreError::nothing_sent)?;
        let client = client::with_key(&connection).map_err(StoreError::nothing_sent)?;
        let gate = gate::Gate::new(connection.manners.requests_per_second);
        Ok(Self { client, base, connection, gate })
    }

    /// The same for a user with a password instead of a key.
    pub(crate) fn signed_in(connection: Connection, path: &str) -> Result<Self, StoreError> {
        let address = &connection.address;
        if address.is_readable_by_others() {
            return Err(StoreError::nothing_sent(Fault::PlainHttp { host: address.host() }));
        }
        let base = address.join(path).map_err(StoreError::nothing_sent)?;
        let client = client::with_password(&connection).map_err(StoreError::nothing_sent)?;
        let gate = gate::Gate::new(connection.manners.requests_per_second);
        Ok(Self { client, base, connection, gate })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Reads; tried again while that makes sense.
    pub(crate) async fn get(
        &self,
        path: &str,
        parameters: &Parameters,
    ) -> Result<Reply, StoreError> {
        self.patiently(path, || self.exchange(Method::GET, path, parameters, None)).await
    }

    /// Asks whether a key may write, by writing nothing; tried again while that makes sense.
    pub(crate) async fn ask_to_write(&self, path: &str) -> Result<Reply, StoreError> {
        self.patiently(path, || self.post(path, b"{}".to_vec())).await
    }

    /// Does again what changes nothing in the store while that makes sense.
    async fn patiently<F: Future<Output = Result<Reply, StoreError>>>(
        &self,
        path: &str,
        mut once: impl FnMut() -> F,
    ) -> Result<Reply, StoreError> {
        let (manners, waits) = (self.manners(), self.waits());
        let mut pauses = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(manners.first_pause)
            .with_max_delay(manners.longest_pause)
            .with_max_times(manners.retries)
            .build();
        let (mut unconnected, mut unanswered) = (0, 0);
        loop {
            let error = match self.unless_stopped(once()).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            unconnected += usize::from(error.is_unconnected());
            unanswered += usize::from(matches!(error.fault, Fault::TimedOut { .. }));
            let may_pass = error.is_passing()
                && unconnected <= manners.retries_unconnected
                && unanswered <= manners.retries_unanswered;
            let pause =
                pauses.next().filter(|_| may_pass).and_then(|pause| self.obeying(&error, pause));
            let Some(pause) = pause else { return Err(error) };
            tracing::debug!(code = error.code(), ?pause, path, "asking again");
            if !waits.wait(&error, pause).await {
                return Err(error);
            }
        }
    }

    /// What changes nothing in the store, until nobody wants to know it any more.
    async fn unless_stopped(
        &self,
        work: impl Future<Output = Result<Reply, StoreError>>,
    ) -> Result<Reply, StoreError> {
        let began = Instant::now();
        tokio::select! {
            biased;
            done = work => done,
            () = self.waits().are_long_over() => {
                let seconds = began.elapsed().as_secs();
                Err(StoreError::maybe_sent(Fault::TimedOut { seconds }))
            }
        }
    }

    /// The pause that the store asks for, else ours; none where it asks for more than we wait.
    fn obeying(&self, error: &StoreError, ours: Duration) -> Option<Duration> {
        match error.retry_after() {
            Some(asked) if asked > self.manners().longest_pause => None,
            Some(asked) => Some(asked.max(ours)),
            None => Some(ours),
        }
    }

    /// Writes: exactly one request.
    pub(crate) async fn post(&self, path: &str, body: Vec<u8>) -> Result<Reply, StoreError> {
        self.exchange(Method::POST, path, &Parameters::new(), Some(body)).await
    }

    /// Writes a body that is a file, with the headers that say what it is: exactly one request, which may take as long
    /// as a large file takes on a thin line.
    pub(crate) async fn post_file(
        &self,
        path: &str,
        parameters: &Parameters,
        headers: header::HeaderMap,
        content: Vec<u8>,
    ) -> Result<Reply, StoreError> {
        let answer_within = UPLOADED_WITHIN.max(self.manners().answer_within);
        let manners = Manners { answer_within, ..*self.manners() };
        let sent = Sent { parameters, headers, body: Some(content) };
        self.exchange_with(Method::POST, path, sent, &manners).await
    }

    /// Removes, as softly as the store can unless the parameters say otherwise: exactly one request.
    pub(crate) async fn delete(
        &self,
        path: &str,
        parameters: &Parameters,
    ) -> Result<Reply, StoreError> {
        self.exchange(Method::DELETE, path, parameters, None).await
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        parameters: &Parameters,
        body: Option<Vec<u8>>,
    ) -> Result<Reply, StoreError> {
        let mut headers = header::HeaderMap::new();
        if body.is_some() {
            let json = header::HeaderValue::from_static("application/json");
            headers.insert(header::CONTENT_TYPE, json);
        }
        let sent = Sent { parameters, headers, body };
        self.exchange_with(method, path, sent, self.manners()).await
    }

    async fn exchange_with(
        &self,
        method: Method,
        path: &str,
        sent: Sent<'_>,
        manners: &Manners,
    ) -> Result<Reply, StoreError> {
        let Sent { parameters, headers, body } = sent;
        let mut url = self.url(path, parameters)?;
        self.gate.pass(self.waits()).await?;
        key::in_address(&self.connection, &method, &mut url);
        let started = Instant::now();
        let mut request = self
            .client
            .request(method.clone(), url.clone())
            .timeout(manners.answer_within)
            .header(header::ACCEPT, "application/json")
            .headers(headers);
        request = key::in_header(&self.connection, request);
        if let Some(body) = body {
            request = request.body(body);
        }
        let outcome = reply::receive(request, manners, &url).await;
        let milliseconds = started.elapsed().as_millis() as u64;
        match &outcome {
            Ok(reply) => {
                tracing::debug!(%method, path, status = reply.status, milliseconds, "answered");
            }
            Err(error) => {
                tracing::debug!(%method, path, code = error.code(), milliseconds, "failed");
            }
        }
        if let Err(error) = &outcome
            && let Some(pause) = error.retry_after()
        {
            self.gate.hold(pause.min(self.manners().longest_pause), &error.fault).await;
        }
        outcome
    }

    fn url(&self, path: &str, parameters: &Parameters) -> Result<Url, StoreError> {
        let mut url = self.base.clone();
        let whole = format!("{}/{path}", self.base.path().trim_end_matches('/'));
        url.set_path(&whole);
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        Ok(url)
    }

    fn manners(&self) -> &Manners {
        &self.connection.manners
    }

    fn waits(&self) -> &Waits {
        &self.connection.waits
    }
}
