//! Rules of the older export: what a choice adds to the price or the weight of its product, or takes off it.

use rust_decimal::Decimal;

use super::{Bigcommerce, Out, Place};
use crate::{
    platforms::joining::{
        columns::{Column, plain},
        product::{Cells, Variation},
    },
    row::Row,
    truth,
};

/// What a rule makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    By(Decimal),
    To(Decimal),
}

impl Changed {
    /// Whether a cell says how a number changes, and no number.
    pub(super) fn is_one(text: &str) -> bool {
        text.starts_with('[')
    }

    /// `[ADD]2`, `[REMOVE]1.50`, `[FIXED]10`; `None` where it is none of these.
    fn read(place: Place, row: &Row, out: &Out<'_>) -> Option<Self> {
        let (word, number) = place.of(row).strip_prefix('[')?.split_once(']')?;
        let number = out.table.number_in(place, number.trim())?;
        match word.to_ascii_uppercase().as_str() {
            "ADD" => Some(Self::By(number)),
            "REMOVE" => Some(Self::By(-number)),
            "FIXED" => Some(Self::To(number)),
            _ => None,
        }
    }

    /// What becomes of a number; `None` where there is none, or it falls below nothing.
    fn of(self, number: Option<Decimal>) -> Option<Decimal> {
        let changed = match self {
            Self::By(by) => number?.checked_add(by)?,
            Self::To(to) => to,
        };
        (changed >= Decimal::ZERO).then_some(changed)
    }
}

/// The rules of a product.
pub(super) struct Rules(Vec<Rule>);

struct Rule {
    /// As the file has it.
    text: String,
    choices: Vec<(String, String)>,
    sku: String,
    price: Option<Changed>,
    weight: Option<Changed>,
    /// Whether no rule after this one counts.
    stops: bool,
    is_used: bool,
}

impl Rules {
    pub(super) fn of(shop: &Bigcommerce, rows: &[Row], out: &Out<'_>) -> Self {
        let rule = |row: &Row| {
            let says_something = |place: &Place| {
                let is_nothing = out.table.number(*place, row).is_some_and(|it| it.is_zero());
                !place.of(row).is_empty() && !is_nothing
            };
            let text = [shop.price, shop.weight].into_iter().find(says_something)?.of(row);
            Some(Rule {
                text: format!("{} {text}", shop.name.of(row)).trim().to_owned(),
                choices: shop.choices(row),
                sku: shop.sku.of(row).to_owned(),
                price: Changed::read(shop.price, row, out),
                weight: Changed::read(shop.weight, row, out),
                stops: truth::parse(shop.stops.of(row)) == Some(true),
                is_used: false,
            })
        };
        Self(rows.iter().filter(|row| shop.is(row, &["rule"])).filter_map(rule).collect())
    }

    /// Changes price and weight of a variation as its own row, and the rules that fit it, say. `rows` are that of its
    /// product and its own. A price or a weight of its own no rule changes.
    pub(super) fn put(
        &mut self,
        shop: &Bigcommerce,
        rows: (&Row, &Row),
        variation: &mut Variation,
        out: &mut Out<'_>,
    ) {
        let (of, own) = rows;
        let has_price = out.table.number(shop.price, own).is_some();
        let own_weight = out.table.number(shop.weight, own).filter(|weight| !weight.is_zero());
        let mut weight =
            Weight { now: own_weight.or(out.table.number(shop.weight, of)), ..Weight::default() };
        for place in [shop.price, shop.weight] {
            if !Changed::is_one(place.of(own)) {
                continue;
            }
            let change = Changed::read(place, own, out);
            let is_done = change.is_some_and(|change| match place == shop.price {
                true => change_price(change, &mut variation.cells),
                false => weight.change(change),
            });
            if !is_done {
                say_left_out(place.of(own), out);
            }
        }
        for rule in &mut self.0 {
            if !rule.fits(variation) {
                continue;
            }
            let price = rule.price.filter(|_| !has_price);
            rule.is_used |= price.is_some_and(|change| change_price(change, &mut variation.cells));
            let heavier = rule.weight.filter(|_| own_weight.is_none());
            rule.is_used |= heavier.is_some_and(|change| weight.change(change));
            if rule.stops {
                break;
            }
        }
        if let Some(changed) = weight.now.filter(|_| weight.is_changed) {
            out.notices.say("weight_unit_not_in_file");
            variation.cells.set(Column::Weight, changed.normalize().to_string());
        }
    }

    /// Tells the rules that no variation follows.
    pub(super) fn say_unused(&self, out: &mut Out<'_>) {
        for rule in self.0.iter().filter(|rule| !rule.is_used) {
            say_left_out(&rule.text, out);
        }
    }
}

impl Rule {
    /// Whether a variation is what the rule is about: all that the rule chooses, or its SKU.
    fn fits(&self, variation: &Variation) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let is_chosen = |(name, value): &(String, String)| {
            variation.choices.iter().any(|(own, chosen)| same(own, name) && same(chosen, value))
        };
        match self.choices.is_empty() {
            true => !self.sku.is_empty() && variation.cells.get(Column::Sku) == self.sku,
            false => self.choices.iter().all(is_chosen),
        }
    }
}

/// The weight of a variation, while rules change it.
#[derive(Default)]
struct Weight {
    now: Option<Decimal>,
    is_changed: bool,
}

impl Weight {
    fn change(&mut self, change: Changed) -> bool {
        let changed = change.of(self.now);
        if changed.is_some() {
            (self.now, self.is_changed) = (changed, true);
        }
        changed.is_some()
    }
}

/// Changes a price, where that can be. One that is set stands for itself: no reduction of the product's counts beside
/// it.
fn change_price(change: Changed, cells: &mut Cells) -> bool {
    let [price, sale] =
        [Column::RegularPrice, Column::SalePrice].map(|column| cells.get(column).parse().ok());
    let Some(changed) = change.of(price) else { return false };
    cells.set(Column::RegularPrice, plain(changed));
    cells.clear(Column::SalePrice);
    if let (Changed::By(_), Some(reduced)) = (change, change.of(sale).filter(|_| sale.is_some())) {
        cells.set(Column::SalePrice, plain(reduced));
    }
    true
}

fn say_left_out(text: &str, out: &mut Out<'_>) {
    out.notices.say_first("rules_left_out", || vec![("example", text.to_owned())]);
}
