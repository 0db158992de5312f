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

#[tokio::test]
async fn a_profile_for_other_files_is_told_so_and_suggestions_stand_in_where_it_is_silent() {
    let desk = Desk::new().await;
    let first = desk.file("list.csv", "Artikelnummer;Bezeichnung;VK-Preis\nA;One;1,50\n");
    let draft = desk.draft(&first).await;
    let price = json!([{ "column": 2, "field": "regular_price" }]);
    desk.ask("drafts.map", json!({ "draft": draft, "columns": price })).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Meyer" })).await;

    let other = desk.file("other.csv", "SKU;Name;Price\nA;One;1,50\n");
    let draft = desk.draft(&other).await;
    let plain = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    desk.ask("drafts.use_profile", json!({ "draft": draft, "name": "Meyer" })).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["misfit"], json!({ "found": 0, "of": 3 }));
    assert_eq!(shown["rows"]["fits"], false);
    assert_eq!(desk.ask("drafts.columns", json!({ "draft": draft })).await, plain);
    desk.ask("drafts.check", json!({ "draft": draft })).await;

    desk.ask("drafts.use_profile", json!({ "draft": draft, "name": null })).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!((&shown["profile"], &shown["misfit"]), (&json!(null), &json!(null)));

    // The same where an import is repeated with such a file.
    let source = json!({ "path": other });
    let again = desk.ask("drafts.begin", json!({ "source": source, "profile": "Meyer" })).await;
    assert_eq!(again["misfit"], json!({ "found": 0, "of": 3 }));
    let columns = desk.ask("drafts.columns", json!({ "draft": again["draft"] })).await;
    assert_eq!(columns, plain);

    // Half of its columns are enough.
    let half = desk.file("half.csv", "Artikelnummer;Bezeichnung;Datum\nA;One;1.1.2026\n");
    let draft = desk.draft(&half).await;
    desk.ask("drafts.use_profile", json!({ "draft": draft, "name": "Meyer" })).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!((&shown["profile"], &shown["misfit"]), (&json!("Meyer"), &json!(null)));
}

#[tokio::test]
async fn columns_that_moved_are_known_by_their_names_and_never_by_where_they_stand() {
    let desk = Desk::new().await;
    let first = desk.file("list.csv", "Artikel;Text 1;Text 2;Wert\nA;One;Red;1,50\n");
    let draft = desk.draft(&first).await;
    let decide = json!({
        "draft": draft,
        "columns": [
            { "column": 0, "field": "sku" }, { "column": 1, "field": "name" },
            { "column": 2, "field": "short_description" }, { "column": 3, "field": "regular_price" },
        ],
    });
    desk.ask("drafts.map", decide).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Meyer" })).await;
    let fields = |columns: &serde_json::Value| -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let all = columns["columns"].as_array().unwrap();
        all.iter().map(|one| (text(&one["name"]), text(&one["field"]))).collect()
    };
    // The same columns in another order are the same list.
    let moved = desk.file("moved.csv", "Text 2;Wert;Artikel;Text 1\nRed;1,50;A;One\n");
    let draft = desk.draft(&moved).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["profile"], "Meyer");
    let found = fields(&desk.ask("drafts.columns", json!({ "draft": draft })).await);
    let wanted = [
        ("Text 2", "short_description"),
        ("Wert", "regular_price"),
        ("Artikel", "sku"),
        ("Text 1", "name"),
    ];
    assert_eq!(found, wanted.map(|(name, field)| (name.to_owned(), field.to_owned())));
    // One more column before them all: asked about, and then nothing is where it stood.
    let added = desk.file("added.csv", "Lager;Artikel;Text 1;Text 2;Wert\n3;A;One;Red;1,50\n");
    let draft = desk.draft(&added).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["profile"], serde_json::Value::Null);
    let offered = desk.ask("drafts.resembling", json!({ "draft": draft })).await;
    assert_eq!(
        (&offered[0]["name"], &offered[0]["changes"][0]["change"]),
        (&"Meyer".into(), &"added".into())
    );
    let use_it = json!({ "draft": draft, "name": "Meyer", "renamed": [] });
    let found = fields(&desk.ask("drafts.use_profile", use_it).await);
    let text = |name: &str| found.iter().find(|(one, _)| one == name).unwrap().1.clone();
    assert_eq!(
        [text("Text 1"), text("Text 2"), text("Wert")],
        ["name", "short_description", "regular_price"]
    );
}
