//! Profiles are renamed, carried from computer to computer as text, and taken away.

use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn a_profile_gets_another_name_and_goes() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", "sku,name\nA-1,Hat\n")).await;
    for name in ["One", "Two"] {
        desk.ask("drafts.save_profile", json!({ "draft": draft, "name": name })).await;
    }
    let taken = json!({ "name": "One", "new_name": "Two" });
    assert_eq!(desk.refused("profiles.rename", taken).await, "profile_name_taken");
    desk.ask("profiles.rename", json!({ "name": "One", "new_name": " Three " })).await;
    let text = desk.ask("profiles.text", json!({ "name": "Three" })).await["text"].clone();
    desk.ask("profiles.remove", json!({ "name": "Three" })).await;
    desk.ask("profiles.import", json!({ "text": text, "name": "Back" })).await;
    let list = desk.ask("profiles.list", json!({})).await;
    let names: Vec<_> = list.as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Back", "Two"]);
    let gone = json!({ "name": "Three" });
    assert_eq!(desk.refused("profiles.remove", gone).await, "profile_not_found");
}

#[tokio::test]
async fn a_profile_from_a_file_takes_the_place_of_another_only_when_asked_to() {
    let desk = Desk::new().await;
    for (file, text) in [("one.csv", "sku,name\nA-1,Hat\n"), ("two.csv", "sku,price\nA-1,3\n")] {
        let draft = desk.draft(&desk.file(file, text)).await;
        desk.ask("drafts.save_profile", json!({ "draft": draft, "name": file })).await;
    }
    let text_of =
        async |name: &str| desk.ask("profiles.text", json!({ "name": name })).await["text"].clone();
    let (one, two) = (text_of("one.csv").await, text_of("two.csv").await);
    desk.ask("profiles.import", json!({ "text": one })).await;
    let other = json!({ "text": two, "name": "one.csv" });
    assert_eq!(desk.refused("profiles.import", other.clone()).await, "profile_name_taken");
    assert_eq!(
        text_of("one.csv").await,
        one,
        "the same once more is no question, another changes nothing"
    );
    let mut wanted = other;
    wanted["replace"] = true.into();
    desk.ask("profiles.import", wanted).await;
    assert_ne!(text_of("one.csv").await, one);
}
