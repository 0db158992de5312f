//! What Longshore remembers: it is looked through, made smaller, written out, saved from damage; and a person can be
//! forgotten.

use std::fs;

use serde_json::{Value, json};

use crate::{shop::Shop, terminal::Longshore};

const LIST: &str =
    "SKU,Name,Regular price,Meta: contact\nHAT,Hat,10,ann@example.com\nCOAT,Coat,90,\n";

fn imported() -> (Shop, Longshore) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let report = longshore.import(0, &longshore.write("list.csv", LIST), &[]);
    assert_eq!(report["counts"]["create"], 2, "{report}");
    (shop, longshore)
}

#[test]
fn a_sound_journal_says_so_and_can_be_made_smaller() {
    let (_shop, longshore) = imported();
    assert_eq!(longshore.json(0, ["journal", "check"])["sound"], true);
    let printed = longshore.run(["journal", "check"]);
    assert_eq!(printed.out.trim(), "The journal is as it has to be.");
    let compacted = longshore.json(0, ["journal", "compact"]);
    assert!(compacted["bytes_after"].as_u64() <= compacted["bytes_before"].as_u64());
    let refused = longshore.json(2, ["journal", "salvage"]);
    assert_eq!(refused["error"]["code"], "journal_sound");
}

#[test]
fn everything_is_written_out_as_lines_and_no_secret_among_them() {
    let (shop, longshore) = imported();
    let file = longshore.file("journal.jsonl");
    let written = longshore.json(0, ["journal", "export", "--out", file.to_str().unwrap()]);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(written["lines"], lines.len());
    let kinds = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    assert_eq!((kinds("run"), kinds("end")), (1, 1));
    assert!(!text.contains(shop.secret()));
    let again = longshore.json(2, ["journal", "export", "--out", file.to_str().unwrap()]);
    assert_eq!(again["error"]["code"], "file_exists_unwritten");
}

#[test]
fn a_person_is_forgotten_and_only_that_undo_is_impossible() {
    let (shop, longshore) = imported();
    let refused = longshore.json(2, ["journal", "forget", "--email", "ann@example.com"]);
    assert_eq!(refused["error"]["code"], "confirmation_needed");
    let told = longshore.json(0, ["journal", "forget", "--email", "Ann@Example.com", "--yes"]);
    assert_eq!(told["changes"], 1, "{told}");
    let mut remains = Vec::new();
    for entry in fs::read_dir(longshore.home()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            remains.extend(fs::read(path).unwrap());
        }
    }
    let remains = String::from_utf8_lossy(&remains).to_lowercase();
    assert!(!remains.contains("ann@example.com"));

    let changes = longshore.run(["runs", "changes", "1"]).out;
    assert!(changes.contains("new product (no longer known) [applied]"), "{changes}");
    let dry = longshore.json(0, ["undo", "1", "--dry-run"]);
    assert_eq!(dry["counts"]["delete"], 1, "{dry}");
    assert_eq!(dry["left"][0]["reasons"][0]["code"], "forgotten", "{dry}");
    longshore.undo(0, &json!(1));
    let left: Vec<_> = shop.witness().products().iter().map(|one| one["sku"].clone()).collect();
    assert_eq!(left, ["HAT"]);
    let wrong = longshore.json(2, ["journal", "forget", "--email", "nobody", "--yes"]);
    assert_eq!(wrong["error"]["code"], "email_invalid");
}

#[test]
fn what_a_damaged_journal_still_has_is_saved_and_said() {
    let (shop, longshore) = imported();
    let rows: String = (0..300).map(|row| format!("MANY-{row},One of many,{row}\n")).collect();
    let many = longshore.write("many.csv", format!("SKU,Name,Regular price\n{rows}"));
    longshore.import(0, &many, &[]);
    let path = longshore.home().join("journal.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    // The end of the file is gone.
    bytes.truncate(bytes.len() * 4 / 5);
    fs::write(&path, &bytes).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(longshore.home().join(format!("journal.sqlite{ending}")));
    }
    let refused = longshore.json(2, ["runs", "list"]);
    assert_eq!(refused["error"]["code"], "journal_damaged", "{refused}");
    assert!(refused["error"]["message"].as_str().unwrap().contains("journal salvage"));

    let saved = longshore.run(["journal", "salvage", "--json"]);
    assert!(matches!(saved.status, 0 | 1), "{}{}", saved.out, saved.err);
    let report = saved.json();
    let run = report["tables"].as_array().unwrap().iter().find(|one| one["table"] == "run");
    assert_eq!(run.unwrap()["saved"], 2, "{report}");
    let damaged = report["damaged"].as_str().unwrap();
    assert_eq!(fs::read(damaged).unwrap(), bytes);

    assert_eq!(longshore.json(0, ["journal", "check"])["sound"], true);
    assert_eq!(longshore.runs(), 2);
    let again = longshore.import(0, &many, &[]);
    assert_eq!(again["counts"]["unchanged"], 300, "{again}");
    assert_eq!(shop.witness().products().len(), 302);
}

#[cfg(unix)]
#[test]
fn a_data_folder_that_may_not_be_written_is_named_and_so_is_what_to_do() {
    use std::os::unix::fs::PermissionsExt;

    let (shop, longshore) = imported();
    shop.practice.clear_requests();
    let list = longshore.file("list.csv");
    let journal = fs::read(longshore.home().join("journal.sqlite")).unwrap();
    let allow = |folder: u32, file: u32| {
        let set = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        set(longshore.home(), 0o700);
        set(longshore.home().join("journal.sqlite.opening"), file);
        set(longshore.home(), folder);
    };
    allow(0o500, 0o400);
    if fs::write(longshore.home().join("probe"), "").is_ok() {
        println!("SKIPPED: nothing is forbidden to this user");
        return allow(0o700, 0o600);
    }
    let import = ["import", list.to_str().unwrap(), "--store", "shop", "--yes"];
    let told = longshore.run(import);
    allow(0o700, 0o600);
    assert_eq!(told.status, 2);
    let folder = longshore.home().display().to_string();
    assert!(told.err.contains("may not write to its data folder"), "{}", told.err);
    assert!(told.err.contains(&folder) && told.err.contains("Allow writing there"), "{}", told.err);
    assert!(shop.writes().is_empty());
    assert_eq!(fs::read(longshore.home().join("journal.sqlite")).unwrap(), journal);
}

#[test]
fn how_long_a_store_is_kept_is_a_matter_of_the_user() {
    let (_shop, longshore) = imported();
    let kept = longshore.json(0, ["journal", "keep", "--store", "shop", "--days", "30", "--yes"]);
    assert_eq!(kept["keep"], json!({ "days": 30 }));
    let kept = longshore.json(0, ["journal", "keep", "--store", "shop", "--forever"]);
    assert_eq!(kept["keep"], "forever");
    let asked = longshore.json(2, ["journal", "keep", "--store", "shop", "--days", "0"]);
    assert_eq!(asked["error"]["code"], "confirmation_needed");
    assert_eq!(longshore.json(0, ["undo", "1", "--dry-run"])["counts"]["delete"], 2);
    // What is older than that is said to be gone wherever somebody looks for it.
    longshore.json(0, ["journal", "keep", "--store", "shop", "--days", "0", "--yes"]);
    for words in [["runs", "show", "1"], ["runs", "changes", "1"]] {
        let told = longshore.run(words);
        assert!(told.out.contains("Run 1 is too old"), "{words:?}: {}", told.out);
    }
    assert_eq!(longshore.json(2, ["undo", "1", "--yes"])["error"]["code"], "run_reduced");
    let refused = longshore.json(2, ["journal", "keep", "--store", "none", "--days", "3", "--yes"]);
    assert_eq!(refused["error"]["code"], "connection_not_found");
}
