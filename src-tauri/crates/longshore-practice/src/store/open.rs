//! Opening the database, and bringing an older one up to date.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, params};

use super::Shop;
use super::bookmarks::Bookmarks;
use crate::error::PracticeError;
use crate::site::Site;
use crate::wordpress::dates;

/// Each step brings a database from its place in this list to the next version.
const STEPS: &[&str] =
    &[include_str!("schema.sql"), include_str!("filed.sql"), include_str!("uploads.sql")];

impl Shop {
    /// The shop in a folder's file, or in memory.
    ///
    /// # Errors
    /// When the file cannot be used or was written by a newer program.
    pub(crate) fn open(file: Option<&Path>, site: Site) -> Result<Self, PracticeError> {
        let db = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        db.set_prepared_statement_cache_capacity(256);
        db.execute_batch(
            // One store for a folder: the numbers that it gives out are counted in its memory.
            "PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
        )?;
        let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = STEPS.len() as i64;
        if found > known {
            return Err(PracticeError::NewerDatabase { found, known });
        }
        for (version, step) in (1..).zip(STEPS).skip(found as usize) {
            db.execute_batch(&format!("BEGIN; {step} PRAGMA user_version = {version}; COMMIT;"))?;
        }
        if found == 0 {
            default_category(&db)?;
        }
        let counters = Self::read_counters(&db)?;
        let tallies = tallies(&db)?;
        let shop = Self {
            db,
            site,
            counters,
            counters_changed: false,
            tallies,
            bookmarks: Bookmarks::default(),
            effects: Vec::new(),
        };
        if found < known {
            shop.file_administrator(dates::now())
                .map_err(|failure| PracticeError::Demo(failure.message.into_owned()))?;
        }
        Ok(shop)
    }

    /// Whether the shop was never filled: then the demo catalogue may go in.
    pub(crate) fn fact(&self, name: &str) -> Option<String> {
        self.db.query_row("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0)).ok()
    }

    pub(crate) fn keep_fact(&self, name: &str, value: &str) -> rusqlite::Result<()> {
        self.db
            .execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)", [name, value])
            .map(|_| ())
    }
}

/// What every WooCommerce has: a category for products that have none.
fn default_category(db: &Connection) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO terms (id, taxonomy, name, name_key, slug, parent, count, description, display, image, menu_order)
         VALUES (?1, 'product_cat', 'Uncategorized', 'uncategorized', 'uncategorized', 0, 0, '', '', 0, 0)",
        params![crate::site::DEFAULT_CATEGORY],
    )?;
    Ok(())
}

fn tallies(db: &Connection) -> rusqlite::Result<HashMap<(bool, String), i64>> {
    let mut statement =
        db.prepare("SELECT variation, status, COUNT(*) FROM products GROUP BY variation, status")?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    rows.collect()
}
