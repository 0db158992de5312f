//! The interface's rooms: one door to the window, and features that do not know each other; and its lock file.

use serde_json::Value;

use crate::manifests::file;
use crate::tree::files_under;

const DOOR: &str = "ui/src/platform/tauri.ts";

fn sources() -> Vec<(String, String)> {
    let scripts = files_under("ui/src")
        .into_iter()
        .filter(|path| path.ends_with(".ts") || path.ends_with(".tsx"));
    scripts.map(|path| (file(&path), path)).map(|(text, path)| (path, text)).collect()
}

/// The modules that a script imports, statically or on demand.
fn imports(text: &str) -> Vec<&str> {
    let quoted = |rest: &'_ str| -> Option<(char, usize)> {
        let quote = rest.chars().next().filter(|first| ['"', '\''].contains(first))?;
        Some((quote, rest[1..].find(quote)?))
    };
    let mut found = Vec::new();
    for keyword in ["from ", "import ", "import(", "mock("] {
        for (at, _) in text.match_indices(keyword) {
            let rest = &text[at + keyword.len()..];
            if let Some((_, length)) = quoted(rest) {
                found.push(&rest[1..=length]);
            }
        }
    }
    found
}

/// The feature that a path lies in.
fn feature(path: &str) -> Option<&str> {
    path.split_once("features/").and_then(|(_, rest)| rest.split('/').next())
}

/// The feature that an import from `path` reaches into; a sibling feature is `../other/…`.
fn reached<'a>(path: &'a str, import: &'a str) -> Option<&'a str> {
    if let Some(named) = feature(import) {
        return Some(named);
    }
    let own = feature(path)?;
    let depth = path.split_once(own)?.1.matches('/').count();
    let up = import.split('/').take_while(|part| *part == "..").count();
    if up == depth { import.split('/').nth(up) } else { Some(own) }
}

#[test]
fn only_the_door_imports_the_windows_packages() {
    let sources = sources();
    let others: Vec<&String> = sources
        .iter()
        .filter(|(path, text)| {
            path != DOOR && imports(text).iter().any(|import| import.starts_with("@tauri-apps/"))
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(others, Vec::<&String>::new());
    assert!(
        sources.iter().any(|(path, text)| path == DOOR && text.contains("@tauri-apps/")),
        "the door is gone"
    );
}

#[test]
fn features_do_not_import_each_other() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = feature(&path) else { continue };
        for import in imports(&text).into_iter().filter(|import| import.starts_with('.')) {
            if reached(&path, import).is_some_and(|other| other != own) {
                wrong.push(format!("{path} imports {import}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The packages for single platforms that a lock file promises and does not hold.
fn promised_only(lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().expect("a list of packages");
    let mut missing = Vec::new();
    for (path, package) in packages {
        for name in
            package["optionalDependencies"].as_object().into_iter().flatten().map(|(name, _)| name)
        {
            let held = packages.contains_key(&format!("node_modules/{name}"))
                || packages.contains_key(&format!("{path}/node_modules/{name}"));
            if !held {
                missing.push(name.clone());
            }
        }
    }
    missing
}

#[test]
fn the_lock_file_holds_the_packages_of_every_platform() {
    // Otherwise a fresh installation fails, here or on somebody else's system.
    let lock: Value =
        serde_json::from_str(&file("ui/package-lock.json")).expect("the lock file is JSON");
    assert_eq!(promised_only(&lock), Vec::<String>::new());
    let broken = serde_json::json!({"packages": {"node_modules/a": {"optionalDependencies": {"a-mac": "1"}}}});
    assert_eq!(promised_only(&broken), ["a-mac"]);
}

#[test]
fn imports_are_seen_in_every_spelling() {
    let text = "import { a } from \"@tauri-apps/api\";\nimport './x.css';\nawait import(\"./y\");\nexport * from '../z';";
    let mut found = imports(text);
    found.sort_unstable();
    assert_eq!(found, ["../z", "./x.css", "./y", "@tauri-apps/api"]);
}

#[test]
fn a_step_into_another_feature_is_seen() {
    let path = "ui/src/features/history/parts/List.tsx";
    assert_eq!(reached(path, "../../stores/api"), Some("stores"));
    assert_eq!(reached(path, "../api"), Some("history"));
    assert_eq!(reached(path, "../../../features/stores/api"), Some("stores"));
}
