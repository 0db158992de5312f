use super::super::testing::{join, join_with};
use super::*;
use crate::reading::JoinSettings;

const HEADER: [&str; 22] = [
    "sku",
    "store_view_code",
    "attribute_set_code",
    "product_type",
    "categories",
    "name",
    "weight",
    "product_online",
    "tax_class_name",
    "visibility",
    "price",
    "special_price",
    "url_key",
    "base_image",
    "additional_images",
    "additional_attributes",
    "qty",
    "manage_stock",
    "associated_skus",
    "bundle_values",
    "configurable_variations",
    "configurable_variation_labels",
];

const ROWS: [&[&str]; 7] = [
    &[
        "T-S",
        "",
        "Default",
        "simple",
        "",
        "Tee S",
        "0.5",
        "1",
        "Taxable Goods",
        "Not Visible Individually",
        "19.00",
        "15",
        "tee-s",
        "/t/e/s.jpg",
        "",
        "ean=4006381333931",
        "3.0000",
        "1",
    ],
    &[
        "T",
        "",
        "Default",
        "configurable",
        "Default Category/Men,Default Category/Men/Tops",
        "Tee",
        "",
        "1",
        "Taxable Goods",
        "Catalog, Search",
        "",
        "",
        "tee",
        "/t/e/t.jpg",
        "/t/e/t.jpg,/t/e/b.jpg",
        "manufacturer=Nord,material=\"wool, linen\",has_options=1,cost=3.0000,climate=Cool|Warm",
        "",
        "",
        "",
        "",
        "sku=T-S,size=S,fashion_color=Red|sku=T-M,size=M,fashion_color=Red",
        "size=Size",
    ],
    &["T", "de", "", "", "", "Hemd"],
    &[
        "T-M",
        "",
        "Default",
        "simple",
        "",
        "Tee M",
        "0.6",
        "2",
        "None",
        "Not Visible Individually",
        "20.00",
        "",
        "",
        "",
        "",
        "",
        "0",
        "0",
    ],
    &[
        "G",
        "",
        "Default",
        "grouped",
        "Default Category",
        "Set",
        "",
        "1",
        "",
        "Catalog",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "T-S=1.0,T-M=2.0",
    ],
    &[
        "B",
        "",
        "Default",
        "bundle",
        "",
        "Kit",
        "",
        "1",
        "",
        "Search",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "name=A,type=radio,sku=T-S,price=1|name=A,type=radio,sku=T-M",
    ],
    &[
        "V",
        "",
        "Default",
        "virtual",
        "",
        "Advice",
        "",
        "1",
        "",
        "Catalog, Search",
        "5",
        "",
        "",
        "",
        "",
        "",
        "1",
    ],
];

#[test]
fn simple_products_become_variations_of_those_that_claim_them() {
    let table = join(&HEADER, &ROWS);
    assert_eq!(
        table.all("Type"),
        ["variable", "variation", "variation", "grouped", "grouped", "simple, virtual"]
    );
    assert_eq!(table.all("SKU"), ["T", "T-S", "T-M", "G", "B", "V"]);
    assert_eq!((table.at(1, "Parent"), table.at(2, "Parent")), ("T", "T"));
    assert_eq!(table.at(0, "Categories"), "Men, Men > Tops");
    assert_eq!(
        table.attributes(0),
        [
            ("Size", "S, M"),
            ("Fashion color", "Red"),
            ("Material", "wool\\, linen"),
            ("Climate", "Cool, Warm")
        ]
    );
    assert_eq!(table.attributes(2), [("Size", "M"), ("Fashion color", "Red")]);
    assert_eq!(table.at(0, "Brands"), "Nord");
    assert_eq!(table.at(1, "GTIN, UPC, EAN, or ISBN"), "4006381333931");
    assert_eq!((table.at(1, "Regular price"), table.at(1, "Sale price")), ("19.00", "15"));
    assert_eq!((table.at(1, "Stock"), table.at(2, "Stock")), ("3", "unlimited"));
    assert_eq!(
        table.all("Visibility in catalog"),
        ["visible", "", "", "catalog", "search", "visible"]
    );
    assert_eq!(
        (table.at(3, "Grouped products"), table.at(4, "Grouped products")),
        ("T", "T"),
        "a variation stands for its product"
    );
    assert_eq!(table.said("links_to_variations"), 4);
    assert_eq!(table.said("translations_passed_over"), 1);
    assert_eq!(table.said("bundles_as_groups"), 1);
    assert!(table.said("root_category_stripped") > 0);
    let lines: Vec<_> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 2, 5, 6, 7, 8]);
}

#[test]
fn where_pictures_lie_is_asked_and_then_known() {
    let asking = join(&HEADER, &ROWS);
    assert_eq!((asking.at(0, "Images"), asking.said("image_base_needed")), ("", 4));
    assert_eq!(asking.joined.notices.iter().filter(|notice| notice.asks.is_some()).count(), 1);
    let base = Some("https://old.shop/media/catalog/product/".to_owned());
    let table =
        join_with(&HEADER, &ROWS, &JoinSettings { image_base: base, ..JoinSettings::default() });
    assert_eq!(
        table.at(0, "Images"),
        "https://old.shop/media/catalog/product/t/e/t.jpg, https://old.shop/media/catalog/product/t/e/b.jpg"
    );
    assert_eq!(table.at(1, "Images"), "https://old.shop/media/catalog/product/t/e/s.jpg");
}

#[test]
fn values_with_commas_stay_whole() {
    let found = pairs("a=1,b=two, three,\"c=4\",d=\"x, y\",e=");
    let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(found[0], ("a", "1"));
    assert_eq!(found[1], ("b", "two, three"));
    assert_eq!(found.last(), Some(&("e", "")));
    let whole = [("care".to_owned(), "Wash, dry".to_owned()), ("a".to_owned(), "1".to_owned())];
    assert_eq!(pairs("\"care=Wash, dry\",a=1"), whole);
    assert_eq!(
        levels(r"Default Category/Women/T\/Shirts"),
        ["Default Category", "Women", "T/Shirts"]
    );
}

#[test]
fn a_file_with_few_columns_is_known_and_its_links_lead_to_products() {
    let header = [
        "sku",
        "product_type",
        "configurable_variations",
        "additional_attributes",
        "upsell_skus",
        "crosssell_skus",
    ];
    let rows: [&[&str]; 4] = [
        &["A-1", "simple", "", "color=Red,ean=4006381333931"],
        &["A", "configurable", "sku=A-1,color=Red|sku=A-2,color=Blue", "", "A-1,B", "A-2"],
        &["A-2", "simple", "", "color=Blue"],
        &["B", "simple", "", "color=Green", "a-2, A-1, C", "A"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.joined.recognised.platform, "magento2");
    assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
    assert_eq!(table.attributes(0), [("Color", "Red, Blue")]);
    assert_eq!(table.all("Upsells"), ["B", "", "", "A, C"]);
    assert_eq!(table.all("Cross-sells"), ["", "", "", "A"]);
}
