//! Nothing is unsafe but the disk that the journal's tests give SQLite.

use crate::manifests::{crates, file};
use crate::tree::files_under;

const DISK: &str = "src-tauri/crates/longshore-journal/tests/it/disk/vfs.rs";

/// The lint's name in parts, so that this file does not name it.
const LINT: &str = concat!("unsafe", "_code");

#[test]
fn only_the_disk_of_the_journals_tests_is_unsafe() {
    let mut excepted = files_under("src-tauri");
    excepted.retain(|path| path.ends_with(".rs") && file(path).contains(LINT));
    assert_eq!(excepted, [DISK]);
    assert!(file("Cargo.toml").contains(&format!("{LINT} = \"deny\"")));
}

#[test]
fn every_crate_keeps_the_lints_of_the_workspace() {
    assert!(!crates().is_empty());
    let manifests = files_under("src-tauri");
    // What fuzzers build with tools of their own is a workspace of its own.
    let is_ours =
        |path: &&String| path.ends_with("Cargo.toml") && !file(path).contains("[workspace]");
    for path in manifests.iter().filter(is_ours) {
        assert!(file(path).contains("[lints]\nworkspace = true"), "{path}");
    }
}
