//! How does a file become rows?

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{reading::ReadSettings, row::Header};
use longshore_formats::{Limits, Position, Progress, Report, Source, Spool, Spooling};
use longshore_journal::runs::RunSource;
use xxhash_rust::xxh3::Xxh3;

use super::{
    of_joined::suggestions,
    web::{AtHand, Beside, SourceFile},
};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    studio::Studio,
};
/// Reads a file into a spool, fetched first where it has to be.
pub(crate) async fn spool(
    studio: &Studio,
    file: &SourceFile,
    settings: ReadSettings,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let at_hand = file.at_hand(studio, watch).await?;
    let (settings, beside) = Beside::of(studio, settings, watch).await?;
    let read = read(studio, file, &at_hand, settings, watch).await;
    read.map_err(|error| beside.told(error))
}

/// Reads a file that is at hand, on a thread that may wait for a disk.
pub(super) async fn read(
    studio: &Studio,
    file: &SourceFile,
    at_hand: &AtHand,
    settings: ReadSettings,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let folder = studio.home().spools()?;
    let (path, watch) = (at_hand.path.clone(), watch.clone());
    let read = tokio::task::spawn_blocking(move || read_file(&path, &settings, &folder, &watch));
    let (spool, source) = read.await?.map_err(|error| match error.params.contains_key("file") {
        // It is about the second file.
        true => error,
        false => error.with("file", file.shown()),
    })?;
    Ok((spool, RunSource { name: at_hand.name(), ..source }))
}

fn read_file(
    path: &Path,
    settings: &ReadSettings,
    folder: &Path,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let mut source = Source::open(path, settings, &Limits::default())?;
    let tell = |progress: Progress| {
        let rows = estimated(progress.rows, progress.position);
        watch.tell(Stage::Reading, progress.rows, Some(rows));
        if watch.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut spool = Spooling::begin(&source, folder)?.run(&mut source, tell)?;
    let last = || Ok(Spooling::of(spool.recognised(), folder)?);
    let (mut aside, mut told) = (tell, tell);
    if let Some(joined) =
        super::join(path, &spool, settings, folder, last, [&mut aside, &mut told])?
    {
        spool = joined;
    }
    let (size, fingerprint) =
        fingerprint(path).map_err(|error| ApiError::new("file_unreadable").detail(error))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((spool, RunSource { name, size, fingerprint }))
}

/// How many rows a file seems to have, of which so many take so much of it.
fn estimated(rows: u64, position: Position) -> u64 {
    let all = u128::from(rows) * u128::from(position.total) / u128::from(position.done.max(1));
    u64::try_from(all).unwrap_or(rows).max(rows)
}

/// A file of text has no sheets: whoever names one means another file.
pub(crate) fn has_sheet(
    named: &ReadSettings,
    spool: &Spool,
    file: &SourceFile,
) -> Result<(), ApiError> {
    match &named.sheet {
        Some(sheet) if spool.recognised().sheet.is_none() => {
            let error = ApiError::new("sheet_not_found").with("file", file.shown());
            Err(error.with("sheet", sheet))
        }
        _ => Ok(()),
    }
}

/// Whoever names a kind of price that the offers do not have means another one.
pub(crate) fn has_price_kind(
    named: &ReadSettings,
    spool: &Spool,
    file: &SourceFile,
) -> Result<(), ApiError> {
    let Some(kind) = &named.joining.price_kind else { return Ok(()) };
    let joined = spool.joined();
    let notices = joined.iter().flat_map(|joined| &joined.notices);
    let unknown = notices.into_iter().find(|notice| notice.code == "price_kind_unknown");
    match unknown.and_then(|notice| notice.params.get("kinds")) {
        Some(kinds) => Err(ApiError::new("price_kind_unknown")
            .with("file", file.shown())
            .with("kind", kind)
            .with("kinds", kinds)),
        None => Ok(()),
    }
}

/// How many bytes a file has, and their xxh3.
pub(crate) fn fingerprint(path: &Path) -> std::io::Result<(u64, u64)> {
    struct Sum(Xxh3);
    impl std::io::Write for Sum {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut sum = Sum(Xxh3::new());
    let size = std::io::copy(&mut std::fs::File::open(path)?, &mut sum)?;
    Ok((size, sum.0.digest()))
}

/// What is wrong with a file that has a header and nothing below it: a single one of several words that says nothing
/// is no name of a column, but a text. Of a sheet that somebody chose nothing is said of the file's others.
pub(crate) fn without_rows(header: &Header, settings: &ReadSettings) -> ApiError {
    if let Some(sheet) = &settings.sheet {
        return ApiError::new("sheet_without_table").with("sheet", sheet);
    }
    let [name] = header.columns.as_slice() else { return ApiError::new("no_rows") };
    let says_nothing = || {
        let found = suggestions(header, None, &Report::default());
        found.iter().all(|suggestion| suggestion.target.is_none())
    };
    match name.split_whitespace().nth(1).is_some() && says_nothing() {
        true => no_table(),
        false => ApiError::new("no_rows"),
    }
}

/// A text is no table.
pub(crate) fn no_table() -> ApiError {
    ApiError::new("not_a_table").with("kind", "plain_text").with("format", "plain_text")
}
