//! When do the lines of an order mean the same, and how are they changed?
//!
//! A line without a number is added, one that is not named stays (`orders-put-line-without-id-adds`), a new quantity
//! leaves the sum as it was (`orders-put-line-quantity`). So what is sent names every line of the store by its number:
//! those that go by saying that there is nothing of them.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use crate::{
    diff::text::same_plain,
    matching::same_key,
    platforms::woocommerce::lines::{META, is_amount, is_number, meta},
    value::Value,
};

type Line = Map<String, Json>;

/// What says which line is meant, in the order in which it is looked at, and what says that it goes.
struct Manner {
    names: &'static [&'static str],
    goes: &'static str,
}

fn manner(field: &str) -> Manner {
    match field {
        "shipping_lines" => Manner { names: &["method_id", "method_title"], goes: "method_id" },
        "fee_lines" => Manner { names: &["name"], goes: "name" },
        "coupon_lines" => Manner { names: &["code"], goes: "code" },
        _ => Manner { names: &["sku", "variation_id", "product_id", "name"], goes: "product_id" },
    }
}

fn lines(value: &Value) -> Vec<&Line> {
    match value {
        Value::Json(Json::Array(all)) => all.iter().filter_map(Json::as_object).collect(),
        _ => Vec::new(),
    }
}

/// A line that says that it goes.
fn goes(line: &Line) -> bool {
    line.values().any(Json::is_null)
}

/// Whether all lines that are wanted are there, and no others. What a wanted line does not speak of does not count.
pub(super) fn same(wanted: &Value, found: &Value) -> bool {
    let wanted: Vec<&Line> = lines(wanted).into_iter().filter(|line| !goes(line)).collect();
    let mut found: Vec<&Line> = lines(found).into_iter().filter(|line| !goes(line)).collect();
    wanted.len() == found.len()
        && wanted.iter().all(|line| {
            let at = found.iter().position(|other| same_line(line, other));
            at.map(|at| found.remove(at)).is_some()
        })
}

fn same_line(wanted: &Line, found: &Line) -> bool {
    // A line with a SKU heeds no other number of its product (orders-create-by-sku), and takes the product's name.
    let has_sku = said(wanted, "sku").is_some();
    wanted.iter().all(|(key, value)| match key.as_str() {
        // A line keeps what was added to it when it was made.
        "id" | "discount" | META => true,
        "product_id" | "variation_id" | "name" if has_sku => true,
        key => same_part(key, value, found.get(key).unwrap_or(&Json::Null)),
    })
}

/// Two lines of one product may differ in nothing else.
fn same_meta(wanted: &Line, found: &Line) -> bool {
    meta(wanted).all(|entry| meta(found).any(|other| entry == other))
}

fn same_part(key: &str, wanted: &Json, found: &Json) -> bool {
    if is_number(key) || is_amount(key) {
        return number(wanted).unwrap_or_default() == number(found).unwrap_or_default();
    }
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let (wanted, found) = (text(wanted), text(found));
    match key {
        "sku" | "code" => same_key(&wanted, &found),
        _ => same_plain(&wanted, &found),
    }
}

fn said<'a>(line: &'a Line, key: &str) -> Option<&'a Json> {
    line.get(key).filter(|value| match value {
        Json::String(text) => !text.trim().is_empty(),
        Json::Number(number) => number.as_i64() != Some(0),
        _ => false,
    })
}

fn number(value: &Json) -> Option<Decimal> {
    let text = match value {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Decimal::from_str_exact(&text).ok()
}

/// Lines as they are sent, where the store has others.
pub(crate) fn to_be_sent(field: &str, wanted: &Value, found: &Value) -> Value {
    let manner = manner(field);
    let mut left: Vec<&Line> = lines(found).into_iter().filter(|line| !goes(line)).collect();
    let mut all = Vec::new();
    for line in lines(wanted).into_iter().filter(|line| !goes(line)) {
        let mut sent = line.clone();
        sent.remove("id");
        sent.remove("discount");
        if field == "coupon_lines" {
            // Coupons are named as a whole, and never by their number.
            all.push(Json::Object(sent));
            continue;
        }
        let wholly = left.iter().position(|other| same_line(line, other) && same_meta(line, other));
        let exactly = || left.iter().position(|other| same_line(line, other));
        let alike = || left.iter().position(|other| is_named_the_same(&manner, line, other));
        if let Some(at) = wholly.or_else(exactly).or_else(alike) {
            let there = left.remove(at);
            sent.remove(META);
            follow_quantity(&mut sent, there);
            if let Some(id) = there.get("id") {
                sent.insert("id".to_owned(), id.clone());
            }
        }
        all.push(Json::Object(sent));
    }
    if field != "coupon_lines" {
        let gone = left.into_iter().filter_map(|line| line.get("id"));
        all.extend(gone.map(|id| json!({ "id": id, manner.goes: null })));
    }
    if all.is_empty() { Value::Empty } else { Value::Json(Json::Array(all)) }
}

/// Lines without the numbers that they had: for an order that is made again.
pub(crate) fn without_numbers(field: &str, value: &Value) -> Value {
    to_be_sent(field, value, &Value::Empty)
}

fn is_named_the_same(manner: &Manner, wanted: &Line, found: &Line) -> bool {
    let name = manner.names.iter().find(|name| said(wanted, name).is_some());
    name.is_some_and(|name| {
        same_part(name, &wanted[*name], found.get(*name).unwrap_or(&Json::Null))
    })
}

/// The sum goes with the quantity, where nobody says another.
fn follow_quantity(wanted: &mut Line, found: &Line) {
    let quantity = |line: &Line| line.get("quantity").and_then(number);
    let (Some(now), Some(then)) = (quantity(wanted), quantity(found)) else { return };
    if now == then || then.is_zero() {
        return;
    }
    for key in ["subtotal", "total"] {
        let Some(sum) = found.get(key).and_then(number).filter(|_| !wanted.contains_key(key))
        else {
            continue;
        };
        let Some(sum) = sum.checked_mul(now).and_then(|sum| sum.checked_div(then)) else {
            continue;
        };
        wanted.insert(key.to_owned(), Json::String(sum.round_dp(4).normalize().to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: Json) -> Value {
        Value::Json(json)
    }

    #[test]
    fn lines_are_the_same_whatever_their_order_and_what_is_not_spoken_of() {
        let found = value(json!([
            {"id": 7, "sku": "B", "quantity": 1, "total": "5.00", "name": "Bowl"},
            {"id": 6, "sku": "A", "quantity": 2, "total": "10.00", "name": "Apple"},
        ]));
        assert!(same(
            &value(json!([{"sku": "a", "quantity": 2}, {"sku": "B", "total": "5"}])),
            &found
        ));
        assert!(!same(&value(json!([{"sku": "A", "quantity": 3}, {"sku": "B"}])), &found));
        assert!(!same(&value(json!([{"sku": "A"}])), &found));
    }

    #[test]
    fn a_line_is_changed_by_its_number_and_the_others_go() {
        let found = value(json!([
            {"id": 6, "sku": "A", "quantity": 2, "subtotal": "10.00", "total": "8.00"},
            {"id": 7, "sku": "B", "quantity": 1, "total": "5.00"},
        ]));
        let sent = to_be_sent(
            "line_items",
            &value(json!([{"sku": "A", "quantity": 3}, {"sku": "C", "quantity": 1}])),
            &found,
        );
        assert_eq!(
            sent,
            value(json!([
                {"id": 6, "sku": "A", "quantity": 3, "subtotal": "15", "total": "12"},
                {"sku": "C", "quantity": 1},
                {"id": 7, "product_id": null},
            ]))
        );
        let fees = value(json!([{"id": 3, "name": "Wrap", "total": "2.00"}]));
        assert_eq!(
            to_be_sent("fee_lines", &Value::Empty, &fees),
            value(json!([{"id": 3, "name": null}]))
        );
    }
}
