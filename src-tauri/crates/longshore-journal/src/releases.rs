//! Which versions of the journal's tables were released, and how does one become the next?

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{backups, error::JournalError};

/// Every version's step from the one before. A released step never changes: a new one is added.
pub(crate) const STEPS: &[M<'_>] = &[
    M::up(include_str!("releases/001.sql")),
    M::up(include_str!("releases/002.sql")),
    M::up(include_str!("releases/003.sql")),
    M::up(include_str!("releases/004.sql")),
    M::up(include_str!("releases/005.sql")),
    M::up(include_str!("releases/006.sql")),
    M::up(include_str!("releases/007.sql")),
    M::up(include_str!("releases/008.sql")),
];

/// Whether a copy is kept of what is migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copies {
    Kept,
    None,
}

/// Brings the database to the newest version; what was there is copied first.
///
/// # Errors
/// A database that is newer than `steps` is left alone: [`JournalError::Newer`].
pub(crate) fn migrate(
    connection: &mut Connection,
    path: &Path,
    steps: &[M<'_>],
    copies: Copies,
) -> Result<(), JournalError> {
    let version = version(connection)?;
    let newest = steps.len() as u64;
    if version > newest {
        return Err(JournalError::Newer { path: path.to_owned(), found: version, known: newest });
    }
    if version == newest {
        return Ok(());
    }
    if version > 0 && copies == Copies::Kept {
        backups::back_up(connection, path, version, Timestamp::now())?;
    }
    Migrations::from_slice(steps).to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => JournalError::unreadable("user_version", version, other),
    })
}

pub(crate) fn version(connection: &Connection) -> Result<u64, JournalError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(version.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Database, Durability, Opening};

    fn open(path: &Path) -> Database {
        Database::open(path, Opening::new(Durability::Full, 2_000)).unwrap()
    }

    #[test]
    fn steps_are_sound() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }

    #[test]
    fn the_old_database_is_copied_before_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let first = [M::up("CREATE TABLE a (x TEXT); INSERT INTO a VALUES ('kept');")];
        let second = [first[0].clone(), M::up("ALTER TABLE a ADD COLUMN y TEXT; DELETE FROM a;")];

        let database = open(&path);
        migrate(&mut database.writer(), &path, &first, Copies::Kept).unwrap();
        assert!(backups::of(&path).unwrap().is_empty(), "an empty database needs no copy");
        migrate(&mut database.writer(), &path, &second, Copies::Kept).unwrap();

        let left: i64 =
            database.writer().query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
        let copies = backups::of(&path).unwrap();
        let copy = Connection::open(&copies[0].path).unwrap();
        let kept: String = copy.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "kept");
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let database = open(&path);
        let newest = [M::up("CREATE TABLE a (x TEXT)"), M::up("CREATE TABLE b (x TEXT)")];
        migrate(&mut database.writer(), &path, &newest, Copies::Kept).unwrap();

        let error = migrate(&mut database.writer(), &path, &newest[..1], Copies::Kept).unwrap_err();
        assert_eq!(error.code(), "journal_newer");
        assert_eq!(version(&database.writer()).unwrap(), 2);
    }
}
