//! The interface knows what can be asked: its types are written from ours, and are never older.

use std::{collections::BTreeMap, fs, path::Path};

use longshore_app::{bindings::bindings, commands::NAMES};

/// With this set, the test writes the files anew.
const UPDATE: &str = "UPDATE_BINDINGS";

fn folder() -> std::path::PathBuf {
    "../../../ui/src/bindings".into()
}

fn read(folder: &Path, under: &str, found: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder.join(under)) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(folder, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn write(folder: &Path, files: &BTreeMap<String, String>) {
    let _ = fs::remove_dir_all(folder);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn the_interfaces_types_are_those_of_the_table() {
    let (folder, now) = (folder(), bindings());
    if std::env::var_os(UPDATE).is_some() {
        write(&folder, &now);
    }
    let mut committed = BTreeMap::new();
    read(&folder, "", &mut committed);
    let differ: Vec<&String> = now
        .keys()
        .chain(committed.keys())
        .filter(|name| now.get(*name) != committed.get(*name))
        .collect();
    assert!(
        differ.is_empty(),
        "stale: {differ:?}; `{UPDATE}=1 cargo nextest run -p longshore-app bindings` writes them anew"
    );
}

#[test]
fn every_command_is_in_the_interfaces_table() {
    let commands = &bindings()["commands.ts"];
    for name in NAMES {
        assert_eq!(commands.matches(&format!("\"{name}\": {{ request: ")).count(), 1, "{name}");
    }
}

#[test]
fn every_type_is_one_that_the_interface_can_read() {
    for (name, text) in bindings() {
        assert!(text.contains("export "), "{name}: {text}");
        assert!(!text.contains("bigint"), "{name} has numbers that JSON does not have: {text}");
    }
}
