//! What does the store show of records now?

use std::collections::HashMap;

use futures_util::StreamExt;
use longshore_connectors::{Query, Store, StoreError};
use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    platforms::woocommerce::rules::IN_TRASH,
    record::StoreRecord,
    value::{Reference, StoreId},
};

/// The record that a change is about.
pub(super) fn stored(change: &Change) -> Option<StoreId> {
    match change.record {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// The product of a variation, the attribute of a term.
fn parent(change: &Change) -> Option<StoreId> {
    match change.parent {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// What has to be asked for to see the records of changes as they are now.
pub(super) struct Sought {
    query: Query,
    listed: Vec<StoreId>,
    hidden: Vec<StoreId>,
}

/// What the changes of one route are about: what they expect in the trash, or remove for good, is looked for there,
/// too. Nothing where all of them make something.
pub(super) fn sought<'a>(changes: impl Iterator<Item = &'a Change>) -> Option<Sought> {
    let mut changes = changes.filter(|change| change.action != Action::Create).peekable();
    let first = changes.peek()?;
    let query = Query::all(first.entity).within(parent(first).into_iter().collect());
    let (mut listed, mut hidden) = (Vec::new(), Vec::new());
    for change in changes {
        let Some(id) = stored(change) else { continue };
        listed.push(id);
        let is_in_trash = change.before.text("status") == Some(IN_TRASH);
        if is_in_trash || change.action == Action::Delete {
            hidden.push(id);
        }
    }
    Some(Sought { query, listed, hidden })
}

/// The records that are sought, by number; those that are not there are left out.
pub(super) async fn records(
    store: &dyn Store,
    sought: Option<Sought>,
) -> Result<HashMap<StoreId, StoreRecord>, StoreError> {
    let Some(Sought { query, listed, mut hidden }) = sought else { return Ok(HashMap::new()) };
    let mut found = read(store, Query { filter: ids(listed), ..query.clone() }).await?;
    hidden.retain(|id| !found.contains_key(id));
    if !hidden.is_empty() {
        found.extend(read(store, Query { filter: ids(hidden), trash: true, ..query }).await?);
    }
    Ok(found)
}

/// The record of that number, of the kind that a change makes and where it makes it; nothing where it is not there.
pub(super) async fn one(
    store: &dyn Store,
    change: &Change,
    id: StoreId,
) -> Result<Vec<StoreRecord>, StoreError> {
    let within = parent(change).into_iter().collect();
    let found = read(store, Query::ids(change.entity, vec![id]).within(within)).await?;
    Ok(found.into_values().collect())
}

/// What lies within a product, and goes where it goes.
pub(super) async fn within(
    store: &dyn Store,
    product: &StoreRecord,
) -> Result<Vec<StoreRecord>, StoreError> {
    if product.fields.text("type") != Some("variable") {
        return Ok(Vec::new());
    }
    let found = read(store, Query::all(Entity::Variation).within(vec![product.id])).await?;
    let mut found: Vec<StoreRecord> = found.into_values().collect();
    found.sort_by_key(|record| record.id);
    Ok(found)
}

fn ids(ids: Vec<StoreId>) -> longshore_connectors::Filter {
    longshore_connectors::Filter::Ids(ids)
}

async fn read(
    store: &dyn Store,
    query: Query,
) -> Result<HashMap<StoreId, StoreRecord>, StoreError> {
    let entity = query.entity;
    let mut found = HashMap::new();
    let mut pages = store.pages(query.fresh());
    while let Some(page) = pages.next().await {
        let of_kind = page?.records.into_iter().filter(|record| record.entity == entity);
        found.extend(of_kind.map(|record| (record.id, record)));
    }
    Ok(found)
}
