//! By what is a header found again?

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use crate::{label, platforms::joining, row::Header};

/// A number that two headers share when they have the same columns, in whatever order and letter case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// The fingerprint of a header.
    #[must_use]
    pub fn of(header: &Header) -> Self {
        Self::of_names(header.columns.iter().map(String::as_str))
    }

    /// The fingerprint of column names. Columns without a name do not count.
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut keys: Vec<String> =
            names.into_iter().map(label::key).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        let mut hash = Xxh3::new();
        for key in &keys {
            hash.update(&(key.len() as u64).to_le_bytes());
            hash.update(key.as_bytes());
        }
        Self(hash.digest())
    }

    /// The fingerprint of joined rows. How many attributes they have depends on the products, so these do not count.
    #[must_use]
    pub fn of_joined<'a>(platform: &'a str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let is_attribute = |name: &&str| {
            matches!(joining::target_of(name), Some(crate::target::Target::Attribute(..)))
        };
        let names = names.into_iter().filter(|name| !is_attribute(name));
        Self::of_names(["joined rows of", platform].into_iter().chain(names))
    }

    /// The fingerprint as it is written down.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl super::Profile {
    /// The fingerprint of the header that it was made for.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let names = self.columns.iter().map(|column| column.column.as_str());
        match (self.joined, &self.reading.joining.shape) {
            (true, _) => Fingerprint::of_joined(&self.platform, names),
            (false, None) => Fingerprint::of_names(names),
            // The next file has the columns that this one had before.
            (false, Some(shape)) => {
                let own = shape.own(self.columns.len());
                Fingerprint::of_names(names.skip(own.start).take(own.len()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Fingerprint {
        Fingerprint::of_names(names.iter().copied())
    }

    #[test]
    fn order_case_and_spaces_do_not_matter_but_every_column_does() {
        assert_eq!(of(&["SKU", "Prix régulier"]), of(&["prix\u{a0}régulier", "sku", ""]));
        assert_ne!(of(&["SKU", "Price"]), of(&["SKU"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a", "a"]), of(&["a"]));
        let one = of(&["SKU"]);
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
    }
}
