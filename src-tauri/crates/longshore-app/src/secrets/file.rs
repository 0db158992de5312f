//! How is a secret kept in a file that only its owner may read?

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use super::Account;
use crate::{
    error::ApiError,
    home::{file_name, make_private},
};

pub(super) fn keep(
    folder: &Path,
    account: Account<'_>,
    secret: &SecretString,
) -> Result<(), ApiError> {
    make_private(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(secret.expose_secret().as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path(folder, account)).map_err(|error| ApiError::from(error.error))?;
    Ok(())
}

pub(super) fn find(folder: &Path, account: Account<'_>) -> Result<Option<SecretString>, ApiError> {
    match fs::read_to_string(path(folder, account)) {
        Ok(secret) => Ok(Some(secret.trim().to_owned().into())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn forget(folder: &Path, account: Account<'_>) -> Result<(), ApiError> {
    match fs::remove_file(path(folder, account)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn path(folder: &Path, account: Account<'_>) -> PathBuf {
    match account {
        Account::Key(name) => folder.join(file_name(name)),
        // No name in hexadecimal has a point.
        Account::WordPress(name) => folder.join(format!("{}.wordpress", file_name(name))),
    }
}
