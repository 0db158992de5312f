use super::super::testing::join;

const HEADER: [&str; 20] = [
    "handleId",
    "fieldType",
    "name",
    "description",
    "productImageUrl",
    "collection",
    "sku",
    "ribbon",
    "price",
    "surcharge",
    "visible",
    "discountMode",
    "discountValue",
    "inventory",
    "productOptionName1",
    "productOptionType1",
    "productOptionDescription1",
    "additionalInfoTitle1",
    "additionalInfoDescription1",
    "brand",
];

#[test]
fn variants_cost_what_their_product_costs_and_their_surcharge() {
    let rows: [&[&str]; 4] = [
        &[
            "p1",
            "Product",
            "Mug",
            "<p>Big</p>",
            "a~mv2.jpg;https://a.b/2.jpg",
            "Kitchen;New",
            "M",
            "Sale",
            "10.00",
            "",
            "true",
            "PERCENT",
            "10.0",
            "",
            "Colour",
            "COLOR",
            "#ff0000:Red;#0000ff:Blue",
            "Care",
            "Wash",
            "Nord",
        ],
        &[
            "p1",
            "Variant",
            "",
            "",
            "",
            "",
            "M-R",
            "",
            "",
            "0.0",
            "",
            "",
            "",
            "5",
            "",
            "",
            "#ff0000:Red",
        ],
        &[
            "p1",
            "Variant",
            "",
            "",
            "",
            "",
            "M-B",
            "",
            "",
            "2.50",
            "",
            "",
            "",
            "OutOfStock",
            "",
            "",
            "#0000ff:Blue",
        ],
        &[
            "p2", "Product", "Cup", "", "", "", "C", "", "8", "", "false", "AMOUNT", "1.5",
            "InStock",
        ],
    ];
    let table = join(&HEADER, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.all("SKU"), ["M", "M-R", "M-B", "C"]);
    assert_eq!(table.all("Parent"), ["", "M", "M", ""]);
    assert_eq!(table.all("Regular price"), ["", "10.00", "12.50", "8"]);
    assert_eq!(table.all("Sale price"), ["", "9.00", "11.25", "6.5"]);
    assert_eq!(table.attributes(0), [("Colour", "Red, Blue")]);
    assert_eq!(table.attributes(2), [("Colour", "Blue")]);
    assert_eq!(
        table.at(0, "Images"),
        "https://static.wixstatic.com/media/a~mv2.jpg, https://a.b/2.jpg"
    );
    assert_eq!(table.all("Stock"), ["", "5", "", ""]);
    assert_eq!(table.all("In stock?"), ["", "", "0", "1"]);
    assert_eq!((table.at(0, "Categories"), table.at(0, "Tags")), ("Kitchen, New", "Sale"));
    assert_eq!(table.all("Published"), ["1", "", "", "-1"]);
    assert!(table.at(0, "Description").contains("<h3>Care</h3>"));
    assert_eq!(table.at(0, "Brands"), "Nord");
}

#[test]
fn pictures_without_an_ending_get_an_address_that_shops_take() {
    let rows: [&[&str]; 1] =
        [&["p1", "Product", "Mug", "", "75ff9c_4b57;a~mv2.png", "", "", "", "10"]];
    let table = join(&HEADER, &rows);
    assert_eq!(
        table.at(0, "Images"),
        "https://static.wixstatic.com/media/75ff9c_4b57/v1/fit/w_2000,h_2000,q_90/file.jpg, \
         https://static.wixstatic.com/media/a~mv2.png"
    );
    assert_eq!(table.said("pictures_without_ending"), 1);
}

#[test]
fn choices_that_no_variant_has_are_shown_and_said() {
    let rows: [&[&str]; 1] = [&[
        "p1",
        "Product",
        "Mug",
        "",
        "",
        "",
        "",
        "",
        "10",
        "",
        "",
        "",
        "",
        "",
        "Size",
        "DROP_DOWN",
        "S;L",
    ]];
    let table = join(&HEADER, &rows);
    assert_eq!((table.at(0, "Type"), table.attributes(0)), ("simple", vec![("Size", "S, L")]));
    assert_eq!(table.said("choices_without_variations"), 1);
}
