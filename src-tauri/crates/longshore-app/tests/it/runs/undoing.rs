//! Conflicts of an undo are shown side by side and decided one by one.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

#[tokio::test]
async fn each_conflict_is_decided_by_itself() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let list =
        |a: u32, b: u32, c: u32| format!("sku,name,price\nA,Hose,{a}\nB,Hemd,{b}\nC,Hut,{c}\n");
    desk.imported("first.csv", &list(1, 2, 3)).await;
    let run = desk.imported("second.csv", &list(11, 22, 33)).await;
    // Somebody else works in the same shop.
    let other = Desk::new().await;
    other.knows(&shop).await;
    other.imported("theirs.csv", "sku,price\nA,500\nB,600\n").await;

    let planned = desk.ask("undo.plan", json!({ "run": run })).await;
    assert_eq!(
        (&planned["counts"]["conflict"], &planned["counts"]["update"]),
        (&json!(2), &json!(1))
    );
    let undo = planned["run"].as_u64().unwrap();
    let conflicts = desk.changes(undo, json!({ "outcome": "conflict" })).await;
    let of_a = conflicts.iter().find(|change| change["label"] == "A").unwrap();
    let side_by_side = &of_a["differences"][0];
    assert_eq!(side_by_side["field"], "regular_price");
    assert_eq!(side_by_side["expected_text"], "11");
    assert_eq!(side_by_side["found_text"], "500");
    assert_eq!(side_by_side["restored_text"], "1");

    let decided = json!({ "run": run, "restore": [of_a["undoes"]], "instead_of": undo });
    let again = desk.ask("undo.plan", decided).await;
    assert_eq!((&again["counts"]["conflict"], &again["counts"]["update"]), (&json!(1), &json!(2)));
    let undo = again["run"].as_u64().unwrap();
    let all = desk.ask("runs.list", json!({ "count": 9, "kind": "undo" })).await;
    assert_eq!(all["total"], 1, "the first decision is gone");
    let ended = desk.ask("runs.start", json!({ "run": undo })).await;
    assert_eq!((&ended["counts"]["conflict"], &ended["counts"]["update"]), (&json!(1), &json!(2)));
    let wrong = json!({ "run": run, "instead_of": undo });
    assert_eq!(desk.refused("undo.plan", wrong).await, "run_not_planned");
}

#[tokio::test]
async fn of_a_record_that_somebody_edited_each_field_is_decided_by_itself() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let run = desk.imported("second.csv", "sku,name,price\nA,Hosen,11\n").await;
    let other = Desk::new().await;
    other.knows(&shop).await;
    other.imported("theirs.csv", "sku,price\nA,500\n").await;

    let request = json!({ "run": run, "conflicts": "restore" });
    let undo = desk.ask("undo.plan", request).await["run"].as_u64().unwrap();
    let planned = desk.changes(undo, json!({})).await.remove(0);
    let [name, price] = [0, 1].map(|at| &planned["fields"][at]);
    assert_eq!((&name["field"], &name["edited"]), (&json!("name"), &json!(null)));
    assert_eq!(price["field"], "regular_price");
    assert_eq!(price["edited"]["made_text"], "11");
    assert_eq!((&price["before_text"], &price["after_text"]), (&json!("500"), &json!("1")));

    let left = json!({ "run": undo, "changes": [planned["change"]], "fields": ["regular_price"] });
    desk.ask("runs.choose", left).await;
    desk.ask("runs.start", json!({ "run": undo })).await;
    let done = desk.changes(undo, json!({ "outcome": "applied" })).await.remove(0);
    let sent = |field: &Value| (field["field"] == "name", field["left_out"] == false);
    let fields: Vec<_> = done["fields"].as_array().unwrap().iter().map(sent).collect();
    assert_eq!(fields, [(true, true), (false, false)]);
}
