//! What stands in the shop, what the file says, and what has to be there in the end: told without Longshore.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::{Value, json};

use super::dice::Dice;
use crate::{shop::Shop, witness::Witness};

const HEADER: &str = "Type,SKU,Name,Regular price,Stock,Categories,Tags,Images,Parent,\
                      Attribute 1 name,Attribute 1 value(s),Attribute 1 global\n";
const CATEGORIES: [&str; 5] =
    ["Ship", "Ship > Brass", "Ship > Floats", "Harbour", "Harbour > Rope"];
const TAGS: [&str; 4] = ["new", "heavy", "spare", "blue"];
const SIZES: [&str; 4] = ["S", "M", "L", "XL"];

/// What a file is there for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Purpose {
    /// It makes and changes records.
    Import,
    /// It makes more than fit into a request.
    Long,
    /// It only changes.
    Change,
    /// It moves to the trash.
    Remove,
}

/// A record that the file makes or changes.
#[derive(Clone, Debug, Default)]
struct Row {
    kind: &'static str,
    sku: String,
    name: String,
    price: String,
    stock: Option<u64>,
    category: &'static str,
    tag: &'static str,
    image: String,
    parent: String,
    size: String,
    is_global: bool,
}

/// What one case works with.
pub(super) struct Goods {
    purpose: Purpose,
    old: Vec<Value>,
    made: Vec<Row>,
    changed: Vec<Row>,
    removed: Vec<String>,
}

impl Goods {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let purpose = match dice.below(20) {
            0 => Purpose::Long,
            1..=3 => Purpose::Change,
            4..=6 => Purpose::Remove,
            _ => Purpose::Import,
        };
        let mut goods = Self {
            purpose,
            old: Vec::new(),
            made: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
        };
        for number in 0..dice.from(3, 6) {
            goods.old.push(json!({
                "name": format!("Old thing {number}"),
                "sku": format!("OLD-{number}"),
                "regular_price": format!("{}.50", 10 + number),
                "manage_stock": true,
                "stock_quantity": number,
            }));
        }
        match purpose {
            Purpose::Remove => {
                let count = dice.from(2, goods.old.len());
                goods.removed = (0..count).map(|number| format!("OLD-{number}")).collect();
            }
            Purpose::Change => goods.change(dice, 1),
            Purpose::Long => {
                goods.make_simple(dice, 70, 60);
                // More that say the same than fit into a request.
                let row = Row::simple(dice, "Nameless knot".to_owned());
                goods.made.extend(std::iter::repeat_n(row, dice.from(60, 130)));
                goods.change(dice, 2);
            }
            Purpose::Import => {
                let (with, without) = (dice.from(1, 5), dice.from(1, 5));
                goods.make_simple(dice, with, without);
                for number in 0..dice.from(0, 2) {
                    goods.make_variable(dice, number);
                }
                goods.change(dice, 2);
                if dice.chance(40) {
                    goods.add_somebody_elses();
                }
            }
        }
        goods
    }

    fn make_simple(&mut self, dice: &mut Dice, with: usize, without: usize) {
        for number in 0..with {
            let sku = format!("NEW-{number}");
            let image = match dice.chance(15) {
                true => format!("https://pictures.example/{number}.jpg"),
                false => String::new(),
            };
            self.made.push(Row { sku, image, ..Row::simple(dice, format!("New thing {number}")) });
        }
        for number in 0..without {
            let row = Row::simple(dice, format!("Nameless thing {number}"));
            // Some rows say the same, and each is a record.
            self.made.extend(std::iter::repeat_n(row, if dice.chance(25) { 2 } else { 1 }));
        }
    }

    /// Puts into the shop what says the same as a row of the file, and is not from there.
    fn add_somebody_elses(&mut self) {
        let is_nameless = |row: &&mut Row| row.kind == "simple" && row.sku.is_empty();
        let Some(first) = self.made.iter_mut().find(is_nameless).map(|row| row.name.clone()) else {
            return;
        };
        for row in self.made.iter_mut().filter(|row| row.name == first) {
            (row.category, row.tag) = ("", "");
        }
        let theirs = self.made.iter().find(|row| row.name == first).map(Row::as_somebody_elses);
        self.old.extend(theirs);
    }

    fn make_variable(&mut self, dice: &mut Dice, number: usize) {
        let parent = format!("SHIRT-{number}");
        let is_global = dice.chance(50);
        let sizes = &SIZES[..dice.from(2, 4)];
        self.made.push(Row {
            kind: "variable",
            sku: parent.clone(),
            price: String::new(),
            stock: None,
            size: sizes.join(", "),
            is_global,
            ..Row::simple(dice, format!("Shirt {number}"))
        });
        let has_skus = dice.chance(50);
        for size in sizes {
            self.made.push(Row {
                kind: "variation",
                sku: if has_skus { format!("{parent}-{size}") } else { String::new() },
                price: format!("{}", dice.from(20, 40)),
                parent: parent.clone(),
                size: (*size).to_owned(),
                is_global,
                ..Row::default()
            });
        }
    }

    fn change(&mut self, dice: &mut Dice, every: usize) {
        let all = self.old.len();
        for number in (0..all).step_by(every) {
            self.changed.push(Row {
                kind: "simple",
                sku: format!("OLD-{number}"),
                name: format!("Old thing {number}"),
                price: format!("{}.90", dice.from(50, 99)),
                stock: Some(dice.from(100, 200) as u64),
                ..Row::default()
            });
        }
    }

    /// Puts into the shop what stands there before.
    pub(super) fn stock(&self, shop: &Shop) {
        let status = shop.witness().post("products/batch", &json!({ "create": self.old }));
        assert_eq!(status, 200);
        shop.practice.clear_requests();
    }

    pub(super) fn file(&self) -> String {
        if self.purpose == Purpose::Remove {
            return format!("SKU\n{}\n", self.removed.join("\n"));
        }
        let rows: String = self.made.iter().chain(&self.changed).map(Row::line).collect();
        format!("{HEADER}{rows}")
    }

    /// What is typed besides the file.
    pub(super) fn words(&self) -> &'static [&'static str] {
        if self.purpose == Purpose::Remove { &["--mode", "delete"] } else { &[] }
    }

    /// Records without a key of their own that the file makes.
    pub(super) fn nameless(&self) -> usize {
        self.made.iter().filter(|row| row.sku.is_empty()).count()
    }

    /// How many records are made, changed and removed.
    pub(super) fn counts(&self) -> [(&'static str, usize); 3] {
        [
            ("create", self.made.len()),
            ("update", self.changed.len()),
            ("delete", self.removed.len()),
        ]
    }

    /// How many records of each kind come into the shop.
    pub(super) fn created(&self) -> BTreeMap<&'static str, usize> {
        let mut paths = BTreeSet::new();
        for row in &self.made {
            let parts: Vec<&str> = row.category.split(" > ").collect();
            paths.extend((1..=parts.len()).map(|length| parts[..length].join(" > ")));
        }
        paths.remove("");
        let distinct = |of: fn(&Row) -> Vec<String>| {
            let all: BTreeSet<String> = self.made.iter().flat_map(of).collect();
            all.into_iter().filter(|one| !one.is_empty()).count()
        };
        let global = |row: &Row| row.is_global && row.kind == "variable";
        let terms = distinct(|row| match row.is_global && row.kind == "variable" {
            true => row.size.split(", ").map(str::to_owned).collect(),
            false => Vec::new(),
        });
        let of_kind = |is: fn(&Row) -> bool| self.made.iter().filter(|row| is(row)).count();
        let counts = [
            ("products", of_kind(|row| row.kind != "variation")),
            ("variations", of_kind(|row| row.kind == "variation")),
            ("categories", paths.len()),
            ("tags", distinct(|row| vec![row.tag.to_owned()])),
            ("attributes", usize::from(self.made.iter().any(global))),
            ("terms", terms),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Holds the shop against the file: every record exactly once and as the row says.
    pub(super) fn must_be_in(&self, witness: &Witness) {
        let products = witness.products();
        let made = self.made.iter().filter(|row| row.kind != "variation").count();
        assert_eq!(products.len(), self.old.len() + made, "products in the shop");
        for sku in &self.removed {
            let found: Vec<_> = products.iter().filter(|one| one["sku"] == **sku).collect();
            assert!(matches!(found[..], [one] if one["status"] == "trash"), "{sku}: {found:?}");
        }
        for row in self.made.iter().chain(&self.changed) {
            let alike: Vec<Value> = match row.kind {
                "variation" => {
                    let parent = products.iter().find(|one| one["sku"] == row.parent).unwrap();
                    witness.variations(parent)
                }
                _ => products.clone(),
            };
            let found = alike.iter().filter(|one| row.is(one)).count();
            let said = |other: &&Row| row.says_the_same(other);
            let rows = self.made.iter().chain(&self.changed).filter(said).count();
            let near: Vec<_> = alike.iter().filter(|one| row.is_near(one)).map(told).collect();
            let theirs = self.old.iter().filter(|one| row.sku.is_empty() && row.is_put_as(one));
            assert_eq!(
                found,
                rows + theirs.count(),
                "{row:?} is in the shop, where there is: {near:#?}"
            );
        }
        let variations = self.created().get("variations").copied().unwrap_or_default();
        let there: usize = products
            .iter()
            .filter(|one| one["type"] == "variable")
            .map(|one| witness.variations(one).len())
            .sum();
        assert_eq!(there, variations, "variations in the shop");
    }
}

impl fmt::Display for Goods {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (made, changed, removed) = (self.made.len(), self.changed.len(), self.removed.len());
        let theirs = self.old.iter().filter(|one| one["sku"].is_null()).count();
        write!(
            out,
            "{made} made ({} nameless, {theirs} like one of somebody else's), {changed} changed, {removed} removed",
            self.nameless()
        )
    }
}

impl Row {
    fn simple(dice: &mut Dice, name: String) -> Self {
        Self {
            kind: "simple",
            name,
            price: format!("{}.{}0", dice.from(1, 90), dice.from(1, 9)),
            stock: Some(dice.from(0, 50) as u64),
            category: dice.one_of(&CATEGORIES),
            tag: if dice.chance(40) { dice.one_of(&TAGS) } else { "" },
            ..Self::default()
        }
    }

    fn line(&self) -> String {
        let stock = self.stock.map(|stock| stock.to_string()).unwrap_or_default();
        let (name, global) = match self.size.is_empty() {
            true => ("", ""),
            false => ("Size", if self.is_global { "1" } else { "0" }),
        };
        let Self { kind, sku, name: title, price, category, tag, image, parent, size, .. } = self;
        format!(
            "{kind},{sku},{title},{price},{stock},{category},{tag},{image},{parent},\
             {name},\"{size}\",{global}\n"
        )
    }

    /// What somebody else has put into the shop that says the same.
    fn as_somebody_elses(&self) -> Value {
        json!({
            "name": self.name,
            "regular_price": self.price,
            "manage_stock": true,
            "stock_quantity": self.stock,
        })
    }

    fn is_put_as(&self, put: &Value) -> bool {
        self.as_somebody_elses() == *put
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.line() == other.line()
    }

    /// Whether a record is worth looking at where this row is missing.
    fn is_near(&self, record: &Value) -> bool {
        (record["sku"] == *self.sku || self.sku.is_empty())
            && (self.kind == "variation" || record["name"] == *self.name)
    }

    /// Whether a record of the shop is what this row says.
    fn is(&self, record: &Value) -> bool {
        let text = |field: &str| record[field].as_str().unwrap_or_default();
        let leaf = self.category.rsplit(" > ").next().unwrap_or_default();
        let has = |field: &str, name: &str| {
            let list = record[field].as_array().map(Vec::as_slice).unwrap_or_default();
            name.is_empty() || list.iter().any(|one| one["name"] == name)
        };
        let size = record["attributes"].to_string();
        // A variation without a SKU shows that of its product.
        let is_parents = self.sku.is_empty() && text("sku") == self.parent;
        (text("sku") == self.sku || is_parents)
            && (self.kind == "variation" || text("name") == self.name)
            && text("regular_price") == self.price
            && (self.stock.is_none() || record["stock_quantity"].as_u64() == self.stock)
            && (self.kind == "variation" || has("categories", leaf) && has("tags", self.tag))
            && (self.image.is_empty()
                || record["images"].as_array().is_some_and(|all| all.len() == 1))
            && (self.kind != "variation" || size.contains(&format!("\"option\":\"{}\"", self.size)))
    }
}

/// A record in short.
fn told(record: &Value) -> String {
    let names = ["id", "sku", "name", "regular_price", "stock_quantity", "date_created"];
    let told: Vec<String> = names.iter().map(|name| record[*name].to_string()).collect();
    format!("{} {} {}", told.join(" "), record["categories"], record["meta_data"])
}
