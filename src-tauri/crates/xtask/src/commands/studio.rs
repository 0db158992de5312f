//! `cargo xtask studio`: the window, with a practice store to try things on and a price list to try them with.

use std::process::Command;

use crate::error::Error;
use crate::{built, interface, needs, program, say};

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    super::no_arguments("studio", arguments)?;
    needs::window_packages()?;
    interface::packages()?;
    say::heading("Building the interface: npm run build");
    interface::script("build")?;
    say::heading("Building the window: cargo build --package longshore-studio");
    say::aside("The first time this takes some minutes.");
    let window = built::program(
        "longshore-studio",
        &["build", "--locked", "--package", "longshore-studio"],
    )?;
    say::heading("Opening the window");
    say::aside(
        "The practice store runs as long as the window; nothing of this leaves the computer.",
    );
    program::run(Command::new(window).arg("--practice"))
}
