//! From bytes on a wire to an answer: every request passes here, step by step, and what disturbs it
//! does so between the steps.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response, header};

use futures_util::StreamExt;

use super::answer::Answer;
use super::call::SentFile;
use super::deliver::Delivery;
use super::doors::Doors;
use super::hold::{Holds, Moment};
use super::log::Log;
use super::{control, disturb, storefront, work};
use crate::access::{Credentials, Gate};
use crate::faults::plan::{Disturbance, Faults};
use crate::faults::{Fault, FaultKind};
use crate::site::Place;
use crate::store::Shop;
use crate::wordpress::failure::Failure;
use crate::wordpress::query;

/// The largest body that the web server in front of a usual store lets through.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

const TOO_LARGE: &str = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";

/// What a web server says of a page that none of its sites has.
const BESIDE: &str = "<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n";

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) place: Place,
    pub(crate) shop: Arc<Mutex<Shop>>,
    pub(crate) gate: Gate,
    pub(crate) log: Arc<Log>,
    pub(crate) holds: Arc<Holds>,
    pub(crate) faults: Faults,
    pub(crate) doors: Doors,
}

impl Shared {
    /// Plays these faults from now on and no others, with everything else as it was.
    pub(crate) fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.set(faults);
        self.doors.restore();
    }
}

/// A request, read.
pub(super) struct Inbound {
    pub(super) method: String,
    pub(super) secure: bool,
    pub(super) base: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Answers one request. `None` ends the connection without an answer.
pub(crate) async fn handle(
    shared: Arc<Shared>,
    request: Request,
    secure: bool,
) -> Option<Response<Body>> {
    let (parts, body) = request.into_parts();
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| host.len() < 256 && !host.contains(['<', '>', '"', '\'', '/', '\\', ' ']))
        .unwrap_or("127.0.0.1");
    let path = query::decode(parts.uri.path(), false);
    let scheme = if secure { "https" } else { "http" };
    let below = shared.place.below(&path).map(str::to_owned);
    // What tests ask lies beside any site.
    if below.is_none() && !is_control(&path) {
        let beside = Answer::html(404, BESIDE);
        return Some(Delivery::from(beside).respond());
    }
    let mut inbound = Inbound {
        method: parts.method.as_str().to_owned(),
        secure,
        base: format!("{scheme}://{host}{}", shared.place.folder),
        path: below.unwrap_or(path),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: Bytes::new(),
    };
    let pairs = query::pairs(&inbound.query);
    let route = inbound.api_route(&pairs, &shared.place);
    let mut disturbance = match &route {
        Some(route) => shared.faults.due(&inbound.method, &route.path),
        None => Disturbance::default(),
    };
    if disturbance.is_due(&FaultKind::DroppedBefore) {
        let number = shared.log.arrived(&inbound.method, &inbound.path, &inbound.query, &[]);
        disturbance.note_in(&shared.log, number);
        disturbance.plays(&FaultKind::DroppedBefore);
        return None;
    }
    match read(body).await {
        Read::Whole(body) => inbound.body = body,
        Read::TooLarge => {
            let mut answer = Answer::html(413, TOO_LARGE).with("Connection", "close");
            answer.content_type = "text/html";
            return Some(Delivery::from(answer).respond());
        }
        Read::Broken => return None,
    }
    // On its own: what a store has begun it carries out, whether its client is still there or not.
    let working = async move {
        match route {
            Some(route) => carry_out(shared, inbound, route, pairs, disturbance).await,
            None => Some(outside(&shared, &inbound, &pairs).await.into()),
        }
    };
    tokio::spawn(working).await.ok().flatten().map(Delivery::respond)
}

/// What came of reading a body.
enum Read {
    Whole(Bytes),
    TooLarge,
    /// Its client went away in the middle: a web server passes no such request on.
    Broken,
}

/// The body, unless it is too large; then the rest is read and dropped, up to a point, so that the
/// client gets to read why.
async fn read(body: Body) -> Read {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(part) = stream.next().await {
        let Ok(part) = part else { return Read::Broken };
        length += part.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&part);
        } else if length > 4 * LARGEST_BODY {
            return Read::TooLarge;
        }
    }
    if length <= LARGEST_BODY { Read::Whole(Bytes::from(kept)) } else { Read::TooLarge }
}

fn is_control(path: &str) -> bool {
    path == "/practice" || path.starts_with("/practice/")
}

/// What is asked of the store, but not of its API.
async fn outside(shared: &Shared, inbound: &Inbound, pairs: &[(String, String)]) -> Answer {
    if !is_control(&inbound.path) {
        let mut shop = shared.shop.lock().unwrap_or_else(PoisonError::into_inner);
        let page = storefront::answer(&mut shop, &inbound.base, &inbound.path, pairs);
        return page.with("Link", shared.place.link(&inbound.base));
    }
    let address = format!("{}{}", inbound.base, inbound.path);
    if !shared.gate.is_master(&inbound.credentials(&address, pairs, &[])) {
        let message = "The read-write key is needed.";
        return Answer::failure(&Failure::new(401, "unauthorized", message));
    }
    control::answer(shared, &inbound.method, &inbound.path, pairs, &inbound.body).await
}

async fn carry_out(
    shared: Arc<Shared>,
    inbound: Inbound,
    route: ApiRoute,
    pairs: Vec<(String, String)>,
    mut disturbance: Disturbance,
) -> Option<Delivery> {
    let number = shared.log.arrived(&inbound.method, &inbound.path, &inbound.query, &inbound.body);
    if !shared.holds.pass(Moment::Before, &inbound.method, &inbound.path, &inbound.body).await {
        return None;
    }
    disturbance.note_in(&shared.log, number);
    match disturb::before(&disturbance).await {
        disturb::Verdict::GoOn => {}
        disturb::Verdict::End => return None,
        disturb::Verdict::Answer(answer) => {
            shared.log.answered(number, answer.status);
            return disturb::deliver(&shared, &disturbance, answer).await;
        }
    }
    let (method, path, body) = (inbound.method.clone(), inbound.path.clone(), inbound.body.clone());
    let working = Arc::clone(&shared);
    let worked = tokio::task::spawn_blocking(move || {
        let (answer, carried_out, effects) =
            work::work(&working, &inbound, &route, &pairs, &disturbance);
        working.log.carried_out(number, answer.status, carried_out, effects);
        (answer, disturbance)
    });
    let (answer, disturbance) = worked.await.ok()?;
    if !shared.holds.pass(Moment::After, &method, &path, &body).await {
        return None;
    }
    let status = answer.status;
    match disturb::after(&disturbance, answer).await {
        disturb::Verdict::Answer(answer) => {
            if answer.status != status {
                shared.log.answered(number, answer.status);
            }
            disturb::deliver(&shared, &disturbance, answer).await
        }
        _ => None,
    }
}

/// Where a request to the API goes.
pub(super) struct ApiRoute {
    pub(super) path: String,
    /// Through `?rest_route=`, where WooCommerce looks at no key.
    pub(super) plain: bool,
}

impl Inbound {
    pub(super) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as a file, with what its headers say.
    pub(super) fn sent_file(&self) -> SentFile {
        let named = |name: &str| {
            let value = self.headers.get(name).map(axum::http::HeaderValue::as_bytes);
            String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
        };
        SentFile {
            content_type: named("content-type"),
            disposition: named("content-disposition"),
            bytes: self.body.clone(),
        }
    }

    pub(super) fn credentials<'a>(
        &'a self,
        address: &'a str,
        query: &'a [(String, String)],
        form: &'a [(String, String)],
    ) -> Credentials<'a> {
        Credentials {
            method: &self.method,
            secure: self.secure,
            address,
            authorization: self
                .headers
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok()),
            query,
            form,
        }
    }

    fn api_route(&self, pairs: &[(String, String)], place: &Place) -> Option<ApiRoute> {
        if !place.plain_permalinks
            && let Some(rest) = self.path.strip_prefix("/wp-json")
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return Some(ApiRoute { path: rest.to_owned(), plain: false });
        }
        let plain = pairs.iter().find(|(name, _)| name == "rest_route")?;
        (self.path == "/" || self.path == "/index.php")
            .then(|| ApiRoute { path: plain.1.clone(), plain: true })
    }
}
