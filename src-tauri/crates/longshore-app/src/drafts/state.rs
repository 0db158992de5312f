//! What of a draft lies in the journal?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_engine::{profile::Profile, reading::ReadSettings};
use longshore_journal::{
    JournalError, RunId,
    drafts::{Draft, DraftId},
};
use serde::{Deserialize, Serialize};

use super::{misfit::ProfileMisfit, source::SourceKind};
use crate::{
    ApiError, Studio,
    sources::{Edits, FetchedFrom},
};

/// What is kept of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    pub(crate) source: Origin,
    /// How to read it, as far as the user decided.
    pub(crate) reading: ReadSettings,
    /// Where its rows lie, once all of them are there.
    pub(crate) spool: Option<PathBuf>,
    /// The file that belongs to it, where somebody said so.
    pub(crate) second: Option<Second>,
    /// Another one that somebody looks at for that.
    pub(crate) second_look: Option<Second>,
    /// What becomes of the columns.
    pub(crate) profile: Profile,
    /// The name of the saved profile that it began with.
    pub(crate) profile_name: Option<String>,
    /// How badly that one fits, where it does not.
    pub(crate) misfit: Option<ProfileMisfit>,
    /// Whether the user decided something about the columns, or named a profile.
    pub(crate) is_decided: bool,
    /// The store that it is for.
    pub(crate) store: Option<String>,
    /// The folder of this computer in which pictures may be looked for.
    pub(crate) pictures_from: Option<PathBuf>,
    /// Counts whatever changes what a check would find.
    pub(crate) revision: u64,
    /// What was found by the last check.
    pub(crate) checked: Option<CheckedState>,
    /// The journal's draft that has the edits, where it is not the draft itself: each way to read a source has edits
    /// of its own.
    pub(crate) edits_in: Option<DraftId>,
    /// The edits of other ways to read the source.
    pub(crate) aside: Vec<Aside>,
    /// Only for edits of that draft.
    pub(crate) edits_of: Option<DraftId>,
    /// The run that was planned last.
    pub(crate) run: Option<RunId>,
    /// Where the window stood.
    pub(crate) step: String,
    /// What else the window wants back.
    pub(crate) view: serde_json::Value,
}

/// What a check found, as far as it is not counted by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CheckedState {
    /// Of which revision.
    pub(crate) revision: u64,
    /// How many rows there were.
    pub(crate) rows: u64,
    /// The codes of what only the file as a whole can tell.
    pub(crate) of_the_file: Vec<String>,
}

/// Edits of another way to read the source: they are there again when it is read so again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Aside {
    pub(crate) reading: ReadSettings,
    pub(crate) edits: DraftId,
    /// How many of them are nowhere else.
    pub(crate) left: u64,
    /// Whether none of them was carried over, so that they hold again when the source is read so.
    pub(crate) is_whole: bool,
}

impl State {
    /// The journal's draft that has the edits.
    pub(crate) fn edits(&self, draft: DraftId) -> DraftId {
        self.edits_in.unwrap_or(draft)
    }

    /// The edits of a draft.
    pub(crate) fn edits_in(&self, studio: &Studio, draft: DraftId) -> Edits {
        Edits { journal: studio.journal().clone(), draft: self.edits(draft) }
    }

    /// All of the journal's drafts that have edits of this one, but itself.
    pub(crate) fn other_edits(&self) -> Vec<DraftId> {
        self.aside.iter().map(|aside| aside.edits).chain(self.edits_in).collect()
    }

    /// What is known by the last check no longer holds.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
    }
}

/// Notes that something changes which a check would find; answers where the edits are.
pub(crate) async fn touch(studio: &Studio, draft: DraftId) -> Result<DraftId, ApiError> {
    change(studio, draft, move |state| {
        state.touch();
        state.edits(draft)
    })
    .await
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
    /// The address of the web that it was fetched from.
    pub(crate) from: Option<FetchedFrom>,
}

impl Origin {
    /// Whether the file is ours: pasted into the window, or handed over by a browser.
    pub(crate) fn is_ours(&self) -> bool {
        self.kind != SourceKind::File
    }
}

/// A second file, or another sheet of the same one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Second {
    pub(crate) origin: Origin,
    /// Its sheet, where somebody chose one.
    pub(crate) sheet: Option<String>,
    /// The column by which the two belong together, and what the second file calls it.
    pub(crate) key: Option<(String, String)>,
    /// Whether the zeros before a number in them say nothing.
    pub(crate) without_zeros: bool,
}

/// What is kept of a draft, with what the journal knows of it.
pub(crate) async fn load(studio: &Studio, draft: DraftId) -> Result<(Draft, State), ApiError> {
    let kept = studio.ask(move |journal| journal.draft(draft)).await?;
    let state = of(&kept)?;
    if state.edits_of.is_some() {
        return Err(ApiError::new("draft_not_found").with("which", draft));
    }
    Ok((kept, state))
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
