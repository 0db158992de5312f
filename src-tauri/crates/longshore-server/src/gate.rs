//! Who may come in?
//!
//! Any page that a browser shows may send requests to this computer. So a request has to name this very server as its
//! host (a stranger's name may be made to point here), may come from no other origin, and has to carry the token.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use longshore_app::ApiError;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// What is let in.
pub(crate) struct Gate {
    hosts: [String; 2],
    token: SecretString,
}

impl Gate {
    pub(crate) fn new(port: u16, token: SecretString) -> Self {
        Self { hosts: ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}")), token }
    }

    fn is_ours(&self, host: &str) -> bool {
        self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }

    fn refusal(&self, headers: &HeaderMap) -> Option<&'static str> {
        let host = text(headers, header::HOST);
        if !host.is_some_and(|host| self.is_ours(host)) {
            return Some("host_refused");
        }
        // Only what is not a browser leaves these out.
        let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let is_foreign = origin.is_some_and(|origin| {
            origin.strip_prefix("http://").map(str::to_ascii_lowercase).as_deref()
                != host.map(str::to_ascii_lowercase).as_deref()
        });
        let site = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or_default());
        let is_cross = site.is_some_and(|site| !["same-origin", "none"].contains(&site));
        (is_foreign || is_cross).then_some("origin_refused")
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Lets only those in who mean this server and come from nowhere else.
pub(crate) async fn origin(
    State(gate): State<Arc<Gate>>,
    request: Request,
    next: Next,
) -> Response {
    match gate.refusal(request.headers()) {
        Some(code) => refused(StatusCode::FORBIDDEN, ApiError::new(code)),
        None => next.run(request).await,
    }
}

/// Lets only those in who have the token; takes as long for each that is wrong.
pub(crate) async fn token(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let given = text(request.headers(), header::AUTHORIZATION)
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    let is_right: bool = given.as_bytes().ct_eq(gate.token.expose_secret().as_bytes()).into();
    if is_right {
        next.run(request).await
    } else {
        refused(StatusCode::UNAUTHORIZED, ApiError::new("token_wrong"))
    }
}

/// An error as an answer.
pub(crate) fn refused(status: StatusCode, error: ApiError) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(error)).into_response()
}
