//! Which pictures of this computer does a plan bring?

use std::collections::BTreeMap;

use longshore_engine::{picture_files, pictures};
use longshore_journal::{
    Journal, JournalError, RunId,
    state::State,
    uploads::{Doing, NewUpload},
};

use super::picture_folder::PictureFolder;
use crate::{
    ApiError, Studio,
    stores::{self, Opened},
};

/// Changes that are read together.
const PAGE: usize = 1_000;

/// Notes the pictures of this computer that a plan names, each content once. An error where there are some and nobody
/// may upload them.
pub(super) async fn plan(
    studio: &Studio,
    opened: &Opened,
    run: RunId,
    folder: &PictureFolder,
) -> Result<(), ApiError> {
    let named = studio.ask(move |journal| named(journal, run)).await?;
    if named.is_empty() {
        return Ok(());
    }
    let details = &opened.connection.details;
    if stores::wordpress_user(&details.settings).is_none() {
        let error = ApiError::new("pictures_need_wordpress").with("store", &details.name);
        return Err(error.with("pictures", named.len()));
    }
    let files = named.into_iter().map(|(content, path)| {
        let size = folder.size(&path);
        NewUpload { doing: Doing::Uploads, content, path, size, media: None }
    });
    let files: Vec<NewUpload> = files.collect();
    studio.ask(move |journal| journal.plan_uploads(run, &files)).await
}

/// The pictures of this computer in a plan: by what they are known, and where they lie below their folder.
fn named(journal: &Journal, run: RunId) -> Result<BTreeMap<String, String>, JournalError> {
    let mut found = BTreeMap::new();
    let mut after = None;
    loop {
        let page = journal.changes_of(run, &[State::Planned], after, PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.planned.change.id);
        for entry in &page {
            let Some((_, images)) = pictures::of(&entry.planned.change.fields) else { continue };
            for image in images {
                if let Some((path, _)) = picture_files::parts(&image.src) {
                    let content = picture_files::identity(&image.src).to_owned();
                    found.entry(content).or_insert_with(|| path.to_owned());
                }
            }
        }
    }
}
