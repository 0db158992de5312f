//! What cargo says about the workspace, as the other tests ask for it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The repository's top folder, from the crate's, in which tests are run.
pub(crate) fn root() -> &'static Path {
    Path::new("../../..")
}

/// A file of the repository, by its path from the top.
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// When a dependency is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// In what is shipped, or while it is built.
    Always,
    /// In tests and benches only.
    Tests,
}

/// A line of a `Cargo.toml`.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    pub(crate) of: String,
    pub(crate) on: String,
    pub(crate) when: When,
    /// It comes from a registry, not from this workspace.
    pub(crate) foreign: bool,
}

/// What a cargo command prints.
pub(crate) fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

fn metadata() -> Value {
    let printed = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"]);
    serde_json::from_str(&printed).expect("cargo metadata prints JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is missing in {value}")).to_owned()
}

/// The names of the workspace's crates.
pub(crate) fn crates() -> Vec<String> {
    list(&metadata(), "packages").iter().map(|package| text(package, "name")).collect()
}

/// Every dependency that any crate of the workspace declares, on any platform.
pub(crate) fn dependencies() -> Vec<Dependency> {
    let metadata = metadata();
    let mut all = Vec::new();
    for package in list(&metadata, "packages") {
        for dependency in list(package, "dependencies") {
            all.push(Dependency {
                of: text(package, "name"),
                on: text(dependency, "name"),
                when: if dependency["kind"] == "dev" { When::Tests } else { When::Always },
                foreign: !dependency["source"].is_null(),
            });
        }
    }
    assert!(!all.is_empty(), "cargo names no dependency at all");
    all
}
