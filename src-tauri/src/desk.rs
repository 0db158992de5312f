//! The one studio of this program, opened when it is first asked for.

use longshore_app::{ApiError, Home, Studio};
use serde_json::json;
use tauri::{AppHandle, Emitter};
use tokio::sync::OnceCell;

/// The name under which everything that changes is told to the page.
const CHANNEL: &str = "longshore";

/// Where the studio is.
#[derive(Default)]
pub(crate) struct Desk(OnceCell<Studio>);

impl Desk {
    /// The studio. Where it could not be opened, it is tried again: what was in the way may be gone.
    pub(crate) async fn studio(&self, app: &AppHandle) -> Result<&Studio, ApiError> {
        self.0
            .get_or_try_init(|| async {
                let home = tauri::async_runtime::spawn_blocking(Home::find).await;
                let home = home.map_err(ApiError::internal)??;
                let studio = Studio::open(home).await?;
                carry_events(app.clone(), &studio);
                Ok(studio)
            })
            .await
    }

    /// The studio, where it was opened.
    pub(crate) fn opened(&self) -> Option<&Studio> {
        self.0.get()
    }
}

fn carry_events(app: AppHandle, studio: &Studio) {
    let mut listener = studio.events().listen();
    tauri::async_runtime::spawn(async move {
        while let Some(event) = listener.next().await {
            if let Err(error) = app.emit(CHANNEL, &event) {
                tracing::warn!(%error, "the page was not told");
            }
            crate::leaving::heard(&app, &event);
        }
    });
}

/// Tells the page something that only windows have: `files_given`, `quit_asked`.
pub(crate) fn tell(app: &AppHandle, event: &str) {
    if let Err(error) = app.emit(CHANNEL, json!({ "event": event })) {
        tracing::warn!(%error, event, "the page was not told");
    }
}
