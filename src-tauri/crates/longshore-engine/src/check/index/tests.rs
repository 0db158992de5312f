use super::*;
use crate::entity::Entity;

#[test]
fn a_key_that_repeats_keeps_the_later_rows_out_in_any_letter_case() {
    let mut index = FileIndex::new();
    for (row, sku) in [(1, "Tee-1"), (2, "tee-2"), (3, "TEE-1"), (4, "ÄPFEL"), (5, "äpfel")] {
        index.begin(row, RowType::Product);
        index.sku(sku);
    }
    index.finish();
    assert_eq!(
        (1..=5).map(|row| index.is_kept_out(row)).collect::<Vec<_>>(),
        [false, false, true, false, true]
    );
    assert_eq!(index.repeats(3), [Repeat { row: 3, what: Repeated::Sku, first: 1 }]);
    assert_eq!(index.row_of(&Name::new(Entity::Product, Key::Sku, "TEE-2")), Some(2));
    assert_eq!(index.row_of(&Name::new(Entity::Product, Key::Sku, "tee-3")), None);
}

#[test]
fn the_order_of_choices_makes_no_other_combination() {
    let mut index = FileIndex::new();
    let parent = Name::new(Entity::Product, Key::Id, "7");
    for (row, choices) in [
        (1, [("Size", "S"), ("Colour", "Red")]),
        (2, [("Colour", "red"), ("size", "s")]),
        (3, [("Colour", "S"), ("Size", "Red")]),
    ] {
        index.begin(row, RowType::Variation);
        index.variation(&parent, choices.map(|(label, option)| (label, option, false)));
    }
    index.finish();
    assert_eq!(index.repeats(2).len(), 1);
    assert_eq!(index.repeats(3), []);
    assert!(index.varies(None, Some(7), "SIZE"));
    assert!(!index.varies(None, Some(8), "Size"));
}

proptest::proptest! {
    #[test]
    fn every_hash_is_found_and_no_other(hashes in proptest::collection::vec(proptest::prelude::any::<u64>(), 0..300)) {
        let mut sorted = hashes.clone();
        sorted.sort_unstable();
        for hash in hashes {
            proptest::prop_assert!(contains(&sorted, hash));
            let other = hash.wrapping_add(1);
            proptest::prop_assert_eq!(contains(&sorted, other), sorted.contains(&other));
        }
    }
}

#[test]
fn it_stays_small() {
    let mut index = FileIndex::new();
    for row in 1..=10_000u64 {
        index.begin(row, RowType::Variation);
        index.sku(&row.to_string());
        index.variation(
            &Name::new(Entity::Product, Key::Sku, "P"),
            [("Size", &*row.to_string(), false)],
        );
    }
    index.finish();
    assert_eq!(index.uses.len(), 1);
    assert_eq!(index.combinations.len(), 0);
}

#[test]
fn a_product_lacks_what_only_its_variations_have_wherever_they_stand() {
    let mut index = FileIndex::new();
    let name = |sku| Name::new(Entity::Product, Key::Sku, sku);
    let variation = |index: &mut FileIndex, row, sku, size| {
        index.begin(row, RowType::Variation);
        index.variation(&name(sku), [("Size", size, false)]);
    };
    let product = |index: &mut FileIndex, row, sku, sizes: &[&str]| {
        index.begin(row, RowType::Untold);
        index.sku(sku);
        sizes.iter().for_each(|size| index.offer("Size", size));
    };
    variation(&mut index, 1, "LATE", "XL");
    product(&mut index, 2, "SAYS", &["S", "M"]);
    variation(&mut index, 3, "SAYS", "S");
    variation(&mut index, 4, "LATE", "S");
    product(&mut index, 5, "LATE", &[]);
    variation(&mut index, 6, "SAYS", "L");
    variation(&mut index, 7, "LATE", "s");
    variation(&mut index, 8, "NOBODY", "S");
    for (row, sku, sizes) in [(9, "BARE", &[][..]), (10, "FULL", &["S"][..])] {
        index.begin(row, RowType::Parent);
        index.sku(sku);
        sizes.iter().for_each(|size| index.offer("Length", size));
        variation(&mut index, row + 2, sku, "M");
    }
    index.finish();
    let lacking = |row| index.lacking(row).map(|one| one.option.clone()).collect::<Vec<_>>();
    assert_eq!(lacking(2), Vec::<String>::new(), "what a row says of its product is left alone");
    assert_eq!(lacking(5), ["XL", "S"], "each once, as they come");
    assert_eq!(lacking(9), ["M"], "variable, but it does not say in what");
    assert_eq!(lacking(10), Vec::<String>::new(), "it says in what it is variable");
    assert!(index.offers(5, "size", "xl"));
    assert!(!index.offers(2, "Size", "L"));
}
