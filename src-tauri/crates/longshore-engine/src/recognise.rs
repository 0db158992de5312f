//! Which platform made a file?

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{
    label,
    platforms::{
        etsy_columns, prestashop_columns,
        signatures::{self, Rows},
        woocommerce::labels::{self, Kind},
    },
    row::Header,
    target::{Plain, Target},
};

/// What a file was recognised as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// The kind of file, such as `woocommerce`, `shopify` or `woocommerce_tax_rates`; empty for a plain table.
    pub platform: SmolStr,
    /// The language of its header, such as `fr_FR`, where the platform has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<SmolStr>,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// Why, as a code: `signature_columns`, `export_labels` or `nothing_known`.
    pub reason: SmolStr,
    /// How many columns the platform's own export has.
    pub columns_known: usize,
    /// Whether several rows together make one product, so that rows cannot be read one by one.
    pub rows_need_joining: bool,
    /// Whether there are products in it at all.
    pub has_products: bool,
}

/// Columns that only an export of WooCommerce has.
fn is_own(target: &Target) -> bool {
    match target {
        Target::Plain(plain) => matches!(
            plain,
            Plain::Published
                | Plain::Featured
                | Plain::CatalogVisibility
                | Plain::TaxStatus
                | Plain::InStock
                | Plain::Backorders
                | Plain::SoldIndividually
                | Plain::ReviewsAllowed
                | Plain::GroupedProducts
        ),
        Target::Attribute(..) => true,
        _ => false,
    }
}

/// Which platform a header belongs to.
#[must_use]
pub fn recognise(header: &Header) -> Recognised {
    // Feeds write their names with the prefix of their namespace.
    let key = |name: &String| {
        let key = label::key(name);
        key.strip_prefix("g:").map(str::to_owned).unwrap_or(key)
    };
    let keys: Vec<String> = header.columns.iter().map(key).collect();
    let has = |wanted: &str| keys.iter().any(|key| key == wanted);
    if let Some(signature) =
        signatures::ALL.iter().find(|signature| signature.columns.iter().all(|column| has(column)))
    {
        return Recognised {
            platform: SmolStr::new_static(signature.platform),
            locale: None,
            confidence: 95,
            reason: SmolStr::new_static("signature_columns"),
            columns_known: signature.columns.len(),
            rows_need_joining: signature.rows == Rows::PartsOfProducts,
            has_products: signature.rows != Rows::NoProducts,
        };
    }
    if is_of_rest(&keys) {
        return Recognised {
            platform: SmolStr::new_static("woocommerce_rest"),
            locale: None,
            confidence: 80,
            reason: SmolStr::new_static("signature_columns"),
            columns_known: OF_REST.iter().filter(|name| has(name)).count(),
            rows_need_joining: true,
            has_products: true,
        };
    }
    woocommerce(header).unwrap_or_else(|| Recognised {
        platform: SmolStr::default(),
        locale: None,
        confidence: 0,
        reason: SmolStr::new_static("nothing_known"),
        columns_known: 0,
        rows_need_joining: false,
        has_products: true,
    })
}

/// A file whose columns may be called in any language and are known by their order and by their cells, with what they
/// are called in English. `samples` are some cells of each column.
#[must_use]
pub fn recognise_by_cells(
    header: &Header,
    samples: &[Vec<String>],
) -> Option<(Recognised, Vec<String>)> {
    let etsy = || Some(("etsy", etsy_columns::in_english(header, samples)?));
    let prestashop = || Some(("prestashop", prestashop_columns::in_english(header, samples)?));
    let (platform, names) = etsy().or_else(prestashop)?;
    let recognised = Recognised {
        platform: SmolStr::new_static(platform),
        locale: None,
        confidence: 95,
        reason: SmolStr::new_static("signature_columns"),
        columns_known: names.len(),
        rows_need_joining: false,
        has_products: true,
    };
    Some((recognised, names))
}

/// What the REST interface of WooCommerce calls what other lists call otherwise
/// (<https://woocommerce.github.io/woocommerce-rest-api-docs/#product-properties>).
const OF_REST: [&str; 15] = [
    "regular_price",
    "sale_price",
    "stock_status",
    "stock_quantity",
    "manage_stock",
    "catalog_visibility",
    "short_description",
    "tax_status",
    "tax_class",
    "parent_id",
    "global_unique_id",
    "date_on_sale_from",
    "shipping_class",
    "backorders",
    "type",
];
/// What lies in its products.
const INSIDE_OF_REST: [&str; 7] = [
    "categories.name",
    "tags.name",
    "images.src",
    "image.src",
    "attributes.options",
    "attributes.option",
    "dimensions.length",
];

/// Whether records are as that interface answers them, though somebody left out most of what it says.
fn is_of_rest(keys: &[String]) -> bool {
    let count =
        |names: &[&str]| names.iter().filter(|name| keys.iter().any(|key| key == *name)).count();
    let (plain, inside) = (count(&OF_REST), count(&INSIDE_OF_REST));
    let has = |wanted: &str| keys.iter().any(|key| key == wanted);
    // An attribute with its name and what of it is chosen, or offered, is written so nowhere else.
    let of_choices = has("attributes.name")
        && (has("attributes.options") || has("attributes.option"))
        && (has("type") || has("parent_id"));
    has("id") && plain >= 1 && inside >= 1 && (of_choices || plain + inside >= 4)
}

/// A file with WooCommerce's own column names, in the language that explains most of them.
fn woocommerce(header: &Header) -> Option<Recognised> {
    let mut known: HashMap<&'static str, (usize, usize)> = HashMap::new();
    let mut anywhere = 0;
    let mut named = 0;
    for name in header.columns.iter().filter(|name| !name.is_empty()) {
        named += 1;
        let hits = labels::look_up(name);
        anywhere += usize::from(hits.iter().any(|hit| hit.kind == Kind::Label));
        let mut seen: Vec<&str> = Vec::new();
        for hit in hits.iter().filter(|hit| hit.kind == Kind::Label) {
            if !seen.contains(&hit.locale) {
                seen.push(hit.locale);
                let counts = known.entry(hit.locale).or_default();
                counts.0 += 1;
                counts.1 += usize::from(is_own(&hit.target));
            }
        }
    }
    // English first, then by name, so that the answer is always the same.
    let best = known.iter().max_by_key(|(locale, (all, _))| {
        (*all, **locale == labels::ENGLISH, std::cmp::Reverse(**locale))
    });
    let (locale, (in_locale, own)) = best?;
    let is_enough = *in_locale >= 3 && *own >= 1 && (*in_locale * 2 >= named || *own >= 4);
    let confidence = u8::try_from((anywhere * 100 / named.max(1)).clamp(50, 100)).unwrap_or(100);
    is_enough.then(|| Recognised {
        platform: SmolStr::new_static("woocommerce"),
        locale: Some(SmolStr::new_static(locale)),
        confidence,
        reason: SmolStr::new_static("export_labels"),
        columns_known: anywhere,
        rows_need_joining: false,
        has_products: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(columns: &[&str]) -> Header {
        Header { columns: columns.iter().map(ToString::to_string).collect(), line: Some(1) }
    }

    #[test]
    fn woocommerce_is_known_in_the_language_of_its_administrator() {
        let found = recognise(&header(&[
            "ID",
            "Type",
            "UGS",
            "Nom",
            "Publié",
            "Mis en avant ?",
            "Tarif régulier",
        ]));
        assert_eq!(found.platform, "woocommerce");
        assert_eq!(found.locale.as_deref(), Some("fr_FR"));
        let found = recognise(&header(&["ID", "Type", "SKU", "Name", "Published", "Is featured?"]));
        assert_eq!(found.locale.as_deref(), Some("en_US"));
    }

    #[test]
    fn other_platforms_are_known_by_their_signatures() {
        let shopify =
            recognise(&header(&["Handle", "Title", "Type", "Tags", "Published", "Variant SKU"]));
        assert_eq!(shopify.platform, "shopify");
        assert!(shopify.rows_need_joining);
        let rates = recognise(&header(&[
            "Country Code",
            "State Code",
            "City",
            "Rate %",
            "Tax Name",
            "Shipping",
        ]));
        assert_eq!(rates.platform, "woocommerce_tax_rates");
        assert!(!rates.has_products);
    }

    #[test]
    fn what_the_rest_interface_answers_is_known_by_its_structure() {
        let few =
            ["id", "name", "type", "sku", "regular_price", "categories.id", "categories.name"];
        assert_eq!(recognise(&header(&few)).platform, "", "that much others have, too");
        let more = [&few[..], &["stock_quantity"]].concat();
        assert_eq!(recognise(&header(&more)).platform, "woocommerce_rest");
        let chosen = ["id", "parent_id", "sku", "price", "attributes.name", "attributes.option"];
        assert_eq!(recognise(&header(&chosen)).platform, "woocommerce_rest");
        let other = ["id", "name", "price", "stock_quantity", "images.src", "tags.name"];
        assert_eq!(recognise(&header(&other)).platform, "");
    }

    #[test]
    fn a_supplier_list_is_a_plain_table() {
        let found = recognise(&header(&["Artikeltext1", "Gruppe", "MwSt", "vkNetto", "vkBrutto"]));
        assert_eq!((found.platform.as_str(), found.confidence), ("", 0));
        assert!(found.has_products && !found.rows_need_joining);
    }
}
