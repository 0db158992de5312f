//! Real files of real merchants go into an empty shop, are known again, and can be taken back; what becomes of each
//! is written down.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{shop::Shop, terminal::Longshore};

/// File, sha256, encoding, delimiter, rows, columns, recognised as, exit status, records created, and what the shop
/// has then: products, variations, pictures of both, categories beside its own. Rows and columns are those that are
/// imported: of another platform's file the joined ones. The last four were counted by hand for files of other
/// platforms.
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

/// A product as both files say it: its name, price and category; and whether the shop shows it.
fn goods(file: &str, decided: &[&str]) -> (Value, Vec<[String; 4]>) {
    let Some(folder) = folder() else { unreachable!("whoever asks has looked") };
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let path = folder.join(file);
    let mut words = vec!["import", path.to_str().unwrap(), "--store", "shop", "--yes", "--json"];
    words.extend(decided.iter().flat_map(|map| ["--map", *map]));
    let done = longshore.run(words).json();
    let of = |product: &Value, field: &str| product[field].as_str().unwrap_or_default().to_owned();
    let there = shop.witness().products();
    let mut goods: Vec<[String; 4]> = there
        .iter()
        .map(|one| {
            let category = of(&one["categories"][0], "name");
            [of(one, "name"), of(one, "regular_price"), category, of(one, "status")]
        })
        .collect();
    goods.sort();
    (done, goods)
}

const LIST: &str = "erp/german-artikel-cp1252-semicolon.csv";
const CATALOGUE: &str = "json/german-grocery-products.json";

#[test]
fn a_catalogue_made_of_a_list_is_the_same_products_as_the_list() {
    if folder().is_none() {
        return skipped();
    }
    let (_, list) = goods(LIST, &[]);
    // Some of its numbers stand in two rows; without them all rows are products, as in the list.
    let (_, catalogue) = goods(CATALOGUE, &["sku="]);
    assert_eq!((list.len(), catalogue.len()), (1505, 1505));
    // The catalogue has its categories as addresses write them, and one for what the list has in none.
    let as_address = |name: &str| {
        let mut letters = name.replace("&amp;", "&").to_lowercase();
        for (letter, two) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")] {
            letters = letters.replace(letter, two);
        }
        let words = letters.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    };
    let category_of = |name: &str| match name {
        "" | "Uncategorized" => "sonstiges".to_owned(),
        name => as_address(name),
    };
    let said = |goods: &[[String; 4]], category: &dyn Fn(&str) -> String| -> Vec<[String; 3]> {
        let mut said: Vec<[String; 3]> = goods
            .iter()
            .map(|[name, price, own, _]| [name.clone(), price.clone(), category(own)])
            .collect();
        said.sort();
        said
    };
    assert_eq!(said(&catalogue, &str::to_owned), said(&list, &category_of));
    // The list does not say what is sold no more.
    let hidden =
        |goods: &[[String; 4]]| goods.iter().filter(|[.., status]| status != "publish").count();
    assert_eq!((hidden(&list), hidden(&catalogue)), (0, 78));
}

/// The numbers that the catalogue has twice; the list has none.
const TWICE: [&str; 6] = [
    "duso-javelwasser-2l-henkelflasche",
    "doner-kebab-beutel-16x16xm-4kg",
    "pizza-karton-kraft-20x20x4-100st",
    "pizza-karton-32x32x4-weiss-kraft-100-st",
    "andu-vn-gambas-8-12-ohne-kopf-ezp-1kg-750g",
    "pasta-reggia-spaghetti-nr-19-500g",
];

#[test]
fn only_what_has_the_number_of_another_row_is_left_out_of_the_catalogue() {
    let Some(folder) = folder() else { return skipped() };
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let path = folder.join(CATALOGUE);
    let told = longshore.run(["check", path.to_str().unwrap(), "--json"]).json();
    let issues = told["issues"].as_array().unwrap();
    let errors: Vec<&Value> = issues.iter().filter(|issue| issue["severity"] == "error").collect();
    let [twice] = errors.as_slice() else { panic!("{errors:?}") };
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let number = |row: &Value| rows[row.as_u64().unwrap() as usize - 1]["sku"].clone();
    let numbers: Vec<Value> = twice["rows"].as_array().unwrap().iter().map(number).collect();
    assert_eq!((&twice["code"], numbers), (&"sku_twice".into(), TWICE.map(Value::from).to_vec()));
    let (_, list) = goods(LIST, &[]);
    let (done, mut catalogue) = goods(CATALOGUE, &[]);
    assert_eq!(done["counts"]["create"], 1499, "{}", done["counts"]);
    let mut left_out = 0;
    for [name, price, ..] in &list {
        match catalogue.iter().position(|one| one[0] == *name && one[1] == *price) {
            Some(at) => drop(catalogue.swap_remove(at)),
            None => left_out += 1,
        }
    }
    assert_eq!((left_out, catalogue), (6, Vec::new()));
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

/// The line of a file that goes into an empty shop now, again without a write, and out.
pub(crate) fn what_becomes_of(file: &Path) -> String {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let before = shop.witness().snapshot();
    let import = || {
        let words = ["import".as_ref(), file.as_os_str(), "--store".as_ref(), "shop".as_ref()];
        longshore.run(words.into_iter().chain(["--yes".as_ref(), "--json".as_ref()]))
    };
    let imported = import();
    let done = imported.json();
    let created = done["counts"]["create"].as_u64().unwrap_or(0);
    let has = Has::of(&shop);
    assert_eq!(created as usize, has.products + has.variations, "what the shop has of {file:?}");
    if created > 0 {
        shop.practice.clear_requests();
        let again = import();
        assert_eq!(again.status, imported.status, "{file:?}: {}", again.out);
        assert_eq!(again.json()["counts"]["unchanged"], created, "{file:?}: {}", again.out);
        assert!(shop.writes().is_empty(), "{file:?} writes though nothing changes");
        longshore.undo(0, &done["run"]);
        before.must_equal(&shop.witness().snapshot());
    }
    line(&longshore, file, imported.status, created, &has)
}

/// What a shop has.
pub(crate) struct Has {
    pub(crate) products: usize,
    pub(crate) variations: usize,
    pub(crate) images: usize,
    /// Without the one that every shop has.
    pub(crate) categories: usize,
}

impl Has {
    pub(crate) fn of(shop: &Shop) -> Self {
        let witness = shop.witness();
        let there = witness.products();
        let images = |product: &Value| product["images"].as_array().map_or(0, Vec::len);
        let categories = witness.all("products/categories", "&hide_empty=false");
        let mut has = Self {
            products: there.len(),
            variations: 0,
            images: there.iter().map(images).sum(),
            categories: categories.iter().filter(|one| one["slug"] != "uncategorized").count(),
        };
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
        "{sum}\t{}\t{}\t{}\t{}\t{recognised}\t{status}\t{created}\t{}\t{}\t{}\t{}",
        text("encoding"),
        text("delimiter"),
        found["rows"],
        found["columns"].as_array().map_or(0, Vec::len),
        has.products,
        has.variations,
        has.images,
        has.categories,
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
