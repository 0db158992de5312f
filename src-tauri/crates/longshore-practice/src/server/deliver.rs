//! How an answer gets to its client: whole, in pieces, or not to its end.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use futures_util::stream;

use super::answer::{Answer, CSS, HTML, JSON};

/// In how many pieces a slow body comes.
const PIECES: usize = 10;
/// What is written before the end of a connection needs a moment to leave.
const LEAVING: Duration = Duration::from_millis(20);

/// An answer, and how it is delivered.
pub(crate) struct Delivery {
    pub(crate) answer: Answer,
    /// After how many bytes the body breaks off.
    pub(crate) cut: Option<usize>,
    /// Over how long the body comes.
    pub(crate) over: Option<Duration>,
}

impl From<Answer> for Delivery {
    fn from(answer: Answer) -> Self {
        Self { answer, cut: None, over: None }
    }
}

impl Delivery {
    pub(crate) fn respond(self) -> Response<Body> {
        let Self { mut answer, cut, over } = self;
        let bytes = std::mem::take(&mut answer.body);
        if cut.is_none() && over.is_none() {
            return with_head(answer, Body::from(bytes));
        }
        let length = bytes.len();
        let body = pieces(bytes, cut, over.unwrap_or_default());
        let mut response = with_head(answer, body);
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        response
    }
}

/// A body that comes in pieces over a time, and breaks off if it is cut.
fn pieces(bytes: Vec<u8>, cut: Option<usize>, over: Duration) -> Body {
    let whole = Bytes::from(bytes);
    let sent = whole.slice(..cut.unwrap_or(whole.len()).min(whole.len()));
    let size = if over.is_zero() { sent.len() } else { sent.len().div_ceil(PIECES) }.max(1);
    let pause = over / u32::try_from(PIECES).unwrap_or(1);
    let is_cut = cut.is_some();
    Body::from_stream(stream::unfold(Some(sent), move |rest| async move {
        let mut rest = rest?;
        if rest.is_empty() {
            if !is_cut {
                return None;
            }
            tokio::time::sleep(LEAVING).await;
            let end = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
            return Some((Err(end), None));
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok(piece), Some(rest)))
    }))
}

/// An answer that breaks off before its first byte: the client sees its connection end.
pub(crate) fn nothing() -> Response<Body> {
    let end = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
    let failing = stream::once(std::future::ready(Err::<Bytes, _>(end)));
    let mut response = Response::new(Body::from_stream(failing));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("1"));
    response
}

/// Status and headers.
fn with_head(answer: Answer, body: Body) -> Response<Body> {
    let content_type = answer.content_type;
    let mut response = Response::new(body);
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
        debug_assert!(content_type == HTML || content_type == CSS || content_type == "text/html");
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
    response
}
