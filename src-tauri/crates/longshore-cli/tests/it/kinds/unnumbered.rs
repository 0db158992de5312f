//! Orders without a number come once, however often their file does.

use serde_json::Value;

use super::{counted, import_with, written};
use crate::{shop::Shop, terminal::Longshore};

fn orders(longshore: &Longshore, rows: &[&str]) -> Value {
    let rows = rows.join("\n");
    let text = format!("billing_email,date_created,status,line_items,customer_note\n{rows}\n");
    let file = written(longshore, "orders.csv", &text);
    import_with(longshore, "orders", &file, &["--order-status"])
}

#[test]
fn orders_without_a_number_are_known_again() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let tea = written(&longshore, "tea.csv", "SKU,Name,Regular price\nTEA,Tea,4.50\n");
    longshore.import(0, &tea, &[]);
    let dated = "jo@example.com,2026-03-02 09:30,pending,sku:TEA|quantity:2,";
    let later = "jo@example.com,2026-03-02 17:10,pending,sku:TEA|quantity:2,";
    let undated = "mo@example.com,,pending,sku:TEA|quantity:1,Ring twice";
    let all = [dated, later, undated, undated];
    let made = orders(&longshore, &all);
    counted(&made, &[("create", 4)]);
    assert!(made.to_string().contains("row_twice"), "{made}");
    counted(&orders(&longshore, &all), &[("unchanged", 4)]);
    // Buyer, moment and lines say which it is, whatever became of it; without a moment nothing may be another.
    let on_hold = later.replace("pending", "on-hold");
    let other = undated.replace("twice", "once");
    let then = orders(&longshore, &[&on_hold, dated, &other, undated]);
    counted(&then, &[("update", 1), ("create", 1), ("unchanged", 2)]);
    let (there, _) = shop.witness().get("orders");
    let status = |status: &str| {
        there.as_array().unwrap().iter().filter(|order| order["status"] == status).count()
    };
    assert_eq!((status("pending"), status("on-hold")), (4, 1));
    longshore.undo(0, &then["run"]);
    longshore.undo(0, &made["run"]);
    assert_eq!(shop.witness().get("orders").0, serde_json::json!([]));
}
