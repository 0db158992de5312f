//! What does the window want back of a draft, and how does one end?

use longshore_journal::drafts::DraftId;
use serde::Deserialize;
use ts_rs::TS;

use super::{
    shown::{self, DraftShown},
    state,
};
use crate::{ApiError, Studio, events::Event};

/// Names a draft.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct DraftNumber {
    /// Its number.
    pub draft: u64,
}

/// Where the window stands in a draft.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftView {
    /// The draft.
    pub draft: u64,
    /// The step of the wizard.
    pub step: String,
    /// Whatever else the window wants back, such as filters.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub view: serde_json::Value,
    /// The name of the store that it is for; `None` leaves it as it is.
    #[serde(default)]
    pub store: Option<String>,
}

/// More than this no window has to say of itself.
const LONGEST_VIEW: usize = 256 << 10;

/// Keeps where the window stands in a draft.
pub async fn save_view(studio: &Studio, request: DraftView) -> Result<DraftShown, ApiError> {
    if request.view.to_string().len() + request.step.len() > LONGEST_VIEW {
        return Err(ApiError::new("view_too_big").with("most", LONGEST_VIEW));
    }
    let draft = DraftId(request.draft);
    if let Some(store) = request.store.clone() {
        studio.ask(move |journal| journal.connection_named(&store)).await?;
    }
    state::change(studio, draft, move |state| {
        (state.step, state.view) = (request.step, request.view);
        if request.store.is_some() && request.store != state.store {
            // Units and notation are the store's.
            state.touch();
            state.store = request.store;
        }
    })
    .await?;
    shown::show(studio, DraftNumber { draft: draft.0 }).await
}

/// Takes a draft away, with everything that was decided in it. The user's file stays.
pub async fn remove(studio: &Studio, request: DraftNumber) -> Result<(), ApiError> {
    let draft = DraftId(request.draft);
    let (_, state) = state::load(studio, draft).await?;
    super::plan::discard_planned(studio, &state).await?;
    let live = studio.lives().remove(draft);
    let others = state.other_edits();
    studio
        .ask(move |journal| {
            for edits in others.into_iter().filter(|edits| *edits != draft) {
                journal.remove_draft(edits)?;
            }
            journal.remove_draft(draft)
        })
        .await?;
    tokio::task::spawn_blocking(move || {
        if let Some(live) = live {
            live.spool.discard();
        } else if let Some(Ok(spool)) =
            state.spool.map(|path| longshore_formats::Spool::open(&path))
        {
            spool.discard();
        }
        state.source.remove();
        state.second.iter().chain(&state.second_look).for_each(|second| second.origin.remove());
    })
    .await?;
    studio.events().tell(Event::DraftsChanged);
    Ok(())
}
