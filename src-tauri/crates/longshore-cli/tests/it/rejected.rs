//! Rows that stayed out come back as a file with the reason beside them; repaired, they go in.

use crate::{shop::Shop, terminal::Longshore};

const FAULTY: &str = "\
SKU,Name,Regular price
ANCHOR,Brass anchor,19.90
BUOY,Red buoy,\"5,9E+12\"
ROPE,,3.20
anchor,Second anchor,9
SAIL,Sail,55.00
";

#[test]
fn rejected_rows_are_repaired_and_imported_again() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("faulty.csv", FAULTY);
    let rejects = longshore.file("rejects.csv");
    let report = longshore.import(1, &file, &["--rejects", rejects.to_str().unwrap()]);
    assert_eq!(report["counts"]["create"], 2, "{report}");
    assert_eq!(report["counts"]["skipped"], 3, "{report}");
    let text = std::fs::read_to_string(&rejects).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].contains("SKU,Name,Regular price,"), "{text}");
    assert!(lines[1].contains("5,9E+12") && lines[1].contains("digits are lost"), "{text}");
    assert!(lines[2].contains("needs a name"), "{text}");
    assert!(lines[3].contains("row 1 already"), "{text}");

    // The same rows, whenever they are asked for.
    let run = report["run"].to_string();
    let later = longshore.file("later.csv");
    let told = longshore.json(0, ["runs", "rejects", &run, "--out", later.to_str().unwrap()]);
    assert_eq!(told["rows"], 3);
    assert_eq!(std::fs::read_to_string(later).unwrap(), text);
    let listed = longshore.json(0, ["runs", "rejects", &run]);
    let codes: Vec<_> = listed["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reject| reject["issues"][0]["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["number_damaged", "name_missing", "sku_twice"]);

    let repaired = text
        .replacen("\"5,9E+12\"", "5.90", 1)
        .replacen("ROPE,,", "ROPE,Hemp rope,", 1)
        .replacen("anchor,Second", "ANCHOR-2,Second", 1);
    assert_ne!(repaired, text);
    let repaired = longshore.write("repaired.csv", repaired);
    let report = longshore.import(0, &repaired, &[]);
    assert_eq!((&report["counts"]["create"], &report["counts"]["skipped"]), (&3.into(), &0.into()));
    assert_eq!(shop.witness().products().len(), 5);
    assert_eq!(shop.witness().product("BUOY")["regular_price"], "5.90");
}

#[test]
fn a_picture_that_the_shop_refuses_is_rejected_with_its_words() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(
        "list.csv",
        "SKU,Name,Regular price,Images\nA,Fine,1,\nB,Broken,2,https://pictures.example/missing/b.jpg\n",
    );
    let rejects = longshore.file("rejects.csv");
    let report = longshore.import(1, &file, &["--rejects", rejects.to_str().unwrap()]);
    assert_eq!((&report["counts"]["create"], &report["counts"]["failed"]), (&2.into(), &0.into()));
    let text = std::fs::read_to_string(rejects).unwrap();
    let line = text.lines().nth(1).unwrap_or_default();
    assert!(line.contains("does not take the picture") && line.contains("Not Found"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn a_file_of_rejected_rows_comes_back_as_it_was_without_the_reasons() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("faulty.csv", "SKU;Name;Regular price\nA;Fine;1\nB;;2\nC;;3\n");
    let report = longshore.import(1, &file, &[]);
    let run = report["run"].to_string();
    let printed = longshore.run(["runs", "rejects", &run]);
    assert_eq!(printed.status, 0, "{}", printed.err);
    let lines: Vec<_> = printed.out.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "SKU;Name;Regular price;Longshore: reason");
    assert_eq!(lines.len(), 3, "{lines:?}");

    let half = longshore.write("half.csv", printed.out.replacen("B;;", "B;Mended;", 1));
    let looked = longshore.json(0, ["inspect".as_ref(), half.as_os_str()]);
    assert_eq!(looked["columns"].as_array().unwrap().len(), 3, "{looked}");
    let report = longshore.import(1, &half, &[]);
    assert_eq!(report["counts"]["create"], 1, "{report}");
    assert!(!report["issues"].to_string().contains("columns_not_imported"), "{report}");
    let again = longshore.run(["runs", "rejects", &report["run"].to_string()]);
    assert_eq!(again.out.matches("Longshore: reason").count(), 1, "{}", again.out);
    assert_eq!(again.out.matches("needs a name").count(), 1, "{}", again.out);
}
