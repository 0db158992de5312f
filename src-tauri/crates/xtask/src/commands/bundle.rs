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
    test.args(["test", "--locked", "--package", "longshore-studio", "--test", "window", "--"]);
    test.args(["--ignored", "--exact", INSTALLED, "--nocapture"]);
    program::run(test.env(PACKAGE, package))
}
