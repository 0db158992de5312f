//! What a plan says before anything happens, and what an undo says when there is nothing left to take back.

use serde_json::{Value, json};

use crate::{files::LIST, shop::Shop, terminal::Longshore};

/// What a dry run says, in JSON and in words.
#[track_caller]
fn dry(longshore: &Longshore, file: &std::path::Path, more: &[&str]) -> (Value, String) {
    let words = ["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"];
    let words = || words.iter().chain(more);
    let told = longshore.run(words());
    assert!(told.status < 2, "{}", told.err);
    (longshore.json(told.status, words()), told.out)
}

#[track_caller]
fn issue<'v>(told: &'v Value, code: &str) -> Option<&'v Value> {
    told["issues"].as_array().unwrap().iter().find(|issue| issue["code"] == code)
}

#[test]
fn a_plan_says_how_many_categories_and_the_like_it_makes() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let (planned, text) = dry(&longshore, &file, &[]);
    assert_eq!((&planned["counts"]["create"], &planned["terms"]["create"]), (&json!(4), &json!(3)));
    let sentence = "With them 3 categories, tags and attributes would be made.";
    assert!(text.contains(sentence), "{text}");
    let report = longshore.import(0, &file, &[]);
    assert_eq!(report["terms"]["create"], 3);
    assert_eq!(dry(&longshore, &file, &[]).0["terms"]["create"], 0);
    let words = ["undo", "1", "--dry-run"];
    assert_eq!(longshore.json(0, words)["terms"]["delete"], 3);
}

#[test]
fn what_was_only_looked_at_takes_no_number() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    dry(&longshore, &file, &[]);
    assert_eq!(longshore.import(0, &file, &[])["run"], 1);
    dry(&longshore, &file, &[]);
    longshore.json(0, ["undo", "1", "--dry-run"]);
    longshore.json(0, ["check", file.to_str().unwrap(), "--store", "shop"]);
    assert_eq!(longshore.undo(0, &json!(1))["run"], 2);
}

#[test]
fn what_is_taken_back_already_is_not_taken_back_again() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    longshore.undo(0, &json!(1));
    for words in [&["undo", "1", "--yes", "--json"][..], &["undo", "1", "--dry-run", "--json"]] {
        let again = longshore.run(words);
        assert_eq!((again.status, again.error_code().as_str()), (2, "run_already_undone"));
        assert_eq!(again.json()["error"]["params"], json!({ "run": "1", "by": "2" }));
    }
    assert_eq!(longshore.runs(), 2);
    // The taking back can be taken back, and that again.
    assert_eq!(longshore.undo(0, &json!(2))["counts"]["create"], 4);
    assert_eq!(longshore.undo(0, &json!(3))["counts"]["delete"], 4);
}

#[test]
fn an_undo_that_left_something_alone_can_be_tried_again() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    let witness = shop.witness();
    let anchor = format!("products/{}", witness.product("ANCHOR")["id"]);
    witness.put(&anchor, &json!({ "regular_price": "33" }));
    assert_eq!(longshore.undo(1, &json!(1))["counts"]["conflict"], 1);
    witness.put(&anchor, &json!({ "regular_price": "19.90" }));
    assert_eq!(longshore.undo(0, &json!(1))["counts"]["delete"], 1);
    assert_eq!(witness.products().len(), 0);
}

#[test]
fn a_number_that_is_another_products_is_said() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    let id = shop.witness().product("ANCHOR")["id"].to_string();
    let rows = format!("ID,SKU,Name,Regular price\n{id},KETTLE,Kettle,12\n");
    let other = longshore.write("other.csv", rows);
    let (told, text) = dry(&longshore, &other, &["--match", "id,sku"]);
    let found = issue(&told, "id_is_anothers").unwrap();
    assert_eq!(found["params"], json!({ "id": id, "name": "ANCHOR" }));
    assert_eq!((&found["severity"], &told["counts"]["create"]), (&json!("warning"), &json!(1)));
    assert!(text.contains("another product"), "{text}");
    // Where the name agrees the number counts.
    let rows = format!("ID,Name,Regular price\n{id},Brass anchor,12\n");
    let same = longshore.write("same.csv", rows);
    let (told, _) = dry(&longshore, &same, &["--match", "id"]);
    assert_eq!((issue(&told, "id_is_anothers"), &told["counts"]["update"]), (None, &json!(1)));
}

#[test]
fn rows_that_say_exactly_the_same_are_warned_of_and_known_again() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let before = shop.witness().snapshot();
    let rows = "Name,Regular price\nRope,3\nRope,4\nRope,3\nBuoy,7\nRope,3\n";
    let file = longshore.write("twice.csv", rows);
    for (create, unchanged) in [(5, 0), (0, 5)] {
        let report = longshore.import(0, &file, &[]);
        let counts = &report["counts"];
        assert_eq!(
            (&counts["create"], &counts["unchanged"], &counts["skipped"]),
            (&json!(create), &json!(unchanged), &json!(0)),
            "{report}"
        );
        let told = issue(&report, "row_twice").unwrap();
        assert_eq!((&told["rows"], &told["params"]["first_row"]), (&json!([3, 5]), &json!("1")));
        assert_eq!(told["severity"], "warning");
    }
    // One of them is gone from the list: nothing happens to its record.
    let fewer = longshore.write("once.csv", "Name,Regular price\nRope,3\nRope,4\nBuoy,7\n");
    assert_eq!(longshore.import(0, &fewer, &[])["counts"]["unchanged"], 3);
    assert_eq!(shop.witness().products().len(), 5);
    longshore.undo(0, &json!(1));
    before.must_equal(&shop.witness().snapshot());
}

#[test]
fn weight_and_size_of_a_virtual_product_are_said_to_be_lost() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let rows = "Type,SKU,Name,Regular price,Weight (kg),Length (cm),Published\n\
                \"simple, virtual\",COURSE,Course,30,2,10,1\n\
                simple,ROPE,Rope,3,2,10,1\n";
    let file = longshore.write("virtual.csv", rows);
    let (told, text) = dry(&longshore, &file, &[]);
    let found = issue(&told, "size_not_kept").unwrap();
    assert_eq!((&found["rows"], &found["severity"]), (&json!([1]), &json!("warning")));
    assert!(text.contains("virtual product has no weight"), "{text}");
    let report = longshore.import(0, &file, &[]);
    assert_eq!(report["counts"]["altered"], 0, "nothing was sent that is not kept: {report}");
    assert_eq!(longshore.import(0, &file, &[])["counts"]["unchanged"], 2);
    assert_eq!(shop.witness().product("ROPE")["weight"], "2");

    let becomes = longshore.write("becomes.csv", "SKU,Virtual\nROPE,1\n");
    let (told, _) = dry(&longshore, &becomes, &["--map", "Virtual=virtual"]);
    assert_eq!(issue(&told, "size_lost").unwrap()["params"]["fields"], "weight, length");
}

#[test]
fn a_lists_own_numbers_become_skus_unless_it_speaks_like_woocommerce() {
    let longshore = Longshore::new();
    let found = |rows: &str| {
        let file = longshore.write("numbers.csv", rows);
        let first = longshore.json(0, ["inspect", file.to_str().unwrap()])["columns"][0].clone();
        (first["field"].clone(), first["reason"]["code"].clone())
    };
    let of_list = found("Id;Bezeichnung;Preis\n17;Seil;3,20\n18;Boje;7,50\n");
    assert_eq!(of_list, (json!("sku"), json!("own_number")));
    let of_store = found("ID,Name,Regular price\n17,Rope,3.20\n18,Buoy,7.50\n");
    assert_eq!(of_store, (json!("id"), json!("export_label")));
}
