//! A draft begins with a file, shows its rows at once, and is there again after a restart.

use std::fmt::Write as _;

use serde_json::json;

use crate::desk::Desk;

const LIST: &str = "Artikelnummer;Bezeichnung;Preis\nA-1;Hose;19,90\nA-2;Hemd;9,90\n";

#[tokio::test]
async fn a_file_is_recognised_and_its_rows_are_there_at_once() {
    let desk = Desk::new().await;
    let file = desk.file("liste.csv", LIST);
    let begun = desk.ask("drafts.begin", json!({ "source": { "path": file } })).await;
    assert_eq!(begun["file"]["name"], "liste.csv");
    assert_eq!(begun["file"]["kind"], "file");
    assert_eq!(begun["rows"]["format"]["delimiter"]["value"], ";");
    assert_eq!(begun["rows"]["recognised"]["platform"], "");
    let draft = begun["draft"].as_u64().unwrap();
    let page = desk.ask("drafts.rows", json!({ "draft": draft, "from": 0, "count": 10 })).await;
    assert_eq!(page["total"], 2);
    assert_eq!(page["rows"][1]["row"], 2);
    assert_eq!(page["rows"][1]["cells"], json!(["A-2", "Hemd", "9,90"]));
    assert_eq!(page["rows"][1]["edited"], json!([]));
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    let fields: Vec<_> =
        columns["columns"].as_array().unwrap().iter().map(|c| &c["field"]).collect();
    assert_eq!(fields, [&json!("sku"), &json!("name"), &json!("regular_price")]);
    assert_eq!(columns["columns"][2]["samples"], json!(["19,90", "9,90"]));
    assert_eq!(columns["columns"][2]["found_notation"]["decimal"], "comma");
}

#[tokio::test]
async fn the_sample_comes_with_the_program_and_goes_with_its_draft() {
    let desk = Desk::new().await;
    let request = json!({ "source": { "sample": "price_list" } });
    let begun = desk.ask("drafts.begin", request).await;
    let draft = begun["draft"].as_u64().unwrap();
    assert_eq!(begun["file"]["name"], "supplier-price-list.csv");
    assert_eq!((&begun["file"]["kind"], &begun["file"]["path"]), (&json!("sample"), &json!(null)));
    desk.read_whole(draft).await;
    assert!(desk.cells(draft).await.iter().any(|row| row[0] == "TOW-TEA"));
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    assert_eq!(std::fs::read_dir(desk.studio.home().drafts()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_restart_gives_drafts_back_as_they_were() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    let view = json!({ "filter": { "code": "price_missing" }, "scroll": 40 });
    let saved = json!({ "draft": draft, "step": "check", "view": view });
    desk.ask("drafts.save_view", saved).await;
    let desk = desk.restarted().await;
    let list = desk.ask("drafts.list", json!({})).await;
    assert_eq!(list[0]["draft"], draft);
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!((&shown["step"], &shown["view"]), (&json!("check"), &view));
    assert_eq!(shown["rows"]["is_complete"], true);
    assert_eq!(desk.cells(draft).await.len(), 2);
}

#[tokio::test]
async fn rows_that_were_half_read_when_the_program_ended_are_read_again() {
    let desk = Desk::new().await;
    const ROWS: u64 = 500_000;
    let mut text = String::from("sku,name\n");
    for number in 0..ROWS {
        writeln!(text, "S-{number},A product with a name of some length {number}").unwrap();
    }
    let file = desk.file("long.csv", text);
    let begun = desk.ask("drafts.begin", json!({ "source": { "path": file } })).await;
    let draft = begun["draft"].as_u64().unwrap();
    let page = desk.ask("drafts.rows", json!({ "draft": draft, "from": 0, "count": 50 })).await;
    assert_eq!(page["rows"].as_array().unwrap().len(), 50);
    assert_eq!(page["is_complete"], false, "the others are read behind");
    assert!(begun["rows"]["estimated"].as_u64().unwrap() > ROWS / 2);
    let desk = desk.restarted().await;
    let shown = desk.read_whole(draft).await;
    assert_eq!(shown["rows"]["count"], ROWS);
    let last = json!({ "draft": draft, "from": ROWS - 1, "count": 50 });
    let page = desk.ask("drafts.rows", last).await;
    assert_eq!(page["rows"][0]["cells"][0], format!("S-{}", ROWS - 1));
}

#[tokio::test]
async fn a_removed_draft_leaves_the_file_and_nothing_else() {
    let desk = Desk::new().await;
    let file = desk.file("liste.csv", LIST);
    let draft = desk.draft(&file).await;
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    assert!(file.exists());
    let spools = desk.folder.path().join("home/spools");
    assert_eq!(std::fs::read_dir(spools).unwrap().count(), 0);
    assert_eq!(desk.ask("drafts.list", json!({})).await, json!([]));
    assert_eq!(desk.refused("drafts.show", json!({ "draft": draft })).await, "draft_not_found");
}

#[tokio::test]
async fn a_pasted_table_is_a_source_like_any_other() {
    let desk = Desk::new().await;
    let pasted = "SKU\tName\tRegular price\nA-1\tLinen \"shirt\"\t19.90\nA-2\tHat\t5.00\n";
    let begun = desk.ask("drafts.begin", json!({ "source": { "pasted": pasted } })).await;
    let draft = begun["draft"].as_u64().unwrap();
    assert_eq!(begun["file"]["kind"], "pasted");
    assert_eq!(begun["rows"]["format"]["delimiter"]["value"], "\t");
    desk.read_whole(draft).await;
    let desk = desk.restarted().await;
    assert_eq!(desk.cells(draft).await[1], ["A-2", "Hat", "5.00"]);
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    assert_eq!(std::fs::read_dir(desk.folder.path().join("home/drafts")).unwrap().count(), 0);
    let nothing = json!({ "source": { "pasted": " \n" } });
    assert_eq!(desk.refused("drafts.begin", nothing).await, "nothing_pasted");
}

#[tokio::test]
async fn a_file_from_a_browser_comes_by_its_token_once() {
    let desk = Desk::new().await;
    let upload = longshore_app::uploads::begin(desk.studio.home(), "../Preise/liste.csv").unwrap();
    std::fs::write(&upload.path, LIST).unwrap();
    let source = json!({ "source": { "upload": upload.token } });
    let begun = desk.ask("drafts.begin", source.clone()).await;
    assert_eq!(
        (&begun["file"]["name"], &begun["file"]["path"]),
        (&json!("liste.csv"), &json!(null))
    );
    let draft = begun["draft"].as_u64().unwrap();
    desk.read_whole(draft).await;
    assert_eq!(desk.cells(draft).await[0][1], "Hose");
    assert_eq!(desk.refused("drafts.begin", source).await, "upload_unknown");
    let path = json!({ "source": { "upload": "../journal.sqlite" } });
    assert_eq!(desk.refused("drafts.begin", path).await, "upload_unknown");
}

#[tokio::test]
async fn what_is_no_table_becomes_no_draft() {
    let desk = Desk::new().await;
    let picture = desk.file("list.csv", b"\x89PNG\r\n\x1a\nxxxxxxxx");
    let refused = desk.refused("drafts.begin", json!({ "source": { "path": picture } })).await;
    assert_eq!(refused, "not_a_table");
    let empty = desk.file("empty.csv", "sku,name,price\n");
    let refused = desk.refused("drafts.begin", json!({ "source": { "path": empty } })).await;
    assert_eq!(refused, "no_rows");
    assert_eq!(desk.ask("drafts.list", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_file_that_was_opened_before_is_offered_again_once_no_draft_has_it() {
    let desk = Desk::new().await;
    let (first, second) = (desk.file("first.csv", LIST), desk.file("second.csv", LIST));
    let draft = desk.draft(&first).await;
    assert_eq!(desk.ask("drafts.recent", json!({})).await, json!([]), "it stands among the drafts");
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    let other = desk.draft(&second).await;
    desk.ask("drafts.remove", json!({ "draft": other })).await;
    let desk = desk.restarted().await;
    let recent = desk.ask("drafts.recent", json!({})).await;
    assert_eq!(
        (&recent[0]["name"], &recent[1]["name"]),
        (&json!("second.csv"), &json!("first.csv"))
    );
    assert_eq!(recent[1]["folder"], json!(first.parent().unwrap()));
    assert_eq!(recent[1]["is_there"], true);
    let again = json!({ "source": { "recent": recent[1]["recent"] } });
    let begun = desk.ask("drafts.begin", again).await;
    assert_eq!((&begun["file"]["kind"], &begun["file"]["path"]), (&json!("file"), &json!(first)));
    let left = desk.ask("drafts.recent", json!({})).await;
    assert_eq!((left.as_array().unwrap().len(), &left[0]["name"]), (1, &json!("second.csv")));
}

#[tokio::test]
async fn a_recent_file_that_is_gone_is_said_to_be_gone() {
    let desk = Desk::new().await;
    let file = desk.file("gone.csv", LIST);
    let draft = desk.draft(&file).await;
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    std::fs::remove_file(&file).unwrap();
    let recent = desk.ask("drafts.recent", json!({})).await;
    assert_eq!(recent[0]["is_there"], false);
    let source = json!({ "source": { "recent": recent[0]["recent"] } });
    assert_eq!(desk.refused("drafts.begin", source).await, "file_not_found");
    let unknown = json!({ "source": { "recent": 4711 } });
    assert_eq!(desk.refused("drafts.begin", unknown).await, "recent_file_unknown");
}

#[tokio::test]
async fn what_was_pasted_or_handed_over_is_no_recent_file() {
    let desk = Desk::new().await;
    let begun = desk.ask("drafts.begin", json!({ "source": { "pasted": LIST } })).await;
    desk.ask("drafts.remove", json!({ "draft": begun["draft"] })).await;
    assert_eq!(desk.ask("drafts.recent", json!({})).await, json!([]));
}

#[tokio::test]
async fn only_the_last_few_files_are_recent() {
    let desk = Desk::new().await;
    for number in 0..8 {
        let draft = desk.draft(&desk.file(&format!("list-{number}.csv"), LIST)).await;
        desk.ask("drafts.remove", json!({ "draft": draft })).await;
    }
    let recent = desk.ask("drafts.recent", json!({})).await;
    let names: Vec<_> =
        recent.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, [7, 6, 5, 4, 3, 2].map(|number| format!("list-{number}.csv")));
}
