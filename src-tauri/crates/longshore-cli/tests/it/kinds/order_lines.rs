//! Lines of orders are of the variations that were bought, in another shop too, with what buyers wished for them.

use serde_json::{Value, json};

use super::{counted, import, out, written};
use crate::{shop::Shop, terminal::Longshore};

/// A shirt in two colours, neither of which has a SKU of its own.
const SHIRT: &str = "Type,SKU,Parent,Name,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 global\n\
    variable,SHIRT,,Shirt,,Colour,\"Light red, Blue\",1\n\
    variation,,SHIRT,,12,Colour,Light red,1\n\
    variation,,SHIRT,,14,Colour,Blue,1\n";

/// A shop with the shirt, behind so many other products.
fn with_shirt(others: usize) -> (Shop, Longshore) {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let rows: String = (0..others).map(|at| format!("TEA-{at},Tea {at},4.50\n")).collect();
    let others = written(&longshore, "others.csv", &format!("SKU,Name,Regular price\n{rows}"));
    import(&longshore, "", &others);
    let shirt = written(&longshore, "shirt.csv", SHIRT);
    counted(&import(&longshore, "", &shirt), &[("create", 3)]);
    (shop, longshore)
}

/// The lines of the only order: price of the variation, quantity, and what stands beside them.
fn lines(shop: &Shop) -> Value {
    let witness = shop.witness();
    let (orders, _) = witness.get("orders");
    let line = |line: &Value| {
        let (product, variation) = (&line["product_id"], &line["variation_id"]);
        let (bought, _) = witness.get(&format!("products/{product}/variations/{variation}"));
        let meta = line["meta_data"].as_array().unwrap();
        let meta: Vec<String> = meta
            .iter()
            .map(|one| {
                format!("{}={}", one["key"].as_str().unwrap(), one["value"].as_str().unwrap())
            })
            .filter(|one| !one.starts_with('_'))
            .collect();
        json!([bought["regular_price"], line["quantity"], line["total"], meta])
    };
    orders[0]["line_items"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_line_is_of_the_variation_that_was_bought_here_and_elsewhere() {
    let (shop, longshore) = with_shirt(1);
    let text = "id,billing_email,line_items\n\
        7001,jo@example.com,\"sku:SHIRT|quantity:2|total:20|meta:Colour=light red, To=Anna, with love; \
        sku:SHIRT|name:Shirt - Blue|quantity:1|total:14\"\n";
    let file = written(&longshore, "orders.csv", text);
    let made = import(&longshore, "orders", &file);
    counted(&made, &[("create", 1)]);
    let wanted = json!([
        ["12", 2, "20.00", ["pa_colour=light-red", "To=Anna, with love"]],
        ["14", 1, "14.00", ["pa_colour=blue"]],
    ]);
    assert_eq!(lines(&shop), wanted);
    counted(&import(&longshore, "orders", &file), &[("unchanged", 1)]);
    let there = out(&longshore, "orders");
    let export = written(&longshore, "export.csv", &there);
    counted(&import(&longshore, "orders", &export), &[("unchanged", 1)]);

    // A shop in which every number is another one.
    let (other, elsewhere) = with_shirt(7);
    let export = written(&elsewhere, "moved.csv", &there);
    let moved = import(&elsewhere, "orders", &export);
    counted(&moved, &[("create", 1)]);
    assert_eq!(lines(&other), wanted);
    counted(&import(&elsewhere, "orders", &export), &[("unchanged", 1)]);
    elsewhere.undo(0, &moved["run"]);
    assert_eq!(other.witness().get("orders").0, json!([]));
    longshore.undo(0, &made["run"]);
    assert_eq!(shop.witness().get("orders").0, json!([]));
}
