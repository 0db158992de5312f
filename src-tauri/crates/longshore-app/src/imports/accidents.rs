//! Does a plan look like an accident?
//!
//! Nobody means to multiply all prices by a hundred or to hide half of a catalogue; a wrong decimal separator or a
//! wrong column does. What is seen is told with the numbers that made it look so, and never keeps anything from
//! running. Which changes they are is kept with the plan: what the user leaves out of it no longer counts.

use std::collections::{BTreeMap, HashMap};

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    issue::{Issue, Severity},
    value::{ChangeId, Value},
};
use longshore_journal::{choosing::LeftOut, issues::IssueGroup};
use roaring::RoaringTreemap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::format_smolstr;
use ts_rs::TS;

use super::beyond;

/// Something that looks like an accident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Accident {
    /// What: `prices_times_1000`, `prices_times_100`, `prices_times_10`, `prices_by_10`, `prices_by_100`,
    /// `prices_by_1000`, `prices_lost`, `prices_below_zero`, `names_lost`, `names_alike`, `descriptions_lost`,
    /// `pictures_lost`, `products_hidden`, `products_removed`, `stock_lost`; of what no undo takes back
    /// `removed_with_more`, `made_without_more`, `orders_act`, `orders_took_stock`.
    pub code: String,
    /// How many records.
    pub count: u64,
    /// Of how many: of the changed prices for factors, of the shop's products for what is said of products.
    pub of: u64,
}

/// Fewer than these are no accident that would not be seen.
const FEWEST: u64 = 5;
/// So few prices are an accident where each of them has exactly the same factor.
const FEWEST_EXACT: u64 = 2;
/// So large a share of the shop's products, in percent.
const SHARE: u64 = 50;
/// What nobody means to do to some products either: without a name or a price they cannot be sold.
const WHATEVER_SHARE: [&str; 2] = ["names_lost", "prices_lost"];
/// What nobody means to do to one.
const BELOW_ZERO: &str = "prices_below_zero";
/// So large a share of the changed prices has the same factor, in percent.
const SAME_FACTOR: u64 = 80;
/// So many different names are told apart.
const MOST_NAMES: usize = 10_000;

/// What stands before the code of an accident among the issues of a run.
pub(crate) const ACCIDENT: &str = "accident_";
/// The changes that change a price, whatever by.
const PRICES: &str = "prices";

/// What is counted while a plan is made.
#[derive(Debug, Default)]
pub(crate) struct Accidents {
    /// By code, and by the field that makes it one; empty for whole records.
    seen: BTreeMap<(&'static str, &'static str), RoaringTreemap>,
    names: HashMap<String, RoaringTreemap>,
}

/// By what a decimal separator that was misread changes prices, and under which name those are kept that it changes
/// by no more and no less.
const FACTORS: [(&str, &str, i64, u32); 6] = [
    ("prices_times_1000", "exactly_times_1000", 1_000, 0),
    ("prices_times_100", "exactly_times_100", 100, 0),
    ("prices_times_10", "exactly_times_10", 10, 0),
    ("prices_by_10", "exactly_by_10", 1, 1),
    ("prices_by_100", "exactly_by_100", 1, 2),
    ("prices_by_1000", "exactly_by_1000", 1, 3),
];

impl Accidents {
    /// Counts a change of an import.
    pub(super) fn note(&mut self, change: &Change) {
        beyond::of_import(change).for_each(|code| self.see(change.id, code, ""));
        self.sold(change);
    }

    /// Counts a change of an undo.
    pub(crate) fn note_undo(&mut self, change: &Change) {
        beyond::of_undo(change).for_each(|code| self.see(change.id, code, ""));
        self.sold(change);
    }

    fn sold(&mut self, change: &Change) {
        if !matches!(change.entity, Entity::Product | Entity::Variation) {
            return;
        }
        let is_product = change.entity == Entity::Product;
        for field in ["regular_price", "sale_price"] {
            if matches!(change.fields.get(field), Some(Value::Decimal(price)) if *price < Decimal::ZERO)
            {
                self.see(change.id, BELOW_ZERO, field);
            }
        }
        match change.action {
            Action::Delete | Action::Trash if is_product => {
                self.see(change.id, "products_removed", "");
            }
            Action::Update => self.update(change, is_product),
            _ => {}
        }
    }

    fn update(&mut self, change: &Change, is_product: bool) {
        let id = change.id;
        // Its variations have prices then.
        let becomes_variable = change.fields.text("type") == Some("variable");
        for (field, after) in change.fields.iter() {
            let before = change.before.get(field).unwrap_or(&Value::Empty);
            let is_lost = is_nothing(after) && !is_nothing(before);
            match field.as_str() {
                "regular_price" if becomes_variable => {}
                "regular_price" if is_lost => self.see(id, "prices_lost", "regular_price"),
                "regular_price" => self.price(id, before, after),
                _ if !is_product => {}
                "name" if is_lost => self.see(id, "names_lost", "name"),
                "name" => self.name(id, after),
                "description" if is_lost => self.see(id, "descriptions_lost", "description"),
                "images" if is_lost => self.see(id, "pictures_lost", "images"),
                "status" if text(before) == Some("publish") && text(after) != Some("publish") => {
                    self.see(id, "products_hidden", "status");
                }
                "catalog_visibility" if text(after) == Some("hidden") => {
                    self.see(id, "products_hidden", "catalog_visibility");
                }
                "stock_quantity" if sells(before) && !sells(after) => {
                    self.see(id, "stock_lost", "stock_quantity");
                }
                "stock_status"
                    if text(before) == Some("instock") && text(after) == Some("outofstock") =>
                {
                    self.see(id, "stock_lost", "stock_status");
                }
                _ => {}
            }
        }
    }

    fn see(&mut self, change: ChangeId, code: &'static str, field: &'static str) {
        self.seen.entry((code, field)).or_default().insert(change.0);
    }

    fn price(&mut self, change: ChangeId, before: &Value, after: &Value) {
        let (Value::Decimal(before), Value::Decimal(after)) = (before, after) else { return };
        if before.is_zero() || after.is_zero() {
            return;
        }
        self.see(change, PRICES, "regular_price");
        let Some(factor) = after.checked_div(*before) else { return };
        for (code, exactly, number, scale) in FACTORS {
            let wanted = Decimal::new(number, scale);
            if factor == wanted {
                self.see(change, exactly, "regular_price");
            }
            // Prices may go up or down a little at the same time.
            let Some(share) = factor.checked_div(wanted) else { continue };
            if share > Decimal::new(8, 1) && share < Decimal::new(125, 2) {
                self.see(change, code, "regular_price");
            }
        }
    }

    fn name(&mut self, change: ChangeId, after: &Value) {
        if let Some(name) = text(after)
            && (self.names.len() < MOST_NAMES || self.names.contains_key(name))
        {
            self.names.entry(name.to_owned()).or_default().insert(change.0);
        }
    }

    /// Whether anything was counted that only the size of the shop makes an accident.
    pub(super) fn asks_for_size(&self) -> bool {
        let is_many = |changes: &RoaringTreemap| changes.len() >= FEWEST;
        let is_by_share = |code: &str| !is_of_prices(code) && !beyond::is_one(code);
        let by_share = self.seen.iter().filter(|((code, _), _)| is_by_share(code));
        by_share.map(|(_, changes)| changes).chain(self.names.values()).any(is_many)
    }

    /// What may be an accident in an undo: with prices, of which only the changed prices tell, and what cannot be
    /// taken back. What else it removes or empties again was made by the run that it takes back.
    pub(crate) fn of_an_undo(mut self) -> Vec<Suspicion> {
        self.seen.retain(|(code, _), _| is_of_prices(code) || beyond::is_one(code));
        self.names.clear();
        self.suspicions(0)
    }

    /// What may be an accident in a shop with so many products.
    pub(super) fn suspicions(self, products: u64) -> Vec<Suspicion> {
        let alike = self.names.into_values().max_by_key(RoaringTreemap::len);
        let alike = alike.map(|changes| (("names_alike", "name"), changes));
        let all = self.seen.into_iter().chain(alike);
        let fewest = |code| match code {
            BELOW_ZERO => 1,
            code if beyond::is_one(code) => 1,
            code if is_of_prices(code) => FEWEST_EXACT,
            _ => FEWEST,
        };
        let many = all.filter(|((code, _), changes)| changes.len() >= fewest(code));
        many.map(|((code, field), changes)| Suspicion {
            code: code.to_owned(),
            field: field.to_owned(),
            products,
            changes,
        })
        .collect()
    }
}

fn is_of_prices(code: &str) -> bool {
    code == PRICES
        || FACTORS.iter().any(|(factor, exactly, ..)| *factor == code || *exactly == code)
}

/// Changes that may be an accident together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Suspicion {
    code: String,
    /// The field that makes them one; empty for whole records.
    field: String,
    /// How many products the shop has.
    products: u64,
    changes: RoaringTreemap,
}

impl Suspicion {
    /// As an issue of its run: its rows are the numbers of the changes, counted from the first of them.
    pub(crate) fn kept(&self) -> IssueGroup {
        let code = format_smolstr!("{ACCIDENT}{}/{}", self.code, self.field);
        let first = self.changes.min().unwrap_or_default();
        let number = |change: u64| u32::try_from(change - first).ok();
        let example = Issue {
            code: code.clone(),
            severity: Severity::Warning,
            row: None,
            column: None,
            params: vec![
                ("of".into(), self.products.to_string()),
                ("first".into(), first.to_string()),
            ],
            fix: None,
        };
        IssueGroup {
            code,
            severity: Severity::Warning,
            column: None,
            count: self.changes.len(),
            example,
            rows: self.changes.iter().filter_map(number).collect(),
        }
    }

    /// Of an issue of a run, where it is one.
    pub(crate) fn of(group: &IssueGroup) -> Option<Self> {
        let (code, field) = group.code.strip_prefix(ACCIDENT)?.split_once('/')?;
        let param = |wanted: &str| -> Option<u64> {
            let params = &group.example.params;
            params.iter().find(|(name, _)| name == wanted)?.1.parse().ok()
        };
        let first = param("first")?;
        Some(Self {
            code: code.to_owned(),
            field: field.to_owned(),
            products: param("of")?,
            changes: group.rows.iter().map(|row| first + u64::from(row)).collect(),
        })
    }

    /// The same without what the user left out.
    pub(crate) fn without(mut self, left_out: &LeftOut) -> Self {
        self.changes -= &left_out.records;
        if let Some(changes) = left_out.fields.get(self.field.as_str()) {
            self.changes -= changes;
        }
        self
    }
}

/// What looks like an accident, the largest first.
pub(crate) fn told(suspicions: &[Suspicion]) -> Vec<Accident> {
    let mut by_code: BTreeMap<&str, (u64, RoaringTreemap)> = BTreeMap::new();
    for one in suspicions {
        let (products, changes) = by_code.entry(&one.code).or_default();
        *products = one.products;
        *changes |= &one.changes;
    }
    let prices = by_code.remove(PRICES).map_or(0, |(_, changes)| changes.len());
    let exact: BTreeMap<&str, u64> = FACTORS
        .iter()
        .filter_map(|(code, exactly, ..)| Some((*code, by_code.remove(exactly)?.1.len())))
        .collect();
    let mut told: Vec<Accident> = by_code
        .into_iter()
        .filter_map(|(code, (products, changes))| {
            let count = changes.len();
            // Variations may lose something, too.
            let (of, fewest, share) = match code {
                BELOW_ZERO => (products.max(count), 1, 0),
                code if beyond::is_one(code) => (count, 1, 0),
                code if is_of_prices(code) => (prices, FEWEST, SAME_FACTOR),
                code if WHATEVER_SHARE.contains(&code) => (products.max(count), FEWEST, 0),
                _ => (products.max(count), FEWEST, SHARE),
            };
            let is_told = count >= fewest && count.saturating_mul(100) >= of.saturating_mul(share);
            // Of few prices all have it, to the cent.
            let all_alike =
                exact.get(code).is_some_and(|exact| *exact >= FEWEST_EXACT && *exact == of);
            (is_told || all_alike).then(|| Accident { code: code.to_owned(), count, of })
        })
        .collect();
    told.sort_by(|one, other| (other.count, &one.code).cmp(&(one.count, &other.code)));
    told
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

    fn suspicions(changes: &[Change], products: u64) -> Vec<Suspicion> {
        let mut accidents = Accidents::default();
        for (number, change) in (1_000..).zip(changes) {
            accidents.note(&Change { id: ChangeId(number), ..change.clone() });
        }
        accidents.suspicions(products)
    }

    fn counted(suspicions: &[Suspicion]) -> Vec<(String, u64, u64)> {
        super::told(suspicions).into_iter().map(|one| (one.code, one.count, one.of)).collect()
    }

    fn told(changes: &[Change], products: u64) -> Vec<(String, u64, u64)> {
        counted(&suspicions(changes, products))
    }

    #[test]
    fn what_is_left_out_of_a_plan_is_no_accident_any_more() {
        let mut changes: Vec<Change> = (1..=9).map(|n| price(n * 1_090, n * 109_000)).collect();
        changes.extend((1..=4).map(|n| price(n * 500, n * 550)));
        let all: Vec<Suspicion> =
            suspicions(&changes, 100).iter().filter_map(|one| Suspicion::of(&one.kept())).collect();
        assert_eq!(counted(&all), [], "nine of thirteen may be meant");
        let without = |left_out: &LeftOut| {
            let rest: Vec<_> = all.iter().map(|one| one.clone().without(left_out)).collect();
            counted(&rest)
        };
        // Without the harmless ones the others stand out.
        let records = (1_009..1_013).collect();
        let harmless = LeftOut { records, ..LeftOut::default() };
        assert_eq!(without(&harmless), [("prices_times_100".to_owned(), 9, 9)]);
        let records = (1_000..1_005).collect();
        assert_eq!(without(&LeftOut { records, ..LeftOut::default() }), []);
        let fields = [("regular_price".into(), (1_000..2_000).collect())].into();
        assert_eq!(without(&LeftOut { fields, ..LeftOut::default() }), []);
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
    }

    #[test]
    fn few_prices_are_an_accident_where_all_have_exactly_the_same_factor() {
        let times = |all: std::ops::RangeInclusive<i64>, factor: i64| {
            all.map(|n| price(n * 110, n * 110 * factor)).collect::<Vec<Change>>()
        };
        assert_eq!(told(&times(1..=4, 100), 90), [("prices_times_100".to_owned(), 4, 4)]);
        assert_eq!(told(&times(1..=2, 1_000), 90), [("prices_times_1000".to_owned(), 2, 2)]);
        assert_eq!(told(&times(1..=1, 100), 90), [], "one price is seen");
        let mut mixed = times(1..=3, 10);
        mixed.push(price(500, 550));
        assert_eq!(told(&mixed, 90), [], "another price changed otherwise");
        let rough: Vec<Change> = (1..=4).map(|n| price(n * 100, n * 1_050)).collect();
        assert_eq!(told(&rough, 90), [], "about ten times may be meant");
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
    fn products_that_nobody_could_buy_any_more_are_told_however_large_the_shop_is() {
        let text = |text: &str| Value::Text(text.to_owned());
        let cents = |cents| Value::Decimal(Decimal::new(cents, 2));
        let emptied = |n: i64| {
            update(&[
                ("name", text(&format!("Hat {n}")), Value::Empty),
                ("regular_price", cents(n * 100), Value::Empty),
            ])
        };
        let lost = |count| {
            vec![("names_lost".to_owned(), count, 3_029), ("prices_lost".to_owned(), count, 3_029)]
        };
        assert_eq!(told(&(1..=30).map(emptied).collect::<Vec<_>>(), 3_029), lost(30));
        assert_eq!(told(&(1..=4).map(emptied).collect::<Vec<_>>(), 3_029), [], "four are seen");
        let divided = |n: i64| {
            update(&[
                ("type", text("simple"), text("variable")),
                ("regular_price", cents(n * 100), Value::Empty),
            ])
        };
        assert_eq!(told(&(1..=9).map(divided).collect::<Vec<_>>(), 9), [], "variations have them");
        let below = update(&[("sale_price", Value::Empty, cents(-300))]);
        let made = Change { action: Action::Create, ..price(0, -1) };
        let wanted = [("prices_below_zero".to_owned(), 2, 90)];
        assert_eq!(told(&[below, made, price(100, 200)], 90), wanted);
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
