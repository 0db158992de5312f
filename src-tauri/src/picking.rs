//! Who is asked for a file?

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use serde::Deserialize;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::window::MAIN;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pick {
    /// A file with a table.
    Table,
    /// A file with the certificates of a private authority.
    Certificate,
    /// A file with a profile.
    Profile,
    /// A folder.
    Folder,
    /// A place to write a file to.
    Place,
}

/// Endings of files with tables; the first name is shown in the dialog.
const TABLES: &[&str] =
    &["csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods", "xml", "json", "gz", "zip"];
const CERTIFICATES: &[&str] = &["pem", "crt", "cer"];
const PROFILES: &[&str] = &["json", "longshore"];

/// Asks for a file. Waits for an answer: not to be called from the main thread.
pub(crate) trait FilePicker: Send + Sync {
    /// The answer; nothing where the user thinks better of it. `name` is what a new file may be called.
    fn pick(&self, app: &AppHandle, what: Pick, name: Option<&str>) -> Option<PathBuf>;
}

/// The picker for this program.
pub(crate) fn picker(answers: Option<VecDeque<PathBuf>>) -> Box<dyn FilePicker> {
    match answers {
        Some(answers) => Box::new(Scripted(Mutex::new(answers))),
        None => Box::new(Native),
    }
}

/// The system's own dialogs.
struct Native;

impl FilePicker for Native {
    fn pick(&self, app: &AppHandle, what: Pick, name: Option<&str>) -> Option<PathBuf> {
        let mut dialog: FileDialogBuilder<_> = app.dialog().file();
        if let Some(window) = app.get_webview_window(MAIN) {
            dialog = dialog.set_parent(&window);
        }
        let picked = match what {
            Pick::Table => only(dialog, TABLES).blocking_pick_file(),
            Pick::Certificate => only(dialog, CERTIFICATES).blocking_pick_file(),
            Pick::Profile => only(dialog, PROFILES).blocking_pick_file(),
            Pick::Folder => dialog.blocking_pick_folder(),
            Pick::Place => dialog.set_file_name(name.unwrap_or_default()).blocking_save_file(),
        };
        picked.and_then(|path| path.into_path().ok())
    }
}

/// Endings are no words: they need no translation.
fn only<R: tauri::Runtime>(dialog: FileDialogBuilder<R>, endings: &[&str]) -> FileDialogBuilder<R> {
    let shown: Vec<String> = endings.iter().map(|ending| format!("*.{ending}")).collect();
    dialog.add_filter(shown.join(" "), endings).add_filter("*", &["*"])
}

/// Answers that were given before, one for each dialog; then nobody answers any more.
struct Scripted(Mutex<VecDeque<PathBuf>>);

impl FilePicker for Scripted {
    fn pick(&self, _: &AppHandle, _: Pick, _: Option<&str>) -> Option<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}
