//! The engine decides and does nothing else: no files, network, clock, randomness or threads, by itself or through
//! a crate that it uses.

use crate::manifests::cargo;
use crate::tree::files_under;

const ENGINE: &str = "longshore-engine";

/// Crates that do things.
const DOERS: &[&str] = &[
    "axum", "hyper", "mio", "notify", "rand", "reqwest", "rusqlite", "socket2", "tempfile",
    "tokio", "ureq",
];

/// Modules of the standard library that do things.
const DOING_MODULES: &[&str] = &["env", "fs", "net", "process", "thread"];

/// Other names of the clock, of randomness, and of waiting.
const DOING_NAMES: &[&str] =
    &["SystemTime", "Instant::now", "Zoned::now", "Timestamp::now", "rand::", ".await"];

/// What of the doing a source names, outside of comments.
fn doings(source: &str) -> Vec<String> {
    let code = on_one_line(source);
    let named = DOING_NAMES.iter().filter(|name| is_named(&code, name));
    let mut found: Vec<String> = named.map(|name| (*name).to_owned()).collect();
    for module in DOING_MODULES {
        let named = code.match_indices("std::").any(|(at, path)| {
            let rest = &code[at + path.len()..];
            match rest.strip_prefix('{').and_then(|group| group.split(';').next()) {
                Some(group) => group.split(['{', '}', ',']).any(|name| is_module(name, module)),
                None => is_module(rest, module),
            }
        });
        if named {
            found.push(format!("std::{module}"));
        }
    }
    found
}

/// The code without comments, and without the spaces that paths may be written with.
fn on_one_line(source: &str) -> String {
    let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut code = code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    for sign in ["::", "{", "}", ","] {
        code = code.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign);
    }
    code
}

/// Does the code hold this name, and not only a longer one that ends in it?
fn is_named(code: &str, name: &str) -> bool {
    let part_of_a_name = |before: char| before.is_alphanumeric() || before == '_';
    code.match_indices(name)
        .any(|(at, _)| name.starts_with('.') || !code[..at].ends_with(part_of_a_name))
}

/// Does the path begin with this module, and not only with its letters?
fn is_module(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| {
        !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '!')
    })
}

#[test]
fn the_engine_uses_no_crate_that_does_things() {
    let printed = cargo(&[
        "tree",
        "--locked",
        "--package",
        ENGINE,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ]);
    let names: Vec<&str> = printed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&ENGINE), "cargo tree does not know the engine: {printed}");
    let doers: Vec<&&str> = names.iter().filter(|name| DOERS.contains(*name)).collect();
    assert_eq!(doers, Vec::<&&str>::new());
}

#[test]
fn the_engines_sources_do_nothing_but_think() {
    let sources = files_under("src-tauri/crates/longshore-engine/src");
    assert!(!sources.is_empty(), "the engine has no sources");
    let mut found = Vec::new();
    for path in sources.iter().filter(|path| path.ends_with(".rs")) {
        found.extend(
            doings(&crate::manifests::file(path)).into_iter().map(|what| format!("{path}: {what}")),
        );
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn doings_are_found_however_they_are_imported() {
    assert_eq!(doings("use std::fs::File;"), ["std::fs"]);
    assert_eq!(doings("use std::{collections::HashMap,\n    thread};"), ["std::thread"]);
    assert_eq!(doings("use std::{fmt, env::{self, args}};"), ["std::env"]);
    assert_eq!(doings("let now = std::time::Instant::now();"), ["Instant::now"]);
    assert_eq!(doings("use rand::Rng;"), ["rand::"]);
}

#[test]
fn words_that_only_look_alike_are_no_doings() {
    assert_eq!(doings("// std::fs would be wrong here\nuse std::fmt;"), Vec::<String>::new());
    assert_eq!(
        doings("use std::{network_of_ports as ports}; let x = operand::new();"),
        Vec::<String>::new()
    );
    assert_eq!(doings("let built = std::env!(\"CARGO_PKG_NAME\");"), Vec::<String>::new());
}
