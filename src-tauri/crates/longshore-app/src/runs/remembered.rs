//! Is what the store has under a remembered number still the picture that was uploaded?
//!
//! A store that was set back, or moved, gives its numbers once more. Whatever is uploaded carries its mark, in which
//! its content is, as its name in addresses: that is asked for, once in a run and only where the run shows pictures of
//! this computer that are in the store already; a hundred of them in each request.

use std::collections::{HashMap, HashSet};

use longshore_engine::{known::Known as _, picture_files, pictures as of_changes, value::StoreId};
use longshore_journal::{
    plan::Planned,
    uploads::{Doing, Upload, UploadState},
};

use super::{halt::Halt, pictures, request::Desk, uploads};

/// Makes sure of the pictures that a run uses again, before the first change leaves that shows one.
pub(super) async fn check(desk: &Desk<'_>, changes: &[Planned]) -> Result<(), Halt> {
    let shows_one = |planned: &Planned| {
        let images = of_changes::of(&planned.change.fields).map_or(&[][..], |(_, images)| images);
        images.iter().any(|image| picture_files::parts(&image.src).is_some())
    };
    if changes.iter().any(shows_one) {
        desk.remembered.get_or_try_init(|| all(desk)).await?;
    }
    Ok(())
}

/// Forgets the numbers under which the store has something else, so that the pictures are uploaded again.
async fn all(desk: &Desk<'_>) -> Result<(), Halt> {
    let run = desk.run;
    let uploads = desk.studio.ask(move |journal| journal.uploads(run)).await?;
    let used = uploads.into_iter().filter_map(|upload| {
        let is_used = upload.file.doing == Doing::Uploads && upload.state == UploadState::Planned;
        let content = is_used.then_some(upload.file.content)?;
        let number = desk.with_learned(|learned| learned.image(&content))?;
        Some((content, number))
    });
    let mut used: Vec<(String, StoreId)> = used.collect();
    if used.is_empty() {
        return Ok(());
    }
    let numbers: Vec<StoreId> = used.iter().map(|(_, number)| *number).collect();
    let called: HashMap<StoreId, String> =
        uploads::called(desk, &numbers).await?.into_iter().collect();
    used.retain(|(content, number)| {
        let start = uploads::mark_of(content);
        !called.get(number).is_some_and(|name| name.starts_with(&start))
    });
    if used.is_empty() {
        return Ok(());
    }
    tracing::warn!(count = used.len(), "remembered pictures are not in the store any more");
    pictures::are_others(desk, &used);
    let connection = desk.opened.id;
    desk.studio.ask(move |journal| journal.forget_pictures(connection, &used)).await?;
    Ok(())
}

/// The numbers of files to be taken out under which the store has something else by now.
pub(super) async fn others(desk: &Desk<'_>, uploads: &[Upload]) -> Result<HashSet<StoreId>, Halt> {
    let removed = uploads.iter().filter(|upload| {
        let is_open = matches!(upload.state, UploadState::Planned | UploadState::Sent);
        upload.file.doing == Doing::Removes && is_open
    });
    let removed: HashMap<StoreId, &str> = removed
        .filter_map(|upload| Some((upload.file.media?, upload.file.content.as_str())))
        .collect();
    let numbers: Vec<StoreId> = removed.keys().copied().collect();
    let mut called = uploads::called(desk, &numbers).await?;
    called.retain(|(number, name)| {
        let content = removed.get(number).copied().unwrap_or_default();
        !name.starts_with(&uploads::mark_of(content))
    });
    Ok(called.into_iter().map(|(number, _)| number).collect())
}
