//! `cargo xtask bundle [--check] [--unoptimised]`: the package that this system installs.
//!
//! `--check` installs it, starts it in a window that nobody sees, and takes it off again: Debian and Ubuntu, as root.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::{interface, needs, program, say, workspace};

/// What a system installs.
const KIND: &str = if cfg!(windows) {
    "msi"
} else if cfg!(target_os = "macos") {
    "dmg"
} else {
    "deb"
};
/// The test that installs the package, and how it is told which.
const INSTALLED: &str = "installing::the_package_is_installed_and_started";
const PACKAGE: &str = "LONGSHORE_PACKAGE";

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    let (mut is_checked, mut is_optimised) = (false, true);
    for argument in arguments {
        match argument.as_str() {
            "--check" => is_checked = true,
            "--unoptimised" => is_optimised = false,
            _ => {
                let argument = argument.clone();
                return Err(Error::UnknownArgument { command: "bundle", argument });
            }
        }
    }
    if is_checked {
        needs::system_packages()?;
    } else {
        needs::window_packages()?;
    }
    interface::packages()?;
    say::heading(&format!("Building the package: tauri build --bundles {KIND}"));
    let mut words = vec!["build", "--ci", "--bundles", KIND];
    words.extend((!is_optimised).then_some("--debug"));
    // Cargo of itself would build the crates that are its default, and not the window.
    words.extend(["--", "--locked", "--package", "longshore-studio"]);
    interface::tauri(&words)?;
    let package = newest(&workspace::target(), is_optimised)?;
    say::line(&say::good(&package.display().to_string()));
    if is_checked {
        check(&package)?;
    }
    Ok(())
}

/// Makes a package of the unoptimised program that the tests have built, installs it, starts it and takes it off
/// again. Where that cannot be done it is said, and passes.
pub(super) fn of_what_the_tests_built() -> Result<(), Error> {
    if KIND != "deb" || program::find("dpkg").is_none() || !needs::we_are_root() {
        say::line("SKIPPED: a package is installed on Debian and Ubuntu, by root.");
        return Ok(());
    }
    interface::tauri(&["bundle", "--ci", "--debug", "--bundles", KIND])?;
    check(&newest(&workspace::target(), false)?)
}

/// The package that was made last.
fn newest(target: &Path, is_optimised: bool) -> Result<PathBuf, Error> {
    let profile = if is_optimised { "release" } else { "debug" };
    let folder = target.join(profile).join("bundle").join(KIND);
    let entries = std::fs::read_dir(&folder)
        .map_err(|source| Error::File { path: folder.clone(), source })?;
    entries
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == KIND))
        .max_by_key(|entry| entry.metadata().and_then(|found| found.modified()).ok())
        .map(|entry| entry.path())
        .ok_or_else(|| Error::Missing(format!("There is no package in {}.", folder.display())))
}

fn check(package: &Path) -> Result<(), Error> {
    say::heading("Installing the package and starting it");
    let mut test = workspace::cargo();
    // Of the whole workspace: with the dependencies as all other tests have them.
    test.args(["test", "--locked", "--workspace", "--test", "window", "--"]);
    test.args(["--ignored", "--exact", INSTALLED, "--nocapture"]);
    program::run(test.env(PACKAGE, package))
}
