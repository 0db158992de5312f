//! Whoever meets a damaged page of the journal hears that it is damaged, whatever was asked.

use std::{collections::BTreeMap, fs};

use longshore_app::{Home, Studio, commands, progress::Watch};
use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

const PAGE: usize = 4_096;

/// What names the way out: to look through the journal, and to save what can be read.
const TOLD: [&str; 2] = ["journal_damaged", "journal_entry_unreadable"];

#[tokio::test]
async fn a_damaged_page_is_said_by_every_command_that_meets_it() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, Settings { empty: true, ..Settings::default() }).await;
    let rows: String = (0..80).map(|row| format!("A-{row},Thing {row},{row}\n")).collect();
    let list = format!("sku,name,price\n{rows}");
    let run = desk.imported("list.csv", &list).await;
    let again = desk.file("again.csv", list.replace("Thing", "Other"));
    let Desk { folder, studio } = desk;
    drop(studio);
    let home = folder.path().join("home");
    let path = home.join("journal.sqlite");
    let bytes = fs::read(&path).unwrap();
    let questions = [
        ("runs.list", json!({ "count": 9 })),
        ("runs.show", json!({ "run": run })),
        ("runs.changes", json!({ "run": run, "count": 200 })),
        ("runs.rejects", json!({ "run": run, "count": 200 })),
        ("stores.list", json!({})),
        ("profiles.list", json!({})),
        ("imports.plan", json!({ "file": again, "store": "Shop" })),
        ("undo.plan", json!({ "run": run })),
    ];
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for page in 0..bytes.len() / PAGE {
        let mut spoiled = bytes.clone();
        let garbage = [0x00, 0xFF, 0x0D, 0x5A][page % 4];
        spoiled[page * PAGE..(page + 1) * PAGE].fill(garbage);
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(home.join(format!("journal.sqlite{end}")));
        }
        fs::write(&path, &spoiled).unwrap();
        let studio = match Studio::open(Home::at(home.clone()).unwrap()).await {
            Ok(studio) => studio,
            Err(error) => {
                assert_eq!(error.code, "journal_damaged", "page {}: {error:?}", page + 1);
                *told.entry("start").or_default() += 1;
                continue;
            }
        };
        for (name, request) in &questions {
            if let Err(error) = ask(&studio, name, request).await {
                let code = error.code.as_str();
                assert!(TOLD.contains(&code), "page {}, {name}: {error:?}", page + 1);
                *told.entry(*name).or_default() += 1;
            }
        }
    }
    println!("{} pages: {told:?}", bytes.len() / PAGE);
    for name in ["start", "runs.show", "runs.changes", "imports.plan", "undo.plan"] {
        assert!(told.contains_key(name), "{name} met no damage: {told:?}");
    }
}

async fn ask(
    studio: &Studio,
    name: &str,
    request: &Value,
) -> Result<Value, longshore_app::ApiError> {
    commands::call(studio, name, request.clone(), &Watch::nobody()).await
}
