//! Conflicts of an undo are shown side by side and decided one by one.

use longshore_practice::Settings;
use serde_json::json;

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
