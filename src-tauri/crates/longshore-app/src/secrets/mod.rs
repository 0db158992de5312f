//! Where is a connection's secret, and who may see it?
//!
//! The environment variable `LONGSHORE_SECRET_<CONNECTION>` comes first, so that scripts need no keychain. Then
//! the place that the user chose when the connection was added: the operating system's keychain, or a file that
//! only its owner may read.

mod file;
mod keychain;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{error::{ApiError, Class}, home::Home};

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The operating system's keychain.
    Keychain,
    /// A file of mode 0600 in the data folder.
    File,
    /// Only the environment variable.
    Environment,
}

impl Place {
    /// The name used in the journal and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::File => "file",
            Self::Environment => "environment",
        }
    }

    /// The place of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Keychain, Self::File, Self::Environment]
            .into_iter()
            .find(|place| place.as_str() == name)
    }
}

/// Keeps a connection's secret in a place.
pub fn keep(home: &Home, connection: &str, place: Place, secret: &SecretString) -> Result<(), ApiError> {
    match place {
        Place::Keychain => keychain::keep(connection, secret),
        Place::File => file::keep(&home.secrets(), connection, secret),
        Place::Environment => Ok(()),
    }
}

/// Finds a connection's secret.
pub fn find(home: &Home, connection: &str, place: Place) -> Result<SecretString, ApiError> {
    let variable = variable(connection);
    if let Ok(secret) = std::env::var(&variable)
        && !secret.is_empty()
    {
        return Ok(secret.into());
    }
    let kept = match place {
        Place::Keychain => keychain::find(connection)?,
        Place::File => file::find(&home.secrets(), connection)?,
        Place::Environment => None,
    };
    kept.ok_or_else(|| {
        ApiError::new("secret_missing")
            .with("store", connection)
            .with("variable", variable)
            .class(Class::Store)
    })
}

/// Forgets a connection's secret; nothing happens where there is none.
pub fn forget(home: &Home, connection: &str, place: Place) -> Result<(), ApiError> {
    match place {
        Place::Keychain => keychain::forget(connection),
        Place::File => file::forget(&home.secrets(), connection),
        Place::Environment => Ok(()),
    }
}

/// The environment variable of a connection: letters upper-cased, everything else an underscore.
#[must_use]
pub fn variable(connection: &str) -> String {
    let name: String = connection
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
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
        keep(&home, "../sneaky", Place::File, &secret).unwrap();
        let found = find(&home, "../sneaky", Place::File).unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&found), "cs_1234");
        assert!(folder.path().join("secrets").read_dir().unwrap().count() == 1);
        forget(&home, "../sneaky", Place::File).unwrap();
        assert_eq!(find(&home, "../sneaky", Place::File).unwrap_err().code, "secret_missing");
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_in_a_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("new")).unwrap();
        keep(&home, "shop", Place::File, &"cs_1".into()).unwrap();
        let file = home.secrets().read_dir().unwrap().next().unwrap().unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
