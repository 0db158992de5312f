//! Values as PHP takes them: `isset`, and the conversions that it does unasked.

use serde_json::{Map, Value};

use super::failure::{Failure, Outcome};

/// `isset($request[$key])`: there, and not null.
pub(crate) fn given<'a>(params: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    params.get(key).filter(|value| !value.is_null())
}

/// `(string) $value` for what can become one; an array ends the request.
pub(crate) fn text(value: &Value) -> Outcome<String> {
    Ok(match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number_text(number),
        Value::Bool(true) => "1".to_owned(),
        Value::Bool(false) | Value::Null => String::new(),
        Value::Array(_) | Value::Object(_) => {
            return Err(Failure::fatal("Argument #1 must be of type string, array given"));
        }
    })
}

/// A number as PHP prints it: 2.0 is `2`.
pub(crate) fn number_text(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
            format!("{float:.0}")
        }
        _ => number.to_string(),
    }
}

/// `intval($value)`: the leading digits, else 0.
pub(crate) fn integer(value: &Value) -> i64 {
    match value {
        Value::Number(number) => {
            number.as_i64().unwrap_or_else(|| number.as_f64().unwrap_or(0.0) as i64)
        }
        Value::String(text) => leading_integer(text),
        Value::Bool(flag) => i64::from(*flag),
        Value::Array(items) => i64::from(!items.is_empty()),
        Value::Object(fields) => i64::from(!fields.is_empty()),
        Value::Null => 0,
    }
}

fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let digits: String = text
        .char_indices()
        .take_while(|(at, letter)| {
            letter.is_ascii_digit() || (*at == 0 && matches!(letter, '-' | '+'))
        })
        .map(|(_, letter)| letter)
        .collect();
    // A float in text ("1.5e3") counts with its value.
    let rest = &text[digits.len()..];
    if rest.starts_with(['.', 'e', 'E']) {
        let float: String = text
            .chars()
            .take_while(|letter| letter.is_ascii_digit() || "+-.eE".contains(*letter))
            .collect();
        if let Ok(number) = float.parse::<f64>() {
            return number as i64;
        }
    }
    digits.parse().unwrap_or(0)
}

/// `wc_string_to_bool($value)`.
pub(crate) fn boolean(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_i64() == Some(1),
        Value::String(text) => {
            matches!(text.to_ascii_lowercase().as_str(), "yes" | "true" | "1")
        }
        _ => false,
    }
}

/// `(bool) $value`.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !(text.is_empty() || text == "0"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// What `foreach` walks over: a list's items or an object's values; anything else is skipped.
pub(crate) fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    }
}

/// `wp_parse_id_list($value)`: unique ids out of a list or of text with commas.
pub(crate) fn ids(value: &Value) -> Vec<i64> {
    let all: Vec<i64> = match value {
        Value::String(text) => {
            split_list(text).map(|part| leading_integer(part).saturating_abs()).collect()
        }
        other => items(other).into_iter().map(|item| integer(item).saturating_abs()).collect(),
    };
    let mut unique = Vec::with_capacity(all.len());
    for id in all {
        if !unique.contains(&id) {
            unique.push(id);
        }
    }
    unique
}

/// `wp_parse_list` of text: split at commas and white space.
pub(crate) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter == ',' || letter.is_ascii_whitespace())
        .filter(|part| !part.is_empty())
}

/// A field of an item that may be no object at all.
pub(crate) fn field<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|value| !value.is_null())
}
