//! The interface's packages and scripts, through npm.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{program, say, workspace};

/// The oldest Node that the interface's tools run on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// A copy of the lock file that the installed packages were made from; tells whether they are still the right ones.
const INSTALLED_FROM: &str = "node_modules/.installed-from.json";

/// Installs the packages of `ui/package-lock.json`, unless exactly these are there.
pub(crate) fn packages() -> Result<(), Error> {
    node_is_new_enough()?;
    let (lock, installed_from) =
        (workspace::ui().join("package-lock.json"), workspace::ui().join(INSTALLED_FROM));
    let wanted = fs::read(&lock).map_err(|source| Error::File { path: lock, source })?;
    if fs::read(&installed_from).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say::heading("Installing the interface's packages: npm ci, into ui/node_modules");
    program::run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed_from, wanted)
        .map_err(|source| Error::File { path: installed_from, source })
}

/// Runs one of the scripts of `ui/package.json`.
pub(crate) fn script(name: &str) -> Result<(), Error> {
    program::run(npm().args(["run", "--silent", name]))
}

/// Runs one of the scripts that show the interface in a browser, with that `longshore` behind it. Where there is no
/// browser the script says so, and how much was not looked at.
pub(crate) fn in_browser(
    script: &str,
    longshore: &Path,
    told: &[(&str, String)],
) -> Result<(), Error> {
    let mut command = npm();
    command.args(["run", "--silent", script]).env("LONGSHORE_BINARY", longshore);
    command.env("LONGSHORE_BROWSER_FOLDER", workspace::target().join("browser"));
    program::run(command.envs(told.iter().map(|(name, value)| (name, value))))
}

/// Calls tauri's own command line, which calls cargo where and as we do.
pub(crate) fn tauri(words: &[&str]) -> Result<(), Error> {
    let mut command = npm();
    command.args(["run", "--silent", "tauri", "--"]).args(words);
    command.env("CARGO_TARGET_DIR", workspace::target());
    program::run(&mut command)
}

fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(workspace::ui());
    command
}

fn node_is_new_enough() -> Result<(), Error> {
    let (major, minor) = OLDEST_NODE;
    let missing = |found: &str| {
        Error::Missing(format!(
            "Node {major}.{minor} or newer with npm is missing ({found}): install it from nodejs.org or your system's \
             packages, then type this again."
        ))
    };
    let printed = program::read(Command::new("node").arg("--version"))
        .map_err(|_| missing("there is no Node"))?;
    if version(&printed).is_none_or(|found| found < OLDEST_NODE) {
        return Err(missing(&format!("this is {}", printed.trim())));
    }
    program::read(npm().arg("--version")).map(drop).map_err(|_| missing("there is no npm"))
}

/// Major and minor of what `node --version` prints: `v20.19.4`.
fn version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_version_is_compared_as_numbers() {
        assert_eq!(version("v20.19.4\n"), Some((20, 19)));
        assert!(version("v9.11.2") < Some(OLDEST_NODE));
        assert!(version("v24.0.0") > Some(OLDEST_NODE));
        assert_eq!(version("not a version"), None);
    }
}
