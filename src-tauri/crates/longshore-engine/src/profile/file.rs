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
        let unread = |error: serde_json::Error| match text.contains(MARK) {
            true => broken(&error),
            false => ProfileError::NotAProfile(error.to_string()),
        };
        let any: Value = serde_json::from_str(text).map_err(unread)?;
        match any.get("longshore_profile").and_then(Value::as_u64) {
            None => Err(ProfileError::NotAProfile("no version".to_owned())),
            Some(version) if version > VERSION => Err(ProfileError::Newer(version)),
            // From the text, which knows its lines.
            Some(_) => serde_json::from_str::<File>(text).map(|file| file.profile).map_err(unread),
        }
    }
}

/// What every profile says of itself.
const MARK: &str = "\"longshore_profile\"";

/// A profile that somebody changed by hand, or that was cut off.
fn broken(error: &serde_json::Error) -> ProfileError {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let detail = error.to_string();
    let detail = detail.strip_suffix(&place).unwrap_or(&detail).to_owned();
    ProfileError::Broken { line: error.line(), detail }
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
        let cut = "{\n\"longshore_profile\": 1,\n\"profile\": {";
        assert!(matches!(Profile::from_file(cut), Err(ProfileError::Broken { line: 3, .. })));
        let changed = "{\"longshore_profile\": 1,\n\"profile\": {\n\"mode\": \"mend\"}}";
        let Err(ProfileError::Broken { line, detail }) = Profile::from_file(changed) else {
            panic!()
        };
        assert_eq!(line, 3);
        assert!(
            detail.starts_with("unknown variant `mend`") && !detail.contains("line"),
            "{detail}"
        );
        let newer = r#"{"longshore_profile": 9, "profile": {}}"#;
        assert_eq!(Profile::from_file(newer), Err(ProfileError::Newer(9)));
        let empty = r#"{"longshore_profile": 1, "profile": {}}"#;
        assert_eq!(Profile::from_file(empty), Ok(Profile::default()));
    }
}
