use super::super::{
    About,
    testing::{Given, join, join_explained},
};
use crate::reading::JoinSettings;

#[test]
fn items_of_one_list_become_products_with_pictures() {
    let header = [
        "title",
        "wp:post_id",
        "wp:post_type",
        "wp:post_name",
        "wp:post_parent",
        "wp:status",
        "content:encoded",
        "category",
        "category/@domain",
        "category/@nicename",
        "category[2]",
        "category[2]/@domain",
        "category[2]/@nicename",
        "category[3]",
        "category[3]/@domain",
        "category[3]/@nicename",
        "wp:attachment_url",
        "wp:postmeta/wp:meta_key",
        "wp:postmeta/wp:meta_value",
        "wp:postmeta[2]/wp:meta_key",
        "wp:postmeta[2]/wp:meta_value",
    ];
    let rows: [&[&str]; 5] = [
        &[
            "1.jpg",
            "5",
            "attachment",
            "",
            "",
            "inherit",
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
        ],
        &[
            "Tee",
            "10",
            "product",
            "tee",
            "0",
            "publish",
            "<p>x</p>",
            "Tops",
            "product_cat",
            "tops",
            "variable",
            "product_type",
            "variable",
            "Sea Blue",
            "pa_colour",
            "sea-blue",
            "",
            "_sku",
            "T",
            "_thumbnail_id",
            "5",
        ],
        &[
            "",
            "11",
            "product_variation",
            "",
            "10",
            "publish",
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
            "attribute_pa_colour",
            "sea-blue",
            "_regular_price",
            "20",
        ],
        &["About", "12", "page", "about"],
        &[
            "Cap",
            "13",
            "product",
            "cap",
            "0",
            "draft",
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
            "_regular_price",
            "9",
            "_stock_status",
            "outofstock",
        ],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation", "simple"]);
    assert_eq!(table.all("Regular price"), ["", "20", "9"]);
    assert_eq!(table.attributes(1), [("Colour", "Sea Blue")]);
    assert_eq!((table.at(0, "Images"), table.at(1, "Parent")), ("https://a.b/1.jpg", "T"));
    assert_eq!(table.at(0, "Categories"), "Tops");
    assert_eq!(table.all("Published"), ["1", "1", "-1"]);
    assert_eq!(table.said("posts_passed_over"), 1);
}

#[test]
fn what_lies_in_the_trash_stays_out_and_is_told() {
    let header = ["title", "wp:post_id", "wp:post_type", "wp:post_parent", "wp:status"];
    let rows: [&[&str]; 5] = [
        &["Tee", "10", "product", "0", "publish"],
        &["Tee - S", "11", "product_variation", "10", "publish"],
        &["Tee - M", "12", "product_variation", "10", "trash"],
        &["Cap", "13", "product", "0", "trash"],
        &["Old page", "14", "page", "0", "trash"],
    ];
    let table = join(&header, &rows);
    assert_eq!(table.all("Type"), ["variable", "variation"]);
    assert_eq!((table.said("trash_passed_over"), table.said("posts_passed_over")), (2, 1));
}

#[test]
fn categories_lie_in_each_other_as_the_terms_say() {
    let product: Given<'_> = (
        &[
            "title",
            "wp:post_id",
            "wp:post_type",
            "category",
            "category/@domain",
            "category/@nicename",
            "category[2]",
            "category[2]/@domain",
            "category[2]/@nicename",
        ],
        &[&["Tee", "9", "product", "Tops", "product_cat", "tops", "New", "product_tag", "tops"]],
    );
    let terms: Given<'_> = (
        &["wp:term_id", "wp:term_taxonomy", "wp:term_slug", "wp:term_parent", "wp:term_name"],
        &[
            &["3", "product_cat", "tops", "men", "Tops"],
            &["5", "product_tag", "tops", "", "New"],
            &["2", "product_cat", "men", "clothes", "Men"],
            &["1", "product_cat", "clothes", "", "Clothes"],
        ],
    );
    let explains = [(About::Terms, terms)];
    let table = join_explained(product, &explains, None, &JoinSettings::default());
    assert_eq!(table.at(0, "Categories"), "Clothes > Men > Tops");
    assert_eq!(table.said("categories_without_tree"), 0);
    let table = join_explained(product, &[], None, &JoinSettings::default());
    assert_eq!(table.at(0, "Categories"), "Tops");
    assert_eq!(table.said("categories_without_tree"), 1);
}

#[test]
fn alternative_texts_of_pictures_are_told() {
    let header = [
        "title",
        "wp:post_id",
        "wp:post_type",
        "wp:attachment_url",
        "wp:postmeta/wp:meta_key",
        "wp:postmeta/wp:meta_value",
    ];
    let rows: [&[&str]; 3] = [
        &["1.jpg", "5", "attachment", "https://a.b/1.jpg", "_wp_attachment_image_alt", "A hat"],
        &["2.jpg", "6", "attachment", "https://a.b/2.jpg", "_wp_attachment_image_alt", ""],
        &["Hat", "7", "product", "", "_thumbnail_id", "5"],
    ];
    assert_eq!(join(&header, &rows).said("alt_texts_left_out"), 1);
}
