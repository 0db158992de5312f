//! Real files are recognised and mapped, whatever language and platform they come from.

use std::collections::BTreeMap;

use longshore_engine::{
    entity::Entity,
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    profile::Profile,
    reading::ReadSettings,
    recognise::recognise,
    suggest::{TAKEN_UNASKED, suggest},
    value::Value,
};

use crate::realdata::{self, File};

fn profile(file: &File) -> Profile {
    let recognised = recognise(&file.header);
    let suggestions = suggest(&file.header, &recognised, &file.samples());
    Profile::suggested(&recognised, &suggestions, ReadSettings::default())
}

fn mapping(file: &File) -> Mapping {
    Mapping::compile(&profile(file), &file.header, &[], None).unwrap()
}

fn map_all(file: &File) -> (Vec<Mapped>, Vec<Issue>) {
    let mapping = mapping(file);
    let (mut all, mut issues) = (Vec::new(), Vec::new());
    for row in &file.rows {
        let mut mapped = Mapped::empty();
        mapping.map(row, &mut mapped, &mut issues);
        all.push(mapped);
    }
    (all, issues)
}

fn errors(issues: &[Issue]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for issue in issues.iter().filter(|issue| issue.severity == Severity::Error) {
        *counts.entry(issue.code.to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn every_column_of_woocommerces_own_exports_has_its_field() {
    for (name, locale, columns) in [
        ("woo/woo-core-sample_products.csv", "en_US", 51),
        ("woo/woo-export-2021-tiles.csv", "en_US", 79),
        ("woo/woo-export-2019.csv", "ru_RU", 13),
        ("woo/woo-export-argentina.csv", "en_US", 34),
        ("woo/woo-export-partial-columns-crlf.csv", "en_US", 28),
    ] {
        let Some(file) = realdata::read(name, b',') else { return };
        let recognised = recognise(&file.header);
        assert_eq!(
            (&*recognised.platform, recognised.locale.as_deref()),
            ("woocommerce", Some(locale)),
            "{name}"
        );
        let suggestions = suggest(&file.header, &recognised, &file.samples());
        assert_eq!(suggestions.len(), columns, "{name}");
        for suggestion in suggestions {
            assert!(suggestion.confidence >= TAKEN_UNASKED, "{name}: {suggestion:?}");
        }
    }
}

#[test]
fn files_of_other_platforms_are_recognised() {
    for (name, delimiter, platform, needs_joining, has_products) in [
        ("woo/woo-core-sample_tax_rates.csv", b',', "woocommerce_tax_rates", false, false),
        ("etsy/EtsyListingsDownload-en.csv", b',', "etsy", false, true),
        ("feeds/google-merchant.csv", b',', "google_merchant", false, true),
        ("feeds/meta-catalog-comment-line.csv", b',', "meta_catalogue", false, true),
        ("prestashop/products_import.csv", b';', "prestashop", false, true),
        ("prestashop/combinations_import.csv", b';', "prestashop_combinations", true, true),
        ("prestashop/categories_import.csv", b';', "prestashop_categories", false, false),
        ("magento/magento2-catalog_product.csv", b',', "magento2", true, true),
        ("wix/wix-catalog_products-french-wine.csv", b',', "wix", true, true),
        ("shopify/shopify-export-2025-variants.csv", b',', "shopify", true, true),
        ("shopify/shopify-export-2024-320k.csv", b',', "shopify", true, true),
        ("shopify/shopify-export-old-46cols.csv", b',', "shopify", true, true),
        ("shopify/shopify-NEW-template-2025-url-handle.csv", b',', "shopify", true, true),
        ("shopify/shopifypartners-apparel.csv", b',', "shopify", true, true),
        ("misc/5k-products.csv", b',', "", false, true),
        ("misc/russian-bom-semicolon.csv", b';', "", false, true),
        ("woo/serbian-image-replacements-semicolon.csv", b';', "", false, true),
        ("erp/german-artikel-cp1252-semicolon.csv", b';', "", false, true),
    ] {
        let Some(file) = realdata::read(name, delimiter) else { return };
        let found = recognise(&file.header);
        assert_eq!(
            (&*found.platform, found.rows_need_joining, found.has_products),
            (platform, needs_joining, has_products),
            "{name}"
        );
    }
}

#[test]
fn lists_without_a_platform_get_the_fields_that_a_person_would_choose() {
    for (name, delimiter, meant) in [
        ("erp/german-artikel-cp1252-semicolon.csv", b';', "name category - - regular_price"),
        ("misc/5k-products.csv", b',', "sku name brand - regular_price attribute:Color images"),
        ("misc/russian-bom-semicolon.csv", b';', "name regular_price - category"),
        (
            "woo/serbian-image-replacements-semicolon.csv",
            b';',
            "- name brand - regular_price - - - images",
        ),
        (
            "feeds/google-merchant.csv",
            b',',
            "sku name description - images in_stock regular_price global_unique_id brand attribute:MPN -",
        ),
    ] {
        let Some(file) = realdata::read(name, delimiter) else { return };
        let profile = profile(&file);
        let targets: Vec<&str> =
            profile.columns.iter().map(|column| column.target.as_deref().unwrap_or("-")).collect();
        assert_eq!(targets.join(" "), meant, "{name}");
    }
}

#[test]
fn the_core_sample_is_read_without_an_error() {
    let Some(file) = realdata::read("woo/woo-core-sample_products.csv", b',') else { return };
    let (all, issues) = map_all(&file);
    assert_eq!(issues, []);
    let of = |entity| all.iter().filter(|mapped| mapped.record.entity == entity).count();
    assert_eq!((of(Entity::Product), of(Entity::Variation)), (18, 7));
    assert!(all.iter().all(|mapped| mapped.source_id.is_some()));
    let by_sku = |sku: &str| {
        all.iter().find(|mapped| mapped.record.fields.text("sku") == Some(sku)).unwrap()
    };
    let album = &by_sku("woo-album").record.fields;
    assert_eq!(album.get("virtual"), Some(&Value::Boolean(true)));
    assert!(matches!(album.get("downloads"), Some(Value::Downloads(files)) if files.len() == 2));
    let group = &by_sku("logo-collection").record.fields;
    assert!(
        matches!(group.get("grouped_products"), Some(Value::References(all)) if all.len() == 3)
    );
    let hoodie = by_sku("woo-hoodie-blue-logo");
    assert_eq!(hoodie.parent.as_ref().map(longshore_engine::value::Name::last), Some("woo-hoodie"));
    assert!(
        matches!(hoodie.record.fields.get("attributes"), Some(Value::Choices(all)) if all.len() == 2)
    );
}

#[test]
fn the_tile_shops_export_is_read_without_an_error() {
    let Some(file) = realdata::read("woo/woo-export-2021-tiles.csv", b',') else { return };
    let (all, issues) = map_all(&file);
    assert_eq!(errors(&issues), BTreeMap::new());
    assert_eq!(all.len(), 3392);
    let count = |is: &dyn Fn(&Mapped) -> bool| all.iter().filter(|mapped| is(mapped)).count();
    assert_eq!(count(&|mapped| mapped.record.fields.get("sku").is_none()), 362);
    assert_eq!(count(&|mapped| mapped.record.entity == Entity::Variation), 1947);
    assert_eq!(count(&|mapped| mapped.record.fields.text("type") == Some("variable")), 239);
    let taps = all.iter().filter_map(|mapped| match mapped.record.fields.get("categories") {
        Some(Value::References(all)) => Some(format!("{all:?}")),
        _ => None,
    });
    assert!(taps.clone().any(|names| names.contains("Taps & Mixers")));
    assert!(taps.clone().all(|names| !names.contains("&amp;")));
}

#[test]
fn prices_of_real_lists_are_read_in_their_own_notation() {
    let Some(file) = realdata::read("erp/german-artikel-cp1252-semicolon.csv", b';') else {
        return;
    };
    let (all, issues) = map_all(&file);
    assert_eq!(errors(&issues), BTreeMap::new());
    let price = all[1].record.fields.get("regular_price");
    assert_eq!(price, Some(&Value::Decimal("1.79".parse().unwrap())));
    let Some(file) = realdata::read("misc/russian-bom-semicolon.csv", b';') else { return };
    // 26 cells say "not stated" where a price belongs.
    assert_eq!(errors(&map_all(&file).1), BTreeMap::from([("number_not_read".to_owned(), 26)]));
}

#[test]
fn a_header_of_85_french_columns_is_understood_but_for_a_plugins_two() {
    let header = crate::french::header();
    assert_eq!(header.columns.len(), 85);
    let recognised = recognise(&header);
    assert_eq!(recognised.locale.as_deref(), Some("fr_FR"));
    let unknown: Vec<_> = suggest(&header, &recognised, &[])
        .into_iter()
        .filter(|suggestion| suggestion.target.is_none())
        .map(|suggestion| suggestion.name)
        .collect();
    assert_eq!(unknown, ["Blocksy onglets", "Blocksy galerie"]);
}

#[test]
fn the_files_as_a_whole_keep_no_row_of_woocommerces_own_exports_out() {
    for name in ["woo/woo-core-sample_products.csv", "woo/woo-export-2021-tiles.csv"] {
        let Some(file) = realdata::read(name, b',') else { return };
        let outcome = crate::pipeline::run(&file, &profile(&file), &[]);
        assert_eq!(errors(&outcome.issues), BTreeMap::new(), "{name}");
        let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
        for issue in outcome.issues.iter().filter(|issue| issue.severity == Severity::Warning) {
            *warnings.entry(&issue.code).or_default() += 1;
        }
        let meant: &[(&str, usize)] = match name {
            "woo/woo-core-sample_products.csv" => &[],
            // The shop's own oddities, counted by another program; it takes them all.
            _ => &[
                ("combination_twice", 192),
                ("price_missing", 13),
                ("value_not_on_parent", 334),
                ("variation_without_choices", 5),
            ],
        };
        assert_eq!(warnings, meant.iter().copied().collect(), "{name}");
    }
}
