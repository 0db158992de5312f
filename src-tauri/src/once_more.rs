//! What if the program that a start meets is just going away?
//!
//! A second start hands its files over to the first. One that ends (or is killed) at that moment holds its name on the
//! session's bus still, and answers no more: then there is nobody to hand anything to, and the start is made once more.

use std::{env, os::unix::process::CommandExt, process::Command, thread, time::Duration};

/// What finds the program that runs already.
const FINDER: &str = "single-instance";
/// Counts the starts, for the program that takes this one's place.
const STARTS: &str = "LONGSHORE_STARTS";
/// A program that has not gone after so many is not going.
const MOST: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

/// Starts the program once more in its own place where it failed because another one was going away; returns where that
/// was not the reason, or was often enough.
pub fn where_one_was_going(error: &tauri::Error) {
    let starts = env::var(STARTS).ok().and_then(|starts| starts.parse().ok()).unwrap_or(1);
    let is_finder =
        matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == FINDER);
    if !is_finder || starts >= MOST {
        return;
    }
    thread::sleep(PAUSE);
    if let Ok(program) = env::current_exe() {
        let mut successor = Command::new(program);
        successor.args(env::args_os().skip(1)).env(STARTS, (starts + 1).to_string());
        let _ = successor.exec();
    }
}
