//! Every dependency has its line in `DEPENDENCIES.md`, and every line its dependency.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::manifests::{dependencies, file};

const LEDGER: &str = "src-tauri/DEPENDENCIES.md";

/// The rows of the table whose first column is headed `heading`.
fn rows(ledger: &str, heading: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    ledger
        .lines()
        .skip_while(|line| !line.starts_with(&format!("| {heading} |")))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(cells)
        .collect()
}

/// Crates that the manifests name, those of the workspace's table included that no crate uses yet.
fn crates() -> (BTreeSet<String>, BTreeSet<String>) {
    let used = dependencies()
        .into_iter()
        .filter(|dependency| dependency.foreign)
        .map(|dependency| dependency.on);
    let used: BTreeSet<String> = used.collect();
    let manifest = file("Cargo.toml");
    let offered = manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.starts_with("longshore-"));
    (used.clone(), offered.chain(used).collect())
}

fn packages() -> BTreeSet<String> {
    let manifest: Value =
        serde_json::from_str(&file("ui/package.json")).expect("package.json is JSON");
    let names = |part: &str| {
        manifest[part].as_object().expect("a list of packages").keys().cloned().collect::<Vec<_>>()
    };
    names("dependencies").into_iter().chain(names("devDependencies")).collect()
}

fn compare(heading: &str, needed: &BTreeSet<String>, known: &BTreeSet<String>) {
    let rows = rows(&file(LEDGER), heading);
    let names: Vec<&String> = rows.iter().filter_map(|row| row.first()).collect();
    let listed: BTreeSet<String> = names.iter().map(|name| (*name).clone()).collect();
    let missing: Vec<&String> = needed.difference(&listed).collect();
    assert!(missing.is_empty(), "without a line in {LEDGER}: {missing:?}");
    let stale: Vec<&String> = listed.difference(known).collect();
    assert!(stale.is_empty(), "lines of {LEDGER} about nothing: {stale:?}");
    assert!(names.is_sorted(), "the {heading} lines of {LEDGER} are not in alphabetical order");
    for row in &rows {
        assert!(
            row.len() == 5 && row.iter().all(|cell| !cell.is_empty()),
            "a cell is empty: {row:?}"
        );
    }
}

#[test]
fn every_crate_has_its_line_and_every_line_its_crate() {
    let (used, known) = crates();
    compare("crate", &used, &known);
}

#[test]
fn every_package_of_the_interface_has_its_line_and_every_line_its_package() {
    let packages = packages();
    compare("package", &packages, &packages);
}

#[test]
fn tables_are_told_apart_by_their_heading() {
    let ledger = "| crate | a |\n| --- | --- |\n| serde | x |\n\n| package | a |\n| --- | --- |\n| react | y |\n";
    assert_eq!(rows(ledger, "crate"), [["serde", "x"]]);
    assert_eq!(rows(ledger, "package"), [["react", "y"]]);
}
