//! What goes into a shop comes out again as it was, and can be taken back without a trace.

use std::path::Path;

use serde_json::Value;

use crate::{
    files::LIST,
    realdata,
    shop::Shop,
    terminal::Longshore,
    witness::{Snapshot, Witness},
};

/// How many records a run is to have made, changed, left alone, and so on: all that are not named are none.
#[track_caller]
fn counts(report: &Value, wanted: &[(&str, u64)]) {
    let counts = report["counts"].as_object().unwrap();
    for (name, count) in counts.iter().filter(|(name, _)| *name != "rows" && *name != "records") {
        let wanted = wanted.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
        assert_eq!(count.as_u64(), Some(wanted), "{name} in {report}");
    }
}

/// A file that went in.
struct Imported {
    shop: Shop,
    longshore: Longshore,
    before: Snapshot,
    after: Snapshot,
    run: Value,
}

impl Imported {
    #[track_caller]
    fn into(shop: Shop, file: &Path, wanted: &[(&str, u64)]) -> Self {
        let longshore = Longshore::with(&shop);
        let witness = shop.witness();
        let before = witness.snapshot();
        let report = longshore.import(0, file, &[]);
        counts(&report, wanted);
        let after = witness.snapshot();
        shop.practice.clear_requests();
        Self { shop, longshore, before, after, run: report["run"].clone() }
    }

    fn witness(&self) -> Witness {
        self.shop.witness()
    }

    /// The same file again changes nothing, and asks for nothing to be changed.
    #[track_caller]
    fn again(&self, file: &Path, records: u64) {
        counts(&self.longshore.import(0, file, &[]), &[("unchanged", records)]);
        assert!(self.shop.writes().is_empty(), "writes though nothing changes");
    }

    /// What the shop gives out, it knows again. Answers how many rows that is.
    #[track_caller]
    fn out_and_in(&self) -> u64 {
        let out = self.longshore.file("out.csv");
        let words = ["export", "products", "--store", "shop", "--out", out.to_str().unwrap()];
        let written = self.longshore.json(0, words);
        let rows = written["products"].as_u64().unwrap() + written["variations"].as_u64().unwrap();
        counts(&self.longshore.import(0, &out, &[]), &[("unchanged", rows)]);
        assert!(self.shop.writes().is_empty(), "writes though nothing changes");
        rows
    }

    /// Takes it back, and takes that back. Every record is as before each time; the second time those that were
    /// made again have new numbers.
    #[track_caller]
    fn back_and_forth(&self) {
        let back = self.longshore.undo(0, &self.run);
        assert_eq!(back["status"], "completed");
        self.before.must_equal(&self.witness().snapshot());
        let forth = self.longshore.undo(0, &back["run"]);
        assert_eq!(forth["status"], "completed");
        self.after.without_numbers().must_equal(&self.witness().snapshot().without_numbers());
    }
}

fn real(file: &str) -> Option<std::path::PathBuf> {
    let found = realdata::folder().map(|folder| folder.join(file));
    if found.is_none() {
        realdata::skipped();
    }
    found
}

#[test]
fn the_sample_products_go_in_and_out_of_an_empty_shop() {
    let Some(file) = real("woo/woo-core-sample_products.csv") else { return };
    let imported = Imported::into(Shop::empty(), &file, &[("create", 25)]);
    let there = imported.witness().products();
    let variations: usize = there
        .iter()
        .filter(|product| product["type"] == "variable")
        .map(|product| imported.witness().variations(product).len())
        .sum();
    assert_eq!((there.len(), variations), (18, 7));
    imported.again(&file, 25);
    assert_eq!(imported.out_and_in(), 25);
    imported.back_and_forth();
}

#[test]
fn the_sample_products_go_into_a_shop_with_others() {
    let Some(file) = real("woo/woo-core-sample_products.csv") else { return };
    let imported = Imported::into(Shop::demo(), &file, &[("create", 25)]);
    imported.again(&file, 25);
    imported.out_and_in();
    imported.back_and_forth();
}

#[test]
fn the_tile_shop_goes_in_completely_and_is_known_again() {
    let Some(imported) = tiles() else { return };
    let file = real(TILES).unwrap();
    let has = realdata::Has::of(&imported.shop);
    let line = realdata::line(&imported.longshore, &file, 0, 3_392, &has);
    assert_eq!(line, realdata::written(TILES));
    let there = imported.witness().products();
    let without_sku = |records: &[Value]| records.iter().filter(|one| one["sku"] == "").count();
    let variable: Vec<_> = there.iter().filter(|product| product["type"] == "variable").collect();
    let variations: Vec<Value> =
        variable.iter().flat_map(|product| imported.witness().variations(product)).collect();
    assert_eq!((there.len(), variable.len(), variations.len()), (1_445, 239, 1_947));
    assert!(without_sku(&there) > 0);
    imported.again(&file, 3_392);
    assert_eq!(imported.out_and_in(), 3_392);
}

#[test]
fn the_tile_shop_is_taken_back_and_forth() {
    let Some(imported) = tiles() else { return };
    imported.back_and_forth();
}

const TILES: &str = "woo/woo-export-2021-tiles.csv";

fn tiles() -> Option<Imported> {
    let file = real(TILES)?;
    let longshore = Imported::into_with_altered(Shop::empty(), &file, 3_392);
    Some(longshore)
}

impl Imported {
    /// The same where the shop is known to keep some values otherwise than they were sent.
    #[track_caller]
    fn into_with_altered(shop: Shop, file: &Path, create: u64) -> Self {
        let longshore = Longshore::with(&shop);
        let witness = shop.witness();
        let before = witness.snapshot();
        let report = longshore.import(0, file, &[]);
        let altered = report["counts"]["altered"].as_u64().unwrap();
        counts(&report, &[("create", create), ("altered", altered)]);
        let after = witness.snapshot();
        shop.practice.clear_requests();
        Self { shop, longshore, before, after, run: report["run"].clone() }
    }
}

/// A real file goes in, and the same file again changes nothing; rows that stayed out stay out. Then it is taken
/// back.
#[track_caller]
fn comes_again(file: &str, status: i32) {
    let Some(file) = real(file) else { return };
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let before = shop.witness().snapshot();
    let first = longshore.import(status, &file, &[]);
    let of = |report: &Value, name: &str| report["counts"][name].as_u64().unwrap();
    assert!(of(&first, "create") > 50 && of(&first, "failed") == 0, "{first}");
    shop.practice.clear_requests();
    let again = longshore.import(status, &file, &[]);
    let (made, left_out) = (of(&first, "create"), of(&first, "skipped"));
    counts(&again, &[("unchanged", made), ("skipped", left_out)]);
    assert!(shop.writes().is_empty(), "writes though nothing changes");
    longshore.undo(0, &first["run"]);
    before.must_equal(&shop.witness().snapshot());
}

#[test]
fn a_list_of_a_german_merchandise_system_comes_again() {
    comes_again("erp/german-artikel-cp1252-semicolon.csv", 0);
}

#[test]
fn a_russian_list_comes_again() {
    comes_again("misc/russian-bom-semicolon.csv", 1);
}

#[test]
fn a_serbian_list_comes_again() {
    comes_again("woo/serbian-image-replacements-semicolon.csv", 0);
}

#[test]
fn an_inventory_in_a_workbook_comes_again() {
    comes_again("xlsx/inventory-argentina.xlsx", 1);
}

#[test]
fn listings_of_etsy_come_again() {
    comes_again("etsy/EtsyListingsDownload-en.csv", 0);
}

#[test]
fn changes_of_products_that_were_there_are_taken_back() {
    let shop = Shop::demo();
    let longshore = Longshore::with(&shop);
    let out = longshore.file("out.csv");
    longshore.json(0, ["export", "products", "--store", "shop", "--out", out.to_str().unwrap()]);
    // Everybody's price, name, stock and categories change; and there are new products.
    let text = std::fs::read_to_string(&out).unwrap();
    let changed = dearer(&text);
    let file = longshore.write("dearer.csv", &changed);
    let witness = shop.witness();
    let before = witness.snapshot();
    let report = longshore.import(0, &file, &[]);
    assert!(report["counts"]["update"].as_u64().unwrap() > 20, "{report}");
    let after = witness.snapshot();
    let list = longshore.write("list.csv", LIST);
    let second = longshore.import(0, &list, &[]);
    assert_eq!(second["counts"]["create"], 4);

    // In any order: the second run has nothing to do with the first.
    let back = longshore.undo(0, &report["run"]);
    assert_eq!(back["counts"]["conflict"], 0, "{back}");
    longshore.undo(0, &second["run"]);
    before.must_equal(&witness.snapshot());
    longshore.undo(0, &back["run"]);
    after.without_numbers().must_equal(&witness.snapshot().without_numbers());
}

/// The same list with other prices, names and categories, by plain reading of quoted cells.
fn dearer(text: &str) -> String {
    let mut rows = cells(text.trim_start_matches('\u{feff}'));
    let header = rows[0].clone();
    let at = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    let (price, name, categories, stock) =
        (at("Regular price"), at("Name"), at("Categories"), at("Stock"));
    let kind = at("Type");
    for row in rows.iter_mut().skip(1) {
        if !row[price].is_empty() {
            row[price] = format!("1{}", row[price]);
        }
        if !row[kind].contains("variation") {
            row[name].push_str(" (new)");
            row[categories] = format!("{}, Everything > New", row[categories]);
        }
        if !row[stock].is_empty() {
            row[stock] = "77".to_owned();
        }
    }
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

#[test]
fn somebodys_later_edit_is_not_undone() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let list = longshore.write("list.csv", LIST);
    longshore.import(0, &list, &[]);
    let dearer = longshore.write("dearer.csv", "SKU,Regular price\nANCHOR,29.90\nBUOY,9.50\n");
    let run = longshore.import(0, &dearer, &[]);
    let witness = shop.witness();
    let anchor = witness.product("ANCHOR");
    let edit = serde_json::json!({ "regular_price": "33" });
    witness.put(&format!("products/{}", anchor["id"]), &edit);

    let undone = longshore.undo(1, &run["run"]);
    counts(&undone, &[("update", 1), ("conflict", 1)]);
    assert_eq!(witness.product("ANCHOR")["regular_price"], "33");
    assert_eq!(witness.product("BUOY")["regular_price"], "7.50");
}

/// Values of two shared attributes are made in turns: none may be left when its attribute goes.
#[test]
fn two_shared_attributes_of_one_product_are_taken_back() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let list = longshore.write(
        "vee.csv",
        "Type,SKU,Name,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,\
         Attribute 1 global,Attribute 2 name,Attribute 2 value(s),Attribute 2 visible,Attribute 2 global\n\
         variable,V,Vee,,,color,\"Red, Blue\",1,1,size,\"S, M\",1,1\n\
         variation,V-R,,V,10,color,Red,,1,size,S,,1\n\
         variation,V-B,,V,11,color,Blue,,1,size,M,,1\n",
    );
    let before = shop.witness().snapshot();
    let run = longshore.import(0, &list, &[]);
    longshore.undo(0, &run["run"]);
    before.must_equal(&shop.witness().snapshot());
}
