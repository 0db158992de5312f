//! Categories stand where their rows mean, also where a row names nothing but the one right above it.

use serde_json::Value;

use super::{counted, import, import_ending, out, written};
use crate::{shop::Shop, terminal::Longshore};

/// The ways to all categories of the shop, as its witness has them.
fn ways(shop: &Shop) -> Vec<String> {
    let all = shop.witness().all("products/categories", "");
    let name = |one: &Value| one["name"].as_str().unwrap_or_default().to_owned();
    let mut ways: Vec<String> = all
        .iter()
        .map(|one| {
            let (mut way, mut at) = (name(one), one);
            while let Some(parent) = all.iter().find(|other| other["id"] == at["parent"]) {
                way = format!("{} > {way}", name(parent));
                at = parent;
            }
            way
        })
        .filter(|way| way != "Uncategorized")
        .collect();
    ways.sort();
    ways
}

#[test]
fn a_parents_bare_name_means_the_one_place_that_is_called_so() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    // Children before their parents, as lists have them.
    let file = written(
        &longshore,
        "tree.csv",
        "Name,Parent\nPolos,Shirts\nClothes,\nshirts,Clothes\nLong,Polos\n",
    );
    counted(&import(&longshore, "categories", &file), &[("create", 4)]);
    let tree = [
        "Clothes",
        "Clothes > shirts",
        "Clothes > shirts > Polos",
        "Clothes > shirts > Polos > Long",
    ];
    assert_eq!(ways(&shop), tree);
    counted(&import(&longshore, "categories", &file), &[("unchanged", 4)]);
    // The next file names one that only the shop has.
    let more = written(&longshore, "more.csv", "Name,Parent\nTees,Shirts\n");
    counted(&import(&longshore, "categories", &more), &[("create", 1)]);
    assert!(ways(&shop).contains(&"Clothes > shirts > Tees".to_owned()), "{:?}", ways(&shop));
    // A parent that the file leaves to the shop is the file's place below what the shop has.
    let below = written(&longshore, "below.csv", "Name,Parent\nThin,Light\nLight,Polos\n");
    counted(&import(&longshore, "categories", &below), &[("create", 2)]);
    let thin = "Clothes > shirts > Polos > Light > Thin".to_owned();
    assert!(ways(&shop).contains(&thin), "{:?}", ways(&shop));
    let back = out(&longshore, "categories");
    let file = written(&longshore, "back.csv", &back);
    let report = import(&longshore, "categories", &file);
    assert_eq!(report["counts"]["unchanged"], report["counts"]["records"], "{report}");
}

#[test]
fn what_lies_in_itself_or_in_one_of_several_stays_out() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = written(&longshore, "circle.csv", "Name,Parent\nA,B\nB,A\nSelf,Self\nC,\n");
    let report = import_ending(&longshore, "categories", &file, 1);
    counted(&report, &[("create", 1), ("skipped", 3)]);
    assert_eq!(ways(&shop), ["C"]);
    let text =
        "Name,Parent\nClothes,\nShoes,\nKids,Clothes\nKids,Shoes\nSocks,Kids\nBoots,Shoes > Kids\n";
    let file = written(&longshore, "several.csv", text);
    let report = import_ending(&longshore, "categories", &file, 1);
    counted(&report, &[("create", 5), ("skipped", 1)]);
    assert!(report.to_string().contains("parent_ambiguous"), "{report}");
    assert!(ways(&shop).contains(&"Shoes > Kids > Boots".to_owned()), "{:?}", ways(&shop));
}
