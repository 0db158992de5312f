//! Which files of this computer does a run put into the store, and which does an undo take out again?
//!
//! A file is known by its content. Before it leaves, its mark is on the disk: where the answer is lost, the store is
//! asked for the mark before anything is sent again. What a content became is remembered like an address of the web.

use longshore_engine::{change::Refusal, value::StoreId};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::{
    connections::ConnectionId,
    error::JournalError,
    journal::Journal,
    memory,
    number::{Stored, number},
    runs::RunId,
};

number! {
    /// The number of an upload in the journal.
    UploadId
}

/// What a run does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Puts it into the store.
    Uploads,
    /// Takes it out of the store for good.
    Removes,
}

/// A file that a run is to put into the store, or to take out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewUpload {
    /// What is done.
    pub doing: Doing,
    /// By what it is known: `sha256=` and the hash of its content.
    pub content: String,
    /// Where it lies on this computer; nothing where it is taken out.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Its number in the store, where it is taken out.
    pub media: Option<StoreId>,
}

/// What became of a file so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Nothing yet.
    Planned,
    /// It is on its way, or nobody knows.
    Sent,
    /// The store has it, or has it no more.
    Done,
    /// The store did not do it.
    Failed,
}

impl UploadState {
    const ALL: [Self; 4] = [Self::Planned, Self::Sent, Self::Done, Self::Failed];

    fn stored(self) -> i64 {
        self as i64
    }
}

/// A file with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// Its number.
    pub id: UploadId,
    /// What is done with it.
    #[serde(flatten)]
    pub file: NewUpload,
    /// What became of it.
    pub state: UploadState,
    /// By what the store is asked for it, once it is on its way.
    pub mark: Option<String>,
    /// Why the store did not do it.
    pub refusal: Option<Refusal>,
}

/// How many files a run has brought, or taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UploadCounts {
    /// Files that it is to put into the store, as far as their contents are not there.
    pub to_upload: u64,
    /// Files that it put into the store.
    pub uploaded: u64,
    /// Files that it took out of the store.
    pub removed: u64,
    /// Files that it is to take out of the store.
    pub to_remove: u64,
    /// Files that it was to take out and that stay: something shows them, or the store did not do it.
    pub stay: u64,
}

impl UploadCounts {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Journal {
    /// Notes files for a run; those that are noted stay as they are.
    ///
    /// # Errors
    /// Fails where the journal cannot be written, or there is no such run.
    pub fn plan_uploads(&self, run: RunId, files: &[NewUpload]) -> Result<(), JournalError> {
        if files.is_empty() {
            return Ok(());
        }
        self.write(|journal| {
            let mut note = journal.prepare_cached(
                "INSERT OR IGNORE INTO upload (run, removes, content, path, size, state, media)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
            )?;
            for file in files {
                note.execute((
                    run,
                    file.doing == Doing::Removes,
                    &file.content,
                    &file.path,
                    file.size.stored(),
                    file.media.map(Stored::stored),
                ))?;
            }
            Ok(())
        })
    }

    /// The files of a run, in the order in which they were noted.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn uploads(&self, run: RunId) -> Result<Vec<Upload>, JournalError> {
        self.read(|journal| {
            let question = "SELECT * FROM upload WHERE run = ?1 ORDER BY id";
            let mut statement = journal.prepare_cached(question)?;
            let mut rows = statement.query([run])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(upload(row)?);
            }
            Ok(found)
        })
    }

    /// The file of that content which a run is to put into the store.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn upload_of(&self, run: RunId, content: &str) -> Result<Option<Upload>, JournalError> {
        self.read(|journal| {
            let question = "SELECT * FROM upload WHERE run = ?1 AND removes = 0 AND content = ?2";
            let mut statement = journal.prepare_cached(question)?;
            let mut rows = statement.query((run, content))?;
            rows.next()?.map(upload).transpose()
        })
    }

    /// How many files a run has brought or taken away.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn upload_counts(&self, run: RunId) -> Result<UploadCounts, JournalError> {
        self.read(|journal| {
            let count = |removes: bool, states: &str| -> Result<u64, JournalError> {
                let question = format!(
                    "SELECT count(*) FROM upload WHERE run = ?1 AND removes = ?2 AND state IN ({states})"
                );
                let mut statement = journal.prepare_cached(&question)?;
                let found: i64 = statement.query_row((run, removes), |row| row.get(0))?;
                Ok(found.cast_unsigned())
            };
            let new = "SELECT count(*) FROM upload u JOIN run r ON r.id = u.run
                 WHERE u.run = ?1 AND u.removes = 0 AND u.state IN (0, 1) AND NOT EXISTS (
                     SELECT 1 FROM image i WHERE i.connection = r.connection AND i.src = u.content)";
            let to_upload: i64 =
                journal.prepare_cached(new)?.query_row([run], |row| row.get(0))?;
            Ok(UploadCounts {
                to_upload: to_upload.cast_unsigned(),
                uploaded: count(false, "2")?,
                removed: count(true, "2")?,
                to_remove: count(true, "0, 1")?,
                stay: count(true, "3")?,
            })
        })
    }

    /// Promises that a file leaves, or is taken out: when this returns, that is on the disk.
    ///
    /// # Errors
    /// [`JournalError::NotFound`], or where the journal cannot be written.
    pub fn begin_upload(&self, upload: UploadId, mark: &str) -> Result<(), JournalError> {
        self.write(|journal| {
            let begin = "UPDATE upload SET state = ?2, mark = ?3, refusal = NULL WHERE id = ?1";
            let done = journal.execute(begin, (upload, UploadState::Sent.stored(), mark))?;
            if done == 0 { Err(JournalError::not_found("upload", upload)) } else { Ok(()) }
        })
    }

    /// Notes that a file never left.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn upload_unsent(&self, upload: UploadId) -> Result<(), JournalError> {
        self.write(|journal| {
            let back = "UPDATE upload SET state = ?2 WHERE id = ?1";
            journal.execute(back, (upload, UploadState::Planned.stored()))?;
            Ok(())
        })
    }

    /// Notes that the store did what was asked, and remembers, or forgets, what the content became.
    ///
    /// # Errors
    /// [`JournalError::NotFound`], or where the journal cannot be written.
    pub fn upload_done(&self, upload: UploadId, media: StoreId) -> Result<(), JournalError> {
        self.write(|journal| {
            let (connection, removes, content) =
                whose(journal, upload)?.ok_or_else(|| JournalError::not_found("upload", upload))?;
            let done = "UPDATE upload SET state = ?2, media = ?3, refusal = NULL WHERE id = ?1";
            journal.execute(done, (upload, UploadState::Done.stored(), media.stored()))?;
            match removes {
                true => memory::forget_image(journal, connection, media),
                false => memory::remember_image(journal, connection, &content, media),
            }
        })
    }

    /// Notes why the store did not do it.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn upload_failed(&self, upload: UploadId, refusal: &Refusal) -> Result<(), JournalError> {
        let refusal = serde_json::to_string(refusal)
            .map_err(|error| JournalError::unreadable("upload", upload.0, error))?;
        self.write(|journal| {
            let failed = "UPDATE upload SET state = ?2, refusal = ?3 WHERE id = ?1";
            journal.execute(failed, (upload, UploadState::Failed.stored(), refusal))?;
            Ok(())
        })
    }
}

fn whose(
    journal: &Sqlite,
    upload: UploadId,
) -> Result<Option<(ConnectionId, bool, String)>, JournalError> {
    let question =
        "SELECT r.connection, u.removes, u.content FROM upload u JOIN run r ON r.id = u.run
         WHERE u.id = ?1";
    let found = journal
        .prepare_cached(question)?
        .query_row([upload], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found)
}

pub(crate) fn upload(row: &Row<'_>) -> Result<Upload, JournalError> {
    let id: UploadId = row.get("id")?;
    let state: i64 = row.get("state")?;
    let refusal: Option<String> = row.get("refusal")?;
    let media: Option<i64> = row.get("media")?;
    let doing = if row.get("removes")? { Doing::Removes } else { Doing::Uploads };
    Ok(Upload {
        id,
        file: NewUpload {
            doing,
            content: row.get("content")?,
            path: row.get("path")?,
            size: row.get::<_, i64>("size")?.cast_unsigned(),
            media: media.map(|media| StoreId(media.cast_unsigned())),
        },
        state: UploadState::ALL
            .into_iter()
            .find(|known| known.stored() == state)
            .ok_or_else(|| JournalError::unreadable("upload", id.0, state))?,
        mark: row.get("mark")?,
        refusal: refusal
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|error| JournalError::unreadable("upload", id.0, error))?,
    })
}
