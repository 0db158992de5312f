//! By which columns do two tables belong together?

use super::{super::columns::Table, same_key::targets};
use crate::{
    label,
    reading::JoinSettings,
    shape,
    target::{Plain, Target},
};

/// What such columns are called, the likeliest first.
const KEYS: [&str; 20] = [
    "sku",
    "variantsku",
    "articlenumber",
    "artikelnummer",
    "artnr",
    "art.nr.",
    "itemnumber",
    "reference",
    "référence",
    "ref",
    "артикул",
    "ean",
    "ean13",
    "gtin",
    "barcode",
    "productid",
    "product_id",
    "id",
    "nr",
    "code",
];

/// What the table of a list that lies in records calls the column with the number of the record around each, where it
/// is asked for.
pub const AROUND: &str = "..#";

/// What a table of variants calls the column that says of which product they are, and what the table of the products
/// may call it beside the same. The first ones say it even where both have a column of another key.
const PARENTS: [(&[&str], &[&str]); 3] = [
    (
        &[
            "parent sku",
            "sku parent",
            "master sku",
            "parent",
            "parent reference",
            "parent ref",
            "parent key",
            "parent code",
            "parent number",
            "parent no",
            "parent item",
            "parent article",
            "vaterartikel",
            "vaterartikelnummer",
            "hauptartikel",
            "hauptartikelnummer",
            "référence parent",
            "sku padre",
            "артикул родителя",
        ],
        NUMBERS,
    ),
    (&["parent id", "id parent", "parent product id"], IDS),
    (&["parent handle", "parent slug"], HANDLES),
];

/// The same of columns that stand in other tables, too.
const PRODUCTS: [(&[&str], &[&str]); 3] = [
    (&["product id", "id product", "productid", "produkt id", "id produit", "item group id"], IDS),
    (&["handle", "product handle", "slug", "product slug", "url key"], HANDLES),
    (&["product sku", "product code", "product reference", "artikel"], NUMBERS),
];

const NUMBERS: &[&str] = &[
    "sku",
    "product sku",
    "product code",
    "code",
    "reference",
    "référence",
    "ref",
    "artikelnummer",
    "artikelnr",
    "artnr",
    "article number",
    "article no",
    "article",
    "item number",
    "item no",
    "item",
    "артикул",
    "id",
];
const IDS: &[&str] = &["id", "product id", "productid", "produkt id", "nr", "number", "nummer"];
const HANDLES: &[&str] = &["handle", "slug", "url key", "product handle"];

/// Whether a column is called as what says of which product a variant is.
pub(super) fn is_called_parent(name: &str) -> bool {
    let words = label::words(name);
    PARENTS.iter().chain(&PRODUCTS).any(|(called, _)| called.contains(&words.as_str()))
}

/// Whether a column is called as what tells products apart.
pub(in super::super) fn is_called_key(name: &str) -> bool {
    let words = label::words(name);
    [NUMBERS, IDS, HANDLES].into_iter().any(|called| called.contains(&words.as_str()))
}

/// Where the key stands in the first table and in the second.
pub(super) fn of_both(
    names: &[String],
    second: &Table,
    settings: &JoinSettings,
) -> Option<(usize, usize)> {
    let own: Vec<String> = names.iter().map(|name| label::key(name)).collect();
    let in_first = |key: &str| own.iter().position(|own| own == key && !key.is_empty());
    let in_second = |key: &str| {
        let key = settings.second_key.as_deref().map_or(key.to_owned(), label::key);
        second.find(&[key.as_str()]).number()
    };
    if let Some(wanted) = &settings.key {
        let wanted = in_first(&label::key(wanted))?;
        let parent = || match &settings.second_key {
            None => second.names().iter().position(|name| is_parent_of(name, &names[wanted])),
            Some(_) => None,
        };
        return Some((wanted, in_second(&own[wanted]).or_else(parent)?));
    }
    if settings.second_key.is_some() {
        return KEYS
            .iter()
            .map(|key| (*key).to_owned())
            .chain(own.iter().cloned())
            .find_map(|key| Some((in_first(&key)?, in_second(&key)?)));
    }
    let has_variants = second
        .names()
        .iter()
        .any(|name| shape::is_called_choice(name) && in_first(&label::key(name)).is_none());
    let products = || of_parents(names, second.names(), &PRODUCTS);
    of_parents(names, second.names(), &PARENTS)
        .or_else(|| products().filter(|_| has_variants))
        .or_else(|| KEYS.iter().find_map(|key| Some((in_first(key)?, in_second(key)?))))
        .or_else(products)
        .or_else(|| {
            let telling = names.iter().zip(&own).filter(|(name, _)| may_tell_apart(name));
            telling.map(|(_, key)| key).find_map(|key| Some((in_first(key)?, in_second(key)?)))
        })
}

/// Whether a column may be what tells products apart: a price that two tables have is none.
fn may_tell_apart(name: &String) -> bool {
    let target = targets(std::slice::from_ref(name), None).pop().flatten();
    matches!(
        target,
        None | Some(Target::Plain(
            Plain::Sku | Plain::Gtin | Plain::Id | Plain::Name | Plain::Slug | Plain::Parent
        ))
    )
}

/// Whether one column may say of which product a variant is where the other says which product a product is.
fn is_parent_of(parent: &str, own: &str) -> bool {
    let (parent, own) = (label::words(parent), label::words(own));
    PARENTS.iter().chain(&PRODUCTS).any(|(called, products)| {
        called.contains(&parent.as_str()) && products.contains(&own.as_str())
    })
}

fn of_parents(
    first: &[String],
    second: &[String],
    parents: &[(&[&str], &[&str])],
) -> Option<(usize, usize)> {
    let words =
        |names: &[String]| -> Vec<String> { names.iter().map(|name| label::words(name)).collect() };
    let (first, second) = (words(first), words(second));
    let place = |names: &[String], name: &str| names.iter().position(|known| known == name);
    parents.iter().find_map(|(called, products)| {
        called.iter().find_map(|called| {
            let there = place(&second, called)?;
            let own = place(&first, called)
                .or_else(|| products.iter().find_map(|name| place(&first, name)))?;
            Some((own, there))
        })
    })
}
