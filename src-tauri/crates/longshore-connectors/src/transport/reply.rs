//! What did the store answer, as a whole?

use std::{marker::PhantomData, time::Duration};

use reqwest::{
    RequestBuilder, Response, StatusCode, Url,
    header::{self, HeaderMap},
};
use serde::de::{DeserializeOwned, DeserializeSeed};
use smol_str::SmolStr;

use super::{
    LONGEST_ANSWER, body, failure,
    page::{Page, page, page_at},
};
use crate::{
    connection::{Address, Manners, host_of},
    error::{Fault, Sent, StoreError},
};

/// An answer with a 2xx status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// How many records there are in all (`X-WP-Total`).
    pub(crate) total: Option<u64>,
    /// How many pages of the asked size (`X-WP-TotalPages`).
    pub(crate) pages: Option<u64>,
    /// Whether the practice store signs it.
    pub(crate) is_practice: bool,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The JSON of the answer. An answer that cannot be understood leaves open what was done.
    pub(crate) fn json<'de, S>(&'de self, seed: S) -> Result<S::Value, StoreError>
    where
        S: DeserializeSeed<'de>,
    {
        body::json(&self.body, self.status, seed).map_err(StoreError::maybe_sent)
    }

    /// The JSON of the answer as a type of its own.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        self.json(PhantomData::<T>)
    }
}

/// Sends a request and takes in its answer; what is not a 2xx becomes an error.
pub(crate) async fn receive(
    request: RequestBuilder,
    manners: &Manners,
    url: &Url,
) -> Result<Reply, StoreError> {
    let response = fetch(request, manners, url).await?;
    take(response, manners, url).await
}

/// Sends a request and waits for the head of its answer.
pub(crate) async fn fetch(
    request: RequestBuilder,
    manners: &Manners,
    url: &Url,
) -> Result<Response, StoreError> {
    request.send().await.map_err(|error| failure::before_answer(&error, manners, url))
}

/// Takes in an answer whose head has come.
pub(crate) async fn take(
    response: Response,
    manners: &Manners,
    url: &Url,
) -> Result<Reply, StoreError> {
    let status = response.status();
    let headers = response.headers().clone();
    if status.is_redirection() {
        let fault = sent_away(status.as_u16(), &target(&headers, url), url);
        return Err(StoreError::nothing_sent(fault));
    }
    let body = take_in(response, manners).await;
    if !status.is_success() {
        return Err(refusal(status, &headers, &body.unwrap_or_default(), url));
    }
    let body = body?;
    if let Some(status) = hidden_status(&body) {
        return Err(refusal(status, &headers, &body, url));
    }
    if let Some(page) = page(status.as_u16(), &headers, &body) {
        return Err(in_the_way(page, status.as_u16(), &headers, url));
    }
    Ok(Reply {
        status: status.as_u16(),
        total: number(&headers, "x-wp-total"),
        pages: number(&headers, "x-wp-totalpages"),
        is_practice: headers.contains_key("x-longshore-practice"),
        body,
    })
}

async fn take_in(mut response: Response, manners: &Manners) -> Result<Vec<u8>, StoreError> {
    let expected = response.content_length().unwrap_or(0).min(1 << 20) as usize;
    let mut body = Vec::with_capacity(expected);
    loop {
        let chunk = response
            .chunk()
            .await
            .map_err(|error| failure::within_answer(&error, manners, body.len()))?;
        let Some(chunk) = chunk else { return Ok(body) };
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(StoreError::maybe_sent(Fault::AnswerTooLarge { limit: LONGEST_ANSWER }));
        }
        body.extend_from_slice(&chunk);
    }
}

/// Where a redirect leads, as an absolute address.
pub(crate) fn target(headers: &HeaderMap, url: &Url) -> String {
    let location =
        headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    url.join(location).map_or_else(|_| location.to_owned(), String::from)
}

/// Whoever asked is sent to another address. What was asked goes along in it at times, and with it the key: only the
/// site is told.
fn sent_away(status: u16, target: &str, url: &Url) -> Fault {
    let site = || site_of(target);
    match page_at(target) {
        Some(Page::Firewall(name)) => Fault::Firewall { status, name },
        Some(Page::RobotCheck(name)) => Fault::RobotCheck { status, name },
        Some(Page::Login) => Fault::LoginWanted { address: site() },
        Some(Page::Closed) => Fault::Closed { status, retry_after: None },
        None if Url::parse(target).is_ok_and(|target| bare(&target) == bare(url)) => {
            Fault::SentInCircles { address: bare(url) }
        }
        None => Fault::Redirected { status, target: site() },
    }
}

/// The site of an address; of one that no store can have, what it is without what is asked.
pub(crate) fn site_of(address: &str) -> String {
    match (Address::parse(address), Url::parse(address)) {
        (Ok(site), _) => site.to_string(),
        (_, Ok(url)) => bare(&url),
        _ => body::quoted(address),
    }
}

/// A page came in the place of an answer. What never got past a firewall has done nothing.
fn in_the_way(page: Page, status: u16, headers: &HeaderMap, url: &Url) -> StoreError {
    let retry_after = retry_after(headers);
    match page {
        // It lets some through, and these were too many.
        Page::Firewall(_) if matches!(status, 429 | 503) && retry_after.is_some() => {
            StoreError::nothing_sent(Fault::TooManyRequests { retry_after })
        }
        Page::Firewall(name) => StoreError::nothing_sent(Fault::Firewall { status, name }),
        Page::RobotCheck(name) => StoreError::nothing_sent(Fault::RobotCheck { status, name }),
        Page::Login => StoreError::maybe_sent(Fault::LoginWanted { address: bare(url) }),
        Page::Closed => StoreError::maybe_sent(Fault::Closed { status, retry_after }),
    }
}

/// An address without what is asked: the key may be in it.
pub(crate) fn bare(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.into()
}

/// WordPress' own shape of an error.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Complaint {
    code: SmolStr,
    message: String,
}

fn refusal(status: StatusCode, headers: &HeaderMap, answer: &[u8], url: &Url) -> StoreError {
    let number = status.as_u16();
    let retry_after = retry_after(headers);
    let complaint = body::json(answer, number, PhantomData::<Complaint>).ok();
    let is_wordpress = complaint.as_ref().is_some_and(|complaint| !complaint.code.is_empty());
    let Complaint { code, message } = complaint.unwrap_or_default();
    let message = body::quoted(&message);
    let asks_for_password = number == 401 && headers.contains_key(header::WWW_AUTHENTICATE);
    if !is_wordpress
        && !asks_for_password
        && number != 429
        && let Some(page) = page(number, headers, answer)
    {
        return in_the_way(page, number, headers, url);
    }
    let fault = match number {
        _ if is_wordpress && is_switched_off(&code) => Fault::RestSwitchedOff { code },
        401 if is_wordpress && is_unseen(&code) => Fault::KeyUnknown { code },
        401 | 403 if is_wordpress => Fault::KeyRefused { code, message },
        401 => Fault::PasswordWanted,
        404 if code == "rest_no_route" => Fault::NoRoute { route: url.path().to_owned() },
        404 if !is_wordpress => Fault::NoRestApi { address: bare(url) },
        413 => Fault::TooLarge,
        414 | 431 if !is_wordpress => Fault::TooLarge,
        429 => Fault::TooManyRequests { retry_after },
        400 if !is_wordpress && wants_encryption(answer) => {
            Fault::EncryptionWanted { host: host_of(url) }
        }
        _ if !is_wordpress && is_of_a_firewall(number) => Fault::Forbidden { status: number },
        502..=504 | 520..=524 => Fault::Unavailable { status: number, retry_after },
        500.. => Fault::ServerFailed { status: number, code, message },
        _ => Fault::Refused { status: number, code, message },
    };
    // Whoever answers with 4xx has done nothing; 408 and 429 are also said by proxies, which may have let the request
    // through before.
    let is_by_the_store = matches!(number, 400..500 | 999) && !matches!(number, 408 | 429);
    let sent = if is_by_the_store { Sent::Nothing } else { Sent::Maybe };
    StoreError { fault, sent }
}

/// The status of an error that something on the way made a 200 of.
pub(crate) fn hidden_status(answer: &[u8]) -> Option<StatusCode> {
    #[derive(serde::Deserialize)]
    struct Hidden {
        data: Data,
    }
    #[derive(serde::Deserialize)]
    struct Data {
        status: u16,
    }
    // WordPress begins its errors so; records begin with their number.
    let begins = answer.trim_ascii_start().starts_with(b"{\"code\":");
    let hidden = begins.then(|| body::json(answer, 200, PhantomData::<Hidden>).ok())??;
    StatusCode::from_u16(hidden.data.status).ok().filter(|status| !status.is_success())
}

/// Statuses that WordPress gives with its own words only, and firewalls without.
fn is_of_a_firewall(status: u16) -> bool {
    matches!(status, 402 | 403 | 405..=407 | 409 | 412 | 415..=419 | 444 | 451 | 456 | 460 | 463 | 999)
}

/// Web servers that are spoken to in the clear where they speak https say so (nginx, Apache, Go's).
fn wants_encryption(answer: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&answer[..answer.len().min(4096)]).to_lowercase();
    let words = ["sent to https port", "ssl-enabled server port", "to an https server"];
    words.iter().any(|words| head.contains(words))
}

/// What plugins answer that switch the REST API off, for everybody or for whoever has not signed in: "Disable REST
/// API", "Disable WP REST API", "Solid Security", "NinjaFirewall", and snippets for `rest_authentication_errors`.
fn is_switched_off(code: &str) -> bool {
    const OWN: [&str; 4] =
        ["rest_cannot_access", "rest_login_required", "disabled", "rest_api_blocked"];
    let is_of_others = code.starts_with("woocommerce_") || code.contains("application_password");
    !is_of_others
        && (OWN.contains(&code) || code.ends_with("_disabled") || code.contains("_restricted"))
}

/// The answer to a request without any key, or with one that the store does not know or does not see.
fn is_unseen(code: &str) -> bool {
    code.starts_with("woocommerce_rest_cannot_")
        || code == "rest_not_logged_in"
        || code == "rest_forbidden"
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Seconds, or a date; a date is taken as a minute, because clocks differ.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse().unwrap_or(60);
    Some(Duration::from_secs(seconds))
}
