//! What is a file whose rows are joined into products?

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{
    notation::{self, NotationReport},
    platforms::joining::{Joined, Joining, Notice},
    profile::{Fingerprint, Profile},
    reading::ReadSettings,
    recognise::{Recognised, recognise},
    row::{Header, Row},
    suggest::{Suggestion, suggest, suggest_joined},
};
use longshore_formats::{Limits, Progress, Report, Source, Spool, Spooling};
use serde::Serialize;
use ts_rs::TS;

use super::prepare::samples;
use crate::error::ApiError;

/// What the rows of another platform's file came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct JoinedFile {
    /// How many rows the file has.
    pub rows: u64,
    /// How many products they make.
    pub products: u64,
    /// How many variations of those.
    pub variations: u64,
    /// How many pictures of both.
    pub images: u64,
    /// What the file does not carry, and what was decided.
    pub notices: Vec<Notice>,
    /// Whether two plain tables were put together by a key.
    pub is_plain: bool,
}

impl From<&Joined> for JoinedFile {
    fn from(joined: &Joined) -> Self {
        Self {
            rows: joined.rows,
            products: joined.products,
            variations: joined.variations,
            images: joined.images,
            notices: joined.notices.clone(),
            is_plain: joined.is_plain,
        }
    }
}

/// Joins the rows of a file with these columns, where its platform is known and nobody said otherwise. Tables of the
/// same file that explain its numbers are read.
pub(crate) fn joining(
    path: &Path,
    found: &longshore_formats::Recognised,
    header: &Header,
    report: &Report,
    settings: &ReadSettings,
) -> Result<Option<Joining>, ApiError> {
    let Some(mut joining) = Joining::begin(header, &notations(report), &settings.joining) else {
        return Ok(None);
    };
    for wanted in joining.wants() {
        let sheet = found.sheets.iter().find(|sheet| sheet.name.to_lowercase().ends_with(wanted));
        let Some(sheet) = sheet else { continue };
        let settings =
            ReadSettings { sheet: Some(sheet.name.clone()), header_row: None, ..settings.clone() };
        explain(&mut joining, &mut Source::open(path, &settings, &Limits::default())?)?;
    }
    Ok(Some(joining))
}

/// Rows that are looked up at a time.
const AT_ONCE: usize = 4_096;

fn explain(joining: &mut Joining, source: &mut Source) -> Result<(), ApiError> {
    let mut reader = source.reader()?;
    let header = reader.header().clone();
    let (mut rows, mut row) = (Vec::new(), Row::new());
    while reader.read(&mut row)? {
        rows.push(row.clone());
        if rows.len() == AT_ONCE {
            joining.explain(&header, &rows);
            rows.clear();
        }
    }
    joining.explain(&header, &rows);
    Ok(())
}

fn notations(report: &Report) -> Vec<NotationReport> {
    let notation = |column: &longshore_formats::ColumnReport| {
        notation::detect(column.samples.iter().map(String::as_str))
    };
    report.columns.iter().map(notation).collect()
}

/// The rows of the second file, where the user named one that belongs to the first.
pub(crate) fn second(
    joining: &mut Joining,
    settings: &ReadSettings,
    folder: &Path,
    watch: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Spool>, ApiError> {
    let Some(with) = settings.joining.with.as_deref().filter(|with| !with.is_empty()) else {
        return Ok(None);
    };
    let named = |error: ApiError| error.with("with", with);
    let read = || -> Result<Spool, ApiError> {
        let found = ReadSettings::default();
        let mut source = Source::open(Path::new(with), &found, &Limits::default())?;
        Ok(Spooling::begin(&source, folder)?.run(&mut source, watch)?)
    };
    let spool = read().map_err(|error| named(error.with("file", with)))?;
    let report = spool.report().unwrap_or_default();
    match joining.with(&spool.header(), &notations(&report)) {
        true => Ok(Some(spool)),
        false => Err(named(ApiError::new("second_file_does_not_fit"))),
    }
}

/// What a file is, going by its columns or by what they were before they were joined.
pub(crate) fn recognised(header: &Header, joined: Option<&Joined>) -> Recognised {
    of_platform(joined).map_or_else(|| recognise(header), Joined::recognised)
}

/// Where two plain tables were put together their columns are what they were.
pub(crate) fn of_platform(joined: Option<&Joined>) -> Option<&Joined> {
    joined.filter(|joined| !joined.is_plain)
}

/// What the columns are for.
pub(crate) fn suggestions(
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
) -> Vec<Suggestion> {
    match of_platform(joined) {
        Some(joined) => suggest_joined(header, joined),
        None => suggest(header, &recognise(header), &samples(header, report)),
    }
}

/// What the columns look like, as a profile.
pub(crate) fn suggested(
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
    reading: ReadSettings,
) -> Profile {
    match of_platform(joined) {
        Some(joined) => Profile::of_joined(joined, header, reading),
        None => {
            let suggestions = suggestions(header, None, report);
            Profile::suggested(&recognise(header), &suggestions, reading)
        }
    }
}

/// By what profiles for such columns are known again.
pub(crate) fn profile_key(header: &Header, joined: Option<&Joined>) -> Fingerprint {
    match of_platform(joined) {
        Some(joined) => Fingerprint::of_joined(
            &joined.recognised.platform,
            header.columns.iter().map(String::as_str),
        ),
        None => Fingerprint::of(header),
    }
}
