//! How is a secret kept in the operating system's keychain?

use secrecy::{ExposeSecret, SecretString};

use crate::error::ApiError;

const PROGRAM: &str = "Longshore";

pub(super) fn keep(connection: &str, secret: &SecretString) -> Result<(), ApiError> {
    entry(connection)?.set_password(secret.expose_secret()).map_err(|error| unusable(&error))
}

pub(super) fn find(connection: &str) -> Result<Option<SecretString>, ApiError> {
    match entry(connection)?.get_password() {
        Ok(secret) => Ok(Some(secret.into())),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(unusable(&error)),
    }
}

pub(super) fn forget(connection: &str) -> Result<(), ApiError> {
    match entry(connection)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(unusable(&error)),
    }
}

fn entry(connection: &str) -> Result<keyring::Entry, ApiError> {
    keyring::Entry::new(PROGRAM, connection).map_err(|error| unusable(&error))
}

/// Only the kind of error is passed on: some carry the bytes that were found.
fn unusable(error: &keyring::Error) -> ApiError {
    let kind = match error {
        keyring::Error::NoStorageAccess(_) => "no_storage_access",
        keyring::Error::PlatformFailure(_) => "platform_failure",
        keyring::Error::BadEncoding(_) => "bad_encoding",
        keyring::Error::TooLong(..) => "too_long",
        _ => "other",
    };
    ApiError::new("keychain_unusable").with("kind", kind).hint("keep_secret_in_file")
}
