//! Where do the records of each kind lie?

use longshore_engine::entity::Entity;

use crate::{
    database::Database,
    error::JournalError,
    number::{Stored, entity},
};

/// Raised whenever the form of tables, bodies or keys changes: mirrors of another form are read again.
const FORMAT: i64 = 3;

/// The sentences that a kind's tables are asked with; a kind has tables of its own, so that records lie in the
/// order of their numbers.
pub(crate) struct Sql {
    pub(crate) put_record: String,
    pub(crate) put_keys: String,
    pub(crate) get: String,
    pub(crate) onward: String,
    pub(crate) all: String,
    pub(crate) count: String,
    pub(crate) newest: String,
    pub(crate) key_bytes: String,
    pub(crate) keys: String,
    pub(crate) children: String,
    pub(crate) stale: String,
    pub(crate) remove_record: String,
    pub(crate) remove_keys: String,
}

impl Sql {
    pub(crate) fn of(entity: Entity) -> Self {
        // "order" is a word of SQL.
        let name = entity.as_str();
        Self {
            put_record: format!(
                "INSERT OR REPLACE INTO \"{name}\" (id, generation, body) VALUES (?1, ?2, ?3)"
            ),
            put_keys: format!(
                "INSERT OR REPLACE INTO {name}_key (id, parent, keys) VALUES (?1, ?2, ?3)"
            ),
            get: format!("SELECT body FROM \"{name}\" WHERE id = ?1"),
            onward: format!("SELECT id, body FROM \"{name}\" WHERE id >= ?1 ORDER BY id"),
            all: format!("SELECT id, body FROM \"{name}\" WHERE id > ?1 ORDER BY id LIMIT ?2"),
            count: format!("SELECT count(*) FROM {name}_key"),
            newest: format!("SELECT max(id) FROM {name}_key"),
            key_bytes: format!("SELECT coalesce(sum(length(keys)), 0) FROM {name}_key"),
            keys: format!("SELECT id, parent, keys FROM {name}_key ORDER BY id"),
            children: format!("SELECT id FROM {name}_key WHERE parent = ?1 ORDER BY id"),
            stale: format!("SELECT id FROM \"{name}\" WHERE generation < ?1"),
            remove_record: format!("DELETE FROM \"{name}\" WHERE id = ?1"),
            remove_keys: format!("DELETE FROM {name}_key WHERE id = ?1"),
        }
    }
}

/// Makes the tables; those of another form go.
pub(crate) fn prepare(database: &Database) -> Result<(), JournalError> {
    let version = |writer: &rusqlite::Connection| {
        writer.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
    };
    let is_ready = |found: i64| found == FORMAT;
    if is_ready(version(&database.writer())?) {
        return Ok(());
    }
    database.write(|mirror| {
        let old: Vec<String> = mirror
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for name in old {
            mirror.execute_batch(&format!("DROP TABLE \"{}\"", name.replace('"', "\"\"")))?;
        }
        mirror.execute_batch(
            "CREATE TABLE field_name (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
             CREATE TABLE sync (
                 entity INTEGER PRIMARY KEY,
                 generation INTEGER NOT NULL DEFAULT 1,
                 complete_at INTEGER,
                 modified_until INTEGER,
                 asked_at INTEGER
             ) STRICT;",
        )?;
        for number in 0.. {
            let Some(entity) = entity(number) else { break };
            let name = entity.as_str();
            mirror.execute_batch(&format!(
                "CREATE TABLE \"{name}\" (
                     id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, body BLOB NOT NULL
                 ) STRICT;
                 CREATE TABLE {name}_key (
                     id INTEGER PRIMARY KEY, parent INTEGER, keys BLOB NOT NULL
                 ) STRICT;"
            ))?;
            if entity.parent().is_some() {
                mirror
                    .execute_batch(&format!("CREATE INDEX {name}_parent ON {name}_key (parent)"))?;
            }
            mirror.execute("INSERT INTO sync (entity) VALUES (?1)", [entity.stored()])?;
        }
        mirror.pragma_update(None, "user_version", FORMAT)?;
        Ok(())
    })
}
