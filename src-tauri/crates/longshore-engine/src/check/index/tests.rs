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
        index.variation(&parent, choices);
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
        index.variation(&Name::new(Entity::Product, Key::Sku, "P"), [("Size", &*row.to_string())]);
    }
    index.finish();
    assert_eq!(index.uses.len(), 1);
    assert_eq!(index.combinations.len(), 0);
}
