//! Work with rows and the records of a store that is known already.

use std::{path::Path, sync::Arc};

use longshore_app::engine::{
    change::Change,
    entity::Entity,
    known::Found,
    mapped::Mapped,
    matching::DEFAULT_KEYS,
    plan::{ChangeSink, PlanSettings, Planner, SinkError, Verdict},
    profile::Profile,
    record::{Fields, StoreRecord},
    row::Row,
    value::{ChangeId, Key, Reference, StoreId, Value},
};
use longshore_journal::{Journal, Mirror, mirror::MirrorKnown};

use crate::{catalogue, reading::open, rows::mapping_of, work::measured};

/// Takes the last change.
#[derive(Default)]
struct Last(u64, Option<Change>);

impl ChangeSink for Last {
    fn next(&mut self) -> ChangeId {
        self.0 += 1;
        ChangeId(self.0)
    }

    fn push(&mut self, change: Change) -> Result<(), SinkError> {
        self.1 = Some(change);
        Ok(())
    }
}

fn planner() -> Planner {
    Planner::new(PlanSettings::of(&Profile::default(), None))
}

fn known(mirror: &Mirror) -> MirrorKnown {
    let index = Arc::new(mirror.index(&DEFAULT_KEYS).unwrap());
    mirror.known(index, None).unwrap()
}

/// Makes a mirror in which each row is a product just as the row wants it.
pub(crate) fn make_mirror(arguments: &[String]) {
    let folder = tempfile::tempdir_in(Path::new(&arguments[1]).parent().unwrap()).unwrap();
    let path = folder.path().join("mirror.sqlite");
    let mirror = Mirror::open(&path).unwrap();
    mirror.put(&taxonomies()).unwrap();
    let (known, mut planner, mut sink) = (known(&mirror), planner(), Last::default());
    let mapping = mapping_of(&arguments[0]);
    let mut source = open(&arguments[0]);
    let mut reader = source.reader().unwrap();
    let (mut row, mut mapped, mut issues) = (Row::new(), Mapped::empty(), Vec::new());
    let mut records = Vec::with_capacity(1_000);
    while reader.read(&mut row).unwrap() {
        issues.clear();
        mapping.map(&row, &mut mapped, &mut issues);
        planner.product(&mapped, &known, &mut sink).unwrap();
        let change = sink.1.take().unwrap();
        assert!(change.entity == Entity::Product, "what rows refer to is there: {}", change.label);
        records.push(shown(change.fields, row.number));
        if records.len() == 1_000 {
            mirror.put(&records).unwrap();
            records.clear();
        }
    }
    mirror.put(&records).unwrap();
    drop((known, mirror));
    std::fs::rename(path, &arguments[1]).unwrap();
}

/// What rows of the catalogue refer to.
fn taxonomies() -> Vec<StoreRecord> {
    let text = |text: &str| Value::Text(text.to_owned());
    let record = |entity, id: u64, name: &str, parent: u64| {
        let mut fields = Fields::new();
        fields.set("name", text(name));
        fields.set("slug", text(&name.to_lowercase().replace(' ', "-")));
        if entity == Entity::Category {
            fields.set("parent", Value::Reference(Reference::Stored(StoreId(parent))));
        }
        let parent = (entity == Entity::Term).then_some(StoreId(parent));
        StoreRecord { entity, id: StoreId(id), parent, modified: None, fields }
    };
    vec![
        record(Entity::Category, 1, "Clothing", 0),
        record(Entity::Category, 2, "Shirts", 1),
        record(Entity::Category, 3, "Sale", 0),
        record(Entity::Tag, 4, "cotton", 0),
        record(Entity::Tag, 5, "shirt", 0),
        record(Entity::Brand, 6, "Example Wear", 0),
        record(Entity::Attribute, 1, "Colour", 0),
        record(Entity::Term, 7, "Red", 1),
        record(Entity::Term, 8, "Blue", 1),
    ]
}

/// A product as a store shows it: what was sent, and everything that it has besides.
fn shown(sent: Fields, number: u64) -> StoreRecord {
    let mut fields = sent;
    let mut also = |name: &'static str, value: Value| {
        if fields.get(name).is_none() {
            fields.set(name, value);
        }
    };
    also("slug", Value::Text(format!("cotton-shirt-number-{number}-long-sleeved")));
    also(
        "permalink",
        Value::Text(format!("https://shop.example/product/cotton-shirt-number-{number}/")),
    );
    for (name, value) in
        [("tax_class", ""), ("post_password", ""), ("purchase_note", ""), ("external_url", "")]
    {
        also(name, Value::Text(value.to_owned()));
    }
    for name in ["virtual", "downloadable"] {
        also(name, Value::Boolean(false));
    }
    for name in ["total_sales", "download_limit", "download_expiry"] {
        also(name, Value::Integer(0));
    }
    for name in [
        "sale_price",
        "date_on_sale_from",
        "date_on_sale_to",
        "low_stock_amount",
        "button_text",
        "cross_sell_ids",
        "upsell_ids",
        "grouped_products",
        "default_attributes",
        "downloads",
        "shipping_class",
    ] {
        also(name, Value::Empty);
    }
    StoreRecord {
        entity: Entity::Product,
        id: StoreId(number + 100),
        parent: None,
        modified: None,
        fields,
    }
}

/// Finds the record of each row by its SKU, with reading the keys of the store into memory.
pub(crate) fn find(arguments: &[String]) {
    let mirror = Mirror::open(Path::new(&arguments[1])).unwrap();
    let (found, bytes) = measured(|| {
        let index = mirror.index(&[Key::Sku]).unwrap();
        let mut source = open(&arguments[0]);
        let mut reader = source.reader().unwrap();
        let mut row = Row::new();
        let mut found = 0_u64;
        while reader.read(&mut row).unwrap() {
            let sku = row.get(catalogue::SKU).unwrap();
            let hit = index.find(Entity::Product, None, Key::Sku, sku).unwrap();
            found += u64::from(hit != Found::None);
        }
        (found, index.bytes())
    });
    println!("rows {found}\nbytes {bytes}");
}

/// Plans every row against the store, which has it so already.
pub(crate) fn compare(arguments: &[String]) {
    let mirror = Mirror::open(Path::new(&arguments[1])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let _journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let unchanged = measured(|| {
        let (known, mut planner, mut sink) = (known(&mirror), planner(), Last::default());
        let mapping = mapping_of(&arguments[0]);
        let mut source = open(&arguments[0]);
        let mut reader = source.reader().unwrap();
        let (mut row, mut mapped, mut issues) = (Row::new(), Mapped::empty(), Vec::new());
        let mut unchanged = 0_u64;
        while reader.read(&mut row).unwrap() {
            issues.clear();
            mapping.map(&row, &mut mapped, &mut issues);
            let planned = planner.product(&mapped, &known, &mut sink).unwrap();
            if let (Some(change), true) = (&sink.1, unchanged == 0) {
                panic!(
                    "row {} is not as in the store: {:?} {:?}",
                    row.number, change.fields, change.before
                );
            }
            unchanged += u64::from(matches!(planned.verdict, Verdict::Unchanged(_)));
        }
        assert!(known.take_failure().is_none());
        unchanged
    });
    println!("rows {unchanged}");
}
