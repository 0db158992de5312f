//! Which saved profile was probably made for such a file, and what has changed since?

use longshore_journal::{Journal, drafts::DraftId};

use super::{live, view::DraftNumber};
use crate::{
    ApiError, Studio,
    profiles::{self, ProfileResembling},
    sources::{suggestions, without_reasons},
};

/// Says which saved profiles nearly fit the file of a draft, the best first. None is used unasked.
pub async fn resembling(
    studio: &Studio,
    request: DraftNumber,
) -> Result<Vec<ProfileResembling>, ApiError> {
    let (_, _, live) = live::open(studio, DraftId(request.draft)).await?;
    let saved = studio.ask(Journal::profiles).await?;
    tokio::task::spawn_blocking(move || {
        let mut header = live.header();
        without_reasons(&mut header);
        let suggestions = suggestions(&header, live.joined().as_ref(), &live.report());
        Ok(profiles::resembling(&saved, &header, &suggestions))
    })
    .await?
}
