//! The window's main thread never waits: what the page asks for is done elsewhere.

use crate::manifests::file;
use crate::tree::files_under;

const WINDOW: &str = "src-tauri/src";
/// What makes a thread wait for a disk, a dialog, or work of another thread.
const WAITING: &[&str] =
    &["block_on", ".blocking_", "std::fs", "fs::", "thread::sleep", ".join()", ".recv()"];
/// Where it is waited, on threads that are there for it.
const MAY_WAIT: &[(&str, &str)] = &[
    ("src-tauri/src/drawing.rs", "before there is a window"),
    ("src-tauri/src/once_more.rs", "where no window came to be"),
    ("src-tauri/src/picking.rs", "dialogs, which `asked::pick` opens from a thread that may wait"),
];

fn sources() -> Vec<(String, String)> {
    let scripts = files_under(WINDOW).into_iter().filter(|path| path.ends_with(".rs"));
    scripts.map(|path| (file(&path), path)).map(|(text, path)| (path, text)).collect()
}

/// The functions behind a command's mark that are not asynchronous: those are run on the main thread.
fn commands_that_wait(source: &str) -> Vec<&str> {
    let functions = source.split("#[tauri::command]").skip(1);
    functions
        .filter_map(|after| after.lines().find(|line| line.contains("fn ")))
        .filter(|line| !line.contains("async fn "))
        .collect()
}

#[test]
fn every_command_of_the_window_is_asynchronous() {
    let sources = sources();
    let all: usize =
        sources.iter().map(|(_, text)| text.matches("#[tauri::command]").count()).sum();
    let asked = file("src-tauri/build.rs");
    let listed = asked.split("const ASKED").nth(1).and_then(|rest| rest.split(';').next());
    assert_eq!(all, listed.map_or(0, |list| list.matches('"').count() / 2), "see build.rs");
    for (path, text) in &sources {
        assert_eq!(commands_that_wait(text), Vec::<&str>::new(), "{path}");
    }
    let slow = "#[tauri::command]\npub(crate) fn slow() {}";
    assert_eq!(commands_that_wait(slow), ["pub(crate) fn slow() {}"]);
}

#[test]
fn nothing_in_the_window_waits_but_what_has_a_thread_for_it() {
    let mut found: Vec<String> = Vec::new();
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let waits = code.lines().any(|line| {
            let line = line.split("//").next().unwrap_or_default();
            WAITING.iter().any(|waiting| line.contains(waiting))
        });
        if waits {
            found.push(path);
        }
    }
    let may: Vec<&str> = MAY_WAIT.iter().map(|(path, _)| *path).collect();
    assert_eq!(found, may);
}
