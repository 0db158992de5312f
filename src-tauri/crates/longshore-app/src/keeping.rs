//! What is kept, for how long, and is it sound?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_journal::Journal;
pub use longshore_journal::{
    check::Checked, compact::Compacted, forget::Forgotten, retention::Retention, salvage::Salvaged,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::ApiError,
    home::Home,
    runs::{self, Options},
    stores::Nothing,
    studio::Studio,
};

/// Looks through the whole journal; nothing is changed.
pub async fn check(studio: &Studio, _: Nothing) -> Result<Checked, ApiError> {
    studio.ask(Journal::check).await
}

/// Takes out what is older than its store wants it kept, and gives the room back.
pub async fn compact(studio: &Studio, _: Nothing) -> Result<Compacted, ApiError> {
    studio.ask(|journal| journal.compact(Timestamp::now())).await
}

/// Where everything in the journal is written to.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct JournalExport {
    /// The file, which must not be there yet.
    pub file: PathBuf,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct JournalExported {
    /// The file.
    pub file: PathBuf,
    /// How many lines of JSON it has.
    pub lines: u64,
}

/// Writes everything in the journal out, one line of JSON for each thing; no secret is among it.
pub async fn export(studio: &Studio, request: JournalExport) -> Result<JournalExported, ApiError> {
    let (journal, path) = (studio.journal().clone(), request.file.clone());
    let written = tokio::task::spawn_blocking(move || {
        let about = |code: &str| ApiError::new(code).with("file", path.display());
        let file = std::fs::File::create_new(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => about("file_exists_unwritten"),
            _ => about("file_not_written").detail(error),
        })?;
        Ok::<_, ApiError>(journal.export(file)?)
    });
    Ok(JournalExported { lines: written.await??, file: request.file })
}

/// Whom to forget.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Forget {
    /// The person's e-mail address.
    pub email: String,
}

/// Takes a person out of everything that is kept here: the journal, the rows of files that still wait, and what was
/// last read of the stores. What has something of the person can no longer be undone.
pub async fn forget(studio: &Studio, request: Forget) -> Result<Forgotten, ApiError> {
    let forgotten = studio.ask(move |journal| journal.forget(&request.email)).await?;
    for run in forgotten.runs.clone() {
        let detail = studio.ask(move |journal| journal.run_detail(run)).await?;
        runs::remove_rows(studio, Options::from_map(detail.options)?).await?;
    }
    let home = studio.home().clone();
    tokio::task::spawn_blocking(move || forget_mirrors(&home)).await??;
    Ok(forgotten)
}

/// The next run reads the stores anew.
fn forget_mirrors(home: &Home) -> std::io::Result<()> {
    match std::fs::remove_dir_all(home.folder().join("mirrors")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// For how long the runs with a store can be undone.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Keep {
    /// The name of the store.
    pub store: String,
    /// For so long.
    pub keep: Retention,
}

/// Says for how long the runs with a store are kept whole.
pub async fn keep(studio: &Studio, request: Keep) -> Result<Retention, ApiError> {
    studio
        .ask(move |journal| {
            let connection = journal.connection_named(&request.store)?.id;
            journal.set_retention(connection, request.keep)?;
            Ok(request.keep)
        })
        .await
}

/// What became of a damaged journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SalvageReport {
    /// What was saved of it.
    #[serde(flatten)]
    pub saved: Salvaged,
    /// Where the damaged one is now.
    pub damaged: PathBuf,
}

/// Saves what can be read of a damaged journal into a new one, which takes its place. The damaged one is kept.
pub async fn salvage(home: &Home) -> Result<SalvageReport, ApiError> {
    let home = home.clone();
    tokio::task::spawn_blocking(move || {
        let journal = home.journal();
        if !journal.exists() {
            return Err(ApiError::new("journal_missing").with("path", journal.display()));
        }
        let now = Timestamp::now();
        let fresh = home.folder().join("journal.salvaged.sqlite");
        let saved = Journal::salvage(&journal, &fresh, now);
        let name = format!("journal.damaged-{}.sqlite", now.strftime("%Y%m%d-%H%M%S"));
        let damaged = home.folder().join(name);
        let saved = match saved {
            Ok(saved) => Some(saved),
            // Nothing at all can be read: then there is nothing to begin with.
            Err(error) if error.code() == "journal_damaged" => None,
            Err(error) => return Err(error.into()),
        };
        for ending in ["", "-wal", "-shm"] {
            let with = |path: &PathBuf| {
                let mut path = path.clone().into_os_string();
                path.push(ending);
                PathBuf::from(path)
            };
            if with(&journal).exists() {
                std::fs::rename(with(&journal), with(&damaged))?;
            }
        }
        let Some(saved) = saved else {
            return Err(ApiError::new("journal_lost").with("path", damaged.display()));
        };
        std::fs::rename(&fresh, &journal)?;
        // What was locked while it was made is of no use under that name.
        let _ = std::fs::remove_file(home.folder().join("journal.salvaged.sqlite.opening"));
        Ok(SalvageReport { saved, damaged })
    })
    .await?
}
