//! Cells are written over, and everything that comes after obeys it.

use serde_json::json;

use crate::desk::Desk;

const LIST: &str = "sku,name,regular_price\nA-1,Hose,19.90\nA-2,Hemd,9.90\nA-3,Hut,5\n";

async fn type_into(desk: &Desk, draft: u64, row: u64, column: usize, text: &str) {
    let cells = json!([{ "row": row, "column": column, "text": text }]);
    desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
}

#[tokio::test]
async fn edits_are_taken_back_and_done_again_also_after_a_restart() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    type_into(&desk, draft, 1, 2, "29.90").await;
    let cells = json!([
        { "row": 2, "column": 1, "text": "Leinenhemd" },
        { "row": 3, "column": 1, "text": "" },
    ]);
    let edited = desk.ask("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
    assert_eq!((&edited["cells"], &edited["rows"]), (&json!(2), &json!([2, 3])));
    let desk = desk.restarted().await;
    assert_eq!(desk.cells(draft).await[1][1], "Leinenhemd");
    let page = desk.ask("drafts.rows", json!({ "draft": draft, "from": 0, "count": 9 })).await;
    assert_eq!(page["rows"][0]["edited"], json!([2]));
    let shown = desk.ask("drafts.show", json!({ "draft": draft })).await;
    assert_eq!((&shown["edits"]["cells"], &shown["edits"]["can_undo"]), (&json!(3), &json!(true)));

    let undone = desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    assert_eq!((&undone["cells"], &undone["can_redo"]), (&json!(2), &json!(true)));
    assert_eq!(desk.cells(draft).await[1..], [["A-2", "Hemd", "9.90"], ["A-3", "Hut", "5"]]);
    desk.ask("drafts.redo_edit", json!({ "draft": draft })).await;
    assert_eq!(desk.cells(draft).await[2][1], "");
    desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    desk.ask("drafts.undo_edit", json!({ "draft": draft })).await;
    assert_eq!(desk.cells(draft).await[0][2], "19.90");
}

#[tokio::test]
async fn a_cell_tells_what_the_file_has_and_what_was_written_over_it() {
    let desk = Desk::new().await;
    let long = "x".repeat(5_000);
    let file = desk.file("list.csv", format!("sku,name\nA-1,{long}\nA-2,Hemd\n"));
    let draft = desk.draft(&file).await;
    let page = desk.ask("drafts.rows", json!({ "draft": draft, "from": 0, "count": 1 })).await;
    assert_eq!(page["rows"][0]["cut"], json!([1]));
    type_into(&desk, draft, 1, 1, "short").await;
    let cell = desk.ask("drafts.cell", json!({ "draft": draft, "row": 1, "column": 1 })).await;
    assert_eq!(cell, json!({ "own": long, "edited": "short" }));
}

#[tokio::test]
async fn what_is_no_cell_is_not_written_over() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    for (row, column) in [(0, 0), (4, 0), (1, 3)] {
        let cells = json!([{ "row": row, "column": column, "text": "x" }]);
        let refused = desk.refused("drafts.edit", json!({ "draft": draft, "cells": cells })).await;
        assert_eq!(refused, "no_such_cell");
    }
}

#[tokio::test]
async fn a_text_is_found_where_it_stands_now() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    type_into(&desk, draft, 2, 1, "Weste").await;
    let found = async |text: &str| {
        let filter = json!({ "text": text });
        let request = json!({ "draft": draft, "from": 0, "count": 9, "filter": filter });
        let page = desk.ask("drafts.rows", request).await;
        assert_eq!(page["is_complete"], true);
        let rows = page["rows"].as_array().unwrap().iter();
        (page["total"].as_u64().unwrap(), rows.map(|row| row["row"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(found("WESTE").await, (1, vec![json!(2)]));
    assert_eq!(found("hemd").await, (0, vec![]));
    assert_eq!(found("a-").await.0, 3);
    type_into(&desk, draft, 2, 1, "Hemd").await;
    assert_eq!(found("hemd").await, (1, vec![json!(2)]));
    let edited = json!({ "draft": draft, "from": 0, "count": 9, "filter": { "edited": true } });
    assert_eq!(desk.ask("drafts.rows", edited).await["total"], 1);
}
