//! What is in a tree, and how often?

use std::collections::BTreeSet;

use super::steps::{Markup, Step, Steps};
use crate::error::ReadError;

/// The beginning of a tree that is looked at, in bytes of its text.
const LOOK: u64 = 4 << 20;
/// The same where nothing in it looks like products.
const LOOK_FURTHER: u64 = 32 << 20;
/// Paths that are remembered, members of one that are, and how deep.
pub(super) const PARTS: usize = 20_000;
const MEMBERS: usize = 200;
const DEEPEST: usize = 40;
/// What records are usually called, in small letters.
const KNOWN: &[&str] = &[
    "item",
    "items",
    "entry",
    "entries",
    "offer",
    "offers",
    "product",
    "products",
    "prod",
    "article",
    "articles",
    "artikel",
    "artykul",
    "produkt",
    "produkte",
    "produkty",
    "produit",
    "produits",
    "producto",
    "productos",
    "articulo",
    "articulos",
    "prodotto",
    "prodotti",
    "articolo",
    "articoli",
    "produto",
    "produtos",
    "shopitem",
    "товар",
    "товары",
    "предложение",
    "предложения",
];
/// What tells products from other things that have a name.
const PRICES: &[&str] =
    &["price", "regular_price", "sku", "preis", "prix", "precio", "prezzo", "cena", "ean", "gtin"];
/// What holds things of the same kind in each other.
const CHILDREN: &[&str] = &["children", "childs", "subcategories", "sub_categories", "subitems"];

/// What lies at one path.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) members: Vec<usize>,
    /// There are more members than are remembered.
    pub(super) more: u64,
    pub(super) count: u64,
    /// How many there were in the one around them that is open, or was last.
    here: u64,
    around: u64,
    pub(super) is_repeated: bool,
    pub(super) is_listed: bool,
    pub(super) is_leaf: bool,
}

/// Everything that was seen.
pub(super) struct Survey {
    pub(super) parts: Vec<Part>,
    pub(super) markup: Markup,
}

impl Survey {
    /// Looks at a tree. What breaks it further down does not matter yet. Says also whether all of it was seen.
    pub(super) fn of(steps: &mut impl Steps, markup: Markup) -> Result<(Self, bool), ReadError> {
        let mut survey = Self { parts: vec![Part::new("", false)], markup };
        // What is open: its part, where there was room for it, and a number of its own; whether it has members.
        let mut open: Vec<(Option<usize>, u64, bool)> = vec![(Some(0), 0, false)];
        let mut number = 0;
        loop {
            let seen = steps.input().consumed();
            if seen > LOOK && (seen > LOOK_FURTHER || survey.has_products()) {
                return Ok((survey, false));
            }
            let step = match steps.step() {
                Ok(step) => step,
                // Whoever reads that far meets it.
                Err(_) if survey.parts.iter().any(|part| part.count > 1) => {
                    return Ok((survey, true));
                }
                Err(error) => return Err(error),
            };
            match step {
                Step::End => return Ok((survey, true)),
                Step::Open => {
                    number += 1;
                    let depth = open.len();
                    let Some(around) = open.last_mut() else { continue };
                    around.2 = true;
                    let (parent, own) = (around.0, around.1);
                    let part = parent.filter(|_| depth < DEEPEST).and_then(|parent| {
                        survey.enter(parent, own, steps.name(), steps.is_listed())
                    });
                    open.push((part, number, false));
                }
                Step::Attribute => {
                    let Some((Some(parent), own, _)) = open.last().copied() else { continue };
                    if let Some(part) = survey.enter(parent, own, steps.name(), false) {
                        survey.parts[part].is_leaf = true;
                        survey.parts[part].is_repeated = false;
                    }
                }
                Step::Text => {}
                Step::Close => {
                    if let Some((Some(part), _, false)) = open.pop() {
                        survey.parts[part].is_leaf = true;
                    }
                }
            }
        }
    }

    /// Counts a member of a part.
    fn enter(&mut self, parent: usize, around: u64, name: &str, is_listed: bool) -> Option<usize> {
        let members = &self.parts[parent].members;
        let count = members.len();
        let known = members.iter().copied().find(|member| self.parts[*member].name == name);
        let found = match known {
            Some(found) => found,
            None if count < MEMBERS && self.parts.len() < PARTS => {
                self.parts.push(Part::new(name, is_listed));
                let index = self.parts.len() - 1;
                self.parts[parent].members.push(index);
                index
            }
            None => {
                self.parts[parent].more += 1;
                return None;
            }
        };
        let part = &mut self.parts[found];
        part.is_listed |= is_listed;
        part.count += 1;
        part.here = if part.around == around && part.count > 1 { part.here + 1 } else { 1 };
        part.around = around;
        part.is_repeated |= part.here > 1;
        Some(found)
    }

    /// Whether anything is called as records usually are.
    fn has_products(&self) -> bool {
        let at_top = self.markup == Markup::Json
            && self.parts[0].members.iter().any(|member| self.parts[*member].count > 1);
        at_top || self.parts.iter().any(|part| part.count > 1 && self.is_known(part))
    }

    pub(super) fn is_known(&self, part: &Part) -> bool {
        let name = part.name.to_lowercase();
        KNOWN.contains(&name.as_str()) && part.members.len() >= 2
    }

    /// Whether a part that is there but once is a record nevertheless: it is called so, or looks like a product, and
    /// is more than what lies in it.
    pub(super) fn is_single(&self, part: usize) -> bool {
        let found = &self.parts[part];
        let leaves = self.leaves(part);
        let has = |names: &[&str]| names.iter().any(|name| leaves.contains(name));
        let is_product = self.markup == Markup::Json
            && has(&["name", "title"])
            && has(&["sku", "price", "slug", "handle"]);
        let holds_records = found.members.iter().any(|member| {
            let inner = &self.parts[*member];
            (inner.is_repeated || inner.is_listed) && self.fields(*member) >= leaves.len().max(2)
        });
        leaves.len() >= 2 && (is_product || (self.is_known(found) && !holds_records))
    }

    /// The names of the leaves directly in a part.
    pub(super) fn leaves(&self, part: usize) -> BTreeSet<&str> {
        let leaf = |member: &&usize| self.parts[**member].is_leaf;
        self.parts[part].members.iter().filter(leaf).map(|m| self.parts[*m].name.as_str()).collect()
    }

    /// How many different leaves lie in a part.
    pub(super) fn fields(&self, part: usize) -> usize {
        let of = |member: &usize| self.fields(*member);
        usize::from(self.parts[part].is_leaf)
            + self.parts[part].members.iter().map(of).sum::<usize>()
    }

    /// Whether two parts have most of their leaves in common.
    fn are_alike(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.leaves(one), self.leaves(other));
        let shared = one.intersection(&other).count();
        shared > 0 && shared * 5 >= one.len().max(other.len()) * 3
    }

    /// Where in a part further ones of its kind lie: the names down to them, and the part there.
    pub(super) fn recursion(&self, part: usize) -> Option<(Vec<String>, usize)> {
        let name = &self.parts[part].name;
        let mut below: Vec<(Vec<String>, usize)> =
            self.parts[part].members.iter().map(|member| (Vec::new(), *member)).collect();
        for _ in 0..3 {
            let mut further = Vec::new();
            for (mut trail, at) in below {
                let found = &self.parts[at];
                trail.push(found.name.clone());
                let is_same = match self.markup {
                    Markup::Xml => found.name == *name,
                    Markup::Json => {
                        let is_in_itself = found.members.iter().any(|member| {
                            self.parts[*member].name == found.name && self.are_alike(at, *member)
                        });
                        let named = found.name.to_lowercase();
                        found.is_listed && (is_in_itself || CHILDREN.contains(&named.as_str()))
                    }
                };
                if is_same && self.are_alike(part, at) {
                    return Some((trail, at));
                }
                further.extend(found.members.iter().map(|member| (trail.clone(), *member)));
            }
            below = further;
        }
        None
    }

    /// Whether the members of an object, which is called as a list of variants is, are these under keys.
    pub(super) fn has_variants(&self, part: usize) -> bool {
        !self.parts[part].is_listed && self.parts[part].members.len() >= 2 && self.are_keyed(part)
    }

    /// Whether the members of an object are objects of the same kind, under keys.
    pub(super) fn has_keys(&self, part: usize) -> bool {
        let found = &self.parts[part];
        let Some(&first) = found.members.first() else { return false };
        // Two or one may be parts of something else, unless they look like products.
        let are_products = || {
            let leaves = self.leaves(first);
            let has = |names: &[&str]| names.iter().any(|name| leaves.contains(name));
            found.members.len() == 2 && has(&["name", "title", "sku"]) && has(PRICES)
        };
        (found.members.len() >= 3 || are_products()) && self.are_keyed(part)
    }

    fn are_keyed(&self, part: usize) -> bool {
        let found = &self.parts[part];
        let Some(&first) = found.members.first() else { return false };
        let is_object = |member: &usize| {
            let member = &self.parts[*member];
            !member.is_leaf && !member.is_listed && !member.members.is_empty()
        };
        self.markup == Markup::Json
            && found.members.iter().all(is_object)
            && found.members.iter().filter(|m| self.are_alike(first, **m)).count() * 5
                >= found.members.len() * 4
    }
}

impl Part {
    fn new(name: &str, is_listed: bool) -> Self {
        Self {
            name: name.to_owned(),
            members: Vec::new(),
            more: 0,
            count: 0,
            here: 0,
            around: 0,
            is_repeated: false,
            is_listed,
            is_leaf: false,
        }
    }
}
