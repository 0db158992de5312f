//! The numbers that records get. A number that was given out is never given out again.

use rusqlite::params;

use super::Shop;
use crate::wordpress::failure::Outcome;

/// What numbers are counted for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counter {
    /// Products, variations and media share one row of numbers, as WordPress' posts do.
    Post,
    /// Terms of all taxonomies.
    Term,
    /// Global attributes.
    Attribute,
    /// Entries of `meta_data`.
    Meta,
    /// Reviews and notes of orders are comments to WordPress.
    Comment,
    /// Customers, behind the administrator.
    User,
    /// Lines of orders.
    Item,
    /// Tax rates.
    Tax,
    /// Webhooks.
    Webhook,
}

impl Counter {
    pub(crate) const COUNT: usize = 9;
    const ALL: [(Counter, &'static str, i64); Self::COUNT] = [
        // A fresh WooCommerce has pages and its default category before the first product.
        (Counter::Post, "next_post", 10),
        (Counter::Term, "next_term", 16),
        (Counter::Attribute, "next_attribute", 1),
        (Counter::Meta, "next_meta", 1),
        (Counter::Comment, "next_comment", 2),
        (Counter::User, "next_user", 2),
        (Counter::Item, "next_item", 1),
        (Counter::Tax, "next_tax", 1),
        (Counter::Webhook, "next_webhook", 1),
    ];
}

impl Shop {
    /// The next free number.
    pub(crate) fn next(&mut self, counter: Counter) -> i64 {
        let slot = &mut self.counters[counter as usize];
        let number = *slot;
        *slot += 1;
        self.counters_changed = true;
        number
    }

    pub(super) fn read_counters(
        db: &rusqlite::Connection,
    ) -> rusqlite::Result<[i64; Counter::COUNT]> {
        let mut counters = [0; Counter::COUNT];
        for (counter, name, first) in Counter::ALL {
            counters[counter as usize] = db
                .query_row("SELECT value FROM facts WHERE name = ?1", [name], |row| {
                    row.get::<_, String>(0)
                })
                .map(|value| value.parse().unwrap_or(first))
                .unwrap_or(first);
        }
        Ok(counters)
    }

    /// Starts to write; [`Shop::commit`] ends it.
    pub(crate) fn begin(&mut self) -> Outcome<()> {
        if !self.db.is_autocommit() {
            // A request ended in mid-air: what it had not kept is gone.
            self.db.execute_batch("ROLLBACK")?;
        }
        self.bookmarks.forget();
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        Ok(())
    }

    /// Keeps what was written since [`Shop::begin`], numbers included.
    pub(crate) fn commit(&mut self) -> Outcome<()> {
        if std::mem::take(&mut self.counters_changed) {
            let mut keep = self
                .db
                .prepare_cached("INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)")?;
            for (counter, name, _) in Counter::ALL {
                keep.execute(params![name, self.counters[counter as usize].to_string()])?;
            }
        }
        self.db.execute_batch("COMMIT")?;
        Ok(())
    }
}
