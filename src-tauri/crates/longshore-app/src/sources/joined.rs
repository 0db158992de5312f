//! What is a file whose rows are joined into products?

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{
    notation::{self, NotationReport},
    platforms::joining::{Joined, Joining, Notice},
    profile::{Fingerprint, Profile},
    reading::{JoinSettings, ReadSettings},
    recognise::{Recognised, recognise},
    row::{Header, Row},
    shape::RowShape,
    suggest::{Suggestion, suggest, suggest_joined, suggest_shaped},
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
    /// Of how many rows the second file says something, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub found: Option<u64>,
    /// How the rows of a plain table became products, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub shape: Option<RowShape>,
}

impl From<&Joined> for JoinedFile {
    fn from(joined: &Joined) -> Self {
        Self {
            rows: joined.rows,
            products: joined.products,
            variations: joined.variations,
            images: joined.images,
            notices: joined.notices.clone(),
            is_plain: joined.is_plain && joined.shaped.is_none(),
            found: joined.found,
            shape: joined.shaped.clone(),
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
    let joins = completed(header, report, &settings.joining)?;
    let begun = Joining::begin(header, &notations(report), &joins);
    let Some(mut joining) = begun.map_err(|misfit| coded(misfit.code()))? else { return Ok(None) };
    for wanted in joining.wants() {
        let sheet = found.sheets.iter().find(|sheet| sheet.name.to_lowercase().ends_with(wanted));
        let Some(sheet) = sheet else { continue };
        let settings =
            ReadSettings { sheet: Some(sheet.name.clone()), header_row: None, ..settings.clone() };
        explain(&mut joining, &mut Source::open(path, &settings, &Limits::default())?)?;
    }
    Ok(Some(joining))
}

/// What was said about the rows, with what the columns tell where it leaves something out.
fn completed(
    header: &Header,
    report: &Report,
    settings: &JoinSettings,
) -> Result<JoinSettings, ApiError> {
    let Some(shape) = settings.shape.clone() else { return Ok(settings.clone()) };
    if settings.with.is_some() {
        return Err(ApiError::new("shape_with_second_file"));
    }
    let shape = shape.completed(&suggestions(header, None, report));
    Ok(JoinSettings { shape: Some(shape), ..settings.clone() })
}

fn coded((code, params): (&'static str, Vec<(&'static str, String)>)) -> ApiError {
    params.into_iter().fold(ApiError::new(code), |error, (name, value)| error.with(name, value))
}

/// Rows of a second file that are looked at first.
const SEEN: usize = 200;
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
        let mut source = open_second(Path::new(with), settings.joining.with_sheet.as_deref())?;
        Ok(Spooling::begin(&source, folder)?.run(&mut source, watch)?)
    };
    let spool = read().map_err(|error| named(error.with("file", with)))?;
    let report = spool.report().unwrap_or_default();
    match joining.with(&spool.header(), &notations(&report)) {
        true => Ok(Some(spool)),
        false => Err(named(ApiError::new("second_file_does_not_fit"))),
    }
}

/// Opens a second file, or another sheet of a file.
pub(crate) fn open_second(path: &Path, sheet: Option<&str>) -> Result<Source, ApiError> {
    let reading = ReadSettings { sheet: sheet.map(str::to_owned), ..ReadSettings::default() };
    Ok(Source::open(path, &reading, &Limits::default())?)
}

/// Takes the columns of the second file at first sight, before any of its rows are joined.
pub(crate) fn second_at_sight(
    joining: &mut Joining,
    settings: &JoinSettings,
) -> Result<(), ApiError> {
    let Some(with) = settings.with.as_deref().filter(|with| !with.is_empty()) else {
        return Ok(());
    };
    let mut look = || -> Result<bool, ApiError> {
        let mut source = open_second(Path::new(with), settings.with_sheet.as_deref())?;
        let first = source.preview(SEEN)?;
        Ok(joining.with(&first.header, &notations(&first.report)))
    };
    match look().map_err(|error| error.with("file", with))? {
        true => Ok(()),
        false => Err(ApiError::new("second_file_does_not_fit")),
    }
    .map_err(|error| error.with("with", with))
}

/// What a file is, going by its columns or by what they were before they were joined.
pub(crate) fn recognised(header: &Header, joined: Option<&Joined>) -> Recognised {
    let was_something_else = |joined: &&Joined| !joined.is_plain || joined.shaped.is_some();
    let joined = joined.filter(was_something_else);
    joined.map_or_else(|| recognise(header), Joined::recognised)
}

/// Where two plain tables were put together their columns are what they were.
pub(crate) fn of_platform(joined: Option<&Joined>) -> Option<&Joined> {
    joined.filter(|joined| !joined.is_plain)
}

/// How somebody said that the rows of a plain table become products.
pub(crate) fn shape_of(joined: Option<&Joined>) -> Option<&RowShape> {
    joined.and_then(|joined| joined.shaped.as_ref())
}

/// The columns of the file itself, where its rows became products.
fn own_header(header: &Header, joined: Option<&Joined>) -> Header {
    let Some(shape) = shape_of(joined) else { return header.clone() };
    let columns = header.columns.get(shape.own(header.columns.len())).unwrap_or_default().to_vec();
    Header { columns, line: header.line }
}

/// What the columns are for.
pub(crate) fn suggestions(
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
) -> Vec<Suggestion> {
    let recognised = recognised(header, joined);
    match (of_platform(joined), shape_of(joined)) {
        (Some(joined), _) => suggest_joined(header, joined),
        (None, Some(shape)) => suggest_shaped(header, &recognised, shape, &samples(header, report)),
        (None, None) => suggest(header, &recognised, &samples(header, report)),
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
            let suggestions = suggestions(header, joined, report);
            let mut profile =
                Profile::suggested(&recognised(header, joined), &suggestions, reading);
            if let Some(shape) = shape_of(joined) {
                profile.reading.joining.shape = Some(shape.clone());
            }
            profile
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
        None => Fingerprint::of(&own_header(header, joined)),
    }
}
