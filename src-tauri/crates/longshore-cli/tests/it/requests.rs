//! How many requests does a shop get for how many records? Counted, never timed.

use std::fmt::Write as _;

use crate::{shop::Shop, terminal::Longshore};

const PRODUCTS: usize = 1_000;

/// A list of products, of which some cost more than before.
fn list(dearer: usize) -> String {
    let mut list = "SKU,Name,Regular price\n".to_owned();
    for number in 0..PRODUCTS {
        let price = if number < dearer { 9 } else { 5 };
        writeln!(list, "SKU-{number},Thing {number},{price}").unwrap();
    }
    list
}

/// The requests of one import.
fn requests(shop: &Shop, longshore: &Longshore, list: &str) -> usize {
    let file = longshore.write("list.csv", list);
    shop.practice.clear_requests();
    longshore.import(0, &file, &[]);
    shop.practice.requests().len()
}

#[test]
fn a_thousand_products_take_a_few_dozen_requests_and_a_few_where_nothing_changed() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let fresh = requests(&shop, &longshore, &list(0));
    // What was made since is read once.
    let first = requests(&shop, &longshore, &list(0));
    // The second in which the last were made is over.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    requests(&shop, &longshore, &list(0));
    let unchanged = requests(&shop, &longshore, &list(0));
    let few = requests(&shop, &longshore, &list(PRODUCTS / 100));
    println!(
        "of {PRODUCTS}: fresh {fresh}, read once more {first}, unchanged {unchanged}, one in a hundred changed {few}"
    );
    assert!(fresh <= 24, "fresh: {fresh}");
    assert!(first <= 22, "read once more: {first}");
    assert!(unchanged <= 7, "unchanged: {unchanged}");
    assert!(few <= unchanged + 8, "one in a hundred changed: {few}, unchanged {unchanged}");
}
