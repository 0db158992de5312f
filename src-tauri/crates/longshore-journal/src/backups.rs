//! Which copies of the journal are there from before it was changed?
//!
//! Before a newer program changes the tables, the journal is copied to `<file>.v<version>.<time>.backup` beside it,
//! the version being the one it had. The last three copies are kept.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    database::private_file,
    error::JournalError,
    journal::{Journal, beside},
};

/// So many copies are kept.
const KEPT: usize = 3;
const END: &str = ".backup";

/// A copy of the journal from before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backup {
    /// The version of the journal's tables that it has.
    pub version: u64,
    /// When it was made, as its name says: `20270115T080000.000Z`.
    pub made_at: String,
    /// Where it lies.
    pub path: PathBuf,
}

impl Journal {
    /// The copies that were made of the journal, the latest last.
    ///
    /// # Errors
    /// Fails where the journal's folder cannot be read.
    pub fn backups(&self) -> Result<Vec<Backup>, JournalError> {
        of(self.database().path())
    }
}

/// Copies the database, and lets the oldest copies go.
pub(crate) fn back_up(
    connection: &Connection,
    path: &Path,
    version: u64,
    at: Timestamp,
) -> Result<(), JournalError> {
    let time = at.strftime("%Y%m%dT%H%M%S%.3fZ");
    let to = beside(path, &format!(".v{version}.{time}{END}"));
    let partial = beside(path, ".partial");
    let failed = |source| JournalError::Folder { path: to.clone(), source };
    remove(&partial)?;
    // SQLite fills an empty file, and this one has the right permissions.
    private_file(&partial)?;
    connection.execute("VACUUM INTO ?1", [partial.to_string_lossy().as_ref()])?;
    fs::File::options()
        .write(true)
        .open(&partial)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    fs::rename(&partial, &to).map_err(failed)?;
    let all = of(path)?;
    all.iter().rev().skip(KEPT).try_for_each(|old| remove(&old.path))
}

/// The copies of the database there, the latest last: by version, and within one version by time.
pub(crate) fn of(path: &Path) -> Result<Vec<Backup>, JournalError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let failed = |source| JournalError::Folder { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file = entry.file_name();
        let of_ours = file.to_str().and_then(|file| file.strip_prefix(name.as_str()));
        let parts = of_ours
            .and_then(|rest| rest.strip_prefix(".v"))
            .and_then(|rest| rest.strip_suffix(END))
            .and_then(|rest| rest.split_once('.'));
        if let Some((version, time)) = parts
            && let Ok(version) = version.parse()
        {
            found.push(Backup { version, made_at: time.to_owned(), path: entry.path() });
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a file that may be gone already.
pub(crate) fn remove(path: &Path) -> Result<(), JournalError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(JournalError::Folder { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_three_copies_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let database = Connection::open(&path).unwrap();
        database.execute_batch("CREATE TABLE a (x)").unwrap();
        for (version, second) in [(1, 5), (2, 9), (2, 7), (10, 1), (1, 6)] {
            back_up(&database, &path, version, Timestamp::from_second(second).unwrap()).unwrap();
        }
        let kept: Vec<_> =
            of(&path).unwrap().into_iter().map(|copy| (copy.version, copy.made_at)).collect();
        let time = |second| format!("19700101T00000{second}.000Z");
        assert_eq!(kept, [(2, time(7)), (2, time(9)), (10, time(1))]);
    }
}
