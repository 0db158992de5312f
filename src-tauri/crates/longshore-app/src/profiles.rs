//! Which profiles are there?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_engine::{
    profile::{Change, Fingerprint, Fit, Profile},
    row::Header,
    suggest::Suggestion,
};
use longshore_journal::{Journal, profiles::SavedProfile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{error::ApiError, events::Event, sources::Prepared, stores::Nothing, studio::Studio};

/// A profile in a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProfileInfo {
    /// Its name.
    pub name: String,
    /// The platform whose grammar the rows follow; empty for a plain table.
    pub platform: String,
    /// How many columns it imports.
    pub columns: usize,
    /// By what files for it are known again.
    pub fingerprint: String,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

impl From<&SavedProfile> for ProfileInfo {
    fn from(saved: &SavedProfile) -> Self {
        let profile = &saved.profile;
        Self {
            name: profile.name.clone(),
            platform: profile.platform.to_string(),
            columns: profile.columns.iter().filter(|column| column.target.is_some()).count(),
            fingerprint: profile.fingerprint().to_string(),
            saved_at: saved.saved_at,
        }
    }
}

/// More profiles are not offered.
const MOST: usize = 3;

/// A profile that fits a file nearly.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProfileResembling {
    /// Its name.
    pub name: String,
    /// How many of the columns that it imports are there by name.
    pub found: usize,
    /// How many it imports.
    pub of: usize,
    /// What is different about the columns.
    pub changes: Vec<Change>,
}

/// The saved profiles that nearly fit a header, the best first.
pub(crate) fn resembling(
    saved: &[SavedProfile],
    header: &Header,
    suggestions: &[Suggestion],
) -> Vec<ProfileResembling> {
    let mut fits: Vec<(&SavedProfile, Fit)> =
        saved.iter().map(|saved| (saved, saved.profile.fit(header, suggestions))).collect();
    fits.retain(|(_, fit)| fit.is_worth_asking());
    fits.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.rank()));
    let offered = fits.into_iter().take(MOST).map(|(saved, fit)| ProfileResembling {
        name: saved.profile.name.clone(),
        found: fit.found,
        of: fit.of,
        changes: fit.changes,
    });
    offered.collect()
}

/// Names a profile.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProfileNamed {
    /// Its name.
    pub name: String,
}

/// All profiles.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<ProfileInfo>, ApiError> {
    let saved = studio.ask(Journal::profiles).await?;
    Ok(saved.iter().map(ProfileInfo::from).collect())
}

/// One profile, whole.
pub async fn show(studio: &Studio, request: ProfileNamed) -> Result<Profile, ApiError> {
    Ok(studio.ask(move |journal| journal.profile(&request.name)).await?.profile)
}

/// A profile to be written into a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProfileExport {
    /// Its name.
    pub name: String,
    /// The file.
    pub file: PathBuf,
}

/// Writes a profile into a file.
pub async fn export(studio: &Studio, request: ProfileExport) -> Result<Profile, ApiError> {
    let profile = show(studio, ProfileNamed { name: request.name }).await?;
    let text = profile.to_file().map_err(ApiError::internal)?;
    tokio::fs::write(&request.file, text).await.map_err(|error| {
        ApiError::new("file_not_written").with("file", request.file.display()).detail(error)
    })?;
    Ok(profile)
}

/// A profile as the text of its file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProfileText {
    /// The text.
    pub text: String,
}

/// A profile as the text of its file.
pub async fn text(studio: &Studio, request: ProfileNamed) -> Result<ProfileText, ApiError> {
    let text = show(studio, request).await?.to_file().map_err(ApiError::internal)?;
    Ok(ProfileText { text })
}

/// A profile that gets another name.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProfileRename {
    /// Its name.
    pub name: String,
    /// Its new name, which no other has.
    pub new_name: String,
}

/// Gives a profile another name.
pub async fn rename(studio: &Studio, request: ProfileRename) -> Result<Profile, ApiError> {
    let new_name = request.new_name.trim().to_owned();
    if new_name.is_empty() {
        return Err(ApiError::new("profile_name_empty"));
    }
    let profile = show(studio, ProfileNamed { name: request.name.clone() }).await?;
    if new_name == request.name {
        return Ok(profile);
    }
    if list(studio, Nothing {}).await?.iter().any(|other| other.name == new_name) {
        return Err(ApiError::new("profile_name_taken").with("name", new_name));
    }
    let renamed = Profile { name: new_name, ..profile };
    let (kept, Fingerprint(fingerprint)) = (renamed.clone(), renamed.fingerprint());
    // Told once: whoever lists the profiles in between would see both.
    studio
        .ask(move |journal| {
            journal.save_profile(&kept, Some(fingerprint), Timestamp::now())?;
            journal.remove_profile(&request.name)
        })
        .await?;
    studio.events().tell(Event::ProfilesChanged);
    Ok(renamed)
}

/// Takes a profile away. Runs keep the copy that they were made with.
pub async fn remove(studio: &Studio, request: ProfileNamed) -> Result<(), ApiError> {
    studio.ask(move |journal| journal.remove_profile(&request.name)).await?;
    studio.events().tell(Event::ProfilesChanged);
    Ok(())
}

/// A profile in a file.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ProfileImport {
    /// The file.
    #[ts(as = "Option<_>", optional)]
    pub file: PathBuf,
    /// The text of the file, where it is at hand; then no file is read.
    pub text: Option<String>,
    /// What to call it instead of the name in the file.
    pub name: Option<String>,
    /// Whether it takes the place of one that has its name and says something else.
    #[ts(as = "Option<_>", optional)]
    pub replace: bool,
}

/// Takes a profile from a file. One of the same name that says something else is replaced only where that is asked for.
pub async fn import(studio: &Studio, request: ProfileImport) -> Result<Profile, ApiError> {
    /// No profile of ours comes near this.
    const LARGEST: u64 = 4 << 20;
    let file = request.file;
    let unreadable = |error: std::io::Error| {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => "file_not_found",
            _ => "file_unreadable",
        };
        ApiError::new(code).with("file", file.display()).detail(error)
    };
    let bytes = match request.text {
        Some(text) => text.into_bytes(),
        None => {
            if tokio::fs::metadata(&file).await.map_err(unreadable)?.len() > LARGEST {
                return Err(ApiError::new("profile_too_big").with("file", file.display()));
            }
            tokio::fs::read(&file).await.map_err(unreadable)?
        }
    };
    let mut profile = Profile::from_file(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let (code, params) = error.code();
        let told = ApiError::new(code).with("file", file.display());
        params.into_iter().fold(told, |told, (name, value)| told.with(name, value))
    })?;
    if let Some(name) = request.name {
        profile.name = name;
    }
    if profile.name.trim().is_empty() {
        return Err(ApiError::new("profile_without_name").with("file", file.display()));
    }
    if !request.replace {
        let name = profile.name.clone();
        let known = studio.ask(Journal::profiles).await?;
        if known.iter().any(|other| other.profile.name == name && other.profile != profile) {
            return Err(ApiError::new("profile_name_taken").with("name", name));
        }
    }
    keep(studio, profile.clone()).await?;
    Ok(profile)
}

/// Keeps what was decided about a file's columns.
pub(crate) async fn save(studio: &Studio, name: &str, prepared: &Prepared) -> Result<(), ApiError> {
    let profile = Profile { name: name.to_owned(), ..prepared.profile.clone() };
    keep(studio, profile).await
}

async fn keep(studio: &Studio, profile: Profile) -> Result<(), ApiError> {
    let Fingerprint(fingerprint) = profile.fingerprint();
    studio
        .ask(move |journal| journal.save_profile(&profile, Some(fingerprint), Timestamp::now()))
        .await?;
    studio.events().tell(Event::ProfilesChanged);
    Ok(())
}
