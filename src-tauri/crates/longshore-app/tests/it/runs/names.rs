//! What is listed has a name: history and undo speak of things as the shop owner knows them.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

fn empty() -> Settings {
    Settings { empty: true, ..Settings::default() }
}

async fn undo(desk: &Desk, run: u64) -> u64 {
    desk.ask("undo.plan", json!({ "run": run })).await["run"].as_u64().unwrap()
}

async fn names(desk: &Desk, run: u64) -> Vec<Value> {
    let changes = desk.changes(run, json!({})).await;
    changes.iter().map(|change| change["name"].clone()).collect()
}

#[tokio::test]
async fn a_product_has_its_name_where_only_its_price_was_changed() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let run = desk.imported("second.csv", "sku,price\nA,11\n").await;
    // Another import asks the shop about other products only.
    desk.imported("third.csv", "sku,name,price\nB,Hemd,2\n").await;
    assert_eq!(names(&desk, run).await, ["Hose"]);
    let back = undo(&desk, run).await;
    desk.imported("fourth.csv", "sku,name,price\nC,Hut,3\n").await;
    assert_eq!(names(&desk, back).await, ["Hose"]);
}

#[tokio::test]
async fn a_variation_has_the_name_of_its_product_and_what_it_is_chosen_by() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let list = "Type,SKU,Name,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),\
        Attribute 2 name,Attribute 2 value(s)\n\
        variable,HOODIE,Hoodie,,,Colour,Blue,Size,\"L, M\"\n\
        variation,HOODIE-L,,HOODIE,5,Colour,Blue,Size,L\n";
    let made = desk.imported("hoodies.csv", list).await;
    let run = desk.imported("prices.csv", "sku,price\nHOODIE-L,11\n").await;
    desk.imported("others.csv", "sku,name,price\nB,Hemd,2\n").await;
    let wanted = "Hoodie \u{2013} Blue, L";
    assert_eq!(names(&desk, made).await, ["Hoodie", wanted]);
    let links = desk.changes(made, json!({})).await;
    assert!(links[0]["link"].is_string() && links[1]["link"] == links[0]["link"], "{links:?}");
    assert_eq!(names(&desk, run).await, [wanted]);
    let back = undo(&desk, run).await;
    assert_eq!(names(&desk, back).await, [wanted]);
}

#[tokio::test]
async fn an_undo_speaks_of_brands_and_categories_by_their_names() {
    let desk = Desk::new().await;
    let shop = shop(&desk, empty()).await;
    desk.imported("first.csv", "sku,name,price\nA,Hose,1\n").await;
    let run = desk.imported("second.csv", "sku,brands,categories\nA,Acme,Hosen\n").await;
    let back = undo(&desk, run).await;
    let fields = desk.changes(back, json!({})).await.remove(0)["fields"].take();
    let before = |fields: &Value, name: &str| {
        let all = fields.as_array().unwrap();
        all.iter().find(|field| field["field"] == name).unwrap()["before_text"].clone()
    };
    assert_eq!(
        (before(&fields, "brands"), before(&fields, "categories")),
        (json!("Acme"), json!("Hosen"))
    );

    // Somebody gave it a brand that no run of ours knows.
    let other = Desk::new().await;
    other.knows(&shop).await;
    other.imported("theirs.csv", "sku,brands\nA,Zenith\n").await;
    let conflict = undo(&desk, run).await;
    let change = desk.changes(conflict, json!({ "outcome": "conflict" })).await.remove(0);
    let differences = change["differences"].as_array().unwrap();
    let brand = differences.iter().find(|one| one["field"] == "brands").unwrap();
    assert_eq!((&brand["expected_text"], &brand["found_text"]), (&json!("Acme"), &json!("Zenith")));

    // What the undo removed keeps its name in history.
    desk.ask("undo.plan", json!({ "run": run, "conflicts": "restore" })).await;
    let all = desk.ask("undo.plan", json!({ "run": run, "conflicts": "restore" })).await;
    let all = all["run"].as_u64().unwrap();
    desk.ask("runs.start", json!({ "run": all })).await;
    desk.imported("more.csv", "sku,name,brands,categories\nD,Schal,Nova,Schals\n").await;
    let shown = desk.changes(run, json!({})).await;
    assert!(!shown[0]["fields"].to_string().contains("\"#"), "{}", shown[0]["fields"]);
}
