//! The package, installed as a user does. `cargo xtask bundle --check` makes the package and calls this.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::Window;

/// What the package is called, and what it brings.
const NAME: &str = "longshore-studio";
const PROGRAM: &str = "/usr/bin/longshore-studio";
const ENTRY: &str = "/usr/share/applications/Longshore Studio.desktop";

/// The package, taken off again with this value.
struct Installed;

impl Installed {
    fn from(package: &str) -> Self {
        assert!(!Path::new(PROGRAM).exists(), "{PROGRAM} is there already: it would be lost");
        run(Command::new("dpkg").args(["--install", package]));
        Self
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        run(Command::new("dpkg").args(["--purge", NAME]));
    }
}

fn run(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

#[test]
#[ignore = "the long form: needs a package, and root"]
fn the_package_is_installed_and_started() {
    let package = std::env::var("LONGSHORE_PACKAGE").expect("LONGSHORE_PACKAGE names the package");
    let installed = Installed::from(&package);
    let entry = std::fs::read_to_string(ENTRY).expect("an entry in the system's menu");
    assert!(entry.contains("Exec=longshore-studio %F\n"), "{entry}");
    assert!(entry.contains("MimeType=") && entry.contains("text/csv"), "{entry}");

    let desktop = Desktop::new();
    let list = desktop.home().join("list.csv");
    std::fs::write(&list, "SKU,Name,Regular price\nROPE-1,Rope,19.90\n").expect("a list");
    let window = Window::open_program(desktop, PROGRAM, &[list.to_str().expect("a path")]);
    assert_eq!(window.title(), "Longshore Studio");
    assert_eq!(window.ask("stores.list", &json!({})), Ok(json!([])));
    crate::driver::wait_until("the file is on screen", || {
        window.text_of("main").contains("list.csv")
    });

    // Opened from the file manager while the program runs: the window that is there takes it.
    let other = window.desktop().home().join("other list.csv");
    std::fs::write(&other, "SKU,Name\nKNOT-1,Knot\n").expect("a list");
    run(window.desktop().program("gio").arg("launch").arg(ENTRY).arg(&other));
    window.reads("other list.csv");
    let drafts = window.ask("drafts.list", &json!({})).expect("drafts");
    assert_eq!(drafts.as_array().expect("a list").len(), 2);
    assert_eq!(window.refused(), json!(null));
    drop(window);
    drop(installed);
    assert!(!Path::new(PROGRAM).exists(), "nothing of it stays");
}
