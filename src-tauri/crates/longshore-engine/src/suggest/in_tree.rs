//! What is a value of a tree for, going by the way to it: `p:title`, `price.amount`, `node.fields.name`?

use super::{Reason, candidates::Candidate, synonyms};
use crate::label;

/// What holds a record, or all that is said of one.
const HOLDERS: [&str; 16] = [
    "product",
    "item",
    "article",
    "artikel",
    "offer",
    "node",
    "record",
    "data",
    "fields",
    "field",
    "attributes",
    "properties",
    "details",
    "info",
    "general",
    "basic",
];

/// What says nothing without what it is of: the name of a brand is its brand, and no name of the product.
const OF_ANOTHER: [&str; 19] = [
    "amount", "value", "values", "text", "content", "name", "title", "label", "id", "slug", "code",
    "url", "src", "href", "link", "number", "current", "path", "gross",
];

/// Less sure than a column that is called so as a whole, by so much.
const LESS_SURE: u8 = 10;

/// What the parts of a name say where the whole says nothing.
pub(super) fn of(name: &str) -> Vec<Candidate> {
    let parts: Vec<String> = name.split(['.', '/']).map(bare).collect();
    let holders = parts.iter().take(parts.len() - 1);
    let own = &parts[holders.take_while(|part| HOLDERS.contains(&part.as_str())).count()..];
    let known = |words: &str| {
        let found = synonyms::look_up(words).into_iter().map(|synonym| Candidate {
            target: synonym.target.clone(),
            confidence: synonym.confidence.saturating_sub(LESS_SURE),
            reason: Reason::new("synonym", &[("word", &synonym.words)]),
        });
        found.collect::<Vec<_>>()
    };
    let whole = known(&own.join(" "));
    match own {
        _ if !whole.is_empty() => whole,
        [.., before, last] if OF_ANOTHER.contains(&last.as_str()) => known(before),
        [_, .., last] => known(last),
        _ => whole,
    }
}

/// A part of the way without its name space and its number, in small words.
fn bare(part: &str) -> String {
    let part = part.trim_start_matches('@');
    let own = part.rsplit_once(':').map_or(part, |(_, own)| own);
    label::words(own.split('[').next().unwrap_or(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(name: &str) -> String {
        of(name).into_iter().next().map(|one| one.target.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_way_to_a_value_says_what_it_is() {
        for (name, wanted) in [
            ("p:title", "name"),
            ("p:price", "regular_price"),
            ("s:stock/@s:qty", "stock"),
            ("product.price.amount", "regular_price"),
            ("product.stock.qty", "stock"),
            ("node.fields.title", "name"),
            ("brand.name", "brand"),
            ("category[2].title", "category"),
            ("dimensions.weight", "weight"),
        ] {
            assert_eq!(target(name), wanted, "{name}");
        }
    }

    #[test]
    fn what_is_of_another_is_not_the_products() {
        for name in ["supplier.name", "seller.id", "p:", "price.currency", "a.b.c", ""] {
            assert_eq!(target(name), "", "{name}");
        }
    }
}
