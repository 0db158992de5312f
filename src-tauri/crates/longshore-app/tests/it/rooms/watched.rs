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
    // What nobody knows is imported by hand from where it lies now.
    let source = json!({ "arrived": of("unrecognised")["arrival"] });
    let by_hand = desk.ask("drafts.begin", json!({ "source": source, "store": "Shop" })).await;
    assert_eq!(by_hand["file"]["name"], "other.csv");
    assert_eq!(desk.read_whole(by_hand["draft"].as_u64().unwrap()).await["rows"]["count"], 1);
    let unknown = json!({ "source": { "arrived": of("imported")["arrival"] } });
    assert_eq!(desk.refused("drafts.begin", unknown).await, "arrival_unknown");

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

#[tokio::test]
async fn an_empty_file_that_was_filled_is_waited_for_no_longer() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let folder = desk.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let added = desk.ask("watched.add", json!({ "folder": folder, "store": "Shop" })).await;
    for name in ["filled.csv", "empty.csv"] {
        std::fs::write(folder.join(name), "").unwrap();
    }
    let request = json!({ "watched": added["watched"], "count": 10 });
    desk.until("watched.arrivals", request.clone(), |page| page["total"] == 2).await;
    std::fs::write(folder.join("filled.csv"), "Nummer im Lager\nA-1\nA-2\n").unwrap();
    let has_come = |page: &Value| page["arrivals"][0]["what"] == "unrecognised";
    let page = desk.until("watched.arrivals", request, has_come).await;
    let told = |at: usize| (&page["arrivals"][at]["what"], &page["arrivals"][at]["file"]);
    assert_eq!(page["total"], 2, "{page}");
    assert_eq!(told(0), (&json!("unrecognised"), &json!("filled.csv")));
    assert_eq!(told(1), (&json!("empty"), &json!("empty.csv")));
    desk.ask("watched.remove", json!({ "watched": added["watched"] })).await;
}

#[tokio::test]
async fn an_empty_file_is_told_at_once_and_a_text_is_told_as_no_table() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let folder = desk.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let added = desk.ask("watched.add", json!({ "folder": folder, "store": "Shop" })).await;
    std::fs::write(folder.join("empty.csv"), "").unwrap();
    let begun = std::time::Instant::now();
    let request = json!({ "watched": added["watched"], "count": 10 });
    let page = desk.until("watched.arrivals", request.clone(), |page| page["total"] == 1).await;
    let told = &page["arrivals"][0];
    assert_eq!((&told["what"], &told["file"]), (&json!("empty"), &json!("empty.csv")));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());

    std::fs::write(folder.join("note.csv"), "hello world\n").unwrap();
    let page = desk.until("watched.arrivals", request.clone(), |page| page["total"] == 2).await;
    let error = &page["arrivals"][0]["error"];
    assert_eq!(
        (&error["code"], &error["params"]["kind"]),
        (&json!("not_a_table"), &json!("plain_text"))
    );
    // Nor do several lines make columns.
    let letter = "Dear colleagues\nthe new prices come on Monday, as every year\nbest wishes from the warehouse\n";
    std::fs::write(folder.join("letter.csv"), letter).unwrap();
    let page = desk.until("watched.arrivals", request.clone(), |page| page["total"] == 3).await;
    let told = &page["arrivals"][0];
    assert_eq!((&told["file"], &told["what"]), (&json!("letter.csv"), &json!("failed")));
    assert_eq!(told["error"]["code"], "not_a_table");
    assert_eq!(told["error"]["params"]["file"], "letter.csv");
    // A list of one column is a table, whose columns nobody named yet.
    std::fs::write(folder.join("list.csv"), "Nummer im Lager\nA-1\nA-2\n").unwrap();
    let page = desk.until("watched.arrivals", request, |page| page["total"] == 4).await;
    assert_eq!(page["arrivals"][0]["error"]["code"], "profile_not_recognised");
    desk.ask("watched.remove", json!({ "watched": added["watched"] })).await;
    // The same in the wizard; one name of a column is a table without rows.
    let text = desk.file("text.csv", "hello world\n");
    let source = json!({ "source": { "path": text } });
    assert_eq!(desk.refused("drafts.begin", source).await, "not_a_table");
    let bare = desk.file("bare.csv", "Regular price\n");
    let source = json!({ "source": { "path": bare } });
    assert_eq!(desk.refused("drafts.begin", source).await, "no_rows");
}

/// A store, a profile for lists of hats, and a folder that is watched into it.
async fn watched(desk: &Desk, store: &str) -> (std::path::PathBuf, Value) {
    let draft = desk.draft(&desk.file("first.csv", "sku,name\nA-1,Hat\n")).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Hats" })).await;
    let folder = desk.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let request = json!({ "folder": folder, "store": store, "most_change": 100 });
    let added = desk.ask("watched.add", request).await;
    (folder, added["watched"].clone())
}

#[tokio::test]
async fn what_was_not_brought_in_waits_for_somebody_until_somebody_saw_to_it() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let (folder, number) = watched(&desk, "Shop").await;
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("other.csv", "one,two\n1,2\n");
    write("others.csv", "three,four\n1,2\n");
    write("note.csv", "hello world\n");
    write("bare.csv", "sku,name\n");
    write("hats.csv", "sku,name\nA-2,Sunhat\n");
    let request = json!({ "watched": number, "count": 10 });
    let page = desk.until("watched.arrivals", request.clone(), |page| page["total"] == 5).await;
    let of = |name: &str| {
        let all = page["arrivals"].as_array().unwrap();
        all.iter().find(|one| one["file"] == name).unwrap().clone()
    };
    assert_eq!(
        (of("hats.csv")["needs_you"].clone(), of("other.csv")["needs_you"].clone()),
        (json!(false), json!(true))
    );
    let need = async || desk.ask("watched.list", json!({})).await[0]["need_you"].clone();
    assert_eq!(need().await, 4);
    // One is imported by hand, one is taken away, one is left as it is.
    let source = json!({ "arrived": of("other.csv")["arrival"] });
    desk.ask("drafts.begin", json!({ "source": source, "store": "Shop" })).await;
    assert_eq!(need().await, 3);
    std::fs::remove_file(of("others.csv")["lies"].as_str().unwrap()).unwrap();
    assert_eq!(need().await, 2);
    desk.ask("watched.settle", json!({ "arrival": of("note.csv")["arrival"] })).await;
    assert_eq!(need().await, 1);
    assert_eq!(desk.refused("watched.settle", json!({ "arrival": 999 })).await, "arrival_unknown");
    // And one comes again, as it should be.
    write("bare.csv", "sku,name\nA-3,Cap\n");
    desk.until("watched.arrivals", request, |page| page["total"] == 6).await;
    assert_eq!(need().await, 0);
    desk.ask("watched.remove", json!({ "watched": number })).await;
}

#[tokio::test]
async fn files_for_the_practice_store_wait_while_it_is_closed_and_go_on_at_once_when_it_is_open() {
    let desk = Desk::new().await;
    desk.ask("practice.start", json!({ "name": "Shop" })).await;
    let (folder, number) = watched(&desk, "Shop").await;
    let stands = async || desk.ask("watched.list", json!({})).await[0]["stands"].clone();
    assert_eq!(stands().await, "watching");
    desk.ask("practice.stop", json!({})).await;
    assert_eq!(stands().await, "closed");
    assert_eq!(desk.refused("stores.test", json!({ "name": "Shop" })).await, "practice_closed");
    std::fs::write(folder.join("hats.csv"), "sku,name\nA-2,Sunhat\n").unwrap();
    // It is asked for in vain twice; another file comes in the usual way: first it is there, then it has contents.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    std::fs::write(folder.join("caps.csv"), "").unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    std::fs::write(folder.join("caps.csv"), "sku,name\nA-3,Cap\n").unwrap();
    let request = json!({ "watched": number, "count": 10 });
    desk.until("watched.arrivals", request.clone(), |page| page["total"] == 0).await;
    assert_eq!(stands().await, "closed");

    let begun = std::time::Instant::now();
    desk.ask("practice.start", json!({})).await;
    let have_come = |page: &Value| page["total"] == 2;
    let page = desk.until("watched.arrivals", request.clone(), have_come).await;
    assert!(begun.elapsed().as_secs() < 7, "{:?}", begun.elapsed());
    assert!(page["arrivals"].as_array().unwrap().iter().all(|one| one["what"] == "imported"));
    assert_eq!(stands().await, "watching");

    // Set back it is another store, which knows nothing of what the old one got.
    desk.ask("practice.reset", json!({})).await;
    std::fs::write(folder.join("again.csv"), "sku,name\nA-2,Sunhat\n").unwrap();
    let page = desk.until("watched.arrivals", request, |page| page["total"] == 3).await;
    assert_eq!(page["arrivals"][0]["what"], "imported", "{page}");
    let run = desk.ask("runs.show", json!({ "run": page["arrivals"][0]["run"] })).await;
    assert_eq!(run["counts"]["create"], 1);
    longshore_app::sleep(&desk.studio).await;
}
