//! Ctrl+C: what is said then is true, and what was begun can be gone on with.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command},
    time::{Duration, Instant},
};

use longshore_practice::{Matcher, Moment};
use serde_json::Value;

use crate::{
    files::LIST,
    shop::Shop,
    terminal::{Ended, Longshore, ended},
};

/// What Ctrl+C sends.
pub(crate) fn stop(child: &Child) {
    signal_to(child, "INT");
}

fn signal_to(child: &Child, signal: &str) {
    let kill = format!("kill -{signal} {}", child.id());
    assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
}

/// Stops a command inside of a request to the shop, which then goes on.
fn stopped_inside(shop: &Shop, longshore: &Longshore, matcher: Matcher, words: &[&str]) -> Ended {
    let hold = shop.hold(matcher);
    let child = longshore.start(words);
    shop.wait_for(&hold);
    stop(&child);
    // The request under way is waited for; nobody can know that it is while it is held.
    std::thread::sleep(std::time::Duration::from_millis(200));
    hold.release();
    ended(child)
}

fn report(ended: &Ended) -> Value {
    assert_eq!(ended.status, 4, "{}{}", ended.out, ended.err);
    ended.json()
}

#[test]
fn an_import_that_is_stopped_while_it_sends_can_be_resumed() {
    for as_json in [true, false] {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let file = longshore.write("list.csv", LIST);
        let categories = Matcher::new("POST", "/products/categories", Moment::Before);
        let mut words = vec!["import", file.to_str().unwrap(), "--store", "shop", "--yes"];
        words.extend(as_json.then_some("--json"));
        let stopped = stopped_inside(&shop, &longshore, categories, &words);
        if as_json {
            let report = report(&stopped);
            assert_eq!((&report["status"], &report["run"]), (&"cancelled".into(), &1.into()));
            assert_eq!(report["counts"]["create"], 0, "{report}");
            assert!(report["pending"].as_u64().unwrap() >= 4, "{report}");
        } else {
            assert_eq!(stopped.status, 4);
            assert!(stopped.out.contains("Nothing was changed yet."), "{}", stopped.out);
            assert!(stopped.out.contains("longshore resume 1 --yes"), "{}", stopped.out);
        }
        // What was under way is in the journal, and nothing followed it.
        let shown = longshore.json(0, ["runs", "show", "1"]);
        assert_eq!(shown["status"], "cancelled");
        assert_eq!(shown["terms"]["create"], 1, "{shown}");
        assert_eq!(shop.witness().products().len(), 0);

        let resumed = longshore.json(0, ["resume", "1", "--yes"]);
        assert_eq!(resumed["counts"]["create"], 4, "{resumed}");
        assert_eq!(shop.witness().products().len(), 4);
    }
}

/// Stops a command as soon as it has said that the shop asks for a pause of a hundred seconds.
fn stopped_in_a_pause(mut child: Child, signal: &str) -> Ended {
    let mut heard = BufReader::new(child.stderr.take().unwrap()).lines();
    let began = Instant::now();
    let mut err = String::new();
    while !err.contains("the shop asks to wait 1 minute 40 seconds") {
        let Some(line) = heard.next() else { panic!("{err}{}", ended(child).out) };
        err += &line.unwrap();
    }
    signal_to(&child, signal);
    let ended = Ended { err, ..ended(child) };
    assert!(began.elapsed() < Duration::from_secs(50), "{:?}", began.elapsed());
    ended
}

#[test]
fn a_pause_that_the_shop_asks_for_is_told_and_over_at_ctrl_c() {
    for signal in ["INT", "TERM"] {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let file = longshore.write("list.csv", LIST);
        let path = file.to_str().unwrap();
        let faults = |fault: &str| shop.practice.set_faults([fault.parse().unwrap()]);

        // While it sends: what became of the request is looked up later.
        faults("429=100s@POST products/categories/batch");
        let import = ["import", path, "--store", "shop", "--yes", "--json"];
        let stopped = report(&stopped_in_a_pause(longshore.start(import), signal));
        assert_eq!((&stopped["status"], &stopped["run"]), (&"cancelled".into(), &1.into()));
        let shown = longshore.json(0, ["runs", "show", "1"]);
        assert_eq!(
            (&shown["status"], &shown["terms"]["unknown"]),
            (&"cancelled".into(), &1.into())
        );

        // While it reads what the shop has now.
        faults("503=100s@GET products/categories");
        let resume = ["resume", "1", "--yes", "--json"];
        let stopped = report(&stopped_in_a_pause(longshore.start(resume), signal));
        assert_eq!(stopped["status"], "cancelled");

        // While the shop is only asked who it is: nothing is begun.
        faults("503=100s@GET products");
        let stopped = stopped_in_a_pause(longshore.start(import), signal);
        assert_eq!((stopped.status, stopped.error_code().as_str()), (4, "cancelled"));

        shop.practice.set_faults([]);
        let resumed = longshore.json(0, ["resume", "1", "--yes"]);
        assert_eq!(resumed["counts"]["create"], 4, "{resumed}");
        assert_eq!(shop.witness().products().len(), 4);
    }
}

#[test]
fn a_pause_that_is_too_long_to_wait_for_is_told_with_its_length() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    for (fault, said) in [
        ("429=600s", "The shop wants fewer requests: it asks to wait 10 minutes."),
        ("503=1530s", "(status 503): it asks to wait 25 minutes 30 seconds."),
    ] {
        shop.practice.set_faults([fault.parse().unwrap()]);
        let told = longshore.run(["store", "test", "shop"]);
        assert_eq!(told.status, 3);
        assert!(told.err.contains(said), "{}", told.err);
    }
}

#[test]
fn an_undo_that_is_stopped_while_it_sends_can_be_resumed() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let empty = shop.witness().snapshot();
    let file = longshore.write("list.csv", LIST);
    longshore.import(0, &file, &[]);
    let deletes = Matcher {
        body: "\"delete\":[".to_owned(),
        ..Matcher::new("POST", "/products/batch", Moment::Before)
    };
    let words = ["undo", "1", "--yes", "--json"];
    let stopped = report(&stopped_inside(&shop, &longshore, deletes, &words));
    assert_eq!(
        (&stopped["status"], &stopped["counts"]["delete"]),
        (&"cancelled".into(), &4.into())
    );
    longshore.json(0, ["resume", &stopped["run"].to_string(), "--yes"]);
    empty.must_equal(&shop.witness().snapshot());
}

#[test]
fn a_stop_while_it_still_looks_says_that_nothing_was_sent() {
    let shop = Shop::demo();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let import = ["import", file.to_str().unwrap(), "--store", "shop", "--yes", "--json"];
    let out = longshore.file("out.csv");
    let export =
        ["export", "products", "--store", "shop", "--out", out.to_str().unwrap(), "--json"];
    // The first contact, and the reading of what is there.
    for path in ["/system_status", "/products/categories"] {
        for words in [&import[..], &export] {
            shop.practice.clear_requests();
            let reading = Matcher::new("GET", path, Moment::Before);
            let stopped = stopped_inside(&shop, &longshore, reading, words);
            assert_eq!(stopped.status, 4, "{}{}", stopped.out, stopped.err);
            assert_eq!(stopped.error_code(), "cancelled");
            let said = stopped.json()["error"]["message"].as_str().unwrap().to_owned();
            assert!(said.contains("before anything was sent"), "{said}");
            assert!(!said.contains("journal"), "{said}");
            assert!(shop.writes().is_empty());
            assert_eq!(longshore.runs(), 0, "a plan that nobody carries out is gone");
        }
    }
    assert!(!out.exists());
    let spools = longshore.home().join("spools").read_dir().unwrap().count();
    assert_eq!(spools, 0, "and so are its rows");
    // Its number was nobody's.
    assert_eq!(longshore.import(0, &file, &[])["run"], 1);
}
