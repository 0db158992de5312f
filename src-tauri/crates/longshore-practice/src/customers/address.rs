//! Postal addresses, as customers and orders have them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{given, text};

/// The parts of an address in the order in which customers show them.
pub(crate) const OF_CUSTOMERS: &[&str] = &[
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "postcode",
    "country",
    "state",
    "email",
    "phone",
];

/// The same in the order of orders.
pub(crate) const OF_ORDERS: &[&str] = &[
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "state",
    "postcode",
    "country",
    "email",
    "phone",
];

/// Whose address it is: only the one for bills has an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Billing,
    Shipping,
}

impl Use {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Billing => "billing",
            Self::Shipping => "shipping",
        }
    }
}

/// The parts that are filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Address(BTreeMap<String, String>);

impl Address {
    pub(crate) fn part(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Takes the parts that a request names; the others stay.
    pub(crate) fn apply(&mut self, params: &Map<String, Value>, usage: Use) -> Outcome<()> {
        let Some(Value::Object(parts)) = given(params, usage.key()) else { return Ok(()) };
        for name in OF_CUSTOMERS.iter().filter(|name| usage == Use::Billing || **name != "email") {
            if let Some(part) = given(parts, name) {
                self.0.insert((*name).to_owned(), text(part)?);
            }
        }
        Ok(())
    }

    pub(crate) fn show(&self, order: &[&str], usage: Use) -> Value {
        order
            .iter()
            .filter(|name| usage == Use::Billing || **name != "email")
            .map(|name| ((*name).to_owned(), Value::from(self.part(name))))
            .collect::<Map<_, _>>()
            .into()
    }

    /// Everything in it, for searches.
    pub(crate) fn words(&self) -> String {
        self.0.values().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a text is an e-mail address (`is_email`).
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let fits = |part: &str, others: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || others.contains(letter))
    };
    let labels: Vec<&str> = domain.split('.').collect();
    text.len() >= 6
        && fits(local, "!#$%&'*+/=?^_`{|}~.-")
        && labels.len() >= 2
        && labels
            .iter()
            .all(|label| fits(label, "-") && !label.starts_with('-') && !label.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["jo@example.com", "a.b+c@sub.example.co.uk", "o'neil@example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "nope", "a@b", "a b@example.com", "jo@-example.com", "jo@example..com"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
