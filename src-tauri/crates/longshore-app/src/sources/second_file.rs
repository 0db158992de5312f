//! Which file or table belongs to the one that is read?

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use longshore_engine::{
    platforms::joining::{
        AROUND, Inside, Joining, are_in_other_order, are_two_parts, is_of_two_parts,
    },
    reading::{JoinSettings, ReadSettings},
    row::{Header, Row},
    shape::{RowShape, Shaping},
};
use longshore_formats::{Format, Limits, Progress, Sheet, Source, Spool, Spooling};

use super::joined::{explain_from, notations};
use crate::error::ApiError;

/// The second file and how it is read, where it is the one with the products, of which the first says something more.
pub(crate) fn in_other_order(
    first: &Header,
    settings: &ReadSettings,
) -> Result<Option<(PathBuf, Source, ReadSettings)>, ApiError> {
    let JoinSettings { with, with_sheet, shape, rows_as_they_are, .. } = &settings.joining;
    let Some(with) = with.as_deref().filter(|with| !with.is_empty()) else { return Ok(None) };
    if shape.is_some() || *rows_as_they_are == Some(true) {
        return Ok(None);
    }
    let about = |error: ApiError| error.with("with", with).with("file", with);
    let look = || -> Result<Option<Source>, ApiError> {
        let mut source = open_second(Path::new(with), with_sheet.as_deref())?;
        let header = source.reader()?.header().clone();
        Ok(are_in_other_order(first, &header).then_some(source))
    };
    let joining = JoinSettings { with: None, with_sheet: None, ..settings.joining.clone() };
    let reading = ReadSettings { joining, ..ReadSettings::default() };
    Ok(look().map_err(about)?.map(|source| (PathBuf::from(with), source, reading)))
}

/// How a file is read in whose products variants lie: their own table is its second one. `None` where there are none,
/// or somebody said how rows become products.
pub(super) fn with_inside(
    path: &Path,
    found: &longshore_formats::Recognised,
    header: &Header,
    settings: &ReadSettings,
) -> Option<ReadSettings> {
    let joining = &settings.joining;
    // A shape whose columns this table has is one of its own rows.
    let is_said = joining.shape.as_ref().is_some_and(|shape| Shaping::new(shape, header).is_ok());
    if is_said || joining.with.is_some() || joining.rows_as_they_are == Some(true) {
        return None;
    }
    let Inside { list, key } = Joining::inside(header)?;
    let outer = found.sheet.as_ref().map_or("", |sheet| sheet.value.as_str());
    let sheet = match (outer, found.format.value) {
        ("", _) => list,
        (outer, Format::Xml) => format!("{outer}/{list}"),
        (outer, _) => format!("{outer}.{list}"),
    };
    let joining = JoinSettings {
        with: Some(path.to_str()?.to_owned()),
        with_sheet: Some(sheet),
        key: Some(key),
        second_key: Some(AROUND.to_owned()),
        ..joining.clone()
    };
    Some(ReadSettings { joining, ..settings.clone() })
}

/// Tables of a file that are looked at for the one that belongs to another.
const TABLES: usize = 40;

/// How a file is read that has both parts of what a platform writes apart, such as goods and offers in one archive: the
/// other part is its second file. `None` where there is none, or somebody said what the rows are.
pub(super) fn with_other_part(
    path: &Path,
    found: &longshore_formats::Recognised,
    header: &Header,
    settings: &ReadSettings,
) -> Option<ReadSettings> {
    let JoinSettings { shape, with, rows_as_they_are, .. } = &settings.joining;
    let is_said = shape.is_some() || with.is_some() || *rows_as_they_are == Some(true);
    if is_said || found.sheets.len() < 2 || !is_of_two_parts(header) {
        return None;
    }
    let this = found.sheet.as_ref().map(|sheet| sheet.value.as_str());
    let others = found.sheets.iter().filter(|sheet| !sheet.hidden && Some(&*sheet.name) != this);
    let is_other_part = |sheet: &&Sheet| {
        // What cannot be opened is no part of it.
        let Ok(mut source) = open_second(path, Some(&sheet.name)) else { return false };
        source.reader().is_ok_and(|reader| are_two_parts(header, reader.header()))
    };
    let other = others.take(TABLES).find(is_other_part)?;
    let joining = JoinSettings {
        with: Some(path.to_str()?.to_owned()),
        with_sheet: Some(other.name.clone()),
        ..settings.joining.clone()
    };
    Some(ReadSettings { joining, ..settings.clone() })
}

/// The table of the file itself that is joined with its rows; lists in its records are none.
pub(super) fn part_of<'a>(path: &Path, settings: &'a ReadSettings) -> Option<&'a str> {
    let JoinSettings { with, with_sheet, second_key, .. } = &settings.joining;
    let is_same = with.as_deref().is_some_and(|with| Path::new(with) == path);
    let is_inside = second_key.as_deref() == Some(AROUND);
    with_sheet.as_deref().filter(|_| is_same && !is_inside)
}

/// Rows of a second file that are looked at first.
pub(super) const SEEN: usize = 200;

/// The rows of the second file, where the user named one that belongs to the first.
pub(super) fn second(
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
        let mut source = open_with(&settings.joining)?;
        Ok(Spooling::begin(&source, folder)?.run(&mut source, watch)?)
    };
    let spool = read().map_err(|error| named(error.with("file", with)))?;
    let report = spool.report().unwrap_or_default();
    if !joining.with(&spool.header(), &notations(&report)) {
        return Err(named(ApiError::new("second_file_does_not_fit")));
    }
    let wanted = joining.wants_beside();
    let reading = ReadSettings::default();
    let explained = explain_from(joining, wanted, Path::new(with), spool.recognised(), &reading);
    explained.map_err(|error| named(error.with("file", with)))?;
    Ok(Some(spool))
}

/// Opens a second file, or another sheet of a file.
pub(crate) fn open_second(path: &Path, sheet: Option<&str>) -> Result<Source, ApiError> {
    open_as(path, sheet, JoinSettings::default())
}

fn open_as(path: &Path, sheet: Option<&str>, joining: JoinSettings) -> Result<Source, ApiError> {
    let reading =
        ReadSettings { sheet: sheet.map(str::to_owned), joining, ..ReadSettings::default() };
    Ok(Source::open(path, &reading, &Limits::default())?)
}

/// Opens the second file as it is joined: a list in the records of the first numbers these.
pub(super) fn open_with(settings: &JoinSettings) -> Result<Source, ApiError> {
    let with = Path::new(settings.with.as_deref().unwrap_or_default());
    let joining =
        JoinSettings { second_key: settings.second_key.clone(), ..JoinSettings::default() };
    open_as(with, settings.with_sheet.as_deref(), joining)
}

/// Takes the columns of the second file at first sight, before any of its rows are joined; answers how products are
/// made of both, where the first rows of the second are variants of what the first has.
pub(crate) fn second_at_sight(
    joining: &mut Joining,
    settings: &JoinSettings,
) -> Result<Option<RowShape>, ApiError> {
    let Some(with) = settings.with.as_deref().filter(|with| !with.is_empty()) else {
        return Ok(None);
    };
    let mut look = || -> Result<Option<Vec<Row>>, ApiError> {
        let mut source = open_with(settings)?;
        let first = source.preview(SEEN)?;
        Ok(joining.with(&first.header, &notations(&first.report)).then_some(first.rows))
    };
    match look().map_err(|error| error.with("file", with))? {
        Some(rows) => Ok(joining.variants().and_then(|mut variants| {
            rows.iter().for_each(|row| variants.observe(row));
            variants.shape()
        })),
        None => Err(ApiError::new("second_file_does_not_fit")),
    }
    .map_err(|error| error.with("with", with))
}
