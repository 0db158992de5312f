//! Which unit does a label name, and how much is that in another one?

use rust_decimal::Decimal;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::facts::{DimensionUnit, WeightUnit};

/// A unit of weight or of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Kilograms
    Kg,
    /// Grams
    G,
    /// Pounds
    Lbs,
    /// Ounces
    Oz,
    /// Metres
    M,
    /// Centimetres
    Cm,
    /// Millimetres
    Mm,
    /// Inches
    In,
    /// Yards
    Yd,
}

impl Unit {
    /// The unit that a label names.
    #[must_use]
    pub fn named(label: &str) -> Option<Self> {
        weight(label).map(Self::from).or_else(|| dimension(label).map(Self::from))
    }

    /// The unit of weight that it is.
    #[must_use]
    pub fn weight(self) -> Option<WeightUnit> {
        match self {
            Self::Kg => Some(WeightUnit::Kg),
            Self::G => Some(WeightUnit::G),
            Self::Lbs => Some(WeightUnit::Lbs),
            Self::Oz => Some(WeightUnit::Oz),
            _ => None,
        }
    }

    /// The unit of length that it is.
    #[must_use]
    pub fn dimension(self) -> Option<DimensionUnit> {
        match self {
            Self::M => Some(DimensionUnit::M),
            Self::Cm => Some(DimensionUnit::Cm),
            Self::Mm => Some(DimensionUnit::Mm),
            Self::In => Some(DimensionUnit::In),
            Self::Yd => Some(DimensionUnit::Yd),
            _ => None,
        }
    }
}

impl From<WeightUnit> for Unit {
    fn from(unit: WeightUnit) -> Self {
        match unit {
            WeightUnit::Kg => Self::Kg,
            WeightUnit::G => Self::G,
            WeightUnit::Lbs => Self::Lbs,
            WeightUnit::Oz => Self::Oz,
        }
    }
}

impl From<DimensionUnit> for Unit {
    fn from(unit: DimensionUnit) -> Self {
        match unit {
            DimensionUnit::M => Self::M,
            DimensionUnit::Cm => Self::Cm,
            DimensionUnit::Mm => Self::Mm,
            DimensionUnit::In => Self::In,
            DimensionUnit::Yd => Self::Yd,
        }
    }
}

/// The unit of weight that a label names, in the languages that translate it.
#[must_use]
pub fn weight(label: &str) -> Option<WeightUnit> {
    match clean(label).as_str() {
        "kg" | "kgs" | "kilo" | "kilogram" | "kilograms" | "кг" | "χγρ" | "κιλά" | "公斤"
        | "千克" | "กก" => Some(WeightUnit::Kg),
        "g" | "gr" | "gram" | "grams" | "gramm" | "г" | "гр" | "克" | "公克" | "กรัม" => {
            Some(WeightUnit::G)
        }
        "lb" | "lbs" | "pound" | "pounds" | "фунт" | "фунты" | "磅" | "ポンド" => {
            Some(WeightUnit::Lbs)
        }
        "oz" | "ounce" | "ounces" | "унция" | "унций" | "盎司" | "オンス" => {
            Some(WeightUnit::Oz)
        }
        _ => None,
    }
}

/// The unit of length that a label names.
#[must_use]
pub fn dimension(label: &str) -> Option<DimensionUnit> {
    match clean(label).as_str() {
        "m" | "metre" | "meter" | "м" | "米" | "公尺" | "เมตร" => {
            Some(DimensionUnit::M)
        }
        "cm" | "centimetre" | "centimeter" | "см" | "εκ" | "厘米" | "公分" | "ซม" => {
            Some(DimensionUnit::Cm)
        }
        "mm" | "millimetre" | "millimeter" | "мм" | "毫米" | "มม" => {
            Some(DimensionUnit::Mm)
        }
        "in" | "inch" | "inches" | "\"" | "дюйм" | "дюймы" | "英寸" | "英吋" | "インチ" | "นิ้ว" => {
            Some(DimensionUnit::In)
        }
        "yd" | "yard" | "yards" | "ярд" | "ярды" | "码" | "碼" | "ヤード" | "หลา" => {
            Some(DimensionUnit::Yd)
        }
        _ => None,
    }
}

/// The same weight in another unit.
#[must_use]
pub fn convert_weight(number: Decimal, from: WeightUnit, to: WeightUnit) -> Decimal {
    if from == to { number } else { convert(number, from.in_grams(), to.in_grams()) }
}

/// The same length in another unit.
#[must_use]
pub fn convert_dimension(number: Decimal, from: DimensionUnit, to: DimensionUnit) -> Decimal {
    if from == to { number } else { convert(number, from.in_millimetres(), to.in_millimetres()) }
}

/// What a conversion is rounded to where it has no end.
const DECIMALS: u32 = 6;

fn convert(number: Decimal, from: Decimal, to: Decimal) -> Decimal {
    let exact = number.checked_mul(from).and_then(|small| small.checked_div(to));
    exact.map_or(number, |converted| converted.round_dp(DECIMALS).normalize())
}

/// A number and the unit behind it, as in `1.2 kg`; the unit is empty where there is none.
#[must_use]
pub fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.rfind(|c: char| c.is_ascii_digit()) {
        Some(last)
            if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')) =>
        {
            let (number, unit) = text.split_at(last + 1);
            (number, unit.trim())
        }
        _ => (text, ""),
    }
}

fn clean(label: &str) -> String {
    label.trim().trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn units_are_converted_exactly() {
        assert_eq!(convert_weight(decimal("1.5"), WeightUnit::Kg, WeightUnit::G), decimal("1500"));
        assert_eq!(
            convert_weight(decimal("1"), WeightUnit::Lbs, WeightUnit::Kg),
            decimal("0.453592")
        );
        assert_eq!(convert_weight(decimal("16"), WeightUnit::Oz, WeightUnit::Lbs), decimal("1"));
        assert_eq!(
            convert_dimension(decimal("10"), DimensionUnit::In, DimensionUnit::Cm),
            decimal("25.4")
        );
        assert_eq!(
            convert_dimension(decimal("2"), DimensionUnit::Yd, DimensionUnit::M),
            decimal("1.8288")
        );
    }

    #[test]
    fn units_are_known_by_their_translated_labels_and_behind_numbers() {
        assert_eq!(weight("КГ"), Some(WeightUnit::Kg));
        assert_eq!(weight("lb."), Some(WeightUnit::Lbs));
        assert_eq!(dimension("公分"), Some(DimensionUnit::Cm));
        assert_eq!(dimension("kg"), None);
        assert_eq!(split("1.2 kg"), ("1.2", "kg"));
        assert_eq!(split("1,2"), ("1,2", ""));
        assert_eq!(split("kg"), ("kg", ""));
    }

    proptest! {
        #[test]
        fn to_a_smaller_unit_and_back_changes_nothing(mantissa in 0i64..1_000_000, scale in 0u32..4) {
            let kilos = Decimal::new(mantissa, scale);
            let grams = convert_weight(kilos, WeightUnit::Kg, WeightUnit::G);
            prop_assert_eq!(convert_weight(grams, WeightUnit::G, WeightUnit::Kg), kilos.round_dp(6));
        }
    }
}
