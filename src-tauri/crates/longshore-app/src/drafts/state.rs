//! What of a draft lies in the journal?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_engine::{profile::Profile, reading::ReadSettings};
use longshore_journal::{
    JournalError,
    drafts::{Draft, DraftId},
};
use serde::{Deserialize, Serialize};

use super::source::SourceKind;
use crate::{ApiError, Studio};

/// What is kept of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    pub(crate) source: Origin,
    /// How to read it, as far as the user decided.
    pub(crate) reading: ReadSettings,
    /// Where its rows lie, once all of them are there.
    pub(crate) spool: Option<PathBuf>,
    /// What becomes of the columns.
    pub(crate) profile: Profile,
    /// The name of the saved profile that it began with.
    pub(crate) profile_name: Option<String>,
    /// Whether the user decided something about the columns, or named a profile.
    pub(crate) is_decided: bool,
    /// The store that it is for.
    pub(crate) store: Option<String>,
    /// Where the window stood.
    pub(crate) step: String,
    /// What else the window wants back.
    pub(crate) view: serde_json::Value,
}

/// Where the rows of a draft come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Origin {
    pub(crate) kind: SourceKind,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What a person calls it.
    pub(crate) name: String,
    /// Bytes, as it was when its rows were read.
    pub(crate) size: u64,
    /// When it was last written to then.
    pub(crate) written_at: Option<Timestamp>,
    /// The xxh3 of its bytes, once all of them were read.
    pub(crate) fingerprint: Option<u64>,
}

impl Origin {
    /// Whether the file is ours: pasted into the window, or handed over by a browser.
    pub(crate) fn is_ours(&self) -> bool {
        self.kind != SourceKind::File
    }
}

/// What is kept of a draft, with what the journal knows of it.
pub(crate) async fn load(studio: &Studio, draft: DraftId) -> Result<(Draft, State), ApiError> {
    let draft = studio.ask(move |journal| journal.draft(draft)).await?;
    let state = of(&draft)?;
    Ok((draft, state))
}

/// What is kept of a draft.
pub(crate) fn of(draft: &Draft) -> Result<State, ApiError> {
    State::deserialize(&draft.state)
        .map_err(|error| ApiError::new("draft_unreadable").with("draft", draft.id).detail(error))
}

/// Changes what is kept of a draft, with nobody else in between.
pub(crate) async fn change<T: Send + 'static>(
    studio: &Studio,
    draft: DraftId,
    change: impl FnOnce(&mut State) -> T + Send + 'static,
) -> Result<T, ApiError> {
    studio.ask(move |journal| change_in(journal, draft, change)).await
}

/// The same on a thread that may wait for a disk.
pub(crate) fn change_in<T>(
    journal: &longshore_journal::Journal,
    draft: DraftId,
    change: impl FnOnce(&mut State) -> T,
) -> Result<T, JournalError> {
    journal.change_draft(draft, Timestamp::now(), change)
}
