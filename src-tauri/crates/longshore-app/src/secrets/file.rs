//! How is a secret kept in a file that only its owner may read?

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use crate::{
    error::ApiError,
    home::{file_name, make_private},
};

pub(super) fn keep(folder: &Path, connection: &str, secret: &SecretString) -> Result<(), ApiError> {
    make_private(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(secret.expose_secret().as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path(folder, connection)).map_err(|error| ApiError::from(error.error))?;
    Ok(())
}

pub(super) fn find(folder: &Path, connection: &str) -> Result<Option<SecretString>, ApiError> {
    match fs::read_to_string(path(folder, connection)) {
        Ok(secret) => Ok(Some(secret.trim().to_owned().into())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn forget(folder: &Path, connection: &str) -> Result<(), ApiError> {
    match fs::remove_file(path(folder, connection)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn path(folder: &Path, connection: &str) -> PathBuf {
    folder.join(file_name(connection))
}
