//! What got lost on the way to the file is told before the import: zeros, columns.

use crate::{shop::Shop, terminal::Longshore};

#[test]
fn an_article_number_that_lost_its_zeros_is_told_and_the_shops_own_is_proposed() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore.write("first.csv", "SKU;Name;Price\n00777;Hat;5\n0888;Cap;6\n12;Mug;7\n");
    longshore.import(0, &first, &[]);
    let next =
        longshore.write("next.csv", "SKU;Name;Price\n777;Hat;9\n888;Cap;9\n12;Mug;9\n99;New;1\n");
    let told = longshore.run(["import", next.to_str().unwrap(), "--store", "shop", "--dry-run"]);
    assert!(told.out.contains("\"777\" is not in the store, but \"00777\" is"), "{}", told.out);
    let done = longshore.import(0, &next, &["--dry-run"]);
    let issues = done["issues"].as_array().unwrap();
    let zeros = issues.iter().find(|issue| issue["code"] == "sku_without_zeros").unwrap();
    assert_eq!(zeros["count"], 2, "{issues:?}");
}

#[test]
fn a_profile_whose_columns_are_gone_is_refused_until_somebody_says_what_becomes_of_them() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let first = longshore.write("first.csv", "SKU;Name;Preis;Bestand\nA;Hut;5;3\nB;Cap;6;4\n");
    longshore.import(0, &first, &["--save-profile", "list"]);
    let next = longshore.write("next.csv", "Name;SKU;Preise;Rest\nHut;A;9;x\nCap;B;9;y\n");
    let file = next.to_str().unwrap();
    let by = ["import", file, "--store", "shop", "--yes", "--profile", "list"];
    let refused = longshore.run(by);
    assert_eq!(refused.status, 2, "{}{}", refused.out, refused.err);
    for said in [
        "\"Preis\" (regular_price; \"Preise\"?)",
        "\"Bestand\" (stock)",
        "--without-missing-columns",
    ] {
        assert!(refused.err.contains(said), "{said}: {}", refused.err);
    }
    // Somebody names the column that it is now, and lets the other go.
    let done = longshore.import(
        0,
        &next,
        &["--profile", "list", "--map", "Preise=regular_price", "--without-missing-columns"],
    );
    assert_eq!(done["counts"]["update"], 2, "{done}");
    // Without a profile it is told which one the file is like.
    let other = longshore.write("other.csv", "Name;SKU;Preise;Bestand\nHut;A;8;1\nCap;B;8;1\n");
    let told = longshore.run(["import", other.to_str().unwrap(), "--store", "shop", "--dry-run"]);
    assert!(told.out.contains("It looks like the profile list"), "{}", told.out);
    let json = longshore.import(0, &other, &["--dry-run"]);
    assert_eq!(json["resembling"]["name"], "list", "{json}");
}
