//! Where do the tables lie, if the pages that say so are damaged?
//!
//! Every journal that this release made or compacted has the same pages for that, and in the same places: those of a new
//! one. So whatever is left of them says whether the rest can be taken from there.

use std::{fs, path::Path};

use crate::{
    database::{Durability, Opening, remove_database},
    error::JournalError,
    journal::{beside, make},
    releases,
};

/// Bytes of the file's own header, at the beginning of its first page.
/// <https://sqlite.org/fileformat.html>
const HEADER: usize = 100;
/// Where in it the number of pages stands, and behind it what is free.
const PAGES: usize = 28;
const FREE: std::ops::Range<usize> = 32..40;

/// Puts sound pages in the place of damaged ones; nothing is done where nothing says that they would fit. `to` is where
/// the new journal is going to be.
pub(super) fn mend(copy: &Path, to: &Path) -> Result<(), JournalError> {
    let fresh = beside(to, ".fresh");
    let done = pages_of_new(&fresh).and_then(|new| put_in(copy, &new));
    remove_database(&fresh)?;
    done
}

/// A new journal, and which of its pages describe the tables, from 1.
struct New {
    bytes: Vec<u8>,
    size: usize,
    described_on: Vec<usize>,
}

impl New {
    fn page(&self, page: usize) -> &[u8] {
        at(&self.bytes, page, self.size).unwrap_or_default()
    }
}

fn pages_of_new(path: &Path) -> Result<New, JournalError> {
    remove_database(path)?;
    make(path)?;
    let opening = Opening::new(Durability::Normal, 1_000);
    let connection = opening.connect(path, rusqlite::OpenFlags::default())?;
    let size: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let described_on = connection
        .prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' ORDER BY pageno")?
        .query_map([], |row| row.get::<_, i64>(0))?
        .map(|page| page.map(|page| usize::try_from(page).unwrap_or_default()))
        .collect::<Result<Vec<_>, _>>()?;
    drop(connection);
    let failed = |source| JournalError::Folder { path: path.to_owned(), source };
    let bytes = fs::read(path).map_err(failed)?;
    Ok(New { bytes, size: usize::try_from(size).unwrap_or_default(), described_on })
}

fn put_in(copy: &Path, new: &New) -> Result<(), JournalError> {
    let failed = |source| JournalError::Folder { path: copy.to_owned(), source };
    let mut bytes = fs::read(copy).map_err(failed)?;
    let (same, damaged): (Vec<usize>, Vec<usize>) =
        new.described_on.iter().copied().partition(|page| is_same(&bytes, new, *page));
    if same.is_empty() || damaged.is_empty() {
        return Ok(());
    }
    for page in damaged {
        let begin = (page - 1) * new.size;
        if bytes.len() < begin + new.size {
            bytes.resize(begin + new.size, 0);
        }
        bytes[begin..begin + new.size].copy_from_slice(new.page(page));
    }
    if new.described_on.first() == Some(&1) && !same.contains(&1) {
        let pages = u32::try_from(bytes.len() / new.size).unwrap_or(u32::MAX);
        bytes[PAGES..PAGES + 4].copy_from_slice(&pages.to_be_bytes());
        bytes[FREE].fill(0);
    }
    fs::write(copy, bytes).map_err(failed)
}

/// The file's own header differs from journal to journal, but must be one.
fn is_same(bytes: &[u8], new: &New, page: usize) -> bool {
    const MARK: usize = 16;
    let Some(found) = at(bytes, page, new.size) else { return false };
    let wanted = new.page(page);
    match page {
        1 => found.get(HEADER..) == wanted.get(HEADER..) && found.get(..MARK) == wanted.get(..MARK),
        _ => found == wanted,
    }
}

fn at(bytes: &[u8], page: usize, size: usize) -> Option<&[u8]> {
    let begin = page.checked_sub(1)?.checked_mul(size)?;
    bytes.get(begin..begin + size)
}

/// Whether the tables that a journal of this release has are named in it.
pub(super) fn names_all(tables: i64, version: u64) -> bool {
    let is_older = version < releases::STEPS.len() as u64;
    is_older || usize::try_from(tables).is_ok_and(|tables| tables >= super::tables::COUNT)
}
