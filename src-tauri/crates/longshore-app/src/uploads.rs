//! Files that a browser hands over, or that come from the web: by token and never by path.
//!
//! The host that receives a file writes it with [`begin`]; whoever has the token makes a draft of it, once.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{ApiError, Home, home::make_private, sources::FetchedFrom};

/// A file that is being handed over.
#[derive(Debug)]
pub struct Upload {
    /// What names it from now on.
    pub token: String,
    /// Where its bytes are to be written; only the user can read it.
    pub path: PathBuf,
}

/// What the file is called lies beside it.
const NAME: &str = "name";
const FILE: &str = "file";
const FROM: &str = "from";
/// Longer names of files are not kept.
const LONGEST_NAME: usize = 255;

/// Makes room for a file of that name; on a thread that may wait for a disk.
///
/// # Errors
/// Where the data folder cannot be written to.
pub fn begin(home: &Home, name: &str) -> Result<Upload, ApiError> {
    let folder = home.uploads();
    make_private(&folder)?;
    let made = tempfile::Builder::new().prefix("upload-").rand_bytes(24).tempdir_in(&folder)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    fs::write(made.path().join(NAME), &name[..name.floor_char_boundary(LONGEST_NAME)])?;
    let path = made.path().join(FILE);
    fs::File::create_new(&path)?;
    let token = made.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    // It stays until a draft takes it, or until it is too old.
    let _ = made.keep();
    Ok(Upload { token, path })
}

/// The file of a token, and what it is called.
pub(crate) fn find(home: &Home, token: &str) -> Result<(PathBuf, String), ApiError> {
    let unknown = || ApiError::new("upload_unknown");
    let is_token = token.strip_prefix("upload-").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !is_token {
        return Err(unknown());
    }
    let folder = home.uploads().join(token);
    let name = fs::read_to_string(folder.join(NAME)).map_err(|_| unknown())?;
    Ok((folder.join(FILE), name))
}

/// Notes the address that the file of a token was fetched from.
pub(crate) fn set_from(home: &Home, token: &str, from: &FetchedFrom) -> Result<(), ApiError> {
    let (file, _) = find(home, token)?;
    let text = serde_json::to_vec(from).map_err(ApiError::internal)?;
    Ok(fs::write(file.with_file_name(FROM), text)?)
}

/// The address that the file of a token was fetched from, where it was.
pub(crate) fn from(home: &Home, token: &str) -> Option<FetchedFrom> {
    let (file, _) = find(home, token).ok()?;
    serde_json::from_slice(&fs::read(file.with_file_name(FROM)).ok()?).ok()
}

/// Forgets a token.
pub(crate) fn forget(home: &Home, token: &str) {
    remove(&home.uploads().join(token));
}

/// Takes away what nobody came for within a day.
pub(crate) fn sweep(home: &Home) {
    const OLD: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
    let Ok(found) = fs::read_dir(home.uploads()) else { return };
    for entry in found.flatten() {
        let written = entry.metadata().and_then(|found| found.modified());
        if written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > OLD)) {
            remove(&entry.path());
        }
    }
}

fn remove(folder: &Path) {
    // What stays is swept up later.
    let _ = fs::remove_dir_all(folder);
}
