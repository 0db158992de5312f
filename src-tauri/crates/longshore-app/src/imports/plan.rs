//! What would a file change in a store?

use std::sync::Arc;

use longshore_engine::picture_files::PictureFiles;

use super::{
    making::Plan,
    noted::note,
    picture_folder::PictureFolder,
    sense::{decide, fits_together, has_all_columns},
    uploads,
    wish::{ImportPlan, Planned},
};
use crate::{
    error::ApiError,
    profiles,
    progress::{Stage, Watch},
    runs,
    sources::{Columns, Edits, Prepared, no_table, prepare},
    stores,
    studio::Studio,
};

/// Plans an import. Nothing is sent.
pub async fn plan(
    studio: &Studio,
    request: ImportPlan,
    watch: &Watch,
) -> Result<Planned, ApiError> {
    let columns = Columns {
        profile: request.profile.clone(),
        assignments: request.assignments.clone(),
        notations: request.notations.clone(),
        takes: request.takes.clone(),
        kind: request.kind,
    };
    let prepared = prepare(studio, &request.file, request.reading.clone(), &columns, watch).await?;
    let is_named_by_user = prepared.has_saved_profile || !request.assignments.is_empty();
    if let Some(name) = request.profile.as_ref().filter(|_| !request.without_missing_columns) {
        has_all_columns(&prepared, name)?;
    }
    let resembling = match is_named_by_user {
        true => None,
        false => {
            let saved = studio.ask(longshore_journal::Journal::profiles).await?;
            let like = profiles::resembling(&saved, &prepared.header, &prepared.suggestions);
            like.into_iter().next()
        }
    };
    let is_asked = !prepared.has_saved_profile
        && prepared.spool.joined().is_none()
        && request.reading.joining.rows_as_they_are != Some(true);
    let shapes = if is_asked { prepared.shapes()? } else { Vec::new() };
    let planned = plan_prepared(studio, prepared, None, is_named_by_user, request, watch).await?;
    Ok(Planned { resembling, shapes, ..planned })
}

/// Plans an import of rows that are there. Nothing is sent.
pub(crate) async fn plan_prepared(
    studio: &Studio,
    mut prepared: Prepared,
    edits: Option<Edits>,
    is_named_by_user: bool,
    request: ImportPlan,
    watch: &Watch,
) -> Result<Planned, ApiError> {
    decide(&mut prepared, &request);
    fits_together(&prepared, &request)?;
    if request.watched.is_some() && !prepared.has_saved_profile {
        let error = match prepared.is_prose() {
            true => no_table(),
            false => ApiError::new("profile_not_recognised"),
        };
        return Err(error.with("file", &prepared.source.name));
    }
    // A file that cannot be worked with is refused before anybody asks the store.
    prepared.mapping(None, is_named_by_user).map_err(|error| {
        match request.watched.is_some() && prepared.is_prose() {
            true => no_table().with("file", &prepared.source.name),
            false => error,
        }
    })?;
    let store = request.store.clone();
    let connection = studio.ask(move |journal| journal.connection_named(&store)).await?;
    let opened = stores::open_to_plan(studio, connection, watch).await?;
    watch.tell(Stage::Checking, 0, None);
    let pictures = PictureFolder::open(request.pictures_from.clone()).await?;
    let mapping = prepared.mapping(Some(&opened.facts), is_named_by_user)?;
    let files = pictures.clone().map(|folder| folder as Arc<dyn PictureFiles>);
    let mapping = mapping.with_pictures(files);
    if let Some(name) = &request.save_profile {
        profiles::save(studio, name, &prepared).await?;
    }

    runs::discard_half_plans(studio).await?;
    let root = pictures.as_ref().map(|folder| folder.root().to_owned());
    let planning = note(studio, &opened, &prepared, edits.as_ref(), &request, root).await?;
    let run = planning.run();
    let limit = request.limit;
    let plan = Plan { prepared, edits, mapping: Arc::new(mapping), opened, run, limit };
    let planned = async {
        let found = plan.make(studio, &request, watch).await?;
        if let Some(folder) = &pictures {
            uploads::plan(studio, &plan.opened, run, folder).await?;
        }
        Ok::<_, ApiError>(found)
    };
    let planned = planned.await;
    match planned {
        Ok(looked) => {
            studio.ask(move |journal| journal.finish_planning(planning)).await?;
            plan.report(studio, looked, request.for_good).await
        }
        Err(error) => {
            // Half a plan must not be carried out by anybody.
            runs::discard_unseen(studio, runs::RunNumber { run: run.0 }).await?;
            Err(error)
        }
    }
}
