//! A run goes on while nobody waits for it; it pauses, goes on, stops, and waits for a store that is away.

use std::{fmt::Write as _, time::Duration};

use longshore_app::calls;
use longshore_practice::{Practice, Settings};
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

/// A plan that takes a while: each request of the store is slow.
async fn planned(rows: usize) -> (Desk, Practice, u64) {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let mut list = String::from("sku,name\n");
    for row in 0..rows {
        writeln!(list, "S-{row},Article {row}").unwrap();
    }
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let (_, run) = desk.plan(draft).await;
    shop.set_faults(["latency=150ms".parse().unwrap()]);
    (desk, shop, run)
}

async fn until(desk: &Desk, run: u64, is_wanted: impl Fn(&Value) -> bool) -> Value {
    desk.until("runs.show", json!({ "run": run }), is_wanted).await
}

#[tokio::test]
async fn a_run_that_was_begun_is_shown_while_it_goes_on_and_told_when_it_ends() {
    let (desk, shop, run) = planned(900).await;
    let mut events = desk.studio.events().listen();
    let begun = desk.ask("runs.begin", json!({ "run": run })).await;
    assert_ne!(begun["status"], "completed");
    assert_eq!(desk.refused("runs.begin", json!({ "run": run })).await, "run_owned");
    let under_way = until(&desk, run, |shown| shown["now"]["done"].as_u64() > Some(0)).await;
    assert_eq!(
        (&under_way["status"], &under_way["now"]["total"]),
        (&json!("running"), &json!(900))
    );
    assert!(under_way["now"]["present"].as_str().unwrap().starts_with("S-"));
    let going = desk.ask("runs.going", json!({})).await;
    assert_eq!(going[0]["run"], run);
    shop.set_faults([]);
    let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
    assert_eq!(ended["counts"]["create"], 900);
    until(&desk, run, |shown| shown["now"].is_null()).await;
    assert_eq!(desk.ask("runs.going", json!({})).await, json!([]));
    let mut told = Vec::new();
    while let Some(event) = events.next_now() {
        told.push(serde_json::to_value(event).unwrap()["event"].clone());
    }
    for wanted in ["run_changed", "run_progressed", "run_ended"] {
        assert!(told.contains(&json!(wanted)), "{wanted} among {told:?}");
    }
}

#[tokio::test]
async fn a_pause_lasts_until_somebody_lets_it_go_on() {
    let (desk, shop, run) = planned(900).await;
    desk.ask("runs.begin", json!({ "run": run })).await;
    until(&desk, run, |shown| shown["now"]["done"].as_u64() > Some(0)).await;
    desk.ask("runs.pause", json!({ "run": run })).await;
    let paused = until(&desk, run, |shown| shown["status"] == "paused").await;
    assert!(paused["pending"].as_u64().unwrap() > 0);
    let requests = shop.requests().len();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(shop.requests().len(), requests, "nothing is sent meanwhile");
    shop.set_faults([]);
    desk.ask("runs.go_on", json!({ "run": run })).await;
    let is_over = |shown: &Value| shown["status"] == "completed" && shown["now"].is_null();
    let ended = until(&desk, run, is_over).await;
    assert_eq!(ended["counts"]["create"], 900);
    assert_eq!(desk.refused("runs.pause", json!({ "run": run })).await, "run_not_going_on");
}

#[tokio::test]
async fn a_run_that_pauses_can_be_stopped_and_gone_on_with_later() {
    let (desk, shop, run) = planned(900).await;
    desk.ask("runs.begin", json!({ "run": run })).await;
    until(&desk, run, |shown| shown["now"]["done"].as_u64() > Some(0)).await;
    desk.ask("runs.pause", json!({ "run": run })).await;
    until(&desk, run, |shown| shown["status"] == "paused").await;
    desk.studio.stop(longshore_app::RunId(run));
    until(&desk, run, |shown| shown["now"].is_null()).await;
    let stopped = desk.ask("runs.show", json!({ "run": run })).await;
    assert_eq!(stopped["status"], "cancelled");
    shop.set_faults([]);
    desk.ask("runs.go_on", json!({ "run": run })).await;
    let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
    assert_eq!(ended["counts"]["create"], 900);
}

#[tokio::test]
async fn a_stopped_run_begins_again_where_it_was() {
    let (desk, shop, run) = planned(900).await;
    desk.ask("runs.begin", json!({ "run": run })).await;
    until(&desk, run, |shown| shown["now"]["done"].as_u64() > Some(0)).await;
    desk.ask("runs.stop", json!({ "run": run })).await;
    let stopped = until(&desk, run, |shown| shown["status"] == "cancelled").await;
    assert!(stopped["counts"]["create"].as_u64().unwrap() < 900);
    until(&desk, run, |shown| shown["now"].is_null()).await;
    shop.set_faults([]);
    desk.ask("runs.begin", json!({ "run": run })).await;
    let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
    assert_eq!((&ended["counts"]["create"], &ended["counts"]["unknown"]), (&json!(900), &json!(0)));
}

#[tokio::test]
async fn a_store_that_is_away_is_waited_for() {
    let (desk, shop, run) = planned(600).await;
    desk.ask("runs.begin", json!({ "run": run })).await;
    until(&desk, run, |shown| shown["now"]["done"].as_u64() > Some(0)).await;
    shop.set_faults([]);
    shop.refuse(Duration::from_secs(600)).await;
    let waiting = until(&desk, run, |shown| !shown["now"]["waiting"].is_null()).await;
    assert_eq!(waiting["status"], "running");
    assert_eq!(waiting["now"]["waiting"]["error"]["code"], "store_connection_refused");
    assert_eq!(desk.ask("runs.interrupted", json!({})).await, json!([]));
    // The doors open again.
    shop.set_faults([]);
    let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
    assert_eq!((&ended["counts"]["create"], &ended["counts"]["unknown"]), (&json!(600), &json!(0)));
}

#[tokio::test]
async fn what_waits_for_its_store_can_be_stopped() {
    let (desk, shop, run) = planned(10).await;
    shop.refuse(Duration::from_secs(600)).await;
    desk.ask("runs.begin", json!({ "run": run })).await;
    until(&desk, run, |shown| !shown["now"]["waiting"].is_null()).await;
    desk.ask("runs.stop", json!({ "run": run })).await;
    let stopped = until(&desk, run, |shown| shown["now"].is_null()).await;
    assert_eq!(stopped["status"], "planned", "nothing was sent");
    assert_eq!(stopped["error"], json!(null));
}

#[tokio::test]
async fn a_pause_that_the_store_asks_for_is_shown_with_its_length_and_can_be_stopped() {
    for (faults, code, length) in [
        ("429=100s@POST products/batch", "store_too_many_requests", 60..=100),
        // Longer than any request waits: the run waits.
        ("503=900s@POST products/batch", "store_unavailable", 800..=900),
    ] {
        let (desk, shop, run) = planned(10).await;
        shop.set_faults([faults.parse().unwrap()]);
        desk.ask("runs.begin", json!({ "run": run })).await;
        let shown = until(&desk, run, |shown| !shown["now"]["waiting"].is_null()).await;
        let waiting = &shown["now"]["waiting"];
        assert_eq!(waiting["error"]["code"], code);
        let again_at: jiff::Timestamp = waiting["again_at"].as_str().unwrap().parse().unwrap();
        let seconds = again_at.duration_since(jiff::Timestamp::now()).as_secs();
        assert!(length.contains(&seconds), "{seconds}");
        desk.ask("runs.stop", json!({ "run": run })).await;
        let stopped = until(&desk, run, |shown| shown["now"].is_null()).await;
        assert_ne!(stopped["status"], "completed");
        assert_eq!(stopped["error"], json!(null));
        shop.set_faults([]);
        desk.ask("runs.begin", json!({ "run": run })).await;
        let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
        assert_eq!(ended["counts"]["create"], 10);
    }
}

#[tokio::test]
async fn a_pause_before_a_plan_is_shown_and_can_be_stopped() {
    let desk = Desk::new().await;
    let shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let draft = desk.draft(&desk.file("list.csv", "sku,name,categories\nA,Anchor,Ship\n")).await;
    let request = json!({ "draft": draft, "store": "Shop" });
    // The first is waited for by the request, the others by whoever reads or opens the store.
    for fault in
        ["503=100s@GET products/categories", "503=200s@GET products/categories", "503=200s"]
    {
        shop.set_faults([fault.parse().unwrap()]);
        let (studio, request) = (desk.studio.clone(), request.clone());
        let planning = tokio::spawn(async move {
            calls::rpc(&studio, "drafts.plan", request, Some("plan".to_owned())).await
        });
        let is_held = |calls: &Value| calls[0]["progress"]["stage"] == "held";
        let held = desk.until("calls.list", json!({}), is_held).await;
        assert!(held[0]["progress"]["total"].as_u64().unwrap() >= 100, "{fault}: {held}");
        desk.ask("calls.cancel", json!({ "call": "plan" })).await;
        assert_eq!(planning.await.unwrap().unwrap_err().code, "cancelled", "{fault}");
    }
}

#[tokio::test]
async fn why_a_run_stopped_is_known_after_a_restart_until_it_goes_on() {
    let (desk, shop, run) = planned(10).await;
    shop.set_faults([]);
    let secrets = desk.studio.home().secrets();
    let aside = secrets.with_extension("aside");
    std::fs::rename(&secrets, &aside).unwrap();
    desk.ask("runs.begin", json!({ "run": run })).await;
    let stopped = until(&desk, run, |shown| !shown["error"].is_null()).await;
    let desk = desk.restarted().await;
    let shown = desk.ask("runs.show", json!({ "run": run })).await;
    assert_eq!(shown["error"]["code"], stopped["error"]["code"]);
    assert_eq!(shown["error"]["params"], stopped["error"]["params"]);

    std::fs::rename(&aside, &secrets).unwrap();
    desk.ask("runs.begin", json!({ "run": run })).await;
    let ended = until(&desk, run, |shown| shown["status"] == "completed").await;
    assert_eq!(ended["error"], json!(null));
}
