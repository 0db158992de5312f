use super::super::testing::join;

#[test]
fn offers_of_a_group_are_variations_in_what_they_differ() {
    let header = [
        "g:id",
        "g:title",
        "g:link",
        "g:image_link",
        "g:additional_image_link",
        "g:additional_image_link[2]",
        "g:price",
        "g:sale_price",
        "g:sale_price_effective_date",
        "g:availability",
        "g:brand",
        "g:gtin",
        "g:item_group_id",
        "g:color",
        "g:size",
        "g:product_type",
        "g:shipping_weight",
    ];
    let rows: [&[&str]; 3] = [
        &[
            "1",
            "Tee - Red",
            "u",
            "https://a.b/r.jpg",
            "https://a.b/1.jpg",
            "https://a.b/2.jpg",
            "15.00 USD",
            "12.00 USD",
            "2026-01-01T00:00/2026-02-01T00:00",
            "in_stock",
            "Nord",
            "4006381333931",
            "T",
            "Red",
            "S",
            "Clothes > Tees",
            "0.2 kg",
        ],
        &[
            "2",
            "Tee - Blue",
            "u",
            "https://a.b/b.jpg",
            "",
            "",
            "16.00 USD",
            "",
            "",
            "out_of_stock",
            "Nord",
            "",
            "T",
            "Blue",
            "S",
        ],
        &[
            "3",
            "Cap",
            "u",
            "https://a.b/c.jpg",
            "",
            "",
            "7.00 USD",
            "",
            "",
            "preorder",
            "",
            "",
            "",
            "Red",
        ],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.all("SKU"), ["T", "1", "2", "3"]);
    assert_eq!(table.at(0, "Name"), "Tee");
    assert_eq!(table.attributes(0), [("Size", "S"), ("Color", "Red, Blue")]);
    assert_eq!(table.attributes(2), [("Color", "Blue")]);
    assert_eq!(
        (table.at(1, "Regular price"), table.at(1, "Sale price")),
        ("15.00 USD", "12.00 USD")
    );
    assert_eq!(table.at(1, "Date sale price ends"), "2026-02-01T00:00");
    assert_eq!(table.at(0, "Categories"), "Clothes > Tees");
    assert_eq!(table.at(1, "Weight"), "0.2 kg");
    assert_eq!(
        table.at(0, "Images"),
        "https://a.b/r.jpg, https://a.b/1.jpg, https://a.b/2.jpg, https://a.b/b.jpg"
    );
    assert_eq!(table.at(2, "Images"), "https://a.b/b.jpg");
}

#[test]
fn rows_that_repeat_a_number_bring_pictures() {
    let header = ["id", "title", "link", "image_link", "price"];
    let rows: [&[&str]; 3] = [
        &["a", "Mask", "u", "https://a.b/1.jpg", "99,00 EUR"],
        &["a", "", "u", "https://a.b/2.jpg", " EUR"],
        &["b", "Cup", "u", "https://a.b/3.jpg", "5,50 EUR"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Images"), ["https://a.b/1.jpg, https://a.b/2.jpg", "https://a.b/3.jpg"]);
    assert_eq!(table.all("Regular price"), ["99.00 EUR", "5.50 EUR"]);
    assert_eq!(table.said("rows_twice"), 1);
}

#[test]
fn awin_writes_its_own_names() {
    let header = [
        "aw_deep_link",
        "product_name",
        "aw_product_id",
        "merchant_product_id",
        "merchant_image_url",
        "description",
        "merchant_category",
        "search_price",
        "rrp_price",
        "currency",
        "brand_name",
        "ean",
        "in_stock",
    ];
    let rows: [&[&str]; 1] = [&[
        "https://awin",
        "Boots",
        "99",
        "B-1",
        "https://a.b/1.jpg",
        "Warm",
        "Shoes > Boots",
        "80.00",
        "100.00",
        "GBP",
        "Nord",
        "4006381333931",
        "1",
    ]];
    let table = join(&header, &rows);
    assert_eq!((table.at(0, "SKU"), table.at(0, "Categories")), ("B-1", "Shoes > Boots"));
    assert_eq!(
        (table.at(0, "Regular price"), table.at(0, "Sale price")),
        ("100.00 GBP", "80.00 GBP")
    );
}

#[test]
fn a_comma_parts_whole_paths_and_stays_in_a_name() {
    let header = ["id", "title", "link", "image_link", "price", "product_type"];
    let of = |kinds: &str| {
        let row = ["1", "Tee", "u", "https://a.b/1.jpg", "5 EUR", kinds];
        join(&header, &[&row]).at(0, "Categories").to_owned()
    };
    assert_eq!(of("Clothes > Tees, Sale > Tees"), "Clothes > Tees, Sale > Tees");
    assert_eq!(of("Clothes > Hats, gloves, scarves"), "Clothes > Hats\\, gloves\\, scarves");
    assert_eq!(of("Hats, gloves"), "Hats\\, gloves");
}
