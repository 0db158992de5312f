//! What becomes of a draft whose source is to be read in another way?
//!
//! Edits stay where rows and columns are the same as before, and follow their rows where only these were counted
//! anew. Where cells end elsewhere, or on another sheet, edits are kept aside: they are there again as soon as the
//! source is read as before.

use std::sync::Arc;

use longshore_engine::reading::ReadSettings;
use longshore_formats::Spool;
use longshore_journal::{Journal, JournalError, drafts::DraftId};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    carry::{self, SameRow},
    check::whole,
    fitting::{fitted, kept},
    live::{self, Live},
    misfit::misfit,
    reading, second,
    shown::{self, DraftShown},
    source::SourceStands,
    state::{self, Aside, State},
    view::DraftNumber,
};
use crate::{
    ApiError, Studio,
    events::Event,
    progress::Watch,
    sources::{first_profile, of_platform},
};

/// How the source of a draft is to be read.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftReading {
    /// The draft.
    pub draft: u64,
    /// All that the user decides about it; what is empty is found out.
    pub reading: ReadSettings,
}

/// Reads the source of a draft in another way, or once more where the file was changed.
pub async fn read_settings(
    studio: &Studio,
    request: DraftReading,
    watch: &Watch,
) -> Result<DraftShown, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state) = state::load(studio, draft).await?;
    let mut reading = request.reading;
    // Which other file belongs to it is no matter of a request: no path in one is opened.
    second::put_in(&mut reading, state.second.as_ref());
    read_as(studio, draft, state, reading, watch).await
}

/// Reads the source of a draft in a way that was decided.
pub(super) async fn read_as(
    studio: &Studio,
    draft: DraftId,
    state: State,
    reading: ReadSettings,
    watch: &Watch,
) -> Result<DraftShown, ApiError> {
    let (home, path, wanted) = (studio.home().clone(), state.source.path.clone(), reading.clone());
    let looked =
        tokio::task::spawn_blocking(move || reading::look_at(&home, &path, &wanted)).await?;
    let sight = looked.map_err(|error| error.with("file", &state.source.name))?;
    let becomes = Becomes::of(&state, &reading);
    let before = match becomes {
        Becomes::Carried(_) => rows_before(studio, draft, &state, watch).await?,
        _ => None,
    };
    let (header, report) = (sight.live.header(), sight.live.report());
    let joined = sight.live.joined();
    let inner = studio.clone();
    sight.stand(studio, draft);
    let decided = tokio::task::spawn_blocking(move || {
        let from = state.edits(draft);
        let old_spool = state.spool.clone();
        let mut next = state;
        move_edits(inner.journal(), &mut next, draft, becomes, &reading)?;
        // What was decided about joined columns says nothing of those of the file itself.
        let has_other_columns = next.profile.joined != of_platform(joined.as_ref()).is_some();
        if has_other_columns {
            next.is_decided = false;
        }
        let are_other_rows = made_of(&next.reading) != made_of(&reading);
        if !next.is_decided || are_other_rows {
            let joined = joined.as_ref();
            let found = first_profile(inner.journal(), &header, joined, &report, &reading)?;
            let decided = std::mem::replace(&mut next.profile, found.0);
            (next.profile_name, next.misfit) = (found.1, None);
            if next.is_decided {
                let before = decided.reading.joining.shape.clone();
                let shapes = [before.as_ref(), reading.joining.shape.as_ref()];
                next.profile = kept(next.profile, decided, shapes);
            }
        }
        next.profile.reading.joining.shape.clone_from(&reading.joining.shape);
        if next.profile_name.is_some() && next.misfit.is_none() {
            next.misfit = misfit(&next.profile, &header);
        }
        next.profile = fitted(next.profile, &header);
        next.reading = reading;
        next.spool = None;
        next.source = next.source.looked_at();
        next.touch();
        let kept = next.clone();
        state::change_in(inner.journal(), draft, |state: &mut State| {
            let now = std::mem::take(state);
            *state = State { step: now.step, view: now.view, store: now.store, ..kept };
        })?;
        // The old rows go as soon as nobody looks at them any more.
        match (&before, old_spool) {
            (Some(before), _) => before.spool.discard(),
            (None, Some(path)) => drop(Spool::open(&path).map(|spool| spool.discard())),
            (None, None) => {}
        }
        Ok::<_, ApiError>((next, from, before))
    })
    .await?;
    let (next, from, before) = decided.inspect_err(|_| {
        // It is still read as before.
        studio.lives().remove(draft);
    })?;
    let live = sight.read_on(studio, draft);
    if let (Becomes::Carried(same), Some(before)) = (becomes, before) {
        whole(&live, watch).await?;
        let (inner, to) = (studio.clone(), next.edits(draft));
        tokio::task::spawn_blocking(move || {
            carry_over(&inner, draft, same, [&before, &live], [from, to])
        })
        .await??;
    }
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    shown::show(studio, DraftNumber { draft: draft.0 }).await
}

/// What says which columns rows have, beside their source.
fn made_of(reading: &ReadSettings) -> impl PartialEq + '_ {
    let joining = &reading.joining;
    (&joining.shape, &joining.with, &joining.with_sheet, &joining.key, &joining.second_key)
}

/// What becomes of the edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    /// They stay: rows and columns are the same.
    Same,
    /// They follow their rows.
    Carried(SameRow),
    /// They are kept aside.
    Aside,
}

impl Becomes {
    fn of(state: &State, reading: &ReadSettings) -> Self {
        if state.source.stands() != SourceStands::Unchanged {
            return Self::Carried(SameRow::Text);
        }
        let old = &state.reading;
        let cells_end_elsewhere = old.delimiter != reading.delimiter || old.quote != reading.quote;
        let other_rows = old.sheet != reading.sheet || old.joining != reading.joining;
        // Several joined rows come from one line.
        let other_count = old.header_row != reading.header_row
            || old.skip_hidden_rows.unwrap_or_default()
                != reading.skip_hidden_rows.unwrap_or_default();
        // What lies under a merged cell may make other records of joined rows.
        let joins_otherwise = old.fill_merged != reading.fill_merged || other_count;
        let cannot_follow = state.profile.joined && joins_otherwise;
        if cells_end_elsewhere || other_rows || cannot_follow {
            return Self::Aside;
        }
        match other_count {
            false => Self::Same,
            true => Self::Carried(SameRow::Line),
        }
    }
}

/// The rows as they were, where there are edits to be found again among them.
async fn rows_before(
    studio: &Studio,
    draft: DraftId,
    state: &State,
    watch: &Watch,
) -> Result<Option<Arc<Live>>, ApiError> {
    let edits = state.edits(draft);
    if studio.ask(move |journal| journal.edited_count(edits)).await? == 0 {
        return Ok(None);
    }
    let is_unchanged = state.source.stands() == SourceStands::Unchanged;
    if !is_unchanged && state.spool.is_none() {
        // Nobody knows any more what stood there.
        return Ok(None);
    }
    let live = live::live(studio, draft, state).await?;
    whole(&live, watch).await?;
    Ok(Some(live))
}

/// Gives a draft the edits that belong to the new way to read its source.
fn move_edits(
    journal: &Journal,
    state: &mut State,
    draft: DraftId,
    becomes: Becomes,
    reading: &ReadSettings,
) -> Result<(), ApiError> {
    if becomes == Becomes::Same {
        return Ok(());
    }
    let edits = state.edits(draft);
    let left = journal.edited_count(edits)?;
    let is_whole = becomes == Becomes::Aside;
    state.aside.push(Aside { reading: state.reading.clone(), edits, left, is_whole });
    let is_known = |aside: &Aside| aside.is_whole && aside.reading == *reading;
    let known = state.aside.iter().position(is_known).filter(|_| is_whole);
    state.edits_in = Some(match known {
        Some(at) => state.aside.remove(at).edits,
        None => new_edits(journal, draft)?,
    });
    Ok(())
}

fn new_edits(journal: &Journal, draft: DraftId) -> Result<DraftId, ApiError> {
    let hidden = State { edits_of: Some(draft), ..State::default() };
    let hidden = serde_json::to_value(hidden).map_err(ApiError::internal)?;
    Ok(journal.new_draft(&hidden, jiff::Timestamp::now())?)
}

fn carry_over(
    studio: &Studio,
    draft: DraftId,
    same: SameRow,
    [before, now]: [&Live; 2],
    [from, to]: [DraftId; 2],
) -> Result<(), ApiError> {
    let journal = studio.journal();
    let carried = carry::over(journal, same, [&before.spool, &now.spool], [from, to])?;
    let noted: Result<(), JournalError> = state::change_in(journal, draft, |state: &mut State| {
        state.touch();
        if let Some(aside) = state.aside.iter_mut().find(|aside| aside.edits == from) {
            aside.left = aside.left.saturating_sub(carried);
        }
    });
    Ok(noted?)
}
