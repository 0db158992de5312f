//! Prices: how they are read, which one counts now, and how a page shows them.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::record::Record;
use crate::site::Site;
use crate::wordpress::failure::Outcome;
use crate::wordpress::{text, value};

/// Reads a decimal as the store does (`wc_format_decimal`): its own separator becomes a point, all
/// points but the last go, and whatever is no digit, point or minus goes.
pub(crate) fn decimal(given: &Value, separator: char) -> Outcome<String> {
    if let Value::Number(number) = given
        && number.is_f64()
    {
        // Floats are taken by their value, with six places at most.
        let shown = format!("{:.6}", number.as_f64().unwrap_or(0.0));
        let shown = shown.trim_end_matches('0').trim_end_matches('.');
        return Ok(shown.to_owned());
    }
    let given = text::clean(&value::text(given)?);
    let mut kept: String = given
        .chars()
        .map(|letter| if letter == separator { '.' } else { letter })
        .filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '-'))
        .collect();
    // A point survives only if digits follow it and no other point does.
    let last = kept.rfind('.').filter(|&at| at + 1 < kept.len());
    let mut at = 0;
    kept.retain(|letter| {
        let keep = letter != '.' || Some(at) == last;
        at += letter.len_utf8();
        keep
    });
    Ok(kept)
}

/// Whether the sale price counts at a moment.
pub(crate) fn on_sale(record: &Record, now: i64) -> bool {
    !record.sale_price.is_empty()
        && number(&record.regular_price) > number(&record.sale_price)
        && record.sale_from.is_none_or(|from| from <= now)
        && record.sale_to.is_none_or(|to| to >= now)
}

/// The price that counts at a moment.
pub(crate) fn active(record: &Record, now: i64) -> &str {
    if on_sale(record, now) { &record.sale_price } else { &record.regular_price }
}

/// Empties a sale price that is no lower than the regular one, as the store does without a word.
pub(crate) fn settle(record: &mut Record) {
    let (sale, regular) = (&record.sale_price, &record.regular_price);
    if sale.is_empty() {
        return;
    }
    // PHP compares numbers by value and everything else as text.
    let not_lower = match (sale.parse::<Decimal>(), regular.parse::<Decimal>()) {
        (Ok(sale), Ok(regular)) => sale >= regular,
        _ => sale >= regular,
    };
    if not_lower {
        record.sale_price.clear();
    }
}

fn number(price: &str) -> Decimal {
    price.parse().unwrap_or_default()
}

/// The price of a simple product as a page shows it.
pub(crate) fn html(record: &Record, site: &Site, now: i64) -> String {
    if active(record, now).is_empty() {
        return String::new();
    }
    if on_sale(record, now) {
        return sale_html(site, &record.regular_price, &record.sale_price);
    }
    amount(site, &record.regular_price)
}

fn sale_html(site: &Site, regular: &str, sale: &str) -> String {
    format!(
        "<del aria-hidden=\"true\">{}</del> <span class=\"screen-reader-text\">Original price was: {}.</span><ins aria-hidden=\"true\">{}</ins><span class=\"screen-reader-text\">Current price is: {}.</span>",
        amount(site, regular),
        plain(site, regular),
        amount(site, sale),
        plain(site, sale),
    )
}

/// The prices of a product with variations, or of a group.
pub(crate) fn range_html(children: &[Record], site: &Site, now: i64) -> String {
    let mut priced: Vec<(Decimal, &Record)> = children
        .iter()
        .filter(|child| !active(child, now).is_empty())
        .map(|child| (number(active(child, now)), child))
        .collect();
    priced.sort_by_key(|(price, _)| *price);
    let (Some((low, cheapest)), Some((high, dearest))) = (priced.first(), priced.last()) else {
        return String::new();
    };
    let (cheapest, dearest) = (active(cheapest, now), active(dearest, now));
    if low != high {
        return format!(
            "{} <span aria-hidden=\"true\">&ndash;</span> {}<span class=\"screen-reader-text\">Price range: {} through {}</span>",
            amount(site, cheapest),
            amount(site, dearest),
            plain(site, cheapest),
            plain(site, dearest),
        );
    }
    let highest_regular =
        priced.iter().max_by_key(|(_, child)| number(&child.regular_price)).map(|(_, child)| child);
    match highest_regular {
        Some(child) if priced.iter().any(|(_, child)| on_sale(child, now)) => {
            sale_html(site, &child.regular_price, cheapest)
        }
        _ => amount(site, cheapest),
    }
}

fn amount(site: &Site, price: &str) -> String {
    let (minus, digits) = notation(site, price);
    format!(
        "<span class=\"woocommerce-Price-amount amount\"><bdi>{minus}<span class=\"woocommerce-Price-currencySymbol\">{}</span>{digits}</bdi></span>",
        site.currency_symbol(),
    )
}

/// A price without tags; its symbol is escaped once more, with three digits where it is one sign.
fn plain(site: &Site, price: &str) -> String {
    let (minus, digits) = notation(site, price);
    let symbol = site.currency_symbol();
    let symbol = match symbol.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';')) {
        Some(code) if code.len() == 2 => format!("&#0{code};"),
        _ => symbol.to_owned(),
    };
    format!("{minus}{symbol}{digits}")
}

/// Two places, thousands apart, in the store's notation.
fn notation(site: &Site, price: &str) -> (&'static str, String) {
    let rounded = number(price).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let shown = format!("{:.2}", rounded.abs());
    let (units, cents) = shown.split_once('.').unwrap_or((&shown, "00"));
    let mut grouped = String::with_capacity(shown.len() + 4);
    for (at, digit) in units.chars().enumerate() {
        if at > 0 && (units.len() - at).is_multiple_of(3) {
            grouped.push(site.thousands_separator());
        }
        grouped.push(digit);
    }
    grouped.push(site.decimal_separator);
    grouped.push_str(cents);
    (if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" }, grouped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: char) -> String {
        decimal(&Value::from(text), separator).unwrap()
    }

    #[test]
    fn a_store_with_decimal_point_loses_commas() {
        for (given, kept) in [
            ("1,99", "199"),
            ("1,234.56", "1234.56"),
            ("abc", ""),
            ("$12.50", "12.50"),
            ("1e3", "13"),
            (" 12 345.60 ", "12345.60"),
            ("12 345,60 €", "1234560"),
            ("-5", "-5"),
            ("5.", "5"),
        ] {
            assert_eq!(read(given, '.'), kept, "{given}");
        }
    }

    #[test]
    fn a_store_with_decimal_comma_takes_both() {
        for (given, kept) in
            [("1,99", "1.99"), ("1.234,56", "1234.56"), ("1.234", "1.234"), ("1,234.56", "1234.56")]
        {
            assert_eq!(read(given, ','), kept, "{given}");
        }
    }

    #[test]
    fn floats_of_a_batch_are_taken_by_value() {
        assert_eq!(decimal(&Value::from(9.5), '.').unwrap(), "9.5");
        assert_eq!(decimal(&Value::from(9), '.').unwrap(), "9");
    }
}
