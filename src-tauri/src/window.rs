//! The window: opened here, described in `tauri.conf.json`.

use std::sync::Arc;

use longshore_app::{Home, calls, wake};
use serde_json::json;
use tauri::{App, AppHandle, Context, Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::{
    arguments::Arguments,
    asked::{self, Picker},
    desk::{self, Desk},
    given::Given,
    leaving::{self, Leaving},
    log,
    opening::Chosen,
    picking,
};

/// The name of the one window.
pub(crate) const MAIN: &str = "main";

/// What starts the practice store.
const PRACTICE: &str = "practice.start";

/// Opens the window with the interface that the program carries, and returns when the program ends.
///
/// # Errors
/// When the system has no display or no webview.
pub fn open(arguments: Arguments, interface: Context) -> tauri::Result<()> {
    let given = Given::default();
    given.add(arguments.files);
    let app = tauri::Builder::default()
        // The first plugin: where the program runs already, nothing else begins.
        .plugin(tauri_plugin_single_instance::init(|app, words, folder| {
            started_again(app, words, &folder);
        }))
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(kept()).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::Builder::default().open_js_links_on_click(false).build())
        .manage(Desk::default())
        .manage(Leaving::default())
        .manage(Chosen::default())
        .manage(given)
        .manage(Picker(Arc::from(picking::picker(arguments.dialog_answers))))
        .invoke_handler(tauri::generate_handler![
            asked::rpc,
            asked::pick,
            asked::take_given,
            asked::open_address,
            asked::show_place,
            asked::notify,
            asked::quit,
        ])
        .setup(move |app| {
            begin(app, arguments.practice);
            Ok(())
        })
        .build(interface)?;
    app.run(|app, event| match event {
        RunEvent::ExitRequested { api, code: None, .. } => leaving::exiting(app, &api),
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. }
            if label == MAIN =>
        {
            leaving::closing(app, &api);
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => leaving::show(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let files = urls.iter().filter_map(|url| url.to_file_path().ok()).collect();
            hand_over(app, files);
        }
        _ => {}
    });
    Ok(())
}

/// What of the window is as it was left. That it was hidden is not: whoever starts the program wants to see it.
fn kept() -> StateFlags {
    StateFlags::all() - StateFlags::VISIBLE
}

/// While the page is being shown, the journal is opened; what goes on in the background begins, and the practice store
/// where it is wanted.
fn begin(app: &App, wants_practice: bool) {
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        let begun = tauri::async_runtime::spawn_blocking(|| log::begin(&Home::find().ok()?));
        if let Ok(Some(log)) = begun.await {
            app.manage(log);
        }
        let desk = app.state::<Desk>();
        let studio = match desk.studio(&app).await {
            Ok(studio) => studio,
            Err(error) => {
                // The page will ask and be told the same.
                tracing::error!(%error, detail = error.detail, "the data folder cannot be opened");
                return;
            }
        };
        wake(studio).await;
        if wants_practice && let Err(error) = calls::rpc(studio, PRACTICE, json!({}), None).await {
            tracing::error!(%error, detail = error.detail, "the practice store does not start");
        }
    });
}

/// Somebody started the program once more: the window that is there comes to the front, with the files of the other.
fn started_again(app: &AppHandle, words: Vec<String>, folder: &str) {
    let words = words.into_iter().skip(1).map(Into::into);
    leaving::show(app);
    hand_over(app, Arguments::read(words, folder.as_ref()).files);
}

fn hand_over(app: &AppHandle, files: Vec<std::path::PathBuf>) {
    if !files.is_empty() {
        app.state::<Given>().add(files);
        desk::tell(app, "files_given");
    }
}
