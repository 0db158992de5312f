//! Do two values of a field mean the same?

use std::borrow::Cow;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

use crate::{
    diff::{lines, lists, text},
    entity::Entity,
    known::Known,
    matching::same_key,
    platforms::woocommerce::{
        alterations::{self, Compare},
        rules,
    },
    record::StoreRecord,
    value::{StoreId, Value},
};

/// Compares values of one record by meaning, as the alteration table of the platform says.
#[derive(Clone, Copy)]
pub struct Comparer<'a> {
    entity: Entity,
    parent: Option<StoreId>,
    pub(crate) known: &'a dyn Known,
    is_answer: bool,
}

impl<'a> Comparer<'a> {
    /// For records of a kind; `parent` is the product of a variation or the attribute of a term.
    #[must_use]
    pub fn new(entity: Entity, parent: Option<StoreId>, known: &'a dyn Known) -> Self {
        Self { entity, parent, known, is_answer: false }
    }

    /// For a record of the store.
    #[must_use]
    pub fn of(record: &StoreRecord, known: &'a dyn Known) -> Self {
        Self::new(record.entity, record.parent, known)
    }

    /// For what a store answers to what it was sent: a picture sent by its address got a number by that.
    #[must_use]
    pub fn for_answer(mut self) -> Self {
        self.is_answer = true;
        self
    }

    /// Whether what is wanted (or was meant, or was kept) means the same as what is found.
    #[must_use]
    pub fn same(&self, field: &str, wanted: &Value, found: &Value) -> bool {
        if wanted == found || field == rules::MARK {
            return true;
        }
        if wanted.is_empty() || found.is_empty() {
            return wanted.is_empty() && found.is_empty()
                || self.is_nothing(field, if found.is_empty() { wanted } else { found });
        }
        self.same_content(field, wanted, found)
    }

    /// Whether a value is what the store shows where there is nothing.
    fn is_nothing(&self, field: &str, value: &Value) -> bool {
        match alterations::comparison(self.entity, field) {
            Compare::Meta => return scalar(value).is_some_and(|text| text.is_empty()),
            Compare::Choices => {
                return matches!(value, Value::Choices(all) if all.iter().all(|choice| choice.option.is_empty()));
            }
            _ => {}
        }
        if rules::default_value(self.entity, field).is_some_and(|default| default == *value) {
            return true;
        }
        self.inherited(field).is_some_and(|theirs| self.same_content(field, &theirs, value))
    }

    /// What a variation would show in a field if it had nothing of its own there.
    pub(crate) fn inherited(&self, field: &str) -> Option<Value> {
        if self.entity != Entity::Variation || !rules::INHERITED.contains(&field) {
            return None;
        }
        let parent = self.known.record(Entity::Product, self.parent?)?;
        match field {
            "image" => match parent.fields.get("images") {
                Some(Value::Images(images)) => {
                    images.first().map(|image| Value::Images(vec![image.clone()]))
                }
                _ => None,
            },
            _ => parent.fields.get(field).filter(|value| !value.is_empty()).cloned(),
        }
    }

    fn same_content(&self, field: &str, wanted: &Value, found: &Value) -> bool {
        match alterations::comparison(self.entity, field) {
            Compare::Exact => {
                wanted == found
                    || same_texts(wanted, found, |one, other| one.trim() == other.trim())
            }
            Compare::Number => match (number(wanted), number(found)) {
                (Some(wanted), Some(found)) => wanted == found,
                _ => same_texts(wanted, found, |one, other| one.trim() == other.trim()),
            },
            Compare::Moment => match (moment(wanted), moment(found)) {
                (Some(wanted), Some(found)) => wanted == found,
                _ => false,
            },
            Compare::Plain => same_texts(wanted, found, text::same_plain),
            Compare::Html => same_texts(wanted, found, text::same_html),
            Compare::Slug => same_texts(wanted, found, text::same_slug),
            Compare::AttributeSlug => same_texts(wanted, found, |one, other| {
                let bare = |slug: &str| slug.strip_prefix("pa_").unwrap_or(slug).to_owned();
                text::same_slug(&bare(one), &bare(other))
            }),
            Compare::Sku => same_texts(wanted, found, same_key),
            Compare::Gtin => same_texts(wanted, found, same_digits),
            Compare::Meta => same_meta(wanted, found),
            Compare::Lines => lines::same(wanted, found),
            Compare::Texts => same_lists(wanted, found),
            Compare::Set => lists::same_references(wanted, found, self.known),
            Compare::Attributes => match (wanted, found) {
                (Value::Attributes(wanted), Value::Attributes(found)) => {
                    lists::same_attributes(wanted, found, self.known)
                }
                _ => false,
            },
            Compare::Choices => match (wanted, found) {
                (Value::Choices(wanted), Value::Choices(found)) => {
                    lists::same_choices(wanted, found, self.known)
                }
                _ => false,
            },
            Compare::Images => match (wanted, found) {
                (Value::Images(wanted), Value::Images(found)) => {
                    lists::same_images(wanted, found, self.known, self.is_answer)
                }
                _ => false,
            },
            Compare::Downloads => match (wanted, found) {
                (Value::Downloads(wanted), Value::Downloads(found)) => {
                    lists::same_downloads(wanted, found)
                }
                _ => false,
            },
        }
    }
}

fn same_texts(one: &Value, other: &Value, same: impl Fn(&str, &str) -> bool) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => same(one, other),
        _ => match (scalar(one), scalar(other)) {
            (Some(one), Some(other)) => same(&one, &other),
            _ => false,
        },
    }
}

fn same_digits(one: &str, other: &str) -> bool {
    let digits =
        |text: &str| text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')).collect::<Vec<_>>();
    digits(one) == digits(other)
}

/// Meta data: the store keeps scalars as text (`products-create-meta`: 12 becomes "12", true becomes "1").
fn same_meta(one: &Value, other: &Value) -> bool {
    if let (Some(text), Some(like)) = (scalar(one), scalar(other)) {
        return text == like
            || !matches!((one, other), (Value::Text(_), Value::Text(_)))
                && number(one).is_some_and(|number_of| Some(number_of) == number(other));
    }
    match (json(one), json(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// Texts without order, letter case aside.
fn same_lists(one: &Value, other: &Value) -> bool {
    let texts = |value: &Value| match value {
        Value::Json(serde_json::Value::Array(all)) => {
            let mut all: Vec<String> = all
                .iter()
                .filter_map(|text| Some(crate::matching::folded(text.as_str()?).into_owned()))
                .collect();
            all.sort_unstable();
            all.dedup();
            Some(all)
        }
        _ => None,
    };
    texts(one).is_some() && texts(one) == texts(other)
}

fn json(value: &Value) -> Option<Cow<'_, serde_json::Value>> {
    match value {
        Value::Json(json) => Some(Cow::Borrowed(json)),
        Value::Text(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(text).ok().map(Cow::Owned)
        }
        _ => None,
    }
}

/// A scalar as the store would write it as text.
fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    let flag = |flag: bool| Cow::Borrowed(if flag { "1" } else { "" });
    Some(match value {
        Value::Text(text) | Value::Json(serde_json::Value::String(text)) => Cow::Borrowed(text),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Decimal(number) => Cow::Owned(number.normalize().to_string()),
        Value::Boolean(is) | Value::Json(serde_json::Value::Bool(is)) => flag(*is),
        Value::Json(serde_json::Value::Number(number)) => Cow::Owned(number.to_string()),
        Value::Moment(moment) => Cow::Owned(moment.to_string()),
        _ => return None,
    })
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(number) => Some(*number),
        Value::Integer(number) => Some(Decimal::from(*number)),
        Value::Text(text) => Decimal::from_str_exact(text.trim()).ok(),
        Value::Json(serde_json::Value::Number(number)) => {
            Decimal::from_str_exact(&number.to_string()).ok()
        }
        _ => None,
    }
}

fn moment(value: &Value) -> Option<DateTime> {
    let moment = match value {
        Value::Moment(moment) => *moment,
        Value::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    moment.with().subsec_nanosecond(0).build().ok()
}
