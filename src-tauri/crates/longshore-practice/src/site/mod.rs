//! What of a shop is no record: its units and notation, and the routes that tell them.

pub(crate) mod countries;
pub(crate) mod currencies;
pub(crate) mod index;
pub(crate) mod settings;
pub(crate) mod status;
pub(crate) mod totals;

use crate::settings::Settings;

/// The number of the category that products without one get.
pub(crate) const DEFAULT_CATEGORY: i64 = 15;

/// The version that the store says it has.
pub(crate) const VERSION: &str = "10.5.0";

/// Units and notation.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) currency: String,
    pub(crate) decimal_separator: char,
    pub(crate) weight_unit: String,
    pub(crate) dimension_unit: String,
}

impl Site {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            currency: settings.currency.to_ascii_uppercase(),
            decimal_separator: settings.decimal_separator,
            weight_unit: settings.weight_unit.clone(),
            dimension_unit: settings.dimension_unit.clone(),
        }
    }

    /// What stands between thousands: the other one of point and comma.
    pub(crate) fn thousands_separator(&self) -> char {
        if self.decimal_separator == ',' { '.' } else { ',' }
    }

    /// As HTML writes it: `&#36;`.
    pub(crate) fn currency_symbol(&self) -> &str {
        currencies::find(&self.currency).map_or(&self.currency, |currency| currency.symbol)
    }
}
