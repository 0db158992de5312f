//! A profile is found again when its columns moved, came or got another name.

use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn a_profile_that_nearly_fits_is_offered_and_used_only_when_somebody_says_so() {
    let desk = Desk::new().await;
    let first = desk.file("list.csv", "Artikelnummer;Bezeichnung;VK-Preis;Lager\nA;One;1,50;3\n");
    let draft = desk.draft(&first).await;
    let decide = json!({
        "draft": draft,
        "columns": [
            { "column": 0, "field": "sku" }, { "column": 1, "field": "name" },
            { "column": 2, "field": "regular_price", "steps": [{ "step": "arithmetic", "multiply": "2" }] },
            { "column": 3, "field": null },
        ],
    });
    desk.ask("drafts.map", decide).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Meyer" })).await;

    let next = desk.file("next.csv", "VK-Preise;Artikelnummer;Bezeichnung;Notiz\n1,50;A;One;x\n");
    let draft = desk.draft(&next).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["profile"], serde_json::Value::Null);
    let offered = desk.ask("drafts.resembling", json!({ "draft": draft })).await;
    assert_eq!(offered[0]["name"], "Meyer");
    assert_eq!((&offered[0]["found"], &offered[0]["of"]), (&2.into(), &3.into()));
    let changes = offered[0]["changes"].as_array().unwrap();
    assert_eq!(changes[0]["change"], "renamed");
    assert_eq!((&changes[0]["from"], &changes[0]["to"]), (&"VK-Preis".into(), &"VK-Preise".into()));

    let agreed = json!({ "draft": draft, "name": "Meyer", "renamed": [["VK-Preis", "VK-Preise"]] });
    let columns = desk.ask("drafts.use_profile", agreed).await;
    assert_eq!(columns["columns"][0]["field"], "regular_price");
    assert_eq!(columns["columns"][0]["steps"][0]["step"], "arithmetic");
    assert_eq!(columns["columns"][3]["field"], serde_json::Value::Null);

    let other = desk.draft(&desk.file("other.csv", "Datum;Umsatz\n1.1.2026;5\n")).await;
    assert_eq!(desk.ask("drafts.resembling", json!({ "draft": other })).await, json!([]));
}
