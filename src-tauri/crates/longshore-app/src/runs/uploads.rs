//! How do pictures of this computer get into the store?
//!
//! One after the other, just before the change that shows them. A mark is on the disk before a picture leaves: where
//! its answer is lost the store is asked for the mark, and only where it has none the picture leaves again.

use std::collections::HashSet;

use longshore_connectors::{
    Sent as Reached,
    wordpress::{FileAnswer, NewFile, WordPress},
};
use longshore_engine::{
    change::{Action, Refusal},
    picture_files, pictures as of_changes,
    value::{Image, Reference, StoreId},
};
use longshore_journal::{
    changes::Entry,
    plan::Planned,
    runs::RunKind,
    standstill::{self, Point},
    state::State,
    uploads::{Doing, Upload, UploadState},
};

use super::{
    halt::Halt,
    now, pictures, remembered,
    request::{self, Desk},
    settle,
};
use crate::{ApiError, imports, progress::Watch, stores};

/// The code of a picture that is gone from this computer, or another one, since the plan was made.
pub(super) const CHANGED: &str = "picture_file_changed";
/// The code of a picture that something in the store still shows.
const IN_USE: &str = "picture_in_use";
/// Changes that are read together.
const PAGE: usize = 1_000;

/// Uploads the pictures of changes that the store does not have yet. Those that it does not take are left out later.
pub(super) async fn bring(desk: &Desk<'_>, changes: &[Planned], watch: &Watch) -> Result<(), Halt> {
    let brings = |planned: &&Planned| pictures::brings_only_pictures(&planned.change);
    for planned in changes.iter().filter(brings) {
        let Some((_, images)) = of_changes::of(&planned.change.fields) else { continue };
        for image in images.iter().filter(|image| pictures::is_to_upload(desk, image)) {
            let _only_one = desk.uploading.lock().await;
            // One picture may be listed twice, or have gone with another request since.
            if pictures::is_to_upload(desk, image) {
                one(desk, image, watch).await?;
            }
        }
    }
    Ok(())
}

async fn one(desk: &Desk<'_>, image: &Image, watch: &Watch) -> Result<(), Halt> {
    let (run, content) = (desk.run, picture_files::identity(&image.src).to_owned());
    let noted = desk.studio.ask(move |journal| journal.upload_of(run, &content)).await?;
    let Some(upload) = noted else {
        pictures::is_bad(desk, image, changed());
        return Ok(());
    };
    if let (UploadState::Failed, Some(refusal)) = (upload.state, &upload.refusal) {
        pictures::is_bad(desk, image, refusal.clone());
        return Ok(());
    }
    if upload.state == UploadState::Sent
        && let Some(media) = look(desk, &upload, true).await?
    {
        return done(desk, &upload, media).await;
    }
    if let Err(refusal) = send(desk, &upload, watch).await? {
        let (id, kept) = (upload.id, refusal.clone());
        desk.studio.ask(move |journal| journal.upload_failed(id, &kept)).await?;
        pictures::is_bad(desk, image, refusal);
    }
    Ok(())
}

fn changed() -> Refusal {
    Refusal { code: CHANGED.into(), status: 0, message: String::new(), existing: None }
}

async fn site<'d>(desk: &'d Desk<'_>) -> Result<&'d WordPress, ApiError> {
    let connection = &desk.opened.connection;
    let open = async {
        let site =
            stores::open_wordpress(desk.studio, connection, desk.opened.waits.clone()).await?;
        site.ok_or_else(|| {
            ApiError::new("wordpress_user_gone").with("store", &connection.details.name)
        })
    };
    desk.site.get_or_try_init(|| open).await
}

fn told(desk: &Desk<'_>, error: longshore_connectors::StoreError) -> Halt {
    let user = stores::wordpress_user(&desk.opened.connection.details.settings);
    Halt::Failed(stores::wordpress_told(error, &user.unwrap_or_default()))
}

/// The picture that left with a mark and was not answered. A store that is slow may make it only now.
async fn look(desk: &Desk<'_>, upload: &Upload, is_patient: bool) -> Result<Option<StoreId>, Halt> {
    let Some(mark) = &upload.mark else { return Ok(None) };
    let site = site(desk).await?;
    let found = site.marked(mark).await.map_err(|error| told(desk, error))?;
    if found.is_some() || !is_patient {
        return Ok(found);
    }
    // Who does not wait cannot know that it will not be made.
    if !desk.opened.waits.rest(settle::quiet()).await {
        return Err(Halt::Cancelled);
    }
    site.marked(mark).await.map_err(|error| told(desk, error))
}

async fn done(desk: &Desk<'_>, upload: &Upload, media: StoreId) -> Result<(), Halt> {
    let id = upload.id;
    desk.studio.ask(move |journal| journal.upload_done(id, media)).await?;
    standstill::at(Point::OutcomeWritten);
    Ok(())
}

/// Sends a picture until the store has it or refuses it.
async fn send(
    desk: &Desk<'_>,
    upload: &Upload,
    watch: &Watch,
) -> Result<Result<(), Refusal>, Halt> {
    let site = site(desk).await?;
    let mut tries = 0;
    let mark = match (&upload.mark, upload.state) {
        (Some(mark), UploadState::Sent) => mark.clone(),
        _ => mark(upload),
    };
    let marked = Upload { mark: Some(mark.clone()), ..upload.clone() };
    loop {
        if watch.is_cancelled() {
            return Err(Halt::Cancelled);
        }
        let Some((content, media_type)) = read(desk, upload).await? else {
            return Ok(Err(changed()));
        };
        let name = upload.file.path.rsplit('/').next().unwrap_or_default().to_owned();
        let (id, noted, mark) = (upload.id, mark.clone(), mark.clone());
        desk.studio.ask(move |journal| journal.begin_upload(id, &noted)).await?;
        standstill::at(Point::IntentWritten);
        let error = match site.upload(NewFile { name, media_type, mark, content }).await {
            Ok(FileAnswer::Kept(media)) => {
                standstill::at(Point::Answered);
                done(desk, upload, media).await?;
                return Ok(Ok(()));
            }
            Ok(FileAnswer::Refused(refusal)) => return Ok(Err(refusal)),
            Err(error) => error,
        };
        tracing::warn!(code = error.code(), "a picture was not uploaded");
        match error.sent {
            Reached::Nothing => {
                desk.studio.ask(move |journal| journal.upload_unsent(id)).await?;
            }
            Reached::Maybe => {
                if let Some(media) = look(desk, &marked, true).await? {
                    done(desk, upload, media).await?;
                    return Ok(Ok(()));
                }
            }
        }
        tries += 1;
        if error.is_unauthorised() || tries >= request::TRIES {
            return Err(told(desk, error));
        }
        request::pause(desk, &error, tries).await?;
    }
}

/// By what the store is asked for a picture: its content, the journal's number, and when it left.
fn mark(upload: &Upload) -> String {
    let now = jiff::Timestamp::now().as_millisecond();
    format!("{}{}-{now:x}", mark_of(&upload.file.content), upload.id)
}

/// With what the marks of a content begin.
pub(super) fn mark_of(content: &str) -> String {
    let hash = content.trim_start_matches("sha256=");
    format!("longshore-{}-", hash.get(..16).unwrap_or(hash))
}

/// What files of the store are called in addresses, as far as they are there.
pub(super) async fn called(
    desk: &Desk<'_>,
    files: &[StoreId],
) -> Result<Vec<(StoreId, String)>, Halt> {
    site(desk).await?.called(files).await.map_err(|error| told(desk, error))
}

async fn read(
    desk: &Desk<'_>,
    upload: &Upload,
) -> Result<Option<(Vec<u8>, &'static str)>, ApiError> {
    let Some(root) = desk.options.pictures_from.clone() else { return Ok(None) };
    let (path, content) = (upload.file.path.clone(), upload.file.content.clone());
    let read = tokio::task::spawn_blocking(move || {
        imports::read_picture(&root, &path, content.trim_start_matches("sha256="))
    });
    Ok(read.await?)
}

/// The pictures that records still show to which the undone run brought some.
async fn still_shown(desk: &Desk<'_>) -> Result<HashSet<StoreId>, Halt> {
    let run = desk.run;
    let entries = desk
        .studio
        .ask(move |journal| {
            let RunKind::Undo { of } = journal.run(run)?.kind else { return Ok(Vec::new()) };
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page =
                    journal.changes_of(of, &[State::Applied, State::Altered], after, PAGE)?;
                let Some(last) = page.last() else { return Ok(found) };
                after = Some(last.planned.change.id);
                let shows = |entry: &Entry| of_changes::of(&entry.planned.change.fields).is_some();
                found.extend(page.into_iter().filter(shows));
            }
        })
        .await?;
    let mut changes = Vec::with_capacity(entries.len());
    for entry in entries {
        let (mut change, Some(id)) = (entry.planned.change, entry.store_id) else { continue };
        change.record = Some(Reference::Stored(id));
        change.action = Action::Update;
        request::resolve_known(desk, &mut change).await?;
        changes.push(change);
    }
    let mut shown = HashSet::new();
    let records = now::records(desk.store(), now::sought(changes.iter())).await?;
    for record in records.values() {
        let images = of_changes::of(&record.fields).map_or(&[][..], |(_, images)| images);
        shown.extend(images.iter().filter_map(|image| image.id));
    }
    Ok(shown)
}

/// Takes the pictures out of the store that a run is to take out.
pub(super) async fn take_out(desk: &Desk<'_>, watch: &Watch) -> Result<(), Halt> {
    let run = desk.run;
    let (mut shown, mut others) = (None, HashSet::new());
    let uploads = desk.studio.ask(move |journal| journal.uploads(run)).await?;
    for upload in &uploads {
        let is_open = matches!(upload.state, UploadState::Planned | UploadState::Sent);
        let (Doing::Removes, true, Some(media)) = (upload.file.doing, is_open, upload.file.media)
        else {
            continue;
        };
        let id = upload.id;
        if shown.is_none() {
            shown = Some(still_shown(desk).await?);
            others = remembered::others(desk, &uploads).await?;
        }
        // Its record was left alone after all: somebody edited it since the plan was made. Or the number is that of
        // something else by now, which nobody asked to be removed.
        if shown.as_ref().is_some_and(|shown| shown.contains(&media)) || others.contains(&media) {
            let refusal = Refusal { code: IN_USE.into(), ..changed() };
            desk.studio.ask(move |journal| journal.upload_failed(id, &refusal)).await?;
            continue;
        }
        let mut tries = 0;
        loop {
            if watch.is_cancelled() {
                return Err(Halt::Cancelled);
            }
            desk.studio.ask(move |journal| journal.begin_upload(id, "")).await?;
            standstill::at(Point::IntentWritten);
            // One that is gone already is as good as removed, so that asking twice does no harm.
            match site(desk).await?.remove(media).await {
                Ok(FileAnswer::Kept(media)) => break done(desk, upload, media).await?,
                Ok(FileAnswer::Refused(refusal)) => {
                    desk.studio.ask(move |journal| journal.upload_failed(id, &refusal)).await?;
                    break;
                }
                Err(error) => {
                    tries += 1;
                    if error.is_unauthorised() || tries >= request::TRIES {
                        return Err(told(desk, error));
                    }
                    request::pause(desk, &error, tries).await?;
                }
            }
        }
    }
    Ok(())
}
