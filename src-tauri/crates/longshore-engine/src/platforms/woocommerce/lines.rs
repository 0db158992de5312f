//! How do the lines of an order stand in a cell?
//!
//! `sku:TOW-TEA|quantity:2|total:28.00; name:Gift wrap|total:2`: lines with semicolons between them, what they say
//! with bars. A backslash takes the meaning from the sign behind it. That is how exports of orders write them, and JSON
//! is read as well.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

/// More lines of one order are refused.
const MOST_LINES: usize = 2_000;

/// What is counted, not written.
const NUMBERS: &[&str] = &["id", "product_id", "variation_id", "quantity"];
/// Amounts: texts in JSON.
const AMOUNTS: &[&str] = &["subtotal", "total", "discount"];

/// Whether what a line says under a key is a number in JSON.
#[must_use]
pub fn is_number(key: &str) -> bool {
    NUMBERS.contains(&key)
}

/// Whether what a line says under a key is an amount of money.
#[must_use]
pub fn is_amount(key: &str) -> bool {
    AMOUNTS.contains(&key)
}

/// Reads lines; what stands under other keys than these is left out. An error is the part that cannot be read.
///
/// # Errors
/// Where a line says nothing, or a number is none.
pub fn read(cell: &str, keys: &[&str]) -> Result<Json, String> {
    let cell = cell.trim();
    let lines = match cell.starts_with('[') {
        true => of_json(cell, keys)?,
        false => parts(cell, ';')
            .iter()
            .map(|line| of_text(line, keys))
            .collect::<Result<Vec<_>, _>>()?,
    };
    if lines.len() > MOST_LINES {
        return Err(cell.chars().take(40).collect());
    }
    Ok(Json::Array(lines.into_iter().map(Json::Object).collect()))
}

fn of_json(cell: &str, keys: &[&str]) -> Result<Vec<Map<String, Json>>, String> {
    let unread = || cell.chars().take(80).collect::<String>();
    let all: Vec<Map<String, Json>> = serde_json::from_str(cell).map_err(|_| unread())?;
    all.into_iter()
        .map(|line| {
            let mut kept = Map::new();
            for key in keys {
                let text = match line.get(*key) {
                    Some(Json::String(text)) => text.clone(),
                    Some(Json::Number(number)) => number.to_string(),
                    _ => continue,
                };
                put(key, &text, &mut kept)?;
            }
            if kept.is_empty() { Err(unread()) } else { Ok(kept) }
        })
        .collect()
}

fn of_text(line: &str, keys: &[&str]) -> Result<Map<String, Json>, String> {
    let mut kept = Map::new();
    for part in parts(line, '|') {
        let (key, text) = part.split_once(':').ok_or_else(|| part.trim().to_owned())?;
        let key = key.trim().to_ascii_lowercase();
        // Exports of others have their own words for some.
        let key = match key.as_str() {
            "qty" | "item_qty" => "quantity",
            "sub_total" => "subtotal",
            "title" if keys.contains(&"method_title") => "method_title",
            own => own,
        };
        if keys.contains(&key) {
            put(key, &plain(text.trim()), &mut kept)?;
        }
    }
    if kept.is_empty() { Err(line.trim().to_owned()) } else { Ok(kept) }
}

fn put(key: &str, text: &str, line: &mut Map<String, Json>) -> Result<(), String> {
    let unread = || format!("{key}:{text}");
    let value = if text.is_empty() {
        return Ok(());
    } else if is_number(key) {
        let number = Decimal::from_str_exact(text).map_err(|_| unread())?.normalize();
        let whole = i64::try_from(number).ok().filter(|whole| Decimal::from(*whole) == number);
        let Some(whole) = whole else { return Err(unread()) };
        if whole == 0 && key != "quantity" {
            return Ok(());
        }
        Json::from(whole)
    } else if is_amount(key) {
        Json::String(Decimal::from_str_exact(text).map_err(|_| unread())?.to_string())
    } else {
        Json::String(text.to_owned())
    };
    line.insert(key.to_owned(), value);
    Ok(())
}

/// The parts between signs that have no backslash before them; empty ones are left out.
fn parts(text: &str, sign: char) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut is_escaped = false;
    for letter in text.chars() {
        if letter == sign && !is_escaped {
            all.push(String::new());
            continue;
        }
        is_escaped = letter == '\\' && !is_escaped;
        if let Some(last) = all.last_mut() {
            last.push(letter);
        }
    }
    all.retain(|part| !part.trim().is_empty());
    all
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => plain.push('\n'),
                Some('_') => plain.push(' '),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// Writes lines as [`read`] reads them. A product with a SKU is named by that alone: its number means another product in
/// another store.
pub fn write(lines: &Json, keys: &[&str], cell: &mut String) {
    for line in lines.as_array().into_iter().flatten().filter_map(Json::as_object) {
        let has_sku = line.get("sku").and_then(Json::as_str).is_some_and(|sku| !sku.is_empty());
        let before = cell.len();
        for key in keys {
            if has_sku && matches!(*key, "product_id" | "variation_id") {
                continue;
            }
            let text = match line.get(*key) {
                Some(Json::String(text)) if !text.is_empty() => text.clone(),
                Some(Json::Number(number)) if number.as_i64() != Some(0) => number.to_string(),
                _ => continue,
            };
            if cell.len() > before {
                cell.push('|');
            } else if !cell.is_empty() {
                cell.push_str("; ");
            }
            let _ = write!(cell, "{key}:");
            escaped(&text, cell);
        }
    }
}

fn escaped(text: &str, cell: &mut String) {
    let last = text.chars().count().saturating_sub(1);
    for (at, letter) in text.chars().enumerate() {
        match letter {
            '\n' => cell.push_str("\\n"),
            // Outer spaces would be taken off.
            ' ' if at == 0 || at == last => cell.push_str("\\_"),
            '\\' | '|' | ';' => {
                cell.push('\\');
                cell.push(letter);
            }
            other => cell.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const KEYS: &[&str] = &["name", "product_id", "sku", "quantity", "total"];

    #[test]
    fn lines_are_read_as_exports_write_them() {
        let read = |cell: &str| read(cell, KEYS);
        assert_eq!(
            read("sku:TOW-TEA|Quantity: 2|total:28.00; name:A \\; B|qty:1|image:x;"),
            Ok(
                json!([{"sku": "TOW-TEA", "quantity": 2, "total": "28.00"}, {"name": "A ; B", "quantity": 1}])
            )
        );
        assert_eq!(
            read(r#"[{"sku": "A", "quantity": 1, "meta_data": []}]"#),
            Ok(json!([{"sku": "A", "quantity": 1}]))
        );
        assert_eq!(read("two towels"), Err("two towels".to_owned()));
        assert_eq!(read("sku:A|quantity:some"), Err("quantity:some".to_owned()));
        assert_eq!(read("[1]").map_err(|_| ()), Err(()));
    }

    proptest! {
        #[test]
        fn lines_come_back_as_they_were_written(
            all in proptest::collection::vec(("[ -~ä\n]{1,12}", 1..99_i64, -999..999_i64), 0..4)
        ) {
            let of = |(name, quantity, total): &(String, i64, i64)| {
                json!({ "name": name, "quantity": quantity, "total": Decimal::new(*total, 2).to_string() })
            };
            let has_name = |line: &&(String, i64, i64)| !line.0.chars().all(|letter| letter == '\n');
            let lines = Json::Array(all.iter().filter(has_name).map(of).collect());
            let mut cell = String::new();
            write(&lines, KEYS, &mut cell);
            prop_assert_eq!(read(&cell, KEYS), Ok(lines));
        }
    }
}
