use super::super::testing::join;

const CLASSIC: [&str; 24] = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Variant Image",
    "Status",
];

#[test]
fn the_rows_of_a_handle_are_one_product_with_variations() {
    let rows: [&[&str]; 5] = [
        &[
            "shirt",
            "Shirt, blue",
            "<p>Soft</p>",
            "Nord & Co",
            "Shirts",
            "new, blue",
            "true",
            "Size",
            "S",
            "Colour",
            "Blue",
            "SH-S",
            "250",
            "shopify",
            "5",
            "continue",
            "19.90",
            "25",
            "true",
            "'4006381333931",
            "https://a.b/2.jpg",
            "2",
            "https://a.b/s.jpg",
            "active",
        ],
        &[
            "shirt",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "M",
            "",
            "Blue",
            "SH-M",
            "300",
            "",
            "",
            "deny",
            "29",
            "29",
            "false",
            "",
            "https://a.b/1.jpg",
            "1",
            "",
            "",
        ],
        &[
            "cap",
            "Cap",
            "",
            "",
            "",
            "",
            "true",
            "Title",
            "Default Title",
            "",
            "",
            "CAP",
            "",
            "",
            "",
            "",
            "5",
        ],
        &[
            "shirt",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "https://a.b/3.jpg",
            "3",
        ],
        &[
            "shirt",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "https://a.b/1.jpg",
            "4",
        ],
    ];
    let table = join(&CLASSIC, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.all("Name"), ["Shirt, blue", "", "", "Cap"]);
    assert_eq!(table.at(0, "Images"), "https://a.b/1.jpg, https://a.b/2.jpg, https://a.b/3.jpg");
    assert_eq!(table.attributes(0), [("Size", "S, M"), ("Colour", "Blue")]);
    assert_eq!(table.attributes(2), [("Size", "M"), ("Colour", "Blue")]);
    assert_eq!(table.at(1, "Parent"), format!("id:{}", table.at(0, "ID")));
    assert_eq!(table.all("SKU"), ["", "SH-S", "SH-M", "CAP"]);
    assert_eq!(table.all("Regular price"), ["", "25", "29", "5"]);
    assert_eq!(table.all("Sale price"), ["", "19.90", "", ""]);
    assert_eq!(table.all("Weight"), ["", "250 g", "300 g", ""]);
    assert_eq!(table.all("Stock"), ["", "5", "unlimited", "unlimited"]);
    assert_eq!(table.all("Backorders allowed?"), ["", "notify", "0", ""]);
    assert_eq!(table.all("Tax status"), ["", "taxable", "none", ""]);
    assert_eq!(table.at(1, "GTIN, UPC, EAN, or ISBN"), "4006381333931");
    assert_eq!(table.at(1, "Images"), "https://a.b/s.jpg");
    assert_eq!((table.at(0, "Categories"), table.at(0, "Tags")), ("Shirts", "new, blue"));
    assert_eq!((table.at(0, "Brands"), table.at(0, "Slug")), ("Nord & Co", "shirt"));
    assert_eq!(table.at(0, "Published"), "1");
    let lines: Vec<_> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 2, 3, 4]);
    let counts = (table.joined.products, table.joined.variations, table.joined.images);
    assert_eq!(counts, (2, 2, 4));
}

#[test]
fn new_and_mixed_column_names_mean_the_same() {
    let header = [
        "Title",
        "Handle",
        "Description",
        "Status",
        "SKU",
        "Option1 name",
        "Option1 value",
        "Price",
        "Compare-at price",
        "Inventory tracker",
        "Inventory quantity",
        "Weight value (grams)",
        "Product image URL",
        "Variant image URL",
        "Color (product.metafields.shopify.color-pattern)",
        "Product category",
        "SEO title",
    ];
    let rows: [&[&str]; 2] = [
        &[
            "Hat",
            "hat",
            "Warm",
            "Archived",
            "H1",
            "Size",
            "1",
            "10",
            "",
            "",
            "",
            "80",
            "https://a.b/h.jpg",
            "",
            "black",
            "Apparel > Hats, Caps",
            "Hat for winter",
        ],
        &["", "hat", "", "", "H2", "", "2", "11"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation"]);
    assert_eq!(table.at(0, "Published"), "0");
    assert_eq!(table.said("archived_as_private"), 1);
    assert_eq!(table.at(0, "Categories"), "Apparel > Hats\\, Caps");
    assert_eq!(table.at(0, "Meta: _yoast_wpseo_title"), "Hat for winter");
    assert_eq!(table.at(0, header[14]), "black", "what the grammar does not use comes along");
    assert!(table.columns.iter().all(|name| name != "Inventory tracker"));
    let from = &table.joined.from[table.columns.iter().position(|name| name == "SKU").unwrap()];
    assert_eq!(from, &["SKU"]);
}

#[test]
fn a_sku_that_all_variants_share_is_the_products() {
    let header =
        ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price"];
    let rows: [&[&str]; 4] = [
        &["a", "A", "Size", "S", "X-1", "5"],
        &["a", "", "", "M", "X-1", "5"],
        &["b", "B", "Size", "S", "X-1", "5"],
        &["b", "", "", "M", "X-2", "5"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("SKU"), ["X-1", "", "", "", "", "X-2"]);
    assert_eq!(table.at(1, "Parent"), "X-1");
    assert_eq!((table.said("sku_of_product"), table.said("sku_repeated")), (1, 1));
}

#[test]
fn numbers_with_a_comma_are_read_as_the_column_writes_them() {
    let header =
        ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price"];
    let rows: [&[&str]; 2] = [
        &["a", "A", "Title", "Default Title", "", "19,90"],
        &["b", "B", "Title", "Default Title", "", "5"],
    ];
    assert_eq!(join(&header, &rows).all("Regular price"), ["19.90", "5"]);
}

#[test]
fn what_is_unlisted_can_be_bought_and_is_in_no_list() {
    let header = ["Handle", "Title", "Variant Price", "Published", "Status"];
    let rows: [&[&str]; 3] = [
        &["hat", "Hat", "5", "true", "Unlisted"],
        &["cap", "Cap", "5", "true", "active"],
        &["bag", "Bag", "5", "false", "unlisted"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Published"), ["1", "1", "-1"]);
    assert_eq!(table.all("Visibility in catalog"), ["hidden", "", "hidden"]);
}

#[test]
fn a_price_in_the_column_before_it_is_found() {
    let header = [
        "URL handle",
        "Title",
        "Option1 name",
        "Option1 value",
        "Option1 Linked To",
        "Price",
        "Charge tax",
        "Inventory tracker",
        "Inventory quantity",
        "Requires shipping",
    ];
    let rows: [&[&str]; 2] = [
        &["hat", "Hat", "Size", "S", "689.00", "", "TRUE", "", "shopify", "10", "TRUE"],
        &["hat", "", "", "M", "product.metafields.shopify.size", "690", "TRUE", "shopify", "3"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Regular price"), ["", "689.00", "690"]);
    assert_eq!(table.all("Stock"), ["", "10", "3"]);
    assert_eq!(table.said("cells_under_other_names"), 1);
}
