//! The interface itself.

use std::{
    borrow::Cow,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use longshore_app::ApiError;
use serde_json::{Value, json};

use crate::{error::ServeError, gate::refused, serve::Shared};

/// The interface that the program carries inside; empty where it was built without.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/interface.rs"));

const PAGE: &str = "index.html";

/// Shown by a program that was built before its interface.
const NO_INTERFACE: &str = "<!doctype html><title>Longshore Studio</title>\
    <h1>The interface has not been built</h1><p>Run <code>npm ci</code> and <code>npm run build</code> in the folder \
    <code>ui</code>, then build again.</p>";

/// Where the interface comes from.
pub(crate) enum Page {
    BuiltIn,
    Folder(PathBuf),
}

impl Page {
    pub(crate) fn open(folder: Option<PathBuf>) -> Result<Self, ServeError> {
        match folder {
            None => Ok(Self::BuiltIn),
            Some(folder) if folder.join(PAGE).is_file() => Ok(Self::Folder(folder)),
            Some(folder) => Err(ServeError::NoPage { folder: folder.display().to_string() }),
        }
    }

    async fn file(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::BuiltIn if BUILT_IN.is_empty() && name == PAGE => {
                Some(Cow::Borrowed(NO_INTERFACE.as_bytes()))
            }
            Self::BuiltIn => {
                let found = BUILT_IN.iter().find(|(known, _)| *known == name);
                found.map(|(_, bytes)| Cow::Borrowed(*bytes))
            }
            Self::Folder(folder) => {
                let is_below = Path::new(name)
                    .components()
                    .all(|component| matches!(component, Component::Normal(_)));
                let path = folder.join(name);
                let read = tokio::task::spawn_blocking(move || std::fs::read(path));
                if is_below { read.await.ok()?.ok().map(Cow::Owned) } else { None }
            }
        }
    }
}

/// What a page may do: what the window may, with this server in place of the window's own messages.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; object-src 'none'"
    )
}

const NOSNIFF: (HeaderName, &str) = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");
const ONLY_OURS: (HeaderName, &str) =
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin");

/// Shows the page, or one of its files.
pub(crate) async fn show(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return refused(StatusCode::METHOD_NOT_ALLOWED, ApiError::new("no_such_page"));
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = if path.is_empty() { PAGE } else { path };
    let Some(bytes) = shared.page.file(name).await else {
        return refused(StatusCode::NOT_FOUND, ApiError::new("no_such_page"));
    };
    if name == PAGE {
        return page(&bytes);
    }
    // The names of the others say what is in them.
    let kept = match name.starts_with("assets/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers =
        [(header::CONTENT_TYPE, kind(name)), (header::CACHE_CONTROL, kept), NOSNIFF, ONLY_OURS];
    (headers, bytes).into_response()
}

/// The page with a nonce that was never used before, which its own styles and scripts carry.
fn page(bytes: &[u8]) -> Response {
    let Ok(nonce) = crate::serve::secret_name() else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, ApiError::new("internal"));
    };
    let text = String::from_utf8_lossy(bytes)
        .replace("<style", &format!("<style nonce=\"{nonce}\""))
        .replace("<script", &format!("<script nonce=\"{nonce}\""));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy(&nonce)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin".to_owned()),
        (NOSNIFF.0, NOSNIFF.1.to_owned()),
        (ONLY_OURS.0, ONLY_OURS.1.to_owned()),
    ];
    (headers, text).into_response()
}

/// What kind of file it is, by its name.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// What the program says of itself.
pub(crate) async fn about() -> Json<Value> {
    Json(json!({ "version": env!("CARGO_PKG_VERSION") }))
}
