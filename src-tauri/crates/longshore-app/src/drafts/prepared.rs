//! What are the rows of a draft ready for?

use std::sync::Arc;

use longshore_engine::{
    facts::StoreFacts,
    mapping::Mapping,
    notation,
    number::NumberReader,
    picture_files::PictureFiles,
    profile::{ColumnMap, Profile},
};
use longshore_journal::{Journal, JournalError, runs::RunSource};

use super::{live::Live, state::State};
use crate::{
    ApiError,
    sources::{Prepared, recognised, without_reasons},
};

/// A draft as a source with what is known of its columns, as an import wants it.
pub(super) fn prepared(live: &Live, state: &State) -> Prepared {
    let mut header = live.header();
    without_reasons(&mut header);
    let report = live.report();
    let notations = report
        .columns
        .iter()
        .map(|column| notation::detect(column.samples.iter().map(String::as_str)))
        .collect();
    let source = RunSource {
        name: match &state.source.from {
            Some(from) => from.named(&state.source.name),
            None => state.source.name.clone(),
        },
        size: state.source.size,
        fingerprint: state.source.fingerprint.unwrap_or_default(),
    };
    Prepared {
        spool: live.spool.clone(),
        source,
        recognised: recognised(&header, live.joined().as_ref()),
        header,
        suggestions: Vec::new(),
        notations,
        profile: Profile { reading: state.reading.clone(), ..state.profile.clone() },
        has_saved_profile: state.profile_name.is_some(),
        from: state.source.from.clone(),
    }
}

/// How each column of a draft writes its numbers: as the user says, else as it was found.
pub(super) fn readers(live: &Live, state: &State) -> Vec<NumberReader> {
    let report = live.report();
    let found = |at: usize| {
        let samples = report.columns.get(at).map(|column| column.samples.as_slice());
        notation::detect(samples.into_iter().flatten().map(String::as_str)).notation
    };
    let columns = state.profile.columns.iter().take(live.header().columns.len()).enumerate();
    let reader = |(at, column): (usize, &ColumnMap)| NumberReader {
        notation: column.notation.or(found(at)),
        lone_separator_is_decimal: state.profile.platform == "woocommerce",
    };
    columns.map(reader).collect()
}

/// Whether the user said what the columns are.
pub(super) fn is_decided(state: &State) -> bool {
    state.is_decided || state.profile_name.is_some()
}

/// What the store of a draft last said of itself.
pub(super) fn facts(journal: &Journal, state: &State) -> Result<Option<StoreFacts>, JournalError> {
    let Some(store) = &state.store else { return Ok(None) };
    match journal.connection_named(store) {
        Ok(connection) => Ok(connection.details.facts),
        // It was removed meanwhile: the user is asked again before anything is planned.
        Err(JournalError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What becomes of a row of a draft; remembered until something is decided otherwise.
pub(super) fn mapping(
    journal: &Journal,
    live: &Live,
    state: &State,
) -> Result<Arc<Mapping>, ApiError> {
    let stands = (state.revision, live.spool.is_complete());
    if let Some(mapping) = live.mapping(stands) {
        return Ok(mapping);
    }
    let facts = facts(journal, state)?;
    let mapping = prepared(live, state).mapping(facts.as_ref(), is_decided(state))?;
    let files = live.pictures(state.pictures_from.as_deref());
    let files = files.map(|folder| folder as Arc<dyn PictureFiles>);
    let mapping = Arc::new(mapping.with_pictures(files));
    live.keep_mapping(stands, Arc::clone(&mapping));
    Ok(mapping)
}
