//! `cargo xtask bench`: figure, target and ratio, measured in an optimised build. Words after it go to the bench;
//! `window` alone measures the window, which comes last where no word names what to measure.

use crate::error::Error;
use crate::{interface, needs, program, say, workspace};

/// What is measured in the real window.
const WINDOW: &str = "window";

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    if arguments != [WINDOW] {
        let bench =
            ["bench", "--locked", "--package", "longshore-app", "--bench", "performance", "--"];
        program::run(workspace::cargo().args(bench).args(arguments))?;
    }
    match arguments.is_empty() || arguments == [WINDOW] {
        true => window(),
        false => Ok(()),
    }
}

fn window() -> Result<(), Error> {
    if !cfg!(target_os = "linux") {
        say::line("SKIPPED: the window is measured on Linux.");
        return Ok(());
    }
    needs::system_packages()?;
    interface::packages()?;
    interface::script("build")?;
    let mut test = workspace::cargo();
    test.args(["test", "--release", "--locked", "--package", "longshore-studio", "--test", WINDOW]);
    test.args(["--", "--ignored", "measuring", "--nocapture", "--test-threads", "1"]);
    program::run(&mut test)
}
