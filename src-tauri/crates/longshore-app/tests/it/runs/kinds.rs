//! Rows that are no products, and what counts where shop and file disagree.

use longshore_practice::Settings;
use serde_json::json;

use crate::desk::{Desk, shop};

fn empty() -> Settings {
    Settings { empty: true, ..Settings::default() }
}

#[tokio::test]
async fn a_draft_whose_rows_are_customers_goes_in_and_comes_back_out() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let list = "E-Mail,Vorname,Nachname,Ort\njo@example.com,Jo,Mayer,Berlin\n";
    let draft = desk.draft(&desk.file("people.csv", list)).await;
    let shown = desk.ask("drafts.kind", json!({ "draft": draft, "kind": "customer" })).await;
    assert_eq!(shown["kind"], "customer");
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    let fields: Vec<_> = (0..4).map(|at| columns["columns"][at]["field"].clone()).collect();
    let wanted =
        ["customer.email", "customer.first_name", "customer.last_name", "customer.billing_city"];
    assert_eq!(fields, wanted);
    desk.ask("drafts.check", json!({ "draft": draft })).await;
    let (planned, run) = desk.plan(draft).await;
    assert_eq!(planned["run"]["counts"]["create"], 1, "{planned}");
    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!(report["counts"]["create"], 1, "{report}");
    let file = desk.folder.path().join("out.csv");
    let export = json!({ "store": "Shop", "file": file, "kind": "customer" });
    // The shop has an administrator besides.
    assert_eq!(desk.ask("exports.records", export).await["records"], 2);
    let out = std::fs::read_to_string(&file).unwrap();
    assert!(out.contains("jo@example.com") && out.contains("Berlin"), "{out}");
    // Back to products: the columns are what they looked like.
    let shown = desk.ask("drafts.kind", json!({ "draft": draft })).await;
    assert_eq!(shown["kind"], json!(null));
}

#[tokio::test]
async fn an_edit_between_plan_and_run_is_left_alone_or_overwritten_and_put_back_by_an_undo() {
    let desk = Desk::new().await;
    let practice = shop(&desk, empty()).await;
    let other = Desk::new().await;
    other.knows(&practice).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let mut price = 100;
    for (policy, counted) in [("skip", "conflict"), ("overwrite", "update")] {
        price += 1;
        let file = desk.file("second.csv", format!("sku,price\nA,{price}\n"));
        let plan = json!({ "file": file, "store": "Shop", "on_edit": policy });
        let planned = desk.ask("imports.plan", plan).await;
        let run = planned["run"]["run"].as_u64().unwrap();
        // Somebody else works in the same shop.
        other.imported("theirs.csv", &format!("sku,price\nA,{}\n", price + 400)).await;
        let report = desk.ask("runs.start", json!({ "run": run })).await;
        assert_eq!(report["counts"][counted], 1, "{report}");
        if policy == "overwrite" {
            let undo = desk.ask("undo.plan", json!({ "run": run })).await;
            let changes = desk.changes(undo["run"].as_u64().unwrap(), json!({})).await;
            assert_eq!(changes[0]["fields"][0]["after_text"], (price + 400).to_string());
        }
    }
}

#[tokio::test]
async fn an_edit_between_plan_and_run_is_decided_record_by_record() {
    let desk = Desk::new().await;
    let practice = shop(&desk, empty()).await;
    let other = Desk::new().await;
    other.knows(&practice).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\nB,Hemd,2\nC,Hut,3\n").await;
    let file = desk.file("second.csv", "sku,name,price\nA,Hosen,11\nB,Hemden,22\nC,Hüte,33\n");
    let plan = json!({ "file": file, "store": "Shop", "on_edit": "ask" });
    let run = desk.ask("imports.plan", plan).await["run"]["run"].as_u64().unwrap();
    assert_eq!(desk.refused("runs.decide", json!({ "run": run })).await, "nothing_to_decide");
    other.imported("theirs.csv", "sku,price\nA,500\nB,600\n").await;
    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!(
        (&report["counts"]["conflict"], &report["counts"]["update"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(report["asks"], true);

    // Side by side: what the plan saw, what is there, what the file wants.
    let left = desk.changes(run, json!({ "outcome": "conflict" })).await;
    let of_a = left.iter().find(|change| change["label"] == "A").unwrap();
    let price = &of_a["differences"][0];
    assert_eq!((&price["expected_text"], &price["found_text"]), (&json!("1"), &json!("500")));

    let decided = desk.ask("runs.decide", json!({ "run": run, "changes": [of_a["change"]] })).await;
    assert_eq!((&decided["decides"], &decided["counts"]["update"]), (&json!(run), &json!(1)));
    let second = decided["run"].as_u64().unwrap();
    let fields = desk.changes(second, json!({})).await.remove(0);
    let price =
        fields["fields"].as_array().unwrap().iter().find(|one| one["field"] == "regular_price");
    let price = price.unwrap();
    assert_eq!((&price["before_text"], &price["after_text"]), (&json!("500"), &json!("11")));

    // Edited once more before it is sent: asked once more.
    other.imported("theirs.csv", "sku,price\nA,501\n").await;
    let again = desk.ask("runs.start", json!({ "run": second })).await;
    assert_eq!(again["counts"]["conflict"], 1, "{again}");
    let third = desk.ask("runs.decide", json!({ "run": second, "records": ["A"] })).await;
    let third = third["run"].as_u64().unwrap();
    assert_eq!(desk.ask("runs.start", json!({ "run": third })).await["counts"]["update"], 1);
    let undo = desk.ask("undo.plan", json!({ "run": third })).await;
    let back = desk.changes(undo["run"].as_u64().unwrap(), json!({})).await.remove(0);
    let texts: Vec<&str> = back["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["after_text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["Hose", "501"], "an undo puts the edit back");
}

#[tokio::test]
async fn what_the_shop_keeps_is_not_changed_by_a_file() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let file = desk.file("second.csv", "sku,name,price\nA,Trousers,2\nB,Hut,3\n");
    let plan = json!({ "file": file, "store": "Shop", "shop_keeps": ["name"] });
    let planned = desk.ask("imports.plan", plan).await;
    let run = planned["run"]["run"].as_u64().unwrap();
    let changes = desk.changes(run, json!({ "action": "update" })).await;
    let fields = changes[0]["fields"].as_array().unwrap();
    assert_eq!((fields.len(), &fields[0]["field"]), (1, &json!("regular_price")));
    let wrong = json!({ "file": file, "store": "Shop", "shop_keeps": ["nome"] });
    assert_eq!(desk.refused("imports.plan", wrong).await, "field_unknown");
}
