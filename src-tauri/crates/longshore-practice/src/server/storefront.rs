//! What a customer sees: a page for each product at its permalink.
//!
//! Whatever stands in a product came from outside: it is shown as text, and the page may load nothing but its styles.

use std::fmt::Write as _;

use serde_json::Value;

use super::answer::{Answer, CSS};
use super::call::Call;
use super::dispatch;
use crate::store::Shop;
use crate::wordpress::{query, text};

const STYLES: &str = include_str!("storefront.css");
/// Where the styles are.
const STYLES_AT: &str = "/storefront.css";
/// What a page may do: nothing but look like something.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; sandbox allow-popups";
/// Variations of one product that are shown.
const MOST_VARIATIONS: usize = 100;

/// What is asked of the store by somebody who looks at its pages.
pub(super) fn answer(
    shop: &mut Shop,
    base: &str,
    path: &str,
    pairs: &[(String, String)],
) -> Answer {
    if path == STYLES_AT {
        let mut styles = Answer::html(200, STYLES);
        styles.content_type = CSS;
        return styles.with("X-Content-Type-Options", "nosniff");
    }
    let value = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, it)| it);
    let by_number = value("p").filter(|_| value("post_type").is_some_and(|kind| kind == "product"));
    let product = match (path, by_number) {
        ("/", Some(number)) => by_id(shop, base, number),
        ("/", None) => return page(base, 200, "Practice store", "<p>A practice store.</p>"),
        _ => path
            .strip_prefix("/product/")
            .map(|slug| slug.trim_end_matches('/'))
            .filter(|slug| !slug.is_empty() && !slug.contains('/'))
            .and_then(|slug| by_slug(shop, base, slug)),
    };
    match product {
        Some(product) => {
            let variations = variations(shop, base, &product);
            page(base, 200, &said(&product, "name"), &shown(&product, &variations, &currency(shop)))
        }
        None => page(base, 404, "Page not found", "<p>There is nothing at this address.</p>"),
    }
}

fn currency(shop: &Shop) -> String {
    shop.site.currency.clone()
}

/// What the store answers to its own question.
fn ask(shop: &mut Shop, base: &str, route: &str, query: &str) -> Option<Value> {
    let mut call = Call::new("GET", base.to_owned(), route, query::parse(query));
    call.authenticated = true;
    let answer = dispatch::answer(shop, &mut call);
    (answer.status == 200).then(|| serde_json::from_slice(&answer.body).ok()).flatten()
}

fn by_id(shop: &mut Shop, base: &str, number: &str) -> Option<Value> {
    let number: u32 = number.parse().ok()?;
    ask(shop, base, &format!("/wc/v3/products/{number}"), "context=edit")
}

fn by_slug(shop: &mut Shop, base: &str, slug: &str) -> Option<Value> {
    let query = format!("context=edit&per_page=1&slug={}", query::encode(slug));
    let found = ask(shop, base, "/wc/v3/products", &query)?;
    found.get(0).filter(|product| product["slug"] == slug).cloned()
}

fn variations(shop: &mut Shop, base: &str, product: &Value) -> Vec<Value> {
    if product["type"] != "variable" {
        return Vec::new();
    }
    let route = format!("/wc/v3/products/{}/variations", product["id"]);
    let found = ask(shop, base, &route, &format!("context=edit&per_page={MOST_VARIATIONS}"));
    found.and_then(|found| found.as_array().cloned()).unwrap_or_default()
}

fn page(base: &str, status: u16, title: &str, body: &str) -> Answer {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{base}{STYLES_AT}\"></head>\n\
         <body><header>Practice store</header><main><h1>{title}</h1>\n{body}\n</main></body>\n</html>\n"
    );
    Answer::html(status, &html)
        .with("Content-Security-Policy", POLICY)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
}

/// A product as a customer sees it.
fn shown(product: &Value, variations: &[Value], currency: &str) -> String {
    let mut out = String::new();
    let status = said(product, "status");
    if status != "publish" {
        let _ = write!(out, "<p class=\"note\">Customers do not see this: {}</p>", escape(&status));
    }
    let _ = write!(out, "<p class=\"price\">{}</p>", price(product, currency));
    for name in ["short_description", "description"] {
        let words = text::clean(&said(product, name));
        if !words.is_empty() {
            let _ = write!(out, "<p>{}</p>", escape(&words));
        }
    }
    out.push_str("<dl>");
    let mut entry = |name: &str, words: &str| {
        if !words.is_empty() {
            let _ = write!(out, "<dt>{name}</dt><dd>{words}</dd>");
        }
    };
    entry("SKU", &escape(&said(product, "sku")));
    entry("Stock", &escape(&stock(product)));
    for (name, key) in [("Categories", "categories"), ("Brands", "brands"), ("Tags", "tags")] {
        entry(name, &escape(&all(&product[key], |one| said(one, "name")).join(", ")));
    }
    let pictures = all(&product["images"], |image| picture(&said(image, "src")));
    entry("Pictures", &pictures.join("<br>"));
    out.push_str("</dl>");
    if !variations.is_empty() {
        out.push_str(
            "<table><thead><tr><th>Variation</th><th>SKU</th><th>Price</th><th>Stock</th></tr></thead><tbody>",
        );
        for variation in variations {
            let choice = |one: &Value| format!("{}: {}", said(one, "name"), said(one, "option"));
            let _ = write!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&all(&variation["attributes"], choice).join(", ")),
                escape(&said(variation, "sku")),
                price(variation, currency),
                escape(&stock(variation)),
            );
        }
        out.push_str("</tbody></table>");
    }
    out
}

/// The price that counts; one that is lowered stands behind the usual one.
fn price(record: &Value, currency: &str) -> String {
    let [now, usual] = ["price", "regular_price"].map(|name| escape(&said(record, name)));
    let currency = escape(currency);
    match (now.is_empty(), record["on_sale"] == true && now != usual && !usual.is_empty()) {
        (true, _) => "No price".to_owned(),
        (false, true) => format!("<del>{usual}</del> <ins>{now} {currency}</ins>"),
        (false, false) => format!("{now} {currency}"),
    }
}

fn stock(record: &Value) -> String {
    let status = match record["stock_status"].as_str() {
        Some("outofstock") => "sold out",
        Some("onbackorder") => "on backorder",
        _ => "in stock",
    };
    match record["stock_quantity"].as_i64() {
        Some(quantity) => format!("{quantity}, {status}"),
        None => status.to_owned(),
    }
}

/// A picture as a link, where its address is one of the web.
fn picture(address: &str) -> String {
    let words = escape(address);
    match address.starts_with("https://") || address.starts_with("http://") {
        true => {
            format!("<a href=\"{words}\" rel=\"noreferrer noopener\" target=\"_blank\">{words}</a>")
        }
        false => words,
    }
}

fn said(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn all(list: &Value, with: impl Fn(&Value) -> String) -> Vec<String> {
    list.as_array().into_iter().flatten().map(with).collect()
}

/// Text as text, within elements and within quotes. What the store keeps has its ampersands written out already.
fn escape(words: &str) -> String {
    text::escape(words).replace('"', "&quot;").replace('\'', "&#39;")
}
