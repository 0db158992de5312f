//! The few words that sequences are made of: few, so that steps meet.

pub(crate) const SIZES: [&str; 3] = ["S", "M", "L"];
pub(crate) const COLOURS: [&str; 3] = ["Red", "Green", "Blue"];
pub(crate) const NAMES: [&str; 3] = ["plain", "fine", "grand"];
pub(crate) const TAGS: [&str; 2] = ["new", "warm"];
pub(crate) const BRANDS: [&str; 2] = ["Acme", "Bolt"];
pub(crate) const CATEGORIES: [&[&str]; 3] = [&["Hats"], &["Coats"], &["Hats", "Woollen"]];
const PRODUCTS: [&str; 4] = ["A", "B", "V", "W"];
const NAMELESS: [&str; 2] = ["Basket", "Lamp"];

pub(crate) fn product(who: u8) -> &'static str {
    PRODUCTS[usize::from(who) % PRODUCTS.len()]
}

pub(crate) fn nameless(who: u8) -> &'static str {
    NAMELESS[usize::from(who) % NAMELESS.len()]
}

pub(crate) fn is_variable(sku: &str) -> bool {
    matches!(sku, "V" | "W")
}

pub(crate) fn variation(parent: &str, option: &str) -> String {
    format!("{parent}-{option}")
}

/// The SKU of a product or of a variation.
pub(crate) fn anything(who: u8) -> String {
    let at = usize::from(who) % (PRODUCTS.len() + 6);
    match at.checked_sub(PRODUCTS.len()) {
        None => PRODUCTS[at].to_owned(),
        Some(at @ 0..3) => variation("V", SIZES[at]),
        Some(at) => variation("W", COLOURS[at - 3]),
    }
}
