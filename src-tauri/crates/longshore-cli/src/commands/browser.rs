//! `longshore serve`

use std::io::Write;

use longshore_app::{ApiError, Studio, sleep, wake};
use longshore_server::{ServeError, Settings};
use serde_json::json;

use crate::{answer::Answer, args::Browser};

/// Serves until somebody ends it. Says where in one line, which is JSON for scripts; opens nothing by itself.
pub(super) async fn serve(
    studio: Studio,
    typed: Browser,
    as_json: bool,
) -> Result<Answer, ApiError> {
    let stop = super::stop();
    let settings = Settings { port: typed.port, interface: typed.interface };
    let serving =
        longshore_server::serve(studio.clone(), settings).await.map_err(|error| told(&error))?;
    let line = match as_json {
        true => json!({
            "url": serving.url(),
            "address": format!("http://{}", serving.address()),
            "token": serving.token(),
        })
        .to_string(),
        false => format!("Open {} in a browser. Ctrl+C ends it.", serving.url()),
    };
    let mut out = std::io::stdout().lock();
    // Nobody who hangs up on us here can be told so.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    drop(out);
    wake(&studio).await;
    stop.cancelled().await;
    // What pages have begun is stopped in such a way that it can be gone on with.
    sleep(&studio).await;
    serving.close().await;
    Answer::new(&json!({}), "").map(Answer::silent)
}

fn told(error: &ServeError) -> ApiError {
    let told = ApiError::new(error.code()).detail(error);
    error.params().into_iter().fold(told, |told, (name, value)| told.with(name, value))
}
