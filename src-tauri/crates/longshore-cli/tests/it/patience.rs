//! How long is waited for a shop that is not there?

use std::time::{Duration, Instant};

use longshore_practice::{Matcher, Moment};

use crate::{
    files::LIST,
    shop::Shop,
    terminal::{Longshore, ended},
};

/// Nobody is kept waiting for longer, a slow machine not counted.
const SHORT: Duration = Duration::from_secs(4);

#[test]
fn a_shop_that_takes_no_connection_is_soon_said_to_be_away() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let path = file.to_str().unwrap();
    longshore.import(0, &file, &[]);
    let url = shop.practice.url();
    drop(shop);
    for words in [
        &["store", "test", "shop"][..],
        &["import", path, "--store", "shop", "--yes"],
        &["import", path, "--store", "shop", "--dry-run"],
        &["check", path, "--store", "shop"],
        &["undo", "1", "--yes"],
        &["export", "products", "--store", "shop", "--out", "nowhere.csv"],
    ] {
        let began = Instant::now();
        let ended = longshore.run(words.iter().chain(&["--json"]));
        assert_eq!((ended.status, ended.error_code().as_str()), (3, "store_connection_refused"));
        assert!(began.elapsed() < SHORT, "{words:?} took {:?}", began.elapsed());
    }
    assert_eq!(longshore.runs(), 1, "no plan is left behind");
    let began = Instant::now();
    let words = ["store", "add", "new", "--url", &url, "--key", "ck_1", "--json"];
    let more = ["--secret-stdin", "--keep-secret-in", "file"];
    let ended = longshore.run_with_input(words.into_iter().chain(more), "cs_1");
    assert_eq!((ended.status, ended.error_code().as_str()), (3, "store_connection_refused"));
    assert!(began.elapsed() < SHORT, "{:?}", began.elapsed());
}

#[test]
fn a_shop_that_goes_away_for_a_moment_does_not_end_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |port| longshore_practice::Settings {
        data: longshore_practice::Data::Folder(folder.path().to_path_buf()),
        empty: true,
        port,
        ..longshore_practice::Settings::default()
    };
    let shop = Shop::set_up(settings(0));
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let port = shop.practice.url().rsplit(':').next().unwrap().parse().unwrap();
    let hold = shop.hold(Matcher::new("POST", "/products/categories", Moment::Before));
    let child =
        longshore.start(["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"]);
    shop.wait_for(&hold);
    hold.discard();
    drop(shop);
    std::thread::sleep(Duration::from_millis(1_500));
    let shop = Shop::set_up(settings(port));
    let ended = ended(child);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert_eq!(shop.witness().products().len(), 4);
}
