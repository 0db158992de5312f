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

/// Where the site lies on its host, and how it names its pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// `/shop`; empty where the site is the whole host.
    pub(crate) folder: String,
    pub(crate) plain_permalinks: bool,
}

impl Place {
    pub(crate) fn new(settings: &Settings) -> Self {
        let folder = settings.sub_folder.trim_matches('/');
        Self {
            folder: if folder.is_empty() { String::new() } else { format!("/{folder}") },
            plain_permalinks: settings.plain_permalinks,
        }
    }

    /// What is left of a path below the site; nothing where it is beside it.
    pub(crate) fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(self.folder.as_str())?;
        match rest {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }

    /// The header by which every page tells where the API is (`index-wp-json`).
    pub(crate) fn link(&self, base: &str) -> String {
        let api = if self.plain_permalinks { "index.php?rest_route=/" } else { "wp-json/" };
        format!("<{base}/{api}>; rel=\"https://api.w.org/\"")
    }
}

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
