//! What does a store say of itself?

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::reading::DecimalSeparator;

/// What checking, converting and sending need to know about a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoreFacts {
    /// The ISO 4217 code of its currency.
    pub currency: String,
    /// How it reads and shows prices.
    pub decimal: DecimalSeparator,
    /// How many decimals it shows; it keeps more.
    pub price_decimals: u32,
    /// What weights are in.
    pub weight_unit: WeightUnit,
    /// What lengths are in.
    pub dimension_unit: DimensionUnit,
    /// The version of its shop software, such as `10.5.0`.
    pub version: String,
    /// What the key may do.
    pub access: Access,
    /// Whether it stands on this machine and wants no sparing (the practice store).
    pub is_practice: bool,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Access {
    /// It may read.
    pub read: bool,
    /// It may change.
    pub write: bool,
}

/// A unit of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// Kilogram
    Kg,
    /// Gram
    G,
    /// Pound avoirdupois
    Lbs,
    /// Ounce avoirdupois
    Oz,
}

impl WeightUnit {
    /// How many grams it has; exact by definition.
    #[must_use]
    pub fn in_grams(self) -> Decimal {
        match self {
            Self::Kg => Decimal::ONE_THOUSAND,
            Self::G => Decimal::ONE,
            Self::Lbs => Decimal::new(45_359_237, 5),
            Self::Oz => Decimal::new(28_349_523_125, 9),
        }
    }
}

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DimensionUnit {
    /// Metre
    M,
    /// Centimetre
    Cm,
    /// Millimetre
    Mm,
    /// Inch
    In,
    /// Yard
    Yd,
}

impl DimensionUnit {
    /// How many millimetres it has; exact by definition.
    #[must_use]
    pub fn in_millimetres(self) -> Decimal {
        match self {
            Self::M => Decimal::ONE_THOUSAND,
            Self::Cm => Decimal::TEN,
            Self::Mm => Decimal::ONE,
            Self::In => Decimal::new(254, 1),
            Self::Yd => Decimal::new(9144, 1),
        }
    }
}
