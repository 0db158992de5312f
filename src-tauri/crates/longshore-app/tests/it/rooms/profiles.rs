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
