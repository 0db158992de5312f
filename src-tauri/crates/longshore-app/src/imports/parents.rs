//! What are products called of which the store showed nothing but variations?

use std::collections::{BTreeSet, HashMap};

use longshore_connectors::{Query, Store};
use longshore_engine::{entity::Entity, value::StoreId};
use longshore_journal::mirror::Mirror;

use super::ask_store::blocking;
use crate::{error::ApiError, progress::Watch, stores::Pages};

/// More products are not read only for their names, and so many at a time.
const MOST_PARENTS: usize = 1_000;
const PARENTS_TOGETHER: usize = 100;

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
