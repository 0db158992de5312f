//! Which private authority is trusted for a connection?
//!
//! Its certificates are taken over into the data folder when the connection is added: the file that the user named
//! may go away, or become another one that nobody meant to trust.

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    error::ApiError,
    home::{Home, file_name, make_private},
};

/// All authorities of a system together are smaller.
const LONGEST: u64 = 1 << 20;

/// Reads the file that the user names. Whether there are certificates in it is seen when they are used.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, ApiError> {
    let unreadable = |error: std::io::Error| {
        ApiError::new("ca_file_unreadable").with("file", file.display()).detail(error)
    };
    let opened = fs::File::open(file).map_err(unreadable)?;
    if !opened.metadata().map_err(unreadable)?.is_file() {
        return Err(unreadable(ErrorKind::InvalidInput.into()));
    }
    let mut pem = Vec::new();
    opened.take(LONGEST + 1).read_to_end(&mut pem).map_err(unreadable)?;
    match pem.len() as u64 > LONGEST {
        true => Err(ApiError::new("store_authority_invalid")),
        false => Ok(pem),
    }
}

/// Keeps the certificates of a connection, and answers how the journal calls the file.
pub(crate) fn keep(home: &Home, connection: &str, pem: &[u8]) -> Result<String, ApiError> {
    let folder = home.authorities();
    make_private(&folder)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    file.write_all(pem)?;
    file.as_file().sync_all()?;
    let path = folder.join(format!("{}.pem", file_name(connection)));
    file.persist(&path).map_err(|error| ApiError::from(error.error))?;
    // Without the data folder itself, which may move.
    let name = path.strip_prefix(home.folder()).unwrap_or(&path);
    Ok(name.to_string_lossy().into_owned())
}

/// The kept certificates.
pub(crate) fn find(home: &Home, name: &str) -> Result<Vec<u8>, ApiError> {
    read(&path(home, name))
}

/// Removes the kept certificates; nothing happens where there are none.
pub(crate) fn forget(home: &Home, name: &str) -> Result<(), ApiError> {
    let path = path(home, name);
    if !path.starts_with(home.authorities()) {
        // Kept by somebody else.
        return Ok(());
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn path(home: &Home, name: &str) -> PathBuf {
    home.folder().join(name)
}
