//! Starts the window.
// A program with a window opens no terminal beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use anyhow::Context;
use longshore_studio::{arguments::Arguments, window};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::from_words(std::env::args_os().skip(1));
    window::open(arguments).context("the window could not be opened")
}
