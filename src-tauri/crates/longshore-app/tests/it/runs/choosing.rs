//! The user leaves records and fields out of a plan; the run and its undo obey.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

async fn planned() -> (Desk, longshore_practice::Practice, u64) {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    desk.imported("before.csv", "sku,name,regular_price\nA-1,Hose,1\nA-2,Hemd,2\nA-3,Hut,3\n")
        .await;
    let next = "sku,name,regular_price,categories\n\
        A-1,Latzhose,11,\nA-2,Hemd,22,\nA-3,Sonnenhut,3,\nA-4,Weste,4,Neu > Westen\n";
    let draft = desk.draft(&desk.file("next.csv", next)).await;
    let (_, run) = desk.plan(draft).await;
    (desk, shop, run)
}

fn numbers(changes: &[Value], label: &str) -> Vec<u64> {
    let found = changes.iter().filter(|change| change["label"] == label);
    found.map(|change| change["change"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn fields_and_records_that_are_left_out_are_not_sent() {
    let (desk, _shop, run) = planned().await;
    let changes = desk.changes(run, json!({})).await;
    assert_eq!(changes.len(), 4);
    let left = json!({ "run": run, "fields": ["name"], "take": false });
    let summary = desk.ask("runs.choose", left).await;
    let field = |summary: &Value, name: &str| {
        let fields = summary["fields"].as_array().unwrap().clone();
        fields.into_iter().find(|field| field["field"] == name).unwrap()
    };
    assert_eq!(field(&summary, "name")["left_out"], 2);
    assert_eq!(summary["run"]["counts"]["update"], 2, "A-3 has nothing else to change");
    let left = json!({ "run": run, "changes": numbers(&changes, "A-2"), "take": false });
    let summary = desk.ask("runs.choose", left).await;
    assert_eq!(summary["run"]["counts"]["update"], 1);
    assert_eq!(summary["left_out"], 2, "A-2 whole, A-3 with all of its fields");

    // The journal keeps it.
    let desk = desk.restarted().await;
    let shown = desk.changes(run, json!({ "text": "A-1" })).await;
    let fields = shown[0]["fields"].as_array().unwrap();
    let is_out = |name: &str| {
        fields.iter().find(|field| field["field"] == name).unwrap()["left_out"].clone()
    };
    assert_eq!((is_out("name"), is_out("regular_price")), (json!(true), json!(false)));

    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!((&report["counts"]["update"], &report["counts"]["create"]), (&json!(1), &json!(1)));
    let rejects = desk.ask("runs.rejects", json!({ "run": run })).await;
    assert_eq!(rejects["total"], 0, "what was left out needs no repair");
    let late = json!({ "run": run, "fields": ["name"], "take": true });
    assert_eq!(desk.refused("runs.choose", late).await, "run_not_planned");

    let undo = desk.ask("undo.plan", json!({ "run": run })).await;
    let undo = undo["run"].as_u64().unwrap();
    let back = desk.changes(undo, json!({ "text": "A-1" })).await;
    let fields = back[0]["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 1);
    assert_eq!(
        (&fields[0]["field"], &fields[0]["after_text"]),
        (&json!("regular_price"), &json!("1"))
    );
}

#[tokio::test]
async fn a_field_that_is_left_out_is_not_sent_with_new_products_either() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let list = "sku,name,regular_price,stock_quantity,manage_stock,brands\n\
        A-1,Hose,1,5,yes,Meyer\nA-2,Hemd,2,6,yes,Meyer\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let (_, run) = desk.plan(draft).await;
    for field in ["brands", "stock_quantity", "name", "sku"] {
        let left = json!({ "run": run, "fields": [field], "take": false });
        desk.ask("runs.choose", left).await;
    }
    // The journal keeps it.
    let desk = desk.restarted().await;
    let summary = desk.ask("runs.summary", json!({ "run": run })).await;
    let field = |name: &str| {
        let fields = summary["fields"].as_array().unwrap();
        let one = fields.iter().find(|field| field["field"] == name).unwrap();
        ["count", "left_out", "needed"].map(|key| one[key].as_u64().unwrap())
    };
    assert_eq!((field("brands"), field("regular_price")), ([2, 2, 0], [2, 0, 0]));
    assert_eq!((field("stock_quantity"), field("manage_stock")), ([2, 2, 0], [2, 2, 0]));
    assert_eq!((field("name"), field("sku")), ([2, 0, 2], [2, 0, 2]));

    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!(report["counts"]["create"], 2);
    assert_eq!(report["terms"]["create"], 0, "nobody needs the brand");
    // What was left out is still to be done when the same file comes again, and nothing else is.
    let (_, again) = desk.plan(desk.draft(&desk.file("again.csv", list)).await).await;
    let changes = desk.changes(again, json!({})).await;
    assert_eq!(changes.len(), 2);
    let mut names: Vec<_> = changes[0]["fields"].as_array().unwrap().iter().collect();
    names.sort_by_key(|one| one["field"].to_string());
    let names: Vec<_> = names.iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(names, ["brands", "manage_stock", "stock_quantity"]);
    let undo = desk.ask("undo.plan", json!({ "run": run })).await;
    let back = desk.changes(undo["run"].as_u64().unwrap(), json!({})).await;
    assert_eq!(back.len(), 2);
}

#[tokio::test]
async fn a_product_is_shown_with_the_name_that_the_shop_knows_it_by() {
    let (desk, _shop, run) = planned().await;
    let changes = desk.changes(run, json!({})).await;
    let name = |label: &str| {
        changes.iter().find(|change| change["label"] == label).unwrap()["name"].clone()
    };
    assert_eq!((name("A-1"), name("A-2")), (json!("Hose"), json!("Hemd")));
    assert_eq!(name("A-4"), "Weste", "it is new");
}

#[tokio::test]
async fn what_is_left_out_can_be_taken_back_in() {
    let (desk, _shop, run) = planned().await;
    let before = desk.ask("runs.summary", json!({ "run": run })).await;
    desk.ask("runs.choose", json!({ "run": run, "fields": ["name"], "take": false })).await;
    let creates = json!({ "action": "create" });
    desk.ask("runs.choose", json!({ "run": run, "filter": creates, "take": false })).await;
    desk.ask("runs.choose", json!({ "run": run, "filter": creates, "take": true })).await;
    let after =
        desk.ask("runs.choose", json!({ "run": run, "fields": ["name"], "take": true })).await;
    assert_eq!(after, before);
}

#[tokio::test]
async fn categories_that_only_left_out_records_need_are_not_made() {
    let (desk, _shop, run) = planned().await;
    let terms = desk.changes(run, json!({ "terms": true })).await;
    assert_eq!(terms.len(), 2);
    let creates = json!({ "action": "create" });
    desk.ask("runs.choose", json!({ "run": run, "filter": creates, "take": false })).await;
    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!((&report["terms"]["create"], &report["terms"]["skipped"]), (&json!(0), &json!(2)));
    assert_eq!(report["counts"]["update"], 3);
}

#[tokio::test]
async fn a_plan_that_was_shown_never_lends_its_number_to_another() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let list = desk.file("list.csv", "sku,name,regular_price\nA-1,Hose,1\nA-2,Hemd,2\n");
    let draft = desk.draft(&list).await;
    let (_, first) = desk.plan(draft).await;
    let (_, second) = desk.plan(draft).await;
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    let (_, third) = desk.plan(desk.draft(&list).await).await;
    assert!(first < second && second < third, "{first}, {second}, {third}");
    // Whoever still looks at one of them begins nothing else.
    for gone in [first, second] {
        assert_eq!(desk.refused("runs.begin", json!({ "run": gone })).await, "run_not_found");
    }
}

#[tokio::test]
async fn products_that_nobody_could_buy_are_counted_and_can_be_listed() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let list = "sku,name,regular_price\nA-1,Hose,1\nA-2,Hemd,\nA-3,Hut,3\nA-4,Weste,\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let (_, run) = desk.plan(draft).await;
    let summary = desk.ask("runs.summary", json!({ "run": run })).await;
    let issues = summary["issues"].as_array().unwrap();
    let told = issues.iter().find(|issue| issue["code"] == "price_missing").unwrap();
    assert_eq!(told["count"], 2, "{told}");
    let listed = desk.changes(run, json!({ "issue": "price_missing" })).await;
    let labels: Vec<_> = listed.iter().map(|change| change["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["A-2", "A-4"]);
}
