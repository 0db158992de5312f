//! What a profile says about columns is done to its first file and to the next one, from the cells to the shop and out
//! again.

use serde_json::{Value, json};

use crate::{platforms::goes, shop::Shop, terminal::Longshore};

const FIRST: &str = "No;Name;Text;Group;Colour;Sale from;Price\n\
    7;\"Linen  shirt\";\"Soft & cool.\nMade of linen.\n\nWash cold.\";G1;Grey;24.12.2026;10,00\n\
    8;Wool hat;;G2;gray ;2.1.2027;20,00\n\
    9;Cap;One line;G9;Blue;;5,50\n";

/// A profile that makes the SKU, marks text up, looks groups up, has one word for each colour, and calculates.
fn profile() -> Value {
    let sku = json!([
        { "part": "text", "text": "LS" },
        { "part": "letters", "column": "Name", "each": 2 },
        { "part": "number", "column": "", "width": 4 },
    ]);
    let steps = [
        ("No", "sku", json!([{ "step": "sku", "parts": sku, "between": "-" }])),
        ("Name", "name", json!([{ "step": "trim" }, { "step": "case", "to": "title" }])),
        ("Text", "description", json!([{ "step": "text_to_html" }])),
        (
            "Group",
            "categories",
            json!([{
                "step": "look_up",
                "name": "groups.csv",
                "table": [["G1", "Clothes > Shirts"], ["G2", "Clothes > Wool"]],
                "otherwise": "empty",
            }]),
        ),
        (
            "Colour",
            "attribute:Colour",
            json!([{ "step": "value_map", "values": [["gray", "Grey"], ["GREY", "Grey"]] }]),
        ),
        ("Sale from", "date_on_sale_from", json!([{ "step": "date", "order": "day_month_year" }])),
        ("Price", "regular_price", json!([{ "step": "price", "markup": "50", "ending": "0.99" }])),
    ];
    let columns: Vec<Value> = steps
        .into_iter()
        .map(|(column, target, steps)| {
            let notation = json!({ "decimal": null, "thousands": null, "date_order": null });
            json!({
                "column": column, "occurrence": 0, "target": target, "notation": notation,
                "steps": steps, "blank": null,
            })
        })
        .collect();
    json!(columns)
}

/// Keeps these columns in the profile that an import made.
fn kept(longshore: &Longshore, file: &std::path::Path, columns: Value) {
    longshore.import(0, file, &["--dry-run", "--save-profile", "Steps"]);
    let out = longshore.file("profile.json");
    longshore.json(0, ["profile", "export", "Steps", "--out", out.to_str().unwrap()]);
    let mut written: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    written["profile"]["columns"] = columns;
    let changed = longshore.write("changed.json", written.to_string());
    longshore.json(0, ["profile", "import", changed.to_str().unwrap(), "--replace"]);
}

#[test]
fn the_steps_of_a_profile_are_done_to_each_file_of_its_kind() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("first.csv", FIRST);
    kept(&longshore, &file, profile());
    goes(&shop, &longshore, &file, &[], [3, 0, 3, 0]);
    longshore.import(0, &file, &[]);
    let witness = shop.witness();
    let shirt = witness.product("LS-LISH-0007");
    assert_eq!(shirt["name"], "Linen Shirt");
    let described = "<p>Soft &amp; cool.<br>\nMade of linen.</p>\n<p>Wash cold.</p>";
    assert_eq!(shirt["description"], described);
    assert_eq!(shirt["categories"][0]["name"], "Shirts");
    assert_eq!(shirt["date_on_sale_from"], "2026-12-24T00:00:00");
    assert_eq!(shirt["regular_price"], "14.99");
    let hat = witness.product("LS-WOHA-0008");
    assert_eq!(hat["attributes"][0]["options"], json!(["Grey"]));
    assert_eq!(hat["regular_price"], "29.99");
    let cap = witness.product("LS-CA-0009");
    assert_eq!(cap["categories"][0]["name"], "Uncategorized", "a group that nobody knows is none");

    // The next file has its columns in another order, and one more.
    let next = "Colour;Name;No;Group;Text;Price;Sale from;Weight\n\
        GREY;Scarf;12;G2;A > B;8,40;03.02.2027;0,3\n";
    let next = longshore.write("second.csv", next);
    longshore.import(0, &next, &["--profile", "Steps"]);
    let scarf = witness.product("LS-SC-0012");
    assert_eq!(scarf["attributes"][0]["options"], json!(["Grey"]));
    assert_eq!(scarf["description"], "<p>A &gt; B</p>");
    assert_eq!(scarf["date_on_sale_from"], "2027-02-03T00:00:00");
    assert_eq!(scarf["regular_price"], "12.99");
}
