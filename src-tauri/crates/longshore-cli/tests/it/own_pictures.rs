//! Pictures of this computer: a list names them, they are uploaded once, and an undo takes them out again.

use std::{fs, path::PathBuf};

use longshore_practice::{Action, Hold, LoggedRequest, Matcher, Moment, Settings};
use serde_json::Value;

use crate::{
    shop::Shop,
    terminal::{Longshore, ended},
};

const HEAD: &str = "SKU,Name,Regular price,Images\n";

fn jpeg(content: &str) -> Vec<u8> {
    [b"\xff\xd8\xff\xe0 ", content.as_bytes()].concat()
}

/// A shop with a folder of pictures before it.
struct Stage {
    shop: Shop,
    longshore: Longshore,
    pictures: PathBuf,
}

impl Stage {
    fn new() -> Self {
        let settings = Settings { empty: true, application_passwords: true, ..Settings::default() };
        let (shop, longshore) = (Shop::set_up(settings), Longshore::new());
        longshore.add("shop", &shop);
        let (user, password) = shop.practice.uploader().unwrap();
        let words = ["store", "edit", "shop", "--wordpress-user", user];
        let words = words.into_iter().chain(["--wordpress-password-stdin"]);
        assert_eq!(longshore.run_with_input(words, password).status, 0);
        let pictures = longshore.file("Pictures");
        fs::create_dir_all(pictures.join("red")).unwrap();
        for (name, content) in
            [("hat.jpg", "hat"), ("red/cap.jpg", "cap"), ("same as hat.jpg", "hat")]
        {
            fs::write(pictures.join(name), jpeg(content)).unwrap();
        }
        shop.writes();
        Self { shop, longshore, pictures }
    }

    fn list(&self, lines: &[&str]) -> PathBuf {
        self.longshore.write("list.csv", format!("{HEAD}{}\n", lines.join("\n")))
    }

    fn folder(&self) -> [&str; 2] {
        ["--pictures-from", self.pictures.to_str().unwrap()]
    }

    #[track_caller]
    fn import(&self, status: i32, lines: &[&str]) -> Value {
        self.longshore.import(status, &self.list(lines), &self.folder())
    }

    /// What was uploaded and removed since somebody looked last.
    fn files(&self) -> (usize, usize) {
        let writes: Vec<LoggedRequest> = self.shop.writes();
        let effects = writes.iter().flat_map(|one| &one.effects);
        let count = |action| {
            effects.clone().filter(|one| one.kind == "media" && one.action == action).count()
        };
        (count(Action::Create), count(Action::Delete))
    }

    fn shown(&self, sku: &str) -> Vec<String> {
        let product = self.shop.witness().product(sku);
        let file =
            |one: &Value| one["src"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        product["images"].as_array().unwrap().iter().map(file).collect()
    }

    /// Lets the journal remember one number where it remembered another, as if the store had been set back.
    #[track_caller]
    fn renumber(&self, question: &str, to: &Value, from: &Value) {
        let file = self.longshore.home().join("journal.sqlite");
        let journal = rusqlite::Connection::open(file).unwrap();
        assert_eq!(journal.execute(question, (to.as_i64(), from.as_i64())).unwrap(), 1);
    }

    /// Holds the next upload.
    fn hold(&self, moment: Moment) -> Hold {
        self.shop.hold(Matcher::new("POST", "/wp/v2/media", moment))
    }
}

const HAT: &str = "HAT,Hat,10,hat.jpg";
const CAP: &str = r"CAP,Cap,12,C:\Users\Anna\Pictures\red\cap.jpg";
const TWIN: &str = "TWIN,Twin,9,\"same as hat.jpg, red/cap.jpg\"";

#[test]
fn a_list_with_pictures_of_this_computer_lives_a_whole_life() {
    let stage = Stage::new();
    let lines = [HAT, CAP, TWIN, "WEB,Web,1,https://p.example/web.jpg"];
    let list = stage.list(&lines);
    let list = list.to_str().unwrap();
    let words = ["import", list, "--store", "shop", "--dry-run", "--no-picture-check"];
    let dry = stage.longshore.json(0, words.into_iter().chain(stage.folder()));
    assert_eq!(dry["uploads"]["to_upload"], 2, "one content is one picture: {dry}");
    assert_eq!(stage.files(), (0, 0));

    let report = stage.import(0, &lines);
    assert_eq!(report["uploads"]["uploaded"], 2, "{report}");
    assert_eq!(stage.files(), (2, 0));
    assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
    assert_eq!(stage.shown("TWIN"), ["hat.jpg", "cap.jpg"]);
    assert_eq!(stage.shown("WEB"), ["web.jpg"]);

    // The same again: nothing is sent. Another product with a known content: no upload.
    let again = stage.import(0, &lines);
    assert_eq!(again["counts"]["unchanged"], 4, "{again}");
    assert_eq!(stage.shop.writes().len(), 0);
    fs::rename(stage.pictures.join("hat.jpg"), stage.pictures.join("other name.jpg")).unwrap();
    let more = stage.import(0, &["MORE,More,3,other name.jpg"]);
    assert_eq!((stage.files(), &more["uploads"]["uploaded"]), ((0, 0), &Value::Null), "{more}");
    assert_eq!(stage.shown("MORE"), ["hat.jpg"]);

    // The hat is shown by a product of the later run, so it stays; the cap goes.
    let undo = stage.longshore.json(0, ["undo", &report["run"].to_string(), "--dry-run"]);
    assert_eq!(undo["uploads"]["to_remove"], 1, "{undo}");
    let undone = stage.longshore.undo(0, &report["run"]);
    assert_eq!(undone["uploads"]["removed"], 1, "{undone}");
    assert_eq!(stage.files(), (0, 1));
    assert_eq!(stage.shown("MORE"), ["hat.jpg"]);
    let text = stage.longshore.run(["runs", "show", &undone["run"].to_string()]).out;
    assert!(text.contains("1 picture taken out of the shop again."), "{text}");

    // What is gone is uploaded again, what is there is not.
    let back = stage.import(0, &[CAP, TWIN]);
    assert_eq!((stage.files(), &back["counts"]["create"]), ((1, 0), &2.into()));
    assert_eq!(stage.longshore.json(0, ["journal", "check"])["findings"], serde_json::json!([]));
}

#[test]
fn a_picture_that_is_not_found_keeps_nothing_else_out_and_takes_nothing_away() {
    let stage = Stage::new();
    let list = stage.list(&[HAT, "BAG,Bag,1,"]);
    let report = stage.longshore.import(0, &list, &[]);
    assert_eq!(report["issues"][0]["code"], "picture_on_computer", "{report}");
    assert_eq!(report["counts"]["create"], 2, "both go in");
    assert!(stage.shown("HAT").is_empty());

    let words = ["check", list.to_str().unwrap()];
    let checked = stage.longshore.json(0, words);
    assert_eq!(checked["issues"][0]["code"], "picture_on_computer", "{checked}");
    let checked = stage.longshore.json(0, words.into_iter().chain(stage.folder()));
    assert_eq!(checked["errors"], 0, "{checked}");

    let outside = stage.longshore.write("secret.jpg", jpeg("secret"));
    let elsewhere = format!("OUT,Out,1,{}", outside.display());
    for (line, code) in [
        (elsewhere.as_str(), "picture_file_elsewhere"),
        ("UP,Up,1,../secret.jpg", "picture_file_elsewhere"),
        ("NONE,None,1,none.jpg", "picture_file_missing"),
    ] {
        let report = stage.import(0, &[line]);
        assert_eq!(report["issues"][0]["code"], code, "{report}");
        assert_eq!(report["counts"]["create"], 1, "{report}");
    }
    assert_eq!(stage.files(), (0, 0));

    // Of a product that the shop has, no picture goes for one that is not found.
    stage.import(0, &[HAT]);
    assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
    let report = stage.import(0, &["HAT,Hat,2,\"https://p.example/new.jpg, none.jpg\""]);
    assert_eq!(report["counts"]["update"], 1, "{report}");
    assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
    assert_eq!(stage.files().0, 1);
    stage.shop.writes();

    stage.longshore.json(0, ["store", "edit", "shop", "--no-wordpress-user"]);
    let list = stage.list(&[CAP]);
    let words = ["import", list.to_str().unwrap(), "--store", "shop", "--yes", "--json"];
    let refused = stage.longshore.run(words.into_iter().chain(stage.folder()));
    assert_eq!((refused.status, refused.error_code().as_str()), (2, "pictures_need_wordpress"));
    assert_eq!(stage.shop.writes().len(), 0);
}

#[test]
fn a_killed_upload_is_looked_for_before_it_is_sent_again() {
    for (moment, uploads) in [(Moment::Before, 1), (Moment::After, 0)] {
        let stage = Stage::new();
        let list = stage.list(&[HAT]);
        let hold = stage.hold(moment);
        let words = ["import", list.to_str().unwrap(), "--store", "shop", "--yes"];
        let mut child = stage.longshore.start(words.into_iter().chain(stage.folder()));
        stage.shop.wait_for(&hold);
        child.kill().unwrap();
        ended(child);
        hold.discard();
        stage.files();
        let resumed = stage.longshore.json(0, ["resume", "1", "--yes"]);
        assert_eq!(resumed["uploads"]["uploaded"], 1, "{resumed}");
        assert_eq!(stage.files().0, uploads);
        assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
    }
}

#[test]
fn lost_answers_and_refusals_of_a_picture_double_nothing_and_keep_nothing_else_out() {
    let stage = Stage::new();
    stage.shop.practice.set_faults(["dropped-after@POST wp/v2/media#1".parse().unwrap()]);
    let report = stage.import(0, &[HAT]);
    assert_eq!((stage.files().0, &report["uploads"]["uploaded"]), (1, &1.into()));
    assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
    stage.shop.practice.set_faults([]);

    // A picture that is gone from the media library is uploaded again.
    let product = stage.shop.witness().product("HAT");
    let media = product["images"][0]["id"].to_string();
    let (user, password) = stage.shop.practice.uploader().unwrap();
    stage.shop.witness().remove_file(&media, user, password);
    let report = stage.import(0, &[HAT, "NEW,New,1,hat.jpg"]);
    assert_eq!(stage.shown("HAT"), ["hat.jpg"], "{report}");
    assert_eq!(stage.shown("NEW"), ["hat.jpg"]);
    assert_eq!(stage.files(), (1, 1));

    // A picture that is another one by the time it is sent stays out alone.
    let list = stage.list(&[CAP, "WEB,Web,1,https://p.example/web.jpg"]);
    let words = ["import", list.to_str().unwrap(), "--store", "shop", "--yes", "--json"];
    let hold = stage.shop.hold(Matcher {
        body: "\"CAP\"".to_owned(),
        ..Matcher::new("POST", "/products/batch", Moment::Before)
    });
    let child = stage.longshore.start(words.into_iter().chain(stage.folder()));
    stage.shop.wait_for(&hold);
    fs::write(stage.pictures.join("red/cap.jpg"), jpeg("another")).unwrap();
    hold.release();
    let report = ended(child);
    assert_eq!(report.status, 1, "{}{}", report.out, report.err);
    assert_eq!(report.json()["pictures_refused"], 1, "{}", report.out);
    assert_eq!(stage.shown("WEB"), ["web.jpg"]);
    assert!(stage.shown("CAP").is_empty());
    assert_eq!(stage.files(), (0, 0));
}

#[test]
fn an_edit_after_the_plan_of_an_undo_keeps_its_picture() {
    let stage = Stage::new();
    let report = stage.import(0, &[HAT, CAP]);
    let run = report["run"].to_string();
    let hat = stage.shop.witness().product("HAT")["id"].to_string();
    let edit = serde_json::json!({ "name": "A better hat" });
    stage.shop.witness().put(&format!("products/{hat}"), &edit);
    let undone = stage.longshore.json(1, ["undo", &run, "--yes"]);
    assert_eq!(undone["uploads"]["removed"], 1, "{undone}");
    assert_eq!(stage.shown("HAT"), ["hat.jpg"]);
}

#[test]
fn an_undo_that_is_taken_back_brings_the_product_and_says_that_its_picture_is_gone() {
    let stage = Stage::new();
    let report = stage.import(0, &[HAT]);
    let undone = stage.longshore.undo(0, &report["run"]);
    assert_eq!(stage.files(), (1, 1));
    let back = stage.longshore.undo(1, &undone["run"]);
    assert_eq!(back["counts"]["create"], 1, "{back}");
    assert_eq!(back["pictures_refused"], 1, "{back}");
    assert!(stage.shown("HAT").is_empty());
    // The list brings it once more.
    stage.import(0, &[HAT]);
    assert_eq!((stage.shown("HAT"), stage.files()), (vec!["hat.jpg".to_owned()], (1, 0)));
}

#[test]
fn a_watched_folder_takes_pictures_from_where_somebody_said() {
    let stage = Stage::new();
    let saved = [&stage.folder()[..], &["--save-profile", "hats"]].concat();
    stage.longshore.import(0, &stage.list(&[HAT]), &saved);
    assert_eq!(stage.files(), (1, 0));
    let incoming = stage.longshore.file("incoming");
    fs::create_dir(&incoming).unwrap();
    let drop =
        |line: &str| fs::write(incoming.join("list.csv"), format!("{HEAD}{line}\n")).unwrap();
    let folder = incoming.to_str().unwrap();
    let words =
        ["watch", folder, "--store", "shop", "--once", "--quiet", "50", "--max-change", "100"];
    let from = [&words[..], &stage.folder()].concat();

    // Nobody said where they lie: the product goes in without, and nothing is opened.
    drop(CAP);
    let told = stage.longshore.json(0, words);
    assert_eq!(told["told"][0]["what"], "imported", "{told}");
    assert_eq!((stage.files(), stage.shown("CAP")), ((0, 0), vec![]));

    drop(TWIN);
    let told = stage.longshore.json(0, &from);
    assert_eq!(told["told"][0]["report"]["uploads"]["uploaded"], 1, "the hat is known: {told}");
    assert_eq!(stage.files(), (1, 0));
    assert_eq!(stage.shown("TWIN"), ["hat.jpg", "cap.jpg"]);

    // A picture elsewhere is not looked at here either, and a folder that is not there is said before anything is taken.
    let outside = stage.longshore.write("secret.jpg", jpeg("secret"));
    drop(&format!("OUT,Out,1,{}", outside.display()));
    let nowhere = [&words[..], &["--pictures-from", "no such folder", "--json"]].concat();
    let ended = stage.longshore.run(nowhere);
    assert_eq!(ended.error_code(), "folder_not_found");
    assert!(incoming.join("list.csv").exists());
    stage.longshore.json(0, &from);
    assert_eq!((stage.files(), stage.shown("OUT")), ((0, 0), vec![]));
}

#[test]
fn a_number_that_the_shop_gave_to_something_else_is_not_used_again() {
    let stage = Stage::new();
    stage.import(0, &[HAT]);
    stage.shop.practice.clear_requests();
    let library = |requests: Vec<LoggedRequest>| {
        requests.iter().filter(|one| one.method == "GET" && one.path.ends_with("/media")).count()
    };

    // What is there still is asked for once, and used.
    stage.import(0, &["SECOND,Second,1,hat.jpg", "THIRD,Third,1,same as hat.jpg"]);
    assert_eq!(library(stage.shop.practice.requests()), 1);
    assert_eq!(stage.files(), (0, 0));

    // The shop was set back: under the hat's number it has the cap by now.
    stage.import(0, &[CAP]);
    let number = |sku: &str| stage.shop.witness().product(sku)["images"][0]["id"].clone();
    let (hat, cap) = (number("HAT"), number("CAP"));
    stage.renumber("UPDATE image SET media = ?1 WHERE media = ?2", &cap, &hat);
    stage.shop.writes();

    let report =
        stage.import(0, &["FOURTH,Fourth,1,hat.jpg", "FIFTH,Fifth,1,\"red/cap.jpg, hat.jpg\""]);
    assert_eq!(report["uploads"]["uploaded"], 1, "{report}");
    assert_eq!(stage.files(), (1, 0));
    let hat = "hat";
    for sku in ["FOURTH", "FIFTH"] {
        let shown = stage.shown(sku);
        assert!(shown.last().unwrap().starts_with(hat), "{sku}: {shown:?}");
    }
    assert_eq!(stage.shown("FIFTH")[0], "cap.jpg", "what is right is used again");

    // From now on that number is known.
    stage.shop.practice.clear_requests();
    stage.import(0, &["SIXTH,Sixth,1,hat.jpg"]);
    assert_eq!(library(stage.shop.practice.requests()), 1);
    assert_eq!(stage.files(), (0, 0));
}

#[test]
fn an_undo_takes_nothing_out_that_has_the_number_of_its_picture_by_now() {
    let stage = Stage::new();
    let run = stage.import(0, &[HAT])["run"].clone();
    stage.import(0, &[CAP]);
    let witness = stage.shop.witness();
    let (hat, cap) = (witness.product("HAT"), witness.product("CAP"));
    let number = |product: &Value| product["images"][0]["id"].clone();
    // Nothing shows the cap any more, and somebody wants to keep it.
    witness.delete(&format!("products/{}?force=true", cap["id"]));
    stage.renumber("UPDATE upload SET media = ?1 WHERE media = ?2", &number(&cap), &number(&hat));
    stage.shop.writes();
    let undone = stage.longshore.undo(0, &run);
    assert_eq!(stage.files(), (0, 0), "{undone}");
    assert_eq!(undone["uploads"]["stay"], 1, "{undone}");
}
