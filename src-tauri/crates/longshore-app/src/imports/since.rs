//! What changed in the store since it was last read whole?
//!
//! A store that says when a record was last changed is asked for what changed since. That is trusted as far as it
//! goes: not for fields that change without a word, not where a term is gone that products had, not for ever; and
//! only where the store has as many records as are known then, and no newer one. Variations have a time of their
//! own: what changes in one does not show in its product, and what it takes over from its product not in it.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use longshore_connectors::{Filter, Order, Page, Query};
use longshore_engine::{entity::Entity, plan::Needs, record::StoreRecord, value::StoreId};
use longshore_journal::{
    JournalError,
    mirror::{Mirror, Synced},
};

use super::ask_store::{Asking, blocking};
use crate::{error::ApiError, stores::Pages};

/// After so long everything is read once more: there are plugins that write past WordPress.
const TRUSTED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Stores keep whole seconds: in the last one something may have changed after it was read.
const LAST_SECOND: SignedDuration = SignedDuration::from_secs(1);
/// As many as one question brings.
const PAGE: usize = 100;

/// What is known from an earlier reading, as far as it may be relied on.
#[derive(Debug)]
pub(super) struct Trust {
    synced: Option<[Synced; 2]>,
}

impl Trust {
    /// What is known of products and variations. It is taken out of the mirror: a reading that breaks off leaves
    /// nothing to be relied on.
    pub(super) async fn take(mirror: &Mirror, needs: &Needs) -> Result<Self, ApiError> {
        let (mirror, mut taxonomies) = (mirror.clone(), needs.taxonomies.clone());
        if !needs.names_attributes {
            // They are asked for in case that the store shares what rows call products' own.
            taxonomies.retain(|taxonomy| !matches!(taxonomy, Entity::Attribute | Entity::Term));
        }
        blocking(move || {
            let mut known = [Synced::default(); 2];
            for (entity, known) in [Entity::Product, Entity::Variation].into_iter().zip(&mut known)
            {
                *known = mirror.synced(entity)?;
                mirror.set_synced(entity, Synced { modified_until: None, ..*known })?;
            }
            let read_at = known[0].complete_at;
            let is_young =
                read_at.is_some_and(|at| Timestamp::now().duration_since(at) < TRUSTED_FOR);
            // A term that went between the two readings is missed by neither.
            let mut knows_terms = true;
            for taxonomy in taxonomies {
                let is_partly_read = matches!(taxonomy, Entity::Attribute | Entity::Term);
                let read_before = mirror.synced(taxonomy)?.complete_at;
                knows_terms &= !is_partly_read && read_before.is_some() && read_at.is_some();
            }
            let is_whole = known.iter().all(|known| known.complete_at.is_some())
                && known[0].modified_until.is_some();
            Ok(Self { synced: (is_young && knows_terms && is_whole).then_some(known) })
        })
        .await
    }

    /// Nothing was asked of products and variations: what was known of them is known still, unless a term went.
    pub(super) async fn give_back(self, mirror: &Mirror) -> Result<(), ApiError> {
        let (Some([products, variations]), mirror) = (self.synced, mirror.clone()) else {
            return Ok(());
        };
        blocking(move || {
            mirror.set_synced(Entity::Product, products)?;
            mirror.set_synced(Entity::Variation, variations)
        })
        .await
    }

    /// Of a taxonomy so many terms are gone: products lost them without a word.
    pub(super) fn unless_terms_went(&mut self, gone: usize) {
        if gone > 0 {
            self.end();
        }
    }

    /// Nothing is relied on.
    pub(super) fn end(&mut self) {
        self.synced = None;
    }

    pub(super) fn is_over(&self) -> bool {
        self.synced.is_none()
    }
}

/// The records that changed since.
enum Changed {
    These(HashSet<StoreId>),
    After(DateTime),
}

impl Changed {
    fn has(&self, record: &StoreRecord) -> bool {
        match self {
            Self::These(ids) => ids.contains(&record.id),
            Self::After(since) => record.modified.is_none_or(|at| at > *since),
        }
    }
}

impl Asking<'_> {
    /// Brings what is known of products and variations up to date; `false` where only reading everything can.
    pub(super) async fn catch_up(&mut self, trust: &Trust) -> Result<bool, ApiError> {
        let Some([products, variations]) = trust.synced else { return Ok(false) };
        let Some((products, changed)) = self.caught_up(Entity::Product, products).await? else {
            return Ok(false);
        };
        let mut caught_up = Some(variations);
        if !self.variable_products(|_| true).await?.is_empty() {
            let parents = self.variable_products(move |product| changed.has(product)).await?;
            if !parents.is_empty() {
                self.read(Query::all(Entity::Variation).within(parents)).await?;
            }
            caught_up =
                self.caught_up(Entity::Variation, variations).await?.map(|(synced, _)| synced);
        }
        let Some(variations) = caught_up else { return Ok(false) };
        let mirror = self.mirror.clone();
        blocking(move || {
            mirror.set_synced(Entity::Product, products)?;
            mirror.set_synced(Entity::Variation, variations)
        })
        .await?;
        Ok(true)
    }

    /// Reads what changed of a kind; `None` where that cannot be all.
    async fn caught_up(
        &mut self,
        entity: Entity,
        known: Synced,
    ) -> Result<Option<(Synced, Changed)>, ApiError> {
        let Some(until) = known.modified_until else { return Ok(None) };
        let since = (until - LAST_SECOND).to_zoned(TimeZone::UTC).datetime();
        let asked = Query::all(entity).only(Filter::ModifiedAfter(since));
        let last = asked.clone().first(PAGE, Order::ChangedLastFirst);
        let Some(Page { records, total: Some(total) }) = self.answered(last).await? else {
            return Ok(None);
        };
        let newest = newest_change(&records).map_or(until, |newest| newest.max(until));
        // A second that was over when it was asked about has nothing more to come.
        let asked_at = Timestamp::now();
        let is_over =
            known.asked_at.is_some_and(|at| asked_at.duration_since(at) > 2 * LAST_SECOND);
        let until = if newest == until && is_over { until + LAST_SECOND } else { newest };
        let changed = if total > records.len() as u64 {
            self.read(asked).await?;
            Changed::After(since)
        } else {
            let mirror = self.mirror.clone();
            blocking(move || put(&mirror, entity, &records)).await?
        };
        let newest = Query::all(entity).first(1, Order::NewestFirst);
        let Some(Page { records, total: Some(total) }) = self.answered(newest).await? else {
            return Ok(None);
        };
        let mirror = self.mirror.clone();
        let (count, newest) =
            blocking(move || Ok((mirror.count(entity)?, mirror.newest(entity)?))).await?;
        let is_all = count == total && newest == records.first().map(|record| record.id);
        let synced = Synced { modified_until: Some(until), asked_at: Some(asked_at), ..known };
        Ok(is_all.then_some((synced, changed)))
    }

    /// How many records of a kind there are, and when the last change was; nothing where the store does not say.
    pub(super) async fn last_change(
        &mut self,
        entity: Entity,
    ) -> Result<(Option<u64>, Option<Timestamp>), ApiError> {
        let last = Query::all(entity).first(1, Order::ChangedLastFirst);
        Ok(match self.answered(last).await? {
            Some(page) => (page.total, newest_change(&page.records)),
            None => {
                // It does not know that order.
                let any = Query::all(entity).first(1, Order::OldestFirst);
                (self.answered(any).await?.and_then(|page| page.total), None)
            }
        })
    }

    /// The answer to a question that brings one page; `None` where the store refuses the question.
    async fn answered(&self, query: Query) -> Result<Option<Page>, ApiError> {
        let mut pages = Pages::new(self.store, query, self.watch);
        match pages.next().await {
            Err(error) if !error.is_passing && error.code != "cancelled" => {
                tracing::debug!(%error, "the store does not say what changed");
                Ok(None)
            }
            answered => answered,
        }
    }
}

/// Takes records into the mirror; answers which of them are not as they were.
fn put(mirror: &Mirror, entity: Entity, records: &[StoreRecord]) -> Result<Changed, JournalError> {
    let ids: Vec<StoreId> = records.iter().map(|record| record.id).collect();
    let known: HashMap<StoreId, StoreRecord> =
        mirror.get_many(entity, &ids)?.into_iter().map(|record| (record.id, record)).collect();
    mirror.put(records)?;
    let is_other = |record: &&StoreRecord| known.get(&record.id) != Some(*record);
    Ok(Changed::These(records.iter().filter(is_other).map(|record| record.id).collect()))
}

/// The latest change that records tell of. What is dated ahead, such as a product that is to appear next week, says
/// nothing of now.
fn newest_change(records: &[StoreRecord]) -> Option<Timestamp> {
    let now = Timestamp::now();
    let moment = |record: &StoreRecord| {
        let moment = record.modified?.to_zoned(TimeZone::UTC).ok()?;
        Some(moment.timestamp()).filter(|moment| *moment <= now)
    };
    records.iter().filter_map(moment).max()
}
