//! Where things lie, and how cargo is called from here.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The repository's top folder. Cargo says where it is now, which may be elsewhere than when this was built.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let built_in = || env!("CARGO_MANIFEST_DIR").into();
        let here: PathBuf =
            std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(built_in, PathBuf::from);
        here.join("../../..")
    });
    &ROOT
}

/// The interface's folder.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Where builds go: outside of the checkout, so that the next clone finds them, unless the caller chose a folder.
fn target_folder() -> Option<PathBuf> {
    if std::env::var_os("CARGO_TARGET_DIR").is_some() {
        return None;
    }
    let set =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    caches.map(|folder| folder.join("longshore").join("target"))
}

/// Where builds go, whoever chose it.
pub(crate) fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    chosen.or_else(target_folder).unwrap_or_else(|| root().join(".target"))
}

/// Cargo in the top folder with our build cache, and without what `cargo run` has told this very program about
/// itself: a build script that reads it would see another world than under a plain `cargo build`.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    // Incremental files double the cache and help nobody who builds once.
    command.current_dir(root()).env("CARGO_INCREMENTAL", "0");
    if let Some(folder) = target_folder() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command
}
