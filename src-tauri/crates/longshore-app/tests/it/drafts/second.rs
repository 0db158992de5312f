//! A second file is looked at, joined by a column that both have, and taken away again.

use serde_json::{Value, json};

use crate::desk::Desk;

const CATALOGUE: &str = "SKU;Name;Farbe\nA-1;Hose;Rot\nA-2;Hemd;Rot\nA-3;Hut;Blau\n";
const PRICES: &str = "Artikel;VK;Farbe\na-1;19,90;Rot\nA-2;9,90;Blau\nA-9;5,00;Rot\n";

#[tokio::test]
async fn two_files_are_joined_by_the_columns_whose_values_are_the_same() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("catalogue.csv", CATALOGUE)).await;
    let column = json!({ "column": 1, "field": "short_description" });
    desk.ask("drafts.map", json!({ "draft": draft, "columns": [column] })).await;
    let prices = desk.file("prices.csv", PRICES);
    let look = json!({ "draft": draft, "source": { "path": prices } });
    let looked = desk.ask("drafts.second_look", look).await;
    assert_eq!(looked["name"], "prices.csv");
    // A colour tells no rows apart.
    let key = json!({ "own": "SKU", "second": "Artikel", "found": 2, "rows": 3 });
    assert_eq!(looked["keys"], json!([key]));
    assert!(desk.ask("drafts.show", json!({ "draft": draft })).await["second"].is_null());
    let join = json!({ "draft": draft, "own": "SKU", "second": "Artikel" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(draft).await;
    assert_eq!(shown["second"]["name"], "prices.csv");
    let joined = &shown["rows"]["joined"];
    assert_eq!((&joined["found"], &joined["products"]), (&json!(2), &json!(3)));
    assert!(shown["reading"]["joining"]["with"].is_null(), "where it lies is nobody's matter");
    assert_eq!(desk.cells(draft).await[1], ["A-2", "Hemd", "Rot", "9,90"]);
    let field = |columns: &Value, name: &str| {
        let all = columns["columns"].as_array().unwrap();
        all.iter().find(|column| column["name"] == name).unwrap()["field"].clone()
    };
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(field(&columns, "Name"), "short_description", "what was decided stays");
    assert_eq!(field(&columns, "VK"), "regular_price", "what is new is suggested");
    // Read in another way, it is still joined; and it is so after a restart.
    let otherwise = json!({ "draft": draft, "reading": { "delimiter": ";" } });
    desk.ask("drafts.read_settings", otherwise).await;
    let desk = desk.restarted().await;
    assert_eq!(desk.read_whole(draft).await["rows"]["joined"]["found"], 2);
    desk.ask("drafts.second_join", json!({ "draft": draft, "remove": true })).await;
    let shown = desk.read_whole(draft).await;
    assert!(shown["second"].is_null() && shown["rows"]["joined"].is_null(), "{shown}");
    assert_eq!(desk.cells(draft).await[0], ["A-1", "Hose", "Rot"]);
    assert!(prices.exists());
}

#[tokio::test]
async fn columns_that_are_called_alike_are_offered_before_numbers_that_happen_to_be_equal() {
    let desk = Desk::new().await;
    let list = "SKU,Name,Pieces\nA-1,Hose,4\nA-2,Hemd,8\nA-3,Hut,15\n";
    let draft = desk.draft(&desk.file("catalogue.csv", list)).await;
    let shelves = desk.file("shelves.csv", "Shelf;sku\n8;A-1\n4;X-2\n15;X-3\n");
    let look = json!({ "draft": draft, "source": { "path": shelves } });
    let keys = desk.ask("drafts.second_look", look).await["keys"].clone();
    let found = |at: usize| (keys[at]["own"].clone(), keys[at]["found"].clone());
    assert_eq!(found(0), (json!("SKU"), json!(1)));
    assert_eq!(found(1), (json!("Pieces"), json!(3)));
}

#[tokio::test]
async fn numbers_that_lost_their_zeros_in_one_of_two_files_are_offered_as_that() {
    let desk = Desk::new().await;
    let list = "SKU,Name\n00777,Hose\n00778,Hemd\n1234,Hut\n";
    let draft = desk.draft(&desk.file("catalogue.csv", list)).await;
    let prices = desk.file("prices.csv", "SKU;Price\n777;5\n778;6\n1234;7\n");
    let look = json!({ "draft": draft, "source": { "path": prices } });
    let keys = desk.ask("drafts.second_look", look).await["keys"].clone();
    assert_eq!((&keys[0]["found"], &keys[0]["without_zeros"]), (&json!(3), &json!(true)), "{keys}");
    assert_eq!((&keys[1]["found"], &keys[1]["without_zeros"]), (&json!(1), &Value::Null), "{keys}");
    let join = json!({ "draft": draft, "own": "SKU", "second": "SKU", "without_zeros": true });
    desk.ask("drafts.second_join", join).await;
    assert_eq!(desk.read_whole(draft).await["rows"]["joined"]["found"], 3);
    assert_eq!(desk.cells(draft).await[0], ["00777", "Hose", "5"]);
}

#[tokio::test]
async fn a_file_that_has_nothing_in_common_offers_no_column_and_is_not_joined() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("catalogue.csv", CATALOGUE)).await;
    let none = desk.refused("drafts.second_join", json!({ "draft": draft })).await;
    assert_eq!(none, "second_file_missing");
    let other = desk.file("other.csv", "Land;Stadt\nDE;Kiel\nFR;Brest\n");
    let look = json!({ "draft": draft, "source": { "path": other } });
    let looked = desk.ask("drafts.second_look", look).await;
    assert_eq!((&looked["keys"], &looked["by_platform"]), (&json!([]), &json!(false)));
    let join = json!({ "draft": draft, "own": "SKU", "second": "Nix" });
    assert_eq!(desk.refused("drafts.second_join", join).await, "second_file_does_not_fit");
    assert_eq!(desk.read_whole(draft).await["rows"]["count"], 3);
    // No path that a request names is opened.
    let reading = json!({ "joining": { "with": other, "key": "SKU" } });
    desk.ask("drafts.read_settings", json!({ "draft": draft, "reading": reading })).await;
    assert!(desk.read_whole(draft).await["rows"]["joined"].is_null());
}

#[tokio::test]
async fn the_combinations_of_a_platform_need_no_column() {
    let desk = Desk::new().await;
    let products = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #;Manufacturer;\
        Quantity;Image URLs (x,y,z...);Feature(Name:Value:Position)\n1;1;Nano;Home;100;N-1;Nord;5;;\n";
    let draft = desk.draft(&desk.file("products.csv", products)).await;
    let combinations = "Product ID*;Attribute (Name:Type:Position)*;Value (Value:Position)*;Reference;Price;\
        Quantity\n1;Colour:color:0;Red:0;N-R;0;3\n1;Colour:color:0;Blue:1;N-B;10;4\n";
    let second = desk.file("combinations.csv", combinations);
    let look = json!({ "draft": draft, "source": { "path": second } });
    let looked = desk.ask("drafts.second_look", look).await;
    assert_eq!((&looked["by_platform"], &looked["keys"]), (&json!(true), &json!([])));
    desk.ask("drafts.second_join", json!({ "draft": draft })).await;
    let shown = desk.read_whole(draft).await;
    assert_eq!(shown["rows"]["joined"]["variations"], 2);
}

#[tokio::test]
async fn another_table_of_the_same_file_can_be_the_second_one() {
    let desk = Desk::new().await;
    let text = r#"{ "products": [{ "sku": "A-1", "name": "Hose", "group": "x" },
        { "sku": "A-2", "name": "Hemd", "group": "x" }, { "sku": "A-3", "name": "Hut", "group": "y" }],
        "prices": [{ "sku": "A-2", "price": "9.90" }, { "sku": "A-1", "price": "19.90" }] }"#;
    let file = desk.file("catalogue.json", text);
    let draft = desk.draft(&file).await;
    let format = desk.read_whole(draft).await["rows"]["format"].clone();
    let now = format["sheet"]["value"].clone();
    let sheets = format["sheets"].as_array().unwrap().clone();
    let other = sheets.iter().find(|sheet| sheet["name"] != now).unwrap()["name"].clone();
    let look = json!({ "draft": draft, "own": true, "sheet": other });
    let looked = desk.ask("drafts.second_look", look).await;
    assert_eq!(
        (&looked["keys"][0]["own"], &looked["keys"][0]["found"]),
        (&json!("sku"), &json!(2))
    );
    let join = json!({ "draft": draft, "own": "sku", "second": "sku" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(draft).await;
    assert_eq!((&shown["second"]["sheet"], &shown["rows"]["joined"]["found"]), (&other, &json!(2)));
    desk.ask("drafts.remove", json!({ "draft": draft })).await;
    assert!(file.exists(), "the user's file stays");
}

#[tokio::test]
async fn where_both_files_say_something_the_first_counts_until_somebody_wants_it_otherwise() {
    let desk = Desk::new().await;
    let list = "SKU;Name;Bestand\nA-1;Hose;5\nA-2;Hemd;\nA-3;Hut;2\n";
    let draft = desk.draft(&desk.file("catalogue.csv", list)).await;
    let stock = desk.file("stock.csv", "SKU;Bestand\nA-1;7\nA-2;4\nA-3;2\nA-2;9\n");
    let look = json!({ "draft": draft, "source": { "path": stock } });
    desk.ask("drafts.second_look", look).await;
    let join = json!({ "draft": draft, "own": "SKU", "second": "SKU" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(draft).await;
    let cells = |all: Vec<Vec<String>>| -> Vec<String> {
        all.into_iter().map(|row| row[2].clone()).collect()
    };
    assert_eq!(cells(desk.cells(draft).await), ["5", "4", "2"]);
    let notices = shown["rows"]["joined"]["notices"].as_array().unwrap();
    let said = |code: &str| notices.iter().find(|notice| notice["code"] == code).unwrap();
    let differs = said("second_file_differs");
    assert_eq!((&differs["count"], &differs["asks"]), (&json!(1), &json!("second_counts")));
    assert_eq!(
        (&differs["params"]["first"], &differs["params"]["second"]),
        (&json!("5"), &json!("7"))
    );
    let twice = &said("second_file_contradicts")["params"];
    assert_eq!((&twice["line"], &twice["second_line"]), (&json!("3"), &json!("5")));
    let reading = json!({ "joining": { "second_counts": true } });
    desk.ask("drafts.read_settings", json!({ "draft": draft, "reading": reading })).await;
    desk.read_whole(draft).await;
    assert_eq!(cells(desk.cells(draft).await), ["7", "4", "2"]);
}

#[tokio::test]
async fn a_second_file_with_variants_makes_variations_that_can_be_chosen_otherwise() {
    let desk = Desk::new().await;
    let list = "sku;name;price\nTEE;Tee;20\nCAP;Cap;9\n";
    let draft = desk.draft(&desk.file("products.csv", list)).await;
    let variants =
        "parent_sku;variant_sku;size;finish;price\nTEE;T-S;S;matt;19\nTEE;T-M;M;matt;21\n";
    let variants = desk.file("variants.csv", variants);
    let look = json!({ "draft": draft, "source": { "path": variants } });
    let looked = desk.ask("drafts.second_look", look).await;
    assert_eq!(
        (&looked["keys"][0]["own"], &looked["keys"][0]["second"]),
        (&json!("sku"), &json!("parent_sku"))
    );
    let join = json!({ "draft": draft, "own": "sku", "second": "parent_sku" });
    desk.ask("drafts.second_join", join).await;
    let shown = desk.read_whole(draft).await;
    let joined = &shown["rows"]["joined"];
    let counts = ["products", "variations"].map(|name| joined[name].as_u64());
    assert_eq!(counts, [Some(2), Some(2)], "{joined}");
    assert_eq!(joined["shape"]["options"], json!([{ "column": "size", "attribute": "" }]));
    let cells = desk.cells(draft).await;
    let skus: Vec<&str> = cells.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(skus, ["TEE", "T-S", "T-M", "CAP"]);
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    let field = |name: &str| {
        let all = columns["columns"].as_array().unwrap();
        all.iter().find(|column| column["name"] == name).unwrap()["field"].clone()
    };
    assert_eq!((field("sku"), field("price")), (json!("sku"), json!("regular_price")));
    // What was decided is shown, and can be decided otherwise.
    let shapes = desk.ask("drafts.shapes", json!({ "draft": draft })).await;
    assert_eq!((&shapes["now"], &shapes["follows"]), (&joined["shape"], &json!(true)));
    let notices = joined["notices"].as_array().unwrap();
    let told = notices.iter().find(|notice| notice["code"] == "second_file_has_variants").unwrap();
    assert_eq!((&told["count"], &told["params"]["columns"]), (&json!(1), &json!("size")));
    let mut shape = joined["shape"].clone();
    shape["options"] = json!([{ "column": "finish", "attribute": "" },
        { "column": "size", "attribute": "Width" }]);
    let tried = desk.ask("drafts.shapes", json!({ "draft": draft, "shape": shape })).await;
    assert_eq!(tried["tried"]["variations"], 2, "{tried}");
    let reading = json!({ "joining": { "shape": shape } });
    desk.ask("drafts.read_settings", json!({ "draft": draft, "reading": reading })).await;
    let shown = desk.read_whole(draft).await;
    assert_eq!(shown["rows"]["joined"]["shape"]["options"], shape["options"]);
    assert_eq!(shown["rows"]["joined"]["variations"], 2);
}
