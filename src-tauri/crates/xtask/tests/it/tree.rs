//! The files themselves: a fixed top, names that say what is inside, and nothing of the machine they were made on.

use std::fs;
use std::path::Path;

use crate::manifests::{file, root};

/// What may lie at the top, besides dot-files and dot-folders.
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];

/// Words in a file's name that say nothing about what is inside.
const EMPTY_WORDS: &[&str] = &[
    "common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util",
    "utils",
];

/// Folders that are made and not kept, from `.gitignore`.
fn ignored() -> Vec<String> {
    let lines = file(".gitignore");
    let folders =
        lines.lines().map(|line| line.trim_matches('/').to_owned()).filter(|line| !line.is_empty());
    folders.chain([".git".to_owned()]).collect()
}

/// All kept files below a folder, by their paths from the top.
pub(crate) fn files_under(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root().join(folder), folder, &ignored(), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, path: &str, ignored: &[String], found: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{path}: {error}"));
    for entry in entries.map(|entry| entry.expect("a readable folder")) {
        let name = entry.file_name().into_string().expect("file names are text");
        let below = if path.is_empty() { name } else { format!("{path}/{name}") };
        if ignored.contains(&below) {
            continue;
        }
        if entry.file_type().expect("a kind of file").is_dir() {
            collect(&entry.path(), &below, ignored, found);
        } else {
            found.push(below);
        }
    }
}

fn kept() -> Vec<String> {
    let files = files_under("");
    assert!(files.len() > 20, "there are hardly any files: {files:?}");
    files
}

/// A word of the name that says nothing: `price_utils.rs`, `StoreManager.tsx`.
fn empty_word(path: &str) -> Option<&'static str> {
    let mut words = String::new();
    for character in path.chars() {
        if character.is_uppercase() {
            words.push(' ');
        }
        words.push(if character.is_alphanumeric() { character.to_ascii_lowercase() } else { ' ' });
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    EMPTY_WORDS.iter().find(|empty| words.contains(*empty)).copied()
}

#[test]
fn the_top_is_as_it_was_laid_out() {
    let strange: Vec<String> = fs::read_dir(root())
        .expect("the top folder")
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .into_string()
                .expect("file names are text")
        })
        .filter(|name| {
            !name.starts_with('.') && !TOP.contains(&name.as_str()) && !ignored().contains(name)
        })
        .collect();
    assert_eq!(strange, Vec::<String>::new());
    let gone: Vec<&&str> = TOP.iter().filter(|name| !root().join(name).exists()).collect();
    assert_eq!(gone, Vec::<&&str>::new());
}

#[test]
fn every_files_name_says_what_is_inside() {
    let wrong: Vec<String> = kept().into_iter().filter(|path| empty_word(path).is_some()).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn empty_words_are_found_in_every_spelling() {
    assert_eq!(empty_word("src/price_utils.rs"), Some("utils"));
    assert_eq!(empty_word("ui/src/StoreManager.tsx"), Some("manager"));
    assert_eq!(empty_word("src/common/mod.rs"), Some("common"));
    assert_eq!(empty_word("src/commons.rs"), None);
    assert_eq!(empty_word("tests/recordings/webserviced.json"), None);
}

#[test]
fn no_file_names_a_place_on_the_machine_it_was_made_on() {
    // In two halves, so that this very file does not name them; and where we are now, which is such a place too.
    let mut places: Vec<String> =
        ["work", "root", "farm"].iter().map(|name| format!("/{name}/")).collect();
    let here = root().canonicalize().expect("the top folder");
    places.push(format!("{}/", here.display()));
    places.extend(
        std::env::var("HOME").ok().filter(|home| home.len() > 1).map(|home| format!("{home}/")),
    );
    let mut wrong = Vec::new();
    for path in kept() {
        let bytes = fs::read(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let text = String::from_utf8_lossy(&bytes);
        wrong.extend(
            places
                .iter()
                .filter(|place| text.contains(*place))
                .map(|place| format!("{path}: {place}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}
