//! What is said of a file and of a plan, to people and to scripts.

use serde_json::{Value, json};

use crate::{shop::Shop, terminal::Longshore};

const WRITTEN: &str = "\
SKU;Name;Regular price;Date sale price starts
A;Anchor;1.234,50;31/12/2026
B;Buoy;7,50;01/02/2026
";
/// Nothing in it says what the point and the date mean.
const DOUBTFUL: &str = "\
SKU,Name,Regular price,Sale price,Date sale price starts
A,Anchor,90.750,1,03/04/2026
B,Buoy,12.500,1,05/06/2026
";

fn column<'a>(told: &'a Value, name: &str) -> &'a Value {
    let columns = told["columns"].as_array().unwrap();
    columns.iter().find(|column| column["name"] == name).unwrap()
}

#[test]
fn inspect_says_how_numbers_and_dates_are_written_and_why() {
    let longshore = Longshore::new();
    let file = longshore.write("written.csv", WRITTEN);
    let told = longshore.json(0, ["inspect".as_ref(), file.as_os_str()]);
    let price = column(&told, "Regular price");
    assert_eq!((&price["decimal"], &price["thousands"]), (&json!("comma"), &json!(".")));
    assert_eq!(price["decimal_reason"], "decided");
    let date = column(&told, "Date sale price starts");
    assert_eq!(date["date_order"], "day_month_year");
    assert_eq!(column(&told, "Name")["decimal"], Value::Null);

    let file = longshore.write("doubtful.csv", DOUBTFUL);
    let told = longshore.json(0, ["inspect".as_ref(), file.as_os_str()]);
    let date = column(&told, "Date sale price starts");
    assert_eq!((&date["date_order"], &date["date_reason"]), (&Value::Null, &json!("ambiguous")));
    let text = longshore.run(["inspect".as_ref(), file.as_os_str()]).out;
    assert!(text.contains("Dates can be read in two ways"), "{text}");
}

#[test]
fn the_user_says_how_a_column_is_written_and_a_profile_keeps_it() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    // A column of no known writer: a lone point may be either.
    let file = longshore
        .write("list.csv", "Artikelnummer;Bezeichnung;VK-Preis\nA;Anker;90.750\nB;Boje;12.500\n");
    let path = file.to_str().unwrap();
    let map = [
        "--map",
        "Artikelnummer=sku",
        "--map",
        "Bezeichnung=name",
        "--map",
        "VK-Preis=regular_price",
    ];
    let doubtful = longshore.json(1, ["check", path].iter().chain(&map));
    assert_eq!(doubtful["issues"][0]["code"], "number_ambiguous", "{doubtful}");
    let comma = ["--notation", "vk-preis=comma"];
    longshore.json(0, ["check", path].iter().chain(&map).chain(&comma));
    let saved: Vec<&str> =
        map.iter().chain(&comma).chain(&["--save-profile", "deutsch"]).copied().collect();
    longshore.import(0, &file, &saved);
    assert_eq!(shop.witness().product("A")["regular_price"], "90750");
    let profile = longshore.json(0, ["profile", "show", "deutsch"]);
    let price = column_of_profile(&profile, "VK-Preis");
    assert_eq!(price["notation"]["decimal"], "comma", "{profile}");

    // The same file with the profile alone, and with another word over it.
    longshore.json(0, ["check", path, "--profile", "deutsch"]);
    longshore.import(0, &file, &["--profile", "deutsch", "--notation", "#3=point"]);
    assert_eq!(shop.witness().product("A")["regular_price"], "90.750");
}

fn column_of_profile<'a>(profile: &'a Value, name: &str) -> &'a Value {
    let columns = profile["columns"].as_array().unwrap();
    columns.iter().find(|column| column["column"] == name).unwrap()
}

#[test]
fn a_notation_or_a_column_that_is_not_there_is_refused() {
    let longshore = Longshore::new();
    let file = longshore.write("doubtful.csv", DOUBTFUL);
    let path = file.to_str().unwrap();
    let cases = [
        ("Nix=comma", "column_unknown"),
        ("Regular price=roman", "notation_unknown"),
        ("comma", "notation_not_readable"),
    ];
    for (typed, code) in cases {
        let ended = longshore.run(["check", path, "--notation", typed, "--json"]);
        assert_eq!((ended.status, ended.error_code().as_str()), (2, code), "{}", ended.out);
        let message = ended.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(!message.contains('?') && message.ends_with(['.', '"']), "{message}");
    }
    let dates = ["check", path, "--notation", "Date sale price starts=mdy"];
    let issues = longshore.run(dates).out;
    assert!(!issues.contains("03/04/2026"), "{issues}");
}

#[test]
fn a_wrong_command_line_names_what_is_missing_and_says_nothing_beside_the_answer() {
    let longshore = Longshore::new();
    let ended = longshore.run(["import", "list.csv", "--json"]);
    assert_eq!((ended.status, ended.error_code().as_str()), (2, "usage"));
    let message = ended.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("--store <NAME>"), "{message}");
    assert_eq!(ended.err, "");
}

#[test]
fn a_dry_run_shows_changes_before_new_records_and_no_terms() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore.write("first.csv", "SKU,Name,Regular price\nOLD,Old one,1\n");
    longshore.import(0, &first, &[]);
    let rows = "SKU,Name,Regular price,Categories\nNEW1,New one,5,Ship\nNEW2,New two,6,Ship\nOLD,Old one,2,\n";
    let file = longshore.write("second.csv", rows);
    let path = file.to_str().unwrap();
    let dry = ["import", path, "--store", "shop", "--dry-run"];
    let told = longshore.json(0, dry.iter().chain(&["--changes", "2"]));
    let changes = told["changes"].as_array().unwrap();
    let shown: Vec<_> = changes.iter().map(|one| (&one["action"], &one["entity"])).collect();
    let [update, create, product] = [json!("update"), json!("create"), json!("product")];
    assert_eq!(shown, [(&update, &product), (&create, &product)]);
    let text = longshore.run(dry).out;
    assert!(!text.contains("new category"), "{text}");
    assert!(text.find("change product").unwrap() < text.find("new product").unwrap(), "{text}");
}

#[test]
fn changes_that_were_not_made_or_came_out_otherwise_say_so() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(
        "list.csv",
        "SKU,Name,Regular price,Images\nB,Broken,2,https://pictures.example/missing/b.jpg\n",
    );
    let report = longshore.import(1, &file, &[]);
    let run = report["run"].to_string();
    let text = longshore.run(["runs", "changes", &run]).out;
    assert!(text.contains("[failed]") && text.contains("The shop refuses ("), "{text}");
    let told = longshore.json(0, ["runs", "changes", &run]);
    assert_eq!(told["changes"][0]["reasons"][0]["code"], "store_refused", "{told}");
}
