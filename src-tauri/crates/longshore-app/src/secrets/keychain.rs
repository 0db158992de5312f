//! How is a secret kept in the operating system's keychain?

use secrecy::{ExposeSecret, SecretString};

use super::Account;
use crate::error::ApiError;

const PROGRAM: &str = "Longshore";
const WORDPRESS: &str = "Longshore WordPress";

pub(super) fn keep(account: Account<'_>, secret: &SecretString) -> Result<(), ApiError> {
    entry(account)?.set_password(secret.expose_secret()).map_err(|error| unusable(&error))
}

pub(super) fn find(account: Account<'_>) -> Result<Option<SecretString>, ApiError> {
    match entry(account)?.get_password() {
        Ok(secret) => Ok(Some(secret.into())),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(unusable(&error)),
    }
}

pub(super) fn forget(account: Account<'_>) -> Result<(), ApiError> {
    match entry(account)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(unusable(&error)),
    }
}

fn entry(account: Account<'_>) -> Result<keyring::Entry, ApiError> {
    let (service, name) = match account {
        Account::Key(name) => (PROGRAM, name),
        Account::WordPress(name) => (WORDPRESS, name),
    };
    keyring::Entry::new(service, name).map_err(|error| unusable(&error))
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
