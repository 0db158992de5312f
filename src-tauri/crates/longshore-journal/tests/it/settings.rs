//! Settings and watched folders are there again.

use serde_json::json;

use crate::fixture::{Studio, at};

#[test]
fn a_setting_holds_until_another_is_set() {
    let studio = Studio::new();
    let journal = &studio.journal;
    assert_eq!(journal.setting::<String>("language").unwrap(), None);
    journal.set_setting("language", &"fr").unwrap();
    journal.set_setting("language", &"pl").unwrap();
    assert_eq!(journal.setting::<String>("language").unwrap().as_deref(), Some("pl"));
}

#[test]
fn what_came_into_a_folder_is_told_the_latest_first() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let folder = journal.add_watched(&json!({ "folder": "/in" }), at(1)).unwrap();
    journal.set_watched(folder, &json!({ "folder": "/in", "paused": true })).unwrap();
    assert_eq!(journal.watched().unwrap()[0].state["paused"], true);
    for number in 0..30 {
        journal.arrived(folder, at(number), &json!({ "number": number })).unwrap();
    }
    let (page, total) = journal.arrivals(folder, 10, 5).unwrap();
    let numbers: Vec<_> = page.iter().map(|one| one.body["number"].clone()).collect();
    assert_eq!((numbers, total), (vec![json!(19), json!(18), json!(17), json!(16), json!(15)], 30));
    journal.remove_watched(folder).unwrap();
    assert_eq!(journal.remove_watched(folder).unwrap_err().code(), "watched_not_found");
    assert_eq!(journal.arrivals(folder, 0, 9).unwrap(), (vec![], 0));
}
