//! The practice store is started, is a store like any other, and has its bad days.

use serde_json::{Value, json};

use crate::desk::Desk;

#[tokio::test]
async fn it_is_known_as_a_store_once_it_was_started_and_keeps_its_records() {
    let desk = Desk::new().await;
    let before = desk.ask("practice.show", json!({})).await;
    assert_eq!((&before["is_running"], &before["store"]), (&json!(false), &json!(null)));
    let started = desk.ask("practice.start", json!({ "name": "Übungsladen" })).await;
    assert_eq!(started["store"], "Übungsladen");
    let stores = desk.ask("stores.list", json!({})).await;
    assert_eq!(stores.as_array().unwrap().len(), 1);
    assert_eq!(
        (&stores[0]["is_practice"], &stores[0]["name"]),
        (&json!(true), &json!("Übungsladen"))
    );
    let draft = desk.draft(&desk.file("list.csv", "sku,name\nNEW-1,Hat\n")).await;
    let plan = json!({ "draft": draft, "store": "Übungsladen" });
    let planned = desk.ask("drafts.plan", plan.clone()).await;
    desk.ask("runs.start", json!({ "run": planned["run"]["run"] })).await;

    desk.ask("practice.stop", json!({})).await;
    let again = desk.ask("practice.start", json!({ "name": "Another" })).await;
    assert_eq!(again["store"], "Übungsladen", "it is the same store");
    let unchanged = desk.ask("drafts.plan", plan.clone()).await;
    assert_eq!(unchanged["run"]["counts"]["unchanged"], 1);
    desk.ask("practice.reset", json!({})).await;
    let new = desk.ask("drafts.plan", plan).await;
    assert_eq!(new["run"]["counts"]["create"], 1);
    longshore_app::sleep(&desk.studio).await;
}

#[tokio::test]
async fn it_runs_again_with_the_program_that_it_ran_with() {
    let desk = Desk::new().await;
    desk.ask("practice.start", json!({})).await;
    longshore_app::sleep(&desk.studio).await;
    let desk = desk.restarted().await;
    assert_eq!(desk.ask("practice.show", json!({})).await["is_running"], false);
    longshore_app::wake(&desk.studio).await;
    assert_eq!(desk.ask("practice.show", json!({})).await["is_running"], true);
    desk.ask("stores.test", json!({ "name": "Practice store" })).await;
    longshore_app::sleep(&desk.studio).await;
}

#[tokio::test]
async fn on_a_bad_day_everything_comes_to_a_good_end_all_the_same() {
    let desk = Desk::new().await;
    let not_there = desk.refused("practice.bad_day", json!({ "bad_day": "slow" })).await;
    assert_eq!(not_there, "practice_not_running");
    desk.ask("practice.start", json!({ "name": "Shop" })).await;
    let mut list = String::from("sku,name\n");
    (0..40).for_each(|row| list.push_str(&format!("S-{row},Article {row}\n")));
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let (_, run) = desk.plan(draft).await;
    for bad_day in ["slow", "errors", "outage", "off", "lost_answers"] {
        let shown = desk.ask("practice.bad_day", json!({ "bad_day": bad_day })).await;
        assert_eq!(shown["bad_day"], bad_day);
    }
    desk.ask("runs.begin", json!({ "run": run })).await;
    let is_done = |shown: &Value| shown["status"] == "completed";
    let ended = desk.until("runs.show", json!({ "run": run }), is_done).await;
    assert_eq!(ended["counts"]["create"], 40);
    longshore_app::sleep(&desk.studio).await;
}

#[tokio::test]
async fn a_store_that_was_set_back_is_another_one_though_it_gives_the_same_numbers() {
    let desk = Desk::new().await;
    desk.ask("practice.start", json!({ "name": "Shop" })).await;
    let run = desk.imported("mine.csv", "sku,name,price\nTOW-1,Towel,12\n").await;
    let back = desk.ask("undo.plan", json!({ "run": run })).await["run"].clone();
    desk.ask("practice.reset", json!({})).await;
    desk.imported("theirs.csv", "sku,name,stock\nW-1,Wide,1\n").await;

    let draft = desk.draft(&desk.file("again.csv", "sku,name,price\nTOW-1,Towel,13\n")).await;
    let planned = desk.ask("drafts.plan", json!({ "draft": draft, "store": "Shop" })).await;
    let counts = &planned["run"]["counts"];
    assert_eq!((&counts["create"], &counts["update"]), (&json!(1), &json!(0)));
    // What was planned or done before concerns a store that is no more.
    for (name, run) in [("undo.plan", json!(run)), ("runs.start", back)] {
        assert_eq!(desk.refused(name, json!({ "run": run })).await, "store_is_over");
    }
    // A run says so before anybody asks to take it back.
    let told = desk.ask("runs.show", json!({ "run": run })).await;
    assert_eq!(told["store_gone"], "over");
    let listed = desk.ask("runs.list", json!({ "count": 9 })).await;
    let gone: Vec<_> =
        listed["runs"].as_array().unwrap().iter().map(|one| &one["store_gone"]).collect();
    let (new, old) = (&Value::Null, &json!("over"));
    assert_eq!(gone, [new, new, old, old]);
    longshore_app::sleep(&desk.studio).await;
}
