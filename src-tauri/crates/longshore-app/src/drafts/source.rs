//! Where may the rows of a draft come from?

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use longshore_journal::Journal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::state::Origin;
use crate::{ApiError, Home, home::make_private};

/// Where the rows of a draft come from.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftSource {
    /// A file of this computer.
    Path(PathBuf),
    /// A file of this computer that was opened before, by its number among the recent ones.
    Recent(u64),
    /// A file of a watched folder that was put aside there, by the number of its arrival.
    Arrived(u64),
    /// A file that a browser handed over or that was fetched from the web, by the token that it got for it.
    Upload(String),
    /// A table as a spreadsheet puts it onto the clipboard.
    Pasted(String),
    /// A file that comes with the program, to try things with.
    Sample(Sample),
}

/// A file that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// A supplier's price list that fits the products of the practice store.
    PriceList,
}

impl Sample {
    fn name(self) -> &'static str {
        match self {
            Self::PriceList => "supplier-price-list.csv",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::PriceList => {
                include_bytes!("../../../../../assets/samples/supplier-price-list.csv")
            }
        }
    }
}

/// Where the rows of a draft came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A file of this computer.
    #[default]
    File,
    /// A file that a browser handed over.
    Upload,
    /// A file that was fetched from the web.
    Web,
    /// A table from the clipboard.
    Pasted,
    /// A file that comes with the program.
    Sample,
}

/// More than this nobody pastes: it belongs into a file.
const MOST_PASTED: usize = 64 << 20;

impl DraftSource {
    /// The number of what came into a watched folder, where it is that.
    pub(super) fn arrived(&self) -> Option<u64> {
        match self {
            Self::Arrived(number) => Some(*number),
            _ => None,
        }
    }

    /// Finds it, or takes it over; on a thread that may wait for a disk.
    pub(super) fn take(self, home: &Home, journal: &Journal) -> Result<Origin, ApiError> {
        match self {
            Self::Path(path) => Ok(file(path)),
            Self::Recent(number) => Ok(file(super::recent::find(journal, number)?)),
            Self::Arrived(number) => Ok(file(crate::watching::put_aside(journal, number)?)),
            Self::Upload(token) => {
                let (upload, name) = crate::uploads::find(home, &token)?;
                let from = crate::uploads::from(home, &token);
                let path = new_file(home)?.into_temp_path();
                std::fs::rename(&upload, &path)?;
                crate::uploads::forget(home, &token);
                let path = path.keep().map_err(|error| ApiError::from(error.error))?;
                let kind = if from.is_some() { SourceKind::Web } else { SourceKind::Upload };
                let origin = Origin { kind, name, path, from, ..Origin::default() };
                Ok(origin.looked_at())
            }
            Self::Pasted(text) => {
                if text.trim().is_empty() {
                    return Err(ApiError::new("nothing_pasted"));
                }
                if text.len() > MOST_PASTED {
                    return Err(ApiError::new("pasted_too_much").with("most", MOST_PASTED));
                }
                let path = kept(home, text.as_bytes())?;
                let origin = Origin { kind: SourceKind::Pasted, path, ..Origin::default() };
                Ok(origin.looked_at())
            }
            Self::Sample(sample) => {
                let path = kept(home, sample.bytes())?;
                let name = sample.name().to_owned();
                let origin = Origin { kind: SourceKind::Sample, name, path, ..Origin::default() };
                Ok(origin.looked_at())
            }
        }
    }
}

/// A file of the user's.
fn file(path: PathBuf) -> Origin {
    let path = std::path::absolute(&path).unwrap_or(path);
    let name = name_of(&path);
    Origin { kind: SourceKind::File, name, path, ..Origin::default() }.looked_at()
}

/// A file of our own that holds these bytes.
fn kept(home: &Home, bytes: &[u8]) -> Result<PathBuf, ApiError> {
    let mut file = new_file(home)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let (_, path) = file.keep().map_err(|error| ApiError::from(error.error))?;
    Ok(path)
}

impl Origin {
    /// The same with what the file is now.
    pub(super) fn looked_at(mut self) -> Self {
        if let Ok(found) = std::fs::metadata(&self.path) {
            (self.size, self.written_at) = (found.len(), written_at(&found));
        }
        self
    }

    /// Whether the file is there, and is the one that was read.
    pub(super) fn stands(&self) -> SourceStands {
        match std::fs::metadata(&self.path) {
            Err(_) => SourceStands::Gone,
            Ok(found) if found.len() == self.size && written_at(&found) == self.written_at => {
                SourceStands::Unchanged
            }
            Ok(_) => SourceStands::Changed,
        }
    }

    /// Takes away what is ours.
    pub(super) fn remove(&self) {
        if self.is_ours() {
            // What is not there any more need not be removed.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// What became of the file since its rows were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SourceStands {
    /// It is as it was.
    Unchanged,
    /// Somebody wrote to it. The draft has the rows as they were.
    Changed,
    /// It is not there. The draft has its rows, but they cannot be read in another way.
    Gone,
}

fn written_at(found: &std::fs::Metadata) -> Option<Timestamp> {
    Timestamp::try_from(found.modified().ok()?).ok()
}

fn new_file(home: &Home) -> Result<tempfile::NamedTempFile, ApiError> {
    let folder = home.drafts();
    make_private(&folder)?;
    Ok(tempfile::Builder::new().prefix("source-").tempfile_in(folder)?)
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
