//! What spreadsheets did to cells is proposed on the command line, taken there, and kept with a profile.

use serde_json::Value;

use crate::{shop::Shop, terminal::Longshore};

fn codes(told: &Value) -> Vec<&str> {
    told["issues"].as_array().unwrap().iter().filter_map(|issue| issue["code"].as_str()).collect()
}

#[test]
fn proposals_are_taken_by_their_kind_and_a_profile_takes_them_in_the_next_file() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore
        .write("march.csv", "SKU,Name,Regular price\n'00123,'Cups,12-\n'00124,'Mugs,5\nX,Pot,7\n");
    let path = first.to_str().unwrap();
    let told = longshore.json(0, ["check", path]);
    assert_eq!(codes(&told), ["number_as_text", "number_as_text", "number_minus_behind"]);
    let shown = longshore.run(["check", path]).out;
    for text in [
        "Also: \"'00124\" (row 2).",
        "It could say: 00123",
        "--accept number_as_text takes such proposals.",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }

    let one = ["check", path, "--accept", "number_as_text"];
    let told = longshore.json(0, one);
    assert_eq!(codes(&told), ["number_minus_behind", "proposal_taken", "proposal_taken"]);
    let unknown = longshore.run(["check", path, "--accept", "nonsense", "--json"]);
    assert_eq!((unknown.status, unknown.error_code().as_str()), (2, "proposal_unknown"));

    longshore.import(0, &first, &["--accept", "all", "--save-profile", "monthly"]);
    let witness = shop.witness();
    let made = witness.product("00123");
    assert_eq!((made["name"].as_str(), made["regular_price"].as_str()), (Some("Cups"), Some("12")));

    // The next file goes by the profile, by itself.
    let next = longshore
        .write("april.csv", "SKU,Name,Regular price\n'00123,'Cups,13-\n'00124,'Mugs,5\nX,Pot,7\n");
    let shown = longshore.run(["check", next.to_str().unwrap()]).out;
    assert!(shown.contains("It goes by the profile monthly."), "{shown}");
    let done = longshore.import(0, &next, &[]);
    assert_eq!(done["counts"]["update"], 1, "{done}");
    assert_eq!(shop.witness().product("00123")["regular_price"], "13");
}

#[test]
fn the_store_tells_what_was_damaged_though_nothing_else_of_its_row_can_be_read() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let list = "SKU,Name,Regular price,GTIN\nA,Anchor,95.50,4006381333931\n";
    longshore.import(0, &longshore.write("list.csv", list), &[]);
    let damaged = longshore.write("damaged.csv", "No.;VK;EAN\nA;90.750;4.00638E+12\n");
    let map = ["--map", "No.=sku", "--map", "VK=regular_price", "--map", "EAN=gtin"];
    let told = longshore.import(1, &damaged, &[&map[..], &["--dry-run"]].concat());
    assert_eq!(codes(&told), ["number_damaged", "number_known_by_store"], "{told}");
    let fixes = told["issues"].as_array().unwrap().iter().map(|issue| &issue["fix"]["cell"]);
    assert_eq!(fixes.collect::<Vec<_>>(), ["4006381333931", "90.75"]);

    longshore.import(0, &damaged, &[&map[..], &["--accept", "all"]].concat());
    let anchor = shop.witness().product("A");
    assert_eq!(anchor["regular_price"].as_str().unwrap().trim_end_matches('0'), "90.75");
    assert_eq!(anchor["global_unique_id"], "4006381333931");
}

#[test]
fn two_sizes_are_no_number_and_a_column_of_lists_shows_what_parts_them() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(
        "sizes.csv",
        "SKU;Name;Size;Tags;Regular price\nA;Shirt;S,M;red|blue;10\nB;Jeans;30,32;x|y, z;20\nC;Cap;L;new;5\n",
    );
    let path = file.to_str().unwrap();
    let shown = longshore.run(["inspect", path]).out;
    assert!(shown.contains("Lists         a|b            So in: Tags (2 of 3 cells)."), "{shown}");
    assert!(shown.contains("Size (2 of 3 cells)") && !shown.contains("1.234,50"), "{shown}");
    longshore.import(0, &file, &[]);
    let jeans = shop.witness().product("B");
    assert_eq!(jeans["attributes"][0]["options"], serde_json::json!(["30", "32"]));
    let tags = jeans["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap());
    let mut tags: Vec<_> = tags.collect();
    tags.sort_unstable();
    assert_eq!(tags, ["x", "y, z"]);

    // Whoever knows better says so.
    longshore.import(0, &file, &["--notation", "Tags=list:,"]);
    let tags = shop.witness().product("B")["tags"].as_array().unwrap().len();
    assert_eq!(tags, 2, "x|y and z");
    let names = shop.witness().product("B")["tags"].to_string();
    assert!(names.contains("x|y"), "{names}");
}

#[test]
fn a_unit_that_is_missing_is_asked_about_and_a_formula_is_opened() {
    let longshore = Longshore::new();
    let file = longshore.write(
        "weights.csv",
        "SKU,Name,Price,Weight,Active\n=\"007\",A,1,2 lb,نعم\nB,B,1,3 lb,لا\nC,C,1,1200,نعم\n",
    );
    let told = longshore.json(0, ["check", file.to_str().unwrap()]);
    let issue = &told["issues"][0];
    assert_eq!(
        (&issue["code"], &issue["fix"]["cell"]),
        (&"unit_missing".into(), &"1200 lb".into())
    );
    let found = longshore.json(0, ["inspect", file.to_str().unwrap()]);
    assert_eq!(found["columns"][0]["samples"][0], "007", "{found}");
    assert_eq!(found["repairs"][0]["code"], "text_in_formula");
    assert_eq!(found["columns"][4]["field"], "published", "said in Arabic: {found}");
}
