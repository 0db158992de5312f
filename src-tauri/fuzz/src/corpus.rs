//! Sound input: what lies in `corpus`, what a real store answered, and real files where there are any.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::target::Target;

/// No piece of the corpus is longer; of longer ones there are several pieces.
const LONGEST: usize = 6 << 10;

/// Everything that inputs of a target are made from.
#[must_use]
pub fn of(target: &Target) -> Vec<Vec<u8>> {
    [own(target), (target.real)()].concat()
}

/// The part of it that is the same everywhere: what lies in the repository and what is made by code.
#[must_use]
pub fn own(target: &Target) -> Vec<Vec<u8>> {
    [committed(target.name), (target.seeds)()].concat()
}

/// The crate's folder. Cargo says where it is now, which may be elsewhere than when this was built.
fn here() -> PathBuf {
    let built_in = || env!("CARGO_MANIFEST_DIR").into();
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(built_in, PathBuf::from)
}

/// The files of a target that lie in the repository, by name; among them everything that ever did harm.
#[must_use]
pub fn committed(name: &str) -> Vec<Vec<u8>> {
    let folder = here().join("corpus").join(name);
    files(&folder).iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// What a real store answered: path and body of each exchange.
#[must_use]
pub fn recordings() -> Vec<(String, String)> {
    let folder = here().join("../crates/longshore-connectors/tests/recordings");
    let read = |path: &PathBuf| {
        let recording: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let path = recording["request"]["path"].as_str()?.to_owned();
        Some((path, recording["response"]["body"].to_string()))
    };
    let recordings = files(&folder).iter().filter_map(read).collect::<Vec<_>>();
    recordings.into_iter().filter(|(_, body)| body.len() < 4 * LONGEST).collect()
}

/// Where files of real merchants lie that are no part of the repository.
#[must_use]
pub fn real_folder() -> Option<PathBuf> {
    let folder = std::env::var_os("LONGSHORE_REALDATA")
        .map_or_else(|| here().join("../../../shared/realdata"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Pieces of real tables: the beginning, and something from the middle under the same header.
#[must_use]
pub fn real_tables() -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    for table in real(&["csv", "xml", "json"]) {
        let header = table.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        pieces.push(table[..table.len().min(LONGEST)].to_vec());
        if table.len() > 4 * LONGEST && header < LONGEST {
            let middle = &table[table.len() / 2..][..LONGEST - header];
            pieces.push([&table[..header], middle].concat());
        }
    }
    pieces
}

/// Real workbooks, whole.
#[must_use]
pub fn real_workbooks() -> Vec<Vec<u8>> {
    real(&["xlsx"])
}

/// The names of the columns of real tables, one a line.
#[must_use]
pub fn real_headers() -> Vec<Vec<u8>> {
    let first = |table: &Vec<u8>| {
        let line = table.split(|byte| *byte == b'\n').next().unwrap_or_default();
        line.iter().map(|byte| if b",;\t".contains(byte) { b'\n' } else { *byte }).collect()
    };
    real(&["csv"]).iter().map(first).collect()
}

fn real(endings: &[&str]) -> Vec<Vec<u8>> {
    let folders = real_folder().map(|folder| folders(&folder)).unwrap_or_default();
    let all = folders.iter().flat_map(|folder| files(folder));
    let wanted = all.filter(|path| {
        path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
    });
    wanted.filter_map(|path| fs::read(path).ok()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_file()).collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}
