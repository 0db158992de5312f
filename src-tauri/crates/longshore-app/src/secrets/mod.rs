//! Where is a connection's secret, and who may see it?
//!
//! The environment variable `LONGSHORE_SECRET_<CONNECTION>` comes first, so that scripts need no keychain. Then
//! the place that the user chose when the connection was added: the operating system's keychain, or a file that
//! only its owner may read.

mod file;
mod keychain;

use longshore_journal::SecretPlace;
use secrecy::SecretString;

use crate::{
    error::{ApiError, Class},
    home::Home,
};

/// Keeps a connection's secret in a place.
pub fn keep(
    home: &Home,
    connection: &str,
    place: SecretPlace,
    secret: &SecretString,
) -> Result<(), ApiError> {
    match place {
        SecretPlace::Keychain => keychain::keep(connection, secret),
        SecretPlace::File => file::keep(&home.secrets(), connection, secret),
        SecretPlace::Environment => Ok(()),
    }
}

/// Finds a connection's secret.
pub fn find(home: &Home, connection: &str, place: SecretPlace) -> Result<SecretString, ApiError> {
    let variable = variable(connection);
    if let Ok(secret) = std::env::var(&variable)
        && !secret.is_empty()
    {
        return Ok(secret.into());
    }
    let kept = match place {
        SecretPlace::Keychain => keychain::find(connection)?,
        SecretPlace::File => file::find(&home.secrets(), connection)?,
        SecretPlace::Environment => None,
    };
    kept.ok_or_else(|| {
        ApiError::new("secret_missing")
            .with("store", connection)
            .with("variable", variable)
            .class(Class::Store)
    })
}

/// Forgets a connection's secret; nothing happens where there is none.
pub fn forget(home: &Home, connection: &str, place: SecretPlace) -> Result<(), ApiError> {
    match place {
        SecretPlace::Keychain => keychain::forget(connection),
        SecretPlace::File => file::forget(&home.secrets(), connection),
        SecretPlace::Environment => Ok(()),
    }
}

/// The environment variable of a connection: letters upper-cased, everything else an underscore.
#[must_use]
pub fn variable(connection: &str) -> String {
    let name: String = connection
        .chars()
        .map(
            |letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' },
        )
        .collect();
    format!("LONGSHORE_SECRET_{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_a_connection_is_one_that_a_shell_can_set() {
        assert_eq!(variable("linen & co"), "LONGSHORE_SECRET_LINEN___CO");
        assert_eq!(variable("Müller2"), "LONGSHORE_SECRET_M_LLER2");
    }

    #[test]
    fn a_secret_in_a_file_is_found_again_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_path_buf()).unwrap();
        let secret = SecretString::from("cs_1234");
        keep(&home, "../sneaky", SecretPlace::File, &secret).unwrap();
        let found = find(&home, "../sneaky", SecretPlace::File).unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&found), "cs_1234");
        assert!(folder.path().join("secrets").read_dir().unwrap().count() == 1);
        forget(&home, "../sneaky", SecretPlace::File).unwrap();
        assert_eq!(find(&home, "../sneaky", SecretPlace::File).unwrap_err().code, "secret_missing");
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_in_a_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("new")).unwrap();
        keep(&home, "shop", SecretPlace::File, &"cs_1".into()).unwrap();
        let file = home.secrets().read_dir().unwrap().next().unwrap().unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
