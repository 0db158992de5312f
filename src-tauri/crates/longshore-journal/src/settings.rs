//! What does the user want of the program, and which folders does it watch?

use jiff::Timestamp;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    error::JournalError,
    journal::{Journal, millis, moment},
    number::{Stored, number},
};

number! {
    /// The number of a watched folder.
    WatchedId
}

/// A folder that is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchedFolder {
    /// Its number.
    pub id: WatchedId,
    /// What the host wants back.
    pub state: serde_json::Value,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Something that came into a watched folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Its number.
    pub id: u64,
    /// When something became of it.
    pub at: Timestamp,
    /// What became of it, in the host's words.
    pub body: serde_json::Value,
}

/// Of each folder so many arrivals are remembered.
const REMEMBERED: usize = 10_000;

impl Journal {
    /// A setting by its name; `None` where nothing was set.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, JournalError> {
        self.read(|journal| {
            let value: Option<String> = journal
                .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?;
            let unreadable = |error| JournalError::unreadable("setting", 0, error);
            value.map(|value| serde_json::from_str(&value).map_err(unreadable)).transpose()
        })
    }

    /// Sets something.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn set_setting(&self, name: &str, value: &impl Serialize) -> Result<(), JournalError> {
        let value = serde_json::to_string(value)
            .map_err(|error| JournalError::unreadable("setting", 0, error))?;
        self.write(|journal| {
            journal
                .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
                .execute((name, value))?;
            Ok(())
        })
    }

    /// Notes a folder to be watched.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn add_watched(
        &self,
        state: &serde_json::Value,
        at: Timestamp,
    ) -> Result<WatchedId, JournalError> {
        self.write(|journal| {
            Ok(journal.query_row(
                "INSERT INTO watched (state, added_at) VALUES (?1, ?2) RETURNING id",
                (state.to_string(), millis(at)),
                |row| row.get(0),
            )?)
        })
    }

    /// Changes what is noted of a watched folder.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn set_watched(
        &self,
        watched: WatchedId,
        state: &serde_json::Value,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let done = journal.execute(
                "UPDATE watched SET state = ?2 WHERE id = ?1",
                (watched, state.to_string()),
            )?;
            if done == 0 { Err(JournalError::not_found("watched", watched)) } else { Ok(()) }
        })
    }

    /// Takes a watched folder away, with what came in.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn remove_watched(&self, watched: WatchedId) -> Result<(), JournalError> {
        self.write(|journal| {
            match journal.execute("DELETE FROM watched WHERE id = ?1", [watched])? {
                0 => Err(JournalError::not_found("watched", watched)),
                _ => Ok(()),
            }
        })
    }

    /// All watched folders, in the order in which they were added.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn watched(&self) -> Result<Vec<WatchedFolder>, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT id, state, added_at FROM watched ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id: WatchedId = row.get(0)?;
                found.push(WatchedFolder {
                    id,
                    state: serde_json::from_str(row.get_ref(1)?.as_str()?)
                        .map_err(|error| JournalError::unreadable("watched", id.0, error))?,
                    added_at: moment(row.get(2)?),
                });
            }
            Ok(found)
        })
    }

    /// Notes what became of something that came into a watched folder; the oldest are forgotten.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn arrived(
        &self,
        watched: WatchedId,
        at: Timestamp,
        body: &serde_json::Value,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            journal
                .prepare_cached("INSERT INTO arrival (watched, at, body) VALUES (?1, ?2, ?3)")?
                .execute((watched, millis(at), body.to_string()))?;
            journal
                .prepare_cached(
                    "DELETE FROM arrival WHERE watched = ?1 AND id <= (
                         SELECT id FROM arrival WHERE watched = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                )?
                .execute((watched, REMEMBERED.stored()))?;
            Ok(())
        })
    }

    /// Forgets what was noted of a file in a watched folder and holds no longer.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn forget_arrivals(
        &self,
        watched: WatchedId,
        what: &str,
        file: &str,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            journal
                .prepare_cached(
                    "DELETE FROM arrival WHERE watched = ?1 AND json_valid(body)
                         AND json_extract(body, '$.what') = ?2 AND json_extract(body, '$.file') = ?3",
                )?
                .execute((watched, what, file))?;
            Ok(())
        })
    }

    /// The latest that was noted of each file in a watched folder, where one of these became of it; the oldest first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn latest_arrivals(
        &self,
        watched: WatchedId,
        whats: &[&str],
    ) -> Result<Vec<Arrival>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id, at, body FROM (
                     SELECT max(id) AS id, at, body FROM arrival WHERE watched = ?1 AND json_valid(body)
                     GROUP BY json_extract(body, '$.file'))
                 WHERE json_extract(body, '$.what') IN (SELECT value FROM json_each(?2)) ORDER BY id",
            )?;
            let whats = serde_json::Value::from(whats).to_string();
            let mut rows = statement.query((watched, whats))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id = row.get::<_, i64>(0)?.cast_unsigned();
                let body = serde_json::from_str(row.get_ref(2)?.as_str()?)
                    .map_err(|error| JournalError::unreadable("arrival", id, error))?;
                found.push(Arrival { id, at: moment(row.get(1)?), body });
            }
            Ok(found)
        })
    }

    /// Notes something else of what came in; when it came stays.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn set_arrival(&self, id: u64, body: &serde_json::Value) -> Result<(), JournalError> {
        self.write(|journal| {
            journal
                .prepare_cached("UPDATE arrival SET body = ?2 WHERE id = ?1")?
                .execute((id.stored(), body.to_string()))?;
            Ok(())
        })
    }

    /// Something that came in, by its number.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn arrival(&self, id: u64) -> Result<Option<Arrival>, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached("SELECT at, body FROM arrival WHERE id = ?1")?;
            let mut rows = statement.query([id.stored()])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let body = serde_json::from_str(row.get_ref(1)?.as_str()?)
                .map_err(|error| JournalError::unreadable("arrival", id, error))?;
            Ok(Some(Arrival { id, at: moment(row.get(0)?), body }))
        })
    }

    /// What came into a watched folder, the latest first, and how much there is in all.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn arrivals(
        &self,
        watched: WatchedId,
        from: u64,
        count: usize,
    ) -> Result<(Vec<Arrival>, u64), JournalError> {
        self.read(|journal| {
            let total: i64 = journal
                .prepare_cached("SELECT count(*) FROM arrival WHERE watched = ?1")?
                .query_row([watched], |row| row.get(0))?;
            let mut statement = journal.prepare_cached(
                "SELECT id, at, body FROM arrival WHERE watched = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
            )?;
            let mut rows = statement.query((watched, count.stored(), from.stored()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id = row.get::<_, i64>(0)?.cast_unsigned();
                found.push(Arrival {
                    id,
                    at: moment(row.get(1)?),
                    body: serde_json::from_str(row.get_ref(2)?.as_str()?)
                        .map_err(|error| JournalError::unreadable("arrival", id, error))?,
                });
            }
            Ok((found, total.cast_unsigned()))
        })
    }
}
