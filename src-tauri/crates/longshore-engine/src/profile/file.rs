//! A profile as a file that people share.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Profile;
use crate::error::ProfileError;

/// The version of the format that this program writes; it reads this one and older ones.
pub const VERSION: u64 = 1;

/// No profile is bigger.
const LARGEST: usize = 4 << 20;

#[derive(Serialize, Deserialize)]
struct File {
    longshore_profile: u64,
    /// For people who look into the file; it is worked out anew when it is read.
    #[serde(default)]
    fingerprint: String,
    profile: Profile,
}

impl Profile {
    /// The text of its file.
    ///
    /// # Errors
    /// Never for a profile that was read or built; the text is JSON.
    pub fn to_file(&self) -> Result<String, ProfileError> {
        let file = File {
            longshore_profile: VERSION,
            fingerprint: self.fingerprint().to_string(),
            profile: self.clone(),
        };
        serde_json::to_string_pretty(&file)
            .map_err(|error| ProfileError::NotAProfile(error.to_string()))
    }

    /// The profile in the text of a file.
    ///
    /// # Errors
    /// When it is none, too big, or of a newer version.
    pub fn from_file(text: &str) -> Result<Self, ProfileError> {
        if text.len() > LARGEST {
            return Err(ProfileError::TooBig);
        }
        let text = text.trim_start_matches('\u{feff}');
        let any: Value = serde_json::from_str(text)
            .map_err(|error| ProfileError::NotAProfile(error.to_string()))?;
        match any.get("longshore_profile").and_then(Value::as_u64) {
            None => Err(ProfileError::NotAProfile("no version".to_owned())),
            Some(version) if version > VERSION => Err(ProfileError::Newer(version)),
            Some(_) => serde_json::from_value::<File>(any)
                .map(|file| file.profile)
                .map_err(|error| ProfileError::NotAProfile(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        profile::{ColumnMap, Step},
        value::Key,
    };

    #[test]
    fn a_profile_comes_back_from_its_file_as_it_was() {
        let steps = vec![
            Step::Trim,
            Step::Replace { find: "a".to_owned(), with: "b".to_owned() },
            Step::Arithmetic {
                multiply: Some("1.19".parse().unwrap()),
                add: None,
                decimals: Some(2),
                ending: None,
            },
        ];
        let profile = Profile {
            name: "Supplier".to_owned(),
            columns: vec![ColumnMap {
                column: "Preis".to_owned(),
                target: Some("regular_price".into()),
                steps,
                ..ColumnMap::default()
            }],
            match_keys: vec![Key::Sku],
            ..Profile::default()
        };
        assert_eq!(Profile::from_file(&profile.to_file().unwrap()), Ok(profile));
    }

    #[test]
    fn what_is_no_profile_is_refused() {
        assert!(matches!(Profile::from_file("{"), Err(ProfileError::NotAProfile(_))));
        assert!(matches!(Profile::from_file("{}"), Err(ProfileError::NotAProfile(_))));
        let newer = r#"{"longshore_profile": 9, "profile": {}}"#;
        assert_eq!(Profile::from_file(newer), Err(ProfileError::Newer(9)));
        let empty = r#"{"longshore_profile": 1, "profile": {}}"#;
        assert_eq!(Profile::from_file(empty), Ok(Profile::default()));
    }
}
