//! Which grammar reads the rows of a file?

use super::{
    bigcommerce, by_key, columns::Table, commerceml, etsy, feed, grammar::Grammar, magento, nested,
    notice::Notices, prestashop, shaped, shopify, squarespace, wix, woo_rest, wxr, yml,
};
use crate::{reading::JoinSettings, recognise::recognise, row::Header, shape::BadShape};

/// The kinds of files whose rows are joined.
pub const PLATFORMS: [&str; 15] = [
    "awin",
    "bigcommerce",
    "bigcommerce_legacy",
    "commerceml",
    "etsy",
    "google_merchant",
    "magento2",
    "meta_catalogue",
    "prestashop",
    "shopify",
    "squarespace",
    "wix",
    "woocommerce_rest",
    "wxr",
    "yandex_yml",
];

/// Files that say something of the products of another file only, and what kind that other file is.
const PARTS: [(&str, &str); 2] =
    [("commerceml_offers", "commerceml"), ("prestashop_combinations", "prestashop")];

/// Whether the second of two files has the products, of which the first only says something more.
#[must_use]
pub fn are_in_other_order(first: &Header, second: &Header) -> bool {
    let (first, second) = (recognise(first).platform, recognise(second).platform);
    PARTS.iter().any(|(part, whole)| first == *part && second == *whole)
}

/// Whether rows with these columns are one of two parts that a platform writes apart.
#[must_use]
pub fn is_of_two_parts(header: &Header) -> bool {
    let platform = recognise(header).platform;
    PARTS.iter().any(|(part, whole)| platform == *part || platform == *whole)
}

/// Whether files of this kind only say something more of products that another file has.
#[must_use]
pub fn is_second_part(platform: &str) -> bool {
    PARTS.iter().any(|(part, _)| platform == *part)
}

/// Whether two tables are the two parts that a platform writes apart, in whichever order.
#[must_use]
pub fn are_two_parts(first: &Header, second: &Header) -> bool {
    are_in_other_order(first, second) || are_in_other_order(second, first)
}

/// The grammar of a platform, or the one that the user's word asks for. `None` where every row is a product by itself.
pub(super) fn grammar_of(
    platform: &str,
    settings: &JoinSettings,
    header: &Header,
    table: &mut Table,
    notices: &mut Notices,
) -> Result<Option<Box<dyn Grammar>>, BadShape> {
    let grammar: Box<dyn Grammar> = match platform {
        // What somebody said counts more than what is known. What a second file says comes before.
        _ if settings.shape.is_some() && settings.with.is_some() => {
            Box::new(by_key::ByKey::new(table, settings))
        }
        _ if let Some(shape) = &settings.shape => Box::new(shaped::Shaped::new(shape, header)?),
        "shopify" => Box::new(shopify::Shopify::new(table, notices)),
        "wix" => Box::new(wix::Wix::new(table, notices)),
        "etsy" => Box::new(etsy::Etsy::new(table, notices)),
        "magento2" => Box::new(magento::Magento::new(table, notices)),
        "prestashop" => Box::new(prestashop::Prestashop::new(table, notices)),
        "google_merchant" | "meta_catalogue" | "awin" => Box::new(feed::Feed::new(table, notices)),
        "yandex_yml" => Box::new(yml::Yml::new(table, notices)),
        "squarespace" => Box::new(squarespace::Squarespace::new(table, notices)),
        "bigcommerce" | "bigcommerce_legacy" => {
            Box::new(bigcommerce::Bigcommerce::new(table, notices))
        }
        "woocommerce_rest" => Box::new(woo_rest::WooRest::new(table, notices)),
        "commerceml" => Box::new(commerceml::CommerceMl::new(table, notices)),
        "wxr" => Box::new(wxr::Wxr::new(table, notices)),
        _ if settings.with.is_some() => Box::new(by_key::ByKey::new(table, settings)),
        "" if let Some(nested) = nested::Nested::of(table) => Box::new(nested),
        _ => return Ok(None),
    };
    Ok(Some(grammar))
}
