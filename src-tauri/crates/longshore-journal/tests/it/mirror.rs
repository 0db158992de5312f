//! What the store last showed, and how it is found again.

use std::{ops::ControlFlow, path::Path, sync::Arc};

use longshore_engine::{
    entity::Entity,
    known::{Found, Known, PATH_SEPARATOR},
    record::StoreRecord,
    value::{AttributeName, Choice, Key, Reference, StoreId, Value},
};
use longshore_journal::{
    Mirror,
    memory::Became,
    mirror::{MirrorKnown, Synced},
};
use tempfile::TempDir;

use crate::fixture::{Studio, at, fields, product};

const KEYS: [Key; 5] = [Key::Sku, Key::Gtin, Key::Slug, Key::Name, Key::Choices];

fn mirror() -> (TempDir, Mirror) {
    let folder = tempfile::tempdir().unwrap();
    let mirror = Mirror::open(&folder.path().join("mirrors/1.db")).unwrap();
    (folder, mirror)
}

fn known(mirror: &Mirror) -> MirrorKnown {
    mirror.known(Arc::new(mirror.index(&KEYS).unwrap()), None).unwrap()
}

fn record(entity: Entity, id: u64, parent: Option<u64>, values: &[(&str, &str)]) -> StoreRecord {
    StoreRecord {
        entity,
        id: StoreId(id),
        parent: parent.map(StoreId),
        modified: None,
        fields: fields(values),
    }
}

fn ids(mirror: &Mirror, entity: Entity) -> Vec<u64> {
    let mut found = Vec::new();
    mirror
        .each(entity, |record| {
            found.push(record.id.0);
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

#[test]
fn records_come_back_and_the_newest_counts() {
    let (_folder, mirror) = mirror();
    let first = product(7, &[("name", "Hat"), ("meta:_a_long_name_of_some_plugin", "1")]);
    let other = product(3, &[("name", "Scarf")]);
    let tag = record(Entity::Tag, 7, None, &[("name", "New")]);
    mirror.put(&[first, other.clone(), tag.clone()]).unwrap();
    let newer = product(7, &[("name", "Better hat")]);
    mirror.put(std::slice::from_ref(&newer)).unwrap();

    assert_eq!(mirror.get(Entity::Product, StoreId(7)).unwrap(), Some(newer.clone()));
    assert_eq!(mirror.get(Entity::Tag, StoreId(7)).unwrap(), Some(tag));
    assert_eq!(mirror.get(Entity::Brand, StoreId(7)).unwrap(), None);
    let asked = [7, 8, 3].map(StoreId);
    assert_eq!(mirror.get_many(Entity::Product, &asked).unwrap(), [newer, other]);
    assert_eq!(
        (mirror.count(Entity::Product).unwrap(), ids(&mirror, Entity::Product)),
        (2, vec![3, 7])
    );
}

#[test]
fn long_readings_are_paged_and_can_break_off() {
    let (_folder, mirror) = mirror();
    let all: Vec<StoreRecord> = (1..=2_500).map(|id| product(id, &[("sku", "x")])).collect();
    mirror.put(&all).unwrap();
    assert_eq!(ids(&mirror, Entity::Product), (1..=2_500).collect::<Vec<u64>>());
    let mut seen = 0;
    let break_off = |_| {
        seen += 1;
        if seen == 1_500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    mirror.each(Entity::Product, break_off).unwrap();
    assert_eq!(seen, 1_500);
}

#[test]
fn what_a_full_read_does_not_meet_is_gone() {
    let (_folder, mirror) = mirror();
    mirror.put(&[product(1, &[]), product(2, &[]), product(3, &[])]).unwrap();
    mirror.put(&[record(Entity::Tag, 1, None, &[])]).unwrap();
    let broken_off = mirror.begin_full_read(Entity::Product).unwrap();
    let read = mirror.begin_full_read(Entity::Product).unwrap();
    mirror.put(&[product(2, &[])]).unwrap();
    mirror.put(&[product(9, &[])]).unwrap();
    let synced =
        Synced { complete_at: Some(at(5)), modified_until: Some(at(4)), asked_at: Some(at(5)) };
    assert_eq!(mirror.end_full_read(broken_off, Synced::default()).unwrap(), 0, "it was overtaken");
    assert_eq!(mirror.end_full_read(read, synced).unwrap(), 2);
    assert_eq!(ids(&mirror, Entity::Product), [2, 9]);
    assert_eq!(ids(&mirror, Entity::Tag), [1], "another kind");
    assert_eq!(mirror.synced(Entity::Product).unwrap(), synced);
    assert_eq!(mirror.synced(Entity::Tag).unwrap(), Synced::default());
    let known = known(&mirror);
    assert_eq!(known.record(Entity::Product, StoreId(1)), None);
}

#[test]
fn variations_are_read_product_by_product() {
    let (_folder, mirror) = mirror();
    let variation = |id, parent| record(Entity::Variation, id, Some(parent), &[]);
    mirror.put(&[variation(11, 1), variation(12, 1), variation(21, 2)]).unwrap();
    assert_eq!(mirror.keep_children(Entity::Variation, StoreId(1), &[StoreId(12)]).unwrap(), 1);
    assert_eq!(mirror.children(Entity::Variation, StoreId(1)).unwrap(), [StoreId(12)]);
    assert_eq!(ids(&mirror, Entity::Variation), [12, 21]);
    mirror.remove(Entity::Variation, &[StoreId(21)]).unwrap();
    assert_eq!(mirror.children(Entity::Variation, StoreId(2)).unwrap(), []);
}

#[test]
fn keys_are_found_without_letter_case_and_outer_spaces() {
    let (_folder, mirror) = mirror();
    let hat = [
        ("sku", "Hat-Ä1"),
        ("global_unique_id", "400-638 1333931"),
        ("slug", "hat"),
        ("name", "Fish &amp; Hat"),
    ];
    mirror
        .put(&[
            product(7, &hat),
            product(8, &[("sku", "other"), ("name", "Hat"), ("slug", "hat-2")]),
        ])
        .unwrap();
    mirror
        .put(&[product(9, &[("sku", ""), ("name", "hat ")]), product(10, &[("sku", " ")])])
        .unwrap();
    let known = known(&mirror);
    let find = |key, value| known.find(Entity::Product, None, key, value);
    assert_eq!(find(Key::Sku, " hat-ä1 "), Found::One(StoreId(7)));
    assert_eq!(find(Key::Sku, "hat"), Found::None);
    assert_eq!(find(Key::Sku, ""), Found::None, "no SKU is no key");
    assert_eq!(find(Key::Gtin, "4006381333931"), Found::One(StoreId(7)));
    assert_eq!(find(Key::Slug, "HAT"), Found::One(StoreId(7)));
    assert_eq!(find(Key::Name, "fish & hat"), Found::One(StoreId(7)));
    assert_eq!(find(Key::Name, "HAT"), Found::Several(2));
    assert_eq!(find(Key::Id, "8"), Found::One(StoreId(8)));
    assert_eq!(find(Key::Id, "88"), Found::None);
    assert_eq!(known.find(Entity::Variation, None, Key::Sku, "other"), Found::None, "another kind");
    assert!(known.take_failure().is_none());
}

#[test]
fn a_variation_has_its_choices_and_not_its_products_sku() {
    let (_folder, mirror) = mirror();
    let of = |attribute: u64, option: &str| Choice {
        attribute: AttributeName::Global(Reference::Stored(StoreId(attribute))),
        option: option.to_owned(),
    };
    let local = |label: &str, option: &str| Choice {
        attribute: AttributeName::Local(label.to_owned()),
        option: option.to_owned(),
    };
    let variation = |id, parent, sku: &str, choices: Vec<Choice>| {
        let mut variation = record(Entity::Variation, id, Some(parent), &[("sku", sku)]);
        variation.fields.set("attributes", Value::Choices(choices));
        variation
    };
    mirror
        .put(&[
            product(1, &[("sku", "SHIRT")]),
            variation(11, 1, "shirt", vec![of(3, "Blue"), local("Cut", "Wide")]),
            variation(12, 1, "shirt", vec![of(3, "Red"), local("Cut", "")]),
            variation(13, 1, "shirt-13", vec![of(3, ""), local("Cut", "")]),
            product(2, &[("sku", "")]),
            variation(21, 2, "shirt", vec![of(3, "Red")]),
        ])
        .unwrap();
    let known = known(&mirror);
    let choices = |parent: u64, parts: &[&str]| {
        let value = parts.join(&PATH_SEPARATOR.to_string());
        known.find(Entity::Variation, Some(StoreId(parent)), Key::Choices, &value)
    };
    assert_eq!(choices(1, &["3=blue", "cut=wide"]), Found::One(StoreId(11)));
    assert_eq!(choices(1, &["3=red"]), Found::One(StoreId(12)));
    assert_eq!(choices(2, &["3=red"]), Found::One(StoreId(21)));
    assert_eq!(choices(2, &["3=blue"]), Found::None);
    assert_eq!(choices(1, &[""]), Found::One(StoreId(13)), "any of everything");
    let sku = |sku| known.find(Entity::Variation, None, Key::Sku, sku);
    assert_eq!((sku("shirt"), sku("SHIRT-13")), (Found::One(StoreId(21)), Found::One(StoreId(13))));
}

#[test]
fn categories_are_found_by_their_place_in_the_tree_and_terms_within_their_attribute() {
    let (_folder, mirror) = mirror();
    let category = |id, name: &str, parent: Option<u64>| {
        let mut category = record(Entity::Category, id, None, &[("name", name)]);
        if let Some(parent) = parent {
            category.fields.set("parent", Value::Reference(Reference::Stored(StoreId(parent))));
        }
        category
    };
    let term =
        |id, attribute, name: &str| record(Entity::Term, id, Some(attribute), &[("name", name)]);
    mirror
        .put(&[
            category(30, "Men", None),
            category(4, "Hats &amp; Caps", Some(30)),
            category(31, "Women", None),
            category(5, "Hats & caps", Some(31)),
            category(6, "Lost", Some(99)),
            category(7, "Snake", Some(8)),
            category(8, "Tail", Some(7)),
            term(1, 3, "Blue"),
            term(2, 4, "Blue"),
        ])
        .unwrap();
    let known = known(&mirror);
    let path = |parts: &[&str]| {
        known.find(Entity::Category, None, Key::Path, &parts.join(&PATH_SEPARATOR.to_string()))
    };
    assert_eq!(path(&["men", "hats & caps"]), Found::One(StoreId(4)));
    assert_eq!(path(&["Women", "Hats &amp; caps"]), Found::One(StoreId(5)));
    assert_eq!(path(&["hats & caps"]), Found::None);
    assert_eq!(path(&["lost"]), Found::One(StoreId(6)));
    assert_eq!(path(&["snake"]), Found::None);
    assert_eq!(known.find(Entity::Category, None, Key::Name, "hats & caps"), Found::Several(2));
    let blue =
        |within: Option<u64>| known.find(Entity::Term, within.map(StoreId), Key::Name, "blue");
    assert_eq!((blue(Some(3)), blue(Some(4))), (Found::One(StoreId(1)), Found::One(StoreId(2))));
    assert_eq!((blue(Some(5)), blue(None)), (Found::None, Found::Several(2)));
}

#[test]
fn an_index_answers_only_for_the_keys_it_was_made_with() {
    let (_folder, mirror) = mirror();
    mirror.put(&[product(1, &[("sku", "a"), ("name", "A")])]).unwrap();
    let known = mirror.known(Arc::new(mirror.index(&[Key::Sku]).unwrap()), None).unwrap();
    assert_eq!(known.find(Entity::Product, None, Key::Sku, "A"), Found::One(StoreId(1)));
    assert!(known.take_failure().is_none());
    assert_eq!(known.find(Entity::Product, None, Key::Name, "A"), Found::None);
    assert!(known.take_failure().is_some(), "nobody may take that for an answer");
}

#[test]
fn what_was_learned_is_asked_in_the_same_place() {
    let studio = Studio::new();
    let (_folder, mirror) = mirror();
    mirror.put(&[product(1, &[("sku", "a")])]).unwrap();
    let keys = [
        ("id:77".to_owned(), Became::of(&product(1, &[]))),
        ("id:78".to_owned(), Became::of(&product(2, &[]))),
    ];
    studio.journal.remember(studio.connection, "supplier", &keys).unwrap();
    let memory = studio.journal.memory(studio.connection).unwrap();
    let index = Arc::new(mirror.index(&KEYS).unwrap());
    let known = mirror.known(index, Some((memory, "supplier"))).unwrap();
    let find = |value| known.find(Entity::Product, None, Key::Remembered, value);
    assert_eq!(
        (find("ID:77"), find("id:78"), find("id:79")),
        (Found::One(StoreId(1)), Found::None, Found::None)
    );
    assert_eq!(known.altered(Entity::Product, StoreId(1)), None);
    assert_eq!(known.image("https://a.example/b.jpg"), None);
}

#[test]
fn records_are_known_in_whatever_order_they_are_asked_for() {
    let (_folder, mirror) = mirror();
    let there = |id: u64| id.is_multiple_of(3) || id > 600;
    let records: Vec<StoreRecord> = (1..=700)
        .filter(|id| there(*id))
        .map(|id| {
            // Some are longer than what is read ahead, and not all have the same fields.
            let text = "x".repeat(if id.is_multiple_of(50) { 200_000 } else { 10 });
            let name = if id.is_multiple_of(7) { "description" } else { "name" };
            record(Entity::Product, id, None, &[("sku", &format!("S-{id}")), (name, &text)])
        })
        .collect();
    mirror.put(&records).unwrap();
    let known = known(&mirror);
    let orders: [Vec<u64>; 4] = [
        (1..=720).collect(),
        (1..=720).rev().collect(),
        (1..=720).map(|id| id * 7_919 % 720).collect(),
        (1..=720).flat_map(|id| [id, 3, id, id + 1]).collect(),
    ];
    for id in orders.into_iter().flatten().map(StoreId) {
        let held = known.record(Entity::Product, StoreId(3));
        let found = known.record(Entity::Product, id);
        assert_eq!(found.as_deref(), mirror.get(Entity::Product, id).unwrap().as_ref(), "{id:?}");
        assert_eq!(found.is_some(), (1..=700).contains(&id.0) && there(id.0));
        assert_eq!(held.unwrap().fields.text("sku"), Some("S-3"), "what is held stays as it is");
        let by_number = known.find(Entity::Product, None, Key::Id, &id.0.to_string());
        assert_eq!(by_number != Found::None, found.is_some());
    }
    assert!(known.take_failure().is_none());
}

#[test]
fn a_damaged_mirror_is_made_anew() {
    let (folder, mirror) = mirror();
    mirror.put(&[product(1, &[])]).unwrap();
    drop(mirror);
    let path: &Path = &folder.path().join("mirrors/1.db");
    std::fs::write(path, "no database at all, but long enough to look like one".repeat(100))
        .unwrap();
    let mirror = Mirror::open(path).unwrap();
    assert_eq!(mirror.count(Entity::Product).unwrap(), 0);
    mirror.put(&[product(1, &[("name", "again")])]).unwrap();
    assert_eq!(ids(&Mirror::open(path).unwrap(), Entity::Product), [1]);
}

#[test]
fn two_who_have_it_open_share_one_dictionary() {
    let (folder, one) = mirror();
    let other = Mirror::open(&folder.path().join("mirrors/1.db")).unwrap();
    let mine = product(1, &[("meta:mine", "1")]);
    let theirs = product(2, &[("meta:theirs", "2"), ("name", "x")]);
    one.put(std::slice::from_ref(&mine)).unwrap();
    other.put(std::slice::from_ref(&theirs)).unwrap();
    one.put(&[product(3, &[("meta:theirs", "3")])]).unwrap();
    for mirror in [&one, &other] {
        assert_eq!(mirror.get(Entity::Product, StoreId(1)).unwrap().as_ref(), Some(&mine));
        assert_eq!(mirror.get(Entity::Product, StoreId(2)).unwrap().as_ref(), Some(&theirs));
    }
}

#[test]
fn a_remembered_number_is_anothers_where_the_shop_made_the_record_at_another_moment() {
    let studio = Studio::new();
    let (_folder, mirror) = mirror();
    let made = |moment: &str| {
        let mut record = product(1, &[("sku", "a")]);
        record.fields.set("date_created", Value::Moment(moment.parse().unwrap()));
        record
    };
    let then = made("2026-03-01T10:00:00");
    let keys = [
        ("sku:a".to_owned(), Became::of(&then)),
        ("sku:b".to_owned(), Became::of(&product(2, &[]))),
    ];
    studio.journal.remember(studio.connection, "supplier", &keys).unwrap();
    mirror.put(std::slice::from_ref(&then)).unwrap();
    let memory = studio.journal.memory(studio.connection).unwrap();
    let index = Arc::new(mirror.index(&KEYS).unwrap());
    let known = mirror.known(index, Some((memory, "supplier"))).unwrap();
    let is_it = |key, record: &StoreRecord| known.is_as_remembered(key, record);
    assert_eq!(is_it("SKU:A", &known.record(Entity::Product, StoreId(1)).unwrap()), Some(true));
    assert_eq!(
        is_it("sku:a", &made("2026-05-01T10:00:00")),
        Some(false),
        "the number came once more"
    );
    assert_eq!(is_it("sku:b", &product(2, &[])), None, "nobody noted when it was made");
    assert!(known.take_failure().is_none());
}
