//! Tax classes: names for groups of rates. They have no numbers, only slugs.

use rusqlite::OptionalExtension;
use serde_json::{Value, json};

use crate::store::Shop;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::slug;
use crate::wordpress::text::clean;

/// The classes of every store.
const FIRST: &[(&str, &str)] =
    &[("standard", "Standard rate"), ("reduced-rate", "Reduced rate"), ("zero-rate", "Zero rate")];

/// Under which name the list is kept.
const FACT: &str = "tax_classes";

fn classes(shop: &Shop) -> Outcome<Vec<(String, String)>> {
    let kept: Option<String> = shop
        .db
        .query_row("SELECT value FROM facts WHERE name = ?1", [FACT], |row| row.get(0))
        .optional()?;
    match kept {
        Some(kept) => Ok(serde_json::from_str(&kept)?),
        None => {
            Ok(FIRST.iter().map(|(slug, name)| ((*slug).to_owned(), (*name).to_owned())).collect())
        }
    }
}

fn keep(shop: &Shop, classes: &[(String, String)]) -> Outcome<()> {
    shop.keep_fact(FACT, &serde_json::to_string(classes)?)?;
    Ok(())
}

/// The slugs of all classes.
pub(crate) fn slugs(shop: &Shop) -> Outcome<Vec<String>> {
    Ok(classes(shop)?.into_iter().map(|(slug, _)| slug).collect())
}

pub(crate) fn all(shop: &Shop, base: &str) -> Outcome<Vec<Value>> {
    Ok(classes(shop)?.iter().map(|(slug, name)| shown(base, slug, name)).collect())
}

pub(crate) fn one(shop: &Shop, base: &str, wanted: &str) -> Outcome<Value> {
    let found = all(shop, base)?.into_iter().filter(|class| class["slug"] == wanted);
    Ok(found.collect())
}

pub(crate) fn create(shop: &Shop, base: &str, name: &str) -> Outcome<(String, Value)> {
    let name = clean(name);
    let refuse = |code: &'static str, message: &'static str| Err(Failure::new(400, code, message));
    if name.is_empty() {
        return refuse(
            "woocommerce_rest_tax_class_invalid_name",
            "Tax class requires a valid name",
        );
    }
    let mut classes = classes(shop)?;
    let slug = slug::slug(&name);
    if classes.iter().any(|(known, known_name)| *known == slug || *known_name == name) {
        return refuse("woocommerce_rest_tax_class_exists", "Tax class already exists");
    }
    let value = shown(base, &slug, &name);
    classes.push((slug.clone(), name));
    keep(shop, &classes)?;
    Ok((slug, value))
}

pub(crate) fn delete(shop: &Shop, base: &str, wanted: &str, force: bool) -> Outcome<Value> {
    if !force {
        return Err(Failure::not_trashable("Taxes"));
    }
    let mut classes = classes(shop)?;
    let found = classes.iter().position(|(slug, _)| slug == wanted && slug != "standard");
    let Some(at) = found else {
        return Err(Failure::new(404, "woocommerce_rest_tax_class_invalid_slug", "Invalid slug."));
    };
    let (slug, name) = classes.remove(at);
    keep(shop, &classes)?;
    Ok(shown(base, &slug, &name))
}

fn shown(base: &str, slug: &str, name: &str) -> Value {
    json!({
        "slug": slug,
        "name": name,
        "_links": { "collection": [{ "href": format!("{base}/wp-json/wc/v3/taxes/classes") }] },
    })
}
