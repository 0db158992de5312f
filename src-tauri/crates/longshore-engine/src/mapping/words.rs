//! Which words may stand in a cell that has a few to choose from?

/// A field with a few values, and the words for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// The store's word for what a cell says; `None` where it says nothing of the kind.
    pub(super) read: fn(&str) -> Option<&'static str>,
    /// The store's words, for whoever has to correct a cell.
    pub(super) allowed: &'static str,
}

pub(super) const VISIBILITY: Words =
    Words { read: visibility, allowed: "visible, catalog, search, hidden" };
pub(super) const TAX_STATUS: Words = Words { read: tax_status, allowed: "taxable, shipping, none" };
pub(super) const BACKORDERS: Words = Words { read: backorders, allowed: "1, 0, notify" };
pub(super) const STATUS: Words =
    Words { read: status, allowed: "publish, draft, pending, private" };
pub(super) const PUBLISHED: Words = Words { read: published, allowed: "1, 0, -1, 2" };
pub(super) const STOCK_STATUS: Words = Words { read: stock_status, allowed: "1, 0, backorder" };

fn visibility(word: &str) -> Option<&'static str> {
    match word {
        "visible" | "both" => Some("visible"),
        "catalog" | "catalogue" => Some("catalog"),
        "search" => Some("search"),
        "hidden" | "none" => Some("hidden"),
        _ => None,
    }
}

fn tax_status(word: &str) -> Option<&'static str> {
    match word {
        "taxable" | "true" | "1" | "yes" => Some("taxable"),
        "shipping" => Some("shipping"),
        "none" | "false" | "0" | "no" => Some("none"),
        _ => None,
    }
}

fn backorders(word: &str) -> Option<&'static str> {
    match word {
        "notify" => Some("notify"),
        "continue" => Some("yes"),
        "deny" => Some("no"),
        _ => crate::truth::parse(word).map(|truth| if truth { "yes" } else { "no" }),
    }
}

fn status(word: &str) -> Option<&'static str> {
    match word {
        "publish" | "published" | "active" | "public" | "online" => Some("publish"),
        "future" | "scheduled" => Some("future"),
        "draft" | "inactive" | "offline" => Some("draft"),
        "pending" => Some("pending"),
        "private" | "archived" => Some("private"),
        _ => None,
    }
}

/// The column "Published": a number, or a word.
fn published(word: &str) -> Option<&'static str> {
    match word {
        "1" | "1.0" => Some("publish"),
        "0" | "0.0" => Some("private"),
        "-1" | "-1.0" => Some("draft"),
        "2" | "2.0" => Some("pending"),
        _ => status(word).or_else(|| {
            crate::truth::parse(word).map(|truth| if truth { "publish" } else { "draft" })
        }),
    }
}

/// The store's word for whether there is something in stock.
pub(crate) fn stock_status(word: &str) -> Option<&'static str> {
    match word {
        "1" | "instock" | "in stock" | "in_stock" | "in-stock" | "available" | "lieferbar"
        | "vorrätig" | "auf lager" | "en stock" | "disponible" | "disponibile" | "в наличии" => {
            Some("instock")
        }
        "0"
        | "outofstock"
        | "out of stock"
        | "out_of_stock"
        | "out-of-stock"
        | "unavailable"
        | "sold out"
        | "discontinued"
        | "nicht lieferbar"
        | "ausverkauft"
        | "rupture"
        | "agotado"
        | "esaurito"
        | "нет в наличии" => Some("outofstock"),
        "backorder"
        | "onbackorder"
        | "on backorder"
        | "available for order"
        | "preorder"
        | "pre-order" => Some("onbackorder"),
        _ => crate::truth::parse(word).map(|truth| if truth { "instock" } else { "outofstock" }),
    }
}
