//! Issues are counted by kind, lead to their rows and are mended all alike.

use std::fmt::Write as _;

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

fn kind<'a>(checked: &'a Value, code: &str) -> &'a Value {
    let kinds = checked["issues"].as_array().unwrap();
    kinds.iter().find(|kind| kind["code"] == code).unwrap_or_else(|| panic!("{code}: {checked}"))
}

#[tokio::test]
async fn a_check_counts_and_an_edit_mends() {
    let desk = Desk::new().await;
    let list = "sku,name,regular_price\nA-1,Hose,19.90\nA-2,Hemd,free\nA-1,Hut,5\nA-4,,7\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    assert_eq!(desk.ask("drafts.checked", json!({ "draft": draft })).await, json!(null));
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!((&checked["rows"], &checked["is_current"]), (&json!(4), &json!(true)));
    assert_eq!(kind(&checked, "sku_twice")["count"], 1);
    assert_eq!(kind(&checked, "name_missing")["rows"], 1);
    assert_eq!(kind(&checked, "number_not_read")["column"], 2);
    assert_eq!(checked["rows_out"], 3);

    let filter = json!({ "issue_code": "sku_twice" });
    let twice = json!({ "draft": draft, "from": 0, "count": 9, "filter": filter });
    let page = desk.ask("drafts.rows", twice).await;
    assert_eq!((&page["total"], &page["rows"][0]["row"]), (&json!(1), &json!(3)));
    let issue = &page["rows"][0]["issues"][0];
    assert_eq!((&issue["code"], &issue["params"]["first_row"]), (&json!("sku_twice"), &json!("1")));
    // The cell in which it stands can be marked.
    assert_eq!(issue["column"], 0);

    let cells = json!([{ "row": 3, "column": 0, "text": "A-3" }]);
    desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
    let stale = desk.ask("drafts.checked", json!({ "draft": draft })).await;
    assert_eq!(stale["is_current"], false);
    let again = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert!(again["issues"].as_array().unwrap().iter().all(|kind| kind["code"] != "sku_twice"));
    let desk = desk.restarted().await;
    let kept = desk.ask("drafts.checked", json!({ "draft": draft })).await;
    assert_eq!(kept, again);
}

#[tokio::test]
async fn what_the_whole_file_tells_is_told_with_its_parameters_after_a_restart() {
    let desk = Desk::new().await;
    let list = "sku,name\nA-1,Hose\nA-2,Hemd\nA-1,Hut\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    desk.ask("drafts.check", json!({ "draft": draft })).await;
    let desk = desk.restarted().await;
    let twice = json!({ "draft": draft, "code": "sku_twice", "count": 9 });
    let page = desk.ask("drafts.issues", twice).await;
    assert_eq!(page["total"], 1);
    assert_eq!(page["issues"][0]["params"], json!({ "value": "A-1", "first_row": "1" }));
}

#[tokio::test]
async fn a_fix_mends_all_alike_as_one_edit() {
    let desk = Desk::new().await;
    let mut list = String::from("sku,name,regular_price\n");
    for row in 1..=5_000 {
        let price = if row % 2 == 0 { "on request" } else { "5.00" };
        writeln!(list, "S-{row},Article {row},{price}").unwrap();
    }
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    let unread = kind(&checked, "number_not_read");
    assert_eq!((&unread["count"], &unread["fix"]), (&json!(2_500), &json!("clear")));
    let fix = json!({ "draft": draft, "code": "number_not_read" });
    let mended = desk.ask("drafts.fix", fix).await;
    assert_eq!(mended["cells"], 2_500);
    assert_eq!(desk.cells(draft).await[1][2], "");
    let again = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert!(again["issues"].as_array().unwrap().iter().all(|k| k["code"] != "number_not_read"));
    let undone = desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    assert_eq!((&undone["cells"], &undone["can_undo"]), (&json!(2_500), &json!(false)));
    assert_eq!(desk.cells(draft).await[1][2], "on request");
}

#[tokio::test]
async fn a_kind_of_trouble_that_is_always_mended_is_none_here_and_in_later_files() {
    let desk = Desk::new().await;
    let list = "sku,name,regular_price\nA-1,Hose,5.00\nA-2,Hut,on request\nA-3,Hemd,7.00\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!(
        (&kind(&checked, "number_not_read")["fix"], &checked["rows_out"]),
        (&json!("clear"), &json!(1))
    );
    let always = json!({ "draft": draft, "takes": ["number_not_read"] });
    desk.ask("drafts.map", always).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["takes"], json!(["number_not_read"]));
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!(checked["rows_out"], 0, "{checked}");
    assert_eq!(desk.cells(draft).await[1][2], "on request", "the file's own rows stay as they are");

    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Supplier" })).await;
    let next = desk.file("next.csv", "sku,name,regular_price\nB-1,Rock,ask us\n");
    let next = desk.draft(&next).await;
    desk.ask("drafts.use_profile", json!({ "draft": next, "name": "Supplier" })).await;
    let checked = desk.ask("drafts.check", json!({ "draft": next })).await;
    assert_eq!(checked["rows_out"], 0, "{checked}");
    desk.ask("drafts.map", json!({ "draft": next, "takes": [] })).await;
    let checked = desk.ask("drafts.check", json!({ "draft": next })).await;
    assert_eq!(checked["rows_out"], 1, "{checked}");
}

#[tokio::test]
async fn a_price_list_for_known_products_is_not_asked_for_names() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("prices.csv", "sku,price\nA-1,19.90\nA-2,9.90\n")).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!(checked["rows_out"], 0, "{checked}");
}

#[tokio::test]
async fn a_number_that_a_spreadsheet_rounded_is_proposed_as_the_store_has_it() {
    let desk = Desk::new().await;
    let settings = Settings { empty: true, ..Settings::default() };
    let _shop = shop(&desk, settings).await;
    let list = "SKU,Name,EAN\nA-1,Hose,4006381333931\nA-2,Hut,5901234123457\n";
    desk.imported("list.csv", list).await;
    // What the shop has is read again by whatever is planned next.
    let again = desk.draft(&desk.file("again.csv", list)).await;
    desk.plan(again).await;
    let damaged = "SKU,Name,EAN\nA-1,Hose,4.00638E+12\nA-2,Hut,4.00638E+12\nA-9,Neu,4.00638E+12\n";
    let draft = desk.draft(&desk.file("damaged.csv", damaged)).await;
    let view = json!({ "draft": draft, "step": "check", "view": {}, "store": "Shop" });
    desk.ask("drafts.save_view", view).await;
    desk.ask("drafts.check", json!({ "draft": draft })).await;
    let asked = json!({ "draft": draft, "code": "number_damaged", "count": 10 });
    let found = desk.ask("drafts.issues", asked).await;
    let fixes: Vec<_> = found["issues"].as_array().unwrap().iter().map(|one| &one["fix"]).collect();
    // Another product's number does not round to it, and what the shop does not have nobody knows.
    assert_eq!(fixes, [&json!({ "cell": "4006381333931" }), &Value::Null, &Value::Null]);
    assert_eq!(desk.cells(draft).await[0][2], "4.00638E+12", "nothing is mended unasked");
    desk.ask("drafts.fix", json!({ "draft": draft, "code": "number_damaged", "rows": [1] })).await;
    let page = json!({ "draft": draft, "from": 0, "count": 1 });
    let rows = desk.ask("drafts.rows", page).await;
    assert_eq!(rows["rows"][0]["cells"][2], "4006381333931");
}

#[tokio::test]
async fn a_price_that_a_spreadsheet_damaged_is_proposed_by_what_the_store_has() {
    let desk = Desk::new().await;
    let settings = Settings { empty: true, ..Settings::default() };
    let _shop = shop(&desk, settings).await;
    let list = "SKU,Name,Regular price\nA-1,Hose,90.75\nA-2,Hut,9.50\nA-3,Hemd,19.00\n";
    desk.imported("list.csv", list).await;
    let again = desk.draft(&desk.file("again.csv", list)).await;
    desk.plan(again).await;
    let damaged = "SKU,Name,VK\nA-1,Hose,90.750\nA-2,Hut,Sep 99\nA-3,Hemd,Sep 99\nA-9,Neu,90.750\n";
    let draft = desk.draft(&desk.file("damaged.csv", damaged)).await;
    let column = json!({ "column": 2, "field": "regular_price" });
    desk.ask("drafts.map", json!({ "draft": draft, "columns": [column] })).await;
    let view = json!({ "draft": draft, "step": "check", "view": {}, "store": "Shop" });
    desk.ask("drafts.save_view", view).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    let asked = json!({ "draft": draft, "code": "number_known_by_store", "count": 10 });
    let found = desk.ask("drafts.issues", asked).await;
    let fixes: Vec<_> = found["issues"].as_array().unwrap().iter().map(|one| &one["fix"]).collect();
    assert_eq!(fixes, [&json!({ "cell": "90.75" }), &json!({ "cell": "9.99" })], "{checked}");
    let fix = json!({ "draft": draft, "code": "number_known_by_store" });
    assert_eq!(desk.ask("drafts.fix", fix).await["cells"], 2);
    let page = json!({ "draft": draft, "from": 0, "count": 4 });
    let rows = desk.ask("drafts.rows", page).await;
    let prices: Vec<_> =
        rows["rows"].as_array().unwrap().iter().map(|row| &row["cells"][2]).collect();
    // What is not near to what the shop has, and what the shop does not know, stays as it is.
    assert_eq!(prices, ["90.75", "9.99", "Sep 99", "90.750"]);
}
