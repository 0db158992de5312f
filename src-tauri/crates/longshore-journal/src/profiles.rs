//! Which profiles did the user save?

use jiff::Timestamp;
use longshore_engine::profile::Profile;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::{
    error::JournalError,
    journal::{Journal, millis, moment},
    number::{Stored, number},
};

number! {
    /// The number of a saved profile.
    ProfileId
}

/// A profile as it was saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedProfile {
    /// Its number.
    pub id: ProfileId,
    /// The header that it is found again by.
    pub fingerprint: Option<u64>,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// The profile; its name is unique.
    pub profile: Profile,
}

impl Journal {
    /// Saves a profile under its name, in place of one that has it.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn save_profile(
        &self,
        profile: &Profile,
        fingerprint: Option<u64>,
        at: Timestamp,
    ) -> Result<ProfileId, JournalError> {
        let body = serde_json::to_string(profile)
            .map_err(|error| JournalError::unreadable("profile", 0, error))?;
        self.write(|journal| {
            Ok(journal.query_row(
                "INSERT INTO profile (name, fingerprint, body, saved_at, saved_step)
                 VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(saved_step), 0) + 1 FROM profile))
                 ON CONFLICT (name) DO UPDATE SET fingerprint = coalesce(?2, fingerprint), body = ?3, saved_at = ?4,
                     saved_step = excluded.saved_step
                 RETURNING id",
                (&profile.name, fingerprint.map(Stored::stored), body, millis(at)),
                |row| row.get(0),
            )?)
        })
    }

    /// All profiles, by name.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn profiles(&self) -> Result<Vec<SavedProfile>, JournalError> {
        self.select_profiles("SELECT * FROM profile ORDER BY name COLLATE NOCASE, id", [])
    }

    /// The profiles that were saved with a header of this fingerprint, the one saved last first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn profiles_for(&self, fingerprint: u64) -> Result<Vec<SavedProfile>, JournalError> {
        let question = "SELECT * FROM profile WHERE fingerprint = ?1 ORDER BY saved_step DESC";
        self.select_profiles(question, [fingerprint.stored()])
    }

    /// The profile of that name.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn profile(&self, name: &str) -> Result<SavedProfile, JournalError> {
        let found = self.select_profiles("SELECT * FROM profile WHERE name = ?1", [name])?;
        found.into_iter().next().ok_or_else(|| JournalError::not_found("profile", name))
    }

    /// Takes a profile away; runs keep the copy that they were made with.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn remove_profile(&self, name: &str) -> Result<(), JournalError> {
        self.write(|journal| {
            match journal.execute("DELETE FROM profile WHERE name = ?1", [name])? {
                0 => Err(JournalError::not_found("profile", name)),
                _ => Ok(()),
            }
        })
    }

    fn select_profiles(
        &self,
        question: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Vec<SavedProfile>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(question)?;
            let mut rows = statement.query(parameters)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(saved(row)?);
            }
            Ok(found)
        })
    }
}

pub(crate) fn saved(row: &Row<'_>) -> Result<SavedProfile, JournalError> {
    let id: ProfileId = row.get("id")?;
    let body: String = row.get("body")?;
    Ok(SavedProfile {
        id,
        fingerprint: row.get::<_, Option<i64>>("fingerprint")?.map(i64::cast_unsigned),
        saved_at: moment(row.get("saved_at")?),
        profile: serde_json::from_str(&body)
            .map_err(|error| JournalError::unreadable("profile", id.0, error))?,
    })
}
