//! What the user sets is there again.

use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn settings_stay_and_what_is_left_out_is_as_it_was() {
    let desk = Desk::new().await;
    let first = desk.ask("settings.show", json!({})).await;
    assert_eq!((&first["language"], &first["theme"]), (&json!(null), &json!("system")));
    assert_eq!(first["requests_per_second"], 5);
    desk.ask("settings.set", json!({ "language": "pl", "theme": "dark" })).await;
    desk.ask("settings.set", json!({ "requests_per_second": 2 })).await;
    let desk = desk.restarted().await;
    let again = desk.ask("settings.show", json!({})).await;
    assert_eq!((&again["language"], &again["theme"]), (&json!("pl"), &json!("dark")));
    assert_eq!(again["requests_per_second"], 2);
    assert!(again["folders"]["journal_bytes"].as_u64().unwrap() > 0);
    let system = desk.ask("settings.set", json!({ "language": "" })).await;
    assert_eq!(system["language"], json!(null));
    let too_fast = json!({ "requests_per_second": 0 });
    assert_eq!(desk.refused("settings.set", too_fast).await, "speed_impossible");
}
