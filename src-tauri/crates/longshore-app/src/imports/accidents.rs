//! Does a plan look like an accident?
//!
//! Nobody means to multiply all prices by a hundred or to hide half of a catalogue; a wrong decimal separator or a
//! wrong column does. What is seen is told with the numbers that made it look so, and never keeps anything from
//! running.

use std::collections::HashMap;

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    value::Value,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that looks like an accident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Accident {
    /// What: `prices_times_100`, `prices_times_10`, `prices_by_10`, `prices_by_100`, `prices_lost`, `names_lost`,
    /// `names_alike`, `descriptions_lost`, `pictures_lost`, `products_hidden`, `products_removed`, `stock_lost`.
    pub code: String,
    /// How many records.
    pub count: u64,
    /// Of how many: of the changed prices for factors, of the shop's products for everything else.
    pub of: u64,
}

/// Fewer than these are no accident that would not be seen.
const FEWEST: u64 = 5;
/// So large a share of the shop's products, in percent.
const SHARE: u64 = 50;
/// So large a share of the changed prices has the same factor, in percent.
const SAME_FACTOR: u64 = 80;
/// So many different names are told apart.
const MOST_NAMES: usize = 10_000;

/// What is counted while a plan is made.
#[derive(Debug, Default)]
pub(super) struct Accidents {
    prices: u64,
    /// Times a hundred, times ten, by ten, by a hundred.
    factors: [u64; 4],
    lost: HashMap<&'static str, u64>,
    names: HashMap<String, u64>,
}

const FACTORS: [(&str, i64, u32); 4] = [
    ("prices_times_100", 100, 0),
    ("prices_times_10", 10, 0),
    ("prices_by_10", 1, 1),
    ("prices_by_100", 1, 2),
];

impl Accidents {
    /// Counts a change.
    pub(super) fn note(&mut self, change: &Change) {
        if !matches!(change.entity, Entity::Product | Entity::Variation) {
            return;
        }
        let is_product = change.entity == Entity::Product;
        match change.action {
            Action::Delete | Action::Trash if is_product => self.lose("products_removed"),
            Action::Update => self.update(change, is_product),
            _ => {}
        }
    }

    fn update(&mut self, change: &Change, is_product: bool) {
        let mut is_hidden = false;
        let mut is_sold_out = false;
        for (field, after) in change.fields.iter() {
            let before = change.before.get(field).unwrap_or(&Value::Empty);
            let is_lost = is_nothing(after) && !is_nothing(before);
            match field.as_str() {
                "regular_price" if is_lost => self.lose("prices_lost"),
                "regular_price" => self.price(before, after),
                "name" if is_product && is_lost => self.lose("names_lost"),
                "name" if is_product => self.name(after),
                "description" if is_product && is_lost => self.lose("descriptions_lost"),
                "images" if is_product && is_lost => self.lose("pictures_lost"),
                "status" => {
                    is_hidden |= text(before) == Some("publish") && text(after) != Some("publish");
                }
                "catalog_visibility" => is_hidden |= text(after) == Some("hidden"),
                "stock_quantity" => is_sold_out |= sells(before) && !sells(after),
                "stock_status" => {
                    is_sold_out |=
                        text(before) == Some("instock") && text(after) == Some("outofstock");
                }
                _ => {}
            }
        }
        if is_hidden && is_product {
            self.lose("products_hidden");
        }
        if is_sold_out && is_product {
            self.lose("stock_lost");
        }
    }

    fn lose(&mut self, code: &'static str) {
        *self.lost.entry(code).or_default() += 1;
    }

    fn price(&mut self, before: &Value, after: &Value) {
        let (Value::Decimal(before), Value::Decimal(after)) = (before, after) else { return };
        if before.is_zero() || after.is_zero() {
            return;
        }
        self.prices += 1;
        let Some(factor) = after.checked_div(*before) else { return };
        for (count, (_, number, scale)) in self.factors.iter_mut().zip(FACTORS) {
            let wanted = Decimal::new(number, scale);
            // Prices may go up or down a little at the same time.
            let Some(share) = factor.checked_div(wanted) else { continue };
            if share > Decimal::new(8, 1) && share < Decimal::new(125, 2) {
                *count += 1;
            }
        }
    }

    fn name(&mut self, after: &Value) {
        if let Some(name) = text(after)
            && (self.names.len() < MOST_NAMES || self.names.contains_key(name))
        {
            *self.names.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Whether anything was counted that only the size of the shop makes an accident.
    pub(super) fn asks_for_size(&self) -> bool {
        self.lost.values().any(|count| *count >= FEWEST) || self.most_alike() >= FEWEST
    }

    fn most_alike(&self) -> u64 {
        self.names.values().copied().max().unwrap_or_default()
    }

    /// What looks like an accident in a shop with so many products.
    pub(super) fn told(&self, products: u64) -> Vec<Accident> {
        let mut told = Vec::new();
        let mut tell = |code: &str, count: u64, of: u64, share: u64| {
            if count >= FEWEST && count.saturating_mul(100) >= of.saturating_mul(share) {
                told.push(Accident { code: code.to_owned(), count, of });
            }
        };
        for (count, (code, ..)) in self.factors.iter().zip(FACTORS) {
            tell(code, *count, self.prices, SAME_FACTOR);
        }
        for (code, count) in &self.lost {
            // Variations may lose something, too.
            tell(code, *count, products.max(*count), SHARE);
        }
        tell("names_alike", self.most_alike(), products, SHARE);
        told.sort_by(|one, other| (other.count, &one.code).cmp(&(one.count, &other.code)));
        told
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Empty => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::Decimal(number) => number.is_zero(),
        Value::Images(images) => images.is_empty(),
        _ => false,
    }
}

fn sells(value: &Value) -> bool {
    matches!(value, Value::Integer(quantity) if *quantity > 0)
}

#[cfg(test)]
mod tests {
    use longshore_engine::{change::Phase, record::Fields, value::ChangeId};

    use super::*;

    fn update(fields: &[(&str, Value, Value)]) -> Change {
        let side = |at: fn(&(&str, Value, Value)) -> Value| -> Fields {
            fields.iter().map(|field| (field.0.into(), at(field))).collect()
        };
        Change {
            id: ChangeId(1),
            phase: Phase::Products,
            action: Action::Update,
            entity: Entity::Product,
            record: None,
            parent: None,
            before: side(|field| field.1.clone()),
            fields: side(|field| field.2.clone()),
            label: String::new(),
            row: Some(1),
            completes: None,
            reason: "fields_differ".into(),
        }
    }

    fn price(before: i64, after: i64) -> Change {
        let price = |cents| Value::Decimal(Decimal::new(cents, 2));
        update(&[("regular_price", price(before), price(after))])
    }

    fn told(changes: &[Change], products: u64) -> Vec<(String, u64, u64)> {
        let mut accidents = Accidents::default();
        changes.iter().for_each(|change| accidents.note(change));
        accidents.told(products).into_iter().map(|one| (one.code, one.count, one.of)).collect()
    }

    #[test]
    fn prices_that_all_lost_their_comma_are_told() {
        let mut changes: Vec<Change> = (1..=9).map(|n| price(n * 1_090, n * 109_000)).collect();
        changes.push(price(500, 550));
        assert_eq!(told(&changes, 100), [("prices_times_100".to_owned(), 9, 10)]);
        let by_ten: Vec<Change> = (1..=5).map(|n| price(n * 1_000, n * 105)).collect();
        assert_eq!(told(&by_ten, 100), [("prices_by_10".to_owned(), 5, 5)]);
    }

    #[test]
    fn new_prices_are_no_accident() {
        let changes: Vec<Change> = (1..=50).map(|n| price(n * 1_000, n * 1_190)).collect();
        assert_eq!(told(&changes, 50), []);
        let few: Vec<Change> = (1..=4).map(|n| price(n * 10, n * 1_000)).collect();
        assert_eq!(told(&few, 4), []);
    }

    #[test]
    fn half_of_a_shop_that_goes_out_of_sight_is_told() {
        let text = |text: &str| Value::Text(text.to_owned());
        let hidden = update(&[("status", text("publish"), text("draft"))]);
        let hidden = vec![hidden; 30];
        assert_eq!(told(&hidden, 50), [("products_hidden".to_owned(), 30, 50)]);
        assert_eq!(told(&hidden, 70), []);
    }

    #[test]
    fn names_that_become_one_are_told() {
        let text = |text: &str| Value::Text(text.to_owned());
        let names: Vec<Change> =
            (0..20).map(|n| update(&[("name", text(&format!("Hat {n}")), text("EUR"))])).collect();
        assert_eq!(told(&names, 30), [("names_alike".to_owned(), 20, 30)]);
        let lost: Vec<Change> =
            (0..20).map(|n| update(&[("name", text(&format!("Hat {n}")), Value::Empty)])).collect();
        assert_eq!(told(&lost, 30), [("names_lost".to_owned(), 20, 30)]);
    }
}
