//! The currencies that a store can have.

use serde_json::{Value, json};

/// Code, name and symbol, a line each.
const TABLE: &str = include_str!("../../data/currencies.tsv");

/// A currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Currency {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// As HTML writes it.
    pub(crate) symbol: &'static str,
}

pub(crate) fn all() -> impl Iterator<Item = Currency> {
    TABLE.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        Some(Currency { code: parts.next()?, name: parts.next()?, symbol: parts.next()? })
    })
}

pub(crate) fn find(code: &str) -> Option<Currency> {
    all().find(|currency| currency.code.eq_ignore_ascii_case(code))
}

impl Currency {
    pub(crate) fn value(&self, base: &str) -> Value {
        let route = format!("{base}/wp-json/wc/v3/data/currencies");
        json!({
            "code": self.code,
            "name": self.name,
            "symbol": self.symbol,
            "_links": {
                "self": [{ "href": format!("{route}/{}", self.code), "targetHints": { "allow": ["GET"] } }],
                "collection": [{ "href": route }],
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(all().count(), TABLE.lines().count());
        assert_eq!(find("eur").map(|euro| euro.symbol), Some("&euro;"));
    }
}
