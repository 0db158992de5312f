//! What the window and the checks need of the machine, each thing with its reason; what is missing is installed where that can be.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{program, say};

/// How to see that a thing is there, whoever installed it.
enum Sign {
    Program(&'static str),
    Library(&'static str),
    Folder(&'static str),
    /// Chromium, or what `CHROMIUM` names in its place.
    Browser,
}

/// What a thing is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// Building the window and opening it.
    Window,
    /// Testing it where nobody sees it.
    Tests,
}

/// A package of Debian and Ubuntu.
struct Need {
    package: &'static str,
    reason: &'static str,
    sign: Sign,
    what_for: For,
}

const NEEDS: &[Need] = &[
    Need {
        package: "build-essential",
        reason: "compiles the C of SQLite, and links",
        sign: Sign::Program("cc"),
        what_for: For::Window,
    },
    Need {
        package: "pkg-config",
        reason: "finds the libraries below",
        sign: Sign::Program("pkg-config"),
        what_for: For::Window,
    },
    Need {
        package: "libgtk-3-dev",
        reason: "the toolkit under the window",
        sign: Sign::Library("gtk+-3.0"),
        what_for: For::Window,
    },
    Need {
        package: "libwebkit2gtk-4.1-dev",
        reason: "shows the interface in the window",
        sign: Sign::Library("webkit2gtk-4.1"),
        what_for: For::Window,
    },
    Need {
        package: "webkit2gtk-driver",
        reason: "lets a test look into the real window",
        sign: Sign::Program("WebKitWebDriver"),
        what_for: For::Tests,
    },
    Need {
        package: "xvfb",
        reason: "a screen that nobody sees, for that test",
        sign: Sign::Program("Xvfb"),
        what_for: For::Tests,
    },
    Need {
        package: "dbus",
        reason: "a session bus of its own, for that test",
        sign: Sign::Program("dbus-daemon"),
        what_for: For::Tests,
    },
    Need {
        package: "chromium",
        reason: "shows the interface to the tests in a browser",
        sign: Sign::Browser,
        what_for: For::Tests,
    },
    Need {
        package: "fonts-dejavu-core",
        reason: "letters for scripts that our own font lacks",
        sign: Sign::Folder("/usr/share/fonts/truetype/dejavu"),
        what_for: For::Window,
    },
];

impl Sign {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name) => program::find(name).is_some(),
            Self::Library(name) => program::succeeds("pkg-config", &["--exists", name]),
            Self::Folder(path) => Path::new(path).is_dir(),
            Self::Browser => {
                let named = std::env::var_os("CHROMIUM").filter(|path| !path.is_empty());
                Path::new(&named.unwrap_or_else(|| "/usr/bin/chromium".into())).is_file()
            }
        }
    }
}

fn missing(with_tests: bool) -> Vec<&'static Need> {
    let is_needed = |need: &&Need| with_tests || need.what_for == For::Window;
    NEEDS.iter().filter(is_needed).filter(|need| !need.sign.is_there()).collect()
}

fn names(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.package).collect::<Vec<_>>().join(" ")
}

/// Installs the system packages that the desktop window needs. Only Linux needs any.
pub(crate) fn window_packages() -> Result<(), Error> {
    install(false)
}

/// Installs the system packages that the desktop window and its tests need. Only Linux needs any.
pub(crate) fn system_packages() -> Result<(), Error> {
    install(true)
}

fn install(with_tests: bool) -> Result<(), Error> {
    let lacking = if cfg!(target_os = "linux") { missing(with_tests) } else { Vec::new() };
    if lacking.is_empty() {
        return Ok(());
    }
    let Some(right) = right_to_install() else {
        return Err(Error::Missing(format!(
            "These packages are missing and cannot be installed from here, which takes apt and root or sudo: {}.",
            names(&lacking)
        )));
    };
    say::heading("Installing system packages, with apt");
    for Need { package, reason, .. } in &lacking {
        say::line(&format!("  {package:<22} {reason}"));
    }
    // An outdated list is no reason to stop: the installation below tells whether it was good enough.
    let _ = program::run(&mut apt_get(right, &["update", "--quiet"]));
    let mut install = apt_get(right, &["install", "--quiet", "--yes", "--no-install-recommends"]);
    program::run(install.args(lacking.iter().map(|need| need.package)))?;

    let lacking = missing(with_tests);
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Error::Missing(format!(
        "apt ended well, but these packages are still missing: {}.",
        names(&lacking)
    )))
}

/// What stands before an apt call that may install, if there is such a way.
fn right_to_install() -> Option<&'static [&'static str]> {
    program::find("apt-get")?;
    if we_are_root() {
        return Some(&["env"]);
    }
    program::find("sudo")?;
    // Without a password, or with one that a person at the terminal can give.
    let sudo_lets_us =
        io::stdin().is_terminal() || program::succeeds("sudo", &["--non-interactive", "true"]);
    sudo_lets_us.then_some(&["sudo", "env"])
}

/// Whether everything may be installed without asking.
pub(crate) fn we_are_root() -> bool {
    program::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt_get(right: &[&str], arguments: &[&str]) -> Command {
    let (first, others) = right.split_first().unwrap_or((&"env", &[]));
    let mut command = Command::new(first);
    // Somebody else may be installing: wait for them instead of failing at once.
    let quiet_and_patient =
        ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=600"];
    command.args(others).args(quiet_and_patient).args(arguments);
    command
}

/// The formatter and the linter of the toolchain; a minimal Rust comes without them.
pub(crate) fn rust_components() -> Result<(), Error> {
    let components = [("rustfmt", "fmt"), ("clippy", "clippy")];
    let lacking: Vec<&str> = components
        .iter()
        .filter(|(_, subcommand)| !program::succeeds("cargo", &[subcommand, "--version"]))
        .map(|(component, _)| *component)
        .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    say::heading(&format!(
        "Adding to the Rust toolchain, for the checks of format and lints: {}",
        lacking.join(" ")
    ));
    program::run(Command::new("rustup").args(["component", "add"]).args(&lacking)).map_err(|_| {
        Error::Missing(format!(
            "The Rust toolchain lacks {} and rustup cannot add it from here: install a complete toolchain, then type \
             this again.",
            lacking.join(" and ")
        ))
    })
}
