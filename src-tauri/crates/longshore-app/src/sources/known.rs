//! Which profile is known for the columns of a file, and how does it read them?

use longshore_engine::{
    platforms::joining::{self, Joined},
    profile::{Fingerprint, Profile},
    reading::ReadSettings,
    row::Header,
    shape::RowShape,
};
use longshore_formats::Report;
use longshore_journal::{Journal, JournalError};

use super::{
    of_joined::{as_shaped, profile_key, shape_of, suggested},
    prepared::without_reasons,
};
use crate::{error::ApiError, studio::Studio};
/// The profile that was last saved for such a header.
pub(super) async fn known_profile(
    studio: &Studio,
    header: &Header,
    joined: Option<&Joined>,
    settings: &ReadSettings,
) -> Result<Option<Profile>, ApiError> {
    let Fingerprint(fingerprint) = profile_key(header, joined);
    let found = studio.ask(move |journal| journal.profiles_for(fingerprint)).await?;
    let mut found = found.into_iter().map(|saved| saved.profile);
    Ok(found.find(|profile| has_its_columns(profile, joined, settings)))
}

/// Whether a profile that was saved for a file's columns makes products of its rows as they are made now.
fn has_its_columns(profile: &Profile, joined: Option<&Joined>, settings: &ReadSettings) -> bool {
    // A second file says it by itself.
    let shape = settings.joining.shape.as_ref().or_else(|| shape_of(joined));
    let wanted = shape.map(RowShape::options);
    profile.reading.joining.shape.as_ref().map(RowShape::options) == wanted
}

/// How to read a plain table for whose columns a profile was saved last that makes products of its rows; `None` where
/// there is none, or the user said something else.
pub(crate) fn shaped(
    journal: &Journal,
    header: &Header,
    joined: Option<&Joined>,
    settings: &ReadSettings,
) -> Result<Option<ReadSettings>, JournalError> {
    let header = as_shaped(header, joined);
    let Some(header) = header.filter(|_| settings.joining.rows_as_they_are != Some(true)) else {
        return Ok(None);
    };
    let known = journal.profiles_for(profile_key(&header, None).0)?;
    let last = known.into_iter().next().map(|saved| saved.profile);
    let last = last.filter(|profile| profile.reading.joining.shape.is_some());
    Ok(last.map(|profile| read_as(settings, &profile)))
}

/// What becomes of the columns at first: the profile that was last saved for such a header, with its name, else
/// what they look like.
pub(crate) fn first_profile(
    journal: &Journal,
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
    settings: &ReadSettings,
) -> Result<(Profile, Option<String>), ApiError> {
    let mut header = header.clone();
    without_reasons(&mut header);
    let known = journal.profiles_for(profile_key(&header, joined).0)?;
    let mut known = known.into_iter();
    if let Some(saved) = known.find(|saved| has_its_columns(&saved.profile, joined, settings)) {
        let (name, mut profile) = (saved.profile.name.clone(), saved.profile);
        profile.take_new_attributes(&header);
        return Ok((profile, Some(name)));
    }
    Ok((suggested(&header, joined, report, settings.clone()), None))
}

/// What the user says now, else what the profile says. Where the columns of a profile are those of the file itself,
/// rows stay as they are.
pub(crate) fn read_as(now: &ReadSettings, profile: &Profile) -> ReadSettings {
    let mut reading = or(now, &profile.reading);
    let could_be_joined = joining::PLATFORMS.contains(&profile.platform.as_str());
    if could_be_joined && !profile.joined && !profile.columns.is_empty() {
        reading.joining.rows_as_they_are.get_or_insert(true);
    }
    reading
}

/// What the user says now, else what was said before.
fn or(now: &ReadSettings, saved: &ReadSettings) -> ReadSettings {
    ReadSettings {
        encoding: now.encoding.clone().or_else(|| saved.encoding.clone()),
        delimiter: now.delimiter.or(saved.delimiter),
        quote: now.quote.or(saved.quote),
        header_row: now.header_row.or(saved.header_row),
        sheet: now.sheet.clone().or_else(|| saved.sheet.clone()),
        fill_merged: now.fill_merged.or(saved.fill_merged),
        skip_hidden_rows: now.skip_hidden_rows.or(saved.skip_hidden_rows),
        joining: now.joining.or(&saved.joining),
    }
}
