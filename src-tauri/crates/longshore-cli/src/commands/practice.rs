//! `longshore practice serve`

use std::io::Write;

use longshore_app::ApiError;
use longshore_practice::{Data, Settings};
use serde_json::json;

use crate::{answer::Answer, args::Serve};

/// Serves until somebody ends it. Says where it listens in one JSON line, for people and scripts alike.
pub(super) async fn serve(serve: Serve) -> Result<Answer, ApiError> {
    let settings = Settings {
        data: serve.data.map_or(Data::Memory, Data::Folder),
        port: serve.port,
        https_port: serve.https_port,
        strict: serve.strict,
        empty: serve.empty,
        currency: serve.currency,
        decimal_separator: serve.decimal_separator,
        weight_unit: serve.weight_unit,
        dimension_unit: serve.dimension_unit,
    };
    let practice = longshore_practice::serve(settings)
        .await
        .map_err(|error| ApiError::new("practice_cannot_start").with("reason", error))?;
    let mut line = json!({
        "url": practice.url(),
        "consumer_key": practice.consumer_key(),
        "consumer_secret": practice.consumer_secret(),
    });
    if let Some(url) = practice.https_url() {
        line["https_url"] = json!(url);
        line["ca_file"] = json!(practice.ca_file());
    }
    if serve.strict {
        line["read_key"] = json!(practice.read_key());
        line["read_secret"] = json!(practice.read_secret());
        line["write_key"] = json!(practice.write_key());
        line["write_secret"] = json!(practice.write_secret());
    }
    let mut out = std::io::stdout().lock();
    // Nobody who hangs up on us here can be told so.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    drop(out);
    end_is_asked_for().await;
    practice.shutdown().await;
    Answer::new(&json!({}), "").map(Answer::silent)
}

/// Waits for Ctrl+C, or for what a system sends to end a program.
async fn end_is_asked_for() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
