//! Records go out of the shop because a file says so, or because it does not name them; and nothing goes by accident.

use serde_json::json;

use crate::{shop::Shop, terminal::Longshore};

/// A shop with what these tests need: simple products and one with variations.
fn shop() -> (Shop, Longshore) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(
        "shop.csv",
        "Type,SKU,Name,Regular price,Stock,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\n\
         simple,HAT,Hat,10,4,,,,\n\
         simple,COAT,Coat,90,,,,,\n\
         simple,BELT,Belt,15,,,,,\n\
         variable,SHIRT,Shirt,,,,Size,\"S, M\",0\n\
         variation,SHIRT-S,,20,,SHIRT,Size,S,0\n\
         variation,SHIRT-M,,21,,SHIRT,Size,M,0\n",
    );
    let report = longshore.import(0, &file, &[]);
    assert_eq!(report["counts"]["create"], 6, "{report}");
    shop.writes();
    (shop, longshore)
}

fn undo(longshore: &Longshore, report: &serde_json::Value) -> serde_json::Value {
    let run = report["run"].to_string();
    longshore.json(0, ["undo", &run, "--yes"])
}

#[test]
fn mode_delete_moves_to_the_trash_one_request_each_and_undo_takes_out_again() {
    let (shop, longshore) = shop();
    let before = shop.witness().snapshot();
    let file = longshore.write("gone.csv", "SKU\nSHIRT\nhat\nNEVER\n");
    let report = longshore.import(0, &file, &["--mode", "delete"]);
    assert_eq!((&report["counts"]["delete"], &report["counts"]["skipped"]), (&2.into(), &1.into()));
    let writes = shop.writes();
    assert!(writes.iter().all(|write| write.method == "DELETE"), "{writes:?}");
    assert_eq!(writes.len(), 2);
    let in_trash = shop.witness().all("products", "&status=trash");
    assert_eq!(in_trash.len(), 2, "{in_trash:?}");

    let undone = undo(&longshore, &report);
    assert_eq!(undone["counts"]["update"], 2, "{undone}");
    assert_eq!(shop.witness().snapshot(), before);

    let undone_again = undo(&longshore, &undone);
    assert_eq!(shop.witness().all("products", "&status=trash").len(), 2);
    undo(&longshore, &undone_again);
    assert_eq!(shop.witness().snapshot(), before);
}

#[test]
fn for_good_only_when_asked_and_even_that_can_be_made_again() {
    let (shop, longshore) = shop();
    let file = longshore.write("gone.csv", "SKU\nSHIRT\nHAT\n");
    let report = longshore.import(0, &file, &["--mode", "delete", "--force"]);
    // The two variations go with their product, by themselves.
    assert_eq!(report["counts"]["delete"], 4, "{report}");
    assert_eq!(shop.witness().products().len(), 2);
    let undone = undo(&longshore, &report);
    assert_eq!(undone["counts"]["create"], 4, "{undone}");
    let shirt = shop.witness().product("SHIRT");
    let prices: Vec<_> = shop
        .witness()
        .variations(&shirt)
        .iter()
        .map(|one| (one["sku"].clone(), one["regular_price"].clone()))
        .collect();
    assert_eq!(prices.len(), 2);
    assert!(prices.contains(&(json!("SHIRT-S"), json!("20"))), "{prices:?}");
    assert_eq!(shop.witness().product("HAT")["stock_quantity"], 4);
}

#[test]
fn links_to_what_went_for_good_follow_it_when_it_is_made_again() {
    let (shop, longshore) = shop();
    let witness = shop.witness();
    let [hat, coat, belt] = ["HAT", "COAT", "BELT"].map(|sku| witness.product(sku)["id"].clone());
    witness.put(&format!("products/{hat}"), &json!({ "upsell_ids": [belt, coat] }));
    let file = longshore.write("gone.csv", "SKU\nCOAT\n");
    let report = longshore.import(0, &file, &["--mode", "delete", "--force"]);
    let undone = undo(&longshore, &report);
    assert_eq!((&undone["counts"]["create"], &undone["counts"]["update"]), (&1.into(), &1.into()));
    let coat_now = shop.witness().product("COAT")["id"].clone();
    assert_ne!(coat_now, coat);
    assert_eq!(shop.witness().product("HAT")["upsell_ids"], json!([belt, coat_now]));
    undo(&longshore, &undone);
    assert_eq!(shop.witness().products().len(), 3);
}

#[test]
fn a_variation_alone_stays_unless_it_may_go_for_good() {
    let (shop, longshore) = shop();
    let file = longshore.write("gone.csv", "SKU\nSHIRT-M\n");
    let report = longshore.import(1, &file, &["--mode", "delete"]);
    assert_eq!(report["issues"][0]["code"], "variation_has_no_trash");
    assert!(shop.writes().is_empty());
    let before = shop.witness().snapshot();
    let report = longshore.import(0, &file, &["--mode", "delete", "--force"]);
    assert_eq!(report["counts"]["delete"], 1);
    undo(&longshore, &report);
    let shirt = shop.witness().product("SHIRT");
    assert_eq!(shop.witness().variations(&shirt).len(), 2);
    // All is as it was but the number of what was made again.
    assert_ne!(shop.witness().snapshot(), before);
}

#[test]
fn what_the_file_does_not_name_is_counted_hidden_or_sold_out() {
    let (shop, longshore) = shop();
    let before = shop.witness().snapshot();
    let file = longshore.write("list.csv", "SKU,Regular price\nCOAT,90\nSHIRT-S,20\nBELT,15\n");
    let report = longshore.import(0, &file, &["--missing", "report"]);
    assert_eq!(report["missing"]["count"], 2, "{report}");
    let mut labels: Vec<_> = report["missing"]["labels"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one.as_str())
        .collect();
    labels.sort_unstable();
    assert_eq!(labels, ["HAT", "SHIRT-M"]);
    assert!(shop.writes().is_empty());

    let report = longshore.import(0, &file, &["--missing", "draft"]);
    assert_eq!(report["counts"]["update"], 2, "{report}");
    assert_eq!(shop.witness().product("HAT")["status"], "draft");
    undo(&longshore, &report);
    assert_eq!(shop.witness().snapshot(), before);

    let report = longshore.import(0, &file, &["--missing", "outofstock"]);
    assert_eq!(shop.witness().product("HAT")["stock_status"], "outofstock");
    undo(&longshore, &report);
    assert_eq!(shop.witness().snapshot(), before);
}

#[test]
fn a_product_with_variations_is_sold_out_by_its_variations_and_backorders_end() {
    let (shop, longshore) = shop();
    let witness = shop.witness();
    let belt = witness.product("BELT")["id"].clone();
    let beyond = json!({ "manage_stock": true, "stock_quantity": 0, "backorders": "yes" });
    witness.put(&format!("products/{belt}"), &beyond);
    let before = witness.snapshot();
    let file = longshore.write("list.csv", "SKU,Regular price\nCOAT,90\n");
    let report = longshore.import(0, &file, &["--missing", "outofstock"]);
    assert_eq!(
        (&report["missing"]["count"], &report["missing"]["changed"]),
        (&3.into(), &3.into())
    );
    for sku in ["HAT", "BELT", "SHIRT"] {
        assert_eq!(witness.product(sku)["stock_status"], "outofstock", "{sku}");
    }
    let shirt = witness.product("SHIRT");
    assert!(witness.variations(&shirt).iter().all(|one| one["stock_status"] == "outofstock"));
    let again = longshore.import(0, &file, &["--missing", "outofstock"]);
    assert_eq!(again["missing"]["changed"], 0, "{again}");
    undo(&longshore, &report);
    assert_eq!(witness.snapshot(), before);
}

#[test]
fn a_product_whose_row_has_an_error_is_not_missing() {
    let (shop, longshore) = shop();
    let file = longshore.write(
        "list.csv",
        "SKU,Regular price\nHAT,\"5,9E+12\"\nCOAT,90\nBELT,15\nSHIRT-S,20\nSHIRT-M,21\n",
    );
    let report = longshore.import(1, &file, &["--missing", "draft"]);
    assert_eq!(report["missing"]["count"], 0, "{report}");
    assert!(shop.writes().is_empty());
}

#[test]
fn more_change_than_allowed_stops_before_anything_is_sent() {
    let (shop, longshore) = shop();
    let file = longshore.write("list.csv", "SKU,Regular price\nHAT,11\nCOAT,91\nSHIRT-S,22\n");
    let refused = longshore.import(2, &file, &["--max-change", "70%"]);
    assert_eq!(refused["error"]["code"], "too_much_change", "{refused}");
    assert_eq!(refused["error"]["params"]["percent"], "75");
    assert!(shop.writes().is_empty());
    assert_eq!(longshore.json(0, ["runs", "list"])["runs"].as_array().unwrap().len(), 1);
    let report = longshore.import(0, &file, &["--max-change", "75"]);
    assert_eq!(report["counts"]["update"], 3, "{report}");
}

#[test]
fn what_cannot_go_together_is_said() {
    let (_shop, longshore) = shop();
    let file = longshore.write("list.csv", "SKU\nHAT\n");
    for (options, code) in [
        (&["--mode", "delete", "--missing", "draft"][..], "missing_with_delete"),
        (&["--missing", "draft", "--limit", "1"], "missing_with_limit"),
        (&["--force"], "force_without_delete"),
        (&["--max-change", "120%"], "share_unfit"),
    ] {
        assert_eq!(longshore.import(2, &file, options)["error"]["code"], code);
    }
}
