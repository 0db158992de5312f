//! Fields are shown and counted as people understand them.

use longshore_engine::platforms::woocommerce::rules::MARK;
use longshore_journal::RunId;
use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::{Desk, shop};

fn empty() -> Settings {
    Settings { empty: true, ..Settings::default() }
}

async fn fields(desk: &Desk, run: u64) -> Value {
    desk.ask("runs.summary", json!({ "run": run })).await["fields"].take()
}

async fn undo(desk: &Desk, run: u64) -> u64 {
    desk.ask("undo.plan", json!({ "run": run })).await["run"].as_u64().unwrap()
}

#[tokio::test]
async fn the_mark_by_which_a_record_is_found_again_is_nowhere_shown() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    let list = "Type,SKU,Name,Parent,Regular price,Attribute 1 name,Attribute 1 value(s)\n\
        variable,SHIRT,Shirt,,,Size,\"S, M\"\nvariation,,,SHIRT,5,Size,S\n";
    let run = desk.imported("shirts.csv", list).await;
    let journal =
        longshore_journal::Journal::open(&desk.folder.path().join("home/journal.sqlite")).unwrap();
    let marked = journal.changes_with_field(RunId(run), &MARK.into()).unwrap();
    assert_eq!(marked.len(), 1, "the variation has no number of its own");
    assert_eq!(desk.changes(run, json!({})).await.len(), 2);
    let first = undo(&desk, run).await;
    desk.ask("runs.start", json!({ "run": first })).await;
    let second = undo(&desk, first).await;
    for run in [run, first, second] {
        let shown = json!([desk.changes(run, json!({})).await, fields(&desk, run).await]);
        assert!(!shown.to_string().contains(MARK), "{shown}");
    }
}

#[tokio::test]
async fn of_an_undo_only_the_fields_count_that_get_their_values_back() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    desk.imported("first.csv", "sku,name,price,weight\nA,Hose,1,5\nB,Hemd,2,5\n").await;
    let next = "sku,name,price,weight,categories\nA,Hose,11,6,\nB,Hemd,22,6,\nC,Hut,3,1,Hüte\n";
    let run = desk.imported("second.csv", next).await;
    let counted_as = |field: &str, count: u64, updates: u64, needed: u64| json!({ "field": field, "count": count, "updates": updates, "left_out": 0, "needed": needed });
    let of = |field: &str, count: u64| counted_as(field, count, count, 0);
    let counted = fields(&desk, run).await;
    let has = |one: Value| counted.as_array().unwrap().contains(&one);
    assert!(has(counted_as("name", 1, 0, 1)), "no category counts: {counted}");
    assert!(has(counted_as("regular_price", 3, 2, 0)), "one price is a new product's: {counted}");

    let back = undo(&desk, run).await;
    let both = json!([of("regular_price", 2), of("weight", 2)]);
    assert_eq!(fields(&desk, back).await, both, "what is removed has no fields that go back");
    let changes = desk.changes(back, json!({ "text": "B" })).await;
    let left = json!({ "run": back, "changes": [changes[0]["change"]], "take": false });
    desk.ask("runs.choose", left).await;
    let one = json!([of("regular_price", 1), of("weight", 1)]);
    assert_eq!(fields(&desk, back).await, one);
    desk.ask("runs.start", json!({ "run": back })).await;
    assert_eq!(fields(&desk, back).await, one, "and no more when it is done");

    let again = undo(&desk, back).await;
    assert_eq!(desk.changes(again, json!({ "action": "create" })).await.len(), 1);
    assert_eq!(fields(&desk, again).await, one, "what is made again gets everything");
}

#[tokio::test]
async fn what_is_sent_only_in_company_is_counted_nowhere_and_goes_with_its_fellow() {
    let desk = Desk::new().await;
    let _shop = shop(&desk, empty()).await;
    desk.imported("first.csv", "sku,name,price,stock\nA,Hose,1,3\nB,Hemd,2,\n").await;
    let next = "sku,name,price,stock\nA,Hose,1,9\nB,Hemd,2,5\n";
    let back = undo(&desk, desk.imported("second.csv", next).await).await;
    let counted = |left_out: u64| {
        let of = |field: &str, count: u64, left_out: u64| json!({ "field": field, "count": count, "updates": count, "left_out": left_out, "needed": 0 });
        json!([of("stock_quantity", 2, 2 * left_out), of("manage_stock", 1, left_out)])
    };
    let rows = |changes: Vec<Value>, field: &str| {
        let has = |change: &&Value| {
            change["fields"].as_array().unwrap().iter().any(|shown| shown["field"] == field)
        };
        changes.iter().filter(has).count()
    };
    assert_eq!(fields(&desk, back).await, counted(0));
    assert_eq!(rows(desk.changes(back, json!({})).await, "manage_stock"), 1);

    let out = json!({ "run": back, "fields": ["stock_quantity"], "take": false });
    let summary = desk.ask("runs.choose", out).await;
    assert_eq!(summary["fields"], counted(1), "both are left out together");
    assert_eq!(summary["run"]["counts"]["update"], 0, "nothing is left that would change");
    let into = json!({ "run": back, "fields": ["stock_quantity"], "take": true });
    let summary = desk.ask("runs.choose", into).await;
    assert_eq!(summary["fields"], counted(0));
    assert_eq!(summary["run"]["counts"]["update"], 2);
}
