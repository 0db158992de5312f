//! Amounts: exact decimals, shown with as many places as were asked for.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::products::prices;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;

/// An amount as a request has it; what is no amount is 0.
pub(crate) fn amount(shop: &Shop, value: &Value) -> Outcome<Decimal> {
    Ok(read(&prices::decimal(value, shop.site.decimal_separator)?))
}

/// An amount as a record has it; what is no amount is 0.
pub(crate) fn read(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

/// An amount with exactly so many places: `3.50`.
pub(crate) fn show(amount: Decimal, places: u32) -> String {
    let mut rounded = amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    rounded.to_string()
}

/// A price for one as answers have it: a number, whole where it can be.
pub(crate) fn number(amount: Decimal) -> Value {
    use rust_decimal::prelude::ToPrimitive;
    let amount = amount.normalize();
    match (amount.scale(), amount.to_i64()) {
        (0, Some(whole)) => Value::from(whole),
        _ => Value::from(amount.to_f64().unwrap_or(0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_as_a_store_does() {
        assert_eq!(show(read("3.5"), 2), "3.50");
        assert_eq!(show(read("2.005"), 2), "2.01");
        assert_eq!(show(read("-5"), 4), "-5.0000");
        assert_eq!(show(read("nothing"), 2), "0.00");
        assert_eq!(number(read("22.00")), Value::from(22));
        assert_eq!(number(read("8.80")), Value::from(8.8));
    }
}
