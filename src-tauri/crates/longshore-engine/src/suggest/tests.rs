use super::*;
use crate::recognise::recognise;

fn suggestions(columns: &[&str], samples: &[&[&str]]) -> Vec<(Option<String>, u8, String)> {
    let header =
        Header { columns: columns.iter().map(ToString::to_string).collect(), line: Some(1) };
    let samples: Vec<Vec<String>> =
        samples.iter().map(|cells| cells.iter().map(ToString::to_string).collect()).collect();
    suggest(&header, &recognise(&header), &samples)
        .into_iter()
        .map(|found| {
            (
                found.target.map(|target| target.to_string()),
                found.confidence,
                found.reason.code.to_string(),
            )
        })
        .collect()
}

fn targets(columns: &[&str], samples: &[&[&str]]) -> Vec<String> {
    suggestions(columns, samples)
        .into_iter()
        .map(|(target, ..)| target.unwrap_or_default())
        .collect()
}

#[test]
fn what_is_called_a_measure_is_a_choice_where_its_cells_are_sizes() {
    let columns = ["Artikelnummer", "Elternartikel", "Länge", "Breite"];
    let samples: [&[&str]; 4] = [&["H", "H-S"], &["", "H"], &["S", "M"], &["schmal", "weit"]];
    let found = suggestions(&columns, &samples);
    assert_eq!(found[1].0.as_deref(), Some("parent"));
    let wanted = (Some("attribute:Länge".to_owned()), 70, "values_look_like".to_owned());
    assert_eq!(found[2], wanted);
    assert_eq!((&found[3].0, found[3].2.as_str()), (&None, "values_contradict"));
}

#[test]
fn of_two_prices_the_gross_one_is_taken_and_the_other_says_why_it_is_not() {
    let found = suggestions(
        &["Artikeltext1", "Gruppe", "MwSt", "vkNetto", "vkBrutto"],
        &[&["Pfand"], &["Pfand"], &["19"], &["0,15"], &["0,18"]],
    );
    let targets: Vec<_> =
        found.iter().map(|(target, ..)| target.as_deref().unwrap_or_default()).collect();
    assert_eq!(targets, ["name", "category", "", "", "regular_price"]);
    assert_eq!(found[3].2, "taken");
}

#[test]
fn a_scraped_list_is_understood() {
    assert_eq!(
        targets(
            &["id", "productName", "brandName", "url", "price", "colorName", "productImage"],
            &[
                &["1212699013"],
                &["Top"],
                &["H&M"],
                &["https://x.com/a.html"],
                &["$ 5.99"],
                &["Black"],
                &["https://image.hm.com/a.jpg"],
            ],
        ),
        ["sku", "name", "brand", "external_url", "regular_price", "attribute:Color", "images"]
    );
}

#[test]
fn a_cost_without_numbers_is_none() {
    let columns = ["sku", "cost"];
    assert_eq!(targets(&columns, &[&["A"], &["4,20"]])[1], "meta:_cogs_total_value");
    assert_eq!(targets(&columns, &[&["A"], &["on request"]])[1], "");
}

#[test]
fn types_of_products_are_no_categories() {
    let columns = ["sku", "title", "product_type"];
    let found = targets(&columns, &[&["A"], &["Hat"], &["simple", "configurable"]]);
    assert_eq!(found[2], "type");
    for other in [&["simple", "Hats"][..], &["Bundle"]] {
        assert_eq!(targets(&columns, &[&["A"], &["Hat"], other])[2], "category");
    }
}

#[test]
fn the_number_of_something_is_not_taken_for_it() {
    let columns = ["sku", "name", "stock_id", "category_id", "brand_id"];
    assert_eq!(targets(&columns, &[&["A"], &["Hat"], &["55"], &["17"], &["4"]])[2..], [""; 3]);
}

#[test]
fn a_word_that_the_values_contradict_is_not_taken() {
    let found = targets(
        &["naziv", "tip", "cena", "razlog"],
        &[&["Rose"], &["red", "rose"], &["840"], &["-"]],
    );
    assert_eq!(found, ["name", "", "regular_price", ""]);
}

#[test]
fn values_alone_can_say_what_a_column_is() {
    let codes = ["4006381333931", "4012345678901", "5901234123457", "9780306406157"];
    let found = suggestions(&["A", "B"], &[&codes, &["https://a.b/c.png"]]);
    assert_eq!(found[0], (Some("global_unique_id".to_owned()), 70, "values_look_like".to_owned()));
    assert_eq!(found[1].0.as_deref(), Some("images"));
}

#[test]
fn two_columns_of_one_label_get_the_two_targets_that_the_language_calls_so() {
    let columns = ["ID", "类型", "已发布", "有货？", "交叉销售", "交叉销售"];
    let found = targets(&columns, &[]);
    assert_eq!(found[4..], ["upsell_ids", "cross_sell_ids"]);
}

#[test]
fn what_no_store_has_a_place_for_is_said_so() {
    let found = suggestions(&["id", "title", "link", "image_link", "price", "condition"], &[]);
    assert_eq!(found[5].2, "no_place_in_store");
}

#[test]
fn numbers_of_a_list_become_its_skus_and_say_why() {
    let found = suggestions(&["Id", "Bezeichnung", "Preis"], &[&["17"], &["Seil"], &["3,20"]]);
    assert_eq!(found[0], (Some("sku".to_owned()), 55, "own_number".to_owned()));
    let found = suggestions(&["ID", "Artikelnummer", "Bezeichnung", "Preis"], &[]);
    assert_eq!(found[1].0.as_deref(), Some("sku"));
    assert!(found[0].1 < TAKEN_UNASKED, "there are SKUs: {:?}", found[0]);
    assert_eq!(targets(&["@id", "code", "title", "price"], &[])[1], "sku");
}

#[test]
fn numbers_in_a_file_that_speaks_like_woocommerce_are_a_stores() {
    for columns in [&["ID", "Name", "Regular price"][..], &["ID", "SKU", "Name", "Stock", "Tags"]] {
        let found = suggestions(columns, &[]);
        assert_eq!(found[0].0.as_deref(), Some("id"), "{columns:?}");
        assert!(found[0].1 >= TAKEN_UNASKED);
    }
    // One word alone is everybody's.
    assert_eq!(targets(&["ID", "Name"], &[])[0], "sku");
    assert_eq!(targets(&["ID", "Name", "Regular price", "Shelf"], &[])[0], "sku");
}

#[test]
fn of_a_text_in_several_languages_the_first_is_taken() {
    let found = suggestions(
        &["sku", "name_de", "name_tr", "description_de", "promo_to", "Article no"],
        &[&["a-1"], &["Brezel"], &["Simit"], &["Frisch"], &["2026-01-01"], &["4711"]],
    );
    let targets: Vec<_> =
        found.iter().map(|(target, ..)| target.as_deref().unwrap_or_default()).collect();
    assert_eq!(targets[..4], ["sku", "name", "", "description"]);
    assert_eq!(found[2].2, "taken");
    assert_ne!(targets[5], "name", "the number of an article is no name");
}

#[test]
fn a_name_that_its_cells_contradict_says_so() {
    let found = suggestions(&["SKU", "Price"], &[&["A-1", "A-2"], &["on request", "ask us"]]);
    assert_eq!((found[1].0.as_deref(), found[1].2.as_str()), (None, "values_contradict"));
}
