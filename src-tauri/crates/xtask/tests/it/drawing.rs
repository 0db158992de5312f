//! Who may know whom: the crates' drawing, and the one room that may name tauri.

use crate::manifests::{Dependency, When, crates, dependencies};

const STUDIO: &str = "longshore-studio";

/// Each crate of the drawing, with the crates that it may use.
const DRAWING: &[(&str, &[&str])] = &[
    (STUDIO, &["longshore-app", "longshore-practice"]),
    ("longshore-server", &["longshore-app"]),
    ("longshore-cli", &["longshore-app", "longshore-practice", "longshore-server"]),
    (
        "longshore-app",
        &[
            "longshore-formats",
            "longshore-connectors",
            "longshore-journal",
            "longshore-engine",
            // The practice store is started from the window like any other thing that can be asked.
            "longshore-practice",
        ],
    ),
    ("longshore-formats", &["longshore-engine"]),
    ("longshore-connectors", &["longshore-engine"]),
    ("longshore-journal", &["longshore-engine"]),
    ("longshore-engine", &[]),
    // The other side's judge: it shares no code with anybody.
    ("longshore-practice", &[]),
    (
        "longshore-fuzz",
        &["longshore-formats", "longshore-connectors", "longshore-journal", "longshore-engine"],
    ),
    ("xtask", &[]),
];

/// What tests may use besides.
const DRAWING_FOR_TESTS: &[(&str, &str)] =
    &[("longshore-cli", "longshore-journal"), ("longshore-server", "longshore-practice")];

fn is_drawn(of: &str, on: &str, when: When) -> bool {
    DRAWING.iter().any(|(name, uses)| *name == of && uses.contains(&on))
        || (when == When::Tests && DRAWING_FOR_TESTS.contains(&(of, on)))
}

fn against_the_drawing(dependencies: &[Dependency]) -> Vec<String> {
    dependencies
        .iter()
        .filter(|dependency| {
            !dependency.foreign && !is_drawn(&dependency.of, &dependency.on, dependency.when)
        })
        .map(|dependency| format!("{} -> {} ({:?})", dependency.of, dependency.on, dependency.when))
        .collect()
}

fn tauri_outside_of_the_studio(dependencies: &[Dependency]) -> Vec<String> {
    dependencies
        .iter()
        .filter(|dependency| dependency.on.starts_with("tauri") && dependency.of != STUDIO)
        .map(|dependency| format!("{} -> {}", dependency.of, dependency.on))
        .collect()
}

fn edge(of: &str, on: &str, when: When, foreign: bool) -> Dependency {
    Dependency { of: of.into(), on: on.into(), when, foreign }
}

#[test]
fn crates_use_only_what_the_drawing_allows() {
    assert_eq!(against_the_drawing(&dependencies()), Vec::<String>::new());
}

#[test]
fn every_crate_has_its_place_in_the_drawing() {
    let unknown: Vec<String> = crates()
        .into_iter()
        .filter(|name| !DRAWING.iter().any(|(drawn, _)| drawn == name))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
}

#[test]
fn only_the_desktop_package_names_tauri() {
    assert_eq!(tauri_outside_of_the_studio(&dependencies()), Vec::<String>::new());
    assert!(
        dependencies().iter().any(|dependency| dependency.of == STUDIO && dependency.on == "tauri")
    );
}

#[test]
fn a_wrong_edge_is_found() {
    let wrong = [
        edge("longshore-formats", "longshore-journal", When::Always, false),
        edge("longshore-practice", "longshore-connectors", When::Tests, false),
        edge("longshore-connectors", "longshore-practice", When::Always, false),
        edge("longshore-app", "longshore-server", When::Always, false),
        edge("longshore-engine", "xtask", When::Tests, false),
    ];
    assert_eq!(against_the_drawing(&wrong).len(), wrong.len());
    let right = [
        edge("longshore-app", "longshore-practice", When::Always, false),
        edge("longshore-cli", "longshore-journal", When::Tests, false),
        edge("longshore-cli", "longshore-practice", When::Always, false),
        edge("longshore-engine", "serde", When::Always, true),
    ];
    assert_eq!(against_the_drawing(&right), Vec::<String>::new());
}

#[test]
fn tauri_in_another_room_is_found() {
    let plugin = edge("longshore-app", "tauri-plugin-dialog", When::Tests, true);
    assert_eq!(tauri_outside_of_the_studio(&[plugin]).len(), 1);
}
