//! What commands answer: to scripts exactly one object with the promised names, to people calm text.

use std::path::Path;

use serde_json::Value;

use crate::{files::LIST, shop::Shop, terminal::Longshore};

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(name).is_some(), "no {name} in {value}");
    }
}

/// The promised shape of what a run did.
#[track_caller]
fn is_report(report: &Value) {
    has(report, &["run", "status", "counts", "seconds", "records_per_second"]);
    let counts = &report["counts"];
    let parts =
        ["create", "update", "delete", "unchanged", "skipped", "failed", "conflict", "unknown"];
    let number = |name: &str| counts[name].as_u64().unwrap_or_else(|| panic!("{name}: {report}"));
    assert_eq!(number("records"), parts.iter().map(|part| number(part)).sum::<u64>(), "{report}");
    assert!(number("altered") <= number("create") + number("update"), "{report}");
    assert!(counts["rows"].is_u64(), "{report}");
}

fn import<'f>(file: &'f Path, more: &[&'f str]) -> Vec<&'f str> {
    let words = ["import", file.to_str().unwrap(), "--store", "shop"];
    words.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn inspect_shows_what_columns_are_for_another_kind_of_record() {
    let longshore = Longshore::new();
    let file =
        longshore.write("people.csv", "Email,First name,Billing city\na@b.example,Ada,Graz\n");
    let file = file.to_str().unwrap();
    let fields = |found: &serde_json::Value| -> Vec<String> {
        let columns = found["columns"].as_array().unwrap().iter();
        columns.map(|column| column["field"].as_str().unwrap_or("-").to_owned()).collect()
    };
    let found = longshore.json(0, ["inspect", file, "--kind", "customers"]);
    assert_eq!(fields(&found), ["customer.email", "customer.first_name", "customer.billing_city"]);
    let found = longshore.json(0, ["inspect", file]);
    assert!(!fields(&found).contains(&"customer.email".to_owned()), "{found}");
}

#[test]
fn inspect_says_what_a_file_is() {
    let longshore = Longshore::new();
    let file = longshore.write("list.csv", "sku;name;price;\nA;b;1,50\nC;d;2,50;9;8\n");
    let found = longshore.json(0, ["inspect", file.to_str().unwrap()]);
    let names = ["format", "encoding", "delimiter", "header_row", "rows", "columns"];
    has(&found, &names);
    has(&found, &["recognised_as", "repairs", "sheets"]);
    assert_eq!((&found["delimiter"], &found["rows"]), (&";".into(), &2.into()));
    for column in found["columns"].as_array().unwrap() {
        has(column, &["name", "field", "confidence", "reason", "samples"]);
    }
    assert_eq!(found["columns"][2]["field"], "regular_price");
    let repairs = found["repairs"].as_array().unwrap();
    assert!(!repairs.is_empty());
    repairs.iter().for_each(|repair| has(repair, &["code", "count", "lines"]));
}

#[test]
fn runs_are_told_in_one_shape_by_every_command() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);

    let planned = longshore.json(0, import(&file, &["--dry-run"]));
    is_report(&planned);
    assert_eq!((&planned["run"], &planned["counts"]["create"]), (&Value::Null, &4.into()));
    assert_eq!((longshore.runs(), shop.writes().len()), (0, 0));

    let imported = longshore.import(0, &file, &[]);
    is_report(&imported);
    assert_eq!(imported["status"], "completed");
    let run = imported["run"].to_string();
    let shown = longshore.json(0, ["runs", "show", &run]);
    is_report(&shown);
    assert_eq!(shown["counts"], imported["counts"]);
    let listed = longshore.json(0, ["runs", "list"]);
    assert_eq!(listed["runs"][0]["counts"], imported["counts"]);

    let changes = longshore.json(0, ["runs", "changes", &run]);
    let changes = changes["changes"].as_array().unwrap().clone();
    assert!(changes.len() >= 4);
    changes
        .iter()
        .for_each(|change| has(change, &["action", "entity", "label", "outcome", "fields"]));

    let again = longshore.import(0, &file, &[]);
    is_report(&again);
    assert_eq!(again["counts"]["unchanged"], 4);

    let would = longshore.json(0, ["undo", &run, "--dry-run"]);
    is_report(&would);
    assert_eq!((&would["run"], &would["counts"]["delete"]), (&Value::Null, &4.into()));
    assert!(shop.witness().products().len() == 4, "a dry run changes nothing");
    let undone = longshore.undo(0, &imported["run"]);
    is_report(&undone);
    assert_eq!(undone["counts"]["delete"], 4);
}

#[test]
fn people_read_text_and_progress_stands_beside_it() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let told = longshore.run(import(&file, &["--yes"]));
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.contains("4 records were made"), "{}", told.out);
    assert!(told.err.contains("changing the shop"), "progress is on standard error: {}", told.err);
    assert!(!told.out.contains("changing the shop"), "{}", told.out);
    for words in [
        &["inspect", file.to_str().unwrap()][..],
        &["check", file.to_str().unwrap()],
        &["store", "list"],
        &["runs", "list"],
        &["runs", "show", "1"],
        &["runs", "changes", "1"],
        &["profile", "list"],
    ] {
        let told = longshore.run(words);
        assert_eq!(told.status, 0, "{words:?}: {}", told.err);
        let widest = told.out.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!((1..=100).contains(&widest), "{words:?} is {widest} wide:\n{}", told.out);
    }
}

#[test]
fn modes_say_what_may_be_done() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore.write("first.csv", "SKU,Name,Regular price\nA,Anchor,1\n");
    let both = longshore.write("both.csv", "SKU,Name,Regular price\nA,Anchor,2\nB,Buoy,2\n");
    let updated = longshore.import(0, &first, &["--mode", "update"]);
    assert_eq!(updated["counts"]["skipped"], 1, "{updated}");
    longshore.import(0, &first, &["--mode", "create"]);
    let created = longshore.import(0, &both, &["--mode", "create"]);
    assert_eq!(
        (&created["counts"]["create"], &created["counts"]["skipped"]),
        (&1.into(), &1.into())
    );
    assert_eq!(shop.witness().product("A")["regular_price"], "1");
    let updated = longshore.import(0, &both, &["--mode", "update"]);
    assert_eq!(
        (&updated["counts"]["update"], &updated["counts"]["unchanged"]),
        (&1.into(), &1.into())
    );
    assert_eq!(shop.witness().product("A")["regular_price"], "2");
}

#[test]
fn an_empty_cell_keeps_or_clears() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let full =
        longshore.write("full.csv", "SKU,Name,Regular price,Description\nA,Anchor,1,Heavy\n");
    let empty = longshore.write("empty.csv", "SKU,Name,Regular price,Description\nA,Anchor,1,\n");
    longshore.import(0, &full, &[]);
    assert_eq!(longshore.import(0, &empty, &[])["counts"]["unchanged"], 1);
    assert_eq!(longshore.import(0, &empty, &["--blank", "clear"])["counts"]["update"], 1);
    assert_eq!(shop.witness().product("A")["description"], "");
}

#[test]
fn only_the_first_rows_and_only_these_keys() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let report = longshore.import(0, &file, &["--limit", "2"]);
    assert_eq!((&report["counts"]["rows"], &report["counts"]["create"]), (&2.into(), &2.into()));
    let slugs = "SKU,Slug,Regular price\nNEW-SKU,red-buoy,8.00\n";
    let slugs = longshore.write("slugs.csv", slugs);
    let report = longshore.import(0, &slugs, &["--match", "slug"]);
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(shop.witness().product("NEW-SKU")["name"], "Red buoy");
}

#[test]
fn a_profile_is_saved_found_again_and_shared() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("odd.csv", "Alpha;Beta;Gamma\nA;Anchor;1,50\n");
    let map = ["--map", "Alpha=sku", "--map", "Beta=name", "--map", "Gamma=regular_price"];
    let save = map.iter().chain(&["--save-profile", "Odd list"]).copied().collect::<Vec<_>>();
    assert_eq!(longshore.import(0, &file, &save)["counts"]["create"], 1);
    assert_eq!(shop.witness().product("A")["regular_price"], "1.50");
    let listed = longshore.json(0, ["profile", "list"]);
    assert_eq!(listed["profiles"][0]["name"], "Odd list");

    // Nobody names it: the columns do.
    let dearer = longshore.write("odd2.csv", "Alpha;Beta;Gamma\nA;Anchor;2,50\n");
    assert_eq!(longshore.import(0, &dearer, &[])["counts"]["update"], 1);
    assert_eq!(shop.witness().product("A")["regular_price"], "2.50");

    let shared = longshore.file("odd.json");
    longshore.json(0, ["profile", "export", "Odd list", "--out", shared.to_str().unwrap()]);
    let other = Longshore::with(&shop);
    other.json(0, ["profile", "import", shared.to_str().unwrap(), "--name", "Theirs"]);
    other.json(0, ["profile", "show", "Theirs"]);
    let named = other.import(0, &dearer, &["--profile", "Theirs"]);
    assert_eq!(named["counts"]["unchanged"], 1);
}

#[test]
fn check_finds_errors_without_a_shop() {
    let longshore = Longshore::new();
    let file =
        longshore.write("list.csv", "SKU,Name,Regular price\nA,Anchor,\"5,9E+12\"\nB,Buoy,2\n");
    let checked = longshore.json(1, ["check", file.to_str().unwrap()]);
    has(&checked, &["rows", "errors", "warnings", "issues"]);
    assert_eq!(checked["errors"], 1, "{checked}");
    let issue = &checked["issues"][0];
    has(issue, &["code", "severity", "column", "count", "rows", "params", "fix"]);
    assert_eq!((&issue["code"], &issue["rows"][0]), (&"number_damaged".into(), &1.into()));
    let fine = longshore.write("fine.csv", "SKU,Name,Regular price\nB,Buoy,2\n");
    assert_eq!(longshore.json(0, ["check", fine.to_str().unwrap()])["errors"], 0);
}

#[test]
fn stores_are_added_listed_tested_and_forgotten() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let again = longshore.add_with("shop", &shop, shop.practice.consumer_key(), shop.secret());
    assert_eq!((again.status, again.error_code().as_str()), (2, "name_taken"));
    longshore.json(0, ["store", "test", "shop"]);
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    longshore.json(0, ["store", "remove", "shop"]);
    assert_eq!(longshore.json(0, ["store", "list"])["stores"], Value::Array(Vec::new()));
    assert_eq!(longshore.runs(), 1, "the history stays");
}

#[test]
fn help_for_scripts_is_one_object_too() {
    let longshore = Longshore::new();
    for words in [&["--help", "--json"][..], &["import", "--json", "-h"], &["--version", "--json"]]
    {
        let told = longshore.run(words);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{words:?}");
        assert!(told.json()["text"].as_str().unwrap().contains("longshore"), "{words:?}");
    }
    let told = longshore.run(["import", "--help"]);
    assert_eq!(told.status, 0);
    for key in ["remembered", "gtin", "choices", "path"] {
        assert!(told.out.contains(key), "{key} can be named with --match: {}", told.out);
    }
}

#[test]
fn a_long_name_in_a_list_is_shortened_and_keeps_its_ending() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let long = "The list of a supplier with the prices of autumn and winter, corrected (3).csv";
    longshore.import(0, &longshore.write(long, LIST), &[]);
    let told = longshore.run(["runs", "list"]);
    let lines: Vec<_> = told.out.trim_end().lines().collect();
    assert_eq!(lines.len(), 3, "headings, a line, and one run: {}", told.out);
    assert!(lines[2].contains("The list of a supplie…ed (3).csv  completed"), "{}", told.out);
    assert_eq!(longshore.json(0, ["runs", "list"])["runs"][0]["file"], long);
}

#[test]
fn the_values_of_a_column_are_counted_and_those_that_look_alike_are_named() {
    let longshore = Longshore::new();
    let list = "sku;name;colour\nA;b;Grey\nC;d;gray\nE;f;Grey\nG;h;\n";
    let file = longshore.write("list.csv", list);
    let inspect = ["inspect", file.to_str().unwrap(), "--values", "Colour"];
    let found = longshore.json(0, inspect);
    assert_eq!(found["values"][0], serde_json::json!({ "value": "Grey", "count": 2 }));
    assert_eq!((&found["distinct"], &found["empty"]), (&2.into(), &1.into()));
    assert_eq!(found["clusters"][0]["proposed"], "Grey");
}
