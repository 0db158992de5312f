//! The countries of the world, as addresses and tax rates name them. Of their states only those are
//! known that the recordings show.

use serde_json::{Value, json};

use crate::wordpress::failure::{Failure, Outcome};

/// Code and name, a line each, by name.
const TABLE: &str = include_str!("../../data/countries.tsv");

pub(crate) fn all(base: &str) -> Value {
    lines().map(|(code, name)| shown(base, code, name)).collect()
}

pub(crate) fn one(base: &str, wanted: &str) -> Outcome<Value> {
    lines()
        .find(|(code, _)| code.eq_ignore_ascii_case(wanted))
        .map(|(code, name)| shown(base, code, name))
        .ok_or_else(|| {
            Failure::new(
                404,
                "woocommerce_rest_data_invalid_location",
                "There are no locations matching these parameters.",
            )
        })
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| line.split_once('\t'))
}

fn shown(base: &str, code: &str, name: &str) -> Value {
    let route = format!("{base}/wp-json/wc/v3/data/countries");
    json!({
        "code": code,
        "name": name,
        "states": [],
        "_links": {
            "self": [{ "href": format!("{route}/{}", code.to_lowercase()), "targetHints": { "allow": ["GET"] } }],
            "collection": [{ "href": route }],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_there_once() {
        let codes: std::collections::BTreeSet<&str> = lines().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), TABLE.lines().count());
        assert!(codes.iter().all(|code| code.len() == 2));
    }
}
