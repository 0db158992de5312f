//! What lies in orders follows them into a shop that has their numbers already.

use serde_json::Value;

use super::{counted, import, out, written};
use crate::{shop::Shop, terminal::Longshore};

/// The texts of the notes that each buyer's order has.
fn notes(shop: &Shop) -> Vec<(String, Vec<String>)> {
    let witness = shop.witness();
    let (orders, _) = witness.get("orders");
    let of_people = |note: &Value| {
        let text = note["note"].as_str().unwrap().to_owned();
        text.starts_with("For ").then_some(text)
    };
    let mut all: Vec<(String, Vec<String>)> = orders
        .as_array()
        .unwrap()
        .iter()
        .map(|order| {
            let (notes, _) = witness.get(&format!("orders/{}/notes", order["id"]));
            let buyer = order["billing"]["email"].as_str().unwrap().to_owned();
            (buyer, notes.as_array().unwrap().iter().filter_map(of_people).collect())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn notes_go_to_their_own_orders_where_others_have_the_numbers_already() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let orders: String =
        (1..=4).map(|at| format!("{at},o{at}@example.com,2026-01-0{at}\n")).collect();
    let orders = format!("number,billing_email,date_created\n{orders}");
    import(&longshore, "orders", &written(&longshore, "orders.csv", &orders));
    let texts: String = (1..=4).map(|at| format!("{at},For o{at}\n")).collect();
    let texts = written(&longshore, "notes.csv", &format!("order,note\n{texts}"));
    counted(&import(&longshore, "order-notes", &texts), &[("create", 4)]);
    let wanted: Vec<_> =
        (1..=4).map(|at| (format!("o{at}@example.com"), vec![format!("For o{at}")])).collect();
    assert_eq!(notes(&shop), wanted);
    let (orders, texts) = (out(&longshore, "orders"), out(&longshore, "order-notes"));

    // Numbers begin one later there, so that each order takes the one of the next.
    let other = Shop::empty();
    let elsewhere = Longshore::with(&other);
    let tea = written(&elsewhere, "tea.csv", "SKU,Name,Regular price\nTEA,Tea,4.50\n");
    import(&elsewhere, "", &tea);
    import(&elsewhere, "orders", &written(&elsewhere, "orders.csv", &orders));
    let file = written(&elsewhere, "notes.csv", &texts);
    let moved = import(&elsewhere, "order-notes", &file);
    assert_eq!(moved["counts"]["skipped"], 0, "{moved}");
    assert_eq!(notes(&other), wanted);
    let again = import(&elsewhere, "order-notes", &file);
    assert_eq!(again["counts"]["unchanged"], again["counts"]["records"], "{again}");
}
