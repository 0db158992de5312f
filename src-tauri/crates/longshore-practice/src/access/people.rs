//! WordPress' own users, who sign in with an application password.
//!
//! Source: WordPress REST API Handbook, "Authentication" (Basic with an application password), and the codes of
//! `wp_authenticate_application_password`, which `rest_application_password_check_errors` answers with status 401.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{basic, keys, same};
use crate::access::{Credentials, Gate};
use crate::error::PracticeError;
use crate::wordpress::failure::{Failure, Outcome};

/// Letters of an application password; WordPress shows them in groups of four.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LENGTH: usize = 24;

/// Somebody with an application password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) login: String,
    pub(crate) password: String,
    /// Whether the role has `upload_files`, `edit_posts` and `delete_posts`.
    pub(crate) may_upload: bool,
}

/// Everybody with an application password; nobody where none was made.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct People {
    all: Vec<Person>,
}

impl People {
    /// One who may upload, and one who may only read.
    pub(crate) fn generate() -> Result<Self, PracticeError> {
        let person = |id, login: &str, may_upload| {
            let login = login.to_owned();
            Ok::<_, PracticeError>(Person { id, login, password: password()?, may_upload })
        };
        Ok(Self { all: vec![person(1, "shopkeeper", true)?, person(2, "guest", false)?] })
    }

    /// Those of a data folder, made if there are none.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, PracticeError> {
        let path = folder.join("people.json");
        let failed = |source| PracticeError::Folder { path: path.clone(), source };
        if path.exists() {
            let text = std::fs::read(&path).map_err(failed)?;
            return serde_json::from_slice(&text).map_err(|error| failed(error.into()));
        }
        let people = Self::generate()?;
        let text = serde_json::to_vec_pretty(&people).map_err(|error| failed(error.into()))?;
        keys::write_private(&path, &text).map_err(failed)?;
        Ok(people)
    }

    /// The one who may upload, or the one who may not.
    pub(crate) fn who(&self, may_upload: bool) -> Option<&Person> {
        self.all.iter().find(|person| person.may_upload == may_upload)
    }
}

impl Gate {
    /// Who asks WordPress itself. The store's keys count for nothing there (`media-wp-v2-upload-with-wc-key`), and a
    /// password only where it cannot be read on the way.
    pub(crate) fn person(&self, credentials: &Credentials<'_>) -> Outcome<Option<&Person>> {
        let is_available = !self.people.all.is_empty() && (credentials.secure || !self.strict);
        let Some((login, password)) = credentials.authorization.and_then(basic) else {
            return Ok(None);
        };
        if !is_available {
            return Ok(None);
        }
        let refuse = |code: &'static str, message: &'static str| {
            Err(Failure::new(401, code, message).forbidding())
        };
        let is_called = |person: &&Person| person.login.eq_ignore_ascii_case(&login);
        let Some(person) = self.people.all.iter().find(is_called) else {
            return match login.contains('@') {
                true => refuse(
                    "invalid_email",
                    "Unknown email address. Check again or try your username.",
                ),
                false => refuse(
                    "invalid_username",
                    "Unknown username. Check again or try your email address.",
                ),
            };
        };
        // What is shown in groups may be typed in groups.
        let bare =
            |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
        match same(bare(&password).as_bytes(), bare(&person.password).as_bytes()) {
            true => Ok(Some(person)),
            false => refuse(
                "incorrect_password",
                "The provided password is an invalid application password.",
            ),
        }
    }
}

fn password() -> Result<String, PracticeError> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| PracticeError::Random)?;
    let mut text = String::new();
    for (at, byte) in bytes.into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    }
    Ok(text)
}
