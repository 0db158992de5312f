//! Where records are kept: one SQLite connection that does everything, one after the other.

pub(crate) mod bookmarks;
mod counters;
pub(crate) mod filed;
pub(crate) mod media;
mod open;
pub(crate) mod products;

use std::collections::HashMap;

use rusqlite::Connection;

pub(crate) use counters::Counter;

use crate::server::effects::Effect;
use crate::site::Site;

/// The shop: its records and what is known of it without looking.
pub(crate) struct Shop {
    pub(crate) db: Connection,
    pub(crate) site: Site,
    counters: [i64; Counter::COUNT],
    counters_changed: bool,
    /// How many products and variations there are of each status: (is variation, status) -> count.
    tallies: HashMap<(bool, String), i64>,
    pub(crate) bookmarks: bookmarks::Bookmarks,
    /// What was done to records since somebody asked last.
    pub(crate) effects: Vec<Effect>,
}
