//! `cargo xtask test`: installs what is missing, then runs every check there is and sums them up.

use super::{bundle, demo};
use crate::error::Error;
use crate::steps::Steps;
use crate::{built, interface, needs, program, workspace};

const BUILT: &str = "interface: build";

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    super::no_arguments("test", arguments)?;
    needs::rust_components()?;
    needs::system_packages()?;
    interface::packages()?;

    let mut steps = Steps::begin();
    steps.check("code: format", || cargo(&["fmt", "--all", "--check"]));
    steps.check("interface: format and lint", || interface::script("lint"));
    steps.check("interface: types", || interface::script("typecheck"));
    steps.check("interface: tests", || interface::script("test"));
    // The window carries the built interface inside: it comes before everything that compiles the window.
    steps.check(BUILT, || interface::script("build"));
    // One call for the whole workspace, so that each dependency is compiled with one set of features, once.
    steps.check_after(BUILT, "code: tests, the real window's among them", tests);
    steps.check_after(BUILT, "interface: every flow and view in a browser", || {
        interface::in_browser("browser", &built::command_line_of_tests()?, &[])
    });
    // After the tests, whatever they said: they have built the window.
    steps.check_after(BUILT, "the package, installed and started", bundle::of_what_the_tests_built);
    steps.check_after(BUILT, "the demo", demo::with_what_the_tests_built);
    steps.check_after(BUILT, "code: lints", || {
        cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"])
    });
    steps.sum_up()
}

fn cargo(arguments: &[&str]) -> Result<(), Error> {
    program::run(workspace::cargo().args(arguments))
}

fn tests() -> Result<(), Error> {
    if program::succeeds("cargo", &["nextest", "--version"]) {
        return cargo(&["nextest", "run", "--locked", "--workspace", "--no-fail-fast"]);
    }
    cargo(&["test", "--locked", "--workspace", "--no-fail-fast"])
}
