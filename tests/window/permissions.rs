//! Whatever the window's page may ask for is in this list, and nothing else.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Each with its reason.
const GRANTED: &[(&str, &str)] = &[
    ("allow-rpc", "the table of commands: everything that Longshore does"),
    ("allow-pick", "the system's dialogs for files"),
    ("allow-take-given", "files that were opened with the program"),
    ("allow-open-address", "the shop in the user's browser: only addresses of known stores"),
    ("allow-show-place", "the folders of data and log, and files that the user chose a place for"),
    ("allow-notify", "a word at the end of a run"),
    ("allow-quit", "ending the program"),
    ("core:app:allow-version", "the version in the window"),
    ("core:event:allow-listen", "to hear what changes, and files that are dropped"),
    ("core:event:allow-unlisten", "to stop hearing"),
];

fn read(path: &str) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_page_is_granted_what_is_listed_here() {
    let folder = Path::new("src-tauri/capabilities");
    let files: Vec<_> = fs::read_dir(folder).expect("capabilities").flatten().collect();
    assert_eq!(files.len(), 1, "one window, one list: {files:?}");

    let granted = read("src-tauri/capabilities/main.json");
    let listed: Vec<&str> = GRANTED.iter().map(|(permission, _)| *permission).collect();
    assert_eq!(granted["permissions"], json!(listed));
    assert_eq!(granted["windows"], json!(["main"]));
    assert_eq!(granted.get("remote"), None, "pages of others are granted nothing");
    assert_eq!(read("tauri.conf.json")["app"]["security"]["capabilities"], json!(["main"]));
}

#[test]
fn the_content_policy_lets_nothing_unsafe_in() {
    let policy = read("tauri.conf.json")["app"]["security"]["csp"].take();
    let policy = policy.as_object().expect("a policy in parts");
    assert_eq!(policy["default-src"], "'none'");
    for (directive, sources) in policy {
        let sources = sources.as_str().expect("sources");
        let is_local = sources.split(' ').all(|source| {
            ["'self'", "'none'", "data:", "ipc:", "http://ipc.localhost"].contains(&source)
        });
        assert!(is_local, "{directive} {sources}");
        assert!(directive == "img-src" || !sources.contains("data:"), "{directive} {sources}");
    }
}
