//! What products carry of terms and attributes, as answers show it.

use serde_json::{Value, json};

use super::attributes;
use super::record::Record;
use crate::store::Shop;
use crate::terms::Term;
use crate::wordpress::failure::Outcome;
use crate::wordpress::slug;

/// Number, name and slug of terms, by name.
pub(super) fn named(shop: &Shop, ids: &[i64]) -> Outcome<Vec<NamedTerm>> {
    let mut terms: Vec<Term> = Vec::with_capacity(ids.len());
    for id in ids {
        terms.extend(shop.term(*id)?);
    }
    terms.sort_by_cached_key(|term| slug::fold(&term.name));
    Ok(terms
        .into_iter()
        .map(|term| NamedTerm { id: term.id, name: term.name, slug: term.slug })
        .collect())
}

#[derive(serde::Serialize)]
pub(super) struct NamedTerm {
    id: i64,
    name: String,
    slug: String,
}

pub(super) fn attribute_list(
    shop: &Shop,
    record: &Record,
    parent: Option<&Record>,
) -> Outcome<Vec<Value>> {
    let mut list = Vec::new();
    if let Some(parent) = parent {
        for (attribute, value) in attributes::valid_choices(parent, record) {
            let Some(name) = attributes::label(shop, attribute)? else { continue };
            list.push(json!({
                "id": attribute.id,
                "name": name,
                "slug": attribute.key,
                "option": attributes::option_name(shop, attribute, value)?,
            }));
        }
        return Ok(list);
    }
    for attribute in &record.attributes {
        let Some(name) = attributes::label(shop, attribute)? else { continue };
        let options = if attribute.id == 0 {
            attribute.options.clone()
        } else {
            named(shop, &attribute.terms)?.into_iter().map(|term| term.name).collect()
        };
        list.push(json!({
            "id": attribute.id,
            "name": name,
            "slug": attribute.name,
            "position": attribute.position,
            "visible": attribute.visible,
            "variation": attribute.variation,
            "options": options,
        }));
    }
    Ok(list)
}

pub(super) fn default_attributes(shop: &Shop, record: &Record) -> Outcome<Vec<Value>> {
    let mut list = Vec::new();
    if record.variation {
        return Ok(list);
    }
    for (key, value) in &record.choices {
        let attribute = record.attributes.iter().find(|attribute| attribute.key == *key);
        let (id, name) = match attribute {
            Some(attribute) => match attributes::label(shop, attribute)? {
                Some(name) => (attribute.id, name),
                None => continue,
            },
            None => (0, key.clone()),
        };
        list.push(json!({ "id": id, "name": name, "option": value }));
    }
    Ok(list)
}

/// Up to five other products of the same categories and tags.
pub(super) fn related(shop: &Shop, record: &Record) -> Outcome<Vec<i64>> {
    let mut found = Vec::new();
    let mut find = shop.db.prepare_cached(
        "SELECT product FROM product_terms WHERE term = ?1 AND product <> ?2 ORDER BY product LIMIT 12",
    )?;
    let mut published = shop.db.prepare_cached(
        "SELECT 1 FROM products WHERE id = ?1 AND status = 'publish' AND variation = 0",
    )?;
    // A real store shuffles them; here the same shop always shows the same ones.
    let mut terms: Vec<i64> = record.categories.iter().chain(&record.tags).copied().collect();
    terms.sort_unstable();
    for term in terms {
        let mut rows = find.query([term, record.id])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !found.contains(&id) && published.exists([id])? {
                found.push(id);
                if found.len() == 5 {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}
