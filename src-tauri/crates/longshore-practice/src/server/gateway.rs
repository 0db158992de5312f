//! From bytes on a wire to an answer: every request passes here, step by step. A test that wants
//! to disturb the store does it between the steps.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use futures_util::StreamExt;

use super::answer::{Answer, HTML, JSON};
use super::call::Call;
use super::hold::{Holds, Moment};
use super::log::Log;
use super::{control, dispatch};
use crate::access::{Credentials, Gate};
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
    pub(crate) log: Log,
    pub(crate) holds: Arc<Holds>,
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
    let Some(body) = read(body).await else {
        let mut answer = Answer::html(413, TOO_LARGE).with("Connection", "close");
        answer.content_type = "text/html";
        return Some(respond(answer));
    };
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| host.len() < 256 && !host.contains(['<', '>', '"', '\'', '/', '\\', ' ']))
        .unwrap_or("127.0.0.1");
    let inbound = Inbound {
        method: parts.method.as_str().to_owned(),
        secure,
        base: format!("{}://{host}", if secure { "https" } else { "http" }),
        path: query::decode(parts.uri.path(), false),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    // On its own: what a store has begun it carries out, whether its client is still there or not.
    tokio::spawn(carry_out(shared, inbound)).await.ok().flatten().map(respond)
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

async fn carry_out(shared: Arc<Shared>, inbound: Inbound) -> Option<Answer> {
    let pairs = query::pairs(&inbound.query);
    if inbound.path == "/practice" || inbound.path.starts_with("/practice/") {
        let address = format!("{}{}", inbound.base, inbound.path);
        if !shared.gate.is_master(&inbound.credentials(&address, &pairs, &[])) {
            return Some(Answer::failure(&Failure::new(
                401,
                "unauthorized",
                "The read-write key is needed.",
            )));
        }
        return Some(
            control::answer(&shared, &inbound.method, &inbound.path, &pairs, &inbound.body).await,
        );
    }
    let Some(route) = inbound.api_route(&pairs) else { return Some(page(&inbound)) };
    let number = shared.log.arrived(&inbound.method, &inbound.path, &inbound.query, &inbound.body);
    if !shared.holds.pass(Moment::Before, &inbound.method, &inbound.path, &inbound.body).await {
        return None;
    }
    let (method, path, body) = (inbound.method.clone(), inbound.path.clone(), inbound.body.clone());
    let holds = Arc::clone(&shared.holds);
    let working = Arc::clone(&shared);
    let answer = tokio::task::spawn_blocking(move || {
        let answer = api(&working, &inbound, &route, &pairs);
        working.log.answered(number, answer.status);
        answer
    })
    .await
    .ok()?;
    holds.pass(Moment::After, &method, &path, &body).await.then_some(answer)
}

/// The API itself: who asks, what for, and the answer.
fn api(shared: &Shared, inbound: &Inbound, route: &ApiRoute, pairs: &[(String, String)]) -> Answer {
    let query = query::parse(&inbound.query);
    let mut call = Call::new(&inbound.method, inbound.base.clone(), &route.path, query);
    let content_type = inbound.header(header::CONTENT_TYPE);
    call.read_body(content_type, &inbound.body);
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
    let mut answer = match refused {
        Some(failure) => Answer::failure(&failure),
        None => {
            call.authenticated = known;
            let mut shop = shared.shop.lock().unwrap_or_else(PoisonError::into_inner);
            dispatch::answer(&mut shop, &mut call)
        }
    };
    if call.wants_envelope() {
        answer = answer.envelope();
    }
    if !answer.headers.iter().any(|(name, _)| *name == "Link") {
        answer =
            answer.with("Link", format!("<{}/wp-json/>; rel=\"https://api.w.org/\"", inbound.base));
    }
    if known {
        answer
            .with("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
            .with("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
    } else {
        answer.with("Vary", "Origin")
    }
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

fn respond(answer: Answer) -> Response<Body> {
    let content_type = answer.content_type;
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if content_type == JSON {
        headers.insert("X-Robots-Tag", HeaderValue::from_static("noindex"));
        headers.insert("X-Content-Type-Options", HeaderValue::from_static("nosniff"));
        headers.insert(
            "Access-Control-Expose-Headers",
            HeaderValue::from_static("X-WP-Total, X-WP-TotalPages, Link"),
        );
        headers.insert(
            "Access-Control-Allow-Headers",
            HeaderValue::from_static(
                "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type",
            ),
        );
    } else {
        debug_assert!(content_type == HTML || content_type == "text/html");
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
    response
}
