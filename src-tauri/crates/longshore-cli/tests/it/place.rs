//! Shops that are not the whole host, or have no speaking addresses.

use longshore_practice::Settings;
use serde_json::Value;

use crate::{files::LIST, shop::Shop, terminal::Longshore};

/// Adds the shop by an address as somebody pastes it.
fn add(longshore: &Longshore, shop: &Shop, address: &str) -> crate::terminal::Ended {
    let key = shop.practice.consumer_key();
    let words = ["store", "add", "shop", "--url", address, "--key", key];
    let more = ["--secret-stdin", "--keep-secret-in", "file", "--json"];
    longshore.run_with_input(words.into_iter().chain(more), shop.secret())
}

#[test]
fn a_shop_in_a_sub_folder_takes_a_list_and_gives_it_back() {
    let place = Settings { sub_folder: "shop".to_owned(), empty: true, ..Settings::default() };
    // In the clear a strict shop takes signatures only: they are made of the whole address.
    for settings in [place.clone(), Settings { strict: true, ..place }] {
        let (shop, longshore) = (Shop::set_up(settings), Longshore::new());
        let site = shop.practice.url();
        let pasted = format!("{site}/wp-admin/admin.php?page=wc-settings");
        let added = add(&longshore, &shop, &pasted);
        assert_eq!(added.status, 0, "{}", added.out);
        assert_eq!(added.json()["url"], site.as_str());
        let file = longshore.write("list.csv", LIST);
        assert_eq!(longshore.import(0, &file, &[])["counts"]["create"], 4);
        assert_eq!(longshore.import(0, &file, &[])["counts"]["unchanged"], 4);
        assert_eq!(longshore.undo(0, &Value::from(1))["counts"]["delete"], 4);
    }
}

#[test]
fn the_host_of_a_shop_in_a_sub_folder_is_no_shop() {
    let settings = Settings { sub_folder: "shop".to_owned(), empty: true, ..Settings::default() };
    let (shop, longshore) = (Shop::set_up(settings), Longshore::new());
    let host = shop.practice.url().trim_end_matches("/shop").to_owned();
    assert_eq!(add(&longshore, &shop, &host).error_code(), "store_no_rest_api");
}

#[test]
fn plain_permalinks_are_explained_with_what_to_do() {
    for sub_folder in ["", "shop"] {
        let settings = Settings {
            sub_folder: sub_folder.to_owned(),
            plain_permalinks: true,
            ..Settings::default()
        };
        let (shop, longshore) = (Shop::set_up(settings), Longshore::new());
        let refused = add(&longshore, &shop, &shop.practice.url());
        assert_eq!(refused.error_code(), "store_plain_permalinks");
        let error = &refused.json()["error"];
        assert_eq!(error["params"]["address"], shop.practice.url().as_str());
        let sentence = error["message"].as_str().unwrap();
        assert!(
            sentence.contains("choose any other kind under Settings, Permalinks"),
            "{sentence}"
        );
    }
}
