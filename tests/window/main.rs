//! The real window, as a person has it: started, looked into, photographed, closed. On Linux, where a window can be
//! driven on a screen that nobody sees.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why by panicking")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what a failed test has to show")]

mod asking;
// The same rows as those that everything else is measured with.
#[expect(dead_code, reason = "not all of it is asked for here")]
#[path = "../../src-tauri/crates/longshore-app/benches/performance/catalogue.rs"]
mod catalogue;
mod closing;
mod desktop;
mod driver;
mod installing;
mod journey;
mod large;
mod main_thread;
mod measuring;
mod opening;
mod permissions;
mod picture;
mod practising;
mod screen;
mod shop;
mod showing;
