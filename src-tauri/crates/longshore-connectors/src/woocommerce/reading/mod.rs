//! Which lists answer a question, and in which order are they read?

mod listing;
mod pager;

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering::Relaxed},
};

use futures_util::{StreamExt, stream, stream::BoxStream};
use longshore_engine::{entity::Entity, value::StoreId};
use tokio::{sync::mpsc, task::JoinHandle};

use self::{
    listing::Listing,
    pager::{Pager, Stop},
};
use super::{
    Inner,
    routes::{ALL_REFUNDS, ALL_VARIATIONS, LARGEST_PAGE, list},
};
use crate::{
    error::{Fault, StoreError},
    query::{Filter, Page, Query},
};

/// The pages of a question. One page waits at most while the last is worked on.
pub(super) fn pages(
    inner: Arc<Inner>,
    query: Query,
) -> BoxStream<'static, Result<Page, StoreError>> {
    stream::once(async move { begin(inner, query) }).flatten().boxed()
}

fn begin(inner: Arc<Inner>, query: Query) -> BoxStream<'static, Result<Page, StoreError>> {
    let (sender, receiver) = mpsc::channel(1);
    let task = Task(tokio::spawn(async move {
        let pager = Pager { inner, pages: sender.clone(), waits: query.waits };
        let mut reader = Reader { query, pager };
        if let Err(Stop::Failed(error)) = reader.read().await {
            let error = reader.pager.inner.explained(error).await;
            // Nobody listens any more: then nobody wants to know.
            let _ = sender.send(Err(error)).await;
        }
    }));
    stream::unfold((receiver, task), |(mut receiver, task)| async move {
        receiver.recv().await.map(|page| (page, (receiver, task)))
    })
    .boxed()
}

/// Ends with the stream that it feeds.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Reader {
    query: Query,
    pager: Pager,
}

impl Reader {
    async fn read(&mut self) -> Result<(), Stop> {
        let has_trash =
            matches!(self.query.entity, Entity::Product | Entity::Variation | Entity::Order);
        if self.query.trash && !has_trash {
            return Ok(());
        }
        match self.query.entity {
            Entity::Variation => self.read_variations().await,
            Entity::Term if self.query.parents.is_empty() => self.read_all_terms().await,
            Entity::Refund if self.query.parents.is_empty() => self.read_all_refunds().await,
            Entity::OrderNote if self.query.parents.is_empty() => {
                self.read_within_all_orders().await
            }
            entity if entity.parent().is_some() => {
                for parent in self.query.parents.clone() {
                    self.read_within(Some(parent)).await?;
                }
                Ok(())
            }
            _ => self.read_within(None).await,
        }
    }

    /// The records of one list, as the filter asks.
    async fn read_within(&mut self, parent: Option<StoreId>) -> Result<(), Stop> {
        let Some(path) = list(self.query.entity, parent) else { return Ok(()) };
        for listing in Listing::all(&self.query, &path, parent) {
            let found = self.pager.read(&listing).await?;
            if !found.is_empty() {
                self.read_whole(found).await?;
            }
        }
        Ok(())
    }

    async fn read_all_terms(&mut self) -> Result<(), Stop> {
        let attributes = self.pager.ids(&Listing::of_attributes()).await?;
        for attribute in attributes {
            self.read_within(Some(attribute)).await?;
        }
        Ok(())
    }

    /// Refunds of all orders; stores that have no list of all of them are asked order by order.
    async fn read_all_refunds(&mut self) -> Result<(), Stop> {
        for listing in Listing::all(&self.query, ALL_REFUNDS, None) {
            match self.pager.read(&listing).await {
                Ok(_) => {}
                Err(stop) if is_lacking(&stop) => return self.read_within_all_orders().await,
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    async fn read_within_all_orders(&mut self) -> Result<(), Stop> {
        let orders = self.pager.ids(&Listing::of_orders()).await?;
        for order in orders {
            self.read_within(Some(order)).await?;
        }
        Ok(())
    }

    async fn read_variations(&mut self) -> Result<(), Stop> {
        match self.query.parents.as_slice() {
            [only] => self.read_within(Some(*only)).await,
            [] => self.read_variations_of_all().await,
            several => self.read_variations_of(several.to_vec()).await,
        }
    }

    /// Variations of some products, a hundred products a question where the store can do that.
    async fn read_variations_of(&mut self, products: Vec<StoreId>) -> Result<(), Stop> {
        let mut rest = products.as_slice();
        while !rest.is_empty() && !self.lacks_all_variations() {
            let (now, later) = rest.split_at(rest.len().min(LARGEST_PAGE));
            let only: HashSet<_> = now.iter().copied().collect();
            let mut outcome = Ok(());
            for listing in Listing::all(&self.query, ALL_VARIATIONS, None) {
                let listing = listing.within(now, &only);
                if let Err(stop) = self.pager.read(&listing).await {
                    outcome = Err(stop);
                    break;
                }
            }
            match outcome {
                Ok(()) => rest = later,
                Err(stop) if is_lacking(&stop) => {
                    self.pager.inner.lacks_all_variations.store(true, Relaxed);
                }
                Err(stop) => return Err(stop),
            }
        }
        for product in rest.iter().copied() {
            self.read_within(Some(product)).await?;
        }
        Ok(())
    }

    async fn read_variations_of_all(&mut self) -> Result<(), Stop> {
        if !self.lacks_all_variations() {
            let mut outcome = Ok(());
            for listing in Listing::all(&self.query, ALL_VARIATIONS, None) {
                if let Err(stop) = self.pager.read(&listing).await {
                    outcome = Err(stop);
                    break;
                }
            }
            match outcome {
                Err(stop) if is_lacking(&stop) => {
                    self.pager.inner.lacks_all_variations.store(true, Relaxed);
                }
                other => return other,
            }
        }
        let products = match &self.query.filter {
            // An older store tells by the variation itself which product it belongs to.
            Filter::Ids(ids) => self.pager.parents(ids).await?,
            _ => self.pager.ids(&Listing::of_variable_products()).await?,
        };
        for product in products {
            self.read_within(Some(product)).await?;
        }
        Ok(())
    }

    /// Variations that a list of products showed with the fields of products: once more, whole.
    async fn read_whole(&mut self, found: Vec<(StoreId, Option<StoreId>)>) -> Result<(), Stop> {
        let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
        let mut parents: Vec<_> = found.iter().filter_map(|(_, parent)| *parent).collect();
        parents.sort_unstable();
        parents.dedup();
        let query = Query { trash: self.query.trash, ..Query::ids(Entity::Variation, ids) };
        let outer = std::mem::replace(&mut self.query, query);
        let done = if parents.len() == 1 || self.lacks_all_variations() {
            self.read_whole_within(parents).await
        } else {
            match self.read_ids_of_all().await {
                Err(stop) if is_lacking(&stop) => {
                    self.pager.inner.lacks_all_variations.store(true, Relaxed);
                    self.read_whole_within(parents).await
                }
                other => other,
            }
        };
        self.query = outer;
        done
    }

    async fn read_ids_of_all(&mut self) -> Result<(), Stop> {
        for listing in Listing::all(&self.query, ALL_VARIATIONS, None) {
            self.pager.read(&listing).await?;
        }
        Ok(())
    }

    async fn read_whole_within(&mut self, parents: Vec<StoreId>) -> Result<(), Stop> {
        for product in parents {
            let Some(path) = list(Entity::Variation, Some(product)) else { continue };
            for listing in Listing::all(&self.query, &path, Some(product)) {
                self.pager.read(&listing).await?;
            }
        }
        Ok(())
    }

    fn lacks_all_variations(&self) -> bool {
        self.pager.inner.lacks_all_variations.load(Relaxed)
    }
}

/// Whether the store has no list of all variations, or one that does not heed which products are asked for.
fn is_lacking(stop: &Stop) -> bool {
    match stop {
        Stop::Unheeded => true,
        Stop::Failed(error) => {
            matches!(error.fault, Fault::NoRoute { .. } | Fault::NoRestApi { .. })
        }
        Stop::Gone => false,
    }
}
