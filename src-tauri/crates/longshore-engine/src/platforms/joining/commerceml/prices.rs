//! Which of the prices that an offer has is the shop's? One kind of price counts for the whole file.

use std::cmp::Reverse;

use super::super::{
    columns::{Place, Table},
    look_up::{About, LookUp},
    notice::Notices,
};
use crate::row::Row;

/// The prices of offers.
#[derive(Default)]
pub(super) struct Prices {
    columns: Vec<Price>,
    /// The kinds that offers have, and how many offers have each.
    offered: Vec<(String, u64)>,
    /// The number of the kind that counts, and its name.
    counts: Option<(String, String)>,
}

struct Price {
    price: Place,
    kind: Place,
}

/// More kinds are passed over: each one is chosen by a person.
const MOST: usize = 200;

/// What the name of the price for everybody has in it, the surest first.
const FOR_ALL: &[&str] = &["розн", "роздріб", "retail", "основн", "базов"];
/// What it has not.
const FOR_SOME: &[&str] = &["опт", "закуп", "диле", "wholesale", "purchase"];

impl Prices {
    pub(super) fn new(table: &Table) -> Self {
        let columns = table.parts("цены/цена").into_iter().map(|own| Price {
            price: table.find(&[&format!("{own}/ценазаединицу")]),
            kind: table.find(&[&format!("{own}/идтипацены")]),
        });
        Self { columns: columns.collect(), ..Self::default() }
    }

    /// Looks at the prices of an offer.
    pub(super) fn look(&mut self, row: &Row) {
        for (at, price) in self.columns.iter().enumerate() {
            let kind = price.kind.of(row);
            let is_again = || {
                let before = self.columns[..at].iter();
                before
                    .filter(|one| !one.price.of(row).is_empty())
                    .any(|one| one.kind.of(row) == kind)
            };
            if price.price.of(row).is_empty() || is_again() {
                continue;
            }
            match self.offered.iter().position(|(known, _)| known == kind) {
                Some(at) => self.offered[at].1 += 1,
                None if self.offered.len() < MOST => self.offered.push((kind.to_owned(), 1)),
                None => {}
            }
        }
    }

    /// Decides which kind counts: the one that somebody named; else the one whose name says that it is for everybody,
    /// where not only few offers have it; else the one that most offers have, or that the file names first.
    pub(super) fn decide(&mut self, asked: Option<&str>, look_up: &LookUp, notices: &mut Notices) {
        let mut kinds: Vec<Kind> = self
            .offered
            .iter()
            .enumerate()
            .map(|(at, (number, offers))| {
                let (name, place) =
                    look_up.named(About::PriceKinds, number).unwrap_or((number, usize::MAX));
                Kind {
                    number: number.clone(),
                    name: name.to_owned(),
                    place: (place, at),
                    offers: *offers,
                }
            })
            .collect();
        kinds.sort_by_key(|kind| kind.place);
        let most = kinds.iter().map(|kind| kind.offers).max().unwrap_or_default();
        let asked = asked.map(str::trim).filter(|asked| !asked.is_empty());
        let named = asked.and_then(|asked| {
            kinds.iter().find(|kind| {
                kind.name.to_lowercase() == asked.to_lowercase() || kind.number == asked
            })
        });
        let for_all = || {
            let known = kinds.iter().filter(|kind| kind.offers * 2 >= most);
            let ranked = known.filter_map(|kind| Some((kind.for_all()?, kind)));
            ranked.min_by_key(|(rank, kind)| (*rank, Reverse(kind.offers))).map(|(_, kind)| kind)
        };
        let by_count = || kinds.iter().min_by_key(|kind| Reverse(kind.offers));
        let Some(taken) = named.or_else(for_all).or_else(by_count) else { return };
        self.counts = Some((taken.number.clone(), taken.name.clone()));
        let names: Vec<String> = kinds.iter().map(|kind| kind.name.clone()).collect();
        if let (Some(asked), None) = (asked, named) {
            let params = [("kind", asked), ("kinds", &names.join(", "))];
            notices.say_with("price_kind_unknown", &params);
        }
        if kinds.len() < 2 {
            return;
        }
        let others = kinds.iter().filter(|kind| kind.number != taken.number);
        let others: Vec<&str> = others.map(|kind| kind.name.as_str()).collect();
        let params = [("kind", taken.name.as_str()), ("others", &others.join(", "))];
        notices.say_with("prices_of_several_kinds", &params);
        notices.choices("prices_of_several_kinds", "price_kind", names);
    }

    /// Where the price of an offer stands.
    pub(super) fn of(&self, row: &Row, notices: &mut Notices) -> Place {
        let mut filled = self.columns.iter().filter(|price| !price.price.of(row).is_empty());
        let Some((number, name)) = &self.counts else {
            return filled.next().map(|price| price.price).unwrap_or_default();
        };
        let found = filled.clone().find(|price| price.kind.of(row) == number);
        if found.is_none() && filled.next().is_some() {
            notices.say_with("no_price_of_kind", &[("kind", name)]);
        }
        found.map(|price| price.price).unwrap_or_default()
    }
}

/// A kind of price.
struct Kind {
    number: String,
    name: String,
    /// Where the file names it, then where it was met.
    place: (usize, usize),
    offers: u64,
}

impl Kind {
    /// How sure its name is that it is for everybody, 0 first.
    fn for_all(&self) -> Option<usize> {
        let name = self.name.to_lowercase();
        let is_for_some = FOR_SOME.iter().any(|part| name.contains(part));
        FOR_ALL.iter().position(|part| name.contains(part)).filter(|_| !is_for_some)
    }
}
