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
    letters: Letters,
}

/// What of a name tells quickly that it cannot be like another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Letters {
    /// How many there are.
    count: usize,
    /// Which of 64 kinds there are.
    kinds: u64,
    /// The first few, which weigh most.
    first: [char; 4],
}

impl Letters {
    fn of(words: &str) -> Self {
        let mut letters = Self { count: 0, kinds: 0, first: ['\0'; 4] };
        for letter in words.chars() {
            if let Some(place) = letters.first.get_mut(letters.count) {
                *place = letter;
            }
            letters.count += 1;
            letters.kinds |= kind(letter);
        }
        letters
    }

    /// Whether `words`, whose letters these are, can be as like another name as is asked. Both names together hold
    /// no more equal letters than those of kinds that both have; and so many equal letters give at most so much
    /// likeness by Jaro and Winkler.
    fn may_be_like(&self, words: &str, other: &Self) -> bool {
        let (fewer, more) =
            (self.count.min(other.count) as f64, self.count.max(other.count) as f64);
        let begin_alike =
            self.first.iter().zip(&other.first).take_while(|(one, other)| one == other).count();
        let most = |equal: f64| {
            let jaro = (equal / fewer + equal / more + 1.0) / 3.0;
            jaro + 0.1 * begin_alike as f64 * (1.0 - jaro)
        };
        if most(fewer) < LIKE_ENOUGH {
            return false;
        }
        let shared = words.chars().filter(|letter| kind(*letter) & other.kinds != 0).count() as f64;
        most(shared.min(fewer)) >= LIKE_ENOUGH
    }
}

fn kind(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
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
            let letters = Letters::of(&words);
            synonyms.all.push(Synonym { target: target.clone(), confidence, words, letters });
        }
    }
    synonyms
});

/// What a column of this name can be, surest first.
#[must_use]
pub fn look_up(name: &str) -> Vec<&'static Synonym> {
    let words = label::words(name);
    let of = |words: &str| SYNONYMS.by_words.get(words).map(Vec::as_slice);
    let found = of(&words).or_else(|| of(label::of_variant(&words)?)).unwrap_or_default();
    let mut found: Vec<_> = found.iter().map(|at| &SYNONYMS.all[*at]).collect();
    found.sort_by_key(|synonym| std::cmp::Reverse(synonym.confidence));
    found
}

/// The synonym that is spelled most like this name, with the likeness from 0 to 1.
#[must_use]
pub fn most_similar(name: &str) -> Option<(&'static Synonym, f64)> {
    let words = label::words(name);
    let letters = Letters::of(&words);
    if letters.count < SHORTEST || words.len() > LONGEST {
        return None;
    }
    let likeness = |synonym: &Synonym| strsim::jaro_winkler(&words, &synonym.words);
    let long_enough = SYNONYMS.all.iter().filter(|synonym| synonym.letters.count >= SHORTEST);
    // Files have thousands of columns where somebody wants to tire us.
    let possible = long_enough.filter(|synonym| letters.may_be_like(&words, &synonym.letters));
    possible
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_name_is_passed_over_that_is_like_enough(
            at in any::<prop::sample::Index>(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of("[a-zé ]")), 0..4),
        ) {
            let synonym = at.get(&SYNONYMS.all);
            let mut name: Vec<char> = synonym.words.chars().collect();
            for (at, letter) in changes.iter().filter(|_| synonym.letters.count > 0) {
                match letter {
                    Some(letter) => name.insert(at.index(name.len() + 1), letter.chars().next().unwrap_or('x')),
                    None if name.len() > 1 => drop(name.remove(at.index(name.len()))),
                    None => {}
                }
            }
            let words = label::words(&name.into_iter().collect::<String>());
            let letters = Letters::of(&words);
            for other in &SYNONYMS.all {
                let is_like = strsim::jaro_winkler(&words, &other.words) >= LIKE_ENOUGH;
                prop_assert!(!is_like || letters.may_be_like(&words, &other.letters), "{} {}", words, other.words);
            }
        }
    }

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
            ("Lagermenge", "stock"),
            ("Qty on hand", "stock"),
            ("Is featured?", "featured"),
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
