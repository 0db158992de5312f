//! Which files were opened lately?

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use longshore_journal::{Journal, JournalError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::state::{self, State};
use crate::{ApiError, Studio, stores::Nothing};

/// A file that was opened before, and that no draft has now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecentFile {
    /// Its number: what [`super::DraftSource::Recent`] asks for.
    pub recent: u64,
    /// Its name, without its folder.
    pub name: String,
    /// The folder in which it lies.
    pub folder: String,
    /// When it was last opened.
    pub opened_at: Timestamp,
    /// Whether it is still there.
    pub is_there: bool,
}

/// What the journal has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Opened {
    number: u64,
    path: PathBuf,
    at: Timestamp,
}

/// The journal's name for the list.
const SETTING: &str = "recent_files";
/// So many are remembered: more than are shown, as those that drafts have are left out.
const REMEMBERED: usize = 24;
/// So many are shown.
const SHOWN: usize = 6;

/// Notes that a file was opened; the oldest are forgotten.
pub(super) fn note(journal: &Journal, path: &Path, at: Timestamp) -> Result<(), JournalError> {
    let mut opened = opened(journal)?;
    opened.retain(|known| known.path != path);
    let number = opened.iter().map(|known| known.number).max().unwrap_or(0) + 1;
    opened.insert(0, Opened { number, path: path.to_path_buf(), at });
    opened.truncate(REMEMBERED);
    journal.set_setting(SETTING, &opened)
}

/// Where the file with this number lies.
pub(super) fn find(journal: &Journal, number: u64) -> Result<PathBuf, ApiError> {
    let found = opened(journal)?.into_iter().find(|known| known.number == number);
    found
        .map(|known| known.path)
        .ok_or_else(|| ApiError::new("recent_file_unknown").with("which", number))
}

/// The files that were opened last and that no draft has, the newest first.
pub async fn recent(studio: &Studio, _: Nothing) -> Result<Vec<RecentFile>, ApiError> {
    let (opened, drafts) = studio.ask(|journal| Ok((opened(journal)?, journal.drafts()?))).await?;
    let mut taken = Vec::new();
    for draft in &drafts {
        let State { source, edits_of, .. } = state::of(draft)?;
        if edits_of.is_none() && !source.is_ours() {
            taken.push(source.path);
        }
    }
    let shown = opened.into_iter().filter(move |known| !taken.contains(&known.path)).take(SHOWN);
    // Whether a file is there is asked of its disk, which may take its time.
    Ok(tokio::task::spawn_blocking(move || shown.map(Opened::shown).collect()).await?)
}

fn opened(journal: &Journal) -> Result<Vec<Opened>, JournalError> {
    Ok(journal.setting(SETTING)?.unwrap_or_default())
}

impl Opened {
    fn shown(self) -> RecentFile {
        let Self { number, path, at } = self;
        RecentFile {
            recent: number,
            name: super::source::name_of(&path),
            folder: path.parent().unwrap_or(Path::new("")).to_string_lossy().into_owned(),
            opened_at: at,
            is_there: path.is_file(),
        }
    }
}
