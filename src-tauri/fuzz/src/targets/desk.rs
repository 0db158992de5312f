//! Where does a file lie while it is read, and what is read from it?

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Limits, ReadError, RowReader, Source, Spool};
use tempfile::TempDir;

use crate::measured::no_room;

thread_local! {
    /// A folder of this thread's own; it goes with the thread.
    static DESK: io::Result<TempDir> = tempfile::tempdir();
}

/// Lays bytes down as a file and looks at it.
pub(super) fn with_file(bytes: &[u8], look: impl FnOnce(&Path) -> bool) -> bool {
    let path = DESK.with(|desk| match desk {
        Ok(desk) => desk.path().join("dropped"),
        Err(error) => no_room(error),
    });
    match fs::write(&path, bytes) {
        Ok(()) => look(&path),
        Err(error) => no_room(&error),
    }
}

/// Whether the disk is to blame and not what was read.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The whole way of a file: opened, looked at, read, spooled, read again. What is read twice must be the same twice.
/// Says whether it is a table at all.
pub(super) fn read_through(path: &Path, settings: &ReadSettings, limits: &Limits) -> bool {
    let Ok(mut source) = Source::open(path, settings, limits) else { return false };
    let preview = source.preview(20);
    let direct = source.reader().and_then(|mut reader| rows_of(&mut *reader));
    if let (Ok(preview), Ok((rows, _))) = (&preview, &direct) {
        assert!(!preview.complete || preview.report.rows == *rows, "a preview of other rows");
    }
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    match Spool::build(&mut source, &folder) {
        Err(ReadError::Io { source }) if is_full(&source) => no_room(&source),
        Err(_) => assert!(direct.is_err(), "what can be read can be spooled"),
        Ok(spool) => {
            let spooled = spooled(&spool);
            assert_eq!(spooled.ok(), direct.ok(), "a spool gives back what was read");
            let last = spool.rows();
            let page = spool.page(last, 2).map_or(0, |page| page.len() as u64);
            assert_eq!(page, last.min(1), "the last row is found by its number");
        }
    }
    true
}

/// How many rows, and a fingerprint of them all.
type Rows = (u64, u64);

fn rows_of(reader: &mut dyn RowReader) -> Result<Rows, ReadError> {
    let (mut row, mut hasher, mut count) = (Row::new(), DefaultHasher::new(), 0);
    while reader.read(&mut row)? {
        count += 1;
        assert_eq!(row.number, count, "rows are counted");
        hash(&row, &mut hasher);
    }
    Ok((count, hasher.finish()))
}

fn spooled(spool: &Spool) -> Result<Rows, ReadError> {
    let (mut row, mut hasher, mut count) = (Row::new(), DefaultHasher::new(), 0);
    let mut reader = spool.read_from(1)?;
    while reader.read(&mut row)? {
        count += 1;
        hash(&row, &mut hasher);
    }
    Ok((count, hasher.finish()))
}

/// Empty cells at the end say nothing: rows are filled up with them as the header grows.
fn hash(row: &Row, hasher: &mut DefaultHasher) {
    row.line.hash(hasher);
    let filled = row.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    filled.for_each(|cell| cell.hash(hasher));
}
