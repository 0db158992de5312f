//! What became of creates that were sent and never answered?
//!
//! The store is asked by what the records would be known by: SKU, slug, name, else the mark that the change left in
//! the record. All that fits is given; whoever asked knows which of it was there before.

use futures_util::StreamExt;
use longshore_engine::{
    change::Change,
    entity::Entity,
    record::StoreRecord,
    value::{Reference, StoreId, Value},
};

use crate::{
    error::StoreError,
    query::{Filter, Order, Query},
    store::Store,
};

/// The field by which records without a natural key are known again.
pub const MARK: &str = "meta:_longshore";

/// How many of the newest records are looked through for marks.
const NEWEST: usize = 1000;

/// For each change (creates of one kind within one parent), the records of the store that it may have made.
///
/// # Errors
/// Where the store cannot be read.
pub async fn sightings(
    store: &dyn Store,
    changes: &[Change],
) -> Result<Vec<Vec<StoreRecord>>, StoreError> {
    let mut seen = vec![Vec::new(); changes.len()];
    let Some(first) = changes.first() else { return Ok(seen) };
    let parents = match first.parent {
        Some(Reference::Stored(id)) if matches!(first.entity, Entity::Variation | Entity::Term) => {
            vec![id]
        }
        _ => Vec::new(),
    };
    let whole = Query::all(first.entity).within(parents.clone());
    let skus: Vec<_> = changes.iter().filter_map(|change| folded(change, "sku")).collect();
    if first.entity.is_taxonomy() {
        let name = |change: &Change| change.fields.text("name").unwrap_or_default().to_owned();
        let query = match changes {
            [only] if first.entity != Entity::Attribute => whole.only(Filter::Name(name(only))),
            _ => whole,
        };
        gather(store, query, changes, &mut seen, usize::MAX, same_term).await?;
    } else if !skus.is_empty() {
        let query = whole.clone().only(Filter::Skus(skus));
        gather(store, query, changes, &mut seen, usize::MAX, same_sku).await?;
    }
    let has_mark =
        changes.iter().zip(&seen).any(|(change, seen)| seen.is_empty() && mark(change).is_some());
    if has_mark {
        let newest =
            Query { order: Order::NewestFirst, ..Query::all(first.entity).within(parents) };
        gather(store, newest, changes, &mut seen, NEWEST, same_mark).await?;
    }
    Ok(seen)
}

async fn gather(
    store: &dyn Store,
    query: Query,
    changes: &[Change],
    seen: &mut [Vec<StoreRecord>],
    most: usize,
    is_same: fn(&Change, &StoreRecord) -> bool,
) -> Result<(), StoreError> {
    let entity = query.entity;
    let mut pages = store.pages(query);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        for record in page?.records.into_iter().filter(|record| record.entity == entity) {
            count += 1;
            for (change, seen) in changes.iter().zip(seen.iter_mut()) {
                let is_new = !seen.iter().any(|have: &StoreRecord| have.id == record.id);
                if is_new && is_same(change, &record) {
                    seen.push(record.clone());
                }
            }
        }
        if count >= most {
            break;
        }
    }
    Ok(())
}

fn folded(change: &Change, field: &str) -> Option<String> {
    let text = change.fields.text(field)?.trim();
    (!text.is_empty()).then(|| text.to_lowercase())
}

fn mark(change: &Change) -> Option<&str> {
    change.fields.text(MARK).filter(|mark| !mark.is_empty())
}

fn same_sku(change: &Change, record: &StoreRecord) -> bool {
    let sku = folded(change, "sku");
    sku.is_some() && record.fields.text("sku").map(|sku| sku.trim().to_lowercase()) == sku
}

fn same_mark(change: &Change, record: &StoreRecord) -> bool {
    mark(change).is_some_and(|mark| record.fields.text(MARK) == Some(mark))
}

/// The same name at the same place of the tree.
fn same_term(change: &Change, record: &StoreRecord) -> bool {
    let name = folded(change, "name");
    let parent = |value: Option<&Value>| -> Option<StoreId> {
        match value {
            Some(Value::Reference(Reference::Stored(id))) => Some(*id),
            _ => None,
        }
    };
    name.is_some()
        && record.fields.text("name").map(|name| name.trim().to_lowercase()) == name
        && parent(change.fields.get("parent")) == parent(record.fields.get("parent"))
}
