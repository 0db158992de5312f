//! How is an import written into the journal before it is planned?

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_engine::profile::{Mode, OnEdit};
use longshore_journal::{
    planning::Planning,
    runs::{NewRun, RunKind},
};

use super::wish::ImportPlan;
use crate::{
    error::ApiError,
    runs,
    sources::{Edits, Prepared},
    stores::Opened,
    studio::Studio,
};

/// Notes the run that is about to be planned, with all that it will be carried out by.
pub(super) async fn note(
    studio: &Studio,
    opened: &Opened,
    prepared: &Prepared,
    edits: Option<&Edits>,
    request: &ImportPlan,
    pictures_from: Option<PathBuf>,
) -> Result<Planning, ApiError> {
    prepared.spool.keep();
    let connection = opened.id;
    let newest_intent = studio
        .ask(move |journal| match journal.is_connection_owned(connection)? {
            // What the run that is under way has sent may not be in the store yet.
            true => Ok(None),
            false => journal.newest_intent(),
        })
        .await?;
    let options = runs::Options {
        source_scope: prepared.source_scope(),
        spool: Some(prepared.spool.path().to_path_buf()),
        no_marks: request.no_marks,
        overwrites: prepared.profile.on_edit == OnEdit::Overwrite,
        asks: prepared.profile.on_edit == OnEdit::Ask,
        decides: None,
        watched: request.watched.clone(),
        fetched_from: prepared.from.clone(),
        newest_intent: Some(newest_intent.map_or(0, |intent| intent.0)),
        edits: edits.map(|edits| edits.draft),
        pictures_from,
        delimiter: prepared.spool.recognised().delimiter.as_ref().map(|found| found.value),
    };
    let new = NewRun {
        connection: opened.id,
        kind: RunKind::Import { source: prepared.source.clone() },
        mode: prepared.profile.mode,
        reading: prepared.profile.reading.clone(),
        profile: Some(prepared.profile.clone()),
        options: options.into_map()?,
        // What lies within others goes before them.
        is_reversed: prepared.profile.mode == Mode::Delete,
        at: Timestamp::now(),
    };
    let header = prepared.header.clone();
    studio
        .ask(move |journal| {
            let planning = journal.begin_planning(&new)?;
            journal.set_run_header(planning.run(), &header)?;
            Ok(planning)
        })
        .await
}
