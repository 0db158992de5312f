//! The user decides what columns are for.

use serde_json::{Value, json};

use crate::desk::Desk;

const LIST: &str = "Nr;Was;EK;Zustand\nA-1;Hose;10,00;neu\nA-2;Hemd;5,00;alt\n";

fn fields(columns: &Value) -> Vec<Value> {
    columns["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect()
}

#[tokio::test]
async fn a_field_goes_to_the_column_that_the_user_says() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    let decided = json!([
        { "column": 0, "field": "sku" },
        { "column": 1, "field": "name" },
        { "column": 2, "field": "regular_price" },
    ]);
    let columns = desk.ask("drafts.map", json!({ "draft": draft, "columns": decided })).await;
    assert_eq!(
        fields(&columns),
        [json!("sku"), json!("name"), json!("regular_price"), json!(null)]
    );
    let moved = json!([{ "column": 3, "field": "name" }]);
    let constants = json!([{ "field": "status", "text": "draft" }]);
    let request =
        json!({ "draft": draft, "columns": moved, "constants": constants, "mode": "create" });
    desk.ask("drafts.map", request).await;
    let desk = desk.restarted().await;
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(
        fields(&columns),
        [json!("sku"), json!(null), json!("regular_price"), json!("name")]
    );
    assert_eq!(columns["constants"], json!([{ "field": "status", "text": "draft" }]));
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["mode"], "create");
    let unknown = json!({ "draft": draft, "columns": [{ "column": 0, "field": "colour" }] });
    assert_eq!(desk.refused("drafts.map", unknown).await, "field_unknown");
    let beyond = json!({ "draft": draft, "columns": [{ "column": 9, "field": "sku" }] });
    assert_eq!(desk.refused("drafts.map", beyond).await, "column_unknown");
}

#[tokio::test]
async fn steps_are_tried_on_values_of_the_file_before_they_hold() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    let steps = json!([{ "step": "arithmetic", "multiply": "1.19", "decimals": 2 }]);
    let request = json!({ "draft": draft, "column": 2, "field": "regular_price", "steps": steps });
    let tried = desk.ask("drafts.try_steps", request).await;
    assert_eq!(tried[0]["before"], "10,00");
    assert_eq!((&tried[0]["after"], &tried[0]["read"]), (&json!("11.90"), &json!("11.90")));
    let words = json!([{ "step": "value_map", "values": [["neu", "publish"]] }]);
    let request = json!({ "draft": draft, "column": 3, "field": "status", "steps": words });
    let tried = desk.ask("drafts.try_steps", request).await;
    assert_eq!((&tried[0]["after"], &tried[0]["read"]), (&json!("publish"), &json!("publish")));
    assert_eq!((&tried[1]["after"], &tried[1]["read"]), (&json!("alt"), &json!(null)));
    assert_eq!(tried[1]["issues"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_number_of_pieces_is_shown_as_the_number_that_it_is() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("lager.csv", "SKU;Bestand\nA;10\nB;viele\n")).await;
    let request = json!({ "draft": draft, "column": 1, "field": "stock", "steps": [] });
    let tried = desk.ask("drafts.try_steps", request).await;
    assert_eq!((&tried[0]["before"], &tried[0]["read"]), (&json!("10"), &json!("10")));
    assert_eq!((&tried[1]["before"], &tried[1]["read"]), (&json!("viele"), &json!(null)));
    let fields = desk.ask("drafts.fields", json!({})).await;
    let stock = fields.as_array().unwrap().iter().find(|one| one["field"] == "stock").unwrap();
    assert_eq!(stock["kind"], "integer");
}

#[tokio::test]
async fn what_was_decided_is_a_profile_that_the_next_file_brings_along() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    let decided = json!([{ "column": 0, "field": "sku" }, { "column": 2, "field": "sale_price" }]);
    desk.ask("drafts.map", json!({ "draft": draft, "columns": decided })).await;
    let saved =
        desk.ask("drafts.save_profile", json!({ "draft": draft, "name": " Lieferant " })).await;
    assert_eq!(saved["name"], "Lieferant");

    let next = desk.file("next.csv", "WAS;nr;Zustand;EK\nHut;A-9;neu;3,00\n");
    let draft = desk.draft(&next).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!((&shown["profile"], &shown["rows"]["fits"]), (&json!("Lieferant"), &json!(true)));
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(fields(&columns)[1], "sku");
    assert_eq!(fields(&columns)[3], "sale_price");
    let without = json!({ "draft": draft, "name": null });
    let columns = desk.ask("drafts.use_profile", without).await;
    assert_ne!(fields(&columns)[3], "sale_price");
    let with = json!({ "draft": draft, "name": "Lieferant" });
    let columns = desk.ask("drafts.use_profile", with).await;
    assert_eq!(fields(&columns)[3], "sale_price");
}

#[tokio::test]
async fn the_shops_own_export_needs_no_word_about_its_columns() {
    let desk = Desk::new().await;
    let list = "ID,Type,SKU,Name,Published,Is featured?,Regular price\n5,simple,A-1,Hose,1,0,9\n";
    let draft = desk.draft(&desk.file("export.csv", list)).await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["rows"]["recognised"]["platform"], "woocommerce");
    assert_eq!(shown["rows"]["fits"], true);
    let list = desk.draft(&desk.file("liste.csv", LIST)).await;
    let shown = desk.ask("drafts.show", json!({ "draft": list })).await;
    assert_eq!(shown["rows"]["fits"], false);
}
