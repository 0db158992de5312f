//! The journal knows what is about to happen before it happens. The shop pauses inside of a request, somebody reads
//! the journal, the import is killed, the request goes on or never does; and resuming makes each record exactly once.

use std::process::Child;

use longshore_practice::{Hold, Matcher, Moment};
use serde_json::{Value, json};

use crate::{
    files::LIST,
    journal_file::{self, OpenIntent, open_intent},
    shop::Shop,
    terminal::{Longshore, ended},
};

/// What becomes of the request whose sender is gone.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    /// The shop carries it out all the same.
    Released,
    /// It never happens.
    Lost,
}

/// When the shop pauses, and what becomes of the request then. What was carried out cannot be lost.
const CRASHES: [(Moment, Then); 3] =
    [(Moment::Before, Then::Released), (Moment::Before, Then::Lost), (Moment::After, Then::Lost)];

/// A command that stopped inside of a request.
struct Stopped<'s> {
    shop: &'s Shop,
    longshore: &'s Longshore,
    child: Child,
    hold: Hold,
}

impl<'s> Stopped<'s> {
    /// Starts a command, and waits until a batch of this path and body stands still in the shop.
    #[track_caller]
    fn inside(
        shop: &'s Shop,
        longshore: &'s Longshore,
        words: &[&str],
        (path, body): (&str, &str),
        moment: Moment,
    ) -> Self {
        let matcher = Matcher { body: body.to_owned(), ..Matcher::new("POST", path, moment) };
        let hold = shop.hold(matcher);
        let child = longshore.start(words);
        shop.wait_for(&hold);
        Self { shop, longshore, child, hold }
    }

    /// What the journal says meanwhile.
    #[track_caller]
    fn intent(&self) -> OpenIntent {
        open_intent(self.longshore)
    }

    /// Kills the command and resumes its run: the newest one, which says that it was interrupted.
    #[track_caller]
    fn killed_and_resumed(mut self, then: Then) -> Value {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let writes = self.shop.practice.requests().iter().filter(|one| one.writes()).count();
        match then {
            Then::Released => self.hold.release(),
            Then::Lost => self.hold.discard(),
        }
        // What goes on has ended when it has a status.
        let is_over = || {
            let requests = self.shop.practice.requests();
            let of_it = requests.iter().filter(|one| one.writes()).nth(writes - 1);
            then == Then::Lost || of_it.is_some_and(|one| one.status.is_some())
        };
        while !is_over() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let newest = self.longshore.json(0, ["runs", "list"])["runs"][0].clone();
        assert_eq!(newest["status"], "interrupted");
        let run = newest["run"].to_string();
        assert_eq!(self.longshore.json(0, ["runs", "show", &run])["status"], "interrupted");
        // Whatever is started next says it, too.
        let told = self.longshore.run(["store", "list"]).err.replace('\n', " ");
        assert!(told.contains(&format!("Run {run}, ")) && told.contains("was cut short"), "{told}");
        assert!(told.contains(&format!("longshore resume {run} --yes")), "{told}");
        let resumed = self.longshore.json(0, ["resume", &run, "--yes"]);
        assert_eq!(resumed["status"], "completed", "{resumed}");
        resumed
    }
}

fn import(file: &std::path::Path) -> [&str; 5] {
    ["import", file.to_str().unwrap(), "--store", "shop", "--yes"]
}

fn names(shop: &Shop) -> Vec<String> {
    let mut names: Vec<String> = shop
        .witness()
        .products()
        .iter()
        .map(|product| product["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

const ALL: [&str; 4] = ["Brass anchor", "Hemp rope", "Nameless knot", "Red buoy"];

#[test]
fn new_products_with_and_without_sku_are_made_once() {
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let empty = shop.witness().snapshot();
        let file = longshore.write("list.csv", LIST);
        let products = ("/products/batch", "Nameless knot");
        let stopped = Stopped::inside(&shop, &longshore, &import(&file), products, moment);

        let intent = stopped.intent();
        assert!(intent.labels.contains(&"Nameless knot".to_owned()), "{intent:?}");
        assert!(intent.before.is_empty(), "what was not there has no before: {intent:?}");
        let done = if moment == Moment::After { 4 } else { 0 };
        assert_eq!(names(&shop).len(), done, "{moment:?}");

        let resumed = stopped.killed_and_resumed(then);
        assert_eq!(names(&shop), ALL, "{moment:?}, {then:?}");
        assert_eq!(resumed["counts"]["create"], 4, "{moment:?}, {then:?}: {resumed}");
        assert_eq!(resumed["counts"]["unknown"], 0);
        // It is a run like any other: it can be taken back.
        longshore.undo(0, &resumed["run"]);
        empty.must_equal(&shop.witness().snapshot());
    }
}

#[test]
fn without_marks_new_products_are_made_once_too() {
    // Two say exactly the same, and one was there before.
    let list = format!("{LIST},Nameless knot,1.00,1,Ship\n");
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let knot = longshore.write("knot.csv", ",Name\n,Nameless knot\n");
        longshore.import(0, &knot, &["--map", "Name=name", "--no-marks"]);
        shop.practice.clear_requests();
        let file = longshore.write("list.csv", &list);
        let products = ("/products/batch", "Nameless knot");
        let words: Vec<&str> = import(&file).into_iter().chain(["--no-marks"]).collect();
        let stopped = Stopped::inside(&shop, &longshore, &words, products, moment);
        let resumed = stopped.killed_and_resumed(then);
        let knots = names(&shop).iter().filter(|name| *name == "Nameless knot").count();
        assert_eq!((knots, names(&shop).len()), (3, 6), "{moment:?}, {then:?}");
        assert_eq!(resumed["counts"]["create"], 5, "{moment:?}, {then:?}: {resumed}");
        let is_marked = |product: &Value| product["meta_data"].to_string().contains("_longshore");
        assert!(!shop.witness().products().iter().any(is_marked));
        // Each record is known to be one row's: taken back, only the first is left.
        longshore.undo(0, &resumed["run"]);
        assert_eq!(names(&shop), ["Nameless knot"], "{moment:?}, {then:?}");
    }
}

#[test]
fn without_marks_what_somebody_else_made_is_not_taken_for_ours() {
    let theirs = json!({ "name": "Nameless knot", "regular_price": "1.00", "status": "publish" });
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        assert_eq!(shop.witness().post("products", &theirs), 201);
        let before = shop.witness().snapshot();
        shop.practice.clear_requests();
        let file = longshore.write("list.csv", "SKU,Name,Regular price\n,Nameless knot,1.00\n");
        let words: Vec<&str> = import(&file).into_iter().chain(["--no-marks"]).collect();
        let products = ("/products/batch", "Nameless knot");
        let stopped = Stopped::inside(&shop, &longshore, &words, products, moment);
        let resumed = stopped.killed_and_resumed(then);
        assert_eq!(names(&shop), ["Nameless knot"; 2], "{moment:?}, {then:?}");
        assert_eq!(resumed["counts"]["create"], 1, "{moment:?}, {then:?}: {resumed}");
        longshore.undo(0, &resumed["run"]);
        before.must_equal(&shop.witness().snapshot());
    }
}

#[test]
fn a_shop_that_is_still_at_work_is_waited_for() {
    for more in [&[][..], &["--no-marks"]] {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let file = longshore.write("list.csv", LIST);
        let words: Vec<&str> = import(&file).into_iter().chain(more.iter().copied()).collect();
        let products = ("/products/batch", "Nameless knot");
        let mut stopped = Stopped::inside(&shop, &longshore, &words, products, Moment::Before);
        stopped.child.kill().unwrap();
        stopped.child.wait().unwrap();
        let mut resuming = longshore.command(["resume", "1", "--yes", "--json"]);
        let resuming = resuming.env("LONGSHORE_QUIET_MS", "3000").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        stopped.hold.release();
        let resumed = ended(resuming).json();
        assert_eq!(
            (&resumed["status"], &resumed["counts"]["create"]),
            (&"completed".into(), &4.into())
        );
        assert_eq!(names(&shop), ALL, "{more:?}");
    }
}

#[test]
fn what_is_delivered_twice_is_told_as_it_is() {
    let list = "SKU,Name,Regular price\nANCHOR,Brass anchor,19.90\nBUOY,Red buoy,7.50\n";
    let dearer = "SKU,Regular price\nANCHOR,29.90\nBUOY,9.50\n";
    let (shop, longshore) = (Shop::empty(), Longshore::new());
    longshore.add("shop", &shop);
    let empty = shop.witness().snapshot();
    shop.practice.set_faults(["twice@write".parse().unwrap()]);
    let made = longshore.import(0, &longshore.write("list.csv", list), &[]);
    assert_eq!((&made["counts"]["create"], &made["lost_answers"]["key"]), (&2.into(), &2.into()));
    let changed = longshore.import(0, &longshore.write("dearer.csv", dearer), &[]);
    assert_eq!(changed["counts"]["update"], 2);
    let gone =
        longshore.import(0, &longshore.write("gone.csv", "SKU\nBUOY\n"), &["--mode", "delete"]);
    assert_eq!(gone["counts"]["delete"], 1, "{gone}");
    assert_eq!(shop.witness().product("ANCHOR")["regular_price"], "29.90");
    for run in [gone, changed, made] {
        longshore.undo(0, &run["run"]);
    }
    empty.must_equal(&shop.witness().snapshot());
}

#[test]
fn what_has_no_key_and_is_delivered_twice_is_found_said_and_removed() {
    let list = "Type,SKU,Name,Parent,Regular price,Tags,Attribute 1 name,Attribute 1 value(s)\n\
                simple,ANCHOR,Brass anchor,,19.90,new,,\n\
                simple,,Nameless knot,,3.50,new,,\nsimple,,Nameless knot,,3.50,new,,\n\
                variable,SHIRT,Shirt,,,,Size,\"S, M\"\n\
                variation,,,SHIRT,20,,Size,S\nvariation,,,SHIRT,20,,Size,M\n";
    for more in [&[][..], &["--no-marks"]] {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let theirs = json!({ "create": [{ "name": "Nameless knot", "regular_price": "3.50" }] });
        shop.witness().post("products/batch", &theirs);
        let before = shop.witness().snapshot();
        let file = longshore.write("list.csv", list);
        shop.practice.set_faults(["twice@write".parse().unwrap()]);
        let made = longshore.import(1, &file, more);
        let run = made["run"].to_string();
        shop.practice.set_faults([]);
        // The anchor and the shirt have keys, the knots and the sizes have none.
        assert_eq!(
            (&made["counts"]["create"], &made["lost_answers"]["copies"]),
            (&10.into(), &4.into()),
            "{made}"
        );
        assert_eq!(shop.witness().products().len(), 1 + 2 + 4);
        let told = longshore.run(["runs", "show", &run]).out;
        assert!(told.contains("4 records are in the shop a second time."), "{told}");
        journal_file::must_be_sound(&longshore);

        let removed = longshore.json(0, ["undo", &run, "--copies", "--yes"]);
        assert_eq!(removed["counts"]["delete"], 4, "{removed}");
        assert_eq!(shop.witness().products().len(), 1 + 2 + 2);
        assert_eq!(longshore.json(0, ["runs", "show", &run])["lost_answers"]["copies"], 0);

        longshore.undo(0, &made["run"]);
        before.must_equal(&shop.witness().snapshot());
    }
}

#[test]
fn copies_go_with_the_run_that_made_them_and_not_with_what_somebody_made_of_them() {
    let (shop, longshore) = (Shop::empty(), Longshore::new());
    longshore.add("shop", &shop);
    let before = shop.witness().snapshot();
    let file = longshore.write("list.csv", "SKU,Name,Regular price\n,Nameless knot,3.50\n");
    shop.practice.set_faults(["twice@write".parse().unwrap()]);
    let made = longshore.import(1, &file, &[]);
    shop.practice.set_faults([]);
    // Duplicated in the shop, mark and all: that is a product of its own.
    let marks = shop.witness().products()[0]["meta_data"].clone();
    assert_eq!(marks[0]["key"], "_longshore");
    let mark = json!({ "key": "_longshore", "value": marks[0]["value"] });
    let theirs = json!({ "create": [{
        "name": "Nameless knot (Copy)", "regular_price": "3.50", "status": "draft",
        "meta_data": [mark],
    }] });
    shop.witness().post("products/batch", &theirs);
    let theirs = shop.witness().products().into_iter();
    let theirs = theirs.max_by_key(|one| one["id"].as_u64()).unwrap();

    longshore.undo(0, &made["run"]);
    assert_eq!(shop.witness().products().len(), 1);
    shop.witness().delete(&format!("products/{}?force=true", theirs["id"]));
    before.must_equal(&shop.witness().snapshot());
}

#[test]
fn it_is_said_how_lost_answers_were_found() {
    for (more, way) in [(&[][..], "mark"), (&["--no-marks"], "content_and_time")] {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let file = longshore.write("list.csv", LIST);
        let words: Vec<&str> = import(&file).into_iter().chain(more.iter().copied()).collect();
        let products = ("/products/batch", "Nameless knot");
        let stopped = Stopped::inside(&shop, &longshore, &words, products, Moment::After);
        let resumed = stopped.killed_and_resumed(Then::Lost);
        let lost = &resumed["lost_answers"];
        assert_eq!((&lost["key"], &lost[way]), (&3.into(), &1.into()), "{resumed}");
        assert_eq!(lost["sent_again"], 0);
        let run = resumed["run"].to_string();
        let changes = longshore.json(0, ["runs", "changes", &run]);
        let changes = changes["changes"].as_array().unwrap();
        let found = |label: &str| {
            changes.iter().find(|one| one["label"] == label).unwrap()["found"].clone()
        };
        assert_eq!((found("ANCHOR"), found("Nameless knot")), (json!("key"), json!(way)));
        assert_eq!(found("Ship"), Value::Null, "the shop has answered that");
        let told = longshore.run(["runs", "show", &run]).out;
        assert!(
            told.contains("Of records whose answer was lost: found 3 by SKU or GTIN, 1 by"),
            "{told}"
        );
    }
}

#[test]
fn a_category_is_made_once() {
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let file = longshore.write("list.csv", LIST);
        let categories = ("/products/categories", "Brass");
        let stopped = Stopped::inside(&shop, &longshore, &import(&file), categories, moment);
        assert_eq!(stopped.intent().before.len(), 0);
        stopped.killed_and_resumed(then);
        let all = shop.witness().all("products/categories", "&hide_empty=false");
        let brass = all.iter().filter(|category| category["name"] == "Brass").count();
        assert_eq!(brass, 1, "{moment:?}, {then:?}");
        assert_eq!(names(&shop), ALL);
    }
}

#[test]
fn a_change_is_made_once_and_its_before_is_known() {
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let list = longshore.write("list.csv", LIST);
        longshore.import(0, &list, &[]);
        let before = shop.witness().snapshot();
        let dearer = longshore.write("dearer.csv", "SKU,Regular price\nANCHOR,29.90\nBUOY,9.50\n");
        let products = ("/products/batch", "29.9");
        let stopped = Stopped::inside(&shop, &longshore, &import(&dearer), products, moment);

        let intent = stopped.intent();
        assert_eq!(intent.labels, ["ANCHOR", "BUOY"]);
        assert_eq!(intent.before.len(), 2);
        assert!(intent.before[0].contains("19.90"), "the old price is in {}", intent.before[0]);
        assert!(intent.before[1].contains("7.50"), "the old price is in {}", intent.before[1]);

        let resumed = stopped.killed_and_resumed(then);
        assert_eq!(resumed["counts"]["update"], 2, "{moment:?}, {then:?}: {resumed}");
        assert_eq!(shop.witness().product("ANCHOR")["regular_price"], "29.90");
        assert_eq!(names(&shop), ALL);
        longshore.undo(0, &resumed["run"]);
        before.must_equal(&shop.witness().snapshot());
    }
}

#[test]
fn an_undo_that_was_killed_is_resumed() {
    for (moment, then) in CRASHES {
        let (shop, longshore) = (Shop::empty(), Longshore::new());
        longshore.add("shop", &shop);
        let empty = shop.witness().snapshot();
        let list = longshore.write("list.csv", LIST);
        let run = longshore.import(0, &list, &[])["run"].to_string();
        let deletes = ("/products/batch", "\"delete\":[");
        let undo = ["undo", &run, "--yes"];
        let stopped = Stopped::inside(&shop, &longshore, &undo, deletes, moment);

        let intent = stopped.intent();
        assert_eq!(intent.before.len(), 4, "what is removed is noted first: {intent:?}");
        assert!(intent.before.iter().any(|image| image.contains("Hemp rope")));

        let resumed = stopped.killed_and_resumed(then);
        assert_eq!(resumed["counts"]["delete"], 4, "{moment:?}, {then:?}: {resumed}");
        empty.must_equal(&shop.witness().snapshot());
        longshore.undo(0, &resumed["run"]);
        assert_eq!(names(&shop), ALL);
    }
}
