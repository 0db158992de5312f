//! What has to be known of the store before rows are planned, and how is it asked for with few requests?
//!
//! Where the file speaks of fewer records than the store has, they are asked for by SKU, in hundreds; else the
//! whole list is read, or, where it is known from before, what changed since. Taxonomies are few and are read whole,
//! as far as the rows name them.

use jiff::Timestamp;
use longshore_connectors::{Filter, Query, Store};
use longshore_engine::{
    entity::Entity,
    known::Found,
    matching::folded_name,
    plan::Needs,
    record::StoreRecord,
    value::{Key, StoreId},
};
use longshore_journal::mirror::{Mirror, Synced};

use super::{
    since::Trust,
    wanted::{MOST_KEYS, Wanted},
};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    stores::Pages,
};

/// So many keys are asked for in one question, whatever else is known.
const FEW_KEYS: usize = 100;

/// Reads what rows speak of into the mirror. `remembered` are products that earlier runs made of this source.
pub(crate) async fn ask(
    store: &dyn Store,
    mirror: &Mirror,
    needs: &Needs,
    wanted: &Wanted,
    remembered: &[StoreId],
    watch: &Watch,
) -> Result<(), ApiError> {
    let mut trust = Trust::take(mirror, needs).await?;
    let mut asking = Asking { store, mirror, watch, stage: Stage::AskingTerms, done: 0 };
    // What others lie in comes before it.
    for kind in Entity::ALL.into_iter().filter(|kind| needs.others.contains(kind)) {
        match kind.parent() {
            Some(_) => asking.within_orders(kind, needs).await?,
            None => {
                asking.all(kind).await?;
            }
        }
    }
    for entity in Entity::ALL.into_iter().filter(|entity| entity.is_taxonomy()) {
        match entity {
            Entity::Term => asking.terms(needs).await?,
            entity if needs.taxonomies.contains(&entity) => {
                trust.unless_terms_went(asking.all(entity).await?);
            }
            _ => {}
        }
    }
    if wanted.names_unnoticed || wanted.reads_anew {
        trust.end();
    }
    asking.products(wanted, remembered, trust).await
}

/// What is being asked for where this is.
fn stage_of(entity: Entity) -> Stage {
    match entity {
        Entity::Product => Stage::Asking,
        Entity::Variation => Stage::AskingVariations,
        entity if entity.is_taxonomy() => Stage::AskingTerms,
        _ => Stage::Asking,
    }
}

pub(super) struct Asking<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) mirror: &'a Mirror,
    pub(super) watch: &'a Watch,
    /// What is being asked for, and how much of it came.
    stage: Stage,
    done: u64,
}

impl Asking<'_> {
    /// Everything of a kind; answers how many records are gone since it was last read.
    async fn all(&mut self, entity: Entity) -> Result<usize, ApiError> {
        let reading = self.begin(entity).await?;
        self.read(Query::all(entity)).await?;
        self.end(reading, true, None).await
    }

    /// The terms of the attributes that rows name.
    async fn terms(&mut self, needs: &Needs) -> Result<(), ApiError> {
        if !needs.taxonomies.contains(&Entity::Term) {
            return Ok(());
        }
        let mirror = self.mirror.clone();
        let (labels, every) = (needs.attributes.clone(), needs.every_attribute);
        let attributes = blocking(move || {
            let mut named = Vec::new();
            mirror.each(Entity::Attribute, |record| {
                let label = record.fields.text("name").unwrap_or_default();
                if every || labels.contains(folded_name(label).as_ref()) {
                    named.push(record.id);
                }
                std::ops::ControlFlow::Continue(())
            })?;
            Ok(named)
        })
        .await?;
        let reading = self.begin(Entity::Term).await?;
        if !attributes.is_empty() {
            self.read(Query::all(Entity::Term).within(attributes)).await?;
        }
        self.end(reading, every, None).await.map(drop)
    }

    /// What lies within the orders that rows name.
    async fn within_orders(&mut self, kind: Entity, needs: &Needs) -> Result<(), ApiError> {
        let reading = self.begin(kind).await?;
        let every = needs.parents.is_empty() || needs.parents.len() > MOST_KEYS;
        if every {
            self.read(Query::all(kind)).await?;
        } else {
            let (mirror, names) = (self.mirror.clone(), needs.parents.clone());
            let orders = blocking(move || {
                let index = mirror.index(&[])?;
                let find = |key, name: &String| match index.find(Entity::Order, None, key, name) {
                    Some(Found::One(id)) => Some(id),
                    _ => None,
                };
                let keys = [Key::Number, Key::FormerNumber];
                let both = names.iter().flat_map(|name| keys.map(|key| find(key, name)));
                Ok(both.flatten().collect::<Vec<_>>())
            })
            .await?;
            if !orders.is_empty() {
                self.read(Query::all(kind).within(orders)).await?;
            }
        }
        self.end(reading, every, None).await.map(drop)
    }

    async fn products(
        &mut self,
        wanted: &Wanted,
        remembered: &[StoreId],
        trust: Trust,
    ) -> Result<(), ApiError> {
        if !wanted.needs_all
            && wanted.keys() == 0
            && remembered.is_empty()
            && !wanted.has_variations
        {
            // Nobody asks for products: what is known of them stays.
            return trust.give_back(self.mirror).await;
        }
        if self.names_most_of_what_is_known(wanted, &trust).await? && self.catch_up(&trust).await? {
            return Ok(());
        }
        // What the store has, and when it last changed, before the first record is read.
        let (mut size, mut last_change) = (None, None);
        if wanted.needs_all || wanted.keys() > FEW_KEYS {
            (size, last_change) = self.last_change(Entity::Product).await?;
        }
        let is_shorter = |size: u64| wanted.keys() > FEW_KEYS && size <= wanted.keys() as u64;
        if wanted.needs_all || size.is_some_and(is_shorter) {
            return self.everything(last_change).await;
        }
        let products = self.begin(Entity::Product).await?;
        let variations = self.begin(Entity::Variation).await?;
        let skus: Vec<String> = wanted.skus.iter().cloned().collect();
        let slugs: Vec<String> = wanted.slugs.iter().cloned().collect();
        if !skus.is_empty() {
            self.read(Query::all(Entity::Product).only(Filter::Skus(skus))).await?;
        }
        if !slugs.is_empty() {
            self.read(Query::all(Entity::Product).only(Filter::Slugs(slugs))).await?;
        }
        if !remembered.is_empty() {
            self.read(Query::ids(Entity::Product, remembered.to_vec())).await?;
        }
        let parents = self.variable_products(|_| true).await?;
        if wanted.has_variations && !parents.is_empty() {
            self.read(Query::all(Entity::Variation).within(parents)).await?;
        }
        self.end(products, false, None).await?;
        self.end(variations, false, None).await?;
        Ok(())
    }

    /// All products and variations.
    async fn everything(&mut self, last_change: Option<Timestamp>) -> Result<(), ApiError> {
        let products = self.begin(Entity::Product).await?;
        self.read(Query::all(Entity::Product)).await?;
        self.end(products, true, last_change).await?;
        let variations = self.begin(Entity::Variation).await?;
        let mut last_change = None;
        // A SKU of a list that does not say so may be that of a variation.
        if !self.variable_products(|_| true).await?.is_empty() {
            (_, last_change) = self.last_change(Entity::Variation).await?;
            self.read(Query::all(Entity::Variation)).await?;
        }
        self.end(variations, true, last_change).await?;
        Ok(())
    }

    /// Whether rows name as many products as the store had when it was last read whole.
    async fn names_most_of_what_is_known(
        &self,
        wanted: &Wanted,
        trust: &Trust,
    ) -> Result<bool, ApiError> {
        if trust.is_over() || !(wanted.needs_all || wanted.keys() > FEW_KEYS) {
            return Ok(false);
        }
        let mirror = self.mirror.clone();
        let known = blocking(move || mirror.count(Entity::Product)).await?;
        Ok(wanted.needs_all || known <= wanted.keys() as u64)
    }

    /// The variable products that are known, as far as they are wanted.
    pub(super) async fn variable_products(
        &self,
        is_wanted: impl Fn(&StoreRecord) -> bool + Send + 'static,
    ) -> Result<Vec<StoreId>, ApiError> {
        let mirror = self.mirror.clone();
        blocking(move || {
            let mut found = Vec::new();
            mirror.each(Entity::Product, |record: StoreRecord| {
                if record.fields.text("type") == Some("variable") && is_wanted(&record) {
                    found.push(record.id);
                }
                std::ops::ControlFlow::Continue(())
            })?;
            Ok(found)
        })
        .await
    }

    pub(super) async fn read(&mut self, query: Query) -> Result<(), ApiError> {
        let stage = stage_of(query.entity);
        if std::mem::replace(&mut self.stage, stage) != stage || self.done == 0 {
            self.done = 0;
            self.watch.tell(stage, 0, None);
        }
        // What the store says of one list among several is not how many there are.
        let is_whole = query.filter == Filter::All && query.parents.is_empty();
        let mut total = Total { is_known: is_whole && stage != Stage::AskingTerms, last: None };
        let mut pages = Pages::new(self.store, query, self.watch);
        while let Some(page) = pages.next().await? {
            self.done += page.records.len() as u64;
            let total = total.of(page.total, page.records.len() as u64, self.done);
            self.watch.tell(stage, self.done, total);
            let mirror = self.mirror.clone();
            blocking(move || mirror.put(&page.records)).await?;
        }
        Ok(())
    }

    async fn begin(&self, entity: Entity) -> Result<longshore_journal::mirror::FullRead, ApiError> {
        let mirror = self.mirror.clone();
        blocking(move || mirror.begin_full_read(entity)).await
    }

    async fn end(
        &self,
        reading: longshore_journal::mirror::FullRead,
        is_complete: bool,
        modified_until: Option<Timestamp>,
    ) -> Result<usize, ApiError> {
        let mirror = self.mirror.clone();
        let complete_at = is_complete.then(Timestamp::now);
        let synced = Synced { complete_at, modified_until, asked_at: complete_at };
        blocking(move || mirror.end_full_read(reading, synced)).await
    }
}

/// How many records a list has as a whole, as long as the store says the same with each page.
struct Total {
    is_known: bool,
    last: Option<u64>,
}

impl Total {
    /// The total that may be told with a page. One that fits on a page may be that of one product's variations, where
    /// a store has no list of all.
    fn of(&mut self, told: Option<u64>, on_page: u64, done: u64) -> Option<u64> {
        let is_same = self.last.is_none_or(|last| Some(last) == told);
        self.is_known &= is_same && told.is_some_and(|told| done <= told);
        self.last = told;
        told.filter(|told| self.is_known && *told > on_page)
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, longshore_journal::JournalError> + Send + 'static,
) -> Result<T, ApiError> {
    Ok(tokio::task::spawn_blocking(work).await??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_told_only_while_it_is_that_of_everything() {
        let told = |pages: &[(Option<u64>, u64)]| {
            let (mut total, mut done) = (Total { is_known: true, last: None }, 0);
            let page = |(told, records): &(Option<u64>, u64)| {
                done += records;
                total.of(*told, *records, done)
            };
            pages.iter().map(page).collect::<Vec<_>>()
        };
        let all = Some(250);
        assert_eq!(told(&[(all, 100), (all, 100), (all, 50)]), [all; 3]);
        // A list for each product, and a store that does not say.
        assert_eq!(told(&[(Some(4), 4), (Some(6), 6), (Some(120), 100)]), [None; 3]);
        assert_eq!(told(&[(None, 100), (None, 100)]), [None; 2]);
    }
}
