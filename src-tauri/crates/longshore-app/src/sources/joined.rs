//! How do the rows of a file become products?

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{
    notation::{self, NotationReport},
    platforms::joining::{About, Joining, Variants, Wanted},
    reading::{JoinSettings, ReadSettings},
    row::{Header, Row},
    shape::RowShape,
};
use longshore_formats::{
    Limits, Preview, Progress, ReadError, Report, Sheet, Source, Spool, Spooling,
};

use super::{
    of_joined::suggestions,
    prepared::samples,
    second_file::{
        SEEN, in_other_order, open_with, part_of, second, second_at_sight, with_inside,
        with_other_part,
    },
};
use crate::error::ApiError;

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
    let begun = Joining::begin(header, &notations(report), &samples(header, report), &joins);
    let Some(mut joining) = begun.map_err(|misfit| coded(misfit.code()))? else { return Ok(None) };
    let wanted = joining.wants();
    explain_from(&mut joining, wanted, path, found, settings)?;
    Ok(Some(joining))
}

/// Joins the rows of a file, where its platform is known or somebody said how. What a second file says comes first,
/// and only then are products made of rows. `None` where rows stay as they are.
pub(crate) fn join(
    path: &Path,
    raw: &Spool,
    settings: &ReadSettings,
    folder: &Path,
    last: impl FnOnce() -> Result<Spooling, ApiError>,
    [aside, watch]: [&mut dyn FnMut(Progress) -> ControlFlow<()>; 2],
) -> Result<Option<Spool>, ApiError> {
    let report = raw.report().unwrap_or_default();
    let found = raw.recognised();
    if let Some(unfolded) = unfolded(&raw.header(), &report, settings) {
        let rows = Spooling::of(found, folder)?.join(raw, None, unfolded, &mut *aside)?;
        return join(path, &rows, settings, folder, last, [aside, watch]);
    }
    if let Some(inner) = with_inside(path, found, &raw.header(), settings)
        && let Some(apart) = Joining::apart(&raw.header(), &notations(&report))
    {
        let apart = Spooling::of(found, folder)?.join(raw, None, apart, &mut *aside)?;
        return join(path, &apart, &inner, folder, last, [aside, watch]);
    }
    if let Some(both) = with_other_part(path, found, &raw.header(), settings) {
        return join(path, raw, &both, folder, last, [aside, watch]);
    }
    if let Some((with, mut source, reading)) = in_other_order(&raw.header(), settings)? {
        let second = Spooling::begin(&source, folder)?.run(&mut source, &mut *aside)?;
        let seen = second.report().unwrap_or_default();
        let header = second.header();
        let joins = joining(&with, second.recognised(), &header, &seen, &reading)?;
        if let Some(mut joins) = joins.filter(|_| second.rows() > 0)
            && joins.with(&raw.header(), &notations(&report))
        {
            let wanted = joins.wants_beside();
            explain_from(&mut joins, wanted, path, found, settings)?;
            joins.part_is(part_of(path, settings));
            return Ok(Some(last()?.join(&second, Some(raw), joins, watch)?));
        }
    }
    let Some(mut first) = joining(path, found, &raw.header(), &report, settings)? else {
        return Ok(None);
    };
    let second = second(&mut first, settings, folder, &mut *aside)?;
    first.part_is(part_of(path, settings));
    let mut decided = None;
    if let (Some(second), Some(variants)) = (&second, first.variants()) {
        decided = variants_of(second, variants)?.map(|shape| with_shape(settings, shape));
    }
    let settings = decided.as_ref().unwrap_or(settings);
    if let (Some(decided), Some(second)) = (&decided, &second) {
        first = joining(path, found, &raw.header(), &report, decided)?
            .ok_or_else(|| ApiError::internal("a shape joins nothing"))?;
        let notations = notations(&second.report().unwrap_or_default());
        if !first.with(&second.header(), &notations) {
            return Err(ApiError::internal("a shape parts two files"));
        }
    }
    let Some(then) = afterwards(settings) else {
        return Ok(Some(last()?.join(raw, second.as_ref(), first, watch)?));
    };
    let between = Spooling::of(found, folder)?.join(raw, second.as_ref(), first, &mut *aside)?;
    let says_nothing = between.joined().is_some_and(|joined| joined.found == Some(0));
    if let (true, Some(RowShape::Split { .. }), Some(second)) =
        (says_nothing, &then.joining.shape, &second)
    {
        // It speaks of variations, which are not there before.
        let shaping = joining(path, found, &raw.header(), &report, &then)?;
        let shaping = shaping.ok_or_else(|| ApiError::internal("a shape joins nothing"))?;
        let shaped = Spooling::of(found, folder)?.join(raw, None, shaping, aside)?;
        if let Some(joins) = beside_shaped(&shaped, second, settings) {
            return Ok(Some(last()?.join(&shaped, Some(second), joins, watch)?));
        }
    }
    let report = between.report().unwrap_or_default();
    let shaping = joining(path, found, &between.header(), &report, &then)?;
    let mut shaping = shaping.ok_or_else(|| ApiError::internal("a shape joins nothing"))?;
    if let Some(before) = between.joined() {
        shaping.go_on_from(&before);
    }
    Ok(Some(last()?.join(&between, None, shaping, watch)?))
}

/// What unfolds the records of a platform's JSON, where nobody said how they are read.
fn unfolded(header: &Header, report: &Report, settings: &ReadSettings) -> Option<Joining> {
    let JoinSettings { shape, rows_as_they_are, .. } = &settings.joining;
    match shape.is_some() || *rows_as_they_are == Some(true) {
        true => None,
        false => Joining::unfolded(header, &notations(report)),
    }
}

/// How the rows of a second file become variations of what the first has, where it has several of a product.
fn variants_of(second: &Spool, mut variants: Variants) -> Result<Option<RowShape>, ApiError> {
    let (mut reader, mut row) = (second.read_from(1)?, Row::new());
    while reader.read(&mut row)? {
        variants.observe(&row);
    }
    Ok(variants.shape())
}

fn with_shape(settings: &ReadSettings, shape: RowShape) -> ReadSettings {
    let joining = JoinSettings { shape: Some(shape), ..settings.joining.clone() };
    ReadSettings { joining, ..settings.clone() }
}

/// Joins what a second file says of products and variations that a shape made.
fn beside_shaped(shaped: &Spool, second: &Spool, settings: &ReadSettings) -> Option<Joining> {
    let found = |spool: &Spool| notations(&spool.report().unwrap_or_default());
    let (header, before) = (shaped.header(), shaped.joined()?);
    let mut joins = Joining::beside_shaped(&header, &found(shaped), &settings.joining, &before)?;
    joins.with(&second.header(), &found(second)).then_some(joins)
}

/// The same of the first rows, before any of a second file are there. `false` where rows stay as they are.
pub(crate) fn join_at_sight(
    path: &Path,
    found: &longshore_formats::Recognised,
    first: Preview,
    settings: &ReadSettings,
) -> Result<(Preview, bool), ApiError> {
    if let Some(unfolded) = unfolded(&first.header, &first.report, settings) {
        return join_at_sight(path, found, first.joined(unfolded), settings);
    }
    if let Some(inner) = with_inside(path, found, &first.header, settings)
        && let Some(apart) = Joining::apart(&first.header, &notations(&first.report))
    {
        return join_at_sight(path, found, first.joined(apart), &inner);
    }
    if let Some(both) = with_other_part(path, found, &first.header, settings) {
        return join_at_sight(path, found, first, &both);
    }
    if let Some((with, mut source, reading)) = in_other_order(&first.header, settings)? {
        let second = source.preview(SEEN)?;
        let found = source.recognised().clone();
        let joins = joining(&with, &found, &second.header, &second.report, &reading)?;
        if let Some(mut joins) = joins
            && joins.with(&first.header, &notations(&first.report))
        {
            joins.part_is(part_of(path, settings));
            return Ok((second.joined(joins), true));
        }
    }
    let begun = joining(path, found, &first.header, &first.report, settings)?;
    let Some(mut joins) = begun else { return Ok((first, false)) };
    let shape = second_at_sight(&mut joins, &settings.joining)?;
    joins.part_is(part_of(path, settings));
    let decided = shape.map(|shape| with_shape(settings, shape));
    if let Some(decided) = &decided {
        joins = joining(path, found, &first.header, &first.report, decided)?
            .ok_or_else(|| ApiError::internal("a shape joins nothing"))?;
        second_at_sight(&mut joins, &decided.joining)?;
    }
    let settings = decided.as_ref().unwrap_or(settings);
    let first = first.joined(joins);
    let Some(then) = afterwards(settings) else { return Ok((first, true)) };
    Ok((shaped_at_sight(path, found, first, &then)?, true))
}

/// Makes products of the first rows that a second file belongs to.
fn shaped_at_sight(
    path: &Path,
    found: &longshore_formats::Recognised,
    first: Preview,
    then: &ReadSettings,
) -> Result<Preview, ApiError> {
    let shaping = joining(path, found, &first.header, &first.report, then)?;
    let mut shaping = shaping.ok_or_else(|| ApiError::internal("a shape joins nothing"))?;
    if let Some(before) = &first.joined {
        shaping.go_on_from(before);
    }
    Ok(first.joined(shaping))
}

/// How rows are read on that a second file was joined with: a shape makes products of them.
fn afterwards(settings: &ReadSettings) -> Option<ReadSettings> {
    let JoinSettings { shape: Some(_), with: Some(_), .. } = &settings.joining else { return None };
    let joining = JoinSettings { with: None, with_sheet: None, ..settings.joining.clone() };
    Some(ReadSettings { joining, ..settings.clone() })
}

/// The first rows of a file with all that a second one says of them, as a shape takes them, and the shape that follows
/// from that; as they are where there is no second file. `None` where their platform says what becomes of them.
pub(crate) fn before_shape(
    path: &Path,
    found: &longshore_formats::Recognised,
    first: Preview,
    settings: &ReadSettings,
) -> Result<Option<(Preview, Option<RowShape>)>, ApiError> {
    let without = |with: Option<String>| {
        let joining = JoinSettings { shape: None, with, ..settings.joining.clone() };
        ReadSettings { joining, ..settings.clone() }
    };
    let begin =
        |reading: &ReadSettings| joining(path, found, &first.header, &first.report, reading);
    let Some(with) = settings.joining.with.clone().filter(|with| !with.is_empty()) else {
        let stays = begin(&without(None))?.is_none_or(|joins| joins.joined().is_plain);
        return Ok(stays.then_some((first, None)));
    };
    let mut reading = without(Some(with.clone()));
    if in_other_order(&first.header, &reading)?.is_some() {
        return Ok(None);
    }
    let Some(mut joins) = begin(&reading)? else { return Ok(None) };
    if !joins.joined().is_plain {
        return Ok(None);
    }
    let follows = second_at_sight(&mut joins, &reading.joining)?;
    let decided = settings.joining.shape.clone();
    // Whichever shape it will be.
    let any =
        || RowShape::Join { key: vec![], options: vec![], along: vec![], sku: None, name: None };
    reading.joining.shape = Some(decided.or_else(|| follows.clone()).unwrap_or_else(any));
    let Some(mut joins) = begin(&reading)? else { return Ok(None) };
    second_at_sight(&mut joins, &reading.joining)?;
    let mut second = open_with(&reading.joining)?;
    Ok(Some((first.joined_with(joins, &mut *second.reader()?)?, follows)))
}

/// What was said about the rows, with what the columns tell where it leaves something out.
fn completed(
    header: &Header,
    report: &Report,
    settings: &JoinSettings,
) -> Result<JoinSettings, ApiError> {
    let Some(shape) = settings.shape.clone() else { return Ok(settings.clone()) };
    if settings.with.is_some() {
        // The columns of the second file are not there yet.
        return Ok(settings.clone());
    }
    let shape = shape.completed(&suggestions(header, None, report));
    Ok(JoinSettings { shape: Some(shape), ..settings.clone() })
}

fn coded((code, params): (&'static str, Vec<(&'static str, String)>)) -> ApiError {
    params.into_iter().fold(ApiError::new(code), |error, (name, value)| error.with(name, value))
}

/// Rows that are looked up at a time.
const AT_ONCE: usize = 4_096;

/// Reads the tables of a file that explain its numbers.
pub(super) fn explain_from(
    joining: &mut Joining,
    wanted: &[Wanted],
    path: &Path,
    found: &longshore_formats::Recognised,
    settings: &ReadSettings,
) -> Result<(), ApiError> {
    for Wanted { path: end, about } in wanted {
        let is_it = |sheet: &&Sheet| sheet.name.to_lowercase().ends_with(&end.to_lowercase());
        let listed = found.sheets.iter().find(is_it).map(|sheet| sheet.name.clone());
        // What is there but once is no table, unless it is asked for.
        let top = found.sheets.first().and_then(|sheet| sheet.name.split('/').next());
        let Some(sheet) = listed.or_else(|| Some(format!("{}/{end}", top?))) else { continue };
        let settings = ReadSettings { sheet: Some(sheet), header_row: None, ..settings.clone() };
        match Source::open(path, &settings, &Limits::default()) {
            Ok(mut source) => explain(joining, *about, &mut source)?,
            Err(ReadError::SheetNotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn explain(joining: &mut Joining, about: About, source: &mut Source) -> Result<(), ApiError> {
    let mut reader = source.reader()?;
    let (mut rows, mut row) = (Vec::new(), Row::new());
    while reader.read(&mut row)? {
        rows.push(row.clone());
        if rows.len() == AT_ONCE {
            joining.explain(about, reader.header(), &rows);
            rows.clear();
        }
    }
    // Columns may come to it while it is read.
    joining.explain(about, reader.header(), &rows);
    Ok(())
}

pub(super) fn notations(report: &Report) -> Vec<NotationReport> {
    let notation = |column: &longshore_formats::ColumnReport| {
        notation::detect(column.samples.iter().map(String::as_str))
    };
    report.columns.iter().map(notation).collect()
}
