//! What do suppliers and merchants call the columns of their own lists, in many languages?

use std::{collections::HashMap, sync::LazyLock};

use crate::{label, target::Target};

/// A name that people use for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// What it stands for.
    pub target: Target,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// The name as it is compared.
    pub words: String,
}

struct Synonyms {
    all: Vec<Synonym>,
    by_words: HashMap<String, Vec<usize>>,
}

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let mut synonyms = Synonyms { all: Vec::new(), by_words: HashMap::new() };
    for line in include_str!("synonyms.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let target = parts.next().and_then(Target::parse);
        let confidence = parts.next().and_then(|text| text.parse().ok());
        let (Some(target), Some(confidence), Some(names)) = (target, confidence, parts.next())
        else {
            continue;
        };
        for name in names.split('|') {
            let words = label::words(name);
            synonyms.by_words.entry(words.clone()).or_default().push(synonyms.all.len());
            synonyms.all.push(Synonym { target: target.clone(), confidence, words });
        }
    }
    synonyms
});

/// What a column of this name can be, surest first.
#[must_use]
pub fn look_up(name: &str) -> Vec<&'static Synonym> {
    let found = SYNONYMS.by_words.get(&label::words(name)).map(Vec::as_slice).unwrap_or_default();
    let mut found: Vec<_> = found.iter().map(|at| &SYNONYMS.all[*at]).collect();
    found.sort_by_key(|synonym| std::cmp::Reverse(synonym.confidence));
    found
}

/// The synonym that is spelled most like this name, with the likeness from 0 to 1.
#[must_use]
pub fn most_similar(name: &str) -> Option<(&'static Synonym, f64)> {
    let words = label::words(name);
    if words.chars().count() < SHORTEST || words.len() > LONGEST {
        return None;
    }
    let likeness = |synonym: &Synonym| strsim::jaro_winkler(&words, &synonym.words);
    let long_enough =
        SYNONYMS.all.iter().filter(|synonym| synonym.words.chars().count() >= SHORTEST);
    long_enough
        .map(|synonym| (synonym, likeness(synonym)))
        .filter(|(_, likeness)| *likeness >= LIKE_ENOUGH)
        .max_by(|one, other| one.1.total_cmp(&other.1))
}

/// Shorter names are alike by chance.
const SHORTEST: usize = 4;
const LONGEST: usize = 80;
/// From here on a misspelling is likelier than another word.
const LIKE_ENOUGH: f64 = 0.92;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read() {
        for line in include_str!("synonyms.tsv").lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<_> = line.split('\t').collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert!(Target::parse(parts[0]).is_some() && parts[1].parse::<u8>().is_ok(), "{line}");
        }
    }

    #[test]
    fn suppliers_columns_are_understood_in_many_languages() {
        for (name, target) in [
            ("Artikeltext1", "name"),
            ("vkBrutto", "regular_price"),
            ("vkNetto", "regular_price"),
            ("naziv", "name"),
            ("cena", "regular_price"),
            ("Цена", "regular_price"),
            ("productName", "name"),
            ("brandName", "brand"),
            ("image link", "images"),
            ("EAN13", "global_unique_id"),
            ("Bestand", "stock"),
            ("NOVA_URL", "images"),
        ] {
            assert_eq!(
                look_up(name).first().map(|found| found.target.to_string()).as_deref(),
                Some(target),
                "{name}"
            );
        }
        assert!(look_up("vkBrutto")[0].confidence > look_up("vkNetto")[0].confidence);
    }

    #[test]
    fn misspelled_names_are_found_and_other_words_are_not() {
        assert_eq!(
            most_similar("Beschriebung").map(|(found, _)| found.target.to_string()).as_deref(),
            Some("description")
        );
        assert!(most_similar("razlog").is_none());
    }
}
