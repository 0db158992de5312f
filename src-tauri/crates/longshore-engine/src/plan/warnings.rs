//! What would a change lose that the row does not speak of?

use crate::{
    check::codes::Code,
    diff::{FieldChange, same_attribute},
    entity::Entity,
    known::{Found, Known},
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{AttributeName, Key, Reference, StoreId, Value},
};

use super::codes;

/// Something to look at before a change is sent.
pub(super) struct Warning {
    pub(super) code: &'static Code,
    pub(super) params: Vec<String>,
}

/// What should be looked at, the most important first.
pub(super) fn of(
    changes: &[FieldChange],
    wanted: &Fields,
    current: &StoreRecord,
    known: &dyn Known,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let change_of = |field: &str| changes.iter().find(|change| change.field == field);
    if let Some(sku) = change_of("sku")
        && let (Value::Text(before), Value::Text(after)) = (&sku.before, &sku.after)
    {
        let params = vec![before.clone(), after.clone()];
        warnings.push(Warning { code: &codes::SKU_CHANGES, params });
    }
    if let Some(kind) = change_of("type") {
        type_changes(kind, current, &mut warnings);
    }
    if let Some(manage) = change_of("manage_stock")
        && manage.after == Value::Boolean(false)
        && let Some(Value::Integer(quantity)) = current.fields.get("stock_quantity")
    {
        warnings.push(Warning { code: &codes::STOCK_LOST, params: vec![quantity.to_string()] });
    }
    if change_of("virtual").is_some_and(|change| change.after == Value::Boolean(true)) {
        let is_there = |field: &&str| {
            let shown = current.fields.get(field);
            shown.is_some_and(|value| !value.is_empty())
        };
        let lost: Vec<&str> = rules::SIZE.iter().copied().filter(is_there).collect();
        if !lost.is_empty() {
            warnings.push(Warning { code: &codes::SIZE_LOST, params: vec![lost.join(", ")] });
        }
    }
    if let Some(price) = change_of("regular_price")
        && wanted.get("sale_price").is_none()
        && let (Value::Decimal(price), Some(Value::Decimal(sale))) =
            (&price.after, current.fields.get("sale_price"))
        && sale >= price
    {
        // products-create-sale-higher-than-regular
        warnings.push(Warning { code: &codes::SALE_PRICE_LOST, params: vec![sale.to_string()] });
    }
    if let Some(FieldChange {
        after: Value::Attributes(after),
        before: Value::Attributes(before),
        ..
    }) = change_of("attributes")
    {
        for lost in before.iter().filter(|one| {
            !after.iter().any(|like| same_attribute(&one.attribute, &like.attribute, known))
        }) {
            let params = vec![name_of(&lost.attribute, known)];
            warnings.push(Warning { code: &codes::ATTRIBUTE_LOST, params });
        }
    }
    for (field, key) in [("sku", Key::Sku), ("global_unique_id", Key::Gtin)] {
        if let Some(Value::Text(text)) = change_of(field).map(|change| &change.after)
            && let Some(owner) = taken(key, text, current, known)
        {
            let params = vec![field.to_owned(), text.clone(), owner.0.to_string()];
            warnings.push(Warning { code: &codes::KEY_TAKEN, params });
        }
    }
    warnings
}

/// Stock is lost on the way from one type to another (`products-put-type-change`, `products-put-type-back`);
/// variations without a variable product are sold by nobody.
fn type_changes(kind: &FieldChange, current: &StoreRecord, warnings: &mut Vec<Warning>) {
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    let (from, to) = (text(&kind.before), text(&kind.after));
    let code = if from == "variable" { &codes::VARIATIONS_ORPHANED } else { &codes::TYPE_CHANGES };
    warnings.push(Warning { code, params: vec![from, to.clone()] });
    if matches!(to.as_str(), "external" | "grouped")
        && let Some(Value::Integer(quantity)) = current.fields.get("stock_quantity")
    {
        warnings.push(Warning { code: &codes::STOCK_LOST, params: vec![quantity.to_string()] });
    }
}

fn name_of(attribute: &AttributeName, known: &dyn Known) -> String {
    match attribute {
        AttributeName::Local(label) => label.clone(),
        AttributeName::Global(Reference::Named(name)) => name.last().to_owned(),
        AttributeName::Global(Reference::Stored(id)) => known
            .record(Entity::Attribute, *id)
            .and_then(|record| record.fields.text("name").map(str::to_owned))
            .unwrap_or_else(|| id.0.to_string()),
        AttributeName::Global(Reference::Planned(_)) => String::new(),
    }
}

fn taken(key: Key, text: &str, current: &StoreRecord, known: &dyn Known) -> Option<StoreId> {
    [Entity::Product, Entity::Variation].into_iter().find_map(|entity| {
        match known.find(entity, None, key, text.trim()) {
            Found::One(id) if (entity, id) != (current.entity, current.id) => Some(id),
            _ => None,
        }
    })
}
