//! How does the window get the rows that stayed out?

use std::{collections::BTreeMap, path::PathBuf};

use longshore_engine::issue::Issue;
use longshore_journal::{RunId, rejects::Reject};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::rejects::{RejectsWrite, rejects, rejects_into};
use crate::{ApiError, Studio, settings::Words};

/// More than these are asked for one page after the other.
const MOST: usize = 1_000;
/// A text of more bytes is not handed over: there is a file for that.
const LONGEST_TEXT: usize = 64 << 20;

/// Rows that stayed out.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct RejectsPageWanted {
    /// The run.
    pub run: u64,
    /// The number of the row behind which the page begins; 0 for the first page.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub after: u64,
    /// How many at most.
    #[serde(default = "a_page")]
    pub count: usize,
}

fn a_page() -> usize {
    100
}

/// Some of the rows that stayed out.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RejectsPage {
    /// The columns of the source.
    pub columns: Vec<String>,
    /// The rows.
    pub rejects: Vec<Reject>,
    /// How many there are in all.
    pub total: u64,
}

/// Some of the rows that stayed out.
pub async fn rejects_page(
    studio: &Studio,
    request: RejectsPageWanted,
) -> Result<RejectsPage, ApiError> {
    let run = RunId(request.run);
    studio
        .ask(move |journal| {
            Ok(RejectsPage {
                columns: journal.run_detail(run)?.header.unwrap_or_default().columns,
                rejects: journal.rejects(run, request.after, request.count.min(MOST))?,
                total: journal.reject_count(run)?,
            })
        })
        .await
}

/// Rows that stayed out, to be repaired.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct RejectsSave {
    /// The run.
    pub run: u64,
    /// The file; without one the text comes back.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// What to say for the code of a reason; `{name}` stands for a parameter.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub words: BTreeMap<String, String>,
}

/// Rows that were saved.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RejectsSaved {
    /// How many.
    pub rows: u64,
    /// The file as text, where none was named.
    pub text: Option<String>,
}

/// Saves the rows that stayed out, as they were read, with the reason in a column of its own at the end.
pub async fn save_rejects(studio: &Studio, request: RejectsSave) -> Result<RejectsSaved, ApiError> {
    let words = Words::new(request.words);
    let say = |issue: &Issue| {
        let params = issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        words.say(&issue.code, params)
    };
    if let Some(file) = request.file {
        let written = rejects(studio, RejectsWrite { run: request.run, file }, &say).await?;
        return Ok(RejectsSaved { rows: written.rows, text: None });
    }
    let mut text = Limited(Vec::new());
    let written = rejects_into(studio, request.run, &mut text, &say).await?;
    let text = String::from_utf8_lossy(&text.0).into_owned();
    Ok(RejectsSaved { rows: written.rows, text: Some(text) })
}

/// Text that does not grow without end.
struct Limited(Vec<u8>);

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.len() + bytes.len() > LONGEST_TEXT {
            true => Err(std::io::ErrorKind::FileTooLarge.into()),
            false => {
                self.0.extend_from_slice(bytes);
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
