//! A shop that was read whole before is asked for what changed since, and nothing that changed is missed.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{shop::Shop, terminal::Longshore};

/// More than are asked for by their SKUs.
const PRODUCTS: usize = 130;

/// A catalogue with a shirt in two sizes.
fn catalogue() -> String {
    let mut list = "Type,SKU,Name,Regular price,Weight (kg),Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\n"
        .to_owned();
    for number in 0..PRODUCTS {
        writeln!(list, "simple,SKU-{number},Thing {number},5,,,,,").unwrap();
    }
    list.push_str("variable,SHIRT,Shirt,,2,,Size,\"S, L\",0\n");
    list.push_str(
        "variation,SHIRT-S,Shirt,7,,SHIRT,Size,S,0\nvariation,SHIRT-L,Shirt,8,,SHIRT,Size,L,0\n",
    );
    list
}

/// A line for each product.
fn listed(header: &str, line: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..PRODUCTS).map(line).collect();
    format!("{header}\n{}\n", lines.join("\n"))
}

struct Known {
    shop: Shop,
    longshore: Longshore,
    file: std::path::PathBuf,
}

impl Known {
    /// A shop with the catalogue in it, which was read whole since.
    fn new(catalogue: &str) -> Self {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let file = longshore.write("list.csv", catalogue);
        longshore.import(0, &file, &[]);
        longshore.import(0, &file, &[]);
        Self { shop, longshore, file }
    }

    /// What the same file would do now, and whether the whole list was read for it.
    fn planned(&self) -> (Value, bool) {
        self.shop.practice.clear_requests();
        let words = ["import", self.file.to_str().unwrap(), "--store", "shop", "--dry-run"];
        let told = self.longshore.json(0, words);
        let is_second_page = |query: &str| query.contains("per_page=100&page=2");
        let requests = self.shop.practice.requests();
        let reads_all = requests.iter().any(|request| {
            is_second_page(&request.query) && !request.query.contains("modified_after")
        });
        let counts = &told["counts"];
        (json!([counts["create"], counts["update"]]), reads_all)
    }
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let known = Known::new(&catalogue());
    assert_eq!(known.planned(), (json!([0, 0]), false));
    let whole =
        ["import", known.file.to_str().unwrap(), "--store", "shop", "--dry-run", "--read-anew"];
    known.shop.practice.clear_requests();
    assert_eq!(known.longshore.json(0, whole)["counts"]["update"], 0);
    assert!(known.shop.practice.requests().iter().any(|one| one.query.contains("page=2")));
}

#[test]
fn what_somebody_changes_in_a_product_or_a_variation_is_seen() {
    let known = Known::new(&catalogue());
    let witness = known.shop.witness();
    let shirt = witness.product("SHIRT");
    let small = &witness.variations(&shirt)[0];
    let price = json!({ "regular_price": "99" });
    witness.put(&format!("products/{}", witness.product("SKU-7")["id"]), &price);
    witness.put(&format!("products/{}/variations/{}", shirt["id"], small["id"]), &price);
    let same = witness.product("SHIRT");
    assert_eq!(same["date_modified_gmt"], shirt["date_modified_gmt"], "the product says nothing");
    assert_eq!(known.planned(), (json!([0, 2]), false));
}

#[test]
fn what_is_gone_and_what_came_instead_makes_everything_be_read() {
    let known = Known::new(&catalogue());
    let witness = known.shop.witness();
    witness.delete(&format!("products/{}?force=true", witness.product("SKU-3")["id"]));
    assert_eq!(known.planned(), (json!([1, 0]), true));
    assert_eq!(known.planned(), (json!([1, 0]), false));
    // As many as before, and the new one says that it is of old.
    let old = json!({ "name": "Old", "sku": "SKU-3", "regular_price": "1", "date_created": "2020-02-03T04:05:06" });
    assert_eq!(witness.post("products", &old), 201);
    witness.delete(&format!("products/{}?force=true", witness.product("SKU-4")["id"]));
    assert_eq!(known.planned().0, json!([1, 1]));
}

#[test]
fn fields_that_change_without_a_word_are_read_each_time() {
    let list =
        listed("SKU,Name,Position", |number| format!("SKU-{number},Thing {number},{number}"));
    let known = Known::new(&list);
    assert_eq!(known.planned(), (json!([0, 0]), true));
}

#[test]
fn a_category_that_went_makes_everything_be_read() {
    let list = listed("SKU,Name,Categories", |number| format!("SKU-{number},Thing {number},Hats"));
    let known = Known::new(&list);
    assert_eq!(known.planned(), (json!([0, 0]), false));
    let witness = known.shop.witness();
    let (hats, _) = witness.get("products/categories?slug=hats");
    witness.delete(&format!("products/categories/{}?force=true", hats[0]["id"]));
    let (counts, reads_all) = known.planned();
    assert_eq!((counts, reads_all), (json!([0, PRODUCTS]), true));
}
