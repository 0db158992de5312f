//! How many requests a second does a store get?
//!
//! Only the practice store is not spared: a shop behind an address of this computer may be a tunnel to one that others
//! share, or a copy of a shop on a slow machine.

use longshore_connectors::Address;
use longshore_engine::facts::StoreFacts;

use super::Speed;
use crate::settings::USUAL_SPEED;

/// The most requests a second; `None` without limit. `own` is what was said for this store, `usual` for all of them.
pub(super) fn limit(
    address: &Address,
    facts: &StoreFacts,
    own: Speed,
    usual: Option<u32>,
) -> Option<u32> {
    // Whoever else says to be the practice store is spared all the same.
    if facts.is_practice && address.is_loopback() {
        return None;
    }
    Some(match own {
        Speed::PerSecond(speed) => speed,
        Speed::Usual => usual.unwrap_or(USUAL_SPEED),
    })
}

#[cfg(test)]
mod tests {
    use longshore_engine::{
        facts::{Access, DimensionUnit, WeightUnit},
        reading::DecimalSeparator,
    };

    use super::*;

    fn facts(is_practice: bool) -> StoreFacts {
        StoreFacts {
            currency: "EUR".to_owned(),
            decimal: DecimalSeparator::Comma,
            price_decimals: 2,
            weight_unit: WeightUnit::Kg,
            dimension_unit: DimensionUnit::Cm,
            version: "10.5.0".to_owned(),
            access: Access { read: true, write: true },
            is_practice,
        }
    }

    #[test]
    fn only_the_practice_store_on_this_computer_is_not_spared() {
        let here = Address::parse("http://127.0.0.1:8080").unwrap();
        let elsewhere = Address::parse("https://shop.example").unwrap();
        let of = |address, is_practice, own, usual| limit(address, &facts(is_practice), own, usual);
        assert_eq!(of(&here, true, Speed::Usual, Some(3)), None);
        assert_eq!(of(&here, false, Speed::Usual, None), Some(USUAL_SPEED));
        assert_eq!(of(&here, false, Speed::Usual, Some(3)), Some(3));
        assert_eq!(of(&elsewhere, true, Speed::PerSecond(9), Some(3)), Some(9));
    }
}
