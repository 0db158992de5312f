//! How do the lines of an order stand in a cell?
//!
//! `sku:TOW-TEA|quantity:2|total:28.00; name:Gift wrap|total:2|meta:Paper=Blue, To=Anna`: lines with semicolons between
//! them, what they say with bars, what buyers and plugins added to them with commas. A backslash takes the meaning from
//! the sign behind it. That is how exports of orders write them, and JSON is read as well.

use std::{borrow::Cow, fmt::Write as _};

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

/// More lines of one order are refused.
const MOST_LINES: usize = 2_000;

/// What is counted, not written.
const NUMBERS: &[&str] = &["id", "product_id", "variation_id", "quantity"];
/// Amounts: texts in JSON.
const AMOUNTS: &[&str] = &["subtotal", "total", "discount"];

/// What was added to a line: a list of `{"key", "value"}` in JSON.
pub const META: &str = "meta_data";
/// The same in a cell.
const META_IN_CELL: &str = "meta";

/// What was added to a line, as far as people see it: each key with its value. What stores keep for themselves begins
/// with an underscore and means nothing to another one.
pub fn meta(line: &Map<String, Json>) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let entries = line.get(META).and_then(Json::as_array).into_iter().flatten();
    entries.filter_map(|entry| {
        let key =
            entry.get("key")?.as_str().filter(|key| !key.is_empty() && !key.starts_with('_'))?;
        let value = match entry.get("value")? {
            Json::String(text) => Cow::Borrowed(text.as_str()),
            Json::Number(number) => Cow::Owned(number.to_string()),
            _ => return None,
        };
        Some((key, value))
    })
}

/// What was added to a line, in its place; nothing where there is nothing.
pub fn put_meta<'m>(
    entries: impl Iterator<Item = (&'m str, Cow<'m, str>)>,
    line: &mut Map<String, Json>,
) {
    let entries: Vec<Json> =
        entries.map(|(key, value)| json!({ "key": key, "value": value })).collect();
    match entries.is_empty() {
        true => line.remove(META),
        false => line.insert(META.to_owned(), Json::Array(entries)),
    };
}

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
                if *key == META {
                    put_meta(meta(&line), &mut kept);
                    continue;
                }
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
            META_IN_CELL => META,
            own => own,
        };
        if key == META && keys.contains(&META) {
            meta_of_text(&plain(text.trim()), &mut kept)?;
        } else if keys.contains(&key) {
            put(key, &plain(text.trim()), &mut kept)?;
        }
    }
    if kept.is_empty() { Err(line.trim().to_owned()) } else { Ok(kept) }
}

/// `Paper=Blue, To=Anna`
fn meta_of_text(text: &str, line: &mut Map<String, Json>) -> Result<(), String> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for entry in parts(text, ',') {
        match (first(&entry, '='), entries.last_mut()) {
            (Some(at), _) => {
                let (key, value) = (plain(entry[..at].trim()), plain(entry[at + 1..].trim()));
                entries.push((key, value));
            }
            // A comma that nobody marked.
            (None, Some((_, value))) => {
                value.push(',');
                value.push_str(&plain(entry.trim_end()));
            }
            (None, None) => return Err(entry.trim().to_owned()),
        }
    }
    let entries = entries.iter().filter(|(key, _)| !key.is_empty() && !key.starts_with('_'));
    put_meta(entries.map(|(key, value)| (key.as_str(), Cow::Borrowed(value.as_str()))), line);
    Ok(())
}

/// Where a sign stands first that has no backslash before it.
fn first(text: &str, sign: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let is_it = letter == sign && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        is_it.then_some(at)
    })
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
                Some(Json::Array(_)) if *key == META => text_of_meta(line),
                _ => continue,
            };
            if text.is_empty() {
                continue;
            }
            if cell.len() > before {
                cell.push('|');
            } else if !cell.is_empty() {
                cell.push_str("; ");
            }
            let _ = write!(cell, "{}:", if *key == META { META_IN_CELL } else { key });
            escaped(&text, &['|', ';'], cell);
        }
    }
}

fn text_of_meta(line: &Map<String, Json>) -> String {
    let mut text = String::new();
    for (key, value) in meta(line).filter(|(_, value)| !value.trim().is_empty()) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        escaped(key, &[',', '='], &mut text);
        text.push('=');
        escaped(&value, &[',', '='], &mut text);
    }
    text
}

fn escaped(text: &str, signs: &[char], cell: &mut String) {
    let last = text.chars().count().saturating_sub(1);
    for (at, letter) in text.chars().enumerate() {
        match letter {
            '\n' => cell.push_str("\\n"),
            // Outer spaces would be taken off.
            ' ' if at == 0 || at == last => cell.push_str("\\_"),
            sign if sign == '\\' || signs.contains(&sign) => {
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

    const KEYS: &[&str] = &["name", "product_id", "sku", "quantity", "total", META];

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
        let to_anna = json!([{"sku": "A", "meta_data": [
            {"key": "To", "value": "Anna, Bob"}, {"key": "Size (max=2)", "value": "1=1"},
        ]}]);
        assert_eq!(
            read(r"sku:A|meta:To=Anna\\, Bob, Size (max\\=2)=1=1, _reduced_stock=2"),
            Ok(to_anna.clone())
        );
        // Nobody marks a comma by hand.
        assert_eq!(read(r"sku:A|meta:To=Anna, Bob, Size (max\\=2)=1=1"), Ok(to_anna));
        assert_eq!(
            read(
                r#"[{"sku": "A", "meta_data": [{"id": 3, "key": "size", "value": 4},
                {"key": "_reduced_stock", "value": "1"}, {"key": "of a plugin", "value": {}}]}]"#
            ),
            Ok(json!([{"sku": "A", "meta_data": [{"key": "size", "value": "4"}]}]))
        );
        assert_eq!(read("sku:A|meta:gift"), Err("gift".to_owned()));
        assert_eq!(read("two towels"), Err("two towels".to_owned()));
        assert_eq!(read("sku:A|quantity:some"), Err("quantity:some".to_owned()));
        assert_eq!(read("[1]").map_err(|_| ()), Err(()));
    }

    proptest! {
        #[test]
        fn lines_come_back_as_they_were_written(
            all in proptest::collection::vec(
                ("[ -~ä\n]{1,12}", 1..99_i64, -999..999_i64, "[a-z,=;|]{1,5}"),
                0..4
            )
        ) {
            let of = |(name, quantity, total, key): &(String, i64, i64, String)| {
                json!({
                    "name": name,
                    "quantity": quantity,
                    "total": Decimal::new(*total, 2).to_string(),
                    META: [{ "key": key, "value": name }],
                })
            };
            let is_said = |line: &&(String, i64, i64, String)| !line.0.trim().is_empty();
            let lines = Json::Array(all.iter().filter(is_said).map(of).collect());
            let mut cell = String::new();
            write(&lines, KEYS, &mut cell);
            prop_assert_eq!(read(&cell, KEYS), Ok(lines));
        }
    }
}
