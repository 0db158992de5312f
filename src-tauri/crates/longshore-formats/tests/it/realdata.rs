//! Real files of real merchants are read as a person would read them.

use std::path::PathBuf;

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Format, Limits, RepairCode, Source};

/// What a file is: path, encoding, delimiter (or sheet), header row, rows, columns in the header, widest row.
type Line = (&'static str, &'static str, &'static str, u64, u64, usize, usize);

const FILES: &[Line] = &[
    ("erp/german-artikel-cp1252-semicolon.csv", "windows-1252", ";", 1, 1505, 5, 5),
    ("etsy/EtsyListingsDownload-en.csv", "utf-8", ",", 1, 92, 24, 24),
    ("feeds/google-merchant.csv", "utf-8", ",", 1, 11, 11, 11),
    // Its first line holds comments on the columns.
    ("feeds/meta-catalog-comment-line.csv", "utf-8", ",", 2, 1, 29, 29),
    ("magento/magento2-catalog_product.csv", "utf-8", ",", 1, 6, 74, 74),
    ("misc/5k-products.csv", "utf-8", ",", 1, 5400, 7, 7),
    ("misc/russian-bom-semicolon.csv", "utf-8", ";", 1, 170, 4, 4),
    ("prestashop/categories_import.csv", "utf-8", ";", 1, 3, 10, 10),
    ("prestashop/combinations_import.csv", "utf-8", ";", 1, 2, 12, 12),
    ("prestashop/products_import.csv", "utf-8", ";", 1, 2, 39, 40),
    ("shopify/shopify-NEW-template-2025-url-handle.csv", "utf-8", ",", 1, 28, 57, 59),
    ("shopify/shopify-export-2024-320k.csv", "utf-8", ",", 1, 604, 82, 82),
    ("shopify/shopify-export-2025-variants.csv", "utf-8", ",", 1, 61, 54, 54),
    ("shopify/shopify-export-old-46cols.csv", "utf-8", ",", 1, 246, 47, 47),
    ("shopify/shopifypartners-apparel.csv", "utf-8", ",", 1, 22, 46, 46),
    ("wix/wix-catalog_products-french-wine.csv", "utf-8", ",", 1, 163, 53, 53),
    ("woo/serbian-image-replacements-semicolon.csv", "utf-8", ";", 1, 129, 9, 9),
    ("woo/woo-core-sample_products.csv", "utf-8", ",", 1, 25, 51, 51),
    ("woo/woo-core-sample_tax_rates.csv", "utf-8", ",", 1, 5, 10, 10),
    // An empty line and a TAB stand before its byte order mark.
    ("woo/woo-export-2019.csv", "utf-8", ",", 2, 9, 13, 13),
    ("woo/woo-export-2021-tiles.csv", "utf-8", ",", 1, 3392, 79, 79),
    ("woo/woo-export-argentina.csv", "utf-8", ",", 1, 69, 34, 34),
    ("woo/woo-export-partial-columns-crlf.csv", "utf-8", ",", 1, 117, 28, 28),
    ("xlsx/5k-products.xlsx", "", "Sheet1", 1, 5400, 7, 7),
    // Two cells of notes stand beside the table.
    ("xlsx/inventory-argentina.xlsx", "", "Hoja1", 1, 69, 21, 23),
    ("xlsx/shopify-export-resaved.xlsx", "", "products_export", 1, 246, 47, 47),
];

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("LONGSHORE_REALDATA")
        .map_or_else(|| "../../../../shared/realdata".into(), PathBuf::from);
    folder.is_dir().then_some(folder)
}

#[test]
fn every_real_file_is_read_with_all_its_rows_and_columns() {
    let Some(folder) = folder() else {
        eprintln!("SKIPPED: {} real files are not here", FILES.len());
        return;
    };
    let mut wrong = Vec::new();
    for &(path, encoding, between, header_row, rows, named, widest) in FILES {
        let mut source =
            Source::open(&folder.join(path), &ReadSettings::default(), &Limits::default()).unwrap();
        let recognised = source.recognised().clone();
        let found_encoding = recognised.encoding.map_or(String::new(), |encoding| encoding.value);
        let found_between = match recognised.delimiter {
            Some(delimiter) => delimiter.value.to_string(),
            None => recognised.sheet.map_or(String::new(), |sheet| sheet.value),
        };
        let mut reader = source.reader().unwrap();
        let found_named = reader.header().columns.len();
        let mut row = Row::new();
        let mut found_rows = 0;
        while reader.read(&mut row).unwrap() {
            found_rows += 1;
        }
        let found = (
            path,
            found_encoding.as_str(),
            found_between.as_str(),
            recognised.header_row.value,
            found_rows,
            found_named,
            reader.header().columns.len(),
        );
        let repairs: Vec<_> = reader
            .repairs()
            .iter()
            .map(|repair| (repair.code, repair.count, repair.lines.first().copied()))
            .collect();
        println!("{found:?} {repairs:?}");
        if found != (path, encoding, between, header_row, rows, named, widest) {
            wrong.push(format!("{found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_real_table_is_forgotten() {
    let Some(folder) = folder() else { return };
    for part in std::fs::read_dir(folder).unwrap().flatten().filter(|part| part.path().is_dir()) {
        let name = part.file_name().into_string().unwrap();
        for file in std::fs::read_dir(part.path()).unwrap().flatten() {
            let path = format!("{name}/{}", file.file_name().into_string().unwrap());
            let has_line = FILES.iter().any(|line| line.0 == path);
            assert!(has_line || TREES.iter().any(|line| line.0 == path), "{path} has no line");
        }
    }
}

/// Trees: path, format, table, rows, columns.
const TREES: &[(&str, Format, &str, u64, usize)] = &[
    ("feeds/google-merchant-1.9mb.xml", Format::Xml, "feed/entry", 385, 27),
    ("feeds/yandex-yml-sewing.xml", Format::Xml, "yml_catalog/shop/offers/offer", 132, 12),
    ("json/german-grocery-products.json", Format::Json, "", 1505, 19),
];

#[test]
fn real_trees_are_read_with_all_their_records() {
    let Some(folder) = folder() else {
        eprintln!("SKIPPED: {} real files are not here", TREES.len());
        return;
    };
    for &(path, format, table, rows, columns) in TREES {
        let path = folder.join(path);
        let mut source = Source::open(&path, &ReadSettings::default(), &Limits::default()).unwrap();
        let recognised = source.recognised().clone();
        assert_eq!(recognised.format.value, format);
        assert_eq!(recognised.sheet.unwrap().value, table);
        let mut reader = source.reader().unwrap();
        let mut row = Row::new();
        let mut found = 0;
        while reader.read(&mut row).unwrap() {
            found += 1;
        }
        assert_eq!((found, reader.header().columns.len()), (rows, columns), "{}", path.display());
    }
}

#[test]
fn the_grocery_s_products_are_those_of_its_list() {
    let Some(folder) = folder() else { return };
    let read = |path: &str| {
        let settings = ReadSettings::default();
        crate::made::read_path(&folder.join(path), &settings, &Limits::default()).unwrap()
    };
    let tree = read("json/german-grocery-products.json");
    let list = read("erp/german-artikel-cp1252-semicolon.csv");
    assert_eq!(tree.rows.len(), list.rows.len());
    let column = |name: &str| tree.columns.iter().position(|column| column == name).unwrap();
    let pairs = [("name_de", 0), ("tax_rate", 2), ("price_b2b", 3), ("price_b2c", 4)];
    for (tree, list) in tree.rows.iter().zip(&list.rows) {
        for (name, index) in pairs {
            let shown =
                list.get(index).unwrap().trim().replace(',', if index == 0 { "," } else { "." });
            assert_eq!(tree.get(column(name)).unwrap(), shown, "{name} in line {}", list.line);
        }
    }
}

#[test]
fn a_list_is_the_same_as_csv_and_as_a_workbook() {
    let Some(folder) = folder() else { return };
    let read = |path: &str| {
        let settings = ReadSettings::default();
        crate::made::read_path(&folder.join(path), &settings, &Limits::default()).unwrap()
    };
    let (text, sheet) = (read("misc/5k-products.csv"), read("xlsx/5k-products.xlsx"));
    assert_eq!(text.columns, sheet.columns);
    // The workbook ends lines in cells otherwise, and has no blanks at their ends.
    let plain = |cell: &str| cell.replace("\r\n", "\n").trim().to_owned();
    let differing = text
        .rows
        .iter()
        .zip(&sheet.rows)
        .filter(|(one, other)| one.iter().map(plain).ne(other.iter().map(plain)));
    assert_eq!(differing.count(), 0);
}

#[test]
fn the_export_with_columns_found_late_has_its_short_rows_counted() {
    let Some(folder) = folder() else { return };
    let path = folder.join("woo/woo-export-2021-tiles.csv");
    let whole =
        crate::made::read_path(&path, &ReadSettings::default(), &Limits::default()).unwrap();
    assert_eq!(whole.repair(RepairCode::ShortRow).0, 2700);
    assert_eq!(whole.repaired(), [RepairCode::ShortRow]);
}

#[test]
fn damaged_real_files_break_nothing() {
    let Some(folder) = folder() else { return };
    for line in FILES {
        let whole = std::fs::read(folder.join(line.0)).unwrap();
        let mut state = whole.len() as u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        for round in 0..6 {
            // Enough of each file to be through soon.
            let mut bytes = whole[..whole.len().min(60_000 + random() % 30_000)].to_vec();
            for _ in 0..1 << round {
                let at = random() % bytes.len();
                bytes[at] = [b'"', b',', b'\n', 0, 0xFF, b'\\', b' ', b';'][random() % 8];
            }
            let made = crate::made::Made::of(&bytes);
            let _ =
                crate::made::read_path(&made.path, &ReadSettings::default(), &Limits::default());
        }
    }
}
