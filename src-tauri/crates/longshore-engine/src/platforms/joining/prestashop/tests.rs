use super::super::testing::{join, join_all, join_with};
use crate::reading::JoinSettings;

const HEADER: [&str; 18] = [
    "Product ID",
    "Active (0/1)",
    "Name *",
    "Categories (x,y,z...)",
    "Price tax excluded",
    "Discount amount",
    "Discount percent",
    "Discount from (yyyy-mm-dd)",
    "Reference #",
    "Manufacturer",
    "EAN13",
    "Weight",
    "Quantity",
    "Visibility",
    "Tags (x,y,z...)",
    "Image URLs (x,y,z...)",
    "Feature(Name:Value:Position)",
    "Out of stock action",
];

const ROWS: [&[&str]; 2] = [
    &[
        "7",
        "1",
        "Hat",
        "Home,Home/Clothes/Hats",
        "20.00",
        "",
        "25",
        "2026-01-01",
        "H-7",
        "Nord",
        "4006381333931",
        "0.3",
        "5",
        "both",
        "warm,blue",
        "https://a.b/1.jpg,https://a.b/2.jpg",
        "Material:Wool:1,Care:Hand:2",
        "1",
    ],
    &["8", "0", "Cap", "Home", "10", "1", "", "", "C-8", "", "", "0", "0", "none"],
];

#[test]
fn a_row_is_a_product_with_features_and_discount() {
    let table = join(&HEADER, &ROWS);
    assert_eq!(table.all("ID"), ["7", "8"]);
    assert_eq!(table.all("Regular price"), ["20.00", "10"]);
    assert_eq!(table.all("Sale price"), ["15.00", "9"]);
    assert_eq!(table.at(0, "Categories"), "Clothes > Hats");
    assert_eq!(table.attributes(0), [("Material", "Wool"), ("Care", "Hand")]);
    assert_eq!(table.all("Visibility in catalog"), ["visible", "hidden"]);
    assert_eq!(table.at(0, "Images"), "https://a.b/1.jpg, https://a.b/2.jpg");
    assert_eq!(table.all("Published"), ["1", "-1"]);
    assert_eq!(table.said("prices_without_tax"), 2);
}

#[test]
fn tax_that_is_asked_for_is_added_before_discounts() {
    let settings = JoinSettings { add_tax: "19".parse().ok(), ..JoinSettings::default() };
    let table = join_with(&HEADER, &ROWS, &settings);
    assert_eq!(table.all("Regular price"), ["23.80", "11.90"]);
    assert_eq!(table.all("Sale price"), ["17.85", "10.90"]);
    assert_eq!(table.said("prices_without_tax"), 0);
}

#[test]
fn combinations_are_reduced_and_ordered_as_their_product_is() {
    let combinations = ["Product ID*", "Options (Group:Value)*", "Reference", "Price", "Quantity"];
    let rows: [&[&str]; 4] = [
        &["7", "Size:S", "H-S", "0", "0"],
        &["7", "Size:L", "H-L", "4.00", "3"],
        &["8", "Size:S", "C-S", "", "1"],
        &["8", "Size:L", "C-L", "2", "1"],
    ];
    let table = join_all((&HEADER, &ROWS), None, Some((&combinations, &rows)));
    assert_eq!(
        table.all("Type"),
        ["variable", "variation", "variation", "variable", "variation", "variation"]
    );
    assert_eq!(table.all("Regular price"), ["", "20.00", "24.00", "", "10", "12"]);
    assert_eq!(table.all("Sale price"), ["", "15.00", "18.00", "", "9", "11"]);
    let from = table.all("Date sale price starts");
    assert_eq!(from, ["", "2026-01-01", "2026-01-01", "", "", ""]);
    assert_eq!(table.all("Backorders allowed?"), ["", "1", "1", "", "", ""]);
}

#[test]
fn the_list_of_the_back_office_is_read_in_any_language() {
    let header = [
        "Product ID",
        "Image",
        "Nom",
        "Référence",
        "Catégorie",
        "Prix (HT)",
        "Prix (TTC)",
        "Quantité",
        "État",
        "Position",
    ];
    let picture = "https://a.b/24-small_default/chapeau.jpg";
    let row: [&[&str]; 1] =
        [&["7", picture, "Chapeau", "H-7", "Accueil", "20.000000", "24.000000", "5", "0", "1"]];
    let table = join(&header, &row);
    assert_eq!(table.joined.recognised.platform, "prestashop");
    assert_eq!((table.at(0, "Name"), table.at(0, "SKU")), ("Chapeau", "H-7"));
    assert_eq!((table.at(0, "Regular price"), table.at(0, "Stock")), ("20", "5"));
    assert_eq!(table.at(0, "Images"), "https://a.b/24/chapeau.jpg");
    assert_eq!((table.at(0, "Categories"), table.said("root_category_stripped")), ("", 1));
    assert_eq!(table.at(0, "Published"), "", "what it calls the status is none");
    assert_eq!(table.at(0, "Prix (TTC)"), "24.000000");
}

#[test]
fn prices_that_have_their_tax_get_no_other() {
    let header = ["Product ID", "Active (0/1)", "Name *", "Price tax incl.", "Reference #"];
    let rows: [&[&str]; 1] = [&["7", "1", "Hat", "24.00", "H-7"]];
    let settings = JoinSettings { add_tax: "20".parse().ok(), ..JoinSettings::default() };
    let table = join_with(&header, &rows, &settings);
    assert_eq!(table.all("Regular price"), ["24.00"]);
    assert_eq!(join(&header, &rows).said("prices_without_tax"), 0);
}
