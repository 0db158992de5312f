//! What is wrong or doubtful about a coupon?

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{Raised, codes};
use crate::{record::Fields, value::Value};

/// Judges what a row says of its coupon; what it leaves open may be known of the store's.
pub(super) fn judge(fields: &Fields, raised: &mut Raised<'_>) {
    if let Some(amount) = percent_over_100(fields, None) {
        raised.raise(&codes::COUPON_OVER_WHOLE, None, &[&amount.to_string()]);
    }
    let Some(Value::Json(Json::Array(addresses))) = fields.get("email_restrictions") else {
        return;
    };
    let texts = addresses.iter().filter_map(Json::as_str).map(str::trim);
    for text in texts.filter(|text| !text.is_empty() && !is_address(text)) {
        raised.raise(&codes::COUPON_EMAIL_NOT_READ, None, &[text]);
    }
}

/// The discount of a coupon that takes off more than 100 percent (`coupons-create-percent-over-100`), with what the
/// store has where the row does not say it.
pub(crate) fn percent_over_100(fields: &Fields, stored: Option<&Fields>) -> Option<Decimal> {
    let kind = fields.text("discount_type").filter(|kind| !kind.is_empty());
    let kind = kind.or_else(|| stored?.text("discount_type"))?;
    let amount = fields.get("amount").filter(|amount| !amount.is_empty());
    match amount.or_else(|| stored?.get("amount"))? {
        Value::Decimal(amount) if kind == "percent" && *amount > Decimal::ONE_HUNDRED => {
            Some(*amount)
        }
        _ => None,
    }
}

/// An address, or a pattern with a star such as `*@example.org`.
fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_host = host.split('.').all(|part| !part.is_empty()) && host.contains('.');
    !name.is_empty() && is_host && !text.contains(|sign: char| sign.is_whitespace() || sign == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_patterns_are_told_from_other_words() {
        for text in
            ["a@example.com", "*@example.org", "ann+shop@mail.example.co.uk", "é@exämple.de"]
        {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "example.org",
            "ann",
            "ann@",
            "@example.org",
            "ann@example",
            "a b@example.org",
            "a@.org",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
