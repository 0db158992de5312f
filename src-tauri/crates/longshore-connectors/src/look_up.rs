//! What became of creates that were sent and never answered?
//!
//! The store is asked by what the records would be known by: SKU, GTIN, name, else the mark that the change left in
//! the record, else what it is called and when it was made. All that fits is given; whoever asked knows which of it
//! was there before.

use futures_util::StreamExt;
use jiff::civil::DateTime;
use longshore_engine::{
    change::Change,
    entity::Entity,
    matching::{default_keys, folded_name, key_text},
    outcome::is_without_natural_key,
    record::StoreRecord,
    value::{Choice, Reference, StoreId, Value},
};

use crate::{
    error::StoreError,
    query::{Filter, Order, Query},
    store::Store,
};

/// The field by which records without a natural key are known again.
pub const MARK: &str = "meta:_longshore";

/// The field that no two products share besides the SKU.
const GTIN: &str = "global_unique_id";

/// How many of the newest records are looked through for those that lists cannot be asked for.
const NEWEST: usize = 1000;

/// For each change (creates of one kind within one parent), the records of the store that it may have made. Where
/// nothing else tells them, those that were written after `since` (UTC) count.
///
/// # Errors
/// Where the store cannot be read.
pub async fn sightings(
    store: &dyn Store,
    changes: &[Change],
    since: DateTime,
) -> Result<Vec<Vec<StoreRecord>>, StoreError> {
    let mut seen = vec![Vec::new(); changes.len()];
    let Some(first) = changes.first() else { return Ok(seen) };
    let parents = parents(first);
    let whole = Query::all(first.entity).within(parents.clone()).fresh();
    let skus: Vec<_> = changes.iter().filter_map(|change| folded(change, "sku")).collect();
    if first.entity.is_taxonomy() {
        let name = |change: &Change| change.fields.text("name").unwrap_or_default().to_owned();
        let query = match changes {
            [only] if first.entity != Entity::Attribute => whole.only(Filter::Name(name(only))),
            _ => whole,
        };
        gather(store, query, changes, &mut seen, usize::MAX, &same_term).await?;
    } else if !skus.is_empty() {
        let query = whole.clone().only(Filter::Skus(skus));
        gather(store, query, changes, &mut seen, usize::MAX, &same_sku).await?;
    }
    if !first.entity.is_sold() && !first.entity.is_taxonomy() && first.entity != Entity::Order {
        // They are among the newest, and no list can be asked for what they say.
        let whole = Query::all(first.entity).within(parents).fresh();
        let newest = Query { order: Order::NewestFirst, ..whole };
        gather(store, newest, changes, &mut seen, NEWEST, &says_the_same).await?;
        return Ok(seen);
    }
    let is_new =
        |change: &Change| mark(change).is_some() || gtin(change).is_some() || is_keyless(change);
    if changes.iter().zip(&seen).any(|(change, seen)| seen.is_empty() && is_new(change)) {
        let newest =
            Query { order: Order::NewestFirst, ..Query::all(first.entity).within(parents).fresh() };
        let is_same = |change: &Change, record: &StoreRecord| match mark(change) {
            Some(mark) => record.fields.text(MARK) == Some(mark),
            None if gtin(change).is_some() => {
                gtin(change) == record.fields.text(GTIN).and_then(digits)
            }
            None => {
                let is_young = record.modified.is_none_or(|modified| modified >= since);
                is_keyless(change) && is_young && is_called_the_same(change, record)
            }
        };
        gather(store, newest, changes, &mut seen, NEWEST, &is_same).await?;
    }
    Ok(seen)
}

/// The greatest number that a record of the change's kind has within its parent; nought where there is none.
///
/// # Errors
/// Where the store cannot be read.
pub async fn newest(store: &dyn Store, change: &Change) -> Result<StoreId, StoreError> {
    let query = Query::all(change.entity).within(parents(change)).fresh();
    let mut pages = store.pages(Query { order: Order::NewestFirst, ..query });
    while let Some(page) = pages.next().await {
        if let Some(newest) = page?.records.iter().map(|record| record.id).max() {
            return Ok(newest);
        }
    }
    Ok(StoreId(0))
}

/// The product of a variation, the attribute of a term.
fn parents(change: &Change) -> Vec<StoreId> {
    match change.parent {
        Some(Reference::Stored(id)) if change.entity.parent().is_some() => {
            vec![id]
        }
        _ => Vec::new(),
    }
}

async fn gather(
    store: &dyn Store,
    query: Query,
    changes: &[Change],
    seen: &mut [Vec<StoreRecord>],
    most: usize,
    is_same: &(dyn Fn(&Change, &StoreRecord) -> bool + Sync),
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

fn gtin(change: &Change) -> Option<String> {
    change.fields.text(GTIN).and_then(digits)
}

/// A GTIN without the signs that people put between its digits.
fn digits(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

fn same_sku(change: &Change, record: &StoreRecord) -> bool {
    let sku = folded(change, "sku");
    sku.is_some() && record.fields.text("sku").map(|sku| sku.trim().to_lowercase()) == sku
}

/// Whether a record that is made has nothing that is its own.
fn is_keyless(change: &Change) -> bool {
    mark(change).is_none() && is_without_natural_key(change)
}

/// By the keys of its kind: an e-mail address, the word of a coupon, all that a review says.
fn says_the_same(change: &Change, record: &StoreRecord) -> bool {
    default_keys(change.entity).iter().any(|key| {
        let sent = key_text(change.entity, *key, &change.fields);
        let found = key_text(change.entity, *key, &record.fields);
        matches!((sent, found), (Some(sent), Some(found)) if folded_name(&sent) == folded_name(&found))
    })
}

/// A product by its name, a variation by its choices. Whether the rest fits as well is not judged here.
fn is_called_the_same(change: &Change, record: &StoreRecord) -> bool {
    if change.entity == Entity::Order {
        // Somebody who orders the same twice means it: only what was made after the request began counts.
        let email = folded(change, "billing_email");
        let theirs = record.fields.text("billing_email");
        return email == theirs.map(|email| email.trim().to_lowercase());
    }
    if change.entity == Entity::Product {
        let name = folded(change, "name");
        let theirs = record.fields.text("name");
        return name.is_some() && theirs.map(|name| name.trim().to_lowercase()) == name;
    }
    let (Some(Value::Choices(sent)), Some(Value::Choices(found))) =
        (change.fields.get("attributes"), record.fields.get("attributes"))
    else {
        return false;
    };
    let is_there = |choice: &Choice| {
        let option = choice.option.trim().to_lowercase();
        found.iter().any(|other| other.option.trim().to_lowercase() == option)
    };
    sent.len() == found.len() && sent.iter().all(is_there)
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
