//! A draft becomes a plan that obeys everything that was decided, and says what looks like an accident.

use std::fmt::Write as _;

use longshore_app::{calls::rpc, events::Event, progress::Stage};
use longshore_practice::{Practice, Settings};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, shop};

const LIST: &str = "sku,name,regular_price\nA-1,Hose,19.90\nA-2,Hemd,9.90\nA-3,Hut,5\n";

fn empty() -> Settings {
    Settings { empty: true, ..Settings::default() }
}

#[tokio::test]
async fn a_plan_obeys_the_edits_of_its_draft() {
    let desk = Desk::new().await;
    let practice = shop(&desk, empty()).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let cells = json!([{ "row": 2, "column": 2, "text": "8.80" }]);
    desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
    let (planned, run) = desk.plan(draft).await;
    assert_eq!(planned["run"]["counts"]["create"], 3);
    assert_eq!(desk.ask("drafts.show", json!({ "draft": draft })).await["run"], run);
    let changes = desk.changes(run, json!({ "text": "a-2" })).await;
    let price = changes[0]["fields"].as_array().unwrap().iter();
    let price = price.clone().find(|field| field["field"] == "regular_price").unwrap();
    assert_eq!(price["after_text"], "8.80");

    // Whatever becomes of the draft, the plan is what was agreed.
    desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    let report = desk.ask("runs.start", json!({ "run": run })).await;
    assert_eq!(report["counts"]["create"], 3);
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    let changes = desk.changes(run, json!({ "outcome": "applied" })).await;
    assert_eq!(changes.len(), 3);
    let link = changes[0]["link"].as_str().unwrap();
    assert!(link.starts_with(&practice.url()), "{link}");
    let undo = desk.ask("undo.plan", json!({ "run": run })).await["run"].clone();
    desk.ask("runs.start", json!({ "run": undo })).await;
    let removed = desk.changes(undo.as_u64().unwrap(), json!({ "outcome": "applied" })).await;
    assert_eq!(removed.len(), 3);
    assert!(removed.iter().all(|one| one.get("link").is_none()), "what is gone is nowhere");
    let made = desk.changes(run, json!({ "outcome": "applied" })).await;
    assert!(made.iter().all(|one| one.get("link").is_none()), "wherever it is looked at");
    let spools = std::fs::read_dir(desk.folder.path().join("home/spools")).unwrap();
    assert_eq!(spools.count(), 0, "nobody needs the rows any more");
}

#[tokio::test]
async fn rows_that_stay_out_are_as_they_were_edited() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    desk.imported("one.csv", "sku,name\nTAKEN,Hose\n").await;
    // Refused while it is planned, and refused by the store.
    let list = "sku,name,regular_price\nB-1,Hose,1\nB-2,Hemd,2\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let cells = json!([{ "row": 2, "column": 2, "text": "about five" }]);
    desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
    let (_, run) = desk.plan(draft).await;
    desk.ask("runs.start", json!({ "run": run })).await;
    let rejects = desk.ask("runs.rejects", json!({ "run": run })).await;
    assert_eq!(rejects["total"], 1);
    assert_eq!(rejects["rejects"][0]["cells"], json!(["B-2", "Hemd", "about five"]));
    let words = json!({ "number_not_read": "\"{value}\" is no number" });
    let saved = desk.ask("runs.save_rejects", json!({ "run": run, "words": words })).await;
    assert_eq!(saved["rows"], 1);
    let text = saved["text"].as_str().unwrap();
    assert!(text.contains("\"\"about five\"\" is no number"), "{text}");
}

#[tokio::test]
async fn another_plan_of_a_draft_takes_the_place_of_the_last_one() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    desk.plan(draft).await;
    let again = json!({ "draft": draft, "store": "Shop", "mode": "update" });
    let planned = desk.ask("drafts.plan", again).await;
    assert_eq!(planned["run"]["counts"]["skipped"], 3);
    let runs = desk.ask("runs.list", json!({ "count": 10 })).await;
    assert_eq!(runs["total"], 1);
}

#[tokio::test]
async fn a_draft_has_one_plan_in_the_making_and_whoever_asks_again_waits_for_it() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let request = json!({ "draft": draft, "store": "Shop" });
    let call = || Some(format!("drafts.plan#{draft}"));
    let ask = |call| rpc(&desk.studio, "drafts.plan", request.clone(), call);
    let (first, again, other) = tokio::join!(ask(call()), ask(call()), ask(None));
    let first = first.unwrap();
    assert_eq!(again.unwrap(), first);
    assert_eq!(other.unwrap_err().code, "draft_being_planned");
    let runs = desk.ask("runs.list", json!({ "count": 10 })).await;
    assert_eq!((&runs["total"], &runs["runs"][0]["run"]), (&json!(1), &first["run"]["run"]));
    // Once it is there, another one may be made.
    assert!(ask(None).await.is_ok());
}

#[tokio::test]
async fn a_shop_that_is_away_is_waited_for_by_the_plan_of_an_import_and_of_an_undo_alike() {
    let desk = Desk::new().await;
    desk.ask("practice.start", json!({ "name": "Shop" })).await;
    let run = desk.imported("first.csv", LIST).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let import = json!({ "draft": draft, "store": "Shop" });
    for (name, request) in [("undo.plan", json!({ "run": run })), ("drafts.plan", import)] {
        desk.ask("practice.stop", json!({})).await;
        // Who sees nothing of the waiting is told at once.
        assert_eq!(desk.refused(name, request.clone()).await, "practice_closed");

        let mut told = desk.studio.events().listen();
        let planned = rpc(&desk.studio, name, request.clone(), Some("plan".to_owned()));
        let back = async {
            let is_absent =
                |event: &Event| matches!(event, Event::CallProgressed { stage: Stage::Absent, .. });
            while !is_absent(&told.next().await.unwrap()) {}
            desk.ask("practice.start", json!({ "name": "Shop" })).await;
        };
        let (planned, ()) = tokio::join!(planned, back);
        assert!(planned.is_ok(), "{name}: {planned:?}");

        desk.ask("practice.stop", json!({})).await;
        let mut told = desk.studio.events().listen();
        let planned = rpc(&desk.studio, name, request, Some("plan".to_owned()));
        let stop = async {
            while !matches!(told.next().await, Some(Event::CallProgressed { .. })) {}
            desk.ask("calls.cancel", json!({ "call": "plan" })).await;
        };
        let (planned, ()) = tokio::join!(planned, stop);
        assert_eq!(planned.unwrap_err().code, "cancelled", "{name}");
        desk.ask("practice.start", json!({ "name": "Shop" })).await;
    }
    longshore_app::sleep(&desk.studio).await;
}

/// Plans with somebody looking on, while the shop, once it is open, answers no question for products
/// until that was told.
async fn planned_through_an_outage(
    desk: &Desk,
    shop: &Practice,
    name: &str,
    request: Json,
) -> Json {
    shop.set_faults(["503@GET products#2..".parse().unwrap()]);
    let mut told = desk.studio.events().listen();
    let planned = rpc(&desk.studio, name, request, Some("plan".to_owned()));
    let back = async {
        let mut stages = Vec::new();
        while stages.last() != Some(&Stage::Absent) {
            if let Event::CallProgressed { stage, .. } = told.next().await.unwrap() {
                stages.push(stage);
            }
        }
        assert!(stages.contains(&Stage::Asking), "it was open already: {stages:?}");
        shop.set_faults([]);
    };
    let (planned, ()) = tokio::join!(planned, back);
    planned.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

#[tokio::test]
async fn a_shop_that_goes_away_in_the_middle_of_a_plan_is_waited_for() {
    let desk = Desk::new().await;
    let shop = shop(&desk, empty()).await;
    desk.imported("first.csv", LIST).await;
    let draft = desk.draft(&desk.file("list.csv", LIST.replace("5\n", "6\n"))).await;
    let request = json!({ "draft": draft, "store": "Shop" });
    let planned = planned_through_an_outage(&desk, &shop, "drafts.plan", request).await;
    assert_eq!(planned["run"]["counts"]["update"], 1, "{planned}");
    assert_eq!(planned["run"]["counts"]["unchanged"], 2, "{planned}");
}

#[tokio::test]
async fn a_shop_that_goes_away_in_the_middle_of_the_plan_of_an_undo_is_waited_for() {
    let desk = Desk::new().await;
    let shop = shop(&desk, empty()).await;
    let run = desk.imported("first.csv", LIST).await;
    let request = json!({ "run": run });
    let planned = planned_through_an_outage(&desk, &shop, "undo.plan", request).await;
    assert_eq!(planned["counts"]["delete"], 3, "{planned}");
}

#[tokio::test]
async fn what_a_plan_is_at_never_goes_back_and_counts_no_further_than_there_is() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings::default()).await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let mut told = desk.studio.events().listen();
    let request = json!({ "draft": draft, "store": "Shop", "missing": "report" });
    rpc(&desk.studio, "drafts.plan", request, Some("plan".to_owned())).await.unwrap();
    let mut steps = Vec::new();
    while let Some(event) = told.next_now() {
        if let Event::CallProgressed { stage, done, total, .. } = event {
            assert!(total.is_none_or(|total| done <= total), "{stage:?} {done} {total:?}");
            steps.push((stage as u8, done, total));
        }
    }
    assert!(steps.is_sorted_by_key(|(stage, done, _)| (*stage, *done)), "{steps:?}");
    let stages: Vec<u8> = steps.iter().map(|(stage, ..)| *stage).collect();
    for stage in [Stage::Checking, Stage::Asking, Stage::AskingVariations, Stage::Planning] {
        assert!(stages.contains(&(stage as u8)), "{stage:?} is missing in {steps:?}");
    }
    drop(shop);
}

#[tokio::test]
async fn prices_that_lost_their_comma_are_told_with_their_number() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let (mut before, mut after) = (String::from("sku,name,price\n"), String::from("sku,price\n"));
    for number in 1..=20 {
        writeln!(before, "S-{number},Hat {number},{number}.90").unwrap();
        writeln!(after, "S-{number},{number}90.00").unwrap();
    }
    desk.imported("before.csv", &before).await;
    let draft = desk.draft(&desk.file("after.csv", &after)).await;
    let (planned, run) = desk.plan(draft).await;
    let told = json!([{ "code": "prices_times_100", "count": 20, "of": 20 }]);
    assert_eq!(planned["accidents"], told);
    let summary = desk.ask("runs.summary", json!({ "run": run })).await;
    assert_eq!(summary["accidents"], told);
    assert_eq!(
        summary["fields"],
        json!([{ "field": "regular_price", "count": 20, "updates": 20, "left_out": 0, "needed": 0 }])
    );
    let kinds = json!([{ "action": "update", "entity": "product", "count": 20 }]);
    assert_eq!(summary["kinds"], kinds);

    // What is left out is no accident any more.
    let left = |filter: &str| json!({ "run": run, "filter": { "text": filter }, "take": false });
    let summary = desk.ask("runs.choose", left("S-1")).await;
    assert_eq!(summary["accidents"], json!([{ "code": "prices_times_100", "count": 9, "of": 9 }]));
    let summary = desk.ask("runs.choose", left("S-")).await;
    assert_eq!(summary["accidents"], json!([]));
    let all = json!({ "run": run, "take": true });
    assert_eq!(desk.ask("runs.choose", all).await["accidents"], told);
}

#[tokio::test]
async fn half_of_a_shop_that_goes_out_of_sight_is_told() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let (mut before, mut after) = (String::from("sku,name\n"), String::from("sku,status\n"));
    for number in 1..=10 {
        writeln!(before, "S-{number},Hat {number}").unwrap();
        if number <= 6 {
            writeln!(after, "S-{number},draft").unwrap();
        }
    }
    desk.imported("before.csv", &before).await;
    let draft = desk.draft(&desk.file("after.csv", &after)).await;
    let decided = json!([{ "column": 0, "field": "sku" }, { "column": 1, "field": "status" }]);
    desk.ask("drafts.map", json!({ "draft": draft, "columns": decided })).await;
    let (planned, _) = desk.plan(draft).await;
    assert_eq!(planned["accidents"], json!([{ "code": "products_hidden", "count": 6, "of": 10 }]));
}
