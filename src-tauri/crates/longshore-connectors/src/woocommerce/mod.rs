//! WooCommerce, by its REST API v3.
//!
//! `routes` says where things are, `decode` and `encode` turn JSON into records and changes into JSON, `escaped`
//! knows how names are kept. `explain` asks the site why something is missing. `reading` turns questions into pages, `sending` changes into one request, `answers`
//! tells apart what became of each. `facts` asks the store about itself; [`mod@discover`] finds it.

mod alone;
mod answers;
#[doc(hidden)]
pub mod anything;
pub(crate) mod decode;
pub mod discover;
#[cfg(test)]
mod echo;
mod encode;
pub(crate) mod escaped;
mod explain;
mod facts;
mod reading;
mod refund_lines;
mod routes;
mod sending;
mod shipping_classes;

use std::sync::{Arc, atomic::AtomicBool};

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use longshore_engine::{
    change::{Action, Change},
    facts::StoreFacts,
};

pub use decode::REPEATED_META;
pub use discover::{Discovered, discover};
pub use facts::Met;

use crate::{
    connection::Connection,
    error::{Fault, StoreError},
    pace::Pace,
    query::{Page, Query},
    store::{Answer, Route, Store},
    transport::Transport,
};

/// Where the API lies below the site.
pub(crate) const API: &str = "wp-json/wc/v3";

/// A WooCommerce store.
#[derive(Clone)]
pub struct WooCommerce {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) transport: Transport,
    pub(crate) classes: shipping_classes::ShippingClasses,
    /// Tax classes have no numbers: ours are made of their slugs, which their places are named by.
    pub(crate) tax_classes: shipping_classes::ShippingClasses,
    /// Whether the store turned out to be older than the list of all variations.
    pub(crate) lacks_all_variations: AtomicBool,
}

impl Inner {
    /// An error, or what the site itself tells of it.
    pub(crate) async fn explained(&self, error: StoreError) -> StoreError {
        explain::explained(self.transport.connection(), error).await
    }
}

impl WooCommerce {
    /// Gets ready to talk to a store; sends nothing yet.
    ///
    /// # Errors
    /// Where the address, the key or the certificates cannot be used at all.
    pub fn new(connection: Connection) -> Result<Self, StoreError> {
        let inner = Inner {
            transport: Transport::new(connection, API)?,
            classes: shipping_classes::ShippingClasses::default(),
            tax_classes: shipping_classes::ShippingClasses::default(),
            lacks_all_variations: AtomicBool::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What the store says of itself, what the key may do, and what is in the way of more.
    ///
    /// # Errors
    /// As [`Store::facts`].
    pub async fn meet(&self) -> Result<Met, StoreError> {
        match facts::ask(&self.inner.transport).await {
            Ok(met) => Ok(met),
            Err(error) => Err(self.inner.explained(error).await),
        }
    }
}

/// What [`Store::send`] would send for changes that all do the same: the body of one request. Nothing is sent.
///
/// # Errors
/// Where a change cannot be said in a request: it has a reference without a number, or a field that no store has.
pub fn request_body(action: Action, changes: &[Change]) -> Result<Vec<u8>, Fault> {
    encode::batch(action, changes, &shipping_classes::ShippingClasses::default())
}

#[async_trait]
impl Store for WooCommerce {
    async fn facts(&self) -> Result<StoreFacts, StoreError> {
        Ok(self.meet().await?.facts)
    }

    fn pages(&self, query: Query) -> BoxStream<'_, Result<Page, StoreError>> {
        reading::pages(Arc::clone(&self.inner), query)
    }

    fn route(&self, change: &Change) -> Route {
        sending::route(change)
    }

    async fn send(&self, changes: &[Change]) -> Result<Vec<Answer>, StoreError> {
        match sending::send(&self.inner, changes).await {
            Ok(answers) => Ok(answers),
            Err(error) => Err(self.inner.explained(error).await),
        }
    }

    fn pace(&self) -> Pace {
        let manners = self.inner.transport.connection().manners;
        let pace = match manners.requests_per_second {
            Some(_) => Pace::careful(),
            None => Pace::unlimited(),
        };
        pace.with_answers_between(manners.quick_within, manners.slow_after)
    }
}
