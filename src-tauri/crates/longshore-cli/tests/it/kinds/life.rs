//! Every kind of record goes into a shop, is changed, comes out, and is taken back without a trace.

use longshore_app::engine::entity::Entity;

use super::{
    KINDS, Kind, counted, import, import_ending, import_with, out, prepared, without_numbers,
    written,
};
use crate::{shop::Shop, terminal::Longshore};

fn whole_life(kind: &Kind) {
    let (shop, longshore) = prepared(kind);
    let before = out(&longshore, kind.name);
    let first = written(&longshore, "first.csv", kind.first);
    let made = import(&longshore, kind.name, &first);
    counted(&made, &[("create", kind.rows)]);
    let there = out(&longshore, kind.name);
    // The same file and what the shop writes out change nothing.
    shop.writes();
    counted(&import(&longshore, kind.name, &first), &[("unchanged", kind.rows)]);
    let own = written(&longshore, "own.csv", &there);
    let rows = there.lines().count() as u64 - 1;
    counted(&import(&longshore, kind.name, &own), &[("unchanged", rows)]);
    assert!(shop.writes().is_empty(), "{:?}: writes though nothing changes", kind.entity);

    let then = written(&longshore, "then.csv", kind.then);
    let changed = import(&longshore, kind.name, &then);
    let stays = kind.rows - kind.changed;
    counted(&changed, &[("update", kind.changed), ("unchanged", stays)]);
    if kind.changed > 0 {
        assert_ne!(out(&longshore, kind.name), there);
        longshore.undo(0, &changed["run"]);
    }
    assert_eq!(out(&longshore, kind.name), there, "{:?} changed back", kind.entity);

    let gone = import_with(&longshore, kind.name, &first, &["--mode", "delete", "--force"]);
    counted(&gone, &[("delete", kind.rows)]);
    assert_eq!(out(&longshore, kind.name), before, "{:?} removed", kind.entity);
    longshore.undo(0, &gone["run"]);
    assert_eq!(
        without_numbers(&out(&longshore, kind.name)),
        without_numbers(&there),
        "{:?} made again",
        kind.entity
    );

    longshore.undo(0, &made["run"]);
    assert_eq!(out(&longshore, kind.name), before, "{:?} taken back", kind.entity);
}

#[test]
fn every_kind_goes_in_and_comes_out_and_is_taken_back() {
    let tried: Vec<Entity> = KINDS.iter().map(|kind| kind.entity).collect();
    for entity in Entity::ALL {
        assert!(tried.contains(&entity), "{entity:?} has no file here");
    }
    KINDS.iter().for_each(whole_life);
}

#[test]
fn money_goes_back_for_lines_that_the_order_has_and_moves_no_stock() {
    let refunds = KINDS.iter().find(|kind| kind.entity == Entity::Refund).unwrap();
    let (shop, longshore) = prepared(refunds);
    let file = written(&longshore, "stock.csv", "SKU,Stock\nTEA,5\n");
    longshore.import(0, &file, &[]);
    let file = written(&longshore, "first.csv", refunds.first);
    import(&longshore, refunds.name, &file);
    let witness = shop.witness();
    let (orders, _) = witness.get("orders");
    let (there, _) = witness.get(&format!("orders/{}/refunds", orders[0]["id"]));
    let of_tea = there.as_array().unwrap().iter().find(|one| one["reason"] == "Damaged").unwrap();
    let line = &of_tea["line_items"][0];
    assert_eq!((&line["sku"], &line["quantity"]), (&"TEA".into(), &(-1).into()));
    assert_eq!(witness.product("TEA")["stock_quantity"], 5);

    let other = "order,amount,reason,line_items\n7001,1,Never sold,sku:CUP|quantity:1|total:1\n";
    let file = written(&longshore, "other.csv", other);
    shop.writes();
    let refused = import_ending(&longshore, refunds.name, &file, 1);
    assert_eq!(refused["counts"]["failed"], 1, "{refused}");
    assert!(shop.writes().is_empty(), "nothing was sent");
    let run = refused["run"].to_string();
    let told = longshore.json(0, ["runs", "changes", &run]);
    assert_eq!(told["changes"][0]["detail"]["failed"]["code"], "refund_line_unknown", "{told}");
}

#[test]
fn the_notes_of_an_order_are_made_in_the_order_of_their_rows() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let orders: String =
        (1..=3).map(|number| format!("{number}00,o{number}@example.com,2026-01-02\n")).collect();
    let orders =
        longshore.write("orders.csv", format!("number,billing_email,date_created\n{orders}"));
    longshore.import(0, &orders, &["--kind", "orders"]);
    let said = |order: usize, note: usize| format!("Step {note} of {order}00");
    let notes: String = (1..=12)
        .flat_map(|note| (1..=3).map(move |order| (order, note)))
        .map(|(order, note)| format!("{order}00,{}\n", said(order, note)))
        .collect();
    let notes = longshore.write("notes.csv", format!("order,note\n{notes}"));
    longshore.import(0, &notes, &["--kind", "order-notes"]);
    let there = out(&longshore, "order-notes");
    for order in 1..=3 {
        let of_it = there.lines().filter(|line| line.contains(&format!("of {order}00")));
        let wanted: Vec<String> = (1..=12).map(|note| said(order, note)).collect();
        let found: Vec<String> = of_it
            .map(|line| wanted.iter().find(|said| line.contains(*said)).unwrap().clone())
            .collect();
        assert_eq!(found, wanted, "{there}");
    }
}
