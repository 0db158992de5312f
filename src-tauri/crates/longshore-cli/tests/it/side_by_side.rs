//! Two at the same time: one run on a shop, the others wait.

use std::io::{BufRead, BufReader};

use longshore_practice::{Matcher, Moment};

use crate::{
    files::LIST,
    shop::Shop,
    terminal::{Longshore, ended},
};

#[test]
fn a_second_run_on_a_shop_waits_for_the_first_and_says_so() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore.write("first.csv", LIST);
    let second = longshore.write("second.csv", "SKU,Name,Regular price\nOAR,Ash oar,45\n");
    let import = |file: &std::path::Path| {
        longshore.start(["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"])
    };
    let products = Matcher {
        body: "Nameless knot".to_owned(),
        ..Matcher::new("POST", "/products/batch", Moment::Before)
    };
    let hold = shop.hold(products);
    let sending = import(&first);
    shop.wait_for(&hold);

    let mut waiting = import(&second);
    let mut lines = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let says_so = lines.find(|line| line.as_ref().unwrap().contains("another run"));
    assert!(says_so.is_some(), "it says that it waits");
    assert!(waiting.try_wait().unwrap().is_none(), "it waits");
    assert_eq!(shop.witness().products().len(), 0, "it sends nothing");

    hold.release();
    // Whoever speaks has to be listened to.
    lines.for_each(|line| assert!(line.is_ok()));
    for child in [sending, waiting] {
        let ended = ended(child);
        assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
        assert_eq!(ended.json()["status"], "completed");
    }
    assert_eq!(shop.witness().products().len(), 5);
}

#[test]
fn the_same_file_twice_at_the_same_time_comes_in_once() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let import = || {
        longshore.start(["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"])
    };
    let products = Matcher {
        body: "Nameless knot".to_owned(),
        ..Matcher::new("POST", "/products/batch", Moment::Before)
    };
    let hold = shop.hold(products);
    let first = import();
    shop.wait_for(&hold);
    let mut second = import();
    let mut lines = BufReader::new(second.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.as_ref().unwrap().contains("another run")), "it waits");
    hold.release();
    lines.for_each(|line| assert!(line.is_ok()));
    let (first, second) = (ended(first), ended(second));
    assert_eq!((first.status, second.status), (0, 0), "{}{}", second.out, second.err);
    assert_eq!(second.json()["counts"]["unchanged"], 4, "{}", second.out);
    assert_eq!(shop.witness().products().len(), 4);
}

#[test]
fn a_run_that_another_one_has_overtaken_is_not_gone_on_with() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let path = file.to_str().unwrap();
    let hold = shop.hold(Matcher::new("POST", "/products/categories", Moment::Before));
    let before = shop.latest();
    let mut killed = longshore.start(["import", path, "--store", "shop", "--yes", "--json"]);
    shop.wait_for(&hold);
    killed.kill().unwrap();
    killed.wait().unwrap();
    hold.release();
    shop.rests(before);
    longshore.import(0, &file, &[]);
    assert_eq!(shop.witness().products().len(), 4);
    let refused = longshore.json(2, ["resume", "1", "--yes"]);
    assert_eq!(refused["error"]["code"], "plan_overtaken");
    assert_eq!(shop.witness().products().len(), 4);
}

#[test]
fn shops_go_side_by_side() {
    let (shop, other) = (Shop::empty(), Shop::empty());
    let longshore = Longshore::with(&shop);
    longshore.add("other", &other);
    let file = longshore.write("list.csv", LIST);
    let path = file.to_str().unwrap();
    let hold = shop.hold(Matcher::new("POST", "/products/categories", Moment::Before));
    let held = longshore.start(["import", path, "--store", "shop", "--yes", "--json"]);
    shop.wait_for(&hold);
    longshore.json(0, ["import", path, "--store", "other", "--yes"]);
    assert_eq!(other.witness().products().len(), 4);
    hold.release();
    assert_eq!(ended(held).status, 0);
}

#[test]
fn without_marks_nothing_but_the_row_stands_in_the_shop() {
    let is_marked = |shop: &Shop| {
        let products = shop.witness().products();
        let keyless = products.iter().find(|one| one["name"] == "Nameless knot").unwrap().clone();
        keyless["meta_data"].as_array().unwrap().iter().any(|meta| meta["key"] == "_longshore")
    };
    for (more, marked) in [(&[][..], true), (&["--no-marks"], false)] {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let empty = shop.witness().snapshot();
        let file = longshore.write("list.csv", LIST);
        let report = longshore.import(0, &file, more);
        assert_eq!(is_marked(&shop), marked, "{more:?}");
        // It is remembered, marked or not.
        assert_eq!(longshore.import(0, &file, more)["counts"]["unchanged"], 4);
        longshore.undo(0, &report["run"]);
        empty.must_equal(&shop.witness().snapshot());
    }
}
