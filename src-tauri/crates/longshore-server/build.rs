//! Puts the built interface into the program, where there is one: whoever has no Node builds a server that says so.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

const INTERFACE: &str = "../../../ui/dist";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(INTERFACE);
    let mut list = String::from("&[\n");
    if folder.join("index.html").is_file() {
        take(&folder.canonicalize()?, "", &mut list)?;
    }
    list.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("interface.rs"), list)?;
    // As long as it is not there, each build looks again.
    println!("cargo:rerun-if-changed={INTERFACE}");
    Ok(())
}

fn take(folder: &Path, under: &str, list: &mut String) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            take(&path, &format!("{name}/"), list)?;
        } else {
            writeln!(
                list,
                "    ({name:?}, include_bytes!({:?}).as_slice()),",
                path.display().to_string()
            )?;
        }
    }
    Ok(())
}
