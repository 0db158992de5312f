//! What kind of record are the rows of a draft?

use longshore_engine::{entity::Entity, profile::Profile, suggest::suggest_of};
use longshore_journal::drafts::DraftId;
use serde::Deserialize;
use ts_rs::TS;

use super::{DraftNumber, DraftShown, live, map, shown, state};
use crate::{ApiError, Studio, events::Event, sources::without_reasons};

/// What the rows of a draft are.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftKind {
    /// The draft.
    pub draft: u64,
    /// The kind; `None`: products and their variations.
    pub kind: Option<Entity>,
}

/// Takes the rows of a draft for records of a kind. Its columns become what they look like then.
pub async fn kind(studio: &Studio, request: DraftKind) -> Result<DraftShown, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let profile = match request.kind.filter(|kind| !kind.is_sold()) {
        Some(_) if live.joined().is_some() => {
            return Err(ApiError::new("kind_of_joined_rows").with("file", &state.source.name));
        }
        Some(kind) => {
            let mut header = live.header();
            without_reasons(&mut header);
            Profile::suggested_of(kind, &suggest_of(kind, &header), state.reading.clone())
        }
        None => map::looks(&live, &state).await?,
    };
    state::change(studio, draft, move |state| {
        state.profile = profile;
        (state.profile_name, state.misfit) = (None, None);
        state.is_decided = false;
        state.touch();
    })
    .await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    shown::show(studio, DraftNumber { draft: draft.0 }).await
}
