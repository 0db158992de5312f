//! What would a draft change in a store?

use longshore_engine::{
    profile::{BlankPolicy, Mode},
    value::Key,
};
use longshore_journal::{RunId, drafts::DraftId, runs::RunStatus};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    check::whole,
    live, prepared,
    state::{self, State},
};
use crate::{
    ApiError, Studio,
    events::Event,
    imports::{self, ImportPlan, OnMissing, Planned},
    progress::Watch,
    runs::{self, RunNumber},
    sources::Edits,
};

/// A draft to be brought into a store.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct DraftPlan {
    /// The draft.
    pub draft: u64,
    /// The name of the store.
    pub store: String,
    /// What may be done, where it differs from what was decided before.
    pub mode: Option<Mode>,
    /// What an empty cell means, where it differs.
    pub blank: Option<BlankPolicy>,
    /// Match keys, where they differ.
    #[ts(as = "Option<_>", optional)]
    pub match_keys: Vec<Key>,
    /// What becomes of records of the store that the file does not name; `None`: nobody looks for them.
    pub missing: Option<OnMissing>,
    /// New records without a natural key get no mark.
    #[ts(as = "Option<_>", optional)]
    pub no_marks: bool,
    /// Records that go do so for good, past the trash.
    #[ts(as = "Option<_>", optional)]
    pub for_good: bool,
    /// Orders get the status that their rows say, though the store writes to buyers then and moves stock.
    #[ts(as = "Option<_>", optional)]
    pub order_status: bool,
}

/// Plans the import of a draft. Nothing is sent. The plan that was made of it before is thrown away, if nobody began
/// to carry it out.
pub async fn plan(studio: &Studio, request: DraftPlan, watch: &Watch) -> Result<Planned, ApiError> {
    let draft = DraftId(request.draft);
    let _planning = studio.lives().plan(draft)?;
    let (_, _, live) = live::open(studio, draft).await?;
    whole(&live, watch).await?;
    // Only now the columns are known for sure.
    let (store, mode, blank, keys) =
        (request.store.clone(), request.mode, request.blank, request.match_keys.clone());
    let known = request.store.clone();
    studio.ask(move |journal| journal.connection_named(&known)).await?;
    state::change(studio, draft, move |state| {
        if state.store.as_ref() != Some(&store) {
            state.touch();
            state.store = Some(store);
        }
        state.profile.mode = mode.unwrap_or(state.profile.mode);
        state.profile.blank = blank.unwrap_or(state.profile.blank);
        if !keys.is_empty() {
            state.profile.match_keys = keys;
        }
    })
    .await?;
    let (_, state) = state::load(studio, draft).await?;
    discard_planned(studio, &state).await?;

    let (mut prepared, edits) = {
        let (inner, state) = (studio.clone(), state.clone());
        tokio::task::spawn_blocking(move || {
            let mut prepared = prepared::prepared(&live, &state);
            // The run has rows of its own: whatever becomes of the draft, and of the run.
            prepared.spool = live.spool.twin(&inner.home().spools()?)?;
            prepared.spool.discard();
            Ok::<_, ApiError>((prepared, copy_of_edits(&inner, draft, &state)?))
        })
        .await??
    };
    prepared.profile.name = state.profile_name.clone().unwrap_or_default();
    let edits_of_run = edits.as_ref().map(|edits| edits.draft);
    let planning = imports::plan_prepared(
        studio,
        prepared,
        edits,
        prepared::is_decided(&state),
        ImportPlan {
            store: request.store,
            missing: request.missing,
            no_marks: request.no_marks,
            for_good: request.for_good,
            order_status: request.order_status,
            pictures_from: state.pictures_from.clone(),
            ..ImportPlan::default()
        },
        watch,
    );
    let planned = match planning.await {
        Ok(planned) => planned,
        Err(error) => {
            if let Some(edits) = edits_of_run {
                // With a plan that was noted they are gone already.
                let _ = studio.ask(move |journal| journal.remove_draft(edits)).await;
            }
            return Err(error);
        }
    };
    let run = planned.run.run.map(RunId);
    state::change(studio, draft, move |state| state.run = run).await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    Ok(planned)
}

/// What somebody wrote into a draft, as it is now.
fn copy_of_edits(
    studio: &Studio,
    draft: DraftId,
    state: &State,
) -> Result<Option<Edits>, ApiError> {
    let edits = state.edits_in(studio, draft);
    let journal = &edits.journal;
    if journal.edited_count(edits.draft)? == 0 {
        return Ok(None);
    }
    let hidden = State { edits_of: Some(draft), ..State::default() };
    let hidden = serde_json::to_value(hidden).map_err(ApiError::internal)?;
    let copy = journal.new_draft(&hidden, jiff::Timestamp::now())?;
    journal.copy_edited_cells(edits.draft, copy)?;
    Ok(Some(Edits { draft: copy, ..edits }))
}

/// A plan that nobody began to carry out goes when another is made.
pub(super) async fn discard_planned(studio: &Studio, state: &State) -> Result<(), ApiError> {
    let Some(run) = state.run else { return Ok(()) };
    match studio.ask(move |journal| journal.run(run)).await {
        Ok(found) if found.status == RunStatus::Planned && !found.is_being_planned => {
            runs::discard(studio, RunNumber { run: run.0 }).await
        }
        Err(error) if error.code != "run_not_found" => Err(error),
        _ => Ok(()),
    }
}
