//! Starts the window.
// A program with a window opens no terminal beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use anyhow::Context;
use longshore_studio::{arguments::Arguments, window};

fn main() -> anyhow::Result<()> {
    #[cfg(target_os = "linux")]
    longshore_studio::drawing::without_card();
    let arguments = Arguments::from_words(std::env::args_os().skip(1));
    // Here and nowhere else: it leaves the packed interface in a folder, and two compilers that do so at a time read each
    // other's half-written files.
    let interface = tauri::generate_context!();
    let done = window::open(arguments, interface);
    #[cfg(target_os = "linux")]
    if let Err(error) = &done {
        longshore_studio::once_more::where_one_was_going(error);
    }
    done.context("the window could not be opened")
}
