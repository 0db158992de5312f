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
    assert_eq!(tried["after"][2]["cells"], json!(["TEE-M", "Tee \u{2013} M", "M", "12"]));
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

#[tokio::test]
async fn what_a_second_file_says_of_rows_is_there_before_products_are_made_of_them() {
    let desk = Desk::new().await;
    let list = "SKU;Name;Price\nT-S;Tee;10\nT-M;Tee;12\nCAP;Cap;9\n";
    let draft = desk.draft(&desk.file("list.csv", list)).await;
    let models = desk.file("models.csv", "Artikel;Model;Size\nT-S;T;S\nT-M;T;M\nCAP;C;\n");
    let look = json!({ "draft": draft, "source": { "path": models } });
    desk.ask("drafts.second_look", look).await;
    let join = json!({ "draft": draft, "own": "SKU", "second": "Artikel" });
    desk.ask("drafts.second_join", join).await;
    desk.read_whole(draft).await;
    let found = shapes(&desk, draft, &Value::Null).await;
    assert_eq!((&found["possible"], &found["columns"][3]), (&json!(true), &json!("Model")));
    let shape = found["proposals"][0]["shape"].clone();
    assert_eq!(
        (&shape["key"], &shape["options"][0]["column"]),
        (&json!(["Model"]), &json!("Size"))
    );
    let tried = shapes(&desk, draft, &shape).await["tried"].clone();
    assert_eq!((&tried["products"], &tried["variations"]), (&json!(2), &json!(2)), "{tried}");
    let shown = read_as(&desk, draft, shape).await;
    let joined = &shown["rows"]["joined"];
    assert_eq!((&joined["products"], &joined["variations"]), (&json!(2), &json!(2)));
    assert_eq!((&joined["rows"], &joined["found"]), (&json!(6), &json!(3)));
    assert_eq!(shown["second"]["name"], "models.csv");
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(field(&columns, "Price"), "regular_price");
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert_eq!((&checked["rows"], &checked["rows_out"]), (&json!(4), &json!(0)), "{checked}");
    // Without the second file its columns are gone, and so is what was made of them.
    let gone = desk.refused("drafts.second_join", json!({ "draft": draft, "remove": true })).await;
    assert_eq!(gone, "shape_column_unknown");
    // The other way round: rows that are products already get a second file.
    let lists = desk.draft(&desk.file("lists.csv", LISTS)).await;
    desk.read_whole(lists).await;
    let shape = shapes(&desk, lists, &Value::Null).await["proposals"][0]["shape"].clone();
    read_as(&desk, lists, shape).await;
    let brands = desk.file("brands.csv", "SKU;Brand\nTEE;Nord\n");
    let look = json!({ "draft": lists, "source": { "path": brands } });
    desk.ask("drafts.second_look", look).await;
    let join = json!({ "draft": lists, "own": "SKU", "second": "SKU" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(lists).await;
    assert_eq!(shown["rows"]["joined"]["variations"], 5);
    assert!(desk.cells(lists).await[0].contains(&"Nord".to_owned()));
}

#[tokio::test]
async fn what_is_chosen_is_shown_as_people_write_it_and_machine_columns_come_last() {
    let desk = Desk::new().await;
    let text = "Name;Size;VK\nBoot;10,5 us;90\nBoot;11 us;95\nHat;;9\n";
    let draft = desk.draft(&desk.file("boots.csv", text)).await;
    desk.read_whole(draft).await;
    let shape = shapes(&desk, draft, &Value::Null).await["proposals"][0]["shape"].clone();
    assert_eq!(shape["shape"], "join", "a size with a comma is no list");
    let tried = shapes(&desk, draft, &shape).await["tried"].clone();
    let cells: Vec<&Value> =
        tried["after"].as_array().unwrap().iter().map(|row| &row["cells"]).collect();
    assert_eq!(
        cells[..2],
        [
            &json!(["Boot", "10,5 us, 11 us", ""]),
            &json!(["Boot \u{2013} 10,5 us", "10,5 us", "90"])
        ]
    );
    read_as(&desk, draft, shape).await;
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    let names = columns["columns"].as_array().unwrap().iter().map(|one| one["name"].clone());
    let wanted = ["Name", "Size", "VK", "Type", "Parent", "ID"];
    assert_eq!(names.take(6).collect::<Vec<_>>(), wanted);
    assert_eq!(desk.cells(draft).await[1][0], "Boot \u{2013} 10,5 us");
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    assert!(!checked.to_string().contains("columns_not_imported"), "sizes go in: {checked}");
}

#[tokio::test]
async fn a_second_file_may_speak_of_the_variations_that_are_made_of_a_row() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("lists.csv", LISTS)).await;
    desk.read_whole(draft).await;
    let shape = shapes(&desk, draft, &Value::Null).await["proposals"][0]["shape"].clone();
    read_as(&desk, draft, shape).await;
    let stock = desk.file("stock.csv", "Artikel;Lager\nTEE-S;5\nTEE-M;0\nTEE-S;6\nNIX;1\n");
    let look = json!({ "draft": draft, "source": { "path": stock } });
    desk.ask("drafts.second_look", look).await;
    let join = json!({ "draft": draft, "own": "SKU", "second": "Artikel" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(draft).await;
    let joined = &shown["rows"]["joined"];
    assert_eq!((&joined["products"], &joined["variations"]), (&json!(3), &json!(5)));
    assert_eq!((&joined["rows"], &joined["found"]), (&json!(7), &json!(2)), "{joined}");
    assert_eq!(joined["notices"].as_array().unwrap().len(), 2, "{joined}");
    let rows = desk.cells(draft).await;
    let cells = |row: usize, at: usize| rows[row][at].clone();
    assert_eq!([cells(0, 0), cells(0, 4)], ["TEE", ""]);
    assert_eq!([cells(1, 0), cells(1, 4), cells(1, 5)], ["TEE-S", "5", "variation"]);
    assert_eq!([cells(2, 0), cells(2, 4)], ["TEE-M", "0"]);
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(
        (field(&columns, "Lager"), field(&columns, "VK")),
        (&json!("stock"), &json!("regular_price"))
    );
}
