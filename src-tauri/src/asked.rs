//! What the page may ask of the window: all of it, and each with a permission of its own.
//!
//! None of it is done on the main thread. What concerns shops and files is [`rpc`]'s, which only carries.

use std::{path::PathBuf, sync::Arc};

use longshore_app::{ApiError, calls};
use serde_json::Value;
use tauri::{AppHandle, State};
use tauri_plugin_notification::NotificationExt;

use crate::{
    desk::Desk,
    given::Given,
    leaving,
    opening::{self, Chosen, Place},
    picking::{FilePicker, Pick},
};

/// Who is asked for files.
pub(crate) struct Picker(pub(crate) Arc<dyn FilePicker>);

/// Carries out a command of `longshore-app`.
#[tauri::command]
pub(crate) async fn rpc(
    app: AppHandle,
    desk: State<'_, Desk>,
    name: String,
    request: Value,
    call: Option<String>,
) -> Result<Value, ApiError> {
    calls::rpc(desk.studio(&app).await?, &name, request, call).await
}

/// Asks the user for a file, a folder, or a place for a file.
#[tauri::command]
pub(crate) async fn pick(
    app: AppHandle,
    picker: State<'_, Picker>,
    chosen: State<'_, Chosen>,
    what: Pick,
    name: Option<String>,
) -> Result<Option<PathBuf>, ApiError> {
    let picker = Arc::clone(&picker.0);
    // Dialogs wait, and the main thread shows them.
    let picked =
        tauri::async_runtime::spawn_blocking(move || picker.pick(&app, what, name.as_deref()));
    let picked = picked.await.map_err(ApiError::internal)?;
    if let (Pick::Place, Some(path)) = (what, &picked) {
        chosen.add(path.clone());
    }
    Ok(picked)
}

/// Hands over files that were opened with the program, once.
#[tauri::command]
pub(crate) async fn take_given(given: State<'_, Given>) -> Result<Vec<PathBuf>, ApiError> {
    Ok(given.take())
}

/// Opens an address of a known store in the user's browser.
#[tauri::command]
pub(crate) async fn open_address(
    app: AppHandle,
    desk: State<'_, Desk>,
    address: String,
) -> Result<(), ApiError> {
    opening::address(&app, desk.studio(&app).await?, &address).await
}

/// Shows a folder of Longshore's, or a file that the user said where to write.
#[tauri::command]
pub(crate) async fn show_place(
    app: AppHandle,
    desk: State<'_, Desk>,
    chosen: State<'_, Chosen>,
    place: Place,
) -> Result<(), ApiError> {
    opening::place(&app, desk.studio(&app).await?, &chosen, &place)
}

/// Says something to a user who looks elsewhere.
#[tauri::command]
pub(crate) async fn notify(app: AppHandle, title: String, body: String) -> Result<(), ApiError> {
    if leaving::is_seen(&app) {
        return Ok(());
    }
    let shown = app.notification().builder().title(title).body(body).show();
    shown.map_err(|error| ApiError::new("not_notified").detail(error))
}

/// Stops what goes on, in such a way that it can be gone on with, and ends the program.
#[tauri::command]
pub(crate) async fn quit(app: AppHandle) -> Result<(), ApiError> {
    leaving::quit(&app).await;
    Ok(())
}
