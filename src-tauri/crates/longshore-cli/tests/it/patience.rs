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
fn whoever_tests_a_shop_hears_of_it_as_it_is_just_now() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    shop.practice.set_faults(["502".parse().unwrap()]);
    shop.practice.clear_requests();
    let tested = longshore.run(["store", "test", "shop", "--json"]);
    assert_eq!((tested.status, tested.error_code().as_str()), (3, "store_unavailable"));
    assert_eq!(shop.practice.requests().len(), 1, "nothing is asked a second time");
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

/// A run of which the shop takes one batch and then is away for good.
#[test]
fn who_is_left_by_the_shop_is_told_how_it_stands_and_what_to_do() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let rows: String = (0..300).map(|row| format!("MANY-{row},One of many,{row}\n")).collect();
    let file = longshore.write("many.csv", format!("SKU,Name,Regular price\n{rows}"));
    let import = ["import", file.to_str().unwrap(), "--store", "shop", "--yes"];

    shop.practice.set_faults(["wrong-json=half@POST products/batch".parse().unwrap()]);
    let told = longshore.run(import);
    assert_eq!(told.status, 3);
    let told = told.err.lines().last().unwrap().to_owned();
    assert!(told.starts_with("longshore: The shop's answer broke off half-way."), "{told}");
    assert_eq!(longshore.runs(), 0);

    // Two looks whether the key may write, one batch, and nothing more.
    shop.practice.set_faults(["502@POST products/batch#4..".parse().unwrap()]);
    let told = longshore.run(import);
    assert_eq!(told.status, 3);
    let told = told.err.lines().last().unwrap().to_owned();
    assert!(told.contains("not available at the moment (status 502)"), "{told}");
    assert!(told.contains("Run 1 stopped there"), "{told}");
    assert!(told.contains("\"longshore resume 1 --yes\""), "{told}");
    assert!(told.contains("\"longshore undo 1 --yes\""), "{told}");
    let made = shop.witness().products().len();
    assert!(0 < made && made < 300, "{made}");

    shop.practice.set_faults([]);
    longshore.json(0, ["resume", "1", "--yes"]);
    assert_eq!(shop.witness().products().len(), 300);
}

#[test]
fn nobody_is_told_to_resume_what_was_never_begun() {
    let shop = Shop::empty();
    let longshore = Longshore::new();
    for fault in ["wrong-json@read data/currencies/current", "cut", "dropped-after"] {
        shop.practice.set_faults([fault.parse().unwrap()]);
        let (key, secret) = (shop.practice.consumer_key(), shop.secret());
        let told = longshore.add_with("shop", &shop, key, secret);
        if told.status != 0 {
            assert!(!told.out.contains("resum"), "{fault}: {}", told.out);
        }
    }
}
