//! What changed, as server-sent events.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures_util::stream;
use longshore_app::ApiError;

use crate::{gate::refused, serve::Shared};

/// So many pages may listen at a time.
const MOST_LISTENERS: usize = 32;
/// A connection that says nothing for long is taken for dead.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

static LISTENERS: AtomicUsize = AtomicUsize::new(0);

/// Somebody who listens, until this is dropped.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        let taken = LISTENERS.fetch_add(1, Ordering::Relaxed);
        let place = Self;
        (taken < MOST_LISTENERS).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Tells what changes, until the page is closed or the server.
pub(crate) async fn events(State(shared): State<Arc<Shared>>) -> Response {
    let Some(place) = Place::take() else {
        return refused(StatusCode::TOO_MANY_REQUESTS, ApiError::new("listeners_too_many"));
    };
    let listener = shared.studio.events().listen();
    let closing = shared.closing.clone();
    let told = stream::unfold((listener, closing, place), |(mut listener, closing, place)| async {
        let event = tokio::select! {
            event = listener.next() => event?,
            () = closing.cancelled() => return None,
        };
        let told = sse::Event::default().json_data(&event).unwrap_or_default();
        Some((Ok::<_, Infallible>(told), (listener, closing, place)))
    });
    Sse::new(told).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response()
}
