use super::super::testing::{join, join_all};

#[test]
fn what_the_interface_answers_becomes_products_again() {
    let header = [
        "id",
        "name",
        "slug",
        "type",
        "status",
        "featured",
        "catalog_visibility",
        "sku",
        "regular_price",
        "sale_price",
        "manage_stock",
        "stock_quantity",
        "stock_status",
        "backorders",
        "parent_id",
        "categories.name",
        "categories[2].name",
        "images.src",
        "images[2].src",
        "attributes.name",
        "attributes.options",
        "attributes.options[2]",
        "attributes.option",
        "virtual",
    ];
    let rows: [&[&str]; 3] = [
        &[
            "10",
            "Tee",
            "tee",
            "variable",
            "publish",
            "false",
            "visible",
            "T",
            "",
            "",
            "false",
            "",
            "instock",
            "no",
            "0",
            "Tops",
            "New",
            "https://a.b/1.jpg",
            "https://a.b/2.jpg",
            "Size",
            "S",
            "M",
            "",
            "false",
        ],
        &[
            "11",
            "Tee - S",
            "tee-s",
            "variation",
            "publish",
            "",
            "",
            "T-S",
            "20.00",
            "15.00",
            "true",
            "4",
            "instock",
            "notify",
            "10",
            "",
            "",
            "https://a.b/s.jpg",
            "",
            "Size",
            "",
            "",
            "S",
            "false",
        ],
        &[
            "12",
            "Talk",
            "talk",
            "simple",
            "draft",
            "true",
            "search",
            "",
            "5",
            "",
            "false",
            "",
            "outofstock",
            "yes",
            "0",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "true",
        ],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "simple, virtual"]);
    assert_eq!(table.all("ID"), ["10", "", "12"]);
    assert_eq!(table.at(1, "Parent"), "T");
    assert_eq!(table.attributes(0), [("Size", "S, M")]);
    assert_eq!(table.attributes(1), [("Size", "S")]);
    assert_eq!(table.all("Stock"), ["unlimited", "4", "unlimited"]);
    assert_eq!(table.all("In stock?"), ["1", "1", "0"]);
    assert_eq!(table.at(0, "Categories"), "Tops, New");
    assert_eq!(table.all("Published"), ["1", "1", "-1"]);
}

#[test]
fn what_is_planned_for_later_or_thrown_away_does_not_go_on_sale() {
    let header = [
        "id",
        "name",
        "type",
        "status",
        "catalog_visibility",
        "sku",
        "regular_price",
        "stock_status",
        "backorders",
        "parent_id",
    ];
    let statuses = [
        ("1", "publish"),
        ("2", "private"),
        ("3", "draft"),
        ("4", "pending"),
        ("5", "future"),
        ("6", "trash"),
    ];
    let rows = statuses.map(|(id, status)| {
        [id, "Tee", "simple", status, "visible", status, "5", "instock", "no", "0"]
    });
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 10]>::as_slice).collect();
    assert_eq!(join(&header, &rows).all("Published"), ["1", "0", "-1", "2", "future", "-1"]);
}

#[test]
fn products_and_variations_in_two_files_with_few_fields_belong_together() {
    let products: [&[&str]; 2] = [
        &["10", "Tee", "variable", "T", "", "Tops", "Size", "S"],
        &["12", "Cap", "simple", "C", "5", "Tops", "", ""],
    ];
    let columns = [
        "id",
        "name",
        "type",
        "sku",
        "regular_price",
        "categories.name",
        "attributes.name",
        "attributes.options",
    ];
    let variations: [&[&str]; 2] =
        [&["11", "10", "T-S", "20", "Size", "S"], &["13", "10", "T-M", "21", "Size", "M"]];
    let beside =
        ["id", "parent_id", "sku", "regular_price", "attributes.name", "attributes.option"];
    let table = join_all((&columns, &products), None, Some((&beside, &variations)));
    assert_eq!(table.all("SKU"), ["T", "T-S", "T-M", "C"]);
    assert_eq!(table.all("Regular price"), ["", "20", "21", "5"]);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.at(0, "Attribute 1 value(s)"), "S, M");
    assert_eq!(table.all("Categories"), ["Tops", "", "", "Tops"]);
}

const LISTING: [&str; 9] = [
    "id",
    "name",
    "type",
    "sku",
    "regular_price",
    "attributes.name",
    "attributes.options",
    "variations",
    "variations[2]",
];
const LISTED: [&[&str]; 2] = [
    &["10", "Tee", "variable", "T", "", "Size", "S", "101", "102"],
    &["12", "Cap", "simple", "C", "5", "", "", "", ""],
];

#[test]
fn variations_that_are_only_numbers_are_told() {
    let table = join(&LISTING, &LISTED);
    assert_eq!(table.all("Type"), ["variable", "simple"]);
    assert_eq!(table.said("variations_are_numbers"), 2);
    assert_eq!(table.notice("variations_are_numbers").params["example"], "Tee");
    assert_eq!(table.said("choices_without_variations"), 0);
    assert!(!table.columns.iter().any(|name| name.starts_with("variations")));
}

#[test]
fn variations_that_do_not_say_their_product_are_found_by_their_numbers() {
    let beside = [
        "id",
        "sku",
        "regular_price",
        "tax_status",
        "attributes.name",
        "attributes.option",
        "type",
    ];
    let variations: [&[&str]; 3] = [
        &["101", "T-S", "20", "taxable", "Size", "S", "variation"],
        &["102", "T", "21", "taxable", "Size", "M", "variation"],
        &["900", "X", "22", "taxable", "Size", "L", "variation"],
    ];
    let table = join_all((&LISTING, &LISTED), None, Some((&beside, &variations)));
    // The second one has no SKU of its own: it is answered with its product's.
    assert_eq!(table.all("SKU"), ["T", "T-S", "", "C"]);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.at(0, "Attribute 1 value(s)"), "S, M");
    let said = ["variations_are_numbers", "variants_of_unknown_products", "sku_repeated"];
    assert_eq!(said.map(|code| table.said(code)), [0, 1, 0]);
    let some = join_all((&LISTING, &LISTED), None, Some((&beside, &variations[..1])));
    assert_eq!(some.said("variations_are_numbers"), 1);
}

#[test]
fn variations_stand_before_their_product_without_a_word() {
    let variation: &[&str] = &["102", "", "", "T-M", "21", "", "", "", ""];
    let table = join(&LISTING, &[variation, LISTED[0], LISTED[1]]);
    assert_eq!(table.all("SKU"), ["T", "T-M", "C"]);
    assert_eq!(table.said("variations_are_numbers"), 1);
}

#[test]
fn variations_that_lie_in_their_products_are_variations() {
    let header = [
        "id",
        "name",
        "type",
        "sku",
        "regular_price",
        "attributes.name",
        "attributes.options",
        "variations.id",
        "variations.sku",
        "variations.regular_price",
        "variations.attributes.name",
        "variations.attributes.option",
        "variations[2].id",
        "variations[2].sku",
        "variations[2].regular_price",
        "variations[2].attributes.name",
        "variations[2].attributes.option",
        "categories.name",
    ];
    let tee = ["10", "Tee", "variable", "T", "", "Size", "S"];
    let variations = ["101", "T-S", "20", "Size", "S", "102", "T-M", "21", "Size", "M", "Tops"];
    let cap = ["12", "Cap", "simple", "C", "5"];
    let table = join(&header, &[&[&tee[..], &variations].concat(), &cap]);
    assert_eq!(table.all("SKU"), ["T", "T-S", "T-M", "C"]);
    assert_eq!(table.all("Regular price"), ["", "20", "21", "5"]);
    assert_eq!(table.attributes(2), [("Size", "M")]);
    assert_eq!((table.joined.products, table.joined.variations), (2, 2));
    assert!(table.joined.notices.is_empty(), "{:?}", table.joined.notices);
}
