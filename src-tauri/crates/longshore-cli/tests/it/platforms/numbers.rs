//! What the REST interface answers for products has only the numbers of their variations: where do those come from?

use super::{goes, goes_in_and_out};
use crate::{shop::Shop, terminal::Longshore};

/// A tee with two variations, of which something is put in, and a cap.
fn products(variations: &str) -> String {
    format!(
        r#"[{{"id":10,"name":"Tee","slug":"tee","type":"variable","status":"publish","catalog_visibility":"visible",
"sku":"T","price":"20.00","regular_price":"","sale_price":"","manage_stock":false,"stock_quantity":null,
"stock_status":"instock","backorders":"no","parent_id":0,"categories":[{{"id":1,"name":"Tops","slug":"tops"}}],
"images":[{{"id":7,"src":"https://pictures.example/1.jpg","alt":""}}],
"attributes":[{{"id":0,"name":"Size","position":0,"visible":true,"variation":true,"options":["S","M"]}}],
"variations":{variations}}},
{{"id":12,"name":"Cap","slug":"cap","type":"simple","status":"publish","catalog_visibility":"visible","sku":"C",
"price":"5","regular_price":"5","sale_price":"","manage_stock":false,"stock_quantity":null,"stock_status":"instock",
"backorders":"no","parent_id":0,"categories":[{{"id":1,"name":"Tops","slug":"tops"}}],"images":[],"attributes":[],
"variations":[]}}]"#
    )
}

/// The variations, each with something that says of which product it is, or nothing.
fn variations(more: &str) -> String {
    let one = |id: u32, size: &str, price: &str, image: &str| {
        format!(
            r#"{{"id":{id},{more}"sku":"T-{size}","regular_price":"{price}","sale_price":"","status":"publish",
"manage_stock":true,"stock_quantity":4,"stock_status":"instock","backorders":"notify","tax_class":"","weight":"0.2",
"image":{image},"attributes":[{{"id":0,"name":"Size","option":"{size}"}}]}}"#
        )
    };
    let picture = r#"{"id":9,"src":"https://pictures.example/s.jpg"}"#;
    format!("[{},{}]", one(101, "S", "20.00", picture), one(102, "M", "21.00", "null"))
}

#[test]
fn what_is_missing_is_told_before_and_the_rest_goes_in() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("products.json", products("[101,102]"));
    let words = ["import", file.to_str().unwrap(), "--store", "shop", "--dry-run"];
    let told = longshore.run(words);
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("has only the numbers: 2, such as those of Tee."), "{said}");
    assert!(said.contains("--with FILE"), "{said}");
    goes(&shop, &longshore, &file, &[], [2, 0, 1, 1]);
    longshore.import(0, &file, &[]);
    let tee = shop.witness().product("T");
    assert_eq!((&tee["type"], &tee["attributes"][0]["name"]), (&"variable".into(), &"Size".into()));
    // Later the variations are there.
    let with = longshore.write("variations.json", variations(""));
    let done = longshore.import(0, &file, &["--with", with.to_str().unwrap()]);
    assert_eq!(done["counts"]["create"], 2, "{done}");
    let tee = shop.witness().product("T");
    assert_eq!(tee["attributes"][0]["variation"], true);
    assert_eq!(shop.witness().variations(&tee).len(), 2);
}

#[test]
fn a_second_file_has_them_whether_or_not_it_names_their_product() {
    for more in [r#""parent_id":10,"#, r#""type":"variation","#, ""] {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let file = longshore.write("products.json", products("[101,102]"));
        let with = longshore.write("variations.json", variations(more));
        let more = ["--with", with.to_str().unwrap()];
        let found = longshore.json(0, ["inspect", file.to_str().unwrap(), more[0], more[1]]);
        assert_eq!(found["joined"]["notices"], serde_json::json!([]), "{found}");
        goes(&shop, &longshore, &file, &more, [2, 2, 1, 2]);
    }
}

#[test]
fn they_may_lie_in_their_products_as_a_whole() {
    goes_in_and_out("products.json", &products(&variations("")), [2, 2, 1, 2]);
}
