//! What does the rest of the house see of a store?

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use longshore_engine::{
    change::{Action, Change, Refusal},
    entity::Entity,
    facts::StoreFacts,
    record::StoreRecord,
    value::Reference,
};

use crate::{
    error::StoreError,
    pace::Pace,
    query::{Page, Query},
};

/// A store behind a network.
#[async_trait]
pub trait Store: Send + Sync {
    /// What the store says of itself, and what the key may do. An error means that it may neither read nor write.
    async fn facts(&self) -> Result<StoreFacts, StoreError>;

    /// The records that a question asks for, page by page. Reads are retried in here; the next page is fetched
    /// while the last is worked on, and never more than one. Dropping the stream ends the fetching.
    fn pages(&self, query: Query) -> BoxStream<'_, Result<Page, StoreError>>;

    /// How a change has to be sent: changes of one route may share a request.
    fn route(&self, change: &Change) -> Route;

    /// Sends changes of one route in exactly one request, which is never repeated in here. The answers are in the
    /// order of the changes. All references must be `Stored`. (A store may be asked something beforehand; if
    /// that fails, nothing was sent.)
    async fn send(&self, changes: &[Change]) -> Result<Vec<Answer>, StoreError>;

    /// The pace to begin with.
    fn pace(&self) -> Pace;
}

/// What changes must have in common to share a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// The kind of record.
    pub entity: Entity,
    /// What is done.
    pub action: Action,
    /// Within which product or attribute.
    pub parent: Option<Reference>,
    /// How many changes fit in a request at most.
    pub limit: usize,
}

/// What the store said to one change.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It did something; this is the record as it is now, or, after a delete, as it was.
    Kept(StoreRecord),
    /// It refused.
    Refused(Refusal),
}
