//! An undo of some records or some fields; what others edited is shown with both values and left, unless asked.

use longshore_practice::{Matcher, Moment};
use serde_json::{Value, json};

use crate::{
    shop::Shop,
    terminal::{Longshore, ended},
};

const LIST: &str = "SKU,Name,Regular price,Stock\nHAT,Hat,10,4\nCOAT,Coat,90,2\nBELT,Belt,15,7\n";
const DEARER: &str =
    "SKU,Name,Regular price,Stock\nHAT,Hats,11,5\nCOAT,Coats,91,3\nBELT,Belts,16,8\n";

/// A shop whose prices, names and stocks were changed by a run; its number.
fn changed() -> (Shop, Longshore, String) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    longshore.import(0, &longshore.write("list.csv", LIST), &[]);
    let report = longshore.import(0, &longshore.write("dearer.csv", DEARER), &[]);
    assert_eq!(report["counts"]["update"], 3, "{report}");
    let run = report["run"].to_string();
    (shop, longshore, run)
}

fn told(shop: &Shop, sku: &str) -> (Value, Value, Value) {
    let product = shop.witness().product(sku);
    (product["name"].clone(), product["regular_price"].clone(), product["stock_quantity"].clone())
}

#[test]
fn some_records_by_sku_and_by_number() {
    let (shop, longshore, run) = changed();
    let coat = shop.witness().product("COAT")["id"].to_string();
    let only = format!("id={coat}");
    let report = longshore.json(0, ["undo", &run, "--only", "sku=hat", "--only", &only, "--yes"]);
    assert_eq!((&report["counts"]["update"], &report["counts"]["skipped"]), (&2.into(), &0.into()));
    assert_eq!(told(&shop, "HAT"), (json!("Hat"), json!("10"), json!(4)));
    assert_eq!(told(&shop, "COAT"), (json!("Coat"), json!("90"), json!(2)));
    assert_eq!(told(&shop, "BELT"), (json!("Belts"), json!("16"), json!(8)));
    // The rest can follow.
    let report = longshore.json(0, ["undo", &run, "--only", "sku=BELT", "--yes"]);
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(told(&shop, "BELT"), (json!("Belt"), json!("15"), json!(7)));
}

#[test]
fn some_fields_and_then_the_others() {
    let (shop, longshore, run) = changed();
    let report =
        longshore.json(0, ["undo", &run, "--fields", "regular_price,stock_quantity", "--yes"]);
    assert_eq!(report["counts"]["update"], 3, "{report}");
    assert_eq!(told(&shop, "HAT"), (json!("Hats"), json!("10"), json!(4)));
    let report = longshore.json(0, ["undo", &run, "--fields", "name", "--yes"]);
    assert_eq!(report["counts"]["update"], 3, "{report}");
    assert_eq!(told(&shop, "HAT"), (json!("Hat"), json!("10"), json!(4)));
}

#[test]
fn single_fields_of_what_was_made_take_nothing_away() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let report = longshore.import(0, &longshore.write("list.csv", LIST), &[]);
    let run = report["run"].to_string();
    shop.writes();
    let refused = longshore.json(2, ["undo", &run, "--fields", "name", "--yes"]);
    assert_eq!(refused["error"]["code"], "undo_fits_nothing", "{refused}");
    let refused = longshore.json(2, ["undo", &run, "--only", "sku=NOBODY", "--yes"]);
    assert_eq!(refused["error"]["code"], "undo_fits_nothing", "{refused}");
    assert!(shop.writes().is_empty());
    assert_eq!(longshore.runs(), 1);
}

#[test]
fn what_was_picked_and_is_not_in_the_run_is_said() {
    let (shop, longshore, run) = changed();
    let picked = ["undo", &run, "--only", "sku=HAT,NOBODY", "--only", "id=999999"];
    let ended = longshore.run(picked.into_iter().chain(["--dry-run"]));
    assert!(ended.out.contains("has no NOBODY, 999999."), "{}", ended.out);
    let report = longshore.json(0, picked.into_iter().chain(["--yes"]));
    assert_eq!(report["not_in_run"], json!(["NOBODY", "999999"]), "{report}");
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(told(&shop, "HAT").0, json!("Hat"));
}

#[test]
fn a_field_that_nobody_has_and_a_pick_that_says_nothing_are_told() {
    let (_shop, longshore, run) = changed();
    let refused = longshore.json(2, ["undo", &run, "--fields", "prise", "--yes"]);
    assert_eq!(refused["error"]["code"], "field_unknown");
    for (wrong, code) in [
        ("sku=", "only_without_value"),
        ("colour=red", "only_without_key"),
        ("id=x", "only_id_unfit"),
        ("HAT", "only_without_key"),
    ] {
        let refused = longshore.json(2, ["undo", &run, "--only", wrong, "--yes"]);
        assert_eq!(refused["error"]["code"], code, "{wrong}");
    }
}

#[test]
fn what_a_later_run_edited_is_shown_with_that_run() {
    let (_shop, longshore, run) = changed();
    let prices = longshore.write("prices.csv", "sku,regular_price\nHAT,12\n");
    let later = longshore.import(0, &prices, &[])["run"].clone();
    let dry = longshore.json(1, ["undo", &run, "--dry-run"]);
    let by = &dry["left"][0]["differences"][0]["by"];
    assert_eq!(by, &json!({ "run": later, "file": "prices.csv" }), "{dry}");
    let printed = longshore.run(["undo", &run, "--dry-run"]);
    let said = format!("Changed later by run {later}, prices.csv.");
    assert!(printed.out.contains(&said), "{}", printed.out);
}

#[test]
fn what_somebody_edited_is_shown_with_both_values_left_and_put_back_if_asked() {
    let (shop, longshore, run) = changed();
    let hat = shop.witness().product("HAT")["id"].clone();
    shop.witness().put(&format!("products/{hat}"), &json!({ "regular_price": "12" }));
    let dry = longshore.json(1, ["undo", &run, "--dry-run"]);
    let left = &dry["left"][0];
    assert_eq!((&left["label"], &left["outcome"]), (&json!("HAT"), &json!("conflict")), "{dry}");
    let edited = &left["differences"][0];
    assert_eq!(edited["field"], "regular_price");
    assert_eq!((&edited["expected_text"], &edited["found_text"]), (&json!("11"), &json!("12")));
    let printed = longshore.run(["undo", &run, "--dry-run"]);
    assert!(printed.out.contains("regular price: 12 in the shop, 11 expected"), "{}", printed.out);
    assert!(printed.out.contains("--conflicts restore"), "{}", printed.out);
    assert!(!printed.out.contains("later by run"), "it was somebody in the shop");

    let report = longshore.json(1, ["undo", &run, "--yes"]);
    assert_eq!(
        (&report["counts"]["update"], &report["counts"]["conflict"]),
        (&2.into(), &1.into())
    );
    assert_eq!(told(&shop, "HAT"), (json!("Hats"), json!("12"), json!(5)));

    let report =
        longshore.json(0, ["undo", &run, "--only", "sku=HAT", "--conflicts", "restore", "--yes"]);
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(told(&shop, "HAT"), (json!("Hat"), json!("10"), json!(4)));
}

#[test]
fn a_product_that_somebody_trashed_is_a_conflict_and_comes_back_if_asked() {
    let (shop, longshore, run) = changed();
    let belt = shop.witness().product("BELT")["id"].to_string();
    shop.witness().delete(&format!("products/{belt}"));
    let report = longshore.json(1, ["undo", &run, "--yes"]);
    assert_eq!(report["counts"]["conflict"], 1, "{report}");
    assert_eq!(report["left"][0]["differences"][0]["found_text"], "trash", "{report}");
    assert_eq!(shop.witness().all("products", "&status=trash").len(), 1);
    let report = longshore.json(
        0,
        ["undo", &run, "--only", &format!("id={belt}"), "--conflicts", "restore", "--yes"],
    );
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(told(&shop, "BELT"), (json!("Belt"), json!("15"), json!(7)));
    assert_eq!(shop.witness().product("BELT")["status"], "publish");
}

#[test]
fn a_product_that_is_gone_for_good_is_said_before_the_undo() {
    let (shop, longshore, run) = changed();
    let belt = shop.witness().product("BELT")["id"].to_string();
    shop.witness().delete(&format!("products/{belt}?force=true"));
    let dry = longshore.json(0, ["undo", &run, "--dry-run"]);
    assert_eq!(dry["left"][0]["label"], "BELT", "{dry}");
    assert_eq!(dry["left"][0]["reasons"][0]["code"], "record_gone", "{dry}");
    let printed = longshore.run(["undo", &run, "--dry-run"]);
    assert!(printed.out.contains("It is not in the shop any more."), "{}", printed.out);
}

#[test]
fn what_somebody_changes_between_plan_and_run_is_listed_and_decided() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    longshore.import(0, &longshore.write("list.csv", LIST), &[]);
    let dearer = DEARER.replace(",Stock\n", ",Categories\n");
    let file = longshore.write("dearer.csv", dearer);
    // The plan is made when the first category is asked for; products come after it.
    let hold = shop.hold(Matcher::new("POST", "/products/categories", Moment::Before));
    let words = ["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"];
    let importing = longshore.start(words.into_iter().chain(["--on-conflict", "ask"]));
    shop.wait_for(&hold);
    let witness = shop.witness();
    for (sku, price) in [("HAT", "500"), ("COAT", "600")] {
        let product = format!("products/{}", witness.product(sku)["id"]);
        witness.put(&product, &json!({ "regular_price": price }));
    }
    hold.release();
    let report = ended(importing);
    assert_eq!(report.status, 1, "{}{}", report.out, report.err);
    let report = report.json();
    let undecided = report["undecided"].as_array().unwrap();
    let labels: Vec<&str> = undecided.iter().map(|one| one["label"].as_str().unwrap()).collect();
    assert_eq!((labels, &report["counts"]["update"]), (vec!["HAT", "COAT"], &json!(1)));
    let run = report["run"].to_string();

    let dry = longshore.run(["runs", "decide", &run, "--dry-run"]);
    assert!(dry.out.contains("500") && dry.out.contains("600"), "{}", dry.out);
    assert_eq!(witness.product("HAT")["regular_price"], "500");
    longshore.json(0, ["runs", "decide", &run, "--only", "HAT", "--yes"]);
    assert_eq!(witness.product("HAT")["regular_price"], "11");
    assert_eq!(witness.product("COAT")["regular_price"], "600", "nobody decided");
    let none = longshore.run(["runs", "decide", "1", "--yes", "--json"]);
    assert_eq!((none.status, none.error_code().as_str()), (2, "nothing_to_decide"));
}
