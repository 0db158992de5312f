//! A source is read in another way, and no edit is lost.

use serde_json::{Value, json};

use crate::desk::Desk;

const LIST: &str = "Preisliste 2026;;\nNr;Name;Preis\nA-1;Hose;19,90\nA-2;Hemd;9,90\n";

async fn read_as(desk: &Desk, draft: u64, reading: Value) -> Value {
    desk.ask("drafts.read_settings", json!({ "draft": draft, "reading": reading })).await;
    desk.read_whole(draft).await
}

async fn type_into(desk: &Desk, draft: u64, row: u64, column: usize, text: &str) {
    let cells = json!([{ "row": row, "column": column, "text": text }]);
    desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
}

#[tokio::test]
async fn edits_follow_their_rows_when_the_header_is_elsewhere() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    type_into(&desk, draft, 2, 1, "Leinenhemd").await;
    let shown = read_as(&desk, draft, json!({ "header_row": 1 })).await;
    assert_eq!((&shown["rows"]["count"], &shown["edits"]["cells"]), (&json!(3), &json!(1)));
    assert_eq!(desk.cells(draft).await[2][1], "Leinenhemd");
    type_into(&desk, draft, 1, 0, "Nummer").await;
    // The row that is the header now has nowhere to go.
    let shown = read_as(&desk, draft, json!({})).await;
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["aside"]), (&json!(1), &json!(1)));
    assert_eq!(desk.cells(draft).await[1], ["A-2", "Leinenhemd", "9,90"]);
}

const SHOPIFY: &str = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Cost per item\n\
    hat,Hat,Size,S,H-S,19.90,8\nhat,,,M,H-M,21.00,9\ncap,Cap,Title,Default Title,C,5.00,2\n";

#[tokio::test]
async fn rows_of_another_platform_are_joined_and_can_be_had_as_they_are() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("export.csv", SHOPIFY)).await;
    let shown = desk.read_whole(draft).await;
    let joined = &shown["rows"]["joined"];
    assert_eq!((&joined["products"], &joined["variations"]), (&json!(2), &json!(2)));
    assert_eq!(shown["rows"]["recognised"]["platform"], "shopify");
    assert_eq!(shown["rows"]["count"], 4);
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    let named = |columns: &Value, name: &str| {
        let all = columns["columns"].as_array().unwrap();
        all.iter().find(|column| column["name"] == name).cloned().unwrap_or_default()
    };
    assert_eq!(named(&columns, "SKU")["field"], "sku");
    assert_eq!(named(&columns, "SKU")["from"], json!(["Variant SKU"]));
    assert_eq!(named(&columns, "Cost per item")["reason"]["code"], "came_along");
    type_into(&desk, draft, 1, 3, "Sun hat").await;
    let as_they_are = json!({ "joining": { "rows_as_they_are": true } });
    let shown = read_as(&desk, draft, as_they_are).await;
    assert_eq!((&shown["rows"]["joined"], &shown["edits"]["aside"]), (&Value::Null, &json!(1)));
    assert_eq!(shown["rows"]["recognised"]["rows_need_joining"], true);
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(named(&columns, "Variant SKU")["name"], "Variant SKU");
    let shown = read_as(&desk, draft, json!({})).await;
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["aside"]), (&json!(1), &json!(0)));
    let desk = desk.restarted().await;
    let shown = desk.read_whole(draft).await;
    assert_eq!(shown["rows"]["joined"]["products"], 2);
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!((&checked["rows"], &checked["rows_out"]), (&json!(4), &json!(0)));
}

#[tokio::test]
async fn edits_stay_in_their_cells_when_only_the_letters_are_read_otherwise() {
    let desk = Desk::new().await;
    let file = desk.file("liste.csv", b"nr;name\n1;Gr\xfcn\n2;Blau\n");
    let draft = desk.draft(&file).await;
    type_into(&desk, draft, 2, 1, "Rot").await;
    let shown = read_as(&desk, draft, json!({ "encoding": "iso-8859-5" })).await;
    assert_eq!(desk.cells(draft).await[1][1], "Rot");
    assert_ne!(desk.cells(draft).await[0][1], "Grün");
    assert_eq!(shown["edits"]["can_undo"], true);
    desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    assert_eq!(desk.cells(draft).await[1][1], "Blau");
}

#[tokio::test]
async fn edits_are_kept_aside_while_cells_end_elsewhere() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("liste.csv", LIST)).await;
    type_into(&desk, draft, 1, 1, "Latzhose").await;
    let shown = read_as(&desk, draft, json!({ "delimiter": "," })).await;
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["aside"]), (&json!(0), &json!(1)));
    let desk = desk.restarted().await;
    let shown = read_as(&desk, draft, json!({})).await;
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["aside"]), (&json!(1), &json!(0)));
    assert_eq!(desk.cells(draft).await[0][1], "Latzhose");
    desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    assert_eq!(desk.cells(draft).await[0][1], "Hose");
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    assert_eq!(desk.ask("drafts.list", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_file_that_was_changed_is_told_and_read_anew_on_demand() {
    let desk = Desk::new().await;
    let file = desk.file("liste.csv", "sku,name\nA-1,Hose\nA-2,Hemd\n");
    let draft = desk.draft(&file).await;
    type_into(&desk, draft, 1, 1, "Latzhose").await;
    type_into(&desk, draft, 2, 1, "Bluse").await;
    std::fs::write(&file, "sku,name\nA-1,Hose\nA-2,Leinenhemd\nA-3,Hut\n").unwrap();
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["file"]["stands"], "changed");
    assert_eq!(desk.cells(draft).await.len(), 2, "the rows stay as they were");
    let shown = read_as(&desk, draft, json!({})).await;
    // An edit holds where its row is the same; the others are not lost.
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["aside"]), (&json!(1), &json!(1)));
    let cells = desk.cells(draft).await;
    assert_eq!((cells[0][1].as_str(), cells[1][1].as_str()), ("Latzhose", "Leinenhemd"));
}

#[tokio::test]
async fn a_draft_whose_file_is_gone_has_its_rows() {
    let desk = Desk::new().await;
    let file = desk.file("liste.csv", LIST);
    let draft = desk.draft(&file).await;
    std::fs::remove_file(file).unwrap();
    let desk = desk.restarted().await;
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!(shown["file"]["stands"], "gone");
    assert_eq!(desk.cells(draft).await.len(), 2);
    let reading = json!({ "draft": draft, "reading": { "delimiter": "," } });
    assert_eq!(desk.refused("drafts.read_settings", reading).await, "file_not_found");
}
