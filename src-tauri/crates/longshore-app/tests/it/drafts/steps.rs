//! Steps are tried before they are taken, and say what they need.

use serde_json::json;

use crate::desk::Desk;

const LIST: &str = "SKU;Name;Colour;Cost\n;Rope;Red;10,00\n;Line;Blue;2,50\n;Rope;Green;4,00\n";

#[tokio::test]
async fn steps_that_look_at_other_columns_are_tried_on_whole_rows() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    let request = json!({
        "draft": draft, "column": 0, "field": "sku",
        "steps": [{ "step": "sku", "between": "-", "only_empty": true, "parts": [
            { "part": "letters", "column": "Name", "each": 3 },
            { "part": "letters", "column": "Colour" },
        ]}],
    });
    let tried = desk.ask("drafts.try_steps", request).await;
    let after: Vec<_> = tried.as_array().unwrap().iter().map(|one| one["after"].clone()).collect();
    assert_eq!(after, ["ROP-RED", "LIN-BLUE", "ROP-GREEN"]);
    assert_eq!(tried[0]["read"], "ROP-RED");
    let request = json!({
        "draft": draft, "column": 1, "field": "name",
        "steps": [{ "step": "expression", "text": "value + \": \" + round(numbers[\"Cost\"] * 1.19, 2)" }],
    });
    let tried = desk.ask("drafts.try_steps", request).await;
    assert_eq!(tried[0]["read"], "Rope: 11.90");
}

#[tokio::test]
async fn a_step_that_cannot_be_carried_out_says_why_and_is_not_kept() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("list.csv", LIST)).await;
    for (step, code) in [
        (json!({ "step": "pattern", "find": "(", "with": "" }), "step_pattern"),
        (json!({ "step": "template", "text": "{Nix}" }), "step_column_missing"),
        (json!({ "step": "expression", "text": "1 +" }), "step_expression"),
        (json!({ "step": "split", "at": "", "part": 1 }), "step_impossible"),
    ] {
        let request = json!({ "draft": draft, "columns": [{ "column": 1, "field": "name", "steps": [step] }] });
        assert_eq!(desk.refused("drafts.map", request).await, code);
    }
    let columns = desk.ask("drafts.columns", json!({ "draft": draft })).await;
    assert_eq!(columns["columns"][1]["steps"], json!([]));
}

#[tokio::test]
async fn a_table_to_look_up_in_comes_out_of_any_file_that_can_be_read() {
    let desk = Desk::new().await;
    let file = desk.file("groups.csv", "Nr\tGruppe\n17\tTools\n18\tToys\n");
    let request = json!({ "source": { "path": file } });
    let table = desk.ask("drafts.look_up_table", request).await;
    assert_eq!(table["columns"], json!(["Nr", "Gruppe"]));
    assert_eq!(table["rows"], json!([["17", "Tools"], ["18", "Toys"]]));
    assert_eq!((&table["name"], &table["has_more"]), (&"groups.csv".into(), &false.into()));
    assert!(file.exists(), "the user's file stays");
}

#[tokio::test]
async fn what_a_spreadsheet_did_is_proposed_and_mended_all_alike_when_asked() {
    let desk = Desk::new().await;
    let text = "SKU;Name;Size;EAN\nA;One;3-4;36000291452\nB;Two;2-Jan;4006381333931\nC;Three;5-6;#NV\nD;Four;12-Nov;4006381333931\n";
    let draft = desk.draft(&desk.file("damaged.csv", text)).await;
    let decide = json!({ "draft": draft, "columns": [
        { "column": 2, "field": "attribute:Size" }, { "column": 3, "field": "global_unique_id" },
    ]});
    desk.ask("drafts.map", decide).await;
    let checked = desk.ask("drafts.check", json!({ "draft": draft })).await;
    let issues = checked["issues"].as_array().unwrap();
    let rows = |code: &str| {
        issues.iter().find(|issue| issue["code"] == code).map(|issue| issue["rows"].clone())
    };
    assert_eq!(rows("value_became_date"), Some(2.into()), "{checked}");
    assert_eq!(rows("zeros_lost"), Some(1.into()));
    assert_eq!(rows("formula_error"), Some(1.into()));
    let fix = json!({ "draft": draft, "code": "value_became_date", "column": 2 });
    assert_eq!(desk.ask("drafts.fix", fix).await["cells"], 2);
    let rows = desk.ask("drafts.rows", json!({ "draft": draft, "from": 0, "count": 10 })).await;
    let sizes: Vec<_> =
        rows["rows"].as_array().unwrap().iter().map(|row| row["cells"][2].clone()).collect();
    assert_eq!(sizes, ["3-4", "1-2", "5-6", "11-12"]);
}
