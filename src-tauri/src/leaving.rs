//! What does it mean to close the window?
//!
//! While a run goes on, or a folder is watched, the window hides and that goes on; starting the program again shows it.
//! Once nothing goes on any more behind a hidden window, the program ends. Who wants to end a run with it is asked.

use std::sync::atomic::{AtomicBool, Ordering};

use longshore_app::{events::Event, sleep};
use tauri::{AppHandle, CloseRequestApi, ExitRequestApi, Manager};

use crate::{
    desk::{Desk, tell},
    window,
};

/// Whether the window is hidden, and whether the program is ending.
#[derive(Default)]
pub(crate) struct Leaving {
    is_hidden: AtomicBool,
    is_ending: AtomicBool,
}

fn has_runs(app: &AppHandle) -> bool {
    app.state::<Desk>().opened().is_some_and(|studio| studio.runs_going() > 0)
}

fn is_busy(app: &AppHandle) -> bool {
    let watches = app.state::<Desk>().opened().is_some_and(|studio| studio.folders_watched() > 0);
    watches || has_runs(app)
}

/// Somebody closes the window.
pub(crate) fn closing(app: &AppHandle, request: &CloseRequestApi) {
    let leaving = app.state::<Leaving>();
    if leaving.is_ending.load(Ordering::Relaxed) || !is_busy(app) {
        return;
    }
    request.prevent_close();
    leaving.is_hidden.store(true, Ordering::Relaxed);
    if let Some(window) = app.get_webview_window(window::MAIN)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window does not hide");
    }
}

/// Somebody ends the program in another way, by its menu for example.
pub(crate) fn exiting(app: &AppHandle, request: &ExitRequestApi) {
    if app.state::<Leaving>().is_ending.load(Ordering::Relaxed) || !has_runs(app) {
        return;
    }
    request.prevent_exit();
    show(app);
    tell(app, "quit_asked");
}

/// Shows the window again, before all others.
pub(crate) fn show(app: &AppHandle) {
    app.state::<Leaving>().is_hidden.store(false, Ordering::Relaxed);
    let Some(window) = app.get_webview_window(window::MAIN) else { return };
    for done in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!(%error, "the window does not come to the front");
        }
    }
}

/// Whether the user looks at the window.
pub(crate) fn is_seen(app: &AppHandle) -> bool {
    app.get_webview_window(window::MAIN).is_some_and(|window| {
        window.is_visible().unwrap_or(true) && window.is_focused().unwrap_or(true)
    })
}

/// Something changed: the last run behind a hidden window may have ended.
pub(crate) fn heard(app: &AppHandle, event: &Event) {
    let leaving = app.state::<Leaving>();
    let may_be_the_last = matches!(
        event,
        Event::RunChanged { .. } | Event::WatchedChanged | Event::EverythingChanged
    );
    if !may_be_the_last || !leaving.is_hidden.load(Ordering::Relaxed) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // The page words what is said to the user at the end of a run: it gets the time for it.
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        let leaving = app.state::<Leaving>();
        if leaving.is_hidden.load(Ordering::Relaxed) && !is_busy(&app) {
            leaving.is_ending.store(true, Ordering::Relaxed);
            app.exit(0);
        }
    });
}

/// Stops what goes on, in such a way that it can be gone on with, and ends the program.
pub(crate) async fn quit(app: &AppHandle) {
    app.state::<Leaving>().is_ending.store(true, Ordering::Relaxed);
    if let Some(studio) = app.state::<Desk>().opened() {
        sleep(studio).await;
    }
    app.exit(0);
}
