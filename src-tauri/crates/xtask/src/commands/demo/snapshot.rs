//! Every record of a shop at one moment, read the way an outsider would, and the comparison of two such moments.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::practice::PracticeStore;
use crate::error::Error;

/// The lists of a shop, in the order in which they are told.
const LISTS: [&str; 7] = [
    "products",
    "variations",
    "categories",
    "tags",
    "brands",
    "attributes and terms",
    "shipping classes",
];
/// Fields that tell when a record was written, not what it says.
const WHEN: &str = "date_modified";
/// Differences that are printed; a person looks at no more.
const SHOWN: usize = 12;

/// The records by list and by the address they were read at.
#[derive(Default)]
pub(super) struct Snapshot {
    records: BTreeMap<(&'static str, String), Value>,
}

impl Snapshot {
    /// Reads everything: with `context=edit`, drafts, private records and the trash included.
    pub(super) fn take(store: &PracticeStore) -> Result<Self, Error> {
        Self::read(|path| store.page(path))
    }

    fn read(mut page: impl FnMut(&str) -> Result<(Vec<Value>, u64), Error>) -> Result<Self, Error> {
        let mut snapshot = Self::default();
        let mut all = |list: &'static str, path: &str, filter: &str| -> Result<Vec<Value>, Error> {
            let mut whole = Vec::new();
            let mut number = 1;
            loop {
                let (records, pages) =
                    page(&format!("{path}?context=edit&per_page=100&page={number}{filter}"))?;
                whole.extend(records);
                if number >= pages {
                    break;
                }
                number += 1;
            }
            for record in &whole {
                snapshot.keep(list, path, record);
            }
            Ok(whole)
        };

        for status in ["any", "trash"] {
            for product in
                all("products", "products", &format!("&orderby=id&order=asc&status={status}"))?
            {
                if product["type"] == "variable" {
                    let path = format!("products/{}/variations", product["id"]);
                    all("variations", &path, "&orderby=id&order=asc")?;
                }
            }
        }
        for list in ["categories", "tags", "brands"] {
            all(list, &format!("products/{list}"), "&orderby=id&order=asc&hide_empty=false")?;
        }
        all(
            "shipping classes",
            "products/shipping_classes",
            "&orderby=id&order=asc&hide_empty=false",
        )?;
        for attribute in all("attributes and terms", "products/attributes", "")? {
            let path = format!("products/attributes/{}/terms", attribute["id"]);
            all("attributes and terms", &path, "&orderby=id&order=asc&hide_empty=false")?;
        }
        Ok(snapshot)
    }

    fn keep(&mut self, list: &'static str, path: &str, record: &Value) {
        let mut record = record.clone();
        if let Some(fields) = record.as_object_mut() {
            fields.retain(|name, _| !name.starts_with(WHEN));
        }
        self.records.insert((list, format!("{path}/{}", record["id"])), record);
    }

    /// "products 31, categories 8": what there is, list by list.
    pub(super) fn in_words(&self) -> String {
        let counted = LISTS
            .iter()
            .map(|list| (self.records.keys().filter(|(of, _)| of == list).count(), list));
        let told: Vec<String> = counted
            .filter(|(count, _)| *count > 0)
            .map(|(count, list)| format!("{list} {count}"))
            .collect();
        if told.is_empty() { "nothing".into() } else { told.join(", ") }
    }

    /// One line for each record that is not the same in both, with the fields that differ.
    pub(super) fn differences(&self, later: &Self) -> Vec<String> {
        let addresses: BTreeSet<_> = self.records.keys().chain(later.records.keys()).collect();
        let mut lines = Vec::new();
        for address in addresses {
            let line = match (self.records.get(address), later.records.get(address)) {
                (Some(before), Some(after)) if before == after => continue,
                (Some(before), Some(after)) => {
                    format!("{}: {}", address.1, fields_apart(before, after))
                }
                (Some(_), None) => format!("{} is gone", address.1),
                (None, _) => format!("{} is new", address.1),
            };
            lines.push(line);
        }
        lines
    }

    /// Fails with the differences, if there are any.
    pub(super) fn must_equal(&self, later: &Self, otherwise: &str) -> Result<(), Error> {
        let differences = self.differences(later);
        if differences.is_empty() {
            return Ok(());
        }
        let more = differences.len().saturating_sub(SHOWN);
        let mut text = format!("{otherwise}:");
        for line in differences.iter().take(SHOWN) {
            text.push_str("\n  ");
            text.push_str(line);
        }
        if more > 0 {
            text.push_str(&format!("\n  and {more} more"));
        }
        Err(Error::NotProved(text))
    }
}

fn fields_apart(before: &Value, after: &Value) -> String {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
        return "no record".into();
    };
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let apart = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    apart
        .map(|name| format!("{name} {} -> {}", before[name], after[name]))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A shop with one variable product on the second page, read through the same questions as a real one.
    fn shop(price: &str, modified: &str) -> Snapshot {
        Snapshot::read(|path| {
            let product =
                json!({"id": 2, "type": "variable", "price": price, "date_modified_gmt": modified});
            Ok(match path.split_once('?').expect("every question has a query") {
                ("products", query) if query.ends_with("status=trash") => {
                    (vec![json!({"id": 9, "type": "simple"})], 1)
                }
                ("products", query) if query.contains("page=2&") => (vec![product], 2),
                ("products", _) => (vec![json!({"id": 1, "type": "simple"})], 2),
                ("products/2/variations", _) => (vec![json!({"id": 3}), json!({"id": 4})], 1),
                ("products/attributes", _) => (vec![json!({"id": 1})], 1),
                ("products/attributes/1/terms", _) => (vec![json!({"id": 1})], 1),
                _ => (vec![], 1),
            })
        })
        .expect("the shop answers")
    }

    #[test]
    fn everything_is_read_all_pages_variations_terms_and_the_trash() {
        assert_eq!(shop("1", "").in_words(), "products 3, variations 2, attributes and terms 2");
    }

    #[test]
    fn when_a_record_was_written_is_no_difference() {
        let (before, later) = (shop("1", "2026-01-01"), shop("1", "2026-02-02"));
        assert!(before.must_equal(&later, "It differs").is_ok());
    }

    #[test]
    fn a_changed_field_is_named_with_both_values() {
        let error =
            shop("1", "").must_equal(&shop("2", ""), "It differs").expect_err("the price differs");
        assert_eq!(error.to_string(), "It differs:\n  products/2: price \"1\" -> \"2\"");
    }

    #[test]
    fn what_came_and_what_went_are_differences() {
        let (empty, full) = (Snapshot::default(), shop("1", ""));
        assert_eq!(empty.differences(&full).len(), 7);
        assert!(full.differences(&empty).iter().all(|line| line.ends_with("is gone")));
    }
}
