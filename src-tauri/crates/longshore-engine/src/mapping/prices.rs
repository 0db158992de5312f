//! Prices: what stores never refuse and often misread.

use rust_decimal::Decimal;

use super::{Reading, cell::Cell, kind::ProductType};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    issue::Fix,
    number,
    value::Value,
};

pub(super) fn value(
    cell: &Cell,
    field: &str,
    currency: Option<&str>,
    reading: &mut Reading<'_>,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let text = cell.text(reading.row, raised);
    let has_none = has_no_price(reading);
    if text.is_empty() {
        return if has_none { None } else { cell.blank_value() };
    }
    let price = match cell.reader.read(&text) {
        Ok(price) => price,
        Err(error) => {
            cell.raise_number(&text, &error, raised);
            return None;
        }
    };
    if has_none {
        let kind = reading.kind.product.map_or("", ProductType::as_str);
        let fix = Some(Fix::Clear);
        raised.raise_with_fix(&codes::PRICE_NOT_KEPT, cell.column, &[kind, &text], fix);
        return None;
    }
    if price.is_sign_negative() && !price.is_zero() {
        raised.raise(&codes::PRICE_NEGATIVE, cell.column, &[&text]);
    }
    if let (Some(store), Some(own)) = (currency, number::currency_beside(&text))
        && !number::currency_may_be(own, store)
    {
        raised.raise(&codes::CURRENCY_DIFFERS, cell.column, &[own, store]);
    }
    if field == "regular_price" {
        reading.regular_price = Some(price);
        return Some(Value::Decimal(price));
    }
    Some(sale(cell, price, reading.regular_price, raised))
}

/// A sale price that is not below the price is emptied by the store without a word; so it is here, with one.
fn sale(cell: &Cell, price: Decimal, regular: Option<Decimal>, raised: &mut Raised<'_>) -> Value {
    match regular {
        Some(regular) if price >= regular => {
            let (sale, regular) = (price.to_string(), regular.to_string());
            let fix = Some(Fix::Clear);
            raised.raise_with_fix(
                &codes::SALE_PRICE_NOT_BELOW_PRICE,
                cell.column,
                &[&sale, &regular],
                fix,
            );
            Value::Empty
        }
        _ => Value::Decimal(price),
    }
}

/// Variable and grouped products have the prices of others.
fn has_no_price(reading: &Reading<'_>) -> bool {
    reading.kind.entity == Entity::Product
        && matches!(reading.kind.product, Some(ProductType::Variable | ProductType::Grouped))
}
