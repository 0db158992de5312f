use super::super::testing::{join_plain, join_plain_with, join_variants};
use crate::reading::JoinSettings;

#[test]
fn a_catalogue_gets_its_prices() {
    let catalogue: [&[&str]; 3] = [&["A-1", "Hose"], &["A-2", "Hemd"], &["", "Hut"]];
    let prices: [&[&str]; 3] = [&["19,90", "a-2"], &["9,90", "A-1"], &["5", "A-9"]];
    let table = join_plain(
        (&["Artikelnummer", "Name"], &catalogue),
        (&["Preis", "Artikelnummer"], &prices),
        None,
    );
    assert_eq!(table.columns, ["Artikelnummer", "Name", "Preis"]);
    assert_eq!(table.all("Name"), ["Hose", "Hemd", "Hut"]);
    assert_eq!(table.all("Preis"), ["9,90", "19,90", ""]);
    assert_eq!(table.said("variants_of_unknown_products"), 1);
    assert!(table.joined.is_plain);
    assert_eq!(table.joined.found, Some(2));
}

#[test]
fn products_get_what_they_come_in() {
    let products: [&[&str]; 2] = [&["7", "Hose"], &["8", "Hut"]];
    let variants: [&[&str]; 3] = [&["7", "H-S", "S"], &["7", "H-M", "M"], &["8", "HUT", "one"]];
    let table = join_variants(
        (&["Nummer", "Name"], &products),
        (&["Nummer", "SKU", "Size"], &variants),
        Some("nummer"),
    );
    assert_eq!(table.joined.found, Some(2));
    assert_eq!(table.all("Name"), ["Hose", "", "", "Hut"]);
    assert_eq!(table.all("SKU"), ["", "H-S", "H-M", "HUT"]);
    assert_eq!(table.all("Nummer"), ["7", "7", "7", "8"]);
}

#[test]
fn zeros_before_a_key_are_told_and_say_nothing_where_somebody_says_so() {
    let catalogue: [&[&str]; 2] = [&["00777", "Anchor"], &["00778", "Buoy"]];
    let prices: [&[&str]; 2] = [&["777", "10"], &["778", "12"]];
    let first: (&[&str], &[&[&str]]) = (&["SKU", "Name"], &catalogue);
    let second: (&[&str], &[&[&str]]) = (&["SKU", "Price"], &prices);
    let table = join_plain(first, second, None);
    let notice = table.notice("second_keys_zeros_apart");
    assert_eq!((notice.count, notice.params["first"].as_str()), (2, "00777"));
    let settings = JoinSettings { without_zeros: Some(true), ..JoinSettings::default() };
    let table = join_plain_with(first, second, &settings);
    assert_eq!(table.all("SKU"), ["00777", "00778"]);
    assert_eq!(table.all("Price"), ["10", "12"]);
    assert_eq!(table.said("second_keys_zeros_apart"), 0);
}

#[test]
fn a_column_that_is_called_a_parents_reference_says_what_belongs_together() {
    let products: [&[&str]; 2] = [&["P1", "Shirt"], &["P2", "Cap"]];
    let variants: [&[&str]; 3] = [&["P1", "P1-S", "S"], &["P1", "P1-M", "M"], &["P2", "P2-L", "L"]];
    let first: (&[&str], &[&[&str]]) = (&["Article", "Name"], &products);
    let second: (&[&str], &[&[&str]]) = (&["Parent Ref", "SKU", "Size"], &variants);
    let table = join_variants(first, second, None);
    assert_eq!(table.joined.found, Some(2));
    assert_eq!(table.all("SKU"), ["", "P1-S", "P1-M", "P2-L"]);
}

fn second_counts() -> JoinSettings {
    JoinSettings { second_counts: Some(true), ..JoinSettings::default() }
}

#[test]
fn of_a_column_that_both_have_the_second_fills_what_is_empty_and_differences_are_told() {
    let catalogue: [&[&str]; 4] =
        [&["A-1", "", "5,00"], &["A-2", "7", "9,90"], &["A-3", "4", "1,00"], &["A-4", "2", ""]];
    let stock: [&[&str]; 3] = [&["a-1", "3", "5"], &["A-2", "8", "9.9"], &["A-3", "", "1,00"]];
    let first: (&[&str], &[&[&str]]) = (&["SKU", "Bestand", "Preis"], &catalogue);
    let second: (&[&str], &[&[&str]]) = (&["SKU", "bestand", "Preis"], &stock);
    let table = join_plain(first, second, None);
    assert_eq!(table.columns, ["SKU", "Bestand", "Preis"]);
    assert_eq!(table.all("Bestand"), ["3", "7", "4", "2"]);
    assert_eq!(
        table.all("Preis"),
        ["5,00", "9,90", "1,00", ""],
        "the same number is no difference"
    );
    assert_eq!(table.said("second_file_differs"), 1);
    let notice = &table.joined.notices[0];
    assert_eq!(notice.asks.as_deref(), Some("second_counts"));
    let params = ["key", "column", "columns", "line", "second_line", "first", "second"];
    let params = params.map(|name| notice.params[name].as_str());
    assert_eq!(params, ["A-2", "Bestand", "Bestand", "3", "3", "7", "8"]);
    let table = join_plain_with(first, second, &second_counts());
    assert_eq!(table.all("Bestand"), ["3", "8", "4", "2"], "what is empty says nothing");
    assert_eq!(table.said("second_file_replaces"), 1);
}

#[test]
fn the_zeros_of_a_number_are_part_of_it() {
    let own: [&[&str]; 1] = [&["A-1", "0401"]];
    let other: [&[&str]; 1] = [&["A-1", "401"]];
    let columns = ["SKU", "Nummer"];
    let table = join_plain((&columns, &own), (&columns, &other), Some("SKU"));
    assert_eq!((table.at(0, "Nummer"), table.said("second_file_differs")), ("0401", 1));
}

#[test]
fn two_prices_of_one_article_number_are_told_with_their_lines_and_the_first_counts() {
    let own: [&[&str]; 2] = [&["A-1", "Hose"], &["A-2", "Hut"]];
    let prices: [&[&str]; 4] = [
        &["A-1", "19,90", ""],
        &["A-2", "5", "x"],
        &["a-1", "21,90", "new"],
        &["A-2", "5,00", "x"],
    ];
    let table = join_plain((&["SKU", "Name"], &own), (&["SKU", "Preis", "Hinweis"], &prices), None);
    assert_eq!(table.all("Name"), ["Hose", "Hut"], "no variations are made of them");
    assert_eq!(table.all("Preis"), ["19,90", "5"]);
    assert_eq!(table.at(0, "Hinweis"), "new", "what the first line leaves empty");
    assert_eq!(table.said("second_file_contradicts"), 1, "the same price twice is none");
    let params = ["key", "column", "line", "second_line", "first", "second"];
    let params = params.map(|name| table.joined.notices[0].params[name].as_str());
    assert_eq!(params, ["a-1", "Preis", "2", "4", "19,90", "21,90"]);
}

#[test]
fn a_variation_that_stands_there_twice_is_one() {
    let own: [&[&str]; 1] = [&["7", "Hose"]];
    let variants: [&[&str]; 3] = [&["7", "S", "10"], &["7", "M", "12"], &["7", "s", "11"]];
    let columns = ["Nummer", "Size", "Preis"];
    let table = join_variants((&["Nummer", "Name"], &own), (&columns, &variants), None);
    assert_eq!(table.all("Size"), ["", "S", "M"]);
    assert_eq!(table.all("Preis"), ["", "10", "12"]);
    assert_eq!(table.said("second_file_contradicts"), 1);
}

#[test]
fn a_variation_has_its_own_of_what_both_tables_say() {
    let own: [&[&str]; 1] = [&["7", "Hose", "10"]];
    let variants: [&[&str]; 2] = [&["7", "Hose S", "4", "10"], &["7", "Hose M", "5", "12"]];
    let table = join_variants(
        (&["Nummer", "Name", "Preis"], &own),
        (&["Nummer", "Name", "Bestand", "Preis"], &variants),
        None,
    );
    assert_eq!(table.columns, ["Nummer", "Name", "Preis", "Bestand", "Variant: Name"]);
    assert_eq!(table.all("Variant: Name"), ["", "Hose S", "Hose M"]);
    assert_eq!(table.all("Name"), ["Hose", "Hose S", "Hose M"]);
    assert_eq!(table.all("Preis"), ["10", "10", "12"]);
    assert_eq!(table.said("second_file_differs"), 0);
}

#[test]
fn rows_that_a_shape_makes_products_of_stand_below_their_product() {
    let shape = crate::shape::RowShape::Join {
        key: vec!["Nummer".to_owned()],
        options: Vec::new(),
        along: Vec::new(),
        sku: None,
        name: None,
    };
    let settings = JoinSettings { shape: Some(shape), ..JoinSettings::default() };
    let own: [&[&str]; 2] = [&["7", "Hose", "10"], &["8", "Hut", "5"]];
    let variants: [&[&str]; 3] = [&["7", "S", ""], &["7", "M", "12"], &["8", "one", ""]];
    let table = join_plain_with(
        (&["Nummer", "Name", "Preis"], &own),
        (&["Nummer", "Size", "Preis"], &variants),
        &settings,
    );
    assert_eq!(table.columns, ["Nummer", "Name", "Preis", "Size"]);
    assert_eq!(table.all("Name"), ["Hose", "", "", "Hut"]);
    assert_eq!(table.all("Preis"), ["10", "10", "12", "5"]);
    assert_eq!(table.all("Size"), ["", "S", "M", "one"]);
}

#[test]
fn what_is_called_a_length_and_has_words_tells_variants_apart() {
    let own: [&[&str]; 1] = [&["7", "Hose"]];
    let columns = ["Nummer", "SKU", "Länge", "Preis"];
    let variants: [&[&str]; 2] = [&["7", "H-1", "kurz", "10"], &["7", "H-2", "lang", "12"]];
    let table = join_variants((&["Nummer", "Name"], &own), (&columns, &variants), None);
    assert_eq!(table.notice("second_file_has_variants").params["columns"], "Länge");
    assert_eq!(table.said("second_file_contradicts"), 0);
}
