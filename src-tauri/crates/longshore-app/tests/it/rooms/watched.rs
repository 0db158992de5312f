//! A folder is watched in the background; what came in, and what became of it, is told.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

#[tokio::test]
async fn what_is_dropped_into_a_watched_folder_comes_in_and_is_told() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let draft = desk.draft(&desk.file("first.csv", "sku,name\nA-1,Hat\n")).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Hats" })).await;
    let folder = desk.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let words = json!({ "profile_not_recognised": "Nobody knows the columns of {file}" });
    desk.ask("settings.set", json!({ "words": words })).await;

    let added = json!({ "folder": folder, "store": "Shop", "most_change": 100 });
    let added = desk.ask("watched.add", added.clone()).await;
    assert_eq!(added["stands"], "watching");
    let twice = json!({ "folder": folder, "store": "Shop" });
    assert_eq!(desk.refused("watched.add", twice).await, "folder_watched");
    std::fs::write(folder.join("hats.csv"), "sku,name\nA-2,Sunhat\n").unwrap();
    std::fs::write(folder.join("other.csv"), "one,two\n1,2\n").unwrap();
    let request = json!({ "watched": added["watched"], "count": 10 });
    let is_there = |page: &Value| page["total"] == 2;
    let page = desk.until("watched.arrivals", request.clone(), is_there).await;
    let all = page["arrivals"].as_array().unwrap();
    let of = |what: &str| all.iter().find(|one| one["what"] == what).unwrap();
    assert_eq!(of("imported")["file"], "hats.csv");
    assert_eq!(of("unrecognised")["error"]["code"], "profile_not_recognised");
    let run = of("imported")["run"].as_u64().unwrap();
    assert_eq!(desk.ask("runs.show", json!({ "run": run })).await["counts"]["create"], 1);
    let unrecognised = folder.join("unrecognised");
    let notes = std::fs::read_dir(unrecognised).unwrap().map(|file| file.unwrap().path());
    let said: Vec<String> = notes.filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    let wanted = "Nobody knows the columns of other.csv";
    assert!(said.iter().any(|text| text.contains(wanted)), "{said:?}");

    let paused = desk.ask("watched.pause", json!({ "watched": added["watched"] })).await;
    assert_eq!(paused["stands"], "paused");
    let desk = desk.restarted().await;
    longshore_app::wake(&desk.studio).await;
    let list = desk.ask("watched.list", json!({})).await;
    assert_eq!((&list[0]["stands"], &list[0]["arrivals"]), (&json!("paused"), &json!(2)));
    let awake = desk.ask("watched.go_on", json!({ "watched": added["watched"] })).await;
    assert_eq!(awake["stands"], "watching");
    desk.ask("watched.remove", json!({ "watched": added["watched"] })).await;
    assert_eq!(desk.ask("watched.list", json!({})).await, json!([]));
    assert!(folder.exists());
}
