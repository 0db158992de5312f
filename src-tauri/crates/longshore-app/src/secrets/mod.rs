//! Where is a connection's secret, and who may see it?
//!
//! The environment variable `LONGSHORE_SECRET_<CONNECTION>` comes first, so that scripts need no keychain. Then
//! the place that the user chose when the connection was added: the operating system's keychain, or a file that
//! only its owner may read. The password of a WordPress user goes the same ways, under a name of its own
//! (`LONGSHORE_WORDPRESS_<CONNECTION>`).

mod file;
mod keychain;

use longshore_journal::SecretPlace;
use secrecy::SecretString;

use crate::{
    error::{ApiError, Class},
    home::Home,
};

/// Whose secret it is, of which connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account<'a> {
    /// That of the shop's key.
    Key(&'a str),
    /// The application password of a WordPress user.
    WordPress(&'a str),
}

impl Account<'_> {
    fn connection(&self) -> &str {
        match self {
            Self::Key(name) | Self::WordPress(name) => name,
        }
    }
}

/// Keeps a secret in a place.
pub fn keep(
    home: &Home,
    account: Account<'_>,
    place: SecretPlace,
    secret: &SecretString,
) -> Result<(), ApiError> {
    match place {
        SecretPlace::Keychain => keychain::keep(account, secret),
        SecretPlace::File => file::keep(&home.secrets(), account, secret),
        SecretPlace::Environment => Ok(()),
    }
}

/// Finds a secret.
pub fn find(
    home: &Home,
    account: Account<'_>,
    place: SecretPlace,
) -> Result<SecretString, ApiError> {
    let variable = variable(account);
    if let Ok(secret) = std::env::var(&variable)
        && !secret.is_empty()
    {
        return Ok(secret.into());
    }
    let kept = match place {
        SecretPlace::Keychain => keychain::find(account)?,
        SecretPlace::File => file::find(&home.secrets(), account)?,
        SecretPlace::Environment => None,
    };
    kept.ok_or_else(|| {
        let code = match account {
            Account::Key(_) => "secret_missing",
            Account::WordPress(_) => "wordpress_password_missing",
        };
        ApiError::new(code)
            .with("store", account.connection())
            .with("variable", variable)
            .class(Class::Store)
    })
}

/// Forgets a secret; nothing happens where there is none.
pub fn forget(home: &Home, account: Account<'_>, place: SecretPlace) -> Result<(), ApiError> {
    match place {
        SecretPlace::Keychain => keychain::forget(account),
        SecretPlace::File => file::forget(&home.secrets(), account),
        SecretPlace::Environment => Ok(()),
    }
}

/// The environment variable of a secret: letters upper-cased, everything else an underscore.
#[must_use]
pub fn variable(account: Account<'_>) -> String {
    let name: String = account
        .connection()
        .chars()
        .map(
            |letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' },
        )
        .collect();
    match account {
        Account::Key(_) => format!("LONGSHORE_SECRET_{name}"),
        Account::WordPress(_) => format!("LONGSHORE_WORDPRESS_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_a_connection_is_one_that_a_shell_can_set() {
        assert_eq!(variable(Account::Key("linen & co")), "LONGSHORE_SECRET_LINEN___CO");
        assert_eq!(variable(Account::WordPress("Müller2")), "LONGSHORE_WORDPRESS_M_LLER2");
    }

    #[test]
    fn a_secret_in_a_file_is_found_again_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_path_buf()).unwrap();
        let secret = SecretString::from("cs_1234");
        let accounts = [Account::Key("../sneaky"), Account::WordPress("../sneaky")];
        let missing = ["secret_missing", "wordpress_password_missing"];
        for (account, missing) in accounts.into_iter().zip(missing) {
            keep(&home, account, SecretPlace::File, &secret).unwrap();
            let found = find(&home, account, SecretPlace::File).unwrap();
            assert_eq!(secrecy::ExposeSecret::expose_secret(&found), "cs_1234");
            assert!(folder.path().join("secrets").read_dir().unwrap().count() == 1);
            forget(&home, account, SecretPlace::File).unwrap();
            assert_eq!(find(&home, account, SecretPlace::File).unwrap_err().code, missing);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_in_a_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("new")).unwrap();
        keep(&home, Account::Key("shop"), SecretPlace::File, &"cs_1".into()).unwrap();
        let file = home.secrets().read_dir().unwrap().next().unwrap().unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
