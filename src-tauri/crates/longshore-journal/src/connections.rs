//! Which stores does the user have?

use jiff::Timestamp;
use longshore_engine::facts::StoreFacts;
use rusqlite::{Connection as Sqlite, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::JournalError,
    journal::{Journal, millis, moment},
    number::number,
};

number! {
    /// The number of a connection in the journal.
    ConnectionId
}

/// Where the secret of a connection is kept; the secret itself is never in the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// The operating system's keychain.
    #[default]
    Keychain,
    /// An environment variable.
    Environment,
    /// A file that only the user may read.
    File,
}

/// A store that the user connected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Its number.
    pub id: ConnectionId,
    /// What it is.
    #[serde(flatten)]
    pub details: NewConnection,
    /// When it was removed; its runs stay readable.
    pub removed_at: Option<Timestamp>,
    /// Whether the store itself is gone: what is at its address is another one.
    #[serde(default)]
    pub is_over: bool,
}

/// What is said of a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewConnection {
    /// What the user calls it.
    pub name: String,
    /// The store's address.
    pub url: String,
    /// The public half of its key.
    pub consumer_key: String,
    /// Where the other half is.
    pub secret_kept_in: SecretPlace,
    /// A certificate authority of its own, by path.
    pub ca_file: Option<String>,
    /// What the store last said of itself.
    pub facts: Option<StoreFacts>,
    /// What the user set for it: speed, retention and so on; the host's own.
    #[serde(default)]
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// When it was added.
    pub added_at: Timestamp,
}

impl Journal {
    /// Adds a connection. A removed one to the same address comes back as the one it was, so that its runs can be
    /// undone again; one that is over does not.
    ///
    /// # Errors
    /// [`JournalError::NameTaken`]; [`JournalError::SecretGiven`] for an address with a password or a secret in
    /// the key's place.
    pub fn add_connection(&self, new: &NewConnection) -> Result<ConnectionId, JournalError> {
        self.write(|journal| {
            let gone = journal
                .query_row(
                    "SELECT id FROM connection WHERE url = ?1 AND removed_at IS NOT NULL AND NOT is_over ORDER BY id DESC LIMIT 1",
                    [&new.url],
                    |row| row.get(0),
                )
                .optional()?;
            put(journal, gone, new)
        })
    }

    /// Saves what is new about a connection: its name, address, key, facts, settings. When it was added stays.
    ///
    /// # Errors
    /// As [`Self::add_connection`], and [`JournalError::NotFound`].
    pub fn update_connection(
        &self,
        id: ConnectionId,
        new: &NewConnection,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let is_there = "SELECT 1 FROM connection WHERE id = ?1 AND removed_at IS NULL";
            if !journal.prepare_cached(is_there)?.exists([id])? {
                return Err(JournalError::not_found("connection", id));
            }
            put(journal, Some(id), new).map(|_| ())
        })
    }

    /// The connections that the user has, by name.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn connections(&self) -> Result<Vec<Connection>, JournalError> {
        self.read(|journal| {
            let mut found = Vec::new();
            let mut statement = journal.prepare_cached(
                "SELECT * FROM connection WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE, id",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.push(connection(row)?);
            }
            Ok(found)
        })
    }

    /// A connection by its number, also a removed one.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn connection(&self, id: ConnectionId) -> Result<Connection, JournalError> {
        self.read(|journal| one(journal, "SELECT * FROM connection WHERE id = ?1", id))?
            .ok_or_else(|| JournalError::not_found("connection", id))
    }

    /// The connection that the user calls so.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn connection_named(&self, name: &str) -> Result<Connection, JournalError> {
        self.read(|journal| {
            one(journal, "SELECT * FROM connection WHERE name = ?1 AND removed_at IS NULL", name)
        })?
        .ok_or_else(|| JournalError::not_found("connection", name))
    }

    /// Takes a connection away; its runs stay readable, its name is free.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn remove_connection(&self, id: ConnectionId, at: Timestamp) -> Result<(), JournalError> {
        self.write(|journal| {
            let done = journal.execute(
                "UPDATE connection SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
                (id, millis(at)),
            )?;
            if done == 0 { Err(JournalError::not_found("connection", id)) } else { Ok(()) }
        })
    }

    /// Notes that a store is gone for good, whatever is at its address from now on: nothing that was learned of it
    /// holds there, and its runs cannot be undone. Its connection is taken away if it still is there.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn end_connection(&self, id: ConnectionId, at: Timestamp) -> Result<(), JournalError> {
        self.write(|journal| {
            let done = journal.execute(
                "UPDATE connection SET removed_at = coalesce(removed_at, ?2), is_over = 1 WHERE id = ?1",
                (id, millis(at)),
            )?;
            if done == 0 { Err(JournalError::not_found("connection", id)) } else { Ok(()) }
        })
    }
}

fn put(
    journal: &Sqlite,
    id: Option<ConnectionId>,
    new: &NewConnection,
) -> Result<ConnectionId, JournalError> {
    refuse_secrets(new)?;
    let taken = "SELECT 1 FROM connection WHERE name = ?1 AND removed_at IS NULL AND id IS NOT ?2";
    if journal.prepare_cached(taken)?.exists((&new.name, id))? {
        return Err(JournalError::NameTaken { name: new.name.clone() });
    }
    let facts = new.facts.as_ref().map(serde_json::to_string).transpose().map_err(unwritable)?;
    let settings = serde_json::to_string(&new.settings).map_err(unwritable)?;
    Ok(journal.query_row(
        "INSERT INTO connection (id, name, url, consumer_key, secret_kept_in, ca_file, facts, settings, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url,
             consumer_key = excluded.consumer_key, secret_kept_in = excluded.secret_kept_in,
             ca_file = excluded.ca_file, facts = excluded.facts, settings = excluded.settings, removed_at = NULL
         RETURNING id",
        (
            id,
            &new.name,
            &new.url,
            &new.consumer_key,
            new.secret_kept_in.as_str(),
            &new.ca_file,
            facts,
            settings,
            millis(new.added_at),
        ),
        |row| row.get(0),
    )?)
}

impl SecretPlace {
    fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Environment => "environment",
            Self::File => "file",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Keychain, Self::Environment, Self::File]
            .into_iter()
            .find(|place| place.as_str() == name)
    }
}

fn refuse_secrets(new: &NewConnection) -> Result<(), JournalError> {
    let after_scheme = new.url.split_once("://").map_or(new.url.as_str(), |(_, rest)| rest);
    let (authority, rest) =
        after_scheme.split_at(after_scheme.find(['/', '?', '#']).unwrap_or(after_scheme.len()));
    if authority.contains('@') || rest.contains("consumer_secret") {
        return Err(JournalError::SecretGiven { field: "url" });
    }
    if new.consumer_key.starts_with("cs_") {
        return Err(JournalError::SecretGiven { field: "consumer_key" });
    }
    Ok(())
}

fn one(
    journal: &Sqlite,
    question: &str,
    which: impl rusqlite::ToSql,
) -> Result<Option<Connection>, JournalError> {
    let mut statement = journal.prepare_cached(question)?;
    let mut rows = statement.query([which])?;
    rows.next()?.map(connection).transpose()
}

pub(crate) fn connection(row: &Row<'_>) -> Result<Connection, JournalError> {
    let id: ConnectionId = row.get("id")?;
    let unreadable =
        |detail: serde_json::Error| JournalError::unreadable("connection", id.0, detail);
    let secret: String = row.get("secret_kept_in")?;
    let facts: Option<String> = row.get("facts")?;
    let settings: String = row.get("settings")?;
    Ok(Connection {
        id,
        details: NewConnection {
            name: row.get("name")?,
            url: row.get("url")?,
            consumer_key: row.get("consumer_key")?,
            secret_kept_in: SecretPlace::parse(&secret)
                .ok_or_else(|| JournalError::unreadable("connection", id.0, &secret))?,
            ca_file: row.get("ca_file")?,
            // A later version may say more of a store, an earlier one less: then it is asked again.
            facts: facts.and_then(|facts| serde_json::from_str(&facts).ok()),
            settings: serde_json::from_str(&settings).map_err(unreadable)?,
            added_at: moment(row.get("added_at")?),
        },
        removed_at: row.get::<_, Option<i64>>("removed_at")?.map(moment),
        is_over: row.get("is_over")?,
    })
}

/// Our own types always become JSON; this says it without a panic.
fn unwritable(error: serde_json::Error) -> JournalError {
    JournalError::unreadable("connection", 0, error)
}
