//! In which folder of this computer are the pictures that the rows of a draft name?

use std::path::PathBuf;

use longshore_journal::drafts::DraftId;
use serde::Deserialize;
use ts_rs::TS;

use super::{DraftNumber, DraftShown, live, shown, state};
use crate::{ApiError, Studio, events::Event, imports::PictureFolder};

/// The folder of pictures of a draft.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftPictures {
    /// The draft.
    pub draft: u64,
    /// The folder; `None`: pictures of this computer are not used.
    pub folder: Option<PathBuf>,
}

/// Says where pictures may be looked for. Nothing outside of that folder is opened.
pub async fn pictures(studio: &Studio, request: DraftPictures) -> Result<DraftShown, ApiError> {
    let draft = DraftId(request.draft);
    let (_, _, live) = live::open(studio, draft).await?;
    let folder = PictureFolder::open(request.folder.clone()).await?;
    live.keep_pictures(request.folder.clone().zip(folder));
    state::change(studio, draft, move |state| {
        state.pictures_from = request.folder;
        state.touch();
    })
    .await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    shown::show(studio, DraftNumber { draft: draft.0 }).await
}
