//! The sample that the demo imports has the quirks that it is there to show; an editor that tidied it would take
//! the point away.

use std::collections::BTreeMap;
use std::fs;

use crate::manifests::root;

const SAMPLE: &str = "assets/samples/supplier-price-list.csv";
/// The header stands under a title and an empty line.
const HEADER: usize = 2;

fn bytes() -> Vec<u8> {
    fs::read(root().join(SAMPLE)).unwrap_or_else(|error| panic!("{SAMPLE}: {error}"))
}

/// The cells, cut at every semicolon outside of quotes; a byte is a letter here, which is all that is asked.
fn rows() -> Vec<Vec<String>> {
    let text: String = bytes().iter().map(|byte| char::from(*byte)).collect();
    let cut = |line: &str| {
        let mut quoted = false;
        line.split(|character: char| {
            quoted ^= character == '"';
            character == ';' && !quoted
        })
        .map(str::to_owned)
        .collect()
    };
    text.lines().map(cut).collect()
}

/// The cells of a column under the header, empty where a row is too short.
fn column(name: &str) -> Vec<String> {
    let rows = rows();
    let at = rows[HEADER]
        .iter()
        .position(|cell| cell == name)
        .unwrap_or_else(|| panic!("no column {name}"));
    rows.iter().skip(HEADER + 1).map(|row| row.get(at).cloned().unwrap_or_default()).collect()
}

#[test]
fn it_is_windows_1252_with_windows_line_ends() {
    let bytes = bytes();
    assert!(std::str::from_utf8(&bytes).is_err(), "it has become UTF-8");
    // The euro sign and the dash lie where ISO-8859-1 has nothing.
    assert!(bytes.contains(&0x80) && bytes.contains(&0x96));
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(bytes.windows(2).filter(|pair| pair == b"\r\n").count(), ends);
}

#[test]
fn it_has_semicolons_decimal_commas_and_a_thousands_point() {
    assert_eq!(rows()[HEADER].len(), 16);
    let prices = column("Regul\u{e4}rer Preis");
    assert!(prices.iter().filter(|price| price.contains(',')).count() > 10);
    assert!(prices.iter().any(|price| price.contains('.') && price.contains(',')));
}

#[test]
fn it_lacks_a_price_and_has_a_sku_twice_in_two_spellings() {
    let unpriced: Vec<String> = column("Artikelnummer")
        .into_iter()
        .zip(column("Regul\u{e4}rer Preis"))
        .zip(column("Typ"))
        .filter(|((_, price), kind)| price.is_empty() && kind == "simple")
        .map(|((sku, _), _)| sku)
        .collect();
    assert_eq!(unpriced, ["KF-1004"]);
    let mut skus: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for sku in column("Artikelnummer") {
        skus.entry(sku.to_lowercase()).or_default().push(sku);
    }
    let twice: Vec<Vec<String>> =
        skus.into_values().filter(|spellings| spellings.len() > 1).collect();
    assert_eq!(twice, [["KF-1002", "kf-1002"]]);
}

#[test]
fn it_has_a_variable_product_with_three_variations_and_one_short_row() {
    let parents = column("\u{dc}bergeordnetes Produkt");
    assert_eq!(parents.iter().filter(|parent| *parent == "LE-3000").count(), 3);
    assert_eq!(column("Typ").iter().filter(|kind| *kind == "variable").count(), 1);
    assert_eq!(rows().iter().filter(|row| row.len() < 16).count(), 1);
}

#[test]
fn it_shares_skus_with_the_practice_store_so_that_there_is_something_to_change() {
    let path = root().join("src-tauri/crates/longshore-practice/data/demo.json");
    let catalogue = fs::read_to_string(path).expect("the practice store has a catalogue");
    let shared: Vec<String> = column("Artikelnummer")
        .into_iter()
        .filter(|sku| catalogue.contains(&format!("\"sku\": \"{sku}\"")))
        .collect();
    assert_eq!(shared, ["TOW-TEA", "BREW-FILTER", "BEAN-DAWN", "CUP-ESPRESSO"]);
}

#[test]
fn it_has_a_sale_price_that_the_store_would_silently_drop() {
    let amount = |text: &str| text.replace('.', "").replace(',', ".").parse::<f64>().ok();
    let not_below = column("Artikelnummer")
        .into_iter()
        .zip(column("Regul\u{e4}rer Preis"))
        .zip(column("Angebotspreis"))
        .filter(|((_, price), sale)| amount(sale).is_some_and(|sale| Some(sale) >= amount(price)))
        .map(|((sku, _), _)| sku);
    assert_eq!(not_below.collect::<Vec<_>>(), ["LE-3020"]);
}
