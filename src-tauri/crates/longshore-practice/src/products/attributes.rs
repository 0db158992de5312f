//! Attributes of products, and the values that variations choose from them.

use serde_json::Value;

use super::record::{Attribute, Record};
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{field, integer, items, text, truthy};
use crate::wordpress::{slug, text as texts};

/// Replaces a product's attributes. Unknown values of global attributes become terms.
pub(crate) fn apply(shop: &mut Shop, record: &mut Record, wanted: &Value) -> Outcome<()> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for item in items(wanted) {
        let id = field(item, "id").map_or(0, integer).saturating_abs();
        let flag = |key| field(item, key).is_some_and(truthy);
        let mut attribute = Attribute {
            id,
            name: String::new(),
            key: String::new(),
            position: field(item, "position").map_or(0, integer).saturating_abs(),
            visible: flag("visible"),
            variation: flag("variation"),
            options: Vec::new(),
            terms: Vec::new(),
        };
        let options = field(item, "options").map(options).transpose()?;
        if id > 0 {
            let Some(global) = shop.attribute(id)? else { continue };
            attribute.name = global.taxonomy();
            attribute.key = global.taxonomy();
            for option in options.unwrap_or_default() {
                let option = texts::clean(&texts::unslash(&option));
                if !option.is_empty()
                    && let Some(term) = shop.term_for_name(&attribute.name, &option)?
                    && !attribute.terms.contains(&term)
                {
                    attribute.terms.push(term);
                }
            }
            if attribute.terms.is_empty() {
                continue;
            }
        } else {
            attribute.name = field(item, "name").map_or(Ok(String::new()), text)?;
            attribute.name = texts::clean(&attribute.name);
            attribute.key = slug::slug(&attribute.name);
            let Some(options) = options else { continue };
            if attribute.name.is_empty() {
                continue;
            }
            // Kept in one text, between bars: a bar inside of a value parts it.
            let joined = options
                .iter()
                .map(|option| texts::clean(&texts::unslash(option)))
                .collect::<Vec<_>>()
                .join(" | ");
            attribute.options = joined
                .split('|')
                .map(str::trim)
                .filter(|option| !option.is_empty())
                .map(str::to_owned)
                .collect();
        }
        match attributes.iter_mut().find(|known| known.key == attribute.key) {
            Some(known) => *known = attribute,
            None => attributes.push(attribute),
        }
    }
    attributes.sort_by_key(|attribute| attribute.position);
    record.attributes = attributes;
    Ok(())
}

fn options(value: &Value) -> Outcome<Vec<String>> {
    match value {
        Value::Array(_) | Value::Object(_) => items(value).into_iter().map(text).collect(),
        plain => Ok(text(plain)?.split('|').map(|option| option.trim().to_owned()).collect()),
    }
}

/// The default choice of a variable product.
pub(crate) fn defaults(
    shop: &Shop,
    record: &Record,
    wanted: &Value,
) -> Outcome<Vec<(String, String)>> {
    let mut choices = chosen(shop, record, wanted)?;
    choices.retain(|(_, value)| !value.is_empty());
    Ok(choices)
}

/// What a variation chooses of its parent's attributes; others are ignored.
pub(crate) fn choices(
    shop: &Shop,
    parent: &Record,
    wanted: &Value,
) -> Outcome<Vec<(String, String)>> {
    chosen(shop, parent, wanted)
}

fn chosen(shop: &Shop, parent: &Record, wanted: &Value) -> Outcome<Vec<(String, String)>> {
    let mut choices: Vec<(String, String)> = Vec::new();
    for item in items(wanted) {
        let id = field(item, "id").map_or(0, integer).saturating_abs();
        let key = if id > 0 {
            shop.attribute(id)?.map(|global| global.taxonomy()).unwrap_or_default()
        } else {
            slug::slug(&field(item, "name").map_or(Ok(String::new()), text)?)
        };
        let Some(attribute) =
            parent.attributes.iter().find(|attribute| attribute.key == key && attribute.variation)
        else {
            continue;
        };
        let option = field(item, "option").map_or(Ok(String::new()), text)?;
        let option = texts::clean(&texts::unslash(&option));
        // Of a global attribute the term's slug is kept, even of a term that there is not.
        let value = if attribute.id == 0 {
            option
        } else {
            match shop.term_by_name(&attribute.name, &option)? {
                Some(term) => term.slug,
                None => slug::slug(&option),
            }
        };
        match choices.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => choices.push((key, value)),
        }
    }
    Ok(choices)
}

/// The choices of a variation that its parent still offers, in the parent's order.
pub(crate) fn valid_choices<'a>(
    parent: &'a Record,
    variation: &'a Record,
) -> impl Iterator<Item = (&'a Attribute, &'a str)> {
    parent.attributes.iter().filter(|attribute| attribute.variation).filter_map(|attribute| {
        let (_, value) = variation.choices.iter().find(|(key, _)| *key == attribute.key)?;
        (!value.is_empty()).then_some((attribute, value.as_str()))
    })
}

/// What a choice is called: a term's name, or the value itself.
pub(crate) fn option_name(shop: &Shop, attribute: &Attribute, value: &str) -> Outcome<String> {
    if attribute.id == 0 {
        return Ok(value.to_owned());
    }
    let term = shop.term_by_slug(&attribute.name, value)?;
    Ok(term.map_or_else(|| value.to_owned(), |term| term.name))
}

/// What an attribute is called; none if it was a global one that is gone, which hides it.
pub(crate) fn label(shop: &Shop, attribute: &Attribute) -> Outcome<Option<String>> {
    if attribute.id == 0 {
        return Ok(Some(attribute.name.clone()));
    }
    Ok(shop.attribute(attribute.id)?.map(|global| global.name))
}

/// `Red, S`: what sets a variation apart.
pub(crate) fn summary(shop: &Shop, parent: &Record, variation: &Record) -> Outcome<String> {
    let names: Vec<String> = valid_choices(parent, variation)
        .map(|(attribute, value)| option_name(shop, attribute, value))
        .collect::<Outcome<_>>()?;
    Ok(names.join(", "))
}
