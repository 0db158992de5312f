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
async fn a_conflict_says_which_later_run_edited_the_product() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\nB,Hemd,2\nC,Hut,3\n").await;
    let run = desk.imported("second.csv", "sku,name,price\nA,Hose,11\nB,Hemd,22\nC,Hut,33\n").await;
    desk.imported("between.csv", "sku,price\nA,12\n").await;
    let later = desk.imported("prices.csv", "sku,price,stock\nA,500,4\nB,600,5\n").await;
    // Somebody else works in the same shop, after us and where we did nothing.
    let other = Desk::new().await;
    other.knows(&shop).await;
    other.imported("theirs.csv", "sku,price\nB,601\nC,700\n").await;

    let undo = desk.ask("undo.plan", json!({ "run": run })).await["run"].as_u64().unwrap();
    let conflicts = desk.changes(undo, json!({ "outcome": "conflict" })).await;
    let by = |label: &str| {
        let change = conflicts.iter().find(|change| change["label"] == label).unwrap();
        change["differences"][0]["by"].clone()
    };
    assert_eq!(by("A"), json!({ "run": later, "file": "prices.csv" }));
    assert_eq!((by("B"), by("C")), (Value::Null, Value::Null), "somebody in the shop did that");

    // The same where it is planned to go back all the same.
    let restored = json!({ "run": run, "conflicts": "restore", "instead_of": undo });
    let undo = desk.ask("undo.plan", restored).await["run"].as_u64().unwrap();
    let planned = desk.changes(undo, json!({})).await;
    let price = |label: &str| {
        let change = planned.iter().find(|change| change["label"] == label).unwrap();
        change["fields"][0]["edited"].clone()
    };
    assert_eq!(price("A")["by"]["run"], later);
    assert_eq!((&price("C")["made_text"], &price("C")["by"]), (&json!("33"), &Value::Null));
    desk.ask("runs.discard", json!({ "run": undo })).await;

    // What took the later run back is no file, but a run of ours too.
    let back = desk.ask("undo.plan", json!({ "run": later })).await["run"].as_u64().unwrap();
    desk.ask("runs.start", json!({ "run": back })).await;
    let undo = desk.ask("undo.plan", json!({ "run": run })).await["run"].as_u64().unwrap();
    let conflicts = desk.changes(undo, json!({ "outcome": "conflict", "text": "A" })).await;
    assert_eq!(conflicts[0]["differences"][0]["by"], json!({ "run": back }));
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

/// What is planned for each field: whether it goes back.
fn taken(change: &Value) -> Vec<(&str, bool)> {
    let taken = |field: &'_ Value| field["left_out"] == false;
    let fields = change["fields"].as_array().unwrap().iter();
    fields.map(|field| (field["field"].as_str().unwrap(), taken(field))).collect()
}

#[tokio::test]
async fn only_what_somebody_edited_is_a_question_and_all_else_goes_back() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\nB,Hemd,2\n").await;
    let second = "sku,name,price\nA,Hosen,11\nB,Hemden,22\nC,Hut,33\nD,Schal,44\n";
    let run = desk.imported("second.csv", second).await;
    let other = Desk::new().await;
    other.knows(&shop).await;
    other.imported("theirs.csv", "sku,price\nA,500\nC,600\n").await;

    let careful = desk.ask("undo.plan", json!({ "run": run })).await;
    let conflicts =
        desk.changes(careful["run"].as_u64().unwrap(), json!({ "outcome": "conflict" })).await;
    let restore: Vec<&Value> = conflicts.iter().map(|one| &one["undoes"]).collect();
    assert_eq!(restore.len(), 2);
    let request = json!({ "run": run, "restore": restore, "undecided": true });
    let undo = desk.ask("undo.plan", request).await["run"].as_u64().unwrap();
    let open = desk.changes(undo, json!({ "standing": "open" })).await;
    let of = |label: &str| open.iter().find(|one| one["label"] == label).unwrap();
    assert_eq!(open.len(), 3);
    assert_eq!(taken(of("A")), [("name", true), ("regular_price", false)]);
    assert_eq!(taken(of("B")), [("name", true), ("regular_price", true)]);
    let closed = desk.changes(undo, json!({ "standing": "closed" })).await;
    assert_eq!(closed.len(), 1);
    assert_eq!(closed[0]["label"], "C");
    assert_eq!(closed[0]["detail"], json!({ "skipped": "edited_since" }));
    let summary = desk.ask("runs.summary", json!({ "run": undo })).await;
    let counts = &summary["run"]["counts"];
    assert_eq!((&counts["update"], &counts["delete"]), (&json!(2), &json!(1)));
    assert_eq!((&summary["left_out"], &summary["left_edited"]), (&json!(1), &json!(1)));

    // What the screen said is what is carried out.
    let done = desk.ask("runs.start", json!({ "run": undo })).await;
    assert_eq!((&done["counts"]["update"], &done["counts"]["delete"]), (&json!(2), &json!(1)));
    let applied = desk.changes(undo, json!({ "outcome": "applied" })).await;
    assert_eq!(applied.len(), 3);
    let again = desk.ask("undo.plan", json!({ "run": undo })).await;
    let back = desk.changes(again["run"].as_u64().unwrap(), json!({ "text": "A" })).await;
    let only: Vec<_> = taken(&back[0]);
    assert_eq!(only, [("name", true)], "the edited price was not touched");
}

#[tokio::test]
async fn a_way_back_that_changes_all_prices_by_a_hundred_looks_like_an_accident_too() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let list = |times: u32| {
        let row = |n: u32| format!("S{n},Hut {n},{}\n", (n + 1) * 3 * times);
        format!("sku,name,price\n{}", (0..8).map(row).collect::<String>())
    };
    let first = desk.imported("first.csv", &list(1)).await;
    let run = desk.imported("second.csv", &list(100)).await;
    let accidents = async |of: u64| {
        let undo = desk.ask("undo.plan", json!({ "run": of })).await["run"].as_u64().unwrap();
        (undo, desk.ask("runs.summary", json!({ "run": undo })).await["accidents"].take())
    };
    let (undo, told) = accidents(run).await;
    assert_eq!(told, json!([{ "code": "prices_by_100", "count": 8, "of": 8 }]));
    desk.ask("runs.start", json!({ "run": undo })).await;
    assert_eq!(accidents(first).await.1, json!([]), "what the run made goes, and that is meant");
}
