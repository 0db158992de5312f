//! What no undo takes back is told before it is done.

use crate::{shop::Shop, terminal::Longshore};

fn accidents(longshore: &Longshore, words: &[&str]) -> String {
    let told = longshore.run(words);
    let lines = told.out.lines().filter(|line| line.starts_with("! "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn who_deletes_categories_for_good_hears_what_goes_with_them() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("terms.csv", "name,description\nHats,x\nShoes,y\n");
    let path = file.to_str().unwrap();
    let words = |more: &[&'static str]| {
        let fixed = ["import", path, "--store", "shop", "--kind", "categories"];
        fixed.into_iter().chain(more.iter().copied()).map(str::to_owned).collect::<Vec<String>>()
    };
    let run = |more: &[&'static str]| {
        let words = words(more);
        longshore.run(words.iter().map(String::as_str))
    };
    assert_eq!(run(&["--yes"]).status, 0);
    let told = run(&["--mode", "delete", "--force", "--dry-run"]);
    assert!(told.out.contains("! Records that go for good"), "{}", told.out);
    assert!(told.out.contains(": 2."), "{}", told.out);
    let done = run(&["--mode", "delete", "--force", "--yes"]);
    assert!(done.out.contains("! Records that go for good"), "{}", done.out);
    let undo = accidents(&longshore, &["undo", "2", "--dry-run"]);
    assert!(undo.contains("made again as new ones: 2."), "{undo}");
    // What a run made itself goes without a word: nothing of it was there before.
    let own = accidents(&longshore, &["undo", "1", "--dry-run"]);
    assert_eq!(own, "");
}

#[test]
fn who_takes_paid_orders_back_hears_of_the_stock() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let products = longshore.write("products.csv", "SKU,Name,Regular price,Stock\nTEA,Tea,5,10\n");
    longshore.import(0, &products, &[]);
    let orders = "number,status,billing_email,line_items\n\
        71,processing,a@example.com,sku:TEA|quantity:2\n72,pending,b@example.com,sku:TEA|quantity:1\n";
    let file = longshore.write("orders.csv", orders);
    longshore.import(0, &file, &["--kind", "orders", "--order-status"]);
    let told = accidents(&longshore, &["undo", "2", "--dry-run"]);
    assert!(told.contains("Records that go for good with what belongs to them: 2."), "{told}");
    assert!(told.contains("Orders that go and took from the stock: 1."), "{told}");
}
