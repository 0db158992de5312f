//! What cannot be worked with gets one clear sentence and exit status 2 (3 where it is the store's matter), and
//! nothing is written: no run, no request that changes anything.

use std::{io::Write, path::Path};

use crate::{
    files::{LIST, old_office, row, workbook},
    realdata,
    shop::Shop,
    terminal::Longshore,
};

/// A shop, and a Longshore that knows it.
struct Bench {
    shop: Shop,
    longshore: Longshore,
}

impl Bench {
    fn new() -> Self {
        let shop = Shop::demo();
        let longshore = Longshore::with(&shop);
        shop.practice.clear_requests();
        Self { shop, longshore }
    }

    /// Types it for a person and for a script. Both get the same: one sentence with these words, and nothing else.
    #[track_caller]
    fn refuses(&self, words: &[&str], status: i32, code: &str, says: &[&str]) {
        let runs = self.longshore.runs();
        let told = self.longshore.run(words);
        assert_eq!(told.status, status, "{words:?}: {}{}", told.out, told.err);
        assert_eq!(told.out, "", "{words:?}");
        let sentence = told.err.lines().rfind(|line| line.starts_with("longshore: "));
        let sentence = sentence.unwrap_or_else(|| panic!("no sentence in {:?}", told.err));
        for wanted in says {
            assert!(sentence.contains(wanted), "{wanted:?} is not in {sentence:?}");
        }
        let has_gap = [" ?", "\"?\"", "(?"].iter().any(|gap| sentence.contains(gap));
        assert!(!has_gap, "a parameter is missing in {sentence}");
        assert!(sentence.trim_end().ends_with(['.', '?', '"']), "no whole sentence: {sentence}");

        let told = self.longshore.run(words.iter().chain(&["--json"]));
        assert_eq!(told.status, status, "{words:?}: {}{}", told.out, told.err);
        assert_eq!(told.error_code(), code, "{words:?}: {}", told.out);
        let message = told.json()["error"]["message"].as_str().unwrap().to_owned();
        assert_eq!(format!("longshore: {message}"), sentence);

        assert_eq!(self.longshore.runs(), runs, "{words:?} left a run behind");
        assert!(self.shop.writes().is_empty(), "{words:?} changed the shop");
        let spools = self.longshore.home().join("spools");
        let left: Vec<_> = spools.read_dir().map(Iterator::collect).unwrap_or_default();
        assert!(left.is_empty(), "{words:?} left {left:?} behind");
    }

    /// A file that no command takes, whichever reads it.
    #[track_caller]
    fn refuses_file(&self, file: &Path, code: &str, says: &[&str]) {
        let file = file.to_str().unwrap();
        self.refuses(&["inspect", file], 2, code, says);
        self.refuses(&["check", file], 2, code, says);
        self.refuses_import(file, code, says);
    }

    #[track_caller]
    fn refuses_import(&self, file: &str, code: &str, says: &[&str]) {
        self.refuses(&["import", file, "--store", "shop", "--yes"], 2, code, says);
    }
}

#[test]
fn files_that_are_none() {
    let bench = Bench::new();
    let longshore = &bench.longshore;
    bench.refuses_file(&longshore.write("empty.csv", ""), "file_empty", &["empty.csv"]);
    bench.refuses_file(&longshore.write("blank.csv", "\n \n\t\n"), "file_empty", &["blank.csv"]);
    bench.refuses_file(&longshore.home(), "is_directory", &["home", "folder"]);
    bench.refuses_file(&longshore.file("gone.csv"), "file_not_found", &["gone.csv"]);
}

#[test]
fn files_that_are_no_tables() {
    let bench = Bench::new();
    let longshore = &bench.longshore;
    let picture = longshore.write("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    bench.refuses_file(&picture, "not_a_table", &["photo.csv", "picture"]);
    let page = longshore.write("list.csv", "<!DOCTYPE html><html><body>Not found</body></html>");
    bench.refuses_file(&page, "not_a_table", &["list.csv", "web page"]);
    let feed = longshore.write("feed.csv", "<?xml version=\"1.0\"?><rss><channel/></rss>");
    bench.refuses_import(feed.to_str().unwrap(), "no_rows", &["feed.csv", "no rows"]);
    let old = longshore.write("old.xls", old_office("Workbook"));
    bench.refuses_file(&old, "broken_workbook", &["old.xls", "damaged"]);
}

#[test]
fn workbooks_that_cannot_be_opened() {
    let bench = Bench::new();
    let longshore = &bench.longshore;
    let locked = longshore.write("locked.xlsx", old_office("EncryptedPackage"));
    bench.refuses_file(&locked, "encrypted_workbook", &["locked.xlsx", "password"]);
    let rows = [row(1, &[("A", "sku"), ("B", "price")]), row(2, &[("A", "X"), ("B", "1")])];
    let mut broken = workbook(&rows.concat());
    broken.truncate(broken.len() / 2);
    let broken = longshore.write("broken.xlsx", broken);
    bench.refuses_file(&broken, "broken_workbook", &["broken.xlsx", "damaged"]);
    let bomb = workbook(&[row(1, &[("A", "sku")]), " ".repeat(64 << 20)].concat());
    let bomb = longshore.write("bomb.xlsx", bomb);
    bench.refuses_file(&bomb, "unpacked_too_large", &["bomb.xlsx"]);
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet() {
    let bench = Bench::new();
    let header = row(1, &[("A", "sku"), ("B", "name"), ("C", "price")]);
    let product = row(2, &[("A", "X"), ("B", "Far"), ("C", "5")]);
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row>";
    let bytes = workbook(&[header, product, far.to_owned()].concat());
    assert!(bytes.len() < 5_000);
    let file = bench.longshore.write("far.xlsx", bytes);
    let says = ["far.xlsx", "XFD1048576", "Nothing was written"];
    bench.refuses_file(&file, "far_cell", &says);
}

#[test]
fn cells_that_never_end() {
    let bench = Bench::new();
    let longshore = &bench.longshore;
    let huge = longshore.file("huge.csv");
    let mut file = std::fs::File::create(&huge).unwrap();
    file.write_all(b"sku,name,price\nA,fine,5\nB,").unwrap();
    let piece = vec![b'x'; 1 << 20];
    (0..100).for_each(|_| file.write_all(&piece).unwrap());
    file.write_all(b",5\n").unwrap();
    drop(file);
    bench.refuses_import(
        huge.to_str().unwrap(),
        "cell_too_long",
        &["huge.csv", "line 3", "column 2", "quote missing before it?"],
    );
    let open = "\"sku\",\"name\",\"price\"\n\"A\",\"fine\",\"5\"\n\"B\",\"never,5\n\"C\",\"x\n";
    let open = longshore.write("quote.csv", open);
    bench.refuses_import(open.to_str().unwrap(), "endless_quote", &["quote.csv", "line"]);
    let wide = longshore.write("wide.csv", format!("sku,name\nA,b\n{}\n", ",".repeat(20_000)));
    bench.refuses_import(wide.to_str().unwrap(), "too_many_columns", &["wide.csv", "line 3"]);
}

#[test]
fn tables_without_products() {
    let bench = Bench::new();
    let longshore = &bench.longshore;
    let strange = longshore.write("strange.csv", "foo,bar,qux\n#,+,-\n-,#,+\n");
    bench.refuses_import(
        strange.to_str().unwrap(),
        "no_column_matched",
        &["strange.csv", "--map \"Column=field\""],
    );
    let bare = longshore.write("bare.csv", "sku,name,price\n");
    bench.refuses_import(bare.to_str().unwrap(), "no_rows", &["bare.csv", "no rows"]);
    let rates = "Country Code,State Code,City,Rate %,Tax Name,Shipping\nGB,*,*,20,VAT,1\n";
    let rates = longshore.write("rates.csv", rates);
    bench.refuses_import(
        rates.to_str().unwrap(),
        "not_a_product_file",
        &["rates.csv", "tax rates of WooCommerce", "Nothing was written"],
    );
    let joined =
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\na,A,Size,S,1,2\n";
    let joined = longshore.write("joined.csv", joined);
    let words =
        ["import", joined.to_str().unwrap(), "--store", "shop", "--yes", "--rows-as-they-are"];
    bench.refuses(&words, 2, "rows_need_joining", &["joined.csv", "Shopify", "--map"]);
    let Some(folder) = realdata::folder() else { return };
    let rates = folder.join("woo/woo-core-sample_tax_rates.csv");
    let says = ["woo-core-sample_tax_rates.csv", "tax rates of WooCommerce"];
    bench.refuses_import(rates.to_str().unwrap(), "not_a_product_file", &says);
}

#[test]
fn settings_that_do_not_fit_the_file() {
    let bench = Bench::new();
    let file = bench.longshore.write("list.csv", LIST);
    let file = file.to_str().unwrap();
    let import = |more: &[&'static str]| {
        let words = ["import", file, "--store", "shop", "--yes"];
        words.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let refuses = |more: &[&'static str], code: &str, says: &[&str]| {
        bench.refuses(&import(more), 2, code, says);
    };
    refuses(&["--map", "SKU"], "map_without_equals", &["\"SKU\"", "Column=field"]);
    refuses(&["--map", "SKU=colour of money"], "field_unknown", &["colour of money"]);
    refuses(&["--map", "Colour=name"], "column_unknown", &["Colour", "list.csv"]);
    refuses(&["--match", "sku,magic"], "match_key_unknown", &["magic", "gtin", "--help"]);
    refuses(&["--delimiter", "ab"], "delimiter_not_one_character", &["ab"]);
    refuses(&["--encoding", "klingon"], "setting_not_possible", &["klingon"]);
    refuses(&["--header-row", "99"], "header_line_not_found", &["99"]);
    refuses(&["--profile", "autumn"], "profile_not_found", &["autumn", "profile list"]);
    refuses(&["--add-tax", "some"], "tax_not_a_number", &["some", "19"]);
    refuses(&["--sheet", "May"], "sheet_not_found", &["list.csv", "\"May\""]);
    refuses(&["--limit", "0"], "limit_of_nothing", &["no row", "leave --limit out"]);
    refuses(&["--limit", "few"], "number_unfit", &["\"few\"", "--limit", "whole number"]);
    refuses(&["--max-change", "120%"], "share_unfit", &["120%", "Write 20%"]);
    let sheet =
        bench.longshore.write("list.xlsx", workbook(&row(1, &[("A", "sku"), ("B", "name")])));
    let words = ["import", sheet.to_str().unwrap(), "--store", "shop", "--yes", "--sheet", "May"];
    bench.refuses(&words, 2, "sheet_not_found", &["May"]);
}

#[test]
fn what_is_typed_wrongly() {
    let bench = Bench::new();
    let file = bench.longshore.write("list.csv", LIST);
    let file = file.to_str().unwrap();
    bench.refuses(&["import", file, "--store", "shop"], 2, "confirmation_needed", &["--yes"]);
    bench.refuses(
        &["import", file, "--store", "nowhere", "--yes"],
        2,
        "connection_not_found",
        &["nowhere"],
    );
    bench.refuses(&["check", file, "--store", "nowhere"], 2, "connection_not_found", &["nowhere"]);
    bench.refuses(&["store", "test", "nowhere"], 2, "connection_not_found", &["nowhere"]);
    bench.refuses(&["store", "remove", "nowhere"], 2, "connection_not_found", &["nowhere"]);
    let out = bench.longshore.file("out.csv");
    let words = ["export", "products", "--store", "nowhere", "--out", out.to_str().unwrap()];
    bench.refuses(&words, 2, "connection_not_found", &["nowhere"]);
    for words in [["runs", "show", "77"], ["runs", "changes", "77"], ["runs", "rejects", "77"]] {
        bench.refuses(&words, 2, "run_not_found", &["77", "runs list"]);
    }
    bench.refuses(&["undo", "77", "--yes"], 2, "run_not_found", &["77"]);
    bench.refuses(&["resume", "77", "--yes"], 2, "run_not_found", &["77"]);
    for words in [&["undo", "abc"][..], &["resume", "abc"], &["runs", "show", "abc"]] {
        bench.refuses(words, 2, "run_number_unfit", &["\"abc\"", "runs list"]);
    }
    for (only, code, says) in [
        ("foo=1", "only_without_key", "foo=1"),
        ("A", "only_without_key", "sku=A,B"),
        ("id=1,x", "only_id_unfit", "\"x\""),
        ("sku=", "only_without_value", "names no record"),
    ] {
        bench.refuses(&["undo", "1", "--only", only], 2, code, &["--only", says, "id=1,2"]);
    }
    let keep = ["journal", "keep", "--store", "shop"];
    bench.refuses(&keep, 2, "keep_how_long", &["--days 90", "--forever"]);
    bench.refuses(&["profile", "show", "autumn"], 2, "profile_not_found", &["autumn"]);
    bench.refuses(&["profile", "import", file], 2, "profile_not_readable", &["list.csv"]);
    let changed = "{\"longshore_profile\": 1,\n\"profile\": {\n\"mode\": \"mend\"}}";
    let changed = bench.longshore.write("autumn.json", changed);
    let words = ["profile", "import", changed.to_str().unwrap()];
    bench.refuses(&words, 2, "profile_broken", &["autumn.json", "line 3", "`mend`"]);

    for wrong in [&["fly"][..], &["import"], &["import", file], &["undo"], &["--nonsense"]] {
        let told = bench.longshore.run(wrong);
        assert_eq!((told.status, told.out.as_str()), (2, ""), "{wrong:?}");
        assert!(told.err.contains("--help"), "{wrong:?}: {}", told.err);
        let told = bench.longshore.run(wrong.iter().chain(&["--json"]));
        assert_eq!((told.status, told.error_code().as_str()), (2, "usage"), "{wrong:?}");
    }
}

#[test]
fn runs_that_cannot_be_taken_back_or_gone_on_with() {
    let bench = Bench::new();
    let file = bench.longshore.write("list.csv", LIST);
    let run = bench.longshore.import(0, &file, &[])["run"].to_string();
    bench.shop.practice.clear_requests();
    bench.refuses(&["resume", &run, "--yes"], 2, "run_not_resumable", &["completed"]);
    bench.refuses(&["undo", &run], 2, "confirmation_needed", &["--yes"]);
    bench.refuses(&["resume", &run], 2, "confirmation_needed", &["--yes"]);
}

#[test]
fn stores_that_do_not_let_us_in() {
    let bench = Bench::new();
    let (longshore, practice) = (&bench.longshore, &bench.shop.practice);
    let file = longshore.write("list.csv", LIST);
    let file = file.to_str().unwrap();

    let wrong = longshore.add_with("wrong", &bench.shop, practice.consumer_key(), "cs_wrong");
    assert_eq!(wrong.status, 3, "{}", wrong.out);
    assert_eq!(wrong.error_code(), "store_key_refused");
    assert!(!wrong.out.contains("cs_wrong") && !wrong.err.contains("cs_wrong"));
    let words = ["import", file, "--store", "shop", "--yes", "--json"];
    let told = longshore.run_where(("LONGSHORE_SECRET_SHOP", "cs_wrong"), words);
    assert_eq!((told.status, told.error_code().as_str()), (3, "store_key_refused"), "{}", told.out);

    let read_only =
        longshore.add_with("readonly", &bench.shop, practice.read_key(), practice.read_secret());
    assert_eq!(read_only.status, 0, "{}", read_only.out);
    practice.clear_requests();
    let import = ["import", file, "--store", "readonly", "--yes"];
    bench.refuses(&import, 3, "store_key_cannot_write", &["may only read", "Nothing was written"]);
    let write_only =
        longshore.add_with("writeonly", &bench.shop, practice.write_key(), practice.write_secret());
    assert_eq!((write_only.status, write_only.error_code().as_str()), (3, "store_key_cannot_read"));
    assert_eq!(longshore.json(0, ["store", "list"])["stores"].as_array().unwrap().len(), 2);
}

#[test]
fn a_store_that_is_not_there() {
    let longshore = Longshore::new();
    let file = longshore.write("list.csv", LIST);
    let file = file.to_str().unwrap();
    {
        let shop = Shop::empty();
        longshore.add("shop", &shop);
    }
    for words in [
        &["import", file, "--store", "shop", "--yes", "--json"][..],
        &["store", "test", "shop", "--json"],
    ] {
        let told = longshore.run(words);
        assert_eq!(
            (told.status, told.error_code().as_str()),
            (3, "store_connection_refused"),
            "{}",
            told.out
        );
    }
    assert_eq!(longshore.runs(), 0);
}

#[test]
fn faults_of_the_practice_store_that_cannot_be() {
    let bench = Bench::new();
    let serve = |fault: &'static str| ["practice", "serve", "--fault", fault];
    let refuses = |fault, code, says: &[&str]| bench.refuses(&serve(fault), 2, code, says);
    refuses("dropped", "fault_kind_unknown", &["\"dropped\"", "character 1", "dropped-after"]);
    refuses("429=soon@write", "fault_value_unfit", &["\"soon\"", "character 5", "429=after,TIME"]);
    refuses("twice@fetch products", "fault_route_unfit", &["character 7", "POST products/batch"]);
    refuses("cut@write#0", "fault_when_unfit", &["\"0\"", "character 11", "10%:42"]);
    refuses("certificate", "fault_needs_https", &["--https-port"]);
}
