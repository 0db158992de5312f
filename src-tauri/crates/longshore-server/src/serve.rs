//! Opening the door, and closing it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use longshore_app::Studio;
use secrecy::{ExposeSecret, SecretString};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    error::ServeError,
    gate::{self, Gate},
    handing::{self, Handing},
    hearing, page, rpc,
};

/// The longest request for a command: a pasted table is the largest thing in one, and JSON makes it longer.
const LONGEST_REQUEST: usize = 160 << 20;

/// How to serve.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The port; 0 takes a free one.
    pub port: u16,
    /// A folder with a built interface, in place of the one inside the program.
    pub interface: Option<PathBuf>,
}

/// What every request may need.
pub(crate) struct Shared {
    pub(crate) studio: Studio,
    pub(crate) handing: Handing,
    pub(crate) page: page::Page,
    /// Ends what would go on for ever.
    pub(crate) closing: CancellationToken,
}

/// A server that listens.
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    token: SecretString,
    closing: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

/// Listens on this computer's own interface, and on no other.
///
/// # Errors
/// Where the port cannot be had, or there is no such interface.
pub async fn serve(studio: Studio, settings: Settings) -> Result<Serving, ServeError> {
    let page = page::Page::open(settings.interface)?;
    let token = make_token()?;
    let port = settings.port;
    let unheard = |source| ServeError::Port { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(unheard)?;
    let address = listener.local_addr().map_err(unheard)?;
    let closing = CancellationToken::new();
    let shared =
        Shared { handing: Handing::new(studio.home()), studio, page, closing: closing.clone() };
    let gate = Arc::new(Gate::new(address.port(), token.clone()));
    let routes = routes(Arc::new(shared), &gate);
    let closed = closing.clone().cancelled_owned();
    let task =
        tokio::spawn(
            async move { axum::serve(listener, routes).with_graceful_shutdown(closed).await },
        );
    Ok(Serving { address, token, closing, task })
}

fn routes(shared: Arc<Shared>, gate: &Arc<Gate>) -> Router {
    let for_those_with_the_token = Router::new()
        .route("/rpc", post(rpc::carry_out).layer(DefaultBodyLimit::max(LONGEST_REQUEST)))
        .route("/about", get(page::about))
        .route("/events", get(hearing::events))
        .route("/uploads", post(handing::take_in).layer(DefaultBodyLimit::disable()))
        .route("/downloads", post(handing::make_room))
        .layer(middleware::from_fn_with_state(Arc::clone(gate), gate::token));
    // A link that is followed cannot carry the token; each has a secret name of its own, good for once.
    Router::new()
        .route("/downloads/{name}", get(handing::give_out))
        .merge(for_those_with_the_token)
        .fallback(page::show)
        .layer(middleware::from_fn_with_state(Arc::clone(gate), gate::origin))
        .with_state(shared)
}

fn make_token() -> Result<SecretString, ServeError> {
    secret_name().map(SecretString::from).map_err(|error| ServeError::NoToken(error.to_string()))
}

/// 256 bits that nobody can guess, as text that fits into an address.
pub(crate) fn secret_name() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

impl Serving {
    /// Where it is, with the token behind the `#`: browsers send that part to nobody.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/#token={}", self.address, self.token())
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What requests have to carry: `Authorization: Bearer`.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// Takes no more requests, and waits for those that are there.
    pub async fn close(self) {
        self.closing.cancel();
        if let Ok(Err(error)) | Err(error) = self.task.await.map_err(std::io::Error::other) {
            tracing::warn!(%error, "the server did not end well");
        }
    }
}
