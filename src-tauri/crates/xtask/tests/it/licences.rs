//! What we ship may be shipped under MIT or Apache-2.0: no licence in the tree asks for more.

use serde_json::Value;

use crate::manifests::{cargo, file};

/// Licences that ask for no more than to be named.
const FREE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC-BY-4.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Licences that bind whoever changes those very files, which we do not.
const FILE_BY_FILE: &[&str] = &["MPL-2.0", "MPL-2.0+"];

/// May it be shipped? `OR` gives a choice, `AND` does not.
fn is_free(expression: &str) -> bool {
    let bare = expression.replace(['(', ')'], "").replace('/', " OR ");
    let allowed = |licence: &str| FREE.contains(&licence) || FILE_BY_FILE.contains(&licence);
    bare.split(" OR ").any(|choice| choice.split(" AND ").all(|licence| allowed(licence.trim())))
}

fn host() -> String {
    let printed =
        std::process::Command::new("rustc").arg("-vV").output().expect("rustc starts").stdout;
    let printed = String::from_utf8(printed).expect("rustc prints UTF-8");
    let host = printed.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

#[test]
fn every_crate_may_be_shipped() {
    // Only this platform's crates: the others' are not downloaded here.
    let printed =
        cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", &host()]);
    let metadata: Value = serde_json::from_str(&printed).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert!(packages.len() > 10, "cargo names hardly any packages");
    let wrong: Vec<String> = packages
        .iter()
        .map(|package| (package["name"].to_string(), package["license"].as_str().unwrap_or("none")))
        .filter(|(_, licence)| !is_free(licence))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_package_of_the_interface_may_be_shipped() {
    let lock: Value =
        serde_json::from_str(&file("ui/package-lock.json")).expect("the lock file is JSON");
    let packages = lock["packages"].as_object().expect("a list of packages");
    let wrong: Vec<String> = packages
        .iter()
        .map(|(path, package)| (path, package["license"].as_str().unwrap_or("none")))
        .filter(|(_, licence)| !is_free(licence))
        .map(|(path, licence)| format!("{path}: {licence}"))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_licence_that_spreads_is_found() {
    assert!(!is_free("GPL-3.0-or-later"));
    assert!(!is_free("MIT AND AGPL-3.0-only"));
    assert!(is_free("GPL-2.0 OR MIT"));
    assert!(is_free("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_free("none"));
}
