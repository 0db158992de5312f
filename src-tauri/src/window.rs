//! The window: opened here, described in `tauri.conf.json`.

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the system has no display or no webview.
pub fn open() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
