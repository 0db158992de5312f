//! Which variation does a line of an order mean?
//!
//! A variation without a SKU of its own shows its product's in orders, so that the SKU of a line may name no more than
//! the product. What was chosen stands beside it as meta data, by the attribute's key or label (`orders-create`), and in
//! the line's name, `Shirt - Red, S`.

use std::{borrow::Cow, sync::Arc};

use serde_json::{Map, Value as Json};

use crate::{
    diff::text::unescaped,
    entity::Entity,
    known::Known,
    platforms::woocommerce::lines,
    record::StoreRecord,
    value::{AttributeName, Choice, Reference, StoreId, Value},
};

type Line = Map<String, Json>;

/// The only variation of a product that was chosen so.
pub(super) fn meant(line: &Line, product: StoreId, known: &dyn Known) -> Option<Arc<StoreRecord>> {
    let said: Vec<(&str, Cow<'_, str>)> = lines::meta(line).collect();
    let name = line.get("name").and_then(Json::as_str).unwrap_or_default();
    let called = behind_product(name, product, known);
    let ids = known.children(Entity::Variation, product);
    let all = ids.into_iter().filter_map(|id| known.record(Entity::Variation, id));
    let mut fitting = all.filter(|variation| {
        let choices = choices(variation);
        let by_meta =
            || choices.iter().all(|choice| said.iter().any(|one| says(one, choice, known)));
        let by_name = || {
            let mut options = called.iter().map(|option| bare(option));
            choices.len() == called.len()
                && options.all(|option| choices.iter().any(|choice| bare(&choice.option) == option))
        };
        !choices.is_empty() && (by_meta() || by_name())
    });
    let variation = fitting.next()?;
    fitting.next().is_none().then_some(variation)
}

/// Takes out of a line what its variation says by itself: the store writes it.
pub(super) fn without_choices(line: &mut Line, variation: &StoreRecord, known: &dyn Known) {
    let all = line.clone();
    let choices = choices(variation);
    let of_buyers =
        lines::meta(&all).filter(|one| !choices.iter().any(|choice| says(one, choice, known)));
    lines::put_meta(of_buyers, line);
}

/// What the variation leaves open it has no choice of.
fn choices(variation: &StoreRecord) -> Vec<&Choice> {
    match variation.fields.get("attributes") {
        Some(Value::Choices(all)) => {
            all.iter().filter(|choice| !choice.option.trim().is_empty()).collect()
        }
        _ => Vec::new(),
    }
}

fn says((key, value): &(&str, Cow<'_, str>), choice: &Choice, known: &dyn Known) -> bool {
    if bare(value) != bare(&choice.option) {
        return false;
    }
    let is_called = |name: &str| bare(name) == bare(key);
    match &choice.attribute {
        AttributeName::Local(label) => is_called(label),
        AttributeName::Global(Reference::Stored(id)) => {
            known.record(Entity::Attribute, *id).is_some_and(|attribute| {
                let text = |field| attribute.fields.text(field).unwrap_or_default();
                is_called(text("name")) || is_called(text("slug"))
            })
        }
        AttributeName::Global(_) => false,
    }
}

/// What stands in a line's name behind that of its product.
fn behind_product<'n>(name: &'n str, product: StoreId, known: &dyn Known) -> Vec<&'n str> {
    let Some(product) = known.record(Entity::Product, product) else { return Vec::new() };
    let called = product.fields.text("name").unwrap_or_default();
    // The product may have had another name then: what was chosen stands last.
    let behind = match name.strip_prefix(unescaped(called).as_ref()) {
        Some(rest) => rest.trim_start().strip_prefix(['-', '–', '—']),
        None => name.rsplit_once(" - ").map(|(_, rest)| rest),
    };
    behind.map(|rest| rest.split(',').map(str::trim).collect()).unwrap_or_default()
}

/// A label or a slug, so that both are the same: `Light blue` is `light-blue`, `Colour` is `pa_colour`.
fn bare(text: &str) -> String {
    let text = unescaped(text);
    let letters = text.strip_prefix("pa_").unwrap_or(&text).chars();
    letters.filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
