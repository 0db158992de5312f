use super::super::testing::join;

#[test]
fn variants_and_pictures_belong_to_the_product_before_them() {
    let header = [
        "Item",
        "ID",
        "Name",
        "Type",
        "SKU",
        "Options",
        "Inventory Tracking",
        "Current Stock",
        "Price",
        "Sale Price",
        "Categories",
        "Page Title",
        "Is Visible",
        "Variant Image URL",
        "Internal Image URL (Export)",
    ];
    let rows: [&[&str]; 5] = [
        &[
            "Product",
            "77",
            "Tee",
            "Physical",
            "T",
            "",
            "variant",
            "0",
            "20",
            "",
            "12;Men/Tops",
            "Best tee",
            "TRUE",
        ],
        &[
            "Variant",
            "1",
            "",
            "",
            "T-S",
            "Type=Rectangle|Name=Size|Value=S",
            "",
            "4",
            "",
            "",
            "",
            "",
            "",
            "https://a.b/s.jpg",
        ],
        &["Variant", "2", "", "", "T-M", "Type=Rectangle|Name=Size|Value=M", "", "5", "22", "18"],
        &["Image", "", "", "", "", "", "", "", "", "", "", "", "", "", "https://a.b/1.jpg"],
        &["Product", "78", "Cap", "Digital", "C", "", "product", "9", "5", "", "", "", "FALSE"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple, virtual"]);
    assert_eq!(table.all("Regular price"), ["", "20", "22", "5"]);
    assert_eq!(table.all("Stock"), ["", "4", "5", "9"]);
    assert_eq!(
        (table.at(0, "Images"), table.at(1, "Images")),
        ("https://a.b/1.jpg", "https://a.b/s.jpg")
    );
    assert_eq!(table.at(0, "Categories"), "Men > Tops");
    assert_eq!(table.said("categories_are_numbers"), 1);
    assert_eq!(table.attributes(1), [("Size", "S")]);
}

#[test]
fn the_older_export_writes_choices_into_names() {
    let header =
        ["Item Type", "Product ID", "Product Name", "Product Type", "Product Code/SKU", "Price"];
    let rows: [&[&str]; 3] = [
        &["Product", "5", "Mug", "P", "M", "9.00"],
        &["  SKU", "6", "[CS]Colour=Red:#ff0000,[S]Size=L", "", "M-R", ""],
        &["  SKU", "7", "[CS]Colour=Blue:#0000ff,[S]Size=L", "", "M-B", ""],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation"]);
    assert_eq!(table.attributes(0), [("Colour", "Red, Blue"), ("Size", "L")]);
    assert_eq!(table.all("Regular price"), ["", "9.00", "9.00"]);
}

#[test]
fn pictures_come_in_the_order_that_the_file_gives_them() {
    let header = [
        "Item Type",
        "Product ID",
        "Product Name",
        "Product Code/SKU",
        "Product Image File - 1",
        "Product Image URL - 1",
        "Product Image Sort - 1",
        "Product Image URL - 2",
        "Product Image Sort - 2",
        "Product Image URL - 10",
        "Product Image Sort - 10",
    ];
    let (a, b, c) = ("https://a.b/1.jpg", "https://a.b/2.jpg", "https://a.b/10.jpg");
    let rows: [&[&str]; 2] = [
        &["Product", "5", "Mug", "M", "x/1.jpg", a, "2", b, "10", c, "0"],
        &["Product", "6", "Cup", "C", "", a, "", b, "", c, "1"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Images"), [format!("{c}, {a}, {b}"), format!("{c}, {a}, {b}")]);
    let header = [
        "Item",
        "ID",
        "Name",
        "SKU",
        "Options",
        "Inventory Tracking",
        "Internal Image URL (Export)",
        "Image URL (Import)",
        "Image Sort Order",
    ];
    let rows: [&[&str]; 3] = [
        &["Product", "7", "Tee", "T"],
        &["Image", "", "", "", "", "", a, a, "1"],
        &["Image", "", "", "", "", "", b, "", "0"],
    ];
    assert_eq!(join(&header, &rows).all("Images"), [format!("{b}, {a}")]);
}

const OF_RULES: [&str; 9] = [
    "Item Type",
    "Product ID",
    "Product Name",
    "Product Code/SKU",
    "Price",
    "Sale Price",
    "Product Weight",
    "Track Inventory",
    "Current Stock Level",
];

#[test]
fn rules_change_the_prices_and_weights_of_what_they_choose() {
    let rows: [&[&str]; 8] = [
        &["Product", "5", "Mug", "M", "9.00", "8.00", "1", "by option", "12"],
        &["  SKU", "6", "[CS]Colour=Red:#ff0000,[S]Size=L", "M-RL", "", "", "", "", "4"],
        &["  SKU", "7", "[CS]Colour=Red:#ff0000,[S]Size=S", "M-RS", "[ADD]0.50", "", "", "", "8"],
        &["  SKU", "8", "[CS]Colour=Blue:#0000ff,[S]Size=L", "M-BL", "", "", "", "", "0"],
        &["  Rule", "", "[S]Size=L", "", "[ADD]2.50", "", "[ADD]0.25"],
        &["  Rule", "", "[CS]Colour=Blue:#0000ff", "", "[FIXED]20.00", "", ""],
        &["  Rule", "", "[S]Size=XL", "", "[ADD]4.00", "", ""],
        &["  Rule", "", "[S]Size=S", "", "0.00", "", "0"],
    ];
    let table = join(&OF_RULES, &rows);
    assert_eq!(table.all("Regular price"), ["", "11.50", "9.50", "20.00"]);
    assert_eq!(table.all("Sale price"), ["", "10.50", "8.50", ""]);
    assert_eq!(table.all("Weight"), ["1", "1.25", "", "1.25"]);
    assert_eq!(table.all("Stock"), ["", "4", "8", "0"]);
    let left_out = table.notice("rules_left_out");
    assert_eq!((left_out.count, left_out.params["example"].as_str()), (1, "[S]Size=XL [ADD]4.00"));
}

#[test]
fn rules_of_an_unknown_kind_or_without_variants_are_told_and_change_nothing() {
    let rows: [&[&str]; 6] = [
        &["Product", "5", "Mug", "M", "9.00", "", "", "by product", "12"],
        &["  SKU", "6", "[S]Size=L", "M-L", "[TWICE]2", "", "", "", "3"],
        &["  SKU", "7", "[S]Size=S", "M-S", "", "", "", "", "3"],
        &["  Rule", "", "[S]Size=S", "", "[REMOVE]10.00", "", ""],
        &["Product", "9", "Cup", "C", "7.00", "", "", "none", "1"],
        &["  Rule", "", "[S]Wrap=Yes", "", "[ADD]1.00", "", ""],
    ];
    let table = join(&OF_RULES, &rows);
    assert_eq!(table.all("Regular price"), ["", "9.00", "9.00", "7.00"]);
    assert_eq!(table.all("Stock"), ["12", "", "", ""]);
    assert_eq!(table.said("rules_left_out"), 3);
}

#[test]
fn a_rule_may_name_a_sku_and_be_the_last_that_counts() {
    let header = [&OF_RULES[..], &["Stop Processing Rules"]].concat();
    let rows: [&[&str]; 5] = [
        &["Product", "5", "Mug", "M", "9.00"],
        &["  SKU", "6", "[S]Size=L", "M-L"],
        &["  SKU", "7", "[S]Size=S", "M-S"],
        &["  Rule", "", "", "M-L", "[ADD]1.00", "", "", "", "", "Y"],
        &["  Rule", "", "[S]Size=L", "", "[ADD]5.00"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Regular price"), ["", "10.00", "9.00"]);
}
