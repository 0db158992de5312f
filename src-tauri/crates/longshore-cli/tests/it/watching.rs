//! A folder that imports what is dropped into it, unattended: each content once, and nothing by accident.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Child,
    time::{Duration, Instant},
};

use longshore_practice::{Matcher, Moment};
use serde_json::Value;

use crate::{
    shop::Shop,
    stopping::stop,
    terminal::{Ended, Longshore, ended},
};

const LIST: &str = "Article;Title;Cost\nHAT;Hat;10\nCOAT;Coat;90\nBELT;Belt;15\n";
const COLUMNS: [&str; 6] =
    ["--map", "Article=sku", "--map", "Title=name", "--map", "Cost=regular_price"];

/// A shop, somebody who imported a first list by hand and saved a profile for it, and a folder to be watched.
struct Office {
    shop: Shop,
    longshore: Longshore,
    folder: PathBuf,
}

impl Office {
    fn open() -> Self {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let first = longshore.write("first.csv", LIST);
        let mut options = vec!["--save-profile", "supplier"];
        options.extend(COLUMNS);
        assert_eq!(longshore.import(0, &first, &options)["counts"]["create"], 3);
        shop.writes();
        let folder = longshore.file("incoming");
        fs::create_dir(&folder).unwrap();
        Self { shop, longshore, folder }
    }

    fn drop(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), content).unwrap();
    }

    fn words<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut words = vec!["watch", self.folder.to_str().unwrap(), "--store", "shop"];
        if !more.contains(&"--quiet") {
            words.extend(["--quiet", "50"]);
        }
        words.extend(more);
        words
    }

    /// Takes what lies there.
    #[track_caller]
    fn once(&self, more: &[&str]) -> Value {
        self.once_with(0, more)
    }

    /// The same where not all goes well.
    #[track_caller]
    fn once_with(&self, status: i32, more: &[&str]) -> Value {
        self.longshore.json(status, [&self.words(&["--once"])[..], more].concat())
    }

    fn begin(&self, more: &[&str]) -> Child {
        self.longshore.start(self.words(more))
    }

    fn price(&self, sku: &str) -> String {
        self.shop.witness().product(sku)["regular_price"].as_str().unwrap().to_owned()
    }

    /// What lies in a place, by name.
    fn in_place(&self, place: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.join(place)) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn beside(&self, place: &str, name: &str) -> String {
        fs::read_to_string(self.folder.join(place).join(name)).unwrap()
    }
}

fn stopped(child: Child) -> Ended {
    stop(&child);
    ended(child)
}

/// Waits until something has come true.
#[track_caller]
fn soon(what: &str, is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(60), "still not: {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

fn dearer() -> String {
    LIST.replace(";10", ";11")
}

#[test]
fn a_file_takes_the_profile_of_its_columns_and_goes_to_done() {
    let office = Office::open();
    office.drop("monday.csv", dearer());
    let told = office.once(&[]);
    assert_eq!(told["told"][0]["what"], "imported", "{told}");
    assert_eq!(told["told"][0]["report"]["counts"]["update"], 1, "{told}");
    assert_eq!(office.price("HAT"), "11");
    assert_eq!(office.in_place("done"), ["monday.csv"]);
    assert_eq!(office.in_place(""), Vec::<String>::new());
}

#[test]
fn what_is_doubtful_about_rows_that_went_in_is_told() {
    let office = Office::open();
    office.drop("monday.csv", LIST.replace(";10\n", ";-10\n"));
    let told = office.once(&["--max-change", "100%"]);
    let warned = &told["told"][0]["warnings"][0];
    assert_eq!((&warned["count"], &warned["example"]["row"]), (&1.into(), &1.into()), "{told}");
    let ended = office.longshore.run(office.words(&["--once"]));
    assert!(!ended.out.contains('!'), "{}", ended.out);
    office.drop("tuesday.csv", LIST.replace(";90\n", ";-90\n"));
    let ended = office.longshore.run(office.words(&["--once", "--max-change", "100%"]));
    assert!(ended.out.contains("! row 2: "), "{}", ended.out);
}

#[test]
fn the_same_content_is_not_imported_again_whatever_it_is_called() {
    let office = Office::open();
    office.drop("monday.csv", dearer());
    office.once(&[]);
    // Somebody changed the price since: the old list must not take that back.
    let hat = office.shop.witness().product("HAT")["id"].clone();
    let price = serde_json::json!({ "regular_price": "12" });
    office.shop.witness().put(&format!("products/{hat}"), &price);
    office.drop("tuesday.csv", dearer());
    let told = office.once(&[]);
    assert_eq!(told["told"][0]["what"], "known", "{told}");
    assert_eq!(office.price("HAT"), "12");
    assert_eq!(office.in_place("done"), ["monday.csv", "tuesday.csv", "tuesday.csv.txt"]);
    assert!(office.beside("done", "tuesday.csv.txt").contains("same content"));
    // By hand it is asked for.
    let again = office.folder.join("done").join("tuesday.csv");
    office.longshore.import(0, &again, &[]);
    assert_eq!(office.price("HAT"), "11");
}

#[test]
fn what_no_profile_fits_and_what_fails_is_put_apart_with_the_reason() {
    let office = Office::open();
    office.drop("other.csv", "SKU,Name,Regular price\nHAT,Hat,1\n");
    office.drop("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    office.drop("bare.csv", "Article;Title;Cost\n");
    let told = office.once_with(1, &[]);
    let whats: Vec<_> = told["told"].as_array().unwrap().iter().map(|one| &one["what"]).collect();
    assert_eq!(whats.len(), 3, "{told}");
    assert_eq!(office.in_place("unrecognised"), ["other.csv", "other.csv.txt"]);
    assert_eq!(
        office.in_place("failed"),
        ["bare.csv", "bare.csv.txt", "picture.csv", "picture.csv.txt"]
    );
    assert!(office.beside("unrecognised", "other.csv.txt").contains("--save-profile"));
    assert!(office.shop.writes().is_empty());
}

#[test]
fn a_file_that_stays_empty_is_put_aside_and_told_so_in_the_end() {
    let office = Office::open();
    office.drop("empty.csv", "");
    // So long it is waited for, twenty times as long as for others.
    let ended = office.longshore.run(office.words(&["--once", "--quiet", "100"]));
    assert_eq!(ended.status, 1, "{}{}", ended.out, ended.err);
    let said = ["empty.csv is empty so far;", "empty.csv stayed empty. Nothing was imported."];
    let at = said.map(|words| ended.out.find(words));
    assert!(at[0].is_some() && at[0] < at[1], "{}", ended.out);
    assert_eq!(office.in_place("failed"), ["empty.csv", "empty.csv.txt"]);
    assert!(office.beside("failed", "empty.csv.txt").contains("empty.csv stayed empty."));
    assert!(office.shop.writes().is_empty());
}

#[test]
fn a_text_of_several_lines_is_told_as_no_table() {
    let office = Office::open();
    office.drop(
        "letter.csv",
        "Dear colleagues\nthe new prices come on Monday\nas they do every year\n",
    );
    for profile in [&[][..], &["--profile", "supplier"]] {
        let told = office.once_with(1, profile);
        assert_eq!(told["told"][0]["error"]["code"], "not_a_table", "{told}");
        let failed = office.folder.join("failed");
        fs::rename(failed.join("letter.csv"), office.folder.join("letter.csv")).unwrap();
        assert!(office.beside("failed", "letter.csv.txt").contains("is no table"));
    }
    assert!(office.shop.writes().is_empty());
}

#[test]
fn rows_that_stay_out_lie_in_failed_ready_to_be_repaired() {
    let office = Office::open();
    office.drop("list.csv", LIST.replace(";10", ";5,9E+12").replace(";15", ";16"));
    let told = office.once_with(1, &[]);
    assert_eq!(told["told"][0]["report"]["counts"]["update"], 1, "{told}");
    let rejects = office.in_place("failed");
    assert_eq!(rejects, ["list - rows that stayed out.csv"]);
    assert!(office.beside("failed", &rejects[0]).contains("5,9E+12"));
    assert_eq!(office.in_place("done"), ["list.csv"]);
}

#[test]
fn a_file_that_would_change_most_of_the_shop_is_refused_unless_allowed() {
    let office = Office::open();
    let all = LIST.replace(";10", ";1").replace(";90", ";9").replace(";15", ";2");
    office.drop("wrong.csv", &all);
    let told = office.once_with(1, &[]);
    assert_eq!(told["told"][0]["error"]["code"], "too_much_change", "{told}");
    assert!(office.beside("failed", "wrong.csv.txt").contains("100 %"));
    assert!(office.shop.writes().is_empty());
    office.drop("meant.csv", &all);
    office.once(&["--max-change", "100%"]);
    assert_eq!(office.price("COAT"), "9");
}

#[test]
fn files_that_come_later_are_taken_when_they_are_whole() {
    let office = Office::open();
    let child = office.begin(&["--poll", "1", "--quiet", "2000"]);
    let path = office.folder.join("slow.csv");
    let whole = dearer();
    // It grows line by line, slower than anybody looks.
    for end in whole.match_indices('\n').map(|(at, _)| at + 1) {
        fs::write(&path, &whole[..end]).unwrap();
        std::thread::sleep(Duration::from_millis(150));
    }
    soon("slow.csv is done", || office.in_place("done") == ["slow.csv"]);
    assert_eq!(office.price("HAT"), "11");
    let ended = stopped(child);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("slow.csv (run 2): 1 record was changed"), "{}", ended.out);
    assert!(ended.out.trim_end().ends_with("One file came in."), "{}", ended.out);
}

#[test]
fn a_file_that_is_replaced_while_it_is_imported_is_taken_too() {
    let office = Office::open();
    let batch = Matcher::new("POST", "/products/batch", Moment::Before);
    let batch = Matcher { body: "update".to_owned(), ..batch };
    let hold = office.shop.hold(batch);
    office.drop("list.csv", dearer());
    let child = office.begin(&["--poll", "1"]);
    office.shop.wait_for(&hold);
    office.drop("list.csv", LIST.replace(";10", ";12"));
    hold.release();
    soon("the second list is in", || office.price("HAT") == "12");
    soon("it is done", || !office.in_place("done").is_empty() && office.in_place("").is_empty());
    assert_eq!(stopped(child).status, 0);
}

#[test]
fn a_watch_that_was_killed_goes_on_where_it_stopped() {
    let office = Office::open();
    let batch = Matcher::new("POST", "/products/batch", Moment::After);
    let batch = Matcher { body: "create".to_owned(), ..batch };
    let hold = office.shop.hold(batch);
    office.drop("new.csv", "Article;Title;Cost\nSCARF;Scarf;5\nGLOVE;Glove;6\n");
    let mut child = office.begin(&[]);
    office.shop.wait_for(&hold);
    child.kill().unwrap();
    child.wait().unwrap();
    hold.discard();
    assert_eq!(office.in_place(""), ["new.csv"]);

    let told = office.once(&[]);
    let whats: Vec<_> =
        told["told"].as_array().unwrap().iter().filter_map(|one| one["what"].as_str()).collect();
    assert_eq!(whats, ["resumed", "imported"], "{told}");
    assert_eq!(office.shop.witness().products().len(), 5);
    assert_eq!(office.in_place("done"), ["new.csv"]);
    assert_eq!(office.longshore.runs(), 2);
}

#[test]
fn a_shop_that_is_away_is_waited_for_and_the_file_waits_too() {
    let office = Office::open();
    office.shop.practice.set_faults(["503@any".parse().unwrap()]);
    office.drop("list.csv", dearer());
    let child = office.begin(&["--poll", "1"]);
    soon("somebody asked", || office.shop.practice.faults()[0].played >= 1);
    assert_eq!(office.in_place(""), ["list.csv"]);
    office.shop.practice.set_faults([]);
    soon("the list is in", || office.in_place("done") == ["list.csv"]);
    assert_eq!(office.price("HAT"), "11");
    stopped(child);
}

#[test]
fn many_files_at_once_all_find_their_place() {
    let office = Office::open();
    for number in 0..60 {
        office.drop(&format!("{number:02}.csv"), LIST.replace(";10", &format!(";{}", 20 + number)));
    }
    let told = office.once(&[]);
    assert_eq!(told["files"], 60);
    assert_eq!(office.in_place("done").len(), 60);
    assert_eq!(office.price("HAT"), "79");
}

#[test]
fn one_program_watches_a_folder_and_a_folder_that_is_not_there_is_said() {
    let office = Office::open();
    let child = office.begin(&["--poll", "1"]);
    let lock = office.longshore.home().join("watched");
    soon("it watches", || lock.is_dir());
    soon("it holds its lock", || {
        let words = [&office.words(&["--once"])[..], &["--json"]].concat();
        office.longshore.run(words).status == 2
    });
    stopped(child);
    let nowhere = Path::new("nowhere").to_str().unwrap();
    let refused = office.longshore.json(2, ["watch", nowhere, "--store", "shop", "--once"]);
    assert_eq!(refused["error"]["code"], "folder_not_found");
}
