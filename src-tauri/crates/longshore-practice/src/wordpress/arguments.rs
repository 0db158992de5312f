//! Which parameters a route knows, and what WordPress checks and changes of them in single calls.
//!
//! The tables are data (`data/arguments.json`), reduced from the schemas that a real store answers.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::dates;
use super::failure::Failure;
use super::value::{integer, number_text, split_list};
use crate::customers::address::is_email;

/// One parameter's rules.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Argument {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(rename = "type")]
    kind: Kinds,
    #[serde(rename = "enum")]
    allowed: Option<Vec<String>>,
    format: Option<String>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    #[serde(default)]
    pub(crate) required: bool,
    items: Option<Box<Argument>>,
    #[serde(default)]
    properties: BTreeMap<String, Argument>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Kinds {
    One(String),
    Any(Vec<String>),
}

/// What a route's list and its writing calls take.
#[derive(Debug, Deserialize)]
pub(crate) struct Arguments {
    pub(crate) list: Vec<Argument>,
    pub(crate) write: Vec<Argument>,
}

static TABLES: LazyLock<HashMap<String, Arguments>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/arguments.json")).unwrap_or_default()
});
static NOTHING: Arguments = Arguments { list: Vec::new(), write: Vec::new() };

/// The rules of an entity's routes.
pub(crate) fn of(entity: &str) -> &'static Arguments {
    TABLES.get(entity).unwrap_or(&NOTHING)
}

/// Why a value does not fit: code, sentence, and the parameter where the answer names it.
struct Misfit {
    code: &'static str,
    message: String,
    param: Option<String>,
}

impl Misfit {
    fn kind(param: &str, kind: &str) -> Self {
        Self {
            code: "rest_invalid_type",
            message: format!("{param} is not of type {kind}."),
            param: Some(param.to_owned()),
        }
    }
}

/// Checks all parameters, then brings them into the types that they should have.
pub(crate) fn check(
    arguments: &[Argument],
    params: &mut Map<String, Value>,
    creating: bool,
) -> Result<(), Failure> {
    let missing: Vec<&str> = arguments
        .iter()
        .filter(|argument| creating && argument.required && !params.contains_key(&argument.name))
        .map(|argument| argument.name.as_str())
        .collect();
    if !missing.is_empty() {
        let message = format!("Missing parameter(s): {}", missing.join(", "));
        return Err(Failure::new(400, "rest_missing_callback_param", message)
            .with("params", json!(missing)));
    }
    let mut invalid = Vec::new();
    let mut messages = Map::new();
    let mut details = Map::new();
    for argument in arguments {
        let Some(value) = params.get(&argument.name).filter(|value| !value.is_null()) else {
            continue;
        };
        if let Err(misfit) = argument.fits(value, &argument.name) {
            invalid.push(argument.name.as_str());
            messages.insert(argument.name.clone(), Value::from(misfit.message.clone()));
            let data = misfit.param.map_or(Value::Null, |param| json!({ "param": param }));
            details.insert(
                argument.name.clone(),
                json!({ "code": misfit.code, "message": misfit.message, "data": data }),
            );
        }
    }
    if !invalid.is_empty() {
        let message = format!("Invalid parameter(s): {}", invalid.join(", "));
        return Err(Failure::new(400, "rest_invalid_param", message)
            .with("params", messages)
            .with("details", details));
    }
    for argument in arguments {
        if let Some(value) = params.get_mut(&argument.name) {
            let taken = value.take();
            *value = argument.sanitized(taken);
        }
    }
    Ok(())
}

impl Argument {
    /// The same rule, for a value that has to be one of these words.
    pub(crate) fn offering(&self, words: Vec<String>) -> Self {
        Self { allowed: Some(words), ..self.clone() }
    }

    fn fits(&self, value: &Value, param: &str) -> Result<(), Misfit> {
        match &self.kind {
            Kinds::Any(kinds) => {
                if kinds.iter().any(|kind| is_kind(value, kind)) {
                    self.fits_format(value)
                } else {
                    Err(Misfit::kind(param, &kinds.join(",")))
                }
            }
            Kinds::One(kind) => {
                if !is_kind(value, kind) {
                    return Err(Misfit::kind(param, kind));
                }
                self.fits_kind(value, kind, param)
            }
        }
    }

    fn fits_kind(&self, value: &Value, kind: &str, param: &str) -> Result<(), Misfit> {
        match kind {
            "array" => {
                let Some(rule) = &self.items else { return Ok(()) };
                for (at, item) in list(value).iter().enumerate() {
                    rule.fits(item, &format!("{param}[{at}]"))?;
                }
            }
            "object" => {
                for (key, rule) in &self.properties {
                    if let Some(inner) = value.get(key) {
                        rule.fits(inner, &format!("{param}[{key}]"))?;
                    }
                }
            }
            "integer" => self.within_bounds(integer(value), param)?,
            _ => {}
        }
        if let Some(allowed) = &self.allowed {
            let text = plain_text(value);
            if !allowed.contains(&text) {
                return Err(Misfit {
                    code: "rest_not_in_enum",
                    message: format!("{param} is not one of {}.", sentence(allowed)),
                    param: None,
                });
            }
        }
        self.fits_format(value)
    }

    /// Texts of a form; whatever is no text has none.
    fn fits_format(&self, value: &Value) -> Result<(), Misfit> {
        if value.is_null() {
            return Ok(());
        }
        if self.format.as_deref() == Some("email") && !is_email(&plain_text(value)) {
            return Err(Misfit {
                code: "rest_invalid_email",
                message: "Invalid email address.".to_owned(),
                param: None,
            });
        }
        if self.format.as_deref() == Some("date-time")
            && dates::strict(&plain_text(value)).is_none()
        {
            return Err(Misfit {
                code: "rest_invalid_date",
                message: "Invalid date.".to_owned(),
                param: None,
            });
        }
        Ok(())
    }

    fn within_bounds(&self, number: i64, param: &str) -> Result<(), Misfit> {
        let message = match (self.minimum, self.maximum) {
            (Some(low), Some(high)) if number < low || number > high => {
                format!("{param} must be between {low} (inclusive) and {high} (inclusive)")
            }
            (Some(low), None) if number < low => {
                format!("{param} must be greater than or equal to {low}")
            }
            (None, Some(high)) if number > high => {
                format!("{param} must be less than or equal to {high}")
            }
            _ => return Ok(()),
        };
        Err(Misfit { code: "rest_out_of_bounds", message, param: None })
    }

    /// The value as the route's code gets it. Null becomes the type's empty value.
    fn sanitized(&self, value: Value) -> Value {
        let kind = match &self.kind {
            Kinds::One(kind) => kind.as_str(),
            // The first of the rule's types that fits; "" is text wherever text may be.
            Kinds::Any(kinds) => {
                let is_empty_text = value.as_str() == Some("");
                let found = kinds.iter().find(|kind| {
                    if is_empty_text { *kind == "string" } else { is_kind(&value, kind) }
                });
                match found {
                    Some(kind) => kind.as_str(),
                    None => return value,
                }
            }
        };
        match kind {
            "string" => Value::String(plain_text(&value)),
            "integer" => Value::from(integer(&value)),
            "boolean" => Value::Bool(match &value {
                Value::String(text) => {
                    !matches!(text.to_ascii_lowercase().as_str(), "false" | "0" | "")
                }
                other => super::value::truthy(other),
            }),
            "array" => {
                let items = list(&value).into_owned();
                match &self.items {
                    Some(rule) => items.into_iter().map(|item| rule.sanitized(item)).collect(),
                    None => Value::Array(items),
                }
            }
            "object" => {
                let Value::Object(mut fields) = value else { return Value::Object(Map::new()) };
                for (key, rule) in &self.properties {
                    if let Some(inner) = fields.get_mut(key) {
                        let taken = inner.take();
                        *inner = rule.sanitized(taken);
                    }
                }
                Value::Object(fields)
            }
            _ => value,
        }
    }
}

/// A list, or what WordPress takes for one: text with commas.
fn list(value: &Value) -> std::borrow::Cow<'_, [Value]> {
    use std::borrow::Cow;
    match value {
        Value::Array(items) => Cow::Borrowed(items),
        Value::String(text) => Cow::Owned(split_list(text).map(Value::from).collect()),
        Value::Null => Cow::Owned(Vec::new()),
        Value::Object(fields) => Cow::Owned(fields.values().cloned().collect()),
        other => Cow::Owned(vec![Value::from(plain_text(other))]),
    }
}

fn is_kind(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => match value {
            Value::Bool(_) => true,
            Value::String(text) => {
                matches!(text.to_ascii_lowercase().as_str(), "false" | "true" | "0" | "1")
            }
            Value::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
            _ => false,
        },
        "integer" => as_number(value).is_some_and(|number| number.fract() == 0.0),
        "number" => as_number(value).is_some(),
        "array" => {
            matches!(value, Value::Array(_) | Value::String(_) | Value::Number(_) | Value::Bool(_))
        }
        // PHP cannot tell a list from an object, and takes "" for one.
        "object" => match value {
            Value::Object(_) | Value::Array(_) => true,
            Value::String(text) => text.is_empty(),
            _ => false,
        },
        _ => true,
    }
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let text = text.trim();
            let numeric =
                text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
            text.parse().ok().filter(|_| numeric)
        }
        _ => None,
    }
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number_text(number),
        Value::Bool(true) => "1".to_owned(),
        _ => String::new(),
    }
}

/// `a, b, and c`; two are joined by `and` alone.
fn sentence(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn the_tables_are_read() {
        assert!(of("products").write.iter().any(|argument| argument.name == "regular_price"));
        assert!(of("terms").list.iter().any(|argument| argument.name == "per_page"));
    }

    #[test]
    fn a_number_is_no_text_and_a_text_may_be_a_number() {
        let rules = &of("products").write;
        let refused = check(rules, &mut params(&json!({"regular_price": 9.99})), true).unwrap_err();
        assert_eq!(refused.code, "rest_invalid_param");
        assert_eq!(refused.data["params"]["regular_price"], "regular_price is not of type string.");
        let mut fine = params(&json!({"stock_quantity": "12", "featured": "true", "weight": null}));
        check(rules, &mut fine, true).unwrap();
        assert_eq!(
            Value::Object(fine),
            json!({"stock_quantity": 12, "featured": true, "weight": ""})
        );
    }

    #[test]
    fn texts_of_digits_stay_texts_where_any_type_goes() {
        let rules = &of("products").write;
        let meta = json!([{"key": "k", "value": "0123"}, {"key": "l", "value": ""}]);
        let mut fine = params(&json!({"meta_data": meta, "low_stock_amount": "5"}));
        check(rules, &mut fine, true).unwrap();
        assert_eq!(fine["meta_data"], meta);
        assert_eq!(fine["low_stock_amount"], 5);
    }

    #[test]
    fn items_are_named_by_their_place() {
        let rules = &of("products").write;
        let refused =
            check(rules, &mut params(&json!({"categories": "Clothing"})), true).unwrap_err();
        assert_eq!(refused.data["params"]["categories"], "categories[0] is not of type object.");
    }
}
