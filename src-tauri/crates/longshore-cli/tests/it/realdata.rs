//! Real files of real merchants go into an empty shop, and what becomes of each is written down.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{shop::Shop, terminal::Longshore};

/// File, sha256, encoding, delimiter, rows, columns, recognised as, exit status, records created, and what the shop
/// has then: products, variations, pictures of both. Rows and columns are those that are imported: of another
/// platform's file the joined ones. The last three were counted by hand for files of other platforms.
const TABLE: &str = include_str!("../realdata.tsv");

/// The folder of real files, where there is one.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("LONGSHORE_REALDATA")
        .map_or_else(|| "../../../../shared/realdata".into(), PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn table() -> BTreeMap<&'static str, &'static str> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once('\t').expect("a file and what becomes of it")).collect()
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| {
                ["csv", "json", "xlsx", "xml"].iter().any(|known| ending == *known)
            }) {
                let inside = path.strip_prefix(folder).unwrap().components();
                let parts: Vec<_> = inside.map(|part| part.as_os_str().to_string_lossy()).collect();
                found.push(parts.join("/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_real_file_has_a_line_and_every_line_a_file() {
    let Some(folder) = folder() else { return skipped() };
    let known: Vec<_> = table().into_keys().map(str::to_owned).collect();
    assert_eq!(files(&folder), known);
}

/// Several tests, so that they go side by side.
macro_rules! folders {
    ($($test:ident: $($folder:literal),+;)+) => {
        $(#[test]
        fn $test() {
            as_written(&[$($folder),+]);
        })+

        #[test]
        fn no_real_file_is_left_out() {
            let all = [$($($folder),+),+];
            for file in table().into_keys() {
                assert_eq!(all.iter().filter(|folder| file.starts_with(**folder)).count(), 1, "{file}");
            }
        }
    };
}

folders! {
    plain_lists: "erp/", "json/", "misc/russian", "xlsx/inventory";
    scraped_products: "misc/5k";
    scraped_products_in_a_workbook: "xlsx/5k";
    other_platforms: "etsy/", "feeds/", "magento/", "prestashop/", "shopify/", "wix/", "xlsx/shopify";
    exports_of_woocommerce: "woo/";
}

#[test]
fn a_catalogue_made_of_a_list_is_the_same_products_as_the_list() {
    let Some(folder) = folder() else { return skipped() };
    let goods = |file: &str, decided: &[&str]| {
        let shop = Shop::empty();
        let longshore = Longshore::with(&shop);
        let maps: Vec<&str> = decided.iter().flat_map(|map| ["--map", *map]).collect();
        longshore.import(0, &folder.join(file), &maps);
        let of = |product: &Value, field: &str| product[field].as_str().unwrap().to_owned();
        let there = shop.witness().products();
        let mut goods: Vec<_> =
            there.iter().map(|one| (of(one, "name"), of(one, "regular_price"))).collect();
        goods.sort();
        goods
    };
    let list = ["Artikeltext1=name", "vkNetto=", "vkBrutto=regular_price"];
    let list = goods("erp/german-artikel-cp1252-semicolon.csv", &list);
    // Some of its numbers stand in two rows; without them all rows are products, as in the list.
    let own = ["id=", "sku="];
    let catalogue = goods("json/german-grocery-products.json", &own);
    assert_eq!(list.len(), 1505);
    assert_eq!(catalogue, list);
}

/// Imports the files of these folders, each into an empty shop, and compares with the table.
#[track_caller]
fn as_written(folders: &[&str]) {
    let Some(folder) = folder() else { return skipped() };
    let (mut wrong, mut looked_at) = (String::new(), 0);
    for (file, line) in table() {
        // The largest one goes in where it comes back, too.
        let is_elsewhere = file == "woo/woo-export-2021-tiles.csv";
        if is_elsewhere || !folders.iter().any(|wanted| file.starts_with(wanted)) {
            continue;
        }
        looked_at += 1;
        let found = what_becomes_of(&folder.join(file));
        if found != line {
            let _ = writeln!(wrong, "{file}\t{found}");
        }
    }
    assert!(looked_at > 0, "no file lies in {folders:?}");
    assert!(wrong.is_empty(), "not as written:\n{wrong}");
}

/// The line of a file that goes into an empty shop now.
pub(crate) fn what_becomes_of(file: &Path) -> String {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let imported = longshore.run([
        "import".as_ref(),
        file.as_os_str(),
        "--store".as_ref(),
        "shop".as_ref(),
        "--yes".as_ref(),
        "--json".as_ref(),
    ]);
    let created = imported.json()["counts"]["create"].as_u64().unwrap_or(0);
    let has = Has::of(&shop);
    assert_eq!(created as usize, has.products + has.variations, "what the shop has of {file:?}");
    line(&longshore, file, imported.status, created, &has)
}

/// What a shop has.
pub(crate) struct Has {
    pub(crate) products: usize,
    pub(crate) variations: usize,
    pub(crate) images: usize,
}

impl Has {
    pub(crate) fn of(shop: &Shop) -> Self {
        let witness = shop.witness();
        let there = witness.products();
        let images = |product: &Value| product["images"].as_array().map_or(0, Vec::len);
        let mut has =
            Self { products: there.len(), variations: 0, images: there.iter().map(images).sum() };
        for product in there.iter().filter(|product| product["type"] == "variable") {
            let variations = witness.variations(product);
            has.variations += variations.len();
            has.images +=
                variations.iter().filter(|variation| variation["image"].is_object()).count();
        }
        has
    }
}

/// The line of a file that was imported.
pub(crate) fn line(
    longshore: &Longshore,
    file: &Path,
    status: i32,
    created: u64,
    has: &Has,
) -> String {
    let mut sum = String::new();
    for byte in Sha256::digest(std::fs::read(file).unwrap()) {
        let _ = write!(sum, "{byte:02x}");
    }
    let found = longshore.json(0, ["inspect".as_ref(), file.as_os_str()]);
    let text = |name: &str| found[name].as_str().unwrap_or("-").replace('\t', "tab");
    let recognised = match text("recognised_as") {
        nothing if nothing.is_empty() => "-".to_owned(),
        platform => platform,
    };
    format!(
        "{sum}\t{}\t{}\t{}\t{}\t{recognised}\t{status}\t{created}\t{}\t{}\t{}",
        text("encoding"),
        text("delimiter"),
        found["rows"],
        found["columns"].as_array().map_or(0, Vec::len),
        has.products,
        has.variations,
        has.images,
    )
}

/// What the table says of a file.
pub(crate) fn written(file: &str) -> &'static str {
    table()[file]
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests is told what was not tested")]
pub(crate) fn skipped() {
    eprintln!("SKIPPED: {} real files are not here", table().len());
}
