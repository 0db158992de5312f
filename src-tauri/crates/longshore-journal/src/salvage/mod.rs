//! What can still be read of a damaged journal?
//!
//! [`Journal::salvage`] never touches the damaged file: it reads a copy of it, table by table, around whatever cannot
//! be read, into a new journal. What belongs to something that is lost is mended or left out, so that the new journal
//! is sound; a change whose images are lost is marked [`DAMAGED`], and cannot be undone.

mod memory;
mod mend;
mod schema;
mod tables;

use std::{
    fs::File,
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    path::Path,
};

use jiff::Timestamp;
use rusqlite::{Connection as Sqlite, OpenFlags};
use serde::Serialize;
use ts_rs::TS;

use crate::{
    database::{private_file, private_folder, remove_database},
    error::JournalError,
    journal::{Journal, beside},
    releases,
};

/// Why a change can no longer be undone, and why one was skipped.
pub const DAMAGED: &str = "damaged";

/// So much is copied at a time; where the disk cannot read it, zeros stand in its place.
const BLOCK: usize = 4_096;

/// What was saved of a damaged journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Salvaged {
    /// Table by table.
    pub tables: Vec<SalvagedTable>,
    /// Connections and runs of which something is there, and not they themselves: there are some by their numbers in
    /// their place.
    pub stand_ins: u64,
    /// Changes that can no longer be undone, because something of them is lost.
    pub not_undoable: u64,
    /// Keys of sources whose records are known again, because the changes that made them are there.
    pub remembered_again: u64,
    /// Whether it may be forgotten for good which records the rows of sources became. Rows without a key of their own
    /// in the store would be taken for new ones: whoever imports them again has to look at the preview.
    pub memory_lost: bool,
}

/// What was saved of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SalvagedTable {
    /// Its name.
    pub table: &'static str,
    /// Entries that are in the new journal.
    pub saved: u64,
    /// Entries that were there for all that is known, and are not in the new journal.
    pub lost: u64,
    /// Whether all of it could be read; otherwise more may be lost than is known.
    pub is_whole: bool,
}

impl Salvaged {
    /// Whether everything was saved.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.tables.iter().all(|table| table.is_whole && table.lost == 0)
    }
}

impl Journal {
    /// Saves what can be read of the journal at `from` into a new one at `to`.
    ///
    /// # Errors
    /// [`JournalError::FileExists`] where there is something at `to`, [`JournalError::Damaged`] where nothing at all
    /// can be read, [`JournalError::Newer`] for a journal of a newer program. Then there is nothing at `to`.
    pub fn salvage(from: &Path, to: &Path, now: Timestamp) -> Result<Salvaged, JournalError> {
        if to.exists() {
            return Err(JournalError::FileExists { path: to.to_owned() });
        }
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder)?;
        }
        let copy = beside(to, ".damaged");
        let done = copied(from, &copy).and_then(|()| save(&copy, to, now));
        remove_database(&copy)?;
        if done.is_err() {
            remove_database(to)?;
        }
        done
    }
}

fn save(copy: &Path, to: &Path, now: Timestamp) -> Result<Salvaged, JournalError> {
    let source = match source(copy) {
        Ok(found) if found.names_all => found.source,
        Err(error) if !matches!(error, JournalError::Damaged(_)) => return Err(error),
        // What says where the tables lie is damaged itself.
        incomplete => {
            drop(incomplete);
            schema::mend(copy, to)?;
            source(copy)?.source
        }
    };
    let version = releases::version(&source)?;
    let journal = Journal::open(to)?;
    let foreign_keys =
        |on: bool| journal.database().writer().pragma_update(None, "foreign_keys", on);
    foreign_keys(false)?;
    let salvaged = journal.write(|target| {
        let mut tables = tables::copy(&source, target, version)?;
        let mut salvaged = mend::orphans(target, &mut tables)?;
        mend::mend(target, &source, now, &mut salvaged)?;
        memory::learn(target, &mut tables, &mut salvaged)?;
        salvaged.tables = tables.into_iter().map(tables::Copied::told).collect();
        Ok(salvaged)
    })?;
    foreign_keys(true)?;
    Ok(salvaged)
}

/// A damaged journal, opened.
struct Found {
    source: Sqlite,
    /// Whether it names all tables that it has to have.
    names_all: bool,
}

fn source(copy: &Path) -> Result<Found, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Sqlite::open_with_flags(copy, flags)?;
    // Otherwise SQLite reads nothing of a file that is shorter than it says.
    source.pragma_update(None, "writable_schema", true)?;
    source.pragma_update(None, "cell_size_check", true)?;
    let version = releases::version(&source)?;
    let known = releases::STEPS.len() as u64;
    if version > known {
        return Err(JournalError::Newer { path: copy.to_owned(), found: version, known });
    }
    let count = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
    let tables: i64 = source.query_row(count, [], |row| row.get(0))?;
    if version == 0 || tables == 0 {
        return Err(JournalError::damaged("there is no table in it"));
    }
    Ok(Found { source, names_all: schema::names_all(tables, version) })
}

/// Copies the file and its write-ahead log, as much of them as the disk can read.
fn copied(from: &Path, to: &Path) -> Result<(), JournalError> {
    remove_database(to)?;
    copied_file(from, to)?;
    whole_pages(to)?;
    let log = beside(from, "-wal");
    if log.exists() { copied_file(&log, &beside(to, "-wal")) } else { Ok(()) }
}

/// Takes off what is less than a page at the end: SQLite would read zeros in the place of what is missing.
fn whole_pages(path: &Path) -> Result<(), JournalError> {
    let failed = |source| JournalError::Folder { path: path.to_owned(), source };
    let mut file = File::options().read(true).write(true).open(path).map_err(failed)?;
    let mut header = [0; 18];
    if file.read_exact(&mut header).is_err() {
        return Ok(());
    }
    // https://sqlite.org/fileformat.html: the size of a page at byte 16, 1 meaning 65536.
    let page = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        page => page,
    };
    let length = file.metadata().map_err(failed)?.len();
    match length.checked_rem(page) {
        Some(rest) if rest > 0 => file.set_len(length - rest).map_err(failed),
        _ => Ok(()),
    }
}

fn copied_file(from: &Path, to: &Path) -> Result<(), JournalError> {
    let failed = |source| JournalError::Folder { path: from.to_owned(), source };
    let mut source = File::open(from).map_err(failed)?;
    let length = source.metadata().map_err(failed)?.len();
    private_file(to)?;
    let mut target = File::options().write(true).open(to).map_err(failed)?;
    let mut block = [0; BLOCK];
    let mut at = 0;
    while at < length {
        let wanted = usize::try_from(length - at).unwrap_or(BLOCK).min(BLOCK);
        let read =
            source.seek(SeekFrom::Start(at)).and_then(|_| source.read_exact(&mut block[..wanted]));
        match read {
            // It became shorter meanwhile.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            Err(_) => block.fill(0),
            Ok(()) => {}
        }
        target.write_all(&block[..wanted]).map_err(failed)?;
        at += wanted as u64;
    }
    Ok(())
}
