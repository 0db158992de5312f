//! Which values of a column were probably meant to be the same?

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    facets::Facet,
    keys::{fingerprint, folded, numbers, pairs},
};

/// How values are alike, from the surest way to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// The same words, whatever their letter case, accents, order and punctuation.
    Words,
    /// The same neighbouring letters, whatever the spaces.
    Letters,
    /// A letter or two are different.
    Spelling,
}

/// Values that were probably meant to be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Cluster {
    /// The values, the most frequent first.
    pub values: Vec<Facet>,
    /// The one that all of them could become.
    pub proposed: String,
    /// The weakest way in which two of them are alike.
    pub alike: Alike,
}

/// Values that are looked at; the most frequent ones count.
const MOST_VALUES: usize = 5_000;
/// Values that are compared with each other because they begin or end alike.
const MOST_IN_BLOCK: usize = 200;
/// Letters of a beginning or an end.
const BLOCK: usize = 3;
/// Longer values are texts, and two texts that are alike are still two.
const LONGEST: usize = 60;

/// Finds values that were probably meant to be one. Ways weaker than `weakest` are left out.
#[must_use]
pub fn clusters(values: &[Facet], weakest: Alike) -> Vec<Cluster> {
    let values = &values[..values.len().min(MOST_VALUES)];
    let seen: Vec<Seen> = values.iter().map(|facet| Seen::of(&facet.value)).collect();
    let mut groups = Groups::new(values.len());
    groups.join_by(&seen, Alike::Words, |seen| Some(fingerprint(&seen.folded)));
    if weakest >= Alike::Letters {
        // Two letters make one pair, and many words have it.
        groups.join_by(&seen, Alike::Letters, |seen| {
            (seen.letters >= 4).then(|| pairs(&seen.folded))
        });
    }
    if weakest >= Alike::Spelling {
        groups.join_by_spelling(&seen);
    }
    groups.clusters(values)
}

struct Seen {
    folded: String,
    /// Letters and digits, spaces left out.
    joined: String,
    letters: usize,
    numbers: String,
}

impl Seen {
    fn of(value: &str) -> Self {
        let folded = folded(value);
        let joined: String = folded.split_whitespace().collect();
        let letters = joined.chars().count();
        Self { letters, numbers: numbers(value), folded, joined }
    }

    /// Whether the other one is this one with a slip of the pen.
    fn is_slip_of(&self, other: &Self) -> bool {
        let shorter = self.letters.min(other.letters);
        let most = match shorter {
            0..=3 => return false,
            4..=7 => 1,
            _ => 2,
        };
        // Short words that begin otherwise are other words.
        let begins_alike = shorter > 5 || self.joined.chars().next() == other.joined.chars().next();
        self.numbers == other.numbers
            && self.letters.abs_diff(other.letters) <= most
            && begins_alike
            && strsim::osa_distance(&self.joined, &other.joined) <= most
    }
}

/// Which values belong together so far.
struct Groups {
    leader: Vec<usize>,
    alike: HashMap<usize, Alike>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { leader: (0..count).collect(), alike: HashMap::new() }
    }

    fn of(&mut self, value: usize) -> usize {
        let mut leader = value;
        while self.leader[leader] != leader {
            leader = self.leader[leader];
        }
        self.leader[value] = leader;
        leader
    }

    fn join(&mut self, one: usize, other: usize, alike: Alike) {
        let (one, other) = (self.of(one), self.of(other));
        if one == other {
            return;
        }
        // The more frequent value comes first, and leads.
        let (leader, led) = (one.min(other), one.max(other));
        let weakest = [one, other].iter().filter_map(|group| self.alike.get(group)).max();
        let weakest = weakest.copied().map_or(alike, |weakest| weakest.max(alike));
        self.leader[led] = leader;
        self.alike.insert(leader, weakest);
    }

    fn join_by(&mut self, seen: &[Seen], alike: Alike, key: impl Fn(&Seen) -> Option<String>) {
        let mut first: HashMap<(String, &str), usize> = HashMap::new();
        for (at, one) in seen.iter().enumerate() {
            let Some(key) = key(one).filter(|key| !key.is_empty()) else { continue };
            match first.get(&(key.clone(), one.numbers.as_str())) {
                Some(known) => self.join(*known, at, alike),
                None => {
                    first.insert((key, &one.numbers), at);
                }
            }
        }
    }

    /// Values that begin or end alike are compared with each other, the others are not: that would take for ever.
    fn join_by_spelling(&mut self, seen: &[Seen]) {
        let mut blocks: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
        for (at, one) in seen.iter().enumerate() {
            if (4..=LONGEST).contains(&one.letters) {
                let start: String = one.joined.chars().take(BLOCK).collect();
                let end: String = one.joined.chars().skip(one.letters - BLOCK).collect();
                for block in [(false, start), (true, end)] {
                    blocks.entry(block).or_default().push(at);
                }
                // A slip may stand in the beginning and in the end of a short word.
                let short: String =
                    one.joined.chars().take(1).chain(one.joined.chars().last()).collect();
                if one.letters <= 7 {
                    blocks.entry((false, short)).or_default().push(at);
                }
            }
        }
        for block in blocks.values() {
            let block = &block[..block.len().min(MOST_IN_BLOCK)];
            for (place, one) in block.iter().enumerate() {
                for other in &block[place + 1..] {
                    if self.of(*one) != self.of(*other) && seen[*one].is_slip_of(&seen[*other]) {
                        self.join(*one, *other, Alike::Spelling);
                    }
                }
            }
        }
    }

    fn clusters(mut self, values: &[Facet]) -> Vec<Cluster> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..values.len() {
            members.entry(self.of(at)).or_default().push(at);
        }
        members.retain(|_, members| members.len() > 1);
        let mut all: Vec<Cluster> = members
            .into_iter()
            .map(|(leader, members)| {
                let values: Vec<Facet> = members.into_iter().map(|at| values[at].clone()).collect();
                Cluster {
                    proposed: proposed(&values),
                    alike: self.alike.get(&leader).copied().unwrap_or(Alike::Words),
                    values,
                }
            })
            .collect();
        let cells = |cluster: &Cluster| cluster.values.iter().map(|facet| facet.count).sum::<u64>();
        all.sort_by(|one, other| {
            (one.alike, cells(other))
                .cmp(&(other.alike, cells(one)))
                .then_with(|| one.proposed.cmp(&other.proposed))
        });
        all
    }
}

/// The most frequent value without needless spaces; where several are as frequent, the one that is not shouted.
fn proposed(values: &[Facet]) -> String {
    let most = values.first().map_or(0, |facet| facet.count);
    let is_shouted = |value: &str| value == value.to_uppercase() || value == value.to_lowercase();
    let best = values
        .iter()
        .take_while(|facet| facet.count == most)
        .min_by_key(|facet| is_shouted(&facet.value));
    let words: Vec<&str> = best.map_or("", |facet| &facet.value).split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facets(values: &[(&str, u64)]) -> Vec<Facet> {
        let mut all: Vec<Facet> = values
            .iter()
            .map(|(value, count)| Facet { value: (*value).to_owned(), count: *count })
            .collect();
        all.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        all
    }

    fn found(values: &[(&str, u64)], weakest: Alike) -> Vec<(String, Vec<String>, Alike)> {
        clusters(&facets(values), weakest)
            .into_iter()
            .map(|cluster| {
                let values = cluster.values.into_iter().map(|facet| facet.value).collect();
                (cluster.proposed, values, cluster.alike)
            })
            .collect()
    }

    #[test]
    fn grey_is_grey_however_it_is_written() {
        let values = [("Grey", 5), ("gray", 2), ("Gray ", 1), ("Green", 4), ("GREY", 1)];
        let found = found(&values, Alike::Spelling);
        assert_eq!(found.len(), 1);
        let (proposed, values, alike) = &found[0];
        assert_eq!((proposed.as_str(), *alike), ("Grey", Alike::Spelling));
        assert_eq!(values, &["Grey", "gray", "Gray ", "GREY"]);
    }

    #[test]
    fn order_accents_and_punctuation_make_no_other_value() {
        let values = [("Müller, GmbH", 3), ("GmbH Muller", 1), ("Meier", 1)];
        let found = found(&values, Alike::Words);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "Müller, GmbH");
    }

    #[test]
    fn blanks_within_words_make_no_other_value() {
        let values = [("Edelstahl", 3), ("Edel stahl", 1), ("T-Shirt", 2), ("Tshirt", 1)];
        assert_eq!(found(&values, Alike::Words).len(), 0);
        assert_eq!(found(&values, Alike::Letters).len(), 2);
    }

    #[test]
    fn other_numbers_are_never_the_same() {
        let values = [
            ("Size 10", 1),
            ("Size 12", 1),
            ("1.0", 1),
            ("10", 1),
            ("10 x 5 cm", 1),
            ("5 x 10 cm", 1),
            ("-1", 1),
            ("1", 1),
            ("1,5 l", 1),
            ("15 l", 1),
            ("Model A1B", 1),
            ("Model A2B", 1),
        ];
        assert_eq!(found(&values, Alike::Spelling), []);
    }

    #[test]
    fn short_words_are_not_mistaken_for_each_other() {
        let values = [
            ("Red", 3),
            ("Rod", 1),
            ("Blue", 1),
            ("Glue", 1),
            ("XL", 2),
            ("XS", 1),
            ("Rose", 1),
            ("Nose", 1),
        ];
        assert_eq!(found(&values, Alike::Spelling), []);
    }

    #[test]
    fn what_is_as_frequent_is_not_shouted() {
        let found = found(&[("LINEN", 2), ("Linen", 2), ("linen", 2)], Alike::Words);
        assert_eq!(found[0].0, "Linen");
    }

    proptest! {
        #[test]
        fn no_value_is_in_two_clusters_and_all_have_the_same_numbers(values in proptest::collection::hash_set("[a-cA-C0-2 .é-]{1,8}", 0..40)) {
            let facets: Vec<Facet> = values.iter().map(|value| Facet { value: value.clone(), count: 1 }).collect();
            let found = clusters(&facets, Alike::Spelling);
            let mut seen = std::collections::HashSet::new();
            for cluster in &found {
                prop_assert!(cluster.values.len() > 1);
                for facet in &cluster.values {
                    prop_assert!(seen.insert(facet.value.clone()));
                    prop_assert_eq!(numbers(&facet.value), numbers(&cluster.values[0].value));
                }
            }
        }
    }
}
