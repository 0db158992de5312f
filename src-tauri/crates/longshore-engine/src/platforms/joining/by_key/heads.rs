//! How do variants of the second table stand below the products of the first?

use std::borrow::Cow;

use super::{
    ByKey, Notices, Place, Variants, keys,
    same_key::{Tells, is_number, targets, telling},
    variants,
};
use crate::{
    label,
    row::Row,
    shape::RowShape,
    target::{Plain, Target},
};

/// How rows of variants stand below the row of their product.
pub(super) struct Heads {
    /// For each column of the first table whether a variant that says nothing has what its product says.
    pub(super) holds_for_all: Vec<bool>,
    /// What the column is called that says of each row whose it is, where that of the key has a variant's own number.
    pub(super) key: Option<String>,
    /// Where the second table says what is chosen.
    pub(super) chosen: Vec<usize>,
    /// The column that says it where a name or a number is all that tells variants apart, and that of the second table
    /// that it comes from.
    pub(super) called: Option<(String, usize)>,
    /// Where the tables have the article number.
    pub(super) sku: Place,
    pub(super) second_sku: Place,
}

/// How the column of the key is called where that of the first table is a variant's own.
const KEY: &str = "Parent key";

/// What each variant has for itself.
const ALONG: [Plain; 4] = [Plain::RegularPrice, Plain::SalePrice, Plain::Stock, Plain::InStock];

impl ByKey {
    /// What each column of the second table tells of rows with the same key.
    pub(super) fn telling(&self, key: (usize, usize), second: &[String]) -> Vec<Tells> {
        let is_called_parent = keys::is_called_parent(&second[key.1]);
        let own = targets(&self.names[key.0..=key.0], None);
        let key_is_number = !is_called_parent && is_number(own.first().and_then(Option::as_ref));
        telling(second, &targets(second, Some(key.1)), key_is_number)
    }

    /// What the columns of the first table are for, where none of the second is for it more surely: a number of the
    /// shop's own is an article number only where there is no other.
    fn own_targets(&self, key: (usize, usize), second: &[String]) -> Vec<Option<Target>> {
        let both: Vec<String> = self.names.iter().chain(second).cloned().collect();
        let together = targets(&both, Some(self.names.len() + key.1));
        let (_, others) = together.split_at(self.names.len());
        let is_own = |target: &Target| !others.contains(&Some(target.clone()));
        let all = targets(&self.names, None).into_iter();
        all.map(|target| target.filter(|target| target.takes_several() || is_own(target))).collect()
    }

    /// For each column of the second table the one of the first that says the same of a product as it says of a
    /// variant: it is called so, or it is for the same.
    pub(super) fn places(&self, key: (usize, usize), second: &[String]) -> Vec<Option<usize>> {
        let own_targets = self.own_targets(key, second);
        let own: Vec<String> = self.names.iter().map(|name| label::key(name)).collect();
        let mut taken = vec![false; own.len()];
        let mut all = vec![None; second.len()];
        let names = second.iter().map(|name| label::key(name));
        for (at, name) in names.enumerate().filter(|(at, _)| *at != key.1) {
            let place = own.iter().position(|own| *own == name && !name.is_empty());
            if let Some(place) = place.filter(|place| !taken[*place]) {
                (all[at], taken[place]) = (Some(place), true);
            }
        }
        for (at, target) in targets(second, Some(key.1)).into_iter().enumerate() {
            let is_plain = matches!(target, Some(Target::Plain(_)));
            if all[at].is_some() || at == key.1 || !is_plain {
                continue;
            }
            let place = own_targets.iter().position(|own| *own == target);
            if let Some(place) = place.filter(|place| !taken[*place]) {
                (all[at], taken[place]) = (Some(place), true);
            }
        }
        all
    }

    /// What the column is called by which rows belong together, where variants stand below their products.
    fn key_name(&self, key: (usize, usize), places: &[Option<usize>], second: &[String]) -> String {
        if !places.contains(&Some(key.0)) {
            return self.names[key.0].clone();
        }
        let is_taken = |name: &str| {
            let key = label::key(name);
            self.names.iter().chain(second).filter(|other| label::key(other) == key).count() > 1
        };
        match second[key.1].as_str() {
            name if is_taken(name) || name.trim().is_empty() => KEY.to_owned(),
            name => name.to_owned(),
        }
    }

    /// How variants stand below their products, where the shape makes products of them by the key of both tables.
    pub(super) fn heads(
        &self,
        key: (usize, usize),
        places: &[Option<usize>],
        second: &[String],
    ) -> Option<Heads> {
        let Some(RowShape::Join { key: wanted, options, .. }) = &self.settings.shape else {
            return None;
        };
        let [wanted] = wanted.as_slice() else { return None };
        let key_name = self.key_name(key, places, second);
        if self.are_products || label::key(wanted) != label::key(&key_name) {
            return None;
        }
        let price = |target: &Option<Target>| {
            matches!(target, Some(Target::Plain(Plain::RegularPrice | Plain::SalePrice)))
        };
        let is_sku = |target: &Option<Target>| *target == Some(Target::Plain(Plain::Sku));
        let (own, other) = (self.own_targets(key, second), targets(second, Some(key.1)));
        let called = |at: &usize| {
            let name = places[*at].map_or(&second[*at], |place| &self.names[place]);
            options.iter().any(|option| label::key(&option.column) == label::key(name))
        };
        let named = |at: &usize| {
            let name =
                variants::otherwise(places[*at].map_or(&second[*at], |own| &self.names[own]));
            options.iter().any(|option| option.column == name).then_some((name, *at))
        };
        Some(Heads {
            called: (0..second.len()).find_map(|at| named(&at)),
            holds_for_all: own.iter().map(price).collect(),
            key: places.contains(&Some(key.0)).then_some(key_name),
            chosen: (0..second.len()).filter(called).collect(),
            sku: Place::at(own.iter().position(is_sku)),
            second_sku: Place::at(other.iter().position(is_sku)),
        })
    }

    /// The second table has variants of a product.
    pub(super) fn say_has_variants(&self, notices: &mut Notices) {
        let options = self.settings.shape.as_ref().map(RowShape::options).unwrap_or_default();
        let called = options.iter().map(|option| match option.attribute.trim() {
            "" => option.column.trim(),
            attribute => attribute,
        });
        let columns = called.collect::<Vec<_>>().join(", ");
        let code = match self.is_inside() {
            true => "variants_inside",
            false => "second_file_has_variants",
        };
        notices.say_with(code, &[("columns", &columns)]);
    }

    /// Whether rows of the second table are variants of a product: several are, and a single one that is chosen by
    /// something and has an article number beside that of its product.
    pub(super) fn are_variants(&self, row: &Row, second: &[Cow<'_, Row>]) -> bool {
        let Some(heads) = &self.heads else { return false };
        let [single] = second else { return second.len() > 1 };
        let (own, other) = (heads.sku.of(row), heads.second_sku.of(single));
        let is_chosen = |at: &usize| !single.get(*at).unwrap_or_default().trim().is_empty();
        let are_two =
            !own.is_empty() && !other.is_empty() && own.to_lowercase() != other.to_lowercase();
        are_two && heads.chosen.iter().any(is_chosen)
    }

    /// What looks for them in the rows of the second table.
    pub(super) fn look_for_variants(&self) -> Option<Variants> {
        let key = (self.key.number()?, self.second_key.number()?);
        if self.is_flat || self.are_products {
            return None;
        }
        let places = self.places(key, &self.second_names);
        let second = &self.second_names;
        let (own, other) = (self.own_targets(key, second), targets(second, Some(key.1)));
        let called = |at: usize| match places[at] {
            Some(place) => self.names[place].clone(),
            None => self.second_names[at].clone(),
        };
        let is_for = |target: &Option<Target>, plain: Plain| *target == Some(Target::Plain(plain));
        let of_first = |plain| {
            let at = own.iter().position(|target| is_for(target, plain));
            at.map(|at| self.names[at].clone())
        };
        let of_second = |plain| other.iter().position(|target| is_for(target, plain));
        let mut along: Vec<String> =
            ALONG.iter().filter_map(|plain| of_second(*plain)).map(called).collect();
        for price in [Plain::RegularPrice, Plain::SalePrice].into_iter().filter_map(of_first) {
            if !along.contains(&price) {
                along.push(price);
            }
        }
        Some(Variants {
            key: key.1,
            tells: self.telling(key, &self.second_names),
            names: (0..self.second_names.len()).map(called).collect(),
            key_name: self.key_name(key, &places, &self.second_names),
            sku: of_second(Plain::Sku),
            gtin: of_second(Plain::Gtin),
            name: of_second(Plain::Name),
            along,
            product_name: of_first(Plain::Name),
            product_sku: of_first(Plain::Sku),
            groups: std::collections::HashMap::new(),
        })
    }
}
