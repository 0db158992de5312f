//! Variations come into products that the shop has already: their choices stay, whatever the product offered.

use serde_json::{Value, json};

use crate::{shop::Shop, terminal::Longshore};

const WITH_PARENT: &str = "\
Type,SKU,Parent,Name,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global
variable,HO,,Hose,,,,
variation,HO-S,HO,,40,Length,S,0
variation,HO-M,HO,,41,Length,M,0
";

const WITHOUT_PARENT: &str = "\
Type,SKU,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global
variation,HO-S,HO,40,Length,S,0
variation,HO-M,HO,41,Length,M,0
";

/// A shop that has the product already.
fn shop_with(parent: &Value) -> (Shop, Longshore) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let mut whole = json!({"sku": "HO", "name": "Hose", "type": "variable", "status": "publish"});
    for (field, value) in parent.as_object().unwrap() {
        whole[field] = value.clone();
    }
    assert_eq!(shop.witness().post("products", &whole), 201);
    (shop, longshore)
}

/// What each variation of the product chooses.
fn choices(shop: &Shop) -> Vec<String> {
    let witness = shop.witness();
    let variations = witness.variations(&witness.product("HO"));
    let chosen = |one: &Value| {
        let all = one["attributes"].as_array().unwrap();
        let pair = |one: &Value| {
            format!("{}={}", one["name"].as_str().unwrap(), one["option"].as_str().unwrap())
        };
        let pairs: Vec<String> = all.iter().map(pair).collect();
        format!("{} {}", one["sku"].as_str().unwrap(), pairs.join(" "))
    };
    let mut all: Vec<String> = variations.iter().map(chosen).collect();
    all.sort();
    all
}

/// Goes in, in again without a write, and out again without a trace.
#[track_caller]
fn lives(parent: &Value, text: &str, wanted: &[&str]) -> Value {
    let (shop, longshore) = shop_with(parent);
    let before = shop.witness().snapshot();
    let file = longshore.write("list.csv", text);
    let done = longshore.import(0, &file, &[]);
    assert_eq!(choices(&shop), wanted, "{done}");
    assert_eq!(done["outcomes"]["altered"].as_u64().unwrap_or_default(), 0, "{done}");
    shop.writes();
    let again = longshore.import(0, &file, &[]);
    assert!(shop.writes().is_empty(), "writes though nothing changes: {again}");
    let product = shop.witness().product("HO");
    longshore.undo(0, &done["run"]);
    before.must_equal(&shop.witness().snapshot());
    product
}

const CHOSEN: [&str; 2] = ["HO-M Length=M", "HO-S Length=S"];

fn offered(product: &Value) -> Vec<(String, String, bool)> {
    let all = product["attributes"].as_array().unwrap();
    let one = |one: &Value| {
        let options = one["options"].as_array().unwrap();
        let options: Vec<&str> = options.iter().map(|one| one.as_str().unwrap()).collect();
        let name = one["name"].as_str().unwrap().to_owned();
        (name, options.join(", "), one["variation"].as_bool().unwrap())
    };
    all.iter().map(one).collect()
}

fn length(options: &str) -> (String, String, bool) {
    ("Length".to_owned(), options.to_owned(), true)
}

#[test]
fn a_parent_without_attributes_offers_what_its_variations_choose() {
    for text in [WITH_PARENT, WITHOUT_PARENT] {
        let product = lives(&json!({}), text, &CHOSEN);
        assert_eq!(offered(&product), [length("S, M")]);
    }
}

#[test]
fn a_parent_that_offers_something_else_keeps_it() {
    let cloth = json!({"name": "Cloth", "options": ["Linen"], "visible": true, "variation": false});
    for text in [WITH_PARENT, WITHOUT_PARENT] {
        let product = lives(&json!({"attributes": [cloth]}), text, &CHOSEN);
        let cloth = ("Cloth".to_owned(), "Linen".to_owned(), false);
        assert_eq!(offered(&product), [cloth, length("S, M")]);
    }
}

#[test]
fn a_parent_that_offers_some_of_the_values_gets_the_others() {
    let own = json!({"name": "Length", "options": ["XS", "S"], "visible": true, "variation": true});
    for text in [WITH_PARENT, WITHOUT_PARENT] {
        let product = lives(&json!({"attributes": [own]}), text, &CHOSEN);
        assert_eq!(offered(&product), [length("XS, S, M")]);
    }
}

#[test]
fn an_attribute_in_which_nothing_differed_yet_is_one_in_which_variations_differ() {
    let own = json!({"name": "Length", "options": ["S", "M"], "visible": true, "variation": false});
    for text in [WITH_PARENT, WITHOUT_PARENT] {
        let product = lives(&json!({"attributes": [own]}), text, &CHOSEN);
        assert_eq!(offered(&product), [length("S, M")]);
    }
}

#[test]
fn an_attribute_that_the_shop_shares_stays_shared() {
    for text in [WITH_PARENT, WITHOUT_PARENT] {
        let (shop, longshore) = shop_with(&json!({}));
        let witness = shop.witness();
        assert_eq!(witness.post("products/attributes", &json!({"name": "Length"})), 201);
        let attributes = witness.all("products/attributes", "");
        let id = attributes.iter().find(|one| one["name"] == "Length").unwrap()["id"].clone();
        let terms = format!("products/attributes/{id}/terms");
        assert_eq!(witness.post(&terms, &json!({"name": "S"})), 201);
        let product = witness.product("HO")["id"].clone();
        let shared = json!({"id": id, "options": ["S"], "visible": true, "variation": true});
        witness.put(&format!("products/{product}"), &json!({"attributes": [shared]}));
        let before = witness.snapshot();
        let file = longshore.write("list.csv", text);
        let done = longshore.import(0, &file, &[]);
        assert_eq!(choices(&shop), CHOSEN, "{done}");
        let product = witness.product("HO");
        assert_eq!(offered(&product), [length("M, S")], "terms stand by their names");
        assert_eq!(product["attributes"][0]["id"], id);
        shop.writes();
        longshore.import(0, &file, &[]);
        assert!(shop.writes().is_empty(), "writes though nothing changes");
        longshore.undo(0, &done["run"]);
        before.must_equal(&witness.snapshot());
    }
}

#[test]
fn a_simple_product_becomes_variable_only_where_its_own_row_is_there() {
    let simple = json!({"type": "simple", "regular_price": "39.00"});
    let plain = WITH_PARENT.replace("variable,HO,,Hose", ",HO,,Hose");
    let product = lives(&simple, &plain, &CHOSEN);
    assert_eq!((&product["type"], offered(&product)), (&json!("variable"), vec![length("S, M")]));
}
