//! Page after page of one list, so that nothing is left out while others change the store.

use std::{sync::Arc, time::Duration};

use longshore_engine::value::StoreId;
use tokio::sync::mpsc::{Permit, Sender};

use super::{Inner, Listing};
use crate::{
    error::StoreError,
    query::{FIRST_WAIT, LONGEST_WAIT, Order, Page},
    transport::Reply,
    woocommerce::{
        decode::{Item, List},
        routes::LARGEST_PAGE,
    },
};

/// Each divides the one before, so that a smaller page begins where a larger one ended.
const SIZES: [u64; 5] = [LARGEST_PAGE as u64, 50, 25, 5, 1];

/// How often a list may shrink under our hands before we go on regardless.
const MOST_STEPS_BACK: u32 = 50;

/// Why reading ended early.
pub(super) enum Stop {
    /// Nobody listens any more.
    Gone,
    /// The store shows records of parents that were not asked for.
    Unheeded,
    /// It failed.
    Failed(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Reads lists and hands their pages on.
pub(super) struct Pager {
    pub(super) inner: Arc<Inner>,
    pub(super) pages: Sender<Result<Page, StoreError>>,
    /// Whether a store that goes away is waited for as long as somebody listens.
    pub(super) waits: bool,
}

/// Where in a list we are.
struct Place {
    /// How many records of the list are behind us.
    done: u64,
    size: usize,
    last: Option<StoreId>,
    total: Option<u64>,
    steps_back: u32,
}

impl Pager {
    /// Hands on the pages of a list. Gives back the variations that a list of products showed, with their products.
    pub(super) async fn read(
        &self,
        listing: &Listing,
    ) -> Result<Vec<(StoreId, Option<StoreId>)>, Stop> {
        let mut variations = Vec::new();
        let mut place = Place { done: 0, size: 0, last: None, total: None, steps_back: 0 };
        let mut wait = FIRST_WAIT;
        loop {
            // Room first: a page that nobody takes yet is not fetched.
            let room = self.pages.reserve().await.map_err(|_| Stop::Gone)?;
            let turned = match self.turn(listing, &mut place).await {
                Err(Stop::Failed(error)) if self.waits && is_away(&error) => {
                    let error = self.inner.explained(error).await;
                    room.send(Err(error.clone()));
                    place.grow();
                    self.pause(&error, &mut wait).await?;
                    continue;
                }
                turned => turned?,
            };
            wait = FIRST_WAIT;
            let Some((reply, items)) = turned else { continue };
            if let Some(parents) = &listing.parents {
                let belongs =
                    |item: &Item| item.record.parent.is_none_or(|parent| parents.contains(&parent));
                if !items.iter().all(belongs) {
                    return Err(Stop::Unheeded);
                }
            }
            let is_last = is_last(&reply, listing, &place, items.len());
            let fresh = place.fresh(items, listing.order);
            let (shown, whole): (Vec<_>, Vec<_>) =
                fresh.into_iter().partition(|item| item.is_variation);
            variations.extend(shown.iter().filter_map(|item| Some((item.id?, item.record.parent))));
            self.hand_on(room, listing, whole, reply.total);
            if is_last {
                return Ok(variations);
            }
        }
    }

    /// The numbers of all records of a list; for lists that lead to other lists.
    pub(super) async fn ids(&self, listing: &Listing) -> Result<Vec<StoreId>, Stop> {
        let mut ids = Vec::new();
        let mut place = Place { done: 0, size: 0, last: None, total: None, steps_back: 0 };
        let mut wait = FIRST_WAIT;
        loop {
            let turned = match self.turn(listing, &mut place).await {
                Err(Stop::Failed(error)) if self.waits && is_away(&error) => {
                    place.grow();
                    self.told_away(error, &mut wait).await?;
                    continue;
                }
                turned => turned?,
            };
            wait = FIRST_WAIT;
            let Some((reply, items)) = turned else { continue };
            let is_last = is_last(&reply, listing, &place, items.len());
            ids.extend(place.fresh(items, listing.order).into_iter().filter_map(|item| item.id));
            if is_last {
                return Ok(ids);
            }
        }
    }

    /// The products of variations, asked one by one; unknown variations have none.
    pub(super) async fn parents(&self, variations: &[StoreId]) -> Result<Vec<StoreId>, Stop> {
        let mut parents = Vec::new();
        for id in variations {
            let asked = vec![("_fields", "id,parent_id".to_owned())];
            let path = format!("products/{}", id.0);
            let mut wait = FIRST_WAIT;
            let reply = loop {
                match self.inner.transport.get(&path, &asked).await {
                    Err(error) if self.waits && is_away(&error) => {
                        self.told_away(error, &mut wait).await?;
                    }
                    reply => break reply,
                }
            };
            match reply {
                Ok(reply) => parents.extend(reply.read::<Child>()?.parent_id.map(StoreId)),
                Err(error) if is_missing(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        parents.sort_unstable();
        parents.dedup();
        Ok(parents.into_iter().filter(|parent| parent.0 != 0).collect())
    }

    /// Says among the pages that the store is away, and waits.
    async fn told_away(&self, error: StoreError, wait: &mut Duration) -> Result<(), Stop> {
        let error = self.inner.explained(error).await;
        self.pages.send(Err(error.clone())).await.map_err(|_| Stop::Gone)?;
        self.pause(&error, wait).await
    }

    /// Waits until the store may be asked again, for as long as it asks for.
    async fn pause(&self, error: &StoreError, wait: &mut Duration) -> Result<(), Stop> {
        let asked = error.retry_after().unwrap_or_default();
        let waits = &self.inner.transport.connection().waits;
        let goes_on = waits.wait(error, asked.max(*wait)).await;
        *wait = (*wait * 2).min(LONGEST_WAIT);
        if goes_on { Ok(()) } else { Err(Stop::Gone) }
    }

    /// One request. `None` where it has to be asked differently: smaller, or from further back.
    async fn turn(
        &self,
        listing: &Listing,
        place: &mut Place,
    ) -> Result<Option<(Reply, Vec<Item>)>, Stop> {
        let mut parameters = listing.parameters.clone();
        if let Some(most) = listing.most.filter(|_| listing.is_paged) {
            parameters.push(("per_page", most.to_string()));
        } else if listing.is_paged {
            let size = SIZES[place.size];
            parameters.push(("per_page", size.to_string()));
            parameters.push(("page", (place.done / size + 1).to_string()));
        }
        let reply = match self.inner.transport.get(&listing.path, &parameters).await {
            Ok(reply) => reply,
            Err(error)
                if listing.may_shrink() && error.wants_smaller_requests() && place.shrink() =>
            {
                tracing::debug!(code = error.code(), size = SIZES[place.size], "smaller pages");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let items = match reply.json(List(listing.reading)) {
            Ok(items) => items,
            // A web server that cuts long answers says 200 all the same.
            Err(error)
                if listing.may_shrink() && error.wants_smaller_requests() && place.shrink() =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        if place.step_back(reply.total, listing.order) {
            return Ok(None);
        }
        Ok(Some((reply, items)))
    }

    fn hand_on(
        &self,
        room: Permit<'_, Result<Page, StoreError>>,
        listing: &Listing,
        items: Vec<Item>,
        total: Option<u64>,
    ) {
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            if let Some((id, slug)) = &item.shipping_class {
                self.inner.classes.learn(*id, slug);
            }
            if item.id.is_some() && listing.keep.wants(&item.record) {
                self.inner.learn_class(&item.record);
                records.push(item.record);
            }
        }
        room.send(Ok(Page { records, total }));
    }
}

#[derive(serde::Deserialize)]
struct Child {
    parent_id: Option<u64>,
}

/// Whether the store may be back in a while.
fn is_away(error: &StoreError) -> bool {
    error.is_passing() || error.is_unreachable()
}

fn is_missing(error: &StoreError) -> bool {
    matches!(error.fault, crate::error::Fault::Refused { status: 404 | 410, .. })
}

/// Headers say which page is the last; a page may be short though others follow, because the store leaves out
/// what the key may not see. Where a proxy took the headers away, an empty page is the last.
fn is_last(reply: &Reply, listing: &Listing, place: &Place, items: usize) -> bool {
    if !listing.is_paged || listing.most.is_some() {
        return true;
    }
    match reply.pages {
        Some(pages) => place.done / SIZES[place.size] + 1 >= pages,
        None => items == 0,
    }
}

impl Place {
    /// Goes over to smaller pages, if there are any.
    fn shrink(&mut self) -> bool {
        let smaller = self.size + 1 < SIZES.len();
        self.size += usize::from(smaller);
        smaller
    }

    /// Goes back to large pages: a store that is away fails at any size. They begin where a large page does.
    fn grow(&mut self) {
        self.size = 0;
        self.done -= self.done % SIZES[0];
    }

    /// Records that vanish while we read make the following ones move up, past us: then we go back as far.
    fn step_back(&mut self, total: Option<u64>, order: Order) -> bool {
        let before = std::mem::replace(&mut self.total, total);
        let (Some(before), Some(now)) = (before, total) else { return false };
        if order != Order::OldestFirst
            || now >= before
            || self.done == 0
            || self.steps_back >= MOST_STEPS_BACK
        {
            return false;
        }
        let size = SIZES[self.size];
        self.done = self.done.saturating_sub((before - now).div_ceil(size) * size);
        self.steps_back += 1;
        true
    }

    /// What has not been seen yet. Lists are in the order of numbers, so that the last one tells.
    fn fresh(&mut self, items: Vec<Item>, order: Order) -> Vec<Item> {
        self.done += SIZES[self.size];
        let last = self.last;
        let is_fresh = |item: &Item| match (item.id, last) {
            (id, _) if order == Order::ChangedLastFirst => id.is_some(),
            (Some(id), Some(last)) if order == Order::NewestFirst => id < last,
            (Some(id), Some(last)) => id > last,
            (id, _) => id.is_some(),
        };
        let fresh: Vec<_> = items.into_iter().filter(is_fresh).collect();
        let end = |best: Option<StoreId>, item: &Item| match (best, item.id) {
            (Some(best), Some(id)) if order == Order::NewestFirst => Some(best.min(id)),
            (Some(best), Some(id)) => Some(best.max(id)),
            (best, id) => best.or(id),
        };
        self.last = fresh.iter().fold(last, end);
        fresh
    }
}
