//! The history is searched, and a run is repeated with another file.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

async fn found(desk: &Desk, filter: Value) -> Vec<u64> {
    let mut request = filter;
    request["count"] = json!(10);
    let page = desk.ask("runs.list", request).await;
    let runs = page["runs"].as_array().unwrap().iter().map(|run| run["run"].as_u64().unwrap());
    let runs: Vec<u64> = runs.collect();
    assert_eq!(page["total"], runs.len());
    runs
}

#[tokio::test]
async fn runs_are_found_by_words_status_kind_and_what_they_did() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let first = desk.imported("Frühling Hosen.csv", "sku,name,price\nA,Hose,1\n").await;
    let second = desk.imported("Sommer.csv", "sku,name,price\nA,Hose,2\n").await;
    let undo = desk.ask("undo.plan", json!({ "run": second })).await["run"].as_u64().unwrap();
    assert_eq!(found(&desk, json!({})).await, [undo, second, first]);
    assert_eq!(found(&desk, json!({ "text": "hosen FRÜHLING" })).await, [first]);
    assert_eq!(found(&desk, json!({ "text": "shop" })).await, [undo, second, first]);
    assert_eq!(found(&desk, json!({ "statuses": ["planned"] })).await, [undo]);
    assert_eq!(found(&desk, json!({ "kind": "import", "action": "update" })).await, [second]);
    assert_eq!(found(&desk, json!({ "undoes": second })).await, [undo]);
    assert_eq!(found(&desk, json!({ "until": "2001-01-01T00:00:00Z" })).await, [] as [u64; 0]);
    assert_eq!(desk.refused("runs.list", json!({ "kind": "export" })).await, "run_kind_unknown");
    let shown = desk.ask("runs.show", json!({ "run": first })).await;
    assert_eq!(shown["file"], "Frühling Hosen.csv");
    assert!(shown["ended_at"].is_string());
}

#[tokio::test]
async fn a_run_is_repeated_with_another_file() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let draft = desk.draft(&desk.file("may.csv", "Nr;Was;Betrag\nA-1;Hose;5,00\n")).await;
    let decided = json!([
        { "column": 0, "field": "sku" },
        { "column": 1, "field": "name" },
        { "column": 2, "field": "sale_price" },
    ]);
    desk.ask("drafts.map", json!({ "draft": draft, "columns": decided, "blank": "clear" })).await;
    let (_, run) = desk.plan(draft).await;
    desk.ask("runs.start", json!({ "run": run })).await;
    desk.ask("drafts.remove", json!({ "draft": draft })).await;

    let june = desk.file("june.csv", "Was;Nr;Betrag\nHose;A-1;4,00\n");
    let again = json!({ "source": { "path": june }, "like_run": run });
    let again = desk.ask("drafts.begin", again).await;
    assert_eq!((&again["store"], &again["blank"]), (&json!("Shop"), &json!("clear")));
    let columns = desk.ask("drafts.columns", json!({ "draft": again["draft"] })).await;
    let fields: Vec<_> =
        columns["columns"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
    assert_eq!(fields, ["name", "sku", "sale_price"]);
    let (planned, _) = desk.plan(again["draft"].as_u64().unwrap()).await;
    assert_eq!(planned["run"]["counts"]["update"], 1);
}

#[tokio::test]
async fn a_run_knows_the_currency_of_a_store_that_was_removed() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let run = desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let before = desk.ask("runs.summary", json!({ "run": run })).await;
    assert!(before["facts"]["currency"].is_string());
    desk.ask("stores.remove", json!({ "name": "Shop" })).await;
    let after = desk.ask("runs.summary", json!({ "run": run })).await;
    assert_eq!(after["facts"], before["facts"]);
}

#[tokio::test]
async fn a_run_that_was_taken_back_says_by_which_and_how_much_of_it() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let run = desk.imported("hats.csv", "sku,name,price\nA,Hut,1\nB,Hemd,2\n").await;
    let undone = async |run: u64| {
        let listed = desk.ask("runs.list", json!({ "count": 9 })).await;
        let runs = listed["runs"].as_array().unwrap();
        runs.iter().find(|one| one["run"] == run).unwrap()["undone"].clone()
    };
    let back = async |request: Value| {
        let undo = desk.ask("undo.plan", request).await["run"].as_u64().unwrap();
        let planned = undone(run).await;
        desk.ask("runs.start", json!({ "run": undo })).await;
        (undo, planned)
    };
    let (one, planned) = back(json!({ "run": run, "skus": ["A"] })).await;
    assert_eq!(planned, Value::Null, "a plan takes nothing back");
    assert_eq!(undone(run).await, json!({ "by": one, "records": 1 }));
    let standing = async || {
        let request = json!({ "count": 9, "undoes": run, "standing": true });
        let listed = desk.ask("runs.list", request).await;
        let runs = listed["runs"].as_array().unwrap();
        runs.iter().map(|one| one["run"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(standing().await, [one]);
    back(json!({ "run": one })).await;
    assert_eq!(undone(run).await, Value::Null, "it is there again");
    assert_eq!(standing().await, [0; 0], "an undo that was taken back took nothing back");
    let (whole, _) = back(json!({ "run": run })).await;
    assert_eq!(standing().await, [whole]);
    let (part, _) = back(json!({ "run": whole, "skus": ["B"] })).await;
    assert_eq!(standing().await, [whole], "the rest of it still holds");
    assert_eq!(desk.ask("runs.show", json!({ "run": part })).await["store_gone"], Value::Null);
}

#[tokio::test]
async fn of_a_store_that_was_removed_nothing_is_taken_back_until_it_is_added_again() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let run = desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    desk.ask("stores.remove", json!({ "name": "Shop" })).await;
    let told = desk.ask("runs.show", json!({ "run": run })).await;
    assert_eq!(told["store_gone"], "removed");
    assert_eq!(desk.refused("undo.plan", json!({ "run": run })).await, "store_removed");
    desk.knows(&shop).await;
    let told = desk.ask("runs.show", json!({ "run": run })).await;
    assert_eq!(told["store_gone"], Value::Null);
    let back = desk.ask("undo.plan", json!({ "run": run })).await;
    assert_eq!(back["counts"]["delete"], 1);
}
