//! Starts the window.
// A program with a window opens no terminal beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    longshore_studio::window::open().context("the window could not be opened")
}
