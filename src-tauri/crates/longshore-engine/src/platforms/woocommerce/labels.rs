//! What does WooCommerce call the columns of its product files, in 25 languages?
//!
//! The exporter writes the labels of the administrator's language; `labels.tsv` has them with those of several
//! versions. Facts gathered from WooCommerce's language packs and from exports that merchants made.

use std::{collections::HashMap, sync::LazyLock};

use crate::{label, target::Target};

/// The locale of labels that nobody translated.
pub const ENGLISH: &str = "en_US";

/// Where a label comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The export writes it.
    Label,
    /// The shop uses it elsewhere for the same thing.
    Variant,
    /// The shop's own import takes it too.
    Alias,
}

/// A column name that WooCommerce knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What the column is for.
    pub target: Target,
    /// In which language, such as `fr_FR`.
    pub locale: &'static str,
    /// Where the label comes from.
    pub kind: Kind,
}

struct Entry {
    target: &'static str,
    locale: &'static str,
    kind: Kind,
}

struct Dictionary {
    labels: HashMap<String, Vec<Entry>>,
    /// What stands before the key of a meta column, with its colon.
    meta: Vec<(String, &'static str)>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = Dictionary { labels: HashMap::new(), meta: Vec::new() };
    for line in include_str!("labels.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let (Some(target), Some(locale), Some(kind), Some(name)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let kind = match kind {
            "label" => Kind::Label,
            "variant" => Kind::Variant,
            _ => Kind::Alias,
        };
        let key = label::key(name);
        if let Some(before) = key.strip_suffix("%s").filter(|_| target == "meta:%s") {
            dictionary.meta.push((before.to_owned(), locale));
        } else {
            dictionary.labels.entry(key).or_default().push(Entry { target, locale, kind });
        }
    }
    dictionary
});

/// Everything that a column of this name can be, in the order in which the export has its columns.
#[must_use]
pub fn look_up(name: &str) -> Vec<Hit> {
    let key = label::key(name);
    let exact = found(&key, None);
    if !exact.is_empty() {
        return exact;
    }
    if let Some(hits) = meta(name, &key) {
        return hits;
    }
    if let Some((pattern, number)) = label::numbered(&key) {
        let hits = found(&pattern, Some(number));
        if !hits.is_empty() {
            return hits;
        }
    }
    label::bracketed(&key).map(|(pattern, _)| found(&pattern, None)).unwrap_or_default()
}

fn found(key: &str, number: Option<u16>) -> Vec<Hit> {
    let entries = DICTIONARY.labels.get(key).map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| {
            let name = match number {
                Some(number) => entry.target.replace("%d", &number.to_string()),
                None => entry.target.to_owned(),
            };
            Target::parse(&name).map(|target| Hit {
                target,
                locale: entry.locale,
                kind: entry.kind,
            })
        })
        .collect()
}

/// `Meta: key`, in all languages. The key keeps its letter case.
fn meta(name: &str, key: &str) -> Option<Vec<Hit>> {
    let colon = name.find([':', '：'])?;
    let meta_key = name[colon..].trim_start_matches([':', '：']).trim();
    let locales: Vec<_> =
        DICTIONARY.meta.iter().filter(|(before, _)| key.starts_with(before.as_str())).collect();
    if locales.is_empty() || meta_key.is_empty() {
        return None;
    }
    let target = Target::parse(&format!("meta:{meta_key}"))?;
    let hit = |locale| Hit { target: target.clone(), locale, kind: Kind::Label };
    Some(locales.into_iter().map(|(_, locale)| hit(*locale)).collect())
}

/// All labels that the export writes in a language: key and target.
#[cfg(test)]
fn labels_of(locale: &str) -> Vec<(String, &'static str)> {
    let all = DICTIONARY
        .labels
        .iter()
        .flat_map(|(key, entries)| entries.iter().map(move |entry| (key, entry)));
    all.filter(|(_, entry)| entry.locale == locale && entry.kind == Kind::Label)
        .map(|(key, entry)| (key.clone(), entry.target))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_25_languages_beside_english_and_every_line_is_a_target() {
        let mut locales = BTreeSet::new();
        for line in include_str!("labels.tsv").lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<_> = line.split('\t').collect();
            assert_eq!(parts.len(), 4, "{line}");
            let name = parts[0].replace("%d", "1").replace("%s", "key");
            assert!(Target::parse(&name).is_some(), "{line}");
            locales.insert(parts[1]);
        }
        assert_eq!(locales.len(), 26);
    }

    #[test]
    fn every_language_has_the_forty_columns_of_the_export() {
        let english: BTreeSet<_> =
            labels_of(ENGLISH).into_iter().map(|(_, target)| target).collect();
        let optional = ["global_unique_id", "brands", "meta:_cogs_total_value", "downloads:id%d"];
        for line in include_str!("labels.tsv").lines().filter(|line| !line.starts_with('#')) {
            let locale = line.split('\t').nth(1).unwrap();
            let own: BTreeSet<_> =
                labels_of(locale).into_iter().map(|(_, target)| target).collect();
            for target in &english {
                assert!(
                    own.contains(target) || optional.contains(target),
                    "{locale} has no {target}"
                );
            }
        }
    }

    fn target_of(name: &str) -> Option<String> {
        look_up(name).first().map(|hit| hit.target.to_string())
    }

    #[test]
    fn numbers_units_and_meta_keys_are_read_in_every_language() {
        assert_eq!(target_of("Attribut 3 Name").as_deref(), Some("attributes:name3"));
        assert_eq!(
            target_of("Valeur(s) de l’attribut\u{a0}12").as_deref(),
            Some("attributes:value12")
        );
        assert_eq!(target_of("POIDS (lbs)").as_deref(), Some("weight"));
        assert_eq!(target_of("长度(mm)").as_deref(), Some("length"));
        assert_eq!(target_of("Méta : _Yoast_Title").as_deref(), Some("meta:_Yoast_Title"));
        assert_eq!(target_of("元数据：_note").as_deref(), Some("meta:_note"));
        assert_eq!(target_of("Télécharger").as_deref(), None);
    }
}
