//! Which records of a store are asked for, and what comes back?

use std::time::Duration;

use jiff::civil::DateTime;
use longshore_engine::{entity::Entity, record::StoreRecord, value::StoreId};

/// A question to a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Which kind of record.
    pub entity: Entity,
    /// The products of variations, the attributes of terms; empty: of all of them.
    pub parents: Vec<StoreId>,
    /// Which of them.
    pub filter: Filter,
    /// What is in the trash, and only that. Kinds without a trash have nothing there.
    pub trash: bool,
    /// In which order.
    pub order: Order,
    /// No more than so many, in one question: a hundred at most. `None`: all.
    pub most: Option<usize>,
    /// Whether it is asked so that nothing that remembers earlier answers can answer it. What was sent a moment ago
    /// is looked for like this.
    pub is_fresh: bool,
    /// Whether a store that goes away is waited for: the failure comes among the pages, and whoever listens on gets
    /// the rest as soon as the store is back.
    pub waits: bool,
}

/// A store that is away is asked again after this time, and then ever less often.
pub const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest time until it is asked again.
pub const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Which records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those with these numbers; unknown numbers are left out of the answer.
    Ids(Vec<StoreId>),
    /// Those with these SKUs, ignoring letter case. Asked of products, variations come too, whole.
    Skus(Vec<String>),
    /// Those with these slugs.
    Slugs(Vec<String>),
    /// Those whose name is this, ignoring letter case.
    Name(String),
    /// Those changed after this moment (UTC). Only products and variations know; others come all.
    ModifiedAfter(DateTime),
}

/// In which order records come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By number, the first made first: stable while others add records.
    #[default]
    OldestFirst,
    /// By number, the last made first: for a look at what has just been made.
    NewestFirst,
    /// By the time of their last change, the latest first. Only products and variations know. What changes meanwhile
    /// moves, so that only the first page is sure: see [`Query::first`].
    ChangedLastFirst,
}

impl Query {
    /// All records of a kind.
    #[must_use]
    pub fn all(entity: Entity) -> Self {
        Self {
            entity,
            parents: Vec::new(),
            filter: Filter::All,
            trash: false,
            order: Order::default(),
            most: None,
            is_fresh: false,
            waits: false,
        }
    }

    /// The records of a kind with these numbers.
    #[must_use]
    pub fn ids(entity: Entity, ids: Vec<StoreId>) -> Self {
        Self { filter: Filter::Ids(ids), ..Self::all(entity) }
    }

    /// Asked anew, past all that remembers earlier answers.
    #[must_use]
    pub fn fresh(self) -> Self {
        Self { is_fresh: true, ..self }
    }

    /// Asked by somebody who waits for a store that goes away meanwhile.
    #[must_use]
    pub fn waiting(self, waits: bool) -> Self {
        Self { waits, ..self }
    }

    /// Only the first ones of an order, as many as a page may have at most.
    #[must_use]
    pub fn first(self, most: usize, order: Order) -> Self {
        Self { most: Some(most), order, ..self }
    }

    /// Of these products (variations) or attributes (terms) only.
    #[must_use]
    pub fn within(self, parents: Vec<StoreId>) -> Self {
        Self { parents, ..self }
    }

    /// Only those that the filter lets through.
    #[must_use]
    pub fn only(self, filter: Filter) -> Self {
        Self { filter, ..self }
    }
}

/// Some records, as one request brought them.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The records.
    pub records: Vec<StoreRecord>,
    /// How many there are in all, where the store says so. A question that takes several lists (SKUs in
    /// hundreds, variations by parent) has the count of the present list only.
    pub total: Option<u64>,
}
