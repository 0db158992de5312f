//! How does a draft stand?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_engine::{
    entity::Entity,
    profile::{BlankPolicy, Mode, OnEdit},
    reading::ReadSettings,
    value::Key,
};
use longshore_formats::{Recognised, Repair};
use longshore_journal::{
    Journal, JournalError,
    drafts::{Draft, DraftId},
};
use serde::Serialize;
use ts_rs::TS;

use super::{
    columns,
    live::{self, Live},
    misfit::ProfileMisfit,
    second::DraftSecond,
    source::{SourceKind, SourceStands},
    state::{self, State},
    view::DraftNumber,
};
use crate::{
    ApiError, Studio,
    sources::{FetchedFrom, JoinedFile, recognised},
    stores::Nothing,
};

/// How many lines of a repair are listed.
const LINES: usize = 100;

/// An import that is being prepared.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftShown {
    /// Its number.
    pub draft: u64,
    /// Where its rows come from.
    pub file: DraftFile,
    /// How the user wants it read; what is empty was found out.
    pub reading: ReadSettings,
    /// The file that belongs to it, where there is one.
    pub second: Option<DraftSecond>,
    /// The name of the store that it is for.
    pub store: Option<String>,
    /// The folder of this computer in which pictures are looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pictures_from: Option<PathBuf>,
    /// The name of the saved profile that it began with.
    pub profile: Option<String>,
    /// How badly that one fits the file, where it does not: then the other columns are what they look like.
    pub misfit: Option<ProfileMisfit>,
    /// What kind of record the rows are; `None`: products and their variations.
    pub kind: Option<Entity>,
    /// What may be done.
    pub mode: Mode,
    /// What an empty cell means.
    pub blank: BlankPolicy,
    /// Fields of which the store is the source of truth.
    pub shop_keeps: Vec<String>,
    /// What becomes of what somebody changes in the store between plan and run.
    pub on_edit: OnEdit,
    /// The kinds of issues whose proposals are taken for every row, by their codes; `all` for every kind.
    pub takes: Vec<String>,
    /// What tells that a row and a record are the same, tried in this order.
    pub match_keys: Vec<Key>,
    /// The step of the wizard.
    pub step: String,
    /// Whatever else the window wanted back.
    pub view: serde_json::Value,
    /// The run that was planned of it last.
    pub run: Option<u64>,
    /// What became of its cells.
    pub edits: DraftEdits,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// What is known of the rows; `None` in a list.
    pub rows: Option<RowsRead>,
}

/// What somebody wrote into the cells of a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct DraftEdits {
    /// How many cells hold something else than the file.
    pub cells: u64,
    /// How many edits are kept aside: they belong to another way to read the file.
    pub aside: u64,
    /// Whether there is an edit to take back.
    pub can_undo: bool,
    /// Whether there is an edit to do again.
    pub can_redo: bool,
}

/// Where the rows of a draft come from.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftFile {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Its name, without its folder; empty for what was pasted.
    pub name: String,
    /// Where the user's file lies.
    pub path: Option<PathBuf>,
    /// The address of the web that it was fetched from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<FetchedFrom>,
    /// How many bytes it has.
    pub size: u64,
    /// What became of it since its rows were read.
    pub stands: SourceStands,
}

/// What is known of the rows of a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowsRead {
    /// How many can be looked at by now.
    pub count: u64,
    /// How many there will be, by the look of it.
    pub estimated: u64,
    /// Whether all of them are there.
    pub is_complete: bool,
    /// Why no more of them come, where that is not the end of the source.
    pub failed: Option<ApiError>,
    /// What the file was recognised as.
    pub recognised: DraftRecognised,
    /// How it is read, each part with its reason.
    pub format: Recognised,
    /// What the rows of another platform's file came to; `None` where no rows are joined. Before all rows are
    /// there it is that of the first ones.
    pub joined: Option<JoinedFile>,
    /// What had to be mended.
    pub repairs: Vec<Repair>,
    /// How many columns there are.
    pub columns: u64,
    /// How many of them are imported.
    pub columns_imported: u64,
    /// Whether nothing has to be said about the columns: the file is known and everything fits.
    pub fits: bool,
}

/// What a file was recognised as.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftRecognised {
    /// The platform that made it, such as `woocommerce`; empty for a plain table.
    pub platform: String,
    /// The language of its column names, where the platform has several.
    pub locale: Option<String>,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// Why: `signature_columns`, `export_labels` or `nothing_known`.
    pub reason: String,
    /// Whether several rows together make one product, so that it cannot be read row by row.
    pub rows_need_joining: bool,
    /// Whether there are products in it at all.
    pub has_products: bool,
}

impl DraftShown {
    fn new(draft: &Draft, edits: DraftEdits, state: State, rows: Option<RowsRead>) -> Self {
        let stands = state.source.stands();
        let path = (!state.source.is_ours()).then(|| state.source.path.clone());
        let file = DraftFile {
            kind: state.source.kind,
            name: state.source.name,
            path,
            from: state.source.from,
            size: state.source.size,
            stands,
        };
        let second = state.second.as_ref().map(DraftSecond::from);
        let mut reading = state.reading;
        // Where it lies is nobody else's matter.
        (reading.joining.with, reading.joining.with_sheet) = (None, None);
        Self {
            draft: draft.id.0,
            file,
            second,
            reading,
            store: state.store,
            pictures_from: state.pictures_from,
            profile: state.profile_name,
            misfit: state.misfit,
            kind: state.profile.entity,
            mode: state.profile.mode,
            blank: state.profile.blank,
            shop_keeps: state.profile.shop_keeps.iter().map(ToString::to_string).collect(),
            on_edit: state.profile.on_edit,
            takes: state.profile.takes.iter().map(ToString::to_string).collect(),
            match_keys: state.profile.match_keys,
            step: state.step,
            view: state.view,
            run: state.run.map(|run| run.0),
            edits,
            begun_at: draft.begun_at,
            saved_at: draft.saved_at,
            rows,
        }
    }
}

impl RowsRead {
    fn new(live: &Live, state: &State) -> Self {
        let header = live.header();
        let joined = live.joined();
        let found = recognised(&header, joined.as_ref());
        let shorter = |repair: Repair| Repair {
            lines: repair.lines.into_iter().take(LINES).collect(),
            ..repair
        };
        let imported = columns::imported(&state.profile, &header);
        Self {
            count: live.spool.rows(),
            estimated: live.rows_estimated(),
            is_complete: live.is_whole(),
            failed: live.failed(),
            format: live.spool.recognised().clone(),
            joined: joined.as_ref().map(JoinedFile::from),
            repairs: live.repairs().into_iter().map(shorter).collect(),
            columns: header.columns.len() as u64,
            columns_imported: imported as u64,
            fits: columns::fit(state, &header, &found),
            recognised: DraftRecognised {
                platform: found.platform.to_string(),
                locale: found.locale.as_ref().map(ToString::to_string),
                confidence: found.confidence,
                reason: found.reason.to_string(),
                rows_need_joining: found.rows_need_joining,
                has_products: found.has_products,
            },
        }
    }
}

/// What somebody wrote into a draft.
fn edits_of(journal: &Journal, draft: &Draft, state: &State) -> Result<DraftEdits, JournalError> {
    let edits = state.edits(draft.id);
    let kept = journal.draft(edits)?;
    Ok(DraftEdits {
        cells: journal.edited_count(edits)?,
        aside: state.aside.iter().map(|aside| aside.left).sum(),
        can_undo: kept.can_undo,
        can_redo: kept.can_redo,
    })
}

/// One draft, with what is known of its rows.
pub async fn show(studio: &Studio, request: DraftNumber) -> Result<DraftShown, ApiError> {
    let draft = DraftId(request.draft);
    let (kept, state) = state::load(studio, draft).await?;
    let opened = live::live(studio, draft, &state).await;
    let journal = studio.journal().clone();
    tokio::task::spawn_blocking(move || {
        let rows = match opened {
            Ok(live) => Some(RowsRead::new(&live, &state)),
            // What was decided is shown also where the file is gone.
            Err(error) if error.code == "file_not_found" => None,
            Err(error) => return Err(error),
        };
        let edits = edits_of(&journal, &kept, &state)?;
        Ok(DraftShown::new(&kept, edits, state, rows))
    })
    .await?
}

/// All drafts, the one that was saved last first.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<DraftShown>, ApiError> {
    let drafts = studio.ask(Journal::drafts).await?;
    let journal = studio.journal().clone();
    tokio::task::spawn_blocking(move || {
        let mut shown = Vec::new();
        for draft in &drafts {
            let state = state::of(draft)?;
            if state.edits_of.is_none() {
                let edits = edits_of(&journal, draft, &state)?;
                shown.push(DraftShown::new(draft, edits, state, None));
            }
        }
        Ok(shown)
    })
    .await?
}
