//! Variants that lie in their products, as lists of JSON and XML have them, become variations.

use super::goes_in_and_out;
use crate::{shop::Shop, terminal::Longshore};

#[test]
fn variants_that_lie_in_their_products_become_variations() {
    let json = r#"[{"id":7,"name":"Tee","category":"Shirts","image":"https://pictures.example/tee.jpg",
        "variants":[{"sku":"T-S","size":"S","price":"5.00"},{"sku":"T-M","size":"M","price":"6.00"}]},
        {"id":8,"name":"Cap","category":"Hats","variants":[{"sku":"C","price":"9.00"}]}]"#;
    goes_in_and_out("products.json", json, [2, 2, 2, 1]);
    let variant = |sku: &str, size: &str, price: &str| {
        format!("<variant><sku>{sku}</sku><size>{size}</size><price>{price}</price></variant>")
    };
    let product = |id: u8, name: &str, variants: &str| {
        format!("<item><id>{id}</id><name>{name}</name><variants>{variants}</variants></item>")
    };
    let tee = product(7, "Tee", &[variant("T-S", "S", "5"), variant("T-M", "M", "6")].concat());
    let cap = product(8, "Cap", &[variant("C-S", "S", "9"), variant("C-M", "M", "9")].concat());
    goes_in_and_out("products.xml", &format!("<all>{tee}{cap}</all>"), [2, 4, 0, 0]);
}

#[test]
fn a_product_without_variants_keeps_its_own_price_and_is_called_by_one_of_its_names() {
    let text = format!(
        r#"{{"data":{{"items":[{{"sku":"T","name":{{"de":"Hemd","en":"Tee"}},"price":{{"amount":"4.50","currency":"EUR"}},
        "variants":{TEE}}},{{"sku":"C","name":{{"de":"Tasse","en":"Cup"}},"price":{{"amount":"9.00","currency":"EUR"}},
        "variants":[]}}]}}}}"#
    );
    goes_in_and_out("names.json", &text, [2, 2, 0, 0]);
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("names.json", &text);
    longshore.import(0, &file, &[]);
    let witness = shop.witness();
    let cup = witness.product("C");
    assert_eq!((&cup["name"], &cup["regular_price"]), (&"Tasse".into(), &"9.00".into()));
    let sizes = witness.variations(&witness.product("T"));
    let prices: Vec<String> = sizes.iter().map(|one| text_of(&one["regular_price"])).collect();
    assert_eq!(prices.len(), 2);
    assert!(["5", "6"].iter().all(|price| prices.iter().any(|one| one == price)), "{prices:?}");
}

/// Imports a list of a tee and a mug, and says what tells the variants of both apart.
#[track_caller]
fn choices_of(name: &str, text: &str) -> Vec<(String, String)> {
    goes_in_and_out(name, text, [2, 4, 0, 0]);
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write(name, text);
    longshore.import(0, &file, &[]);
    let witness = shop.witness();
    let products = witness.products();
    let variations = products.iter().flat_map(|product| witness.variations(product));
    let mut all: Vec<(String, String)> = variations
        .map(|one| {
            let choices = one["attributes"].as_array().unwrap().iter().map(|attribute| {
                format!("{}={}", text_of(&attribute["name"]), text_of(&attribute["option"]))
            });
            (text_of(&one["sku"]), choices.collect::<Vec<_>>().join(" "))
        })
        .collect();
    all.sort();
    all
}

fn text_of(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(sku, choices)| ((*sku).to_owned(), (*choices).to_owned())).collect()
}

const TEE: &str = r#"[{"sku":"T-M","size":"M","price":6},{"sku":"T-S","size":"S","price":5}]"#;
const MUG: &str = r#"[{"sku":"M-M","size":"M","price":9},{"sku":"M-S","size":"S","price":9}]"#;
const SIZES: [(&str, &str); 4] =
    [("M-M", "size=M"), ("M-S", "size=S"), ("T-M", "size=M"), ("T-S", "size=S")];

#[test]
fn it_does_not_matter_where_a_product_has_its_number_or_whether_it_has_one() {
    let last = format!(
        r#"[{{"name":"Tee","variants":{TEE},"id":7}},{{"name":"Mug","variants":{MUG},"id":8}}]"#
    );
    assert_eq!(choices_of("last.json", &last), pairs(&SIZES));
    let none = format!(r#"[{{"name":"Tee","variants":{TEE}}},{{"name":"Mug","variants":{MUG}}}]"#);
    assert_eq!(choices_of("none.json", &none), pairs(&SIZES));
    let alike =
        format!(r#"[{{"name":"Tee","variants":{TEE}}},{{}},{{"name":"Tee","variants":{MUG}}}]"#);
    assert_eq!(choices_of("alike.json", &alike), pairs(&SIZES));
    let deep = format!(
        r#"{{"meta":{{"page":1}},"data":{{"items":[{{"title":"Tee","Variants":{TEE}}},{{"title":"Mug","Variants":{MUG}}}]}}}}"#
    );
    assert_eq!(choices_of("deep.json", &deep), pairs(&SIZES));
}

#[test]
fn variants_may_lie_under_their_skus() {
    let text = r#"[{"name":"Tee","variants":{"T-S":{"size":"S","price":5},"T-M":{"size":"M","price":6}}},
        {"name":"Mug","variants":{"M-S":{"size":"S","price":9},"M-M":{"size":"M","price":9}}}]"#;
    assert_eq!(choices_of("keyed.json", text), pairs(&SIZES));
}

#[test]
fn variants_in_xml_may_be_attributes_only() {
    let text = r#"<catalog><product code="X1" name="Tee"><variant sku="T-S" size="S" price="5"/>
        <variant sku="T-M" size="M" price="6"/></product><product code="X2" name="Mug">
        <variant sku="M-S" size="S" price="9"/><variant sku="M-M" size="M" price="9"/></product></catalog>"#;
    assert_eq!(choices_of("catalog.xml", text), pairs(&SIZES));
}

#[test]
fn what_variants_differ_in_may_have_a_name_of_its_own() {
    let under = r#"[{"name":"Tee","variants":[{"sku":"T-1","price":5,"attributes":{"Color":"Red","Fit":"Slim"}},
        {"sku":"T-2","price":6,"attributes":{"Color":"Blue","Fit":"Slim"}}]},
        {"name":"Mug","variants":[{"sku":"M-1","price":5,"attributes":{"Color":"Red"}},
        {"sku":"M-2","price":6,"attributes":{"Color":"Blue"}}]}]"#;
    let colors =
        [("M-1", "Color=Red"), ("M-2", "Color=Blue"), ("T-1", "Color=Red"), ("T-2", "Color=Blue")];
    assert_eq!(choices_of("under.json", under), pairs(&colors));
    let beside = r#"[{"name":"Tee","variants":[
        {"sku":"T-1","price":5,"options":[{"name":"Color","value":"Red"},{"name":"Size","value":"S"}]},
        {"sku":"T-2","price":6,"options":[{"name":"Color","value":"Red"},{"name":"Size","value":"M"}]}]},
        {"name":"Mug","variants":[{"sku":"M-1","price":5,"options":[{"name":"Volume","value":"1 l"}]},
        {"sku":"M-2","price":6,"options":[{"name":"Volume","value":"2 l"}]}]}]"#;
    let mixed = [
        ("M-1", "Volume=1 l"),
        ("M-2", "Volume=2 l"),
        ("T-1", "Color=Red Size=S"),
        ("T-2", "Color=Red Size=M"),
    ];
    assert_eq!(choices_of("beside.json", beside), pairs(&mixed));
    let lengths = r#"[{"name":"Tee","variants":[{"sku":"T-S","Länge":"S","price":5},{"sku":"T-M","Länge":"M","price":6}]},
        {"name":"Mug","variants":[{"sku":"M-S","Länge":"S","price":5},{"sku":"M-M","Länge":"M","price":6}]}]"#;
    let found = choices_of("lengths.json", lengths);
    assert_eq!(found[0], ("M-M".to_owned(), "Länge=M".to_owned()));
}
