//! Real files are recognised and mapped, whatever language and platform they come from.

use longshore_engine::{
    mapped::Mapped,
    mapping::Mapping,
    profile::Profile,
    reading::ReadSettings,
    recognise::{Recognised, recognise},
    suggest::{Suggestion, suggest},
};

use crate::realdata::{self, File};

fn suggestions(file: &File) -> (Recognised, Vec<Suggestion>) {
    let recognised = recognise(&file.header);
    let suggestions = suggest(&file.header, &recognised, &file.samples());
    (recognised, suggestions)
}

#[test]
fn print_all() {
    for (name, delimiter) in ALL {
        let Some(file) = realdata::read(name, *delimiter) else { return };
        let (recognised, suggestions) = suggestions(&file);
        println!("== {name} {recognised:?}");
        for suggestion in &suggestions {
            println!(
                "   {:40} {:30} {:3} {:?}",
                suggestion.name.chars().take(38).collect::<String>(),
                suggestion.target.as_ref().map(ToString::to_string).unwrap_or_default(),
                suggestion.confidence,
                suggestion.reason
            );
        }
        let profile = Profile::suggested(&recognised, &suggestions, ReadSettings::default());
        let mapping = match Mapping::compile(&profile, &file.header, &[], None) {
            Ok(mapping) => mapping,
            Err(error) => {
                println!("   ERROR {error}");
                continue;
            }
        };
        let (mut out, mut issues) = (Mapped::empty(), Vec::new());
        for row in &file.rows {
            mapping.map(row, &mut out, &mut issues);
        }
        let mut counts = std::collections::BTreeMap::new();
        for issue in &issues {
            let entry = counts.entry(issue.code.clone()).or_insert((0, issue.clone()));
            entry.0 += 1;
        }
        for (code, (count, example)) in counts {
            println!("   {count} {code} {example:?}");
        }
        println!("   {out:?}");
    }
}

const ALL: &[(&str, u8)] = &[
    ("woo/woo-core-sample_products.csv", b','),
    ("woo/woo-export-2021-tiles.csv", b','),
    ("woo/woo-export-2019.csv", b','),
    ("woo/woo-export-argentina.csv", b','),
    ("woo/woo-export-partial-columns-crlf.csv", b','),
    ("woo/serbian-image-replacements-semicolon.csv", b';'),
    ("woo/woo-core-sample_tax_rates.csv", b','),
    ("etsy/EtsyListingsDownload-en.csv", b','),
    ("feeds/google-merchant.csv", b','),
    ("feeds/meta-catalog-comment-line.csv", b','),
    ("misc/5k-products.csv", b','),
    ("misc/russian-bom-semicolon.csv", b';'),
    ("prestashop/products_import.csv", b';'),
    ("prestashop/combinations_import.csv", b';'),
    ("prestashop/categories_import.csv", b';'),
    ("erp/german-artikel-cp1252-semicolon.csv", b';'),
    ("magento/magento2-catalog_product.csv", b','),
    ("wix/wix-catalog_products-french-wine.csv", b','),
    ("shopify/shopify-export-2025-variants.csv", b','),
    ("shopify/shopify-NEW-template-2025-url-handle.csv", b','),
];
