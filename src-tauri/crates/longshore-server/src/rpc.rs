//! Commands.

use std::sync::Arc;

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use longshore_app::{ApiError, Studio, calls};
use serde::Deserialize;
use serde_json::Value;

use crate::{gate::refused, serve::Shared};

/// A command.
#[derive(Deserialize)]
pub(crate) struct Call {
    name: String,
    #[serde(default)]
    request: Value,
    /// What the page calls it, to be told how far it is and to stop it.
    #[serde(default)]
    call: Option<String>,
}

/// Carries a command out. A browser that hangs up stops what it asked for, where that can be stopped; what cannot is
/// never left half-done, and what others may wait for goes on.
pub(crate) async fn carry_out(
    State(shared): State<Arc<Shared>>,
    asked: Result<Json<Call>, JsonRejection>,
) -> Response {
    let asked = match asked {
        Ok(Json(asked)) => asked,
        Err(error) => {
            let told = ApiError::new("request_unreadable").detail(error.body_text());
            return refused(error.status(), told);
        }
    };
    let Call { name, mut request, call } = asked;
    if let Err(error) = shared.handing.put_paths_in(&name, &mut request) {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, error);
    }
    let studio = shared.studio.clone();
    let stops = !calls::outlives_its_asker(&name);
    let hung_up =
        call.clone().filter(|_| stops).map(|call| HungUp { studio: studio.clone(), call });
    let task = tokio::spawn(async move { calls::rpc(&studio, &name, request, call).await });
    let answer = task.await.map_err(ApiError::internal).and_then(|answer| answer);
    drop(hung_up);
    match answer {
        Ok(answer) => ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(error) => refused(StatusCode::UNPROCESSABLE_ENTITY, error),
    }
}

/// Stops a call when it is dropped; one that has ended cannot be stopped any more.
struct HungUp {
    studio: Studio,
    call: String,
}

impl Drop for HungUp {
    fn drop(&mut self) {
        calls::stop(&self.studio, &self.call);
    }
}
