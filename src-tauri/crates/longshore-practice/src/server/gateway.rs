//! From bytes on a wire to an answer: every request passes here, step by step. A test that wants
//! to disturb the store does it between the steps.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response, header};

use futures_util::StreamExt;

use super::answer::Answer;
use super::call::Call;
use super::deliver::Delivery;
use super::doors::Doors;
use super::effects::{CarriedOut, Effect};
use super::hold::{Holds, Moment};
use super::log::Log;
use super::{control, dispatch, disturb};
use crate::access::{Credentials, Gate};
use crate::faults::plan::{Disturbance, Faults};
use crate::faults::{Fault, FaultKind, is_read};
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::Failure;
use crate::wordpress::query;

/// The largest body that the web server in front of a usual store lets through.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

const TOO_LARGE: &str = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";

/// What all connections share.
pub(crate) struct Shared {
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
struct Inbound {
    method: String,
    secure: bool,
    base: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
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
    let mut inbound = Inbound {
        method: parts.method.as_str().to_owned(),
        secure,
        base: format!("{}://{host}", if secure { "https" } else { "http" }),
        path: query::decode(parts.uri.path(), false),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: Bytes::new(),
    };
    let pairs = query::pairs(&inbound.query);
    let route = inbound.api_route(&pairs);
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
    let Some(body) = read(body).await else {
        let mut answer = Answer::html(413, TOO_LARGE).with("Connection", "close");
        answer.content_type = "text/html";
        return Some(Delivery::from(answer).respond());
    };
    inbound.body = body;
    // On its own: what a store has begun it carries out, whether its client is still there or not.
    let working = async move {
        match route {
            Some(route) => carry_out(shared, inbound, route, pairs, disturbance).await,
            None => Some(outside(&shared, &inbound, &pairs).await.into()),
        }
    };
    tokio::spawn(working).await.ok().flatten().map(Delivery::respond)
}

/// The body, unless it is too large; then the rest is read and dropped, up to a point, so that the
/// client gets to read why.
async fn read(body: Body) -> Option<Bytes> {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(Ok(part)) = stream.next().await {
        length += part.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&part);
        } else if length > 4 * LARGEST_BODY {
            return None;
        }
    }
    (length <= LARGEST_BODY).then(|| Bytes::from(kept))
}

/// What is asked of the store, but not of its API.
async fn outside(shared: &Shared, inbound: &Inbound, pairs: &[(String, String)]) -> Answer {
    if inbound.path != "/practice" && !inbound.path.starts_with("/practice/") {
        return page(inbound);
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
        let (answer, carried_out, effects) = work(&working, &inbound, &route, &pairs, &disturbance);
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

/// Carries a request out, as often and as far as it is to be.
fn work(
    shared: &Shared,
    inbound: &Inbound,
    route: &ApiRoute,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
) -> (Answer, CarriedOut, Vec<Effect>) {
    let dies_half_way = disturbance.plays(&FaultKind::HalfBatch);
    let is_twice = disturbance.plays(&FaultKind::Twice);
    let once = || api(shared, inbound, route, pairs, disturbance, dies_half_way);
    let mut worked = once();
    let mut times = u32::from(worked.is_carried_out);
    if is_twice {
        let before = std::mem::replace(&mut worked, once());
        times += u32::from(worked.is_carried_out);
        worked.effects.splice(0..0, before.effects);
    }
    let carried_out = match times {
        0 => CarriedOut::No,
        _ if dies_half_way && worked.answer.status == 500 => CarriedOut::Half,
        1 => CarriedOut::Once,
        _ => CarriedOut::Twice,
    };
    (worked.answer, carried_out, worked.effects)
}

/// What came of a request.
struct Worked {
    answer: Answer,
    /// Whether it came to the records at all.
    is_carried_out: bool,
    effects: Vec<Effect>,
}

/// The API itself: who asks, what for, and the answer.
fn api(
    shared: &Shared,
    inbound: &Inbound,
    route: &ApiRoute,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
    dies_half_way: bool,
) -> Worked {
    let query = query::parse(&inbound.query);
    let mut call = Call::new(&inbound.method, inbound.base.clone(), &route.path, query);
    let content_type = inbound.header(header::CONTENT_TYPE);
    call.read_body(content_type, &inbound.body);
    call.dies_half_way = dies_half_way;
    let over = inbound.headers.get("x-http-method-override").and_then(|value| value.to_str().ok());
    let over = pairs
        .iter()
        .find(|(name, _)| name == "_method")
        .map(|(_, method)| method.as_str())
        .or(over);
    if let Some(method) = over {
        call.method = method.to_ascii_uppercase();
    }
    let form = if content_type.starts_with("application/x-www-form-urlencoded") {
        query::pairs(&String::from_utf8_lossy(&inbound.body))
    } else {
        Vec::new()
    };
    let address = format!("{}{}", inbound.base, inbound.path);
    let key = if route.plain {
        Ok(None)
    } else {
        shared.gate.key(&inbound.credentials(&address, pairs, &form), dates::now())
    };
    let refused = match &key {
        Ok(Some(key)) => key.permits(&call.method).err(),
        Ok(None) => None,
        Err(failure) => Some(failure.clone()),
    };
    let known = matches!(key, Ok(Some(_)));
    let mut worked = match refused {
        Some(failure) => {
            Worked { answer: Answer::failure(&failure), is_carried_out: false, effects: Vec::new() }
        }
        None => {
            call.authenticated = known;
            dispatched(shared, &mut call, &address, pairs, disturbance)
        }
    };
    let mut answer = worked.answer;
    if call.wants_envelope() {
        answer = answer.envelope();
    }
    if !answer.headers.iter().any(|(name, _)| *name == "Link") {
        answer =
            answer.with("Link", format!("<{}/wp-json/>; rel=\"https://api.w.org/\"", inbound.base));
    }
    worked.answer = if known {
        answer
            .with("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
            .with("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
    } else {
        answer.with("Vary", "Origin")
    };
    worked
}

/// The answer of the records, or the one that a cache still has.
fn dispatched(
    shared: &Shared,
    call: &mut Call,
    address: &str,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
) -> Worked {
    let mut shop = shared.shop.lock().unwrap_or_else(PoisonError::into_inner);
    let is_kept = disturbance.keeps_answers() && call.authenticated && is_read(&call.method);
    let address = is_kept.then(|| kept_address(address, pairs));
    if let Some(address) = &address
        && let Some(answer) = disturbance.old_answer(address, shared.faults.writes())
    {
        return Worked { answer, is_carried_out: false, effects: Vec::new() };
    }
    shop.effects.clear();
    let answer = dispatch::answer(&mut shop, call);
    if let Some(address) = &address {
        disturbance.keep_answer(address, &answer, shared.faults.writes());
    }
    if !is_read(&call.method) {
        shared.faults.wrote();
    }
    Worked { answer, is_carried_out: true, effects: std::mem::take(&mut shop.effects) }
}

/// An address without what differs each time: keys and signatures.
fn kept_address(address: &str, pairs: &[(String, String)]) -> String {
    let mut kept = address.to_owned();
    for (name, value) in pairs {
        if !name.starts_with("oauth_") && !name.starts_with("consumer_") {
            kept.push('&');
            kept.push_str(name);
            kept.push('=');
            kept.push_str(value);
        }
    }
    kept
}

/// Where a request to the API goes.
struct ApiRoute {
    path: String,
    /// Through `?rest_route=`, where WooCommerce looks at no key.
    plain: bool,
}

impl Inbound {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn credentials<'a>(
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

    fn api_route(&self, pairs: &[(String, String)]) -> Option<ApiRoute> {
        if let Some(rest) = self.path.strip_prefix("/wp-json")
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return Some(ApiRoute { path: rest.to_owned(), plain: false });
        }
        let plain = pairs.iter().find(|(name, _)| name == "rest_route")?;
        (self.path == "/" || self.path == "/index.php")
            .then(|| ApiRoute { path: plain.1.clone(), plain: true })
    }
}

/// What stands outside of the API: a front page that names it, and nothing else.
fn page(inbound: &Inbound) -> Answer {
    let answer = if inbound.path == "/" {
        Answer::html(200, "<!doctype html><title>Practice store</title><p>A practice store.</p>\n")
    } else {
        Answer::html(404, "<!doctype html><title>Page not found</title>\n")
    };
    answer.with("Link", format!("<{}/wp-json/>; rel=\"https://api.w.org/\"", inbound.base))
}
