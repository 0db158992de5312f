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

/// A currency's sign as people write it: `$`.
pub(crate) fn sign(code: &str) -> String {
    const NAMED: &[(&str, &str)] = &[
        ("&euro;", "€"),
        ("&pound;", "£"),
        ("&yen;", "¥"),
        ("&fnof;", "ƒ"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    let Some(currency) = find(code) else { return code.to_owned() };
    let mut rest = currency.symbol;
    let mut sign = String::new();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(';').map_or(0, |at| at + 1);
        let entity = &rest[..if first == '&' { end } else { 0 }];
        let number = entity.strip_prefix("&#").map(|digits| digits.trim_end_matches(';'));
        let letter = match number {
            Some(digits) => match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            }
            .and_then(char::from_u32)
            .map(String::from),
            None => NAMED
                .iter()
                .find(|(name, _)| *name == entity)
                .map(|(_, letter)| (*letter).to_owned()),
        };
        match letter {
            Some(letter) => {
                sign.push_str(&letter);
                rest = &rest[end..];
            }
            None => {
                sign.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    sign
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
        assert_eq!((sign("USD").as_str(), sign("eur").as_str()), ("$", "€"));
        assert!(all().all(|currency| !sign(currency.code).contains('&')));
        assert_eq!(find("eur").map(|euro| euro.symbol), Some("&euro;"));
    }
}
