//! Rows that are no products yet are proposed as some, shown, and become some only when somebody says so.

use serde_json::{Value, json};

use crate::desk::Desk;

const LISTS: &str = "SKU;Name;Size;VK\nTEE;Tee;S,M,L;10,12,14\nCAP;Cap;;9\nSOX;Sox;S,M;1\n";

async fn shapes(desk: &Desk, draft: u64, shape: &Value) -> Value {
    desk.ask("drafts.shapes", json!({ "draft": draft, "shape": shape })).await
}

async fn read_as(desk: &Desk, draft: u64, shape: Value) -> Value {
    let reading = json!({ "joining": { "shape": shape } });
    desk.ask("drafts.read_settings", json!({ "draft": draft, "reading": reading })).await;
    desk.read_whole(draft).await
}

fn field<'c>(columns: &'c Value, name: &str) -> &'c Value {
    let all = columns["columns"].as_array().unwrap();
    &all.iter().find(|column| column["name"] == name).unwrap()["field"]
}

#[tokio::test]
async fn lists_are_proposed_shown_and_then_made_into_variations() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("lists.csv", LISTS)).await;
    let shown = desk.read_whole(draft).await;
    assert!(shown["rows"]["joined"].is_null(), "nothing happens by itself");
    let found = shapes(&desk, draft, &Value::Null).await;
    assert_eq!(found["possible"], true);
    let proposal = &found["proposals"][0];
    assert_eq!(proposal["reason"]["code"], "lists_side_by_side");
    assert_eq!(proposal["shape"]["options"][0]["column"], "Size");
    let tried = shapes(&desk, draft, &proposal["shape"]).await["tried"].clone();
    assert_eq!((&tried["products"], &tried["variations"]), (&json!(3), &json!(5)));
    assert_eq!(tried["columns"], json!(["SKU", "Name", "Size", "VK"]));
    assert_eq!(tried["before"][0]["cells"], json!(["TEE", "Tee", "S,M,L", "10,12,14"]));
    assert_eq!(tried["after"][2]["cells"], json!(["TEE-M", "", "M", "12"]));
    assert_eq!(tried["after"][2]["kind"], "variation");
    // What was decided about a column stays when its rows become others.
    let column = json!({ "column": 3, "field": "sale_price" });
    desk.ask("drafts.map", json!({ "draft": draft, "columns": [column] })).await;
    let shown = read_as(&desk, draft, proposal["shape"].clone()).await;
    assert_eq!(shown["rows"]["count"], 8);
    let joined = &shown["rows"]["joined"];
    assert_eq!((&joined["products"], &joined["variations"]), (&json!(3), &json!(5)));
    assert_eq!(joined["shape"]["shape"], "split");
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(field(&columns, "VK"), "sale_price");
    assert_eq!((field(&columns, "Size"), field(&columns, "Type")), (&Value::Null, &json!("type")));
    let desk = desk.restarted().await;
    desk.read_whole(draft).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!((&checked["rows"], &checked["rows_out"]), (&json!(8), &json!(0)), "{checked}");
    let shown = read_as(&desk, draft, Value::Null).await;
    assert_eq!(shown["rows"]["count"], 3);
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(field(&columns, "VK"), "sale_price");
}

#[tokio::test]
async fn a_profile_keeps_how_rows_become_products_and_the_next_file_goes_the_same_way() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("lists.csv", LISTS)).await;
    desk.read_whole(draft).await;
    let found = shapes(&desk, draft, &Value::Null).await;
    read_as(&desk, draft, found["proposals"][0]["shape"].clone()).await;
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Lists" })).await;
    let next = desk.draft(&desk.file("next.csv", "SKU;Name;Size;VK\nHAT;Hat;S,M;5,6\n")).await;
    let shown = desk.read_whole(next).await;
    assert_eq!((&shown["profile"], &shown["rows"]["count"]), (&json!("Lists"), &json!(3)));
    let read = read_as(&desk, next, Value::Null).await;
    assert_eq!((&read["profile"], &read["rows"]["count"]), (&Value::Null, &json!(1)));
    // Whoever names the profile means its products, too.
    desk.ask("drafts.use_profile", json!({ "draft": next, "name": "Lists" })).await;
    let shown = desk.read_whole(next).await;
    assert_eq!((&shown["profile"], &shown["rows"]["count"]), (&json!("Lists"), &json!(3)));
    let columns = desk.ask("drafts.columns", json!({ "draft": next })).await;
    assert_eq!(
        (field(&columns, "VK"), field(&columns, "Type")),
        (&json!("regular_price"), &json!("type"))
    );
    // Whoever wants the rows as they are gets them so.
    let shown = read_as(&desk, next, Value::Null).await;
    assert_eq!((&shown["profile"], &shown["rows"]["count"]), (&Value::Null, &json!(1)));
}

#[tokio::test]
async fn a_shape_that_does_not_fit_the_file_is_refused_and_nothing_changes() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("lists.csv", LISTS)).await;
    desk.read_whole(draft).await;
    let shape =
        json!({ "shape": "join", "key": ["Nix"], "options": [{ "column": "Size" }], "along": [] });
    let request = json!({ "draft": draft, "reading": { "joining": { "shape": shape } } });
    let refused = desk.refused("drafts.read_settings", request).await;
    assert_eq!(refused, "shape_column_unknown");
    assert_eq!(desk.read_whole(draft).await["rows"]["count"], 3);
}
