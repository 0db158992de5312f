//! What has to be known of the store before rows are planned, and how is it asked for with few requests?
//!
//! Where the file speaks of fewer records than the store has, they are asked for by SKU, in hundreds; else the
//! whole list is read. Taxonomies are few and are read whole, as far as the rows name them.

use std::collections::{BTreeSet, HashMap};

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

use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    stores::Pages,
};

/// With more keys than this the whole list is quicker, and the keys need not be held in memory.
const MOST_KEYS: usize = 20_000;
/// More products are not read only for their names, and so many at a time.
const MOST_PARENTS: usize = 1_000;
const PARENTS_TOGETHER: usize = 100;

/// The keys by which rows name records, as far as it makes sense to ask for them one by one.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    skus: BTreeSet<String>,
    slugs: BTreeSet<String>,
    has_variations: bool,
    /// Only the whole list can tell.
    needs_all: bool,
}

impl Wanted {
    /// The whole store.
    pub(crate) fn everything() -> Self {
        Self { has_variations: true, needs_all: true, ..Self::default() }
    }

    /// The whole store after all.
    pub(crate) fn add_everything(&mut self) {
        self.has_variations = true;
        self.needs_all = true;
    }

    /// Notes a key that a row names.
    pub(crate) fn add(&mut self, entity: Entity, key: Key, value: &str) {
        self.has_variations |= entity == Entity::Variation;
        if self.needs_all {
            return;
        }
        let list = match key {
            Key::Sku => &mut self.skus,
            Key::Slug => &mut self.slugs,
            // No list can be asked for these.
            _ => {
                self.needs_all = true;
                return;
            }
        };
        // A list of SKUs is written with commas between them.
        self.needs_all = value.contains(',');
        if !list.contains(value) {
            list.insert(value.to_owned());
        }
        self.needs_all |= self.skus.len() + self.slugs.len() > MOST_KEYS;
    }

    /// Whether only the whole list can tell, so that no single keys are needed.
    pub(crate) fn needs_all(&self) -> bool {
        self.needs_all
    }

    /// Notes by how many keys of its own the source may be remembered so far.
    pub(crate) fn note_remembered(&mut self, keys: usize) {
        self.needs_all |= keys > MOST_KEYS;
    }

    /// Notes that there are variations among the rows.
    pub(crate) fn add_entity(&mut self, entity: Entity) {
        self.has_variations |= entity == Entity::Variation;
    }
}

/// Reads what rows speak of into the mirror. `remembered` are products that earlier runs made of this source.
pub(crate) async fn ask(
    store: &dyn Store,
    mirror: &Mirror,
    needs: &Needs,
    wanted: &Wanted,
    remembered: &[StoreId],
    watch: &Watch,
) -> Result<(), ApiError> {
    let mut asking = Asking { store, mirror, watch, stage: Stage::AskingTerms, done: 0 };
    // What others lie in comes before it.
    for kind in Entity::ALL.into_iter().filter(|kind| needs.others.contains(kind)) {
        match kind.parent() {
            Some(_) => asking.within_orders(kind, needs).await?,
            None => asking.all(kind).await?,
        }
    }
    for entity in Entity::ALL.into_iter().filter(|entity| entity.is_taxonomy()) {
        match entity {
            Entity::Term => asking.terms(needs).await?,
            entity if needs.taxonomies.contains(&entity) => asking.all(entity).await?,
            _ => {}
        }
    }
    asking.products(wanted, remembered).await
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

/// What the products are called that the mirror knows only by their variations: those whose rows name a variation
/// alone. They are read for their names, and no row is compared with them.
pub(super) async fn parents(
    store: &dyn Store,
    mirror: &Mirror,
    watch: &Watch,
) -> Result<HashMap<StoreId, String>, ApiError> {
    let known = mirror.clone();
    let unknown: Vec<StoreId> = blocking(move || {
        // All of them were read.
        if known.synced(Entity::Product)?.complete_at.is_some() {
            return Ok(Vec::new());
        }
        let mut parents = BTreeSet::new();
        known.each(Entity::Variation, |record| {
            parents.extend(record.parent);
            std::ops::ControlFlow::Continue(())
        })?;
        let all: Vec<StoreId> = parents.into_iter().collect();
        let there: BTreeSet<StoreId> =
            known.get_many(Entity::Product, &all)?.into_iter().map(|one| one.id).collect();
        Ok(all.into_iter().filter(|id| !there.contains(id)).take(MOST_PARENTS).collect())
    })
    .await?;
    let mut names = HashMap::new();
    for ids in unknown.chunks(PARENTS_TOGETHER) {
        let mut pages = Pages::new(store, Query::ids(Entity::Product, ids.to_vec()), watch);
        while let Some(page) = pages.next().await? {
            for product in page.records {
                if let Some(name) = product.fields.text("name") {
                    names.insert(product.id, name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

struct Asking<'a> {
    store: &'a dyn Store,
    mirror: &'a Mirror,
    watch: &'a Watch,
    /// What is being asked for, and how much of it came.
    stage: Stage,
    done: u64,
}

impl Asking<'_> {
    /// Everything of a kind.
    async fn all(&mut self, entity: Entity) -> Result<(), ApiError> {
        let reading = self.begin(entity).await?;
        self.read(Query::all(entity)).await?;
        self.end(reading, true).await
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
        self.end(reading, every).await
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
                let found = |name: &String| match index.find(Entity::Order, None, Key::Number, name)
                {
                    Some(Found::One(id)) => Some(id),
                    _ => None,
                };
                Ok(names.iter().filter_map(found).collect::<Vec<_>>())
            })
            .await?;
            if !orders.is_empty() {
                self.read(Query::all(kind).within(orders)).await?;
            }
        }
        self.end(reading, every).await
    }

    async fn products(&mut self, wanted: &Wanted, remembered: &[StoreId]) -> Result<(), ApiError> {
        let products = self.begin(Entity::Product).await?;
        let variations = self.begin(Entity::Variation).await?;
        let is_whole = wanted.needs_all || self.whole_list_is_shorter(wanted).await?;
        if is_whole {
            self.read(Query::all(Entity::Product)).await?;
            // A SKU of a list that does not say so may be that of a variation.
            if !self.variable_products().await?.is_empty() {
                self.read(Query::all(Entity::Variation)).await?;
            }
        } else {
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
            let parents = self.variable_products().await?;
            if wanted.has_variations && !parents.is_empty() {
                self.read(Query::all(Entity::Variation).within(parents)).await?;
            }
        }
        self.end(products, is_whole).await?;
        self.end(variations, is_whole).await
    }

    /// Whether the store has no more products than the rows name.
    async fn whole_list_is_shorter(&self, wanted: &Wanted) -> Result<bool, ApiError> {
        let keys = wanted.skus.len() + wanted.slugs.len();
        if keys <= 100 {
            return Ok(false);
        }
        let mut pages = Pages::new(self.store, Query::all(Entity::Product), self.watch);
        let total = pages.next().await?.map_or(Some(0), |page| page.total);
        Ok(total.is_some_and(|total| total <= keys as u64))
    }

    /// The variable products among those that were just read.
    async fn variable_products(&self) -> Result<Vec<StoreId>, ApiError> {
        let mirror = self.mirror.clone();
        blocking(move || {
            let mut found = Vec::new();
            mirror.each(Entity::Product, |record: StoreRecord| {
                if record.fields.text("type") == Some("variable") {
                    found.push(record.id);
                }
                std::ops::ControlFlow::Continue(())
            })?;
            Ok(found)
        })
        .await
    }

    async fn read(&mut self, query: Query) -> Result<(), ApiError> {
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
    ) -> Result<(), ApiError> {
        let mirror = self.mirror.clone();
        let complete_at = is_complete.then(jiff::Timestamp::now);
        let synced = Synced { complete_at, modified_until: None };
        blocking(move || mirror.end_full_read(reading, synced)).await?;
        Ok(())
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

async fn blocking<T: Send + 'static>(
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
