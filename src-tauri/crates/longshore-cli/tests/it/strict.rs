//! A shop that is as strict as a real one: keys go over https only, and some may not do everything.

use std::{
    io::{BufRead, BufReader},
    path::Path,
};

use longshore_practice::Settings;
use serde_json::Value;

use crate::{
    files::LIST,
    shop::Shop,
    terminal::{Ended, Longshore},
};

/// Adds the shop at its https address.
fn add(
    longshore: &Longshore,
    shop: &Shop,
    (key, secret): (&str, &str),
    authority: Option<&Path>,
) -> Ended {
    let url = shop.practice.https_url().unwrap();
    let mut words = vec!["store", "add", "shop", "--url", &url, "--key", key, "--json"];
    words.extend(["--secret-stdin", "--keep-secret-in", "file"]);
    if let Some(file) = authority {
        words.extend(["--ca-file", file.to_str().unwrap()]);
    }
    longshore.run_with_input(words, secret)
}

fn both(shop: &Shop) -> (&str, &str) {
    (shop.practice.consumer_key(), shop.secret())
}

#[track_caller]
fn refused(ended: &Ended, status: i32, code: &str) {
    assert_eq!((ended.status, ended.error_code().as_str()), (status, code), "{}", ended.out);
}

#[test]
fn an_import_goes_over_https_with_the_shops_own_authority() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    // The user's file is needed once: its certificates are taken over.
    let authority = longshore.file("authority.pem");
    std::fs::copy(shop.practice.ca_file().unwrap(), &authority).unwrap();
    let added = add(&longshore, &shop, both(&shop), Some(&authority));
    assert_eq!(added.status, 0, "{}", added.out);
    std::fs::write(&authority, "something else").unwrap();
    std::fs::remove_file(&authority).unwrap();

    let tested = longshore.json(0, ["store", "test", "shop"]);
    assert_eq!(tested["facts"]["access"], serde_json::json!({ "read": true, "write": true }));
    let file = longshore.write("list.csv", LIST);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["create"], 4);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["unchanged"], 4);
    assert_eq!(longshore.undo(0, &Value::from(1))["counts"]["delete"], 4);

    let kept = longshore.home().join("authorities");
    assert_eq!(kept.read_dir().unwrap().count(), 1);
    longshore.json(0, ["store", "remove", "shop"]);
    assert_eq!(kept.read_dir().unwrap().count(), 0, "forgotten with the shop");
}

#[test]
fn what_practice_serve_says_is_enough_to_connect() {
    let longshore = Longshore::new();
    let mut serving = longshore.start(["practice", "serve", "--strict", "--empty"]);
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    let text = |name: &str| said[name].as_str().unwrap_or_else(|| panic!("no {name}: {said}"));
    for (name, key, secret, writes) in [
        ("owner", "consumer_key", "consumer_secret", true),
        ("reader", "read_key", "read_secret", false),
    ] {
        let words = ["store", "add", name, "--url", text("https_url"), "--key", text(key)];
        let more = ["--secret-stdin", "--keep-secret-in", "file", "--ca-file", text("ca_file")];
        let words = words.into_iter().chain(more).chain(["--json"]);
        let added = longshore.run_with_input(words, text(secret));
        assert_eq!(added.status, 0, "{}", added.out);
        let tested = longshore.json(0, ["store", "test", name]);
        assert_eq!(tested["facts"]["access"]["write"], writes);
    }
    assert!(text("write_key").starts_with("ck_") && !text("write_secret").is_empty());
    let file = longshore.write("list.csv", LIST);
    let words = ["import", file.to_str().unwrap(), "--store", "owner", "--yes"];
    assert_eq!(longshore.json(0, words)["counts"]["create"], 4);
    serving.kill().unwrap();
    serving.wait().unwrap();
    // With the store its folder goes; what was taken over stays, and says what the trouble is.
    let away = longshore.run(["store", "test", "owner", "--json"]);
    refused(&away, 3, "store_connection_refused");
}

#[test]
fn without_the_authority_nobody_is_trusted() {
    let (shop, other) = (Shop::strict(), Shop::strict());
    let longshore = Longshore::new();
    let untrusted = add(&longshore, &shop, both(&shop), None);
    refused(&untrusted, 3, "store_certificate_untrusted");
    let said = untrusted.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("--ca-file"), "it says what to do: {said}");
    let anothers = add(&longshore, &shop, both(&shop), other.practice.ca_file());
    refused(&anothers, 3, "store_certificate_untrusted");
    assert!(shop.practice.requests().is_empty(), "nobody got the key");
}

#[test]
fn an_authority_has_to_be_one() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for (name, text) in [("empty", ""), ("text", "trust me"), ("broken", broken), ("key", key)] {
        let file = longshore.write(name, text);
        let ended = add(&longshore, &shop, both(&shop), Some(&file));
        refused(&ended, 2, "store_authority_invalid");
    }
    let missing = add(&longshore, &shop, both(&shop), Some(Path::new("nowhere.pem")));
    refused(&missing, 2, "ca_file_unreadable");
    let folder = add(&longshore, &shop, both(&shop), Some(&longshore.home()));
    refused(&folder, 2, "ca_file_unreadable");
    assert_eq!(longshore.json(0, ["store", "list"])["stores"], Value::Array(Vec::new()));
    assert!(shop.practice.requests().is_empty());
}

#[test]
fn a_key_that_may_only_read_is_told_so_before_anything_is_sent() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    let key = (shop.practice.read_key(), shop.practice.read_secret());
    let added = add(&longshore, &shop, key, shop.practice.ca_file());
    assert_eq!(added.status, 0, "{}", added.out);
    let access = serde_json::json!({ "read": true, "write": false });
    assert_eq!(longshore.json(0, ["store", "test", "shop"])["facts"]["access"], access);
    let file = longshore.write("list.csv", LIST);
    let path = file.to_str().unwrap();
    shop.writes();
    refused(
        &longshore.run(["import", path, "--store", "shop", "--yes", "--json"]),
        3,
        "store_key_cannot_write",
    );
    assert!(shop.writes().is_empty());
    assert_eq!(longshore.runs(), 0, "no plan is left behind");
    // Looking is allowed.
    longshore.json(0, ["import", path, "--store", "shop", "--dry-run"]);
    let out = longshore.file("out.csv");
    longshore.json(0, ["export", "products", "--store", "shop", "--out", out.to_str().unwrap()]);
}

#[test]
fn a_key_that_may_only_write_cannot_be_worked_with() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    let (key, secret) = (shop.practice.write_key(), shop.practice.write_secret());
    let ended = add(&longshore, &shop, (key, secret), shop.practice.ca_file());
    refused(&ended, 3, "store_key_cannot_read");
    assert_eq!(longshore.json(0, ["store", "list"])["stores"], Value::Array(Vec::new()));

    // Somebody took the right to read away later.
    assert_eq!(add(&longshore, &shop, both(&shop), shop.practice.ca_file()).status, 0);
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    crate::journal_file::change_key(&longshore, key);
    shop.writes();
    for words in [
        &["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"][..],
        &["undo", "1", "--yes", "--json"],
    ] {
        let ended = longshore.run_where(("LONGSHORE_SECRET_SHOP", secret), words);
        refused(&ended, 3, "store_key_cannot_read");
    }
    assert!(shop.writes().is_empty());
    assert_eq!(longshore.runs(), 1, "no plan is left behind");
}

#[test]
fn over_plain_http_a_strict_shop_is_asked_with_signatures() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    let ended = longshore.add_with("shop", &shop, shop.practice.consumer_key(), shop.secret());
    assert_eq!(ended.status, 0, "{}\n{}", ended.out, ended.err);
    assert_eq!(ended.json()["key_shown"], "signed_sha256");
    let file = longshore.write("list.csv", LIST);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["create"], 4);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["unchanged"], 4);
    longshore.undo(0, &Value::from(1));
    for request in shop.practice.requests() {
        assert!(!format!("{request:?}").contains(shop.secret()), "the secret stays here");
    }
    let wrong = longshore.add_with("other", &shop, shop.practice.consumer_key(), "cs_wrong");
    refused(&wrong, 3, "store_key_unknown");
}

#[test]
fn what_cannot_be_an_address_or_a_key_is_wrongly_typed() {
    let shop = Shop::strict();
    let longshore = Longshore::new();
    let url = shop.practice.https_url().unwrap();
    let authority = shop.practice.ca_file().unwrap().to_str().unwrap();
    for (url, key, code) in [
        ("ftp://shop.example", "ck_1", "store_address_invalid"),
        (&url, "c k", "store_key_invalid"),
    ] {
        let words = ["store", "add", "shop", "--url", url, "--key", key, "--json"];
        let more = ["--secret-stdin", "--keep-secret-in", "file", "--ca-file", authority];
        let ended = longshore.run_with_input(words.into_iter().chain(more), "cs_1");
        refused(&ended, 2, code);
    }
}

/// Sets faults, as they are typed.
fn disturb(shop: &Shop, faults: &[&str]) {
    shop.practice.set_faults(faults.iter().map(|fault| fault.parse().unwrap()));
}

/// A shop with https that lets the witness in without it.
fn with_https() -> Shop {
    Shop::set_up(Settings { empty: true, https_port: Some(0), ..Settings::default() })
}

#[test]
fn what_happens_to_answers_over_https_neither_doubles_nor_loses_anything() {
    let shop = with_https();
    let longshore = Longshore::new();
    let authority = shop.practice.ca_file().unwrap().to_path_buf();
    assert_eq!(add(&longshore, &shop, both(&shop), Some(&authority)).status, 0);
    let file = longshore.write("list.csv", LIST);
    disturb(&shop, &["cut@write#4", "dropped-after@write#3"]);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["create"], 4);
    disturb(&shop, &[]);
    assert_eq!(shop.witness().products().len(), 4);
    assert_eq!(longshore.import(0, &file, &[])["counts"]["unchanged"], 4);
}

#[test]
fn a_shop_that_shows_another_certificate_in_mid_run_gets_nothing_more_until_it_shows_its_own() {
    let shop = with_https();
    let longshore = Longshore::new();
    let authority = shop.practice.ca_file().unwrap().to_path_buf();
    assert_eq!(add(&longshore, &shop, both(&shop), Some(&authority)).status, 0);
    let file = longshore.write("list.csv", LIST);
    // The first two only ask whether the key may write.
    disturb(&shop, &["certificate=1s@write#3"]);
    let path = file.to_str().unwrap();
    let ended = longshore.run(["import", path, "--store", "shop", "--yes", "--json"]);
    assert_eq!((ended.status, ended.error_code().as_str()), (3, "store_certificate_untrusted"));
    disturb(&shop, &[]);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(longshore.json(0, ["resume", "1", "--yes"])["counts"]["create"], 4);
    assert_eq!(shop.witness().products().len(), 4);
    longshore.undo(0, &Value::from(1));
    assert_eq!(shop.witness().products().len(), 0);
}
