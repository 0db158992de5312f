//! How the user says that numbers and dates are written, and what a wrong command line is told.

use serde_json::Value;

use crate::{shop::Shop, terminal::Longshore};

/// Nothing in it says what the point and the date mean.
const DOUBTFUL: &str = "\
SKU,Name,Regular price,Sale price,Date sale price starts
A,Anchor,90.750,1,03/04/2026
B,Buoy,12.500,1,05/06/2026
";

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
