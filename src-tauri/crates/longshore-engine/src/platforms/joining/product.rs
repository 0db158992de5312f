//! A product as a platform's file has it, on its way to rows.

use super::{columns::Column, notice::Notices};
use crate::alike;

/// A product with everything that makes it up.
#[derive(Clone, Debug, Default)]
pub(super) struct Product {
    /// What names it in its file, always the same.
    pub(super) key: String,
    /// The line of the file on which it begins.
    pub(super) line: u64,
    /// Which row of its group has the cells that come along.
    pub(super) row: usize,
    pub(super) kind: Kind,
    pub(super) is_virtual: bool,
    pub(super) is_downloadable: bool,
    pub(super) cells: Cells,
    /// Each from the root on.
    pub(super) categories: Vec<Vec<String>>,
    pub(super) tags: Vec<String>,
    pub(super) brands: Vec<Vec<String>>,
    pub(super) images: Vec<String>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) grouped: Vec<String>,
    pub(super) upsells: Vec<String>,
    pub(super) cross_sells: Vec<String>,
    pub(super) variations: Vec<Variation>,
    /// Whether a shop had variations that choose the same, so that those with SKUs of their own may.
    pub(super) may_be_alike: bool,
}

/// What is chosen where nothing else tells variants apart.
pub(super) const OTHERWISE: &str = "Variant";

/// What is said of variants that were numbered.
pub(super) const NUMBERED: &str = "variants_numbered";

/// The types of product that a store has, beside variations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Simple,
    Variable,
    Grouped,
    External,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Variable => "variable",
            Self::Grouped => "grouped",
            Self::External => "external",
        }
    }
}

/// One of the things that a variable product comes in.
#[derive(Clone, Debug, Default)]
pub(super) struct Variation {
    pub(super) line: u64,
    pub(super) row: usize,
    pub(super) is_virtual: bool,
    pub(super) is_downloadable: bool,
    pub(super) cells: Cells,
    pub(super) image: String,
    /// Attribute and value.
    pub(super) choices: Vec<(String, String)>,
}

/// What a product is known to be, or comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) values: Vec<String>,
    pub(super) is_hidden: bool,
}

/// What stands in the columns that hold one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells(Vec<(Column, String)>);

impl Cells {
    /// Puts a text into a column; an empty one leaves it as it is.
    pub(super) fn set(&mut self, column: Column, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == column) {
            Some((_, old)) => *old = text,
            None => self.0.push((column, text)),
        }
    }

    pub(super) fn get(&self, column: Column) -> &str {
        self.0.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    pub(super) fn clear(&mut self, column: Column) {
        self.0.retain(|(known, _)| *known != column);
    }

    /// Only what stands in these columns stays.
    pub(super) fn keep(&mut self, columns: &[Column]) {
        self.0.retain(|(known, _)| columns.contains(known));
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = Column> {
        self.0.iter().map(|(column, _)| *column)
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = (Column, String)> {
        self.0.into_iter()
    }

    /// The price that counts, and the one that it was before; both as numbers are written. The higher one is the
    /// price where both are there.
    pub(super) fn price(&mut self, now: String, before: Option<String>) {
        match before {
            Some(before) => {
                self.set(Column::RegularPrice, before);
                self.set(Column::SalePrice, now);
            }
            None => self.set(Column::RegularPrice, now),
        }
    }
}

impl Product {
    /// Adds a picture unless it is there.
    pub(super) fn image(&mut self, address: &str) {
        let address = address.trim();
        if !address.is_empty() && !self.images.iter().any(|known| known == address) {
            self.images.push(address.to_owned());
        }
    }

    /// Adds a category by its names from the root on.
    pub(super) fn category<'a>(&mut self, path: impl IntoIterator<Item = &'a str>) {
        add_path(&mut self.categories, path);
    }

    pub(super) fn brand(&mut self, name: &str) {
        add_path(&mut self.brands, [name]);
    }

    pub(super) fn tag(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.tags.iter().any(|known| known == name) {
            self.tags.push(name.to_owned());
        }
    }

    /// Adds a value of an attribute.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return;
        }
        let is_it = |known: &&mut Attribute| known.name.to_lowercase() == name.to_lowercase();
        match self.attributes.iter_mut().find(is_it) {
            Some(known) if known.values.iter().any(|known| known == value) => {}
            Some(known) => known.values.push(value.to_owned()),
            None => self.attributes.push(Attribute {
                name: name.to_owned(),
                values: vec![value.to_owned()],
                is_hidden: false,
            }),
        }
    }

    /// Adds a variation; what it chooses is offered by the product.
    pub(super) fn vary(&mut self, variation: Variation) {
        self.kind = Kind::Variable;
        for (name, value) in &variation.choices {
            self.attribute(name, value);
        }
        self.variations.push(variation);
    }

    /// Numbers variations that choose the same, or nothing.
    pub(super) fn tell_variations_apart(&mut self, notices: &mut Notices) {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let mut names: Vec<String> = Vec::new();
        let choices = self.variations.iter().flat_map(|variation| &variation.choices);
        for (name, _) in choices.chain([&(OTHERWISE.to_owned(), String::new())]) {
            if !names.iter().any(|known| same(known, name)) {
                names.push(name.clone());
            }
        }
        let unnamed = names.iter().position(|name| same(name, OTHERWISE)).unwrap_or_default();
        let value = |variation: &Variation, name: &String| {
            let chosen = variation.choices.iter().find(|(own, _)| same(own, name));
            chosen.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let is_told = |at: &usize| {
            self.may_be_alike && !self.variations[*at].cells.get(Column::Sku).is_empty()
        };
        let open: Vec<usize> = (0..self.variations.len()).filter(|at| !is_told(at)).collect();
        let values =
            |at: &usize| names.iter().map(|name| value(&self.variations[*at], name)).collect();
        let mut all: Vec<Vec<String>> = open.iter().map(values).collect();
        for number in alike::told_apart(&mut all, unnamed) {
            let at = open[number];
            let new_ones = names.iter().zip(&all[number]);
            let changed =
                new_ones.into_iter().find(|(name, new)| **new != value(&self.variations[at], name));
            let Some((name, new)) = changed.map(|(name, new)| (name.clone(), new.clone())) else {
                continue;
            };
            notices.say_first(NUMBERED, || vec![("example", new.clone())]);
            self.attribute(&name, &new);
            let choices = &mut self.variations[at].choices;
            match choices.iter_mut().find(|(own, _)| same(own, &name)) {
                Some((_, value)) => *value = new,
                None => choices.push((name, new)),
            }
        }
    }
}

fn add_path<'a>(all: &mut Vec<Vec<String>>, path: impl IntoIterator<Item = &'a str>) {
    let names = path.into_iter().map(str::trim).filter(|name| !name.is_empty());
    let path: Vec<String> = names.map(str::to_owned).collect();
    if !path.is_empty() && !all.contains(&path) {
        all.push(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(variations: &[(&str, &[(&str, &str)])], may_be_alike: bool) -> (Product, Notices) {
        let mut product = Product { may_be_alike, ..Product::default() };
        for (sku, choices) in variations {
            let choices = choices.iter().map(|(name, value)| ((*name).into(), (*value).into()));
            let mut variation = Variation { choices: choices.collect(), ..Variation::default() };
            variation.cells.set(Column::Sku, *sku);
            product.vary(variation);
        }
        let mut notices = Notices::default();
        product.tell_variations_apart(&mut notices);
        (product, notices)
    }

    fn chosen(product: &Product) -> Vec<String> {
        let one = |variation: &Variation| {
            let all = variation.choices.iter().map(|(name, value)| format!("{name}={value}"));
            all.collect::<Vec<_>>().join(" ")
        };
        product.variations.iter().map(one).collect()
    }

    #[test]
    fn variations_that_choose_the_same_are_numbered_and_offered_so() {
        let red = [("Colour", "Red"), ("Size", "S")];
        let other = [("Size", "s"), ("colour", "red")];
        let (product, notices) = product(&[("A", &red), ("B", &other), ("C", &red[..1])], false);
        assert_eq!(chosen(&product), ["Colour=Red Size=S", "Size=s (2) colour=red", "Colour=Red"]);
        assert_eq!(product.attributes[1].values, ["S", "s", "s (2)"]);
        let said = notices.list();
        assert_eq!(
            (said[0].code.as_str(), said[0].params["example"].as_str()),
            (NUMBERED, "s (2)")
        );
    }

    #[test]
    fn variations_that_choose_nothing_are_numbered() {
        let (product, _) = product(&[("A", &[]), ("B", &[])], false);
        assert_eq!(chosen(&product), ["Variant=1", "Variant=2"]);
        assert_eq!(product.attributes[0].values, ["1", "2"]);
    }

    #[test]
    fn variations_of_the_same_kind_of_shop_are_told_apart_by_their_skus() {
        let size = [("Size", "S")];
        let (product, notices) =
            product(&[("A", &size), ("B", &size), ("", &size), ("", &size)], true);
        assert_eq!(chosen(&product), ["Size=S", "Size=S", "Size=S", "Size=S (2)"]);
        assert_eq!(notices.list()[0].count, 1);
    }
}
