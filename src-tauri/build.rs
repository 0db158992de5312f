//! Build script of the desktop package. Cargo runs it in the top folder, which every path here starts from.

use std::error::Error;
use std::fs;
use std::path::Path;

/// The built interface, which the window carries inside.
const INTERFACE: &str = "ui/dist";
const WINDOWS_ICON: &str = "assets/icons/icon.ico";

/// Shown by a window that was built before its interface.
const NO_INTERFACE: &str = "<!doctype html><title>Longshore Studio</title><h1>The interface has not been built</h1>\
    <p>Run <code>npm ci</code> and <code>npm run build</code> in the folder <code>ui</code>, then build again.</p>";

/// What the page may call, each with a permission of its own: what is not here would be open to every page.
const ASKED: &[&str] =
    &["rpc", "pick", "take_given", "open_address", "show_place", "notify", "quit"];

fn main() -> Result<(), Box<dyn Error>> {
    let page = Path::new(INTERFACE).join("index.html");
    if !page.exists() {
        // Without the folder the window does not even compile, and lints and editors would see errors everywhere.
        fs::create_dir_all(INTERFACE)?;
        fs::write(page, NO_INTERFACE)?;
        println!("cargo:warning={INTERFACE} is missing: the window will only say so");
    }
    // The files are read by a macro, which cargo does not notice.
    for path in [INTERFACE, "tauri.conf.json", "src-tauri/capabilities", "assets/icons"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let icon = tauri_build::WindowsAttributes::new().window_icon_path(WINDOWS_ICON);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(ASKED))
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .windows_attributes(icon);
    Ok(tauri_build::try_build(attributes)?)
}
