//! Is a row of a plain list about a variation?
//!
//! A price list has SKUs and prices and does not say what is a variation, or of what. The store knows: a row that
//! names no parent, is not said to be a product, and whose SKU only a variation has, is about that variation.

use std::sync::Arc;

use crate::{
    entity::Entity,
    known::{Found, Known},
    mapped::Mapped,
    matching,
    platforms::woocommerce::schema,
    record::StoreRecord,
    schema::{META_PREFIX, field},
    value::{Key, Value},
};

use super::{Desk, codes};

/// The variation that a row of a plain list is about.
pub(super) fn variation(mapped: &Mapped, known: &dyn Known) -> Option<Arc<StoreRecord>> {
    let fields = &mapped.record.fields;
    let is_said_to_be_a_product =
        mapped.record.entity == Entity::Product && fields.get("type").is_some();
    if is_said_to_be_a_product || mapped.parent.is_some() {
        return None;
    }
    let sku = fields.text("sku").map(str::trim).filter(|sku| !sku.is_empty())?;
    let Found::One(id) = known.find(Entity::Variation, None, Key::Sku, sku) else { return None };
    let record = known.record(Entity::Variation, id)?;
    matching::own_sku(&record, known).is_some().then_some(record)
}

/// What the row says of it. What only products have stays out, and is told where it says something.
pub(super) fn said_of_variation(mapped: &Mapped, desk: &mut Desk<'_>) -> Mapped {
    let mut own = mapped.clone();
    own.record.entity = Entity::Variation;
    let of_variations = schema::of(Entity::Variation);
    let of_products = schema::of(Entity::Product);
    let mut left_out = Vec::new();
    for (name, value) in mapped.record.fields.iter() {
        let is_same = match (field(of_variations, name), field(of_products, name)) {
            (Some(theirs), Some(ours)) => theirs.kind == ours.kind || !is_structured(value),
            _ => name.starts_with(META_PREFIX),
        };
        if is_same {
            continue;
        }
        own.record.fields.remove(name);
        if let (Value::Images(images), None) = (value, mapped.record.fields.get("image")) {
            own.record.fields.set("image", Value::Images(images.iter().take(1).cloned().collect()));
        } else if !value.is_empty() {
            left_out.push(name.as_str());
        }
    }
    if !left_out.is_empty() {
        desk.raise(&codes::LEFT_OUT_OF_VARIATION, &[&left_out.join(", ")]);
    }
    own
}

/// Attributes of a product are what it offers, those of a variation what it is.
fn is_structured(value: &Value) -> bool {
    matches!(value, Value::Attributes(_) | Value::Choices(_))
}
